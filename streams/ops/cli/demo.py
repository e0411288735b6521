"""`wirefeed demo`: the sample wire through the whole pipeline."""


def demo() -> None:
    """Run the sample."""
