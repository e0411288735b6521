"""Logs name where something failed, and hold neither secrets nor text of the wire."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel

from streams.errors import MalformedItem
from streams.ops.logs import logging_config
from streams.ops.tracebacks import RenderException, error_chain, error_frames, error_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECRET = "open-sesame"  # noqa: S105 - invented
WIRE = "Two ferries collided off Port Aldern on Monday"


@pytest.fixture(params=[True, False], ids=["json", "readable"])
def written(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Set logging up as a worker does, in one of its two forms; call for what has been written."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logging.config.dictConfig(logging_config("INFO", as_json=request.param))
    stream = io.StringIO()
    root.handlers[0].setStream(stream)  # type: ignore[attr-defined]
    yield stream.getvalue
    root.handlers[:] = handlers
    root.setLevel(level)


def fail(password: str, body: str) -> None:
    """Fail with a secret and text of the wire in local variables, and the text in the message."""
    raise MalformedItem(f"no date in {body!r} ({len(password)})")


class Item(BaseModel):
    """A model that a text does not fit."""

    number: int


def test_a_forced_exception_shows_neither_a_secret_nor_text_of_the_wire(written: Callable[[], str]) -> None:
    """The frames name file, line and function, not variables; the message of such an error is left out."""
    try:
        fail(SECRET, WIRE)
    except MalformedItem:
        logging.getLogger("streams.x").exception("record failed")
    log = written()
    assert SECRET not in log
    assert "Aldern" not in log
    assert "MalformedItem" in log
    assert "test_logs.py" in log
    assert " fail" in log


def test_what_pydantic_quotes_of_its_input_is_left_out(written: Callable[[], str]) -> None:
    """A validation error quotes the value that it refuses."""
    try:
        Item.model_validate({"number": WIRE})
    except ValueError:
        logging.getLogger("streams.x").exception("record failed")
    log = written()
    assert "Aldern" not in log
    assert "ValidationError" in log


def test_an_exception_that_a_library_passes_as_an_argument_is_made_safe(written: Callable[[], str]) -> None:
    """Faust logs `[^--%s]: Crashed reason=%r` with the exception itself."""
    logging.getLogger("faust").error("Crashed reason=%r in %s", ValueError(WIRE), "Agent")
    log = written()
    assert "Aldern" not in log
    assert "ValueError" in log
    assert "Agent" in log


def test_a_cause_is_made_safe_like_the_error_itself(written: Callable[[], str]) -> None:
    """A chain of exceptions is shown, each without its message."""
    try:
        try:
            fail(SECRET, WIRE)
        except MalformedItem as error:
            raise KeyError(WIRE) from error
    except KeyError:
        logging.getLogger("streams.x").exception("record failed")
    log = written()
    assert "Aldern" not in log
    assert "KeyError" in log
    assert "MalformedItem" in log


def test_errors_of_the_system_keep_their_message(written: Callable[[], str]) -> None:
    """The operator needs to know which file or host; such messages hold no text of the wire."""
    try:
        raise FileNotFoundError(2, "No such file", "/etc/ca.pem")
    except OSError:
        logging.getLogger("streams.x").exception("worker ends")
    assert "/etc/ca.pem" in written()


def test_json_stays_one_object_a_line(written: Callable[[], str]) -> None:
    """A log shipper reads a traceback as one record."""
    try:
        fail(SECRET, WIRE)
    except MalformedItem:
        logging.getLogger("streams.x").exception("record failed")
    log = written()
    if not log.startswith("{"):
        return  # the readable form
    event = json.loads(log)
    assert event["event"] == "record failed"
    assert event["exception"][0]["error"] == "MalformedItem"


def test_a_structlog_event_may_ask_for_the_current_exception() -> None:
    """`exc_info=True` means the exception that is being handled, None and False mean none."""
    render = RenderException(as_json=True)
    try:
        fail(SECRET, WIRE)
    except MalformedItem:
        assert render(None, "error", {"exc_info": True})["exception"][0]["error"] == "MalformedItem"
        assert "exception" not in render(None, "error", {"exc_info": False})
    assert "exception" not in render(None, "error", {"exc_info": (None, None, None)})


def test_a_message_is_cut_at_300_characters() -> None:
    """A broker may answer with a page of text."""
    assert error_text(OSError("x" * 300)) == "OSError: " + "x" * 300
    assert error_text(OSError("x" * 301)) == "OSError: " + "x" * 300
    assert error_text(OSError()) == "OSError"


def test_the_30_innermost_calls_are_shown() -> None:
    """A recursion has thousands."""

    def deep(left: int) -> None:
        if not left:
            raise RecursionError
        deep(left - 1)

    with pytest.raises(RecursionError) as raised:
        deep(60)
    frames = error_frames(raised.value.__traceback__)
    assert len(frames) == 30
    assert frames[-1].endswith(" deep")


def test_five_causes_are_shown_and_a_loop_of_causes_ends() -> None:
    """A chain of causes can be as long as a recursion."""
    first = error = ValueError()
    for _ in range(9):
        error.__cause__ = ValueError()
        error = error.__cause__
    assert len(error_chain(first)) == 5
    loop = ValueError()
    loop.__cause__ = loop
    assert error_chain(loop) == [loop]


def test_a_context_is_shown_unless_it_is_suppressed() -> None:
    """`raise ... from None` hides what was handled before."""
    shown, hidden = ValueError(), ValueError()
    shown.__context__ = hidden.__context__ = KeyError()
    hidden.__suppress_context__ = True
    assert [type(each) for each in error_chain(shown)] == [ValueError, KeyError]
    assert error_chain(hidden) == [hidden]
