"""`wirefeed eval`: quality against gold files."""

import typer

app = typer.Typer(no_args_is_help=True, help="Score the cores against files with gold answers; prints JSON.")
