"""Commands while another program holds the history: each says so and what to do, and nothing leaves unrecorded."""

from collections.abc import Callable

import pytest
from locking import ALL_OF_IT, WRITING, locked
from one_command import Run

from yespo_console.history import schema
from yespo_console.platform.profile import Profile

EVENT = {"eventTypeKey": "shopVisited", "params": [{"name": "email", "value": "a@example.com"}]}
TOLD = "is being written by another program and did not become free. Wait until the other window or command is done"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits ten seconds for the other program."""
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.2)


def test_a_history_that_is_locked_is_said_to_be_and_works_once_it_is_free(
    run: Run, profile: Profile, body: Callable[..., str]
) -> None:
    sent = ("send", body(EVENT), "--env", "sandbox")
    assert run(*sent).code == 0
    commands = (("history", "search"), ("history", "show", "1"), ("history", "check"), sent)
    with locked(profile.history_file, ALL_OF_IT):
        for words in commands:
            done = run(*words)
            assert (done.code, done.out) == (2, ""), words
            assert f"{profile.history_file} {TOLD}" in done.err
    assert [run(*words).code for words in commands] == [0, 0, 0, 0]
    assert len(run("history", "search", "--format", "json").out.splitlines()) == 2


def test_what_cannot_be_recorded_is_not_sent_and_the_history_can_be_read_meanwhile(
    run: Run, profile: Profile, body: Callable[..., str]
) -> None:
    sent = ("send", body(EVENT), "--env", "sandbox")
    assert run(*sent).code == 0
    with locked(profile.history_file, WRITING):
        done = run(*sent)
        assert done.code == 1
        assert "Nothing was sent, because the request could not be written to history." in done.err
        assert TOLD in done.err
        assert "shopVisited" in run("history", "search").out
    assert run(*sent).code == 0
    assert len(run("history", "search", "--format", "json").out.splitlines()) == 2
