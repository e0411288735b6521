"""Answers to files of articles: the stages of the pipeline over rows, on the driver in memory, as a stream."""

from streams.pipeline.files.cleaning import clean_articles
from streams.pipeline.files.dedup import judge_articles
from streams.pipeline.files.incidents import alerts_of_articles, extract_incidents, signatures_of, summary_of
from streams.pipeline.files.lifecycle import lifecycle_lines
from streams.pipeline.files.rows import items_of

__all__ = [
    "alerts_of_articles",
    "clean_articles",
    "extract_incidents",
    "items_of",
    "judge_articles",
    "lifecycle_lines",
    "signatures_of",
    "summary_of",
]
