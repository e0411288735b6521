"""Fingerprints, the windowed index, the verdict: each story once, and what every repetition repeats."""

from streams.dedup.judge import Judge

__all__ = ["Judge"]
