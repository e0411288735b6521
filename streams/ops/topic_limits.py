"""How large a record the broker takes of each topic, which may be less than the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import structlog
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError

from streams.ops.administration import planned_topics
from streams.ops.connection import connected_admin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from streams.settings import Settings

log = structlog.get_logger(__name__)

LARGEST: Final = "max.message.bytes"


async def topic_limits(settings: Settings) -> dict[str, int]:
    """Return the largest record by topic, of those topics for which the broker says so. Raises `BrokerUnreachable`.

    It is no fault where a broker doesn't say it, or not to this user: then a worker learns a limit when the broker
    refuses a record.
    """
    planned = {topic.name: topic.config.get(LARGEST) for topic in planned_topics(settings)}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in planned]
    async with connected_admin(settings) as admin:
        try:
            responses = await admin.describe_configs(resources)
        except (KafkaError, TimeoutError) as error:
            log.info("the broker does not say how large records may be", error=repr(error))
            return {}
    limits = dict(_limits(responses))
    for name, limit in limits.items():
        asked = planned.get(name)
        if asked is not None and limit < int(asked):
            log.warning("larger records cost a dead letter", topic=name, takes=limit, settings_allow=int(asked))
    return limits


def _limits(responses: Iterable[Any]) -> Iterator[tuple[str, int]]:
    for response in responses:
        for resource in response.to_object()["resources"]:
            for entry in resource["config_entries"]:
                if entry["config_names"] == LARGEST and (entry["config_value"] or "").isdecimal():
                    yield resource["resource_name"], int(entry["config_value"])
