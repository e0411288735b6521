"""`wirefeed config`: the effective settings."""

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from streams.ops.cli.invocation import AsJson, load_settings

if TYPE_CHECKING:
    from streams.settings import Settings


def config(as_json: AsJson = False) -> None:
    """Show the effective settings, secrets masked, and where each comes from.

    The strongest first: WIREFEED_... variables, the TOML file that WIREFEED_CONFIG names (wirefeed.toml in the current
    folder where it names none), defaults. A variable is named after the setting: WIREFEED_TOPIC_PREFIX.

    For example: `WIREFEED_PARTITIONS=12 wirefeed config`
    """
    from streams.ops.cli.output import console, table, write_json

    settings = load_settings()
    values = settings.model_dump(mode="json")  # a secret that is set comes out as asterisks
    if as_json:
        write_json(values)
        return
    origins = _origins(settings)
    descriptions = {name: field.description or "" for name, field in type(settings).model_fields.items()}
    rows = [(name, _shown(value), origins[name], descriptions[name]) for name, value in values.items()]
    console().print(table(("setting", "value", "from", ""), rows))


def _origins(settings: "Settings") -> dict[str, str]:
    from streams.settings import DEFAULT_FILE

    path = Path(os.environ.get("WIREFEED_CONFIG", DEFAULT_FILE))
    in_file = tomllib.loads(path.read_text()) if path.is_file() else {}
    in_environment = {name.upper() for name in os.environ}
    origins = {}
    for name in type(settings).model_fields:
        variable = f"WIREFEED_{name.upper()}"
        if variable in in_environment or any(set_.startswith(f"{variable}__") for set_ in in_environment):
            origins[name] = variable
        else:
            origins[name] = str(path) if name in in_file else "default"
    return origins


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dict) and value.keys() == {"low", "high"}:
        return f"{value['low']}-{value['high']}"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_shown(part)}" for key, part in value.items()) or "-"
    return "-" if value is None else str(value)
