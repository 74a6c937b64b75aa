"""A search stands still while something is written, and is not kept from its work for ever by that."""

from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from yespo_console.history import precedence
from yespo_console.history.precedence import Precedence


class Clock:
    """A clock that only runs while somebody sleeps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.slept = 0
        self.at_sleep = lambda: None
        monkeypatch.setattr(precedence, "time", SimpleNamespace(monotonic=lambda: self.now, sleep=self._sleep))

    def _sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += 1
        self.at_sleep()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_without_a_write_nobody_waits(clock: Clock) -> None:
    shared = Precedence()
    shared.give_way()
    with shared.of_a_write():
        pass
    shared.give_way()
    assert clock.slept == 0


def test_a_search_waits_until_the_write_is_made(clock: Clock) -> None:
    shared = Precedence()
    with ExitStack() as writing:
        writing.enter_context(shared.of_a_write())
        clock.at_sleep = lambda: writing.close() if clock.slept == 3 else None
        shared.give_way()
    assert clock.slept == 3


def test_a_search_waits_for_a_long_write_only_once(clock: Clock) -> None:
    shared = Precedence()
    with shared.of_a_write():
        shared.give_way()
        slept = clock.slept
        clock.now += 1
        shared.give_way()
    assert slept > 3
    assert clock.slept == slept


def test_a_search_goes_on_for_as_long_as_it_waited_though_writes_follow_one_another(clock: Clock) -> None:
    shared = Precedence()
    with ExitStack() as writing:
        writing.enter_context(shared.of_a_write())
        clock.at_sleep = lambda: writing.close() if clock.slept == 4 else None
        shared.give_way()
    waited = clock.now - 100
    with shared.of_a_write():
        shared.give_way()
        clock.now += waited * 0.9
        shared.give_way()
        assert clock.slept == 4
        clock.now += waited * 0.2
        shared.give_way()
        assert clock.slept > 4
