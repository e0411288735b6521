"""HTML and flattened text to the story alone, with offsets and a reason for everything that was left out."""

from streams.cleaning.cleaner import Cleaner
from streams.cleaning.html import ExtractedPage, extract_html
from streams.cleaning.offsets import Run, to_source
from streams.cleaning.text import CleanText, clean_text

__all__ = ["CleanText", "Cleaner", "ExtractedPage", "Run", "clean_text", "extract_html", "to_source"]
