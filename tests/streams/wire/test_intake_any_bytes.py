"""Whatever bytes and headers come in, the intake answers."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from streams.errors import WireError
from streams.wire import Limits, parse_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import WireItem

    LetIn = Callable[..., list[WireItem]]


def as_json(value: object) -> bytes:
    """Return JSON that orjson may refuse, such as integers beyond 64 bits."""
    return json.dumps(value).encode()


header_values = st.text(max_size=60) | st.sampled_from(
    ["application/json", "text/html", "text/xml", "text/plain; charset=utf-16", "application/x-iptc7901", "ninjs"]
)
headers_of_any_kind = st.dictionaries(
    st.sampled_from(["content-type", "wf-provider", "wf-source", "wf-uri", "wf-received", "traceparent"]),
    header_values,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "uri",
                    "id",
                    "item_id",
                    "provider",
                    "version",
                    "versioncreated",
                    "headline",
                    "body",
                    "body_html",
                    "headlines",
                    "bodies",
                    "pubstatus",
                    "embargoed",
                    "urgency",
                    "ednote",
                    "signals",
                    "subject",
                    "items",
                    "data",
                    "item",
                    "title",
                    "text",
                ]
            ),
            inner,
            max_size=8,
        )
    ),
    max_leaves=20,
)
markup = st.lists(
    st.sampled_from(
        [
            "<rss>",
            "<channel>",
            "<item>",
            "<title>",
            "<guid>",
            "<link>",
            "</title>",
            "</guid>",
            "</item>",
            "</channel></rss>",
            "<feed>",
            "<entry>",
            "<id>",
            "<newsItem guid='1'>",
            "<itemMeta>",
            "<nitf>",
            "<body>",
            "<body.content>",
            "<p>",
            "</p>",
            "<html>",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "&amp;",
            "&",
            "&#0;",
            "&nbsp;",
            "text",
            "\x00",
            "\x02",
            "\x03",
            "<?xml version='1.0'?>",
            "<NewsML>",
            "<NewsItem>",
            "<!DOCTYPE x>",
            "x=",
            "'",
            '"',
            "</",
        ]
    ),
    max_size=40,
).map(lambda parts: "".join(parts).encode())


@given(value=st.binary(max_size=400) | json_values.map(as_json) | markup, headers=headers_of_any_kind)
def test_any_bytes_and_headers_give_items_or_one_error(value: bytes, headers: dict[str, str]) -> None:
    """Whatever comes in, items with sound identity come out, or a `WireError`; nothing else, and the same each time."""

    def read() -> list[WireItem] | str:
        try:
            return parse_record(
                value,
                headers,
                received=datetime(2026, 3, 9, tzinfo=UTC),
                origin_partition=0,
                origin_offset=0,
                limits=Limits(),
            )
        except WireError as error:
            return f"{type(error).__name__}: {error}"

    result = read()
    assert result == read()
    if isinstance(result, str):
        assert len(result) < 1000
        return
    assert result
    for item in result:
        key = item.provenance.item_key
        assert 3 <= len(key) <= 640
        assert not {unicodedata.category(char) for char in key} & {"Cc", "Cs", "Zl", "Zp"}
        assert 0 <= item.provenance.version < 2**63
        assert item.model_validate_json(item.model_dump_json()) == item
