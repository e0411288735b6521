"""Which stories tell of one incident."""

from streams.linking.linker import Linker
from streams.linking.signature import make_signature

__all__ = ["Linker", "make_signature"]
