"""``import`` of many events: written one by one, and each problem put into words once."""

import json
from collections.abc import Iterator

import pytest

from yespo_console.cli import importing
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
