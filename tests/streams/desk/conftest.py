"""The invented incident of the tests of `streams.incidents`."""

from tests.streams.incidents.conftest import blast

__all__ = ["blast"]
