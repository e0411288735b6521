"""Quix Streams' worker: reads JSON and sends it on. `ADDRESS GROUP SOURCE TARGET`.

It is run in an environment of its own, which has Quix Streams and nothing of this project.
"""

from __future__ import annotations

import sys

from quixstreams import Application


def main(address: str, group: str, source: str, target: str) -> None:
    """Run the worker until it is told to stop."""
    app = Application(
        broker_address=address,
        consumer_group=group,
        auto_offset_reset="earliest",
        auto_create_topics=False,
        use_changelog_topics=False,
        loglevel="WARNING",
    )
    app.dataframe(app.topic(source)).to_topic(app.topic(target))
    app.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
