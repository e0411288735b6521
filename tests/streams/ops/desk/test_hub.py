"""Live changes for the pages that listen."""

from __future__ import annotations

import pytest

from streams.ops.desk.hub import END, MAX_LISTENERS, QUEUE, RELOAD, REMEMBERED, Event, Hub, TooManyListeners


def received(hub: Hub, last: str | None = None) -> list[Event]:
    """Return what a page gets that comes back."""
    with hub.listening(last) as queue:
        return [queue.get_nowait() for _ in range(queue.qsize())]


def test_all_pages_get_a_change() -> None:
    """Each page that listens gets each change, in order; one that has gone gets none."""
    hub = Hub("a")
    with hub.listening() as one, hub.listening() as other:
        hub.publish("incident", "1")
        hub.publish("removed", "2")
        for queue in (one, other):
            assert [queue.get_nowait().name for _ in range(2)] == ["incident", "removed"]
        assert hub.listeners == 2
    hub.publish("incident", "3")
    assert (one.qsize(), hub.listeners) == (0, 0)


def test_a_page_that_was_away_gets_what_it_missed() -> None:
    """A page that names its last change gets those after it."""
    hub = Hub("a")
    for number in range(1, 4):
        hub.publish("incident", str(number))
    assert [event.data for event in received(hub, "a-1")] == ["2", "3"]
    assert received(hub, "a-3") == []
    assert received(hub) == []


@pytest.mark.parametrize("last", ["b-1", "a-99", "nonsense"])
def test_a_page_that_nobody_knows_loads_again(last: str) -> None:
    """A page of an earlier process, or one that was away too long, is told to load itself again."""
    hub = Hub("a")
    hub.publish("incident", "1")
    (event,) = received(hub, last)
    assert (event.name, event.id) == (RELOAD, "a-1")


def test_a_page_that_missed_too_much_loads_again() -> None:
    """More changes than are remembered, or than fit, are a reason to load again."""
    hub = Hub("a")
    for number in range(REMEMBERED + 2):
        hub.publish("incident", str(number))
    assert [event.name for event in received(hub, "a-1")] == [RELOAD]
    assert [event.name for event in received(hub, f"a-{REMEMBERED + 2 - QUEUE}")] == [RELOAD]
    assert len(received(hub, f"a-{REMEMBERED + 3 - QUEUE}")) == QUEUE - 1


def test_a_page_that_does_not_read_is_told_to_load_again() -> None:
    """A page that is too far behind gets one advice in place of all that it has not read."""
    hub = Hub("a")
    with hub.listening() as queue:
        for number in range(QUEUE):
            hub.publish("incident", str(number))
        assert queue.qsize() == QUEUE
        hub.publish("incident", "more")
        assert queue.get_nowait().name == RELOAD
        assert queue.empty()


def test_only_so_many_pages_listen() -> None:
    """More pages than allowed are refused; when one goes, another may come."""
    hub = Hub("a")
    open_pages = [hub.listening() for _ in range(MAX_LISTENERS)]
    for page in open_pages:
        page.__enter__()
    assert hub.is_full
    with pytest.raises(TooManyListeners), hub.listening():
        pass
    open_pages[0].__exit__(None, None, None)
    with hub.listening():
        pass
    for page in open_pages[1:]:
        page.__exit__(None, None, None)


def test_pages_are_let_go_at_the_end() -> None:
    """When the desk stops, each page gets an end at once, however far behind it is."""
    hub = Hub("a")
    with hub.listening() as queue:
        hub.publish("incident", "1")
        hub.close()
        assert queue.get_nowait() is END
