"""The parts of the documents that come from the code: `make readme` writes them, and tests compare them.

A part stands between `<!-- NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from schemas import AlertCause, CasualtyAlert, EnrichedArticle, Incident
from streams.alerts import describe
from streams.ops.rendering import message_lines
from streams.ops.sample import sample_records
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import ALERTS, CURRENT, INCIDENTS, RAW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic.fields import FieldInfo

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
OPERATIONS = ROOT / "docs" / "operations.md"
AIR_STRIKE = "meridian/urn:newsml:meridian.example:20260309:air-ye"
"""The incident and article of the sample wire that the README shows."""
AFTER_THE_SAMPLE = datetime(2026, 3, 20, tzinfo=UTC)
"""By then the embargo of the sample wire has passed."""
_PART = re.compile(r"(<!-- (\w+) -->\n).*?(\n<!-- end -->)", re.DOTALL)
_SPAN = re.compile(r'\{\s*"end": (\d+),\s*"start": (\d+)\s*\}')


def rewritten(document: str, parts: Mapping[str, str]) -> str:
    """Return a document with the parts that are given, each between its marks; others stay as they are."""

    def part(found: re.Match[str]) -> str:
        return f"{found[1]}{parts[found[2]]}{found[3]}" if found[2] in parts else found[0]

    return _PART.sub(part, document)


def readme_parts(
    incidents: Mapping[str, Incident], current: Mapping[str, EnrichedArticle], alerts: Iterable[CasualtyAlert]
) -> dict[str, str]:
    """Return what the README shows of the sample wire."""
    title, *details = message_lines(incidents[AIR_STRIKE])
    risen = [describe(alert) for alert in alerts if alert.cause is AlertCause.ROSE and alert.kind == "killed"]
    figures = [each for each in current[AIR_STRIKE].figures if not each.evidence.in_headline]
    return {
        "incident": fenced("text", "\n".join([title, *(f"  {line}" for line in details)])),
        "alert": fenced("text", min(risen, default="")),
        "figure": fenced("json", _compact(figures[0].model_dump(mode="json", exclude_none=True))),
    }


def settings_table() -> str:
    """Return the table of all settings, in the order of the class."""
    rows = [_row(name, field) for name, field in Settings.model_fields.items()]
    return "\n".join(["| setting | default | |", "|---|---|---|", *rows])


def fenced(language: str, text: str) -> str:
    """Return a text as a code block."""
    return f"```{language}\n{text}\n```"


def _row(name: str, field: FieldInfo) -> str:
    default: Any = field.get_default(call_default_factory=True, validated_data={})
    description = (field.description or "").replace("|", "\\|")
    return f"| `{name}` | {_default(default)} | {description} |"


def _default(value: Any) -> str:
    if value is None or isinstance(value, SecretStr):
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{word} {interval.low}-{interval.high}" for word, interval in value.items())
    if isinstance(value, tuple):
        return ", ".join(f"`{part}`" for part in value)
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`"


def _compact(value: Any) -> str:
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
    return _SPAN.sub(r'{"start": \2, "end": \1}', text)


def sample_outputs() -> dict[str, str]:
    """Run the sample wire through the stages in memory; return what the README shows of it."""
    pipeline = LocalPipeline(Settings(), keep=(INCIDENTS, CURRENT, ALERTS))
    pipeline.advance(AFTER_THE_SAMPLE)
    for record in sample_records():
        pipeline.produce(RAW, record.value, key=record.key, headers=record.headers)
    pipeline.run()
    pipeline.advance(AFTER_THE_SAMPLE)
    incidents = {key: each for key, each in pipeline.compacted(INCIDENTS).items() if isinstance(each, Incident)}
    current = {key: each for key, each in pipeline.compacted(CURRENT).items() if isinstance(each, EnrichedArticle)}
    alerts = [each for each in pipeline.messages(ALERTS) if isinstance(each, CasualtyAlert)]
    return readme_parts(incidents, current, alerts)


def main() -> None:
    """Write the parts of the documents."""
    OPERATIONS.write_text(rewritten(OPERATIONS.read_text(), {"settings": settings_table()}))
    README.write_text(rewritten(README.read_text(), sample_outputs()))


if __name__ == "__main__":
    main()
