"""Runs the feeds against servers that misbehave, kills the process in between, and counts what came out."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
import time
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from benchmarks.feeds.faults import FAULTS, TIMEOUT, Fault
from benchmarks.feeds.source import Source, make_source
from schemas import CleanArticle, Duplicate, EnrichedArticle, UniqueArticle, WireItem
from streams.ops.broker import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

    from tests.running.pipeline import Pipeline

HOST: Final = "127.0.0.{}"
LONGEST_LIFE: Final = 3.0
"""Seconds that the process may go on after all publishers were asked, before it is killed."""
LONGEST: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How long a drill is."""

    articles: int = 8
    kills: int = 5
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of one publisher's articles."""

    fault: Fault
    articles: int
    requests: int
    records: int
    """On wire.raw: each article asks for one at most, and each kill may repeat one."""
    lost: int
    """Articles that are not on wire.items."""
    repeated: int
    """Items on wire.items beyond the first of each key: a document is sent whole, and the judge drops what it had."""
    doubled: int
    """Articles that the judge let pass more than once, under whatever key."""
    live: int
    """Articles on wire.current."""
    live_twice: int
    """Articles that are on wire.current under more than one key."""
    most_records: int
    held_back: tuple[str, ...]
    """Articles that are not on wire.current though they should be."""

    @property
    def ok(self) -> bool:
        """Whether nothing is lost, nothing doubled, and no record was needless."""
        expected = self.articles if self.fault.gives else 0
        return (
            not (self.lost or self.doubled or self.live_twice)
            and self.live == expected
            and self.records <= self.most_records
        )


@dataclass(slots=True)
class Feeder:
    """The process that runs the feeds."""

    pipeline: Pipeline
    file: Path
    process: asyncio.subprocess.Process | None = None
    kills: int = 0

    async def start(self) -> None:
        """Start it; what it says goes to a file."""
        environment = {**self.pipeline.environment(), "WIREFEED_FEEDS_PORT": "0"}
        command = (sys.executable, "-m", "streams.ops.cli", "feed", "run", "--file", str(self.file))
        with (self.pipeline.folder / "feeds.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=log, stderr=log)

    async def kill(self) -> None:
        """End it without warning, and start it again."""
        await self._end("kill")
        self.kills += 1
        await self.start()

    async def stop(self) -> int | None:
        """End it in an orderly way; return its exit code."""
        return await self._end("terminate")

    async def _end(self, how: str) -> int | None:
        if self.process is None:
            return None
        with contextlib.suppress(ProcessLookupError):
            getattr(self.process, how)()
        return await self.process.wait()


async def drill(pipeline: Pipeline, extent: Extent, faults: Iterable[Fault] = FAULTS) -> list[Row]:
    """Run the feeds until every article was fetched, and return what became of them. The pipeline has a worker."""
    chosen = {fault.name: fault for fault in faults}
    sources = {name: make_source(name, extent.articles, extent.seed) for name in chosen}
    file = pipeline.folder / "feeds.toml"
    async with _site(chosen, sources) as port:
        file.write_text(_feeds_file(chosen, port))
        feeder = Feeder(pipeline, file)
        await feeder.start()
        try:
            await _act(feeder, chosen, sources, extent)
        finally:
            await feeder.stop()
    records = Counter([_provider(record.headers) for record in await pipeline.records("raw")])
    await pipeline.until_done(records.total())
    return [await _row(pipeline, chosen[name], source, records[name], feeder.kills) for name, source in sources.items()]


async def _act(feeder: Feeder, chosen: dict[str, Fault], sources: dict[str, Source], extent: Extent) -> None:
    chance = random.Random(extent.seed)  # noqa: S311 - not secret
    began = time.monotonic()
    giving = [source for name, source in sources.items() if chosen[name].gives]
    asked = _requests(giving)
    while not all(source.done for source in giving) or feeder.kills < extent.kills:
        now = time.monotonic()
        if now - began > LONGEST:
            late = [source.name for source in giving if not source.done]
            raise TimeoutError(f"not fetched within {LONGEST:.0f} s: {', '.join(late)}")
        for source in sources.values():
            source.release(now)
        if feeder.kills < extent.kills and _all_asked(giving, asked):
            await asyncio.sleep(chance.uniform(0, LONGEST_LIFE))  # in the middle of whatever it does
            await feeder.kill()
            asked = _requests(giving)
        await asyncio.sleep(0.1)


def _requests(sources: list[Source]) -> dict[str, int]:
    return {source.name: source.requests for source in sources}


def _all_asked(sources: list[Source], before: dict[str, int]) -> bool:
    """Return whether each publisher was asked since the last start: a process that starts has nothing to lose."""
    return all(source.requests > before[source.name] for source in sources)


@asynccontextmanager
async def _site(chosen: dict[str, Fault], sources: dict[str, Source]) -> AsyncIterator[int]:
    """Run the publishers, each on a host of its own: those of one host would take turns. Yield the port."""

    async def answer(request: web.Request) -> web.StreamResponse:
        name = request.path.split("/")[1]
        source = sources[name]
        return await chosen[name].answer(source, request, source.note_request())

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        port = free_port()
        for number in range(1, len(chosen) + 1):
            await web.TCPSite(runner, HOST.format(number), port).start()
        yield port
    finally:
        await runner.cleanup()


def _feeds_file(chosen: dict[str, Fault], port: int) -> str:
    tables = [
        f"[feeds.{name}]\n"
        'kind = "poll"\n'
        f'url = "http://{HOST.format(number)}:{port}/{name}"\n'
        f'provider = "{name}"\n'
        f'timeout = "{TIMEOUT:.0f}s"\n'
        + ('every = "1s"\nallow_private = true\n' if fault.allow_private else 'every = "30s"\n')
        for number, (name, fault) in enumerate(chosen.items(), start=1)
    ]
    return "\n".join(tables)


async def _row(pipeline: Pipeline, fault: Fault, source: Source, records: int, kills: int) -> Row:
    urls = {article.url for article in source.articles}
    items = [item for item in await pipeline.messages("items") if isinstance(item, WireItem)]
    unique = [each.article for each in await pipeline.messages("unique") if isinstance(each, UniqueArticle)]
    current = [
        each.article for each in (await pipeline.compacted("current")).values() if isinstance(each, EnrichedArticle)
    ]
    of_items, passed, live = (_of(urls, each) for each in (items, unique, current))
    by_key = Counter(item.provenance.item_key for item in of_items)
    passed_urls = Counter(article.provenance.uri for article in passed)
    live_urls = Counter(article.provenance.uri for article in live)
    expected = len(urls) if fault.gives else 0
    return Row(
        fault=fault,
        articles=len(urls),
        requests=source.requests,
        records=records,
        lost=expected - len({item.provenance.uri for item in of_items}),
        repeated=sum(by_key.values()) - len(by_key),
        doubled=sum(count > 1 for count in passed_urls.values()),
        live=len(live_urls),
        live_twice=sum(count > 1 for count in live_urls.values()),
        most_records=expected + kills,
        held_back=tuple(await _held_back(pipeline, urls - set(live_urls))) if fault.gives else (),
    )


async def _held_back(pipeline: Pipeline, urls: set[str]) -> list[str]:
    """Return for each article that is not live what the judge said of it."""
    said = {
        each.provenance.uri: f"{each.judgement.verdict.value} of {each.judgement.match}"
        for each in await pipeline.messages("duplicates")
        if isinstance(each, Duplicate)
    }
    return [f"{url}: {said.get(url, 'no word of it')}" for url in sorted(urls)]


def _of(urls: set[str], items: Iterable[WireItem | CleanArticle]) -> list[Any]:
    return [item for item in items if item.provenance.uri in urls]


def _provider(headers: Iterable[tuple[str, bytes]]) -> str:
    return dict(headers).get("wf-provider", b"").decode()
