"""From rows of articles to incidents and tolls."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from schemas import Retraction, Signature
from streams.evaluation.incidents import score_incidents
from streams.pipeline.files import alerts_of_articles, extract_incidents, signatures_of
from streams.settings import Settings

SHARED = Path(__file__).parents[5] / "shared" / "eval"


def row(number: int, host: str, title: str, text: str, **more: Any) -> dict[str, Any]:
    """Return an article of 4 March 2026."""
    return {
        "id": str(number),
        "url": f"https://{host}/{number}",
        "host": host,
        "published": "2026-03-04",
        "title": title,
        "text": text,
        **more,
    }


BLAST = row(
    1,
    "afn.example",
    "Rickshaw bomb kills 12 at Quetta market",
    "A bomb hidden in a rickshaw killed 12 people at the Hazarganji market in Quetta on Tuesday, police said.\n\n"
    "The blast tore through vegetable stalls shortly after dawn, bringing down the roof of the main hall. Shopkeepers "
    "dug with their hands until fire engines could pass the narrow gate on Sariab Road.",
)
ALSO = row(
    2,
    "gazette.example",
    "Toll of Quetta market bombing rises to 14",
    "Two more people died of their wounds on Wednesday after the bombing of Quetta's Hazarganji market, raising the "
    "death toll to 14, police said.\n\nThe explosives had been packed into a rickshaw parked by the vegetable stalls. "
    "Funerals were held along Sariab Road.",
)
FERRY = row(
    3,
    "sea.example",
    "Ferry sinks off Mindoro, three dead",
    "A ferry capsized in the strait off Mindoro on Tuesday and three people drowned, the coastguard said.\n\n"
    "Fishing boats picked up the other passengers near Calapan before the storm closed in.",
)


LATER = (
    row(
        4,
        "island-post.example",
        "Mindoro ferry: five bodies found",
        "Divers found five bodies in the hull of the ferry that capsized off Mindoro on Tuesday, the coastguard said."
        "\n\nThe captain is being questioned in Calapan. The strait was closed to small boats.",
    ),
    row(
        5,
        "andes.example",
        "Nine miners dead in Potosi collapse",
        "Nine miners were killed on Wednesday when a gallery of a silver mine collapsed near Potosi, Bolivia, the "
        "miners' federation said.\n\nTwo more were dug out alive and taken to the Bracamonte hospital.",
    ),
    row(
        6,
        "plaza.example",
        "Bolivia mourns dead of Potosi mine",
        "The collapse of a silver mine near Potosi killed nine miners, Bolivia's mining minister said on Wednesday, "
        "and the federation called a strike.\n\nThe gallery had been shored up with old timber.",
    ),
)


def split(lines: list[dict[str, Any]]) -> tuple[dict[str, str], dict[str, Any]]:
    """Return incident by article and tolls by incident."""
    articles = {line["id"]: line["incident"] for line in lines if "id" in line}
    return articles, {line["incident"]: line["tolls"] for line in lines if "id" not in line}


def test_articles_come_first_and_in_order() -> None:
    """Each article has its line, in the order given, and then each incident with a toll."""
    lines = list(extract_incidents([BLAST, ALSO, FERRY]))
    assert [line.get("id") for line in lines] == ["1", "2", "3", None, None]


def test_one_incident_has_one_toll() -> None:
    """Two stories on one event share an incident and its newest toll; another event has its own."""
    articles, tolls = split(list(extract_incidents([BLAST, ALSO, FERRY])))
    assert articles["1"] == articles["2"] != articles["3"]
    assert tolls[articles["1"]]["killed"]["best"] == 14
    assert tolls[articles["3"]]["killed"]["best"] == 3


def test_incident_has_title_start_and_place() -> None:
    """An incident's line says what happened, on which day and where, with the keys of a place."""
    blast = next(line for line in extract_incidents([BLAST]) if "tolls" in line)
    assert blast["title"] == BLAST["title"]
    assert blast["start"] == "2026-03-03"
    assert set(blast["place"]) == {"name", "country", "lat", "lon", "precision"}
    assert blast["place"]["name"] == "Quetta"


def test_killed_item_is_alone_and_counts_no_more() -> None:
    """An article that its provider kills leaves its incident, and its number goes with it."""
    kill = {**BLAST, "provider": "afn", "item_id": "1", "version": 2, "pubstatus": "canceled"}
    first = {**BLAST, "provider": "afn", "item_id": "1", "version": 1}
    articles, tolls = split(list(extract_incidents([first, kill])))
    assert articles["1"] == "afn/1"
    assert tolls == {}


def test_articles_raise_their_alerts_in_order() -> None:
    """The first toll of an incident and each change of it."""
    alerts = list(alerts_of_articles([BLAST, ALSO, FERRY]))
    assert [(alert.incident_id, alert.after.best if alert.after else None) for alert in alerts] == [
        ("afn.example/1", 12),
        ("afn.example/1", 14),
        ("sea.example/3", 3),
    ]
    assert list(alerts_of_articles([FERRY], Settings(alert_kinds=("injured",)))) == []


def test_articles_have_their_signatures() -> None:
    """With the key of their item; a refused one has a key of its own and no message, a killed one a retraction."""
    version = {"provider": "afn", "item_id": "1"}
    kill = {**FERRY, **version, "version": 2, "pubstatus": "canceled"}
    found = list(signatures_of([BLAST, row(9, "afn.example", "", ""), {**FERRY, **version}, kill]))
    assert [(article, key, [type(message) for message in messages]) for article, key, messages in found] == [
        ("1", "afn.example/1", [Signature]),
        ("9", "refused/0/1", []),
        ("3", "afn/1", [Signature]),
        ("3", "afn/1", [Retraction]),
    ]


def test_killed_item_leaves_the_incident_of_another() -> None:
    """The other one stays there with its own toll."""
    version = {"provider": "afn", "item_id": "2"}
    kill = {**ALSO, **version, "version": 2, "pubstatus": "canceled"}
    articles, tolls = split(list(extract_incidents([BLAST, {**ALSO, **version, "version": 1}, kill])))
    assert articles == {"1": "afn.example/1", "2": "afn/2"}
    assert {incident: toll["killed"]["best"] for incident, toll in tolls.items()} == {"afn.example/1": 12}


def test_articles_of_an_event_without_casualties_come_together() -> None:
    """Without a toll there is no incident yet, but the linker has them in one group."""
    quake = "of magnitude 6.1 {} Tarija on Tuesday, the seismological office said.\n\n"
    market = "Walls cracked in the San Roque market, and people ran into the streets of Tarija."
    first = row(1, "a.example", "Earthquake shakes Tarija", f"An earthquake {quake.format('shook')}{market}")
    second = row(2, "b.example", "Tarija earthquake", f"The earthquake {quake.format('that hit')}{market}")
    articles, tolls = split(list(extract_incidents([first, second])))
    assert (articles, tolls) == ({"1": "a.example/1", "2": "a.example/1"}, {})


def test_row_that_is_refused_is_alone() -> None:
    """A row without text costs nobody else their place."""
    articles, _ = split(list(extract_incidents([row(9, "afn.example", "", ""), BLAST])))
    assert set(articles) == {"9", "1"}
    assert articles["9"] != articles["1"]


@pytest.mark.skipif(not (SHARED / "incidents").is_dir(), reason="the shared evaluation sets are not beside the project")
def test_first_articles_of_the_shared_set() -> None:
    """On the first 250 articles of the set of local news, articles come together as its registry has them."""
    with gzip.open(SHARED / "dedup" / "gva.jsonl.gz", "rt") as file:
        rows = [json.loads(line) for _, line in zip(range(250), file, strict=False)]
    gold = json.loads((SHARED / "incidents" / "gva_incidents.json").read_bytes())
    docs = {each["id"]: gold["docs"][each["id"]] for each in rows if each["id"] in gold["docs"]}
    tolls = {incident: gold["tolls"][incident] for incident, _ in docs.values() if incident in gold["tolls"]}
    scores = score_incidents({"docs": docs, "tolls": tolls}, extract_incidents(rows))
    assert scores["b3_f1"] >= 0.94
    assert scores["pair_f1"] >= 0.85


def test_first_articles_of_an_invented_set() -> None:
    """Articles in words of their own come together by incident, and the tolls are those of the latest counts."""
    rows = [BLAST, FERRY, ALSO, *LATER]
    incidents = {"1": "blast", "2": "blast", "3": "ferry", "4": "ferry", "5": "mine", "6": "mine"}
    docs = {article: [incident, "2026-03-04"] for article, incident in incidents.items()}
    scores = score_incidents({"docs": docs, "tolls": {}}, extract_incidents(rows))
    assert scores["b3_f1"] == 1.0
    assert scores["pair_f1"] == 1.0
