"""One order from judge to linker: the judge numbers what goes on, and linking takes it by these numbers."""

from streams.ordering.buffer import ReorderBuffer
from streams.ordering.numbering import Numbering

__all__ = ["Numbering", "ReorderBuffer"]
