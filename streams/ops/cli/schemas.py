"""`wirefeed schemas`: JSON Schema of the topics."""

from pathlib import Path
from typing import Annotated

import typer

from streams.ops.cli.invocation import load_settings

app = typer.Typer(no_args_is_help=True, help="What travels on the topics, as JSON Schema.")


@app.command("export")
def export(
    target: Annotated[str, typer.Argument(metavar="DIR|-", help="A folder for one file a topic, or - to print.")],
) -> None:
    """Write the JSON Schema of every topic: a file TOPIC.schema.json each, or one object by topic on standard output.

    For example:

    `wirefeed schemas export schemas-out/`

    `wirefeed schemas export - | jq '.["wire.incidents.v1"]'`
    """
    import orjson

    from streams.ops.cli.output import console, write_json
    from streams.ops.errors import OperationFailed
    from streams.ops.json_schemas import topic_schemas

    schemas = topic_schemas(load_settings())
    if target == "-":
        write_json(schemas)
        return
    folder = Path(target)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for topic, schema in schemas.items():
            text = orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
            (folder / f"{topic}.schema.json").write_bytes(text)
    except OSError as error:
        raise OperationFailed(f"the schemas can't be written to {folder}: {error}") from error
    console().print(f"{len(schemas)} schemas written to {folder}", markup=False)
