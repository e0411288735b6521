"""Kill and hold notices: in words inside a version, for another item, and from a status of a provider's own."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from schemas import PubStatus, WireItem
from streams.errors import MalformedItem
from streams.pipeline.files import lifecycle_lines
from streams.wire.decision import HOLD_ALL_VERSIONS

LetIn = Callable[..., list[WireItem]]

NOW = "2026-03-10T12:00:00Z"
TARGET = {"provider": "agency", "item_id": "1"}

KILLS = (
    "KILL KILL KILL",
    "KILL KILL KILL\n\nThe story on the mill of Tarn is wrong.",
    "(MANDATORY KILL) Editors: remove the story on the mill of Tarn.",
    "EDITORS: Please delete the story on the mill.",
    "ACHTUNG REDAKTIONEN: MELDUNG ZURÜCKGEZOGEN",
    "Achtung: Die Meldung über die Mühle wird zurückgezogen.",
    "MELDUNG STORNIERT - die Mühle steht noch",
    "ATTENTION: ANNULATION",
    "DÉPÊCHE ANNULÉE: le moulin de Tarn",
    "Merci de supprimer la dépêche sur le moulin.",
    "ATENCIÓN: ANULADA",
    "Por favor, anulen la nota sobre el molino.",
    "Eliminen la nota sobre el molino.",
    "RETIRADA LA NOTA sobre el molino",
    "ACHTUNG REDAKTIONEN: Meldung wird zurückgezogen.",
    "STORNO Bitte die Meldung nicht senden.",
    "Kill BC-TN--Mill Fire, a0412. The mill still stands.",
    "Si prega di annullare la notizia sul mulino.",
    "ANNULLARE - Mulino",
)
HOLDS = (
    "HOLD HOLD HOLD",
    "EDITORS: HOLD",
    "DO NOT USE",
    "ATTENTION EDITORS - DO NOT PUBLISH THIS STORY",
    "Editors: do not use the story on the mill.",
    "NOT FOR PUBLICATION",
    "BITTE NICHT VERWENDEN",
    "ACHTUNG: MELDUNG GESPERRT",
    "NE PAS DIFFUSER",
    "ATTENTION : NE PAS UTILISER",
    "NO PUBLICAR",
    "ATENCIÓN: RETENIDA",
    "DO NOT USE the story on the mill until further notice.",
    "URGENT - STOP PRESS - DO NOT PUBLISH",
    "Please disregard our earlier story on the mill.",
    "EDITORS - Please disregard and do not publish this story. A corrected version will follow.",
    "Do not use this story.",
    "Ne pas utiliser cette dépêche.",
    "No publicar esta noticia.",
    "Achtung Redaktionen: Bitte verwenden Sie die Meldung über die Mühle nicht.",
    "Si prega di non utilizzare la notizia sul mulino.",
)
NEWS = (
    "Please ignore the mill, says town",
    "Retirada la bandera de Tarn",
    "Kill switch fails at mill",
    "Please disregard and do not publish the rumour, town says",
    "Do not use this water, mill tells town",
    "Do not run our city into debt, voters say",
    "Ne pas utiliser cette eau, dit le maire",
    "No usar esta puerta, pide el museo",
    "Bitte verwenden Sie das Rad nicht, sagt der Müller",
    "Si prega di non utilizzare l'ascensore",
    "Annullata la festa del mulino",
    "Bericht über Tarn wird zurückgezogen",
    "Kill the mill, says town",
    "KILLED BEES FILLED THREE HIVES",
    "HOLD FOR RELEASE",
    "Hold on to your hats in Tarn",
    "DO NOT USE TAP WATER, TARN TELLS RESIDENTS",
    "Do not use the lift, mill tells workers",
    "Editors protest at killing of colleague",
    "Meldung des Tages: Mühle brennt",
    "Annulation du festival de Tarn après l'incendie",
    "ANNULE ET REMPLACE LE MOULIN DE TARN",
    "El juez anula la venta del molino",
    "Suspendido el partido en Tarn",
    "Storniert: Tausende Flüge nach dem Sturm",
)


def story(**fields: Any) -> bytes:
    """Return a version of the target."""
    return orjson.dumps({**TARGET, "headline": "Mill burns in Tarn", "body": "A mill burned in Tarn.", **fields})


@pytest.mark.parametrize("field", ["headline", "body", "ednote"])
@pytest.mark.parametrize("words", KILLS)
def test_a_kill_in_words_is_a_kill(let_in: LetIn, words: str, field: str) -> None:
    """A version that opens with a kill notice takes the item back, wherever the notice stands."""
    (item,) = let_in(story(**{field: words}))
    assert item.pubstatus is PubStatus.CANCELED


@pytest.mark.parametrize("field", ["headline", "body", "ednote"])
@pytest.mark.parametrize("words", HOLDS)
def test_a_hold_in_words_is_a_withhold(let_in: LetIn, words: str, field: str) -> None:
    """A version that opens with a hold notice withholds the item, until a newer version comes."""
    (item,) = let_in(story(**{field: words}))
    assert item.pubstatus is PubStatus.WITHHELD


@pytest.mark.parametrize("field", ["headline", "body"])
@pytest.mark.parametrize("words", NEWS)
def test_news_of_killing_and_holding_is_no_notice(let_in: LetIn, words: str, field: str) -> None:
    """The same words in a sentence tell news."""
    (item,) = let_in(story(**{field: words}))
    assert item.pubstatus is PubStatus.USABLE


def test_a_notice_for_another_item_is_not_for_the_one_that_carries_it(let_in: LetIn) -> None:
    """An advisory whose body names another item kills that one and goes out itself."""
    advisory, kill = let_in(story(body="EDITORS: Please kill story A-17, which was sent in error."))
    assert advisory.pubstatus is PubStatus.USABLE
    assert (kill.provenance.item_key, kill.pubstatus) == ("agency/A-17", PubStatus.CANCELED)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("legal-hold", PubStatus.WITHHELD),
        ("stat:suspended", PubStatus.WITHHELD),
        ("Killed-By-Desk", PubStatus.CANCELED),
        ("annulé", PubStatus.CANCELED),
        ("embargo2", PubStatus.USABLE),
    ],
)
def test_a_status_of_a_providers_own_counts_by_its_stem(let_in: LetIn, status: str, expected: PubStatus) -> None:
    """A word that none of the lists has still says that the item may not go out."""
    (item,) = let_in(story(pubstatus=status))
    assert item.pubstatus is expected
    assert ("embargo" in item.signals) is (status == "embargo2")


def test_any_other_unknown_status_refuses_the_version(let_in: LetIn) -> None:
    """What the provider wants is then unknown."""
    with pytest.raises(MalformedItem, match="maybe"):
        let_in(story(pubstatus="maybe"))


@pytest.mark.parametrize(
    "note",
    [
        "Embargoed until 2026-03-10T18:00:00Z. The earlier version is also under embargo.",
        "EMBARGO until 2026-03-10T18:00:00Z: all versions must be held.",
        "The embargo covers both versions. Embargo until 2026-03-10T18:00:00Z",
        "Embargoed until 2026-03-10T18:00:00Z; the story was sent without embargo in error.",
        "Sperrfrist 2026-03-10T18:00:00Z, sie gilt für alle Fassungen.",
    ],
)
def test_an_embargo_that_covers_earlier_versions_says_so(let_in: LetIn, note: str) -> None:
    """The note of the new version decides; without such words the older one stays."""
    assert HOLD_ALL_VERSIONS in let_in(story(ednote=note))[0].signals
    assert HOLD_ALL_VERSIONS not in let_in(story(ednote="Embargoed until 2026-03-10T18:00:00Z."))[0].signals


NITF = (
    '<nitf><head><docdata management-status="{own}" management-doc-idref="A-1"{target}>'
    '<doc-id id-string="N-1" regsrc="agency"/><date.issue norm="20260310T100000Z"/></docdata></head>'
    "<body><body.content><p>Text.</p></body.content></body></nitf>"
)


@pytest.mark.parametrize(
    ("own", "target", "expected"),
    [
        ("canceled", "", PubStatus.CANCELED),
        ("withheld", "", PubStatus.WITHHELD),
        ("usable", ' management-idref-status="canceled"', PubStatus.CANCELED),
        ("usable", ' management-idref-status="withheld"', PubStatus.WITHHELD),
        ("usable", "", None),
        ("canceled", ' management-idref-status="usable"', None),
    ],
)
def test_a_nitf_notice_gives_its_status_to_the_document_it_refers_to(
    let_in: LetIn, own: str, target: str, expected: PubStatus | None
) -> None:
    """`management-doc-idref` names it, `management-idref-status` its new status, else the notice's own."""
    _, *commands = let_in(NITF.format(own=own, target=target).encode())
    assert [(item.provenance.item_key, item.pubstatus) for item in commands] == (
        [] if expected is None else [("agency/A-1", expected)]
    )
    assert all(item.provenance.version == 1773136800000 for item in commands)


USABLE = {"version_created": "2026-03-10T08:00:00Z"}
SCENARIOS: dict[str, tuple[list[dict[str, Any]], int | None]] = {
    "a newer version lifts a withhold": (
        [{"version": 1}, {"version": 2, "pubstatus": "withheld"}, {"version": 3}],
        3,
    ),
    "nothing lifts a kill": ([{"version": 1}, {"version": 2, "pubstatus": "canceled"}, {"version": 3}], None),
    "a hold in words": ([{"version": 1}, {"version": 2, "headline": "HOLD HOLD HOLD"}], None),
    "a kill in words": ([{"version": 1}, {"version": 2, "body": "KILL KILL KILL"}, {"version": 3}], None),
    "an unknown status leaves the free version": ([{"version": 1}, {"version": 2, "pubstatus": "maybe"}], 1),
    "an embargo leaves the free version": (
        [{"version": 1}, {"version": 2, "embargoed_until": "2026-03-10T18:00:00Z"}],
        1,
    ),
    "an embargo that covers all": (
        [
            {"version": 1},
            {"version": 2, "embargoed_until": "2026-03-10T18:00:00Z", "ednote": "All versions are under embargo."},
        ],
        None,
    ),
    "a notice that refers to the item": (
        [{"version": 1}, {"item_id": "2", "version": 1, "pubstatus": "canceled", "refers_to": "1"}, {"version": 2}],
        None,
    ),
    "a held notice that refers to the item": (
        [
            {"version": 1, **USABLE},
            {
                "item_id": "2",
                "version": 1,
                "pubstatus": "withheld",
                "refers_to": "1",
                "version_created": "2026-03-10T09:00:00Z",
            },
            {"version": 2, "version_created": "2026-03-10T10:00:00Z"},
        ],
        2,
    ),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_order_of_arrival_leaves_the_same_version_live(name: str) -> None:
    """What is live follows from what was sent, not from when it came."""
    items, expected = SCENARIOS[name]
    rows = [{**TARGET, "headline": "H", "body": f"Text {place}.", **item} for place, item in enumerate(items)]
    for order in itertools.permutations(rows):
        (answer,) = lifecycle_lines([{"name": name, "now": NOW, "target": TARGET, "items": list(order)}])
        assert (answer["live"], answer["live_version"]) == (expected is not None, expected)
