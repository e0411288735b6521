"""From figures of sentences to figures of an article: which is the toll, and which is part of which.

The toll of a kind is anchored by the first figure that its sentence sets apart in no way. What repeats the anchor is
the toll again, what is smaller is a part of it, what is larger replaces it where it comes as an update.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from schemas import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from streams.casualties.reading import Reading, When

_PARTIAL_FORMS = frozenset({"cond", "wound", "found", "hosp"})
"""Forms that tell how some of the victims fared, seldom how many there were."""


_SHOT = frozenset({"shot", "shoot", "hit"})
"""Forms that leave open whether people died."""


_ANY = frozenset({"victim", "victims", "person", "man", "woman"})
"""Words for the dead among those told before: "one victim was pronounced dead"."""


_WINDOW = 50
"""Figures among which the whole of a part is looked for."""
_REACH = 400
"""Characters over which "two are dead" speaks of those shot before."""
_NEAR = 2
"""Paragraphs over which "two of those men died" points back."""
_LEAD = 3
"""Figures of the top of an article, among which a toll that is told as such comes before a larger number of its own."""
OLD_DAYS = 21
"""An event dated longer before publication than this is another one, where the article has a toll besides."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A figure with its role, and the index of the figure that it is part of."""

    reading: Reading
    role: Role
    parent: int | None


def resolve(readings: Sequence[Reading], published: date | None = None) -> list[Resolved]:
    """Return the figures of an article with their roles, in the order given."""
    counted = _held(_shot(list(readings)))
    roles: list[Role | None] = [reading.role for reading in counted]
    parents = _stated_parents(counted)
    for at, reading in enumerate(counted):
        if roles[at] is None and (
            reading.link == "part" or parents[at] is not None or _increment(counted, at) or _of_wounded(reading)
        ):
            roles[at] = Role.SUBSET
    _other_times(counted, roles, published)
    for kind in dict.fromkeys(reading.kind for reading in counted):
        _anchor(kind, counted, roles, parents)
    _fill_parents(counted, roles, parents)
    _nearer_wholes(counted, roles, parents)
    _headline_speakers(counted, roles)
    return [
        Resolved(reading, role or Role.TOTAL, parents[at] if role == Role.SUBSET else None)
        for at, (reading, role) in enumerate(zip(counted, roles, strict=True))
    ]


def _of_wounded(reading: Reading) -> bool:
    """Whether the dead are some of the wounded, who seldom are all the dead there were."""
    return reading.kind == Kind.KILLED and reading.of_group == "state" and reading.form != "state"


def _increment(readings: list[Reading], at: int) -> bool:
    """Whether a figure adds to a toll: "two more have died"; not "five died and two more were wounded"."""
    reading = readings[at]
    before = readings[at - 1] if at else None
    beside = before is not None and before.sentence_start == reading.sentence_start
    return reading.more and reading.kind == Kind.KILLED and not beside


def _other_times(readings: list[Reading], roles: list[Role | None], published: date | None) -> None:
    """Give figures of another time than the lead, or of long ago, the role of another event.

    The lead is the first sentence with a figure that nothing sets apart: an article on a trial leads with an old date.
    """
    free = [reading for at, reading in enumerate(readings) if roles[at] is None]
    lead = next((reading for reading in free if not reading.single), free[0] if free else None)
    if lead is None:
        return
    dated = _dated(lead, published)
    if lead.in_headline and not dated:
        # A headline seldom has a date: the first sentence of the body says it.
        body = next((reading for reading in free if not reading.in_headline), None)
        if body is not None and _same_count(body, lead):
            lead, dated = body, _dated(body, published)
    for at, reading in enumerate(readings):
        beside = reading.sentence_start == lead.sentence_start and reading.in_headline == lead.in_headline
        if roles[at] is not None or (beside and ("dated" in lead.cues or "dated" not in reading.cues)):
            continue
        when = reading.when
        if when is not None and when.end is not None:
            if dated:
                other = lead.when is not None and lead.when.start is not None and (lead.when.start - when.end).days > 1
            else:
                other = (published is None and "dated" in reading.cues) or _old(reading, published)
        else:
            other = "dated" in reading.cues and not dated
        if other:
            roles[at] = Role.OTHER_EVENT


def _dated(reading: Reading, published: date | None) -> bool:
    return "dated" in reading.cues or _old(reading, published)


def _old(reading: Reading, published: date | None) -> bool:
    when = reading.when
    return (
        published is not None and when is not None and when.end is not None and (published - when.end).days > OLD_DAYS
    )


def _nearer_wholes(readings: list[Reading], roles: list[Role | None], parents: list[int | None]) -> None:
    """Move a part to the nearest whole: the body's toll before the headline's, and of a window the same victims'."""
    body: dict[tuple[Kind, int | None], int] = {}
    for at, reading in enumerate(readings):
        if not reading.in_headline and roles[at] == Role.TOTAL:
            body.setdefault((reading.kind, reading.value), at)
    for at, reading in enumerate(readings):
        parent = parents[at]
        if roles[at] != Role.SUBSET or parent is None or reading.parent is not None:
            continue
        whole = readings[parent]
        if whole.in_headline and not reading.in_headline:
            first = body.get((whole.kind, whole.value), at)
            parents[at] = first if first < at else parent
        if reading.when is not None and reading.when.window and reading.victims:
            same = _same_victims(readings, roles, at)
            parents[at] = same if same is not None else parents[at]


def _same_victims(readings: list[Reading], roles: list[Role | None], at: int) -> int | None:
    """Return the nearest figure before one that is of a longer time and the same victims."""
    reading = readings[at]
    for index in range(at - 1, max(-1, at - _WINDOW), -1):
        other = readings[index]
        wider = other.when is not None and other.when != reading.when and roles[index] in {Role.TOTAL, Role.SUBSET}
        if wider and other.victims & reading.victims and _fits(other, reading) and other.value != reading.value:
            return index
    return None


def _same_count(one: Reading, other: Reading) -> bool:
    return one.kind == other.kind and one.value == other.value


def _headline_speakers(readings: list[Reading], roles: list[Role | None]) -> None:
    """Give a headline's figure the speaker of the body's first figure of the same count."""
    for at, reading in enumerate(readings):
        if not reading.in_headline or reading.speaker is not None:
            continue
        for index, other in enumerate(readings):
            if not other.in_headline and roles[index] == roles[at] and _same_count(other, reading) and other.speaker:
                readings[at] = replace(reading, speaker=other.speaker)
                break


def _stated_parents(readings: list[Reading]) -> list[int | None]:
    """Return for each figure the index of the whole that its sentence states; None for none, or one that can't be."""
    places = {(reading.in_headline, reading.number_start, reading.kind): at for at, reading in enumerate(readings)}
    parents: list[int | None] = []
    for at, reading in enumerate(readings):
        whole = places.get((reading.in_headline, *reading.parent)) if reading.parent is not None else None
        fits = whole is not None and whole != at and _fits(readings[whole], reading)
        parents.append(whole if fits else None)
    return parents


def _shot(readings: list[Reading]) -> list[Reading]:
    """Return the figures with "five shot" counted as casualties where the text says that some of the five died."""
    dead = [reading for reading in readings if reading.kind == Kind.KILLED and reading.role is None and reading.value]
    if not dead:
        return readings
    hurt = {
        reading.value
        for reading in readings
        if reading.kind == Kind.INJURED and reading.role is None and (reading.form not in _SHOT or reading.others)
    }
    firm = {
        reading.value
        for reading in readings
        if reading.kind == Kind.INJURED and reading.role is None and reading.form not in _SHOT | _PARTIAL_FORMS
    }
    inclusive = {
        reading.value
        for reading in readings
        if reading.kind == Kind.INJURED
        and reading.form in _SHOT
        and reading.role is None
        and not reading.others
        and reading.value is not None
        and _includes_dead(reading, dead, hurt)
    }
    return [
        replace(reading, kind=Kind.CASUALTIES)
        if reading.kind == Kind.INJURED
        and not reading.others
        and (
            (reading.form in _SHOT and reading.value in inclusive and reading.value not in firm)
            or (reading.form == "wound" and any(_one_of(reading, killed) for killed in dead))
        )
        else reading
        for reading in readings
    ]


def _one_of(wounded: Reading, killed: Reading) -> bool:
    """Whether the dead are some of those found with wounds: "two men with gunshot wounds; one was pronounced dead"."""
    after = 0 < killed.number_start - wounded.number_start < _REACH and killed.form == "found"
    named = not killed.victims <= _ANY or killed.others
    return (
        after and not named and killed.in_headline == wounded.in_headline and (killed.value or 0) < (wounded.value or 0)
    )


def _held(readings: list[Reading]) -> list[Reading]:
    """Return the figures with "17 people are still being held" counted as kidnapped in a story of a kidnapping."""
    if not any(reading.kind == Kind.KIDNAPPED for reading in readings):
        return readings
    return [replace(reading, kind=Kind.KIDNAPPED) if reading.form == "held" else reading for reading in readings]


def _includes_dead(shot: Reading, dead: list[Reading], hurt: set[int | None]) -> bool:
    """Whether some of those shot are among the dead: by the sums, or because the sentence goes on to say so."""
    value = shot.value or 0
    for killed in dead:
        count = killed.value or 0
        if count == value or (value - count) in hurt:
            return True
        if count >= value or killed.others:
            continue
        beside = killed.sentence_start == shot.sentence_start
        after = 0 < killed.number_start - shot.number_start < _REACH
        if (beside and shot.form == "shoot") or (after and killed.in_headline == shot.in_headline):
            return True
        if killed.of_group and 0 <= killed.paragraph - shot.paragraph <= _NEAR:
            return True
    return False


def _fits(whole: Reading, part: Reading) -> bool:
    """Whether a figure can be part of another: same kind, and not larger than an end that is known."""
    if whole.kind != part.kind:
        return False
    low = part.low if part.low is not None else part.high
    return whole.high is None or low is None or low <= whole.high


def _anchor(kind: Kind, readings: list[Reading], roles: list[Role | None], parents: list[int | None]) -> None:
    """Give the figures of a kind without a role of their own the role of toll or part."""
    open_ = [at for at, reading in enumerate(readings) if reading.kind == kind and roles[at] is None]
    whole = [at for at in open_ if _may_be_whole(readings[at])]
    counted = [at for at in whole if not readings[at].single and readings[at].value is not None]
    if counted:
        first = readings[counted[0]]
        tolls = (
            at
            for at in counted[:_LEAD]
            if first.form != "toll" and readings[at].form == "toll" and (readings[at].value or 0) > (first.value or 0)
        )
        counted[0] = next(tolls, counted[0])
        counted[0] = _shooting_of(readings, counted)
    anchor = counted[0] if counted else _largest(readings, open_)
    if anchor is None:
        return
    anchor = _list_above(readings, open_, anchor)
    top = readings[anchor]
    points = (readings[at].when for at in open_)
    day = next((when for when in points if when is not None and when.start is not None), None)
    day = None if day is None or day.window else day
    members: set[int | None] = set()
    for at in open_:
        reading = readings[at]
        beside = reading.sentence_start == top.sentence_start and reading.in_headline == top.in_headline
        siblings = beside and ((top.listed and reading.listed) or reading.others)
        again = reading.listed and reading.value in members
        if at == anchor or reading.value is None or top.value is None or siblings or again:
            roles[at] = Role.TOTAL
            members.add(reading.value if siblings else None)
        elif reading.value < top.value and not reading.of_group and _longer(reading, day):
            roles[at] = Role.BACKGROUND
        elif reading.value < top.value:
            roles[at], parents[at] = _smaller(reading, top), anchor
        elif reading.value > top.value and reading.form != "toll" and _wider(reading, top):
            roles[at] = Role.BACKGROUND
        elif reading.value > top.value and "superseded" in reading.cues:
            roles[at] = Role.DENIED
        elif reading.value > top.value and _stray(readings, open_, at, anchor):
            roles[at] = Role.OTHER_EVENT
        else:
            roles[at] = Role.TOTAL


def _smaller(reading: Reading, top: Reading) -> Role:
    """Return the role of a figure below the toll: a part of it, another count, or a toll since overtaken."""
    form = reading.of_group or reading.listed or reading.single or reading.others or reading.definite
    if _apart(reading, top, part=bool(form)):
        return Role.TOTAL
    if form or _narrower(reading, top):
        return Role.SUBSET
    if reading.in_headline and reading.high is None:
        return Role.TOTAL
    if reading.form == "toll" and top.form == "toll":
        earlier = reading.when is not None and (top.when is None or reading.when.text != top.when.text)
        if earlier or "superseded" in reading.cues:
            return Role.DENIED
    named = reading.speaker is not None and (top.speaker is None or reading.speaker.text != top.speaker.text)
    # The lead's own count, and a toll by somebody else further down.
    ahead = top.form == "toll" and reading.number_start < top.number_start
    rival = "rival" in reading.cues or (
        top.speaker is not None and (ahead or reading.sentence_start == top.sentence_start)
    )
    return Role.TOTAL if named and rival and reading.form not in _PARTIAL_FORMS else Role.SUBSET


def _apart(reading: Reading, top: Reading, *, part: bool) -> bool:
    """Whether the victims are others than the toll's: the attackers, or four rebels beside a list of five soldiers."""
    if reading.attackers and not top.attackers and not reading.of_group:
        return True
    others = top.listed and bool(reading.victims) and top.victims.isdisjoint(reading.victims)
    return others and not part and reading.form not in _PARTIAL_FORMS


def _narrower(reading: Reading, top: Reading) -> bool:
    """Whether a figure is of a stretch of time within a longer one of the same event: "31 in the last 48 hours"."""
    when, whole = reading.when, top.when
    if when is None or not when.window or (whole is not None and when.text == whole.text):
        return False
    if when.start is None or whole is None or whole.start is None:
        return True
    return when.start >= whole.start


def _longer(reading: Reading, day: When | None) -> bool:
    """Whether a figure is of a stretch of time that began days before the event: "19 in the last ten days"."""
    when = reading.when
    if when is None or not when.window or when.start is None or day is None or day.start is None:
        return False
    return (day.start - when.start).days > 1


def _list_above(readings: list[Reading], open_: list[int], anchor: int) -> int:
    """Return the nine of "nine gunmen and two marines were killed", a list that leads, before a smaller figure.

    Such a list has no sum in the text, or a figure not below its first would be the anchor.
    """
    first, top = readings[open_[0]], readings[anchor]
    return open_[0] if first.listed and (first.value or 0) > (top.value or 0) else anchor


def _shooting_of(readings: list[Reading], counted: list[int]) -> int:
    """Return the five of "two critically wounded in shooting of five" before the two."""
    first = readings[counted[0]]
    for at in counted[1:_LEAD]:
        other = readings[at]
        beside = other.sentence_start == first.sentence_start and other.in_headline == first.in_headline
        if beside and other.form == "shoot" and (other.value or 0) > (first.value or 0):
            return at
    return counted[0]


def _stray(readings: list[Reading], open_: list[int], at: int, anchor: int) -> bool:
    """Whether a larger figure far from the lead stands alone against a toll that the article repeats."""
    reading, top = readings[at], readings[anchor]
    told = reading.form == "toll" or "rival" in reading.cues
    if told or top.single or open_.index(at) < _LEAD or reading.paragraph <= 1:
        return False
    same = sum(readings[other].value == top.value for other in open_)
    return same > 1 and sum(readings[other].value == reading.value for other in open_) == 1


def _largest(readings: list[Reading], found: list[int]) -> int | None:
    return max(found, key=lambda at: (readings[at].value or 0, -at), default=None)


def _wider(reading: Reading, top: Reading) -> bool:
    """Whether a larger figure is that of a stretch of time, or of a day, that the event does not fill."""
    when, day = reading.when, top.when
    if when is None or (day is not None and when.text == day.text):
        return False
    if when.window:
        return day is None or not day.window
    return (
        day is not None
        and not day.window
        and when.start is not None
        and day.start is not None
        and when.start != day.start
    )


def _may_be_whole(reading: Reading) -> bool:
    return reading.form not in _PARTIAL_FORMS and not reading.of_group and not reading.listed


def _fill_parents(readings: list[Reading], roles: list[Role | None], parents: list[int | None]) -> None:
    """Give each part without a stated whole the nearest toll before it that fits, else the first after it."""
    before: dict[Kind, list[int]] = {}
    waiting: list[int] = []
    for at, reading in enumerate(readings):
        if roles[at] == Role.TOTAL:
            before.setdefault(reading.kind, []).append(at)
            still = []
            for part in waiting:
                if _fits(reading, readings[part]):
                    parents[part] = at
                else:
                    still.append(part)
            waiting = still[-_WINDOW:]
        elif roles[at] == Role.SUBSET and parents[at] is None:
            tolls = before.get(reading.kind, [])[: -_WINDOW - 1 : -1]
            parents[at] = next((toll for toll in tolls if _fits(readings[toll], reading)), None)
            if parents[at] is None:
                waiting.append(at)
