"""Build `streams/linking/data/commonness.json.gz`: how many of 10,000 news articles have an English word.

    python -m tools.linking.build_commonness en_lexeme_prob.json.gz

The input is the table of the package `spacy-lookups-data` (MIT): natural logarithms of the share of each token among
words. An article is taken to have 250 words. Words of fewer than 5 articles are left out: the stream itself tells rare
words apart soon enough.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from pathlib import Path
from typing import Final

ARTICLE_WORDS: Final = 250
ARTICLES: Final = 10_000
LEAST: Final = 5
OUT: Final = Path(__file__).parents[2] / "streams" / "linking" / "data" / "commonness.json.gz"


def main() -> None:
    """Read the table named on the command line and write ours."""
    tokens: dict[str, float] = json.loads(gzip.decompress(Path(sys.argv[1]).read_bytes()))
    shares: dict[str, float] = {}
    for token, log_share in tokens.items():
        word = token.lower()
        if word.isalpha() and word.isascii() and len(word) > len("of"):
            shares[word] = shares.get(word, 0.0) + math.exp(log_share)
    expected = {word: round(ARTICLES * (1.0 - (1.0 - share) ** ARTICLE_WORDS)) for word, share in shares.items()}
    common = {word: count for word, count in sorted(expected.items()) if count >= LEAST}
    content = json.dumps({"source": "spacy-lookups-data, en_lexeme_prob (MIT)", "articles": ARTICLES, "words": common})
    OUT.write_bytes(gzip.compress(content.encode(), mtime=0))
    sys.stdout.write(f"{len(common)} words, {OUT.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
