"""`wirefeed schemas`: what travels on the topics, as JSON Schema and as an AsyncAPI document."""

from pathlib import Path
from typing import Annotated

import typer

from streams.ops.cli.invocation import load_settings

app = typer.Typer(no_args_is_help=True, help="What travels on the topics, as JSON Schema and AsyncAPI.")


@app.command("export")
def export(
    target: Annotated[str, typer.Argument(metavar="DIR|-", help="A folder for the files, or - to print.")],
) -> None:
    """Write the JSON Schema of every topic and message: TOPIC.schema.json, and messages/NAME.VERSION.schema.json.

    With -, the schemas of the topics alone go to standard output, as one object by topic.

    For example:

    `wirefeed schemas export schemas-out/`

    `wirefeed schemas export - | jq '.["wire.incidents.v1"]'`
    """
    from streams.ops.cli.output import console, write_json
    from streams.ops.errors import OperationFailed
    from streams.ops.json_schemas import topic_schemas, write_schemas

    if target == "-":
        write_json(topic_schemas(load_settings()))
        return
    folder = Path(target)
    try:
        number = write_schemas(folder, load_settings())
    except OSError as error:
        raise OperationFailed(f"the schemas can't be written to {folder}: {error}") from error
    console().print(f"{number} schemas written to {folder}", markup=False)


@app.command("asyncapi")
def asyncapi(
    target: Annotated[str, typer.Argument(metavar="FILE|-", help="A file to write, or - to print.")] = "-",
) -> None:
    """Write the AsyncAPI 3.0 document of all topics: who sends and who reads what, by the effective settings.

    For example: `wirefeed schemas asyncapi asyncapi.json`
    """
    from streams.ops.asyncapi import asyncapi_document
    from streams.ops.cli.output import console
    from streams.ops.errors import OperationFailed
    from streams.ops.json_schemas import indented

    text = indented(asyncapi_document(load_settings()))
    if target == "-":
        typer.echo(text.decode(), nl=False)
        return
    try:
        Path(target).write_bytes(text)
    except OSError as error:
        raise OperationFailed(f"the document can't be written to {target}: {error}") from error
    console().print(f"written to {target}", markup=False)


@app.command("compare")
def compare(
    earlier: Annotated[Path, typer.Argument(metavar="DIR", help="What `schemas export` of an earlier release wrote.")],
) -> None:
    """Compare the messages of an earlier release with this one's, and fail where a reader could stumble.

    Compatible is what this release reads and the earlier one wrote (BACKWARD), with no property gone.

    For example: `wirefeed schemas compare schemas-of-0.1/`
    """
    from streams.ops.cli.output import console
    from streams.ops.errors import OperationFailed
    from streams.ops.json_schemas import message_schemas, read_message_schemas
    from streams.ops.schema_compatibility import compare_releases
    from streams.ops.wording import counted

    try:
        old = read_message_schemas(earlier)
    except (OSError, ValueError) as error:
        raise OperationFailed(f"the schemas in {earlier} can't be read: {error}") from error
    if not old:
        raise OperationFailed(f"there are no schemas of messages in {earlier}")
    faults = compare_releases(old, message_schemas())
    for fault in faults:
        console().print(fault, markup=False)
    if faults:
        raise OperationFailed(f"{len(faults)} incompatible changes")
    console().print(f"{counted(len(old), 'message')} {'is' if len(old) == 1 else 'are'} compatible", markup=False)
