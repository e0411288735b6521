"""`python -m streams.ops.cli`, by which worker processes are started with the same interpreter."""

from streams.ops.cli import main

main()
