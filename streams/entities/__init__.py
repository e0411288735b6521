"""Entities of a text: people, groups and organisations, places on the map, nationalities and events.

`recognise` finds and links them; `import_gazetteer` adds places that the shipped index lacks.
"""

from streams.entities.files import entities_of
from streams.entities.gazetteer import use_gazetteer
from streams.entities.gazetteer_import import ImportReport, Refusal, import_gazetteer
from streams.entities.recognise import load, recognise
from streams.entities.tokens import tokenise

__all__ = [
    "ImportReport",
    "Refusal",
    "entities_of",
    "import_gazetteer",
    "load",
    "recognise",
    "tokenise",
    "use_gazetteer",
]
