"""``import`` of many events: written one by one, and each problem put into words once."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext

import pytest

from yespo_console.cli import importing
from yespo_console.events import catalog
from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import Encoding
from yespo_console.events.json_text import dump_in_parts
from yespo_console.events.problems import Problem
from yespo_console.reading.reading import ReadEvent, Reading

TEXT = '{"eventTypeKey":"orderCreated","keyValue":"anna@example.com","params":[]}'


class Events(list[ReadEvent]):
    """A reading's events that count how many were asked for."""

    asked = 0

    def __iter__(self) -> Iterator[ReadEvent]:
        for event in super().__iter__():
            self.asked += 1
            yield event


@pytest.fixture
def events() -> Events:
    return Events([ReadEvent(None, TEXT, Encoding())] * 50)


def test_each_event_is_written_before_the_next_one_is_made(events: Events) -> None:
    imported = importing._Imported(Reading("csv", events), load_catalog())

    written: list[str] = []
    for part in dump_in_parts(imported.members()):
        written.append(part)
        assert events.asked == sum("eventTypeKey" in one for one in written)

    whole = json.loads("".join(written))
    assert list(whole) == ["source", "events", "error"]
    assert [event["body"] for event in whole["events"]] == [json.loads(TEXT)] * 50
    assert imported.count == 50


def test_what_an_unknown_type_may_be_meant_for_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    typing_errors = catalog._typing_errors

    def counted(left: str, right: str, allowed: int) -> int | None:
        compared.append(right)
        return typing_errors(left, right, allowed)

    monkeypatch.setattr(catalog, "_typing_errors", counted)
    known = load_catalog()
    text = TEXT.replace("orderCreated", "ordersCreated")
    imported = importing._Imported(Reading("csv", [ReadEvent(None, text, Encoding())] * 50), known)

    codes = [problem.code for event in imported.events() for problem in event.problems]

    assert codes.count("event_type_near") == 50
    assert 0 < len(compared) <= len(known.types)


def test_a_terminal_is_told_how_many_events_are_checked(events: Events, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def waiting(words: Callable[[], str]) -> AbstractContextManager[None]:
        told.append(words())
        return nullcontext()

    monkeypatch.setattr(importing, "Waiting", waiting)
    imported = importing._Imported(Reading("csv", events), load_catalog())
    next(imported.events())

    with importing._counting("orders.csv", imported):
        assert told == ["Checking orders.csv: 1 of 50 events"]


def test_a_problem_that_many_events_have_is_put_into_words_once(
    events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    worded: list[Problem] = []
    word = importing.PrintedProblem.of

    def counted(problem: Problem) -> importing.PrintedProblem:
        worded.append(problem)
        return word(problem)

    monkeypatch.setattr(importing.PrintedProblem, "of", counted)
    imported = importing._Imported(Reading("csv", events), load_catalog())

    first, *others = imported.events()

    assert first.problems
    assert all(event.problems == first.problems for event in others)
    assert len(worded) == len(set(worded)) == len(first.problems)


def test_people_are_told_why_an_event_could_not_be_made(capsys: pytest.CaptureFixture[str]) -> None:
    events = [ReadEvent(None, TEXT, Encoding()), ReadEvent(None, "[]", Encoding())]

    importing._describe("rows.csv", importing._Imported(Reading("csv", events), load_catalog()))

    printed = capsys.readouterr()
    assert "orderCreated" in printed.out
    assert printed.err.startswith("rows.csv: ")
