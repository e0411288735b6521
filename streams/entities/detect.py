"""From a reading to mentions: the model's spans, known names and rules of context, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.entities.known import listed, nations_and_peoples, seeded
from streams.entities.modelled import events, modelled
from streams.entities.nature import whole
from streams.entities.overlap import added, merged, overruled
from streams.entities.situated import retyped, stated
from streams.entities.triggers import datelines, heads_alone, hinted_places, told_places
from streams.entities.voting import voted

if TYPE_CHECKING:
    from streams.entities.credits import Credits
    from streams.entities.mentions import Mention
    from streams.entities.reading import Reading


def detect(reading: Reading, agencies: Credits) -> list[Mention]:
    """Return the mentions of a text in order, none overlapping another. Linear in the length of the text."""
    mentions = merged(listed(reading), modelled(reading))
    mentions = overruled(mentions, told_places(reading))
    mentions = overruled(mentions, list(agencies.mentions))
    mentions = added(mentions, datelines(reading))
    mentions = overruled(mentions, stated(reading))
    mentions = added(mentions, nations_and_peoples(reading))
    mentions = added(mentions, events(reading))
    mentions = added(mentions, hinted_places(reading))
    mentions = added(mentions, seeded(reading, mentions))
    mentions = whole(reading, mentions)
    mentions = retyped(reading, mentions)
    mentions = voted(reading, mentions, agencies.keys)
    return added(mentions, heads_alone(reading, mentions))
