"""The pages of the desk: values to HTML, without JavaScript to read them."""

from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent.parent / "static"
"""Scripts, styles and the base of the map, as a build made them."""
