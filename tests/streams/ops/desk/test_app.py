"""What the desk answers."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from schemas import SignaturePlace
from streams.alerts import parse_rules
from streams.ops.desk.app import ROUTES
from streams.ops.desk.guard import MAX_BODY
from streams.ops.desk.routes.incidents import FEED_ENTRIES
from streams.ops.desk.security import COOKIE, CSP
from tests.streams.ops.desk.desks import AT, HOSTILE, TOKEN, browser, desk_with, incident

OUTSIDE = "203.0.113.9"
PAGES = ("/", "/map", "/alerts", "/health", "/dead", "/login", "/incidents/afn%2F1")
JSON = ("/api/incidents", "/api/alerts", "/api/health", "/api/dead", "/api/incidents/afn%2F1")


@pytest.mark.parametrize("path", [*PAGES, *JSON])
async def test_every_answer_is_guarded(path: str) -> None:
    """Each answer forbids scripts and styles in the page, framing and caching."""
    async with browser(desk_with(incident("afn/1"))) as asking:
        answer = await asking.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == CSP
    assert "unsafe" not in CSP
    assert "blob:" not in CSP
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith("application/json" if path in JSON else "text/html")


async def test_the_list_is_filtered_by_its_address() -> None:
    """The page and the API take the same query string."""
    async with browser(desk_with(incident("afn/1", 3), incident("sea/2", 30))) as asking:
        listing = (await asking.get("/api/incidents?kind=killed&min=10")).json()
        page = (await asking.get("/?kind=killed&min=10")).text
    assert [card["id"] for card in listing["cards"]] == ["sea/2"]
    assert (listing["total"], listing["unfiltered"]) == (1, 2)
    assert "Blast at sea/2" in page
    assert "Blast at afn/1" not in page


async def test_a_wrong_filter_is_named() -> None:
    """A wrong parameter is an error that names it, as JSON and as a page."""
    async with browser(desk_with()) as asking:
        problem = await asking.get("/api/incidents?kind=kiled")
        page = await asking.get("/?kind=kiled")
    assert (problem.status_code, problem.json()["field"]) == (400, "kind")
    assert problem.headers["content-type"] == "application/problem+json"
    assert page.status_code == 400
    assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/incidents/no%2Fone", "/articles/no%2Fone", "/dead/no/one", "/nothing", "/static/x"])
async def test_what_is_not_there(path: str) -> None:
    """What is not there is said with 404, on a page and in the API."""
    async with browser(desk_with()) as asking:
        assert (await asking.get(path)).status_code == 404
        if not path.startswith("/static"):
            problem = await asking.get(f"/api{path}")
            assert (problem.status_code, problem.json()["status"]) == (404, 404)


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip", "gzip"), ("identity", None)])
async def test_files_are_compressed_for_who_takes_it(accepted: str, encoding: str | None) -> None:
    """The live map is 2 MB otherwise; pages are not, since some hold what a user typed."""
    async with browser(desk_with(incident("afn/1"))) as asking:
        page = await asking.get("/", headers={"accept-encoding": accepted})
        path = next(name for name in re.findall(r"/static/[^\"]+", page.text) if name.endswith(".css"))
        answer = await asking.get(path, headers={"accept-encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert "immutable" in answer.headers["cache-control"]
    assert "content-encoding" not in page.headers
    assert "{" in answer.text


@pytest.mark.parametrize("path", ["/incidents/", "/api/incidents/"])
async def test_an_incident_that_was_merged_leads_to_the_one_that_has_its_items(path: str) -> None:
    """An address that somebody kept goes on working; one that is there is shown."""
    async with browser(desk_with(incident("afn/1", moved_from=("sea/2", "hill/3")), incident("hill/3"))) as asking:
        gone = await asking.get(f"{path}sea%2F2")
        assert (gone.status_code, gone.headers["location"]) == (302, f"{path}afn%2F1")
        assert (await asking.get(f"{path}hill%2F3")).status_code == 200
        shown = (await asking.get("/api/incidents/afn%2F1")).json()
    assert [(each["id"], each["tie"], each["title"]) for each in shown["relations"]] == [
        ("sea/2", "merged", None),
        ("hill/3", "came_from", "Blast at hill/3"),
    ]


async def test_no_text_of_a_wire_is_markup() -> None:
    """A title with a script in it is text on every page."""
    place = SignaturePlace(name=HOSTILE, lat=1.0, lon=1.0)
    state = desk_with(incident("afn/1", title=HOSTILE, place=place, outlets=(HOSTILE,)))
    async with browser(state) as asking:
        for path in ("/", "/map", "/incidents/afn%2F1", f"/?q={HOSTILE[:8]}"):
            page = (await asking.get(path)).text
            assert "<script>alert" not in page
            assert "alert(1)&lt;/script&gt;" in page or "alert(1)" not in page


async def test_feeds_for_other_programs() -> None:
    """GeoJSON, Atom and the rules file follow the same filter."""
    async with browser(desk_with(incident("afn/1", 3), incident("sea/2", 30))) as asking:
        geo = await asking.get("/api/incidents.geojson?min=10")
        atom = await asking.get("/incidents.atom?min=10")
        alerts = await asking.get("/alerts.atom")
        rules = await asking.get("/rules.toml?min=10")
    assert geo.headers["content-type"] == "application/geo+json"
    assert [feature["id"] for feature in geo.json()["features"]] == ["sea/2"]
    assert atom.text.count("<entry>") == 1
    assert "http://localhost/incidents/sea%2F2" in atom.text
    assert ET.fromstring(alerts.content).tag.endswith("feed")  # noqa: S314 - our own
    assert parse_rules(rules.content).rules[0].at_least == 10


async def test_another_name_is_refused() -> None:
    """A page of another site whose name leads to this machine gets nothing."""
    async with browser(desk_with(incident("afn/1"))) as asking:
        answer = await asking.get("/api/incidents", headers={"host": "rebound.example"})
    assert answer.status_code == 421
    assert "afn/1" not in answer.text


async def test_too_many_requests_are_refused() -> None:
    """An address that asks too often is told how long to wait."""
    state = desk_with(desk_requests_per_second=1)
    async with browser(state) as asking:
        answers = [await asking.get("/livez") for _ in range(6)]
    assert {answer.status_code for answer in answers[:4]} == {200}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


def closed(**settings: Any) -> Any:
    """Return a desk that others can reach, with a token."""
    return desk_with(incident("afn/1"), desk_host="0.0.0.0", desk_token=TOKEN, **settings)  # noqa: S104 - with a token


async def test_without_a_token_others_see_the_form_alone() -> None:
    """Somebody without the token gets the form on pages, and an error in the API; no word of an incident."""
    async with browser(closed(), OUTSIDE) as asking:
        for path in ("/", "/map", "/incidents/afn%2F1", *JSON, "/api/events", "/incidents.atom", "/rules.toml"):
            answer = await asking.get(path)
            assert answer.status_code == 401
            assert "Blast" not in answer.text
        assert 'name="token"' in (await asking.get("/")).text
        assert (await asking.get("/login")).status_code == 200


async def test_signing_in_gives_a_cookie() -> None:
    """The token gives a cookie that scripts and other sites can't use; a wrong one gives none."""
    async with browser(closed(), OUTSIDE) as asking:
        wrong = await asking.post("/login", data={"token": "guess"})
        assert (wrong.status_code, "set-cookie" in wrong.headers) == (403, False)
        right = await asking.post("/login", data={"token": TOKEN})
        assert (right.status_code, right.headers["location"]) == (303, "/")
        cookie = right.headers["set-cookie"]
        assert all(part in cookie for part in (COOKIE, "HttpOnly", "SameSite=strict"))
        assert TOKEN not in cookie
        assert (await asking.get("/")).status_code == 200
        await asking.post("/logout")
        assert (await asking.get("/")).status_code == 401


async def test_a_program_sends_the_token() -> None:
    """The token as a header lets a program in."""
    async with browser(closed(), OUTSIDE) as asking:
        answer = await asking.get("/api/incidents", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.json()["total"] == 1


async def test_a_large_or_foreign_change_is_refused() -> None:
    """A body over the limit, and one from a page of another site, are refused before they are read."""
    async with browser(closed(), OUTSIDE) as asking:
        large = await asking.post("/login", content=b"x" * (MAX_BODY + 1))
        assert (large.status_code, "too large" in large.text) == (403, True)
        assert "not the token" in (await asking.post("/login", content=b"x" * MAX_BODY)).text
        other = {"origin": "http://other.example"}
        assert (await asking.post("/login", data={"token": TOKEN}, headers=other)).status_code == 403


async def test_only_the_token_puts_letters_back() -> None:
    """On this machine reading is free; putting a dead letter back needs the token all the same."""
    async with browser(desk_with(desk_token=TOKEN)) as asking:
        refused = await asking.post("/api/dead/wire.raw.v1/0/1/replay")
        assert refused.status_code == 403
        assert (await asking.get("/api/dead")).json()["may_replay"] is False
        headers = {"authorization": f"Bearer {TOKEN}"}
        assert (await asking.get("/api/dead", headers=headers)).json()["may_replay"] is True
        assert (await asking.post("/api/dead/wire.raw.v1/0/1/replay", headers=headers)).status_code == 404


async def test_a_failure_tells_nothing() -> None:
    """An error of the desk itself is a page without details, and the next request is answered."""
    state = desk_with(incident("afn/1"))
    broken = state.board.get("afn/1")
    assert broken is not None
    object.__setattr__(broken, "packed", b"damaged")
    async with browser(state) as asking:
        answer = await asking.get("/api/incidents/afn%2F1")
        assert (answer.status_code, "damaged" in answer.text) == (500, False)
        assert (await asking.get("/api/incidents")).status_code == 200


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=100001", f"q={'a' * 201}"])
async def test_a_wrong_search_of_dead_letters_is_named(query: str) -> None:
    """The list of dead letters checks what it is asked for."""
    async with browser(desk_with()) as asking:
        assert (await asking.get(f"/api/dead?{query}")).status_code == 400


async def test_the_page_says_that_the_broker_is_away() -> None:
    """While the broker is away the page says so, and shows what was read before."""
    state = desk_with(incident("afn/1"))
    state.condition.away("no Kafka broker answers at kafka:9092", state.started)
    async with browser(state) as asking:
        listing = (await asking.get("/api/incidents")).json()
        page = (await asking.get("/")).text
    assert (listing["broker"]["condition"], listing["total"]) == ("away", 1)
    assert "no Kafka broker answers" in page
    assert "Blast at afn/1" in page


async def test_the_api_is_what_its_document_says() -> None:
    """The OpenAPI document has every route of the API, and no other."""
    async with browser(desk_with()) as asking:
        document = (await asking.get("/api/openapi.json")).json()
    served = {getattr(route, "path", "").replace(":path", "") for route in ROUTES}
    documented = set(document["paths"]) | {"/api/openapi.json"}
    assert {path for path in served if path.startswith("/api/")} == documented


async def test_links_of_feeds_are_those_of_the_proxy() -> None:
    """Behind a proxy with TLS the links in feeds have https; what others state is not believed."""
    headers = {"x-forwarded-proto": "https"}
    state = desk_with(incident("afn/1"))
    async with browser(state) as proxy, browser(state, "127.9.9.9") as other:
        assert "https://localhost/incidents/afn%2F1" in (await proxy.get("/incidents.atom", headers=headers)).text
        assert "https://" not in (await other.get("/incidents.atom", headers=headers)).text
        assert "https://" not in (await proxy.get("/incidents.atom")).text


async def test_feeds_are_bounded() -> None:
    """A feed has the hundred incidents that changed last."""
    state = desk_with(*(incident(f"afn/{number}", updated=AT + timedelta(minutes=number)) for number in range(101)))
    async with browser(state) as asking:
        atom = (await asking.get("/incidents.atom")).text
    assert atom.count("<entry>") == FEED_ENTRIES
    assert "afn%2F100<" in atom
    assert "incident:afn%2F0<" not in atom
