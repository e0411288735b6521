"""Where the event of an article happened, and the place of each of its figures."""

from streams.scene.locate import locate

__all__ = ["locate"]
