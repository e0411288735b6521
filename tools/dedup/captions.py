"""Captions that bear no credit, put together at random: they say in the present tense what a picture shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random

_ONE: Final = (
    "A man|A woman|A boy|A girl|A cyclist|A shopkeeper|A vendor|A dog|A priest|A nurse|A soldier|A policeman"
    "|A farmer|A protester|A fisherman|A survivor|A mother|A couple|A volunteer|A driver|A diver|A miner"
    "|A judge|An engineer|An elderly woman|An old man|A young mother|A tourist|A student|A digger"
    "|A helicopter|A fire engine|A drone|A tank|A supporter|A worker|A technician|A pilot|A guard|A passer-by"
    "|A resident|A candidate|A player|A crane|A child"
)
_SEVERAL: Final = (
    "Villagers|Residents|Protesters|Soldiers|Police officers|Firefighters|Rescue workers|Emergency crews"
    "|Migrants|Refugees|Children|Pupils|Students|Mourners|Relatives|Supporters|Commuters|Passengers|Tourists"
    "|Workers|Miners|Farmers|Fishermen|Volunteers|Medics|Doctors|Nurses|Journalists|Lawyers|Lawmakers"
    "|Delegates|Fans|Players|Shoppers|Neighbours|Divers|Engineers|Inspectors|Forensic experts|Armed men"
    "|Riot police|Members of the crew|Two women|Three men|Hundreds of people|Families|Survivors|Voters"
    "|Fishing boats|Trucks|Flames|Waves|Ambulances"
)
_DOES: Final = (
    "battle|watch|carry|cross|clear|leave|enter|face|pass|hug|kiss|lift|load|mend|paint|photograph|pull|push"
    "|repair|row through|run from|sell|shelter from|shovel|sift through|sit on|sleep beside|smoke near"
    "|stare at|step over|sweep|throw|touch|tow|wade through|wait for|walk past|wash|wave from|weep beside"
    "|work on|climb over|collect|dig through|drag|drink from|embrace|examine|feed|fill|flee|float past"
    "|gather around|guard|hang|help|hold|inspect|jump from|kneel before|lay|lean on|light|line|look at"
    "|march past|measure|open|pack|pose with|pray beside|queue for"
)
_WHAT: Final = (
    "the wind|the wreckage|a flooded street|the rubble|sandbags|candles|a coffin|the damage|tear gas"
    "|a barricade|flowers|their belongings|a burned car|the gate|water|food|the entrance|ballot papers"
    "|placards|a portrait of the president|the ruins of a school|the hatch|the capsule|a stretcher"
    "|a collapsed wall|an injured man|a tent|the trophy|the train|nets|a checkpoint|the bodies of the victims"
    "|a boat|a fallen tree|the flames|a shop window|mud|a crater|the ceremony"
)
_WHERE: Final = (
    "on the promenade|outside the assembly|at the station|near the border|in the old town|by the river"
    "|on the riverbank|at the scene|outside the court|in the harbour|at a relief camp|on a hillside"
    "|in the square|outside a hospital|on the main road|at the airport|in a suburb of the capital|before dawn"
    "|during a rally|at a vigil|after the storm"
)
_BARE: Final = (
    "Emergency crews|Rescuers|Police|Troops|Firefighters|Abandoned shoes|Damaged houses|Burned vehicles"
    "|Overturned cars|The wreck of the bus|The damaged bridge|The empty square|Flowers and candles"
    "|The main gate|The control room|Fishing boats pulled up|Bullet holes|Tents|The ruins|The accused"
    "|The minister|The president with his wife"
)
_DOING: Final = (
    "leaving|arriving at|entering|outside|at|in front of|near|beside|on the way to|inside|waiting at|addressing"
)
_SITES: Final = (
    "the prosecutor's office|the court|the scene|parliament|the river|the factory gate|the camp|the palace"
    "|a summit|the mine|a polling station|the stadium|the site of the crash|the church|a news conference"
    "|the border|the hospital"
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = ("Jan.", "March", "May", "June", "Aug.", "Oct.", "December")


def caption(drawn: random.Random, name: str) -> str:
    """Return a caption; `name` is that of a person or a place in it."""

    def one_of(choices: str) -> str:
        return drawn.choice(choices.split("|"))

    kind = drawn.random()
    if kind < 0.6:  # most captions have a verb
        single = drawn.random() < 0.5
        verb, _, rest = one_of(_DOES).partition(" ")
        verb = f"{_third_person(verb) if single else verb} {rest}".strip()
        text = f"{one_of(_ONE if single else _SEVERAL)} {verb} {one_of(_WHAT)}"
        text += f" {one_of(_WHERE)}" if drawn.random() < 0.6 else ""
    elif kind < 0.8:
        text = f"{one_of(_BARE)} {one_of(_DOING)} {one_of(_SITES)}"
    else:
        text = f"{name} {one_of(_DOING)} {one_of(_SITES)}"
    place = drawn.choice(("", "", f" in {name}", f" near {name}", f", {name}"))
    day, month = drawn.choice(_DAYS), drawn.choice(_MONTHS)
    date = f"{month} {drawn.randint(1, 28)}, 20{drawn.randint(25, 39)}"
    time = drawn.choice(
        ("", "", f" on {day}", f", {day}", f" late on {day}", f" in {month.replace('.', '')}", f", {date}")
    )
    return f"{text}{place}{time}{drawn.choice(('.', '.', ''))}"


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"
