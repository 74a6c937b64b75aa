"""A large paste is read in a process of its own: the same events come back, and it can be ended."""

import gc

import pytest

from yespo_console.platform import in_process as calls
from yespo_console.reading import in_process
from yespo_console.reading.in_process import read_in_process, read_large
from yespo_console.reading.reader import read_payload
from yespo_console.reading.reading import ReadEvent

COMMAND = """curl -u api:PLANTED-key https://yespo.io/api/v2/event -d '{"eventTypeKey": "a", "params": [],}'"""


def test_the_events_repairs_and_credentials_are_those_of_a_reading_here():
    here = read_payload(COMMAND)
    there = read_in_process(COMMAND)
    assert there.events == here.events
    assert [repair.code for repair in there.events[0].repairs] == ["trailing_comma"]
    [secret] = there.secrets
    assert (secret.user, secret.secret.reveal(), secret.line, secret.column) == ("api", "PLANTED-key", 1, 9)
    assert "PLANTED" not in repr(there)


def test_what_a_person_refused_is_refused_there_too():
    [repair] = read_payload(COMMAND).events[0].repairs
    there = read_in_process(COMMAND, refused={repair.identity})
    assert there.events == ()
    assert there.error == read_payload(COMMAND, refused={repair.identity}).error


def test_a_reading_that_takes_too_long_is_ended_with_a_reason():
    reading = read_in_process("[" * 5_000_000, seconds=0.0)
    assert reading.events == ()
    assert "took too long" in reading.error


def test_a_person_can_end_it():
    asked = []

    def cancelled():
        asked.append(True)
        return len(asked) > 1

    reading = read_in_process(COMMAND * 1000, cancelled=cancelled)
    assert "cancelled" in reading.error
    assert len(asked) == 2


def test_a_process_that_dies_is_a_reason_and_not_a_crash(monkeypatch):
    monkeypatch.setattr(calls, "_serve", _die)
    reading = read_in_process(COMMAND)
    assert "broke off" in reading.error


def _die(connection):
    connection.close()


def test_a_small_text_is_read_at_once(monkeypatch):
    monkeypatch.setattr(in_process, "read_in_process", None)
    assert read_large(COMMAND).events == read_payload(COMMAND).events


def test_a_large_text_goes_to_a_process():
    script = (
        "x = 1  # what is written down here says nothing of an event\n" * (in_process.LARGE // 59)
        + "import requests\nrequests.post(url, json={'eventTypeKey': 'a', 'params': []})\n"
    )
    reading = read_large(script)
    assert reading.source == "python"
    assert [event.text for event in reading.events] == ['{"eventTypeKey":"a","params":[]}']


def test_thousands_of_events_come_back_as_they_were_read():
    lines = "".join(
        f'{{"eventTypeKey": "order", "params": [{{"name": "n", "value": "{n}"}}],}}\n' for n in range(2_345)
    )
    here, there = read_payload(lines), read_in_process(lines)
    assert len(there.events) == len(here.events) == 2_345
    assert list(there.events) == list(here.events)
    assert there.events[-1] == here.events[-1]
    assert there.events[95:205] == tuple(here.events[95:205])
    with pytest.raises(IndexError):
        there.events[2_345]


def test_of_thousands_of_events_only_those_exist_that_are_looked_at():
    line = '{"eventTypeKey": "order", "params": []}\n'
    before = _events_in_memory()
    reading = read_in_process(line * 5_000)
    assert _events_in_memory() <= before
    assert reading.events[2_500].text == line.strip()
    assert _events_in_memory() <= before + 100


def _events_in_memory() -> int:
    gc.collect()
    return sum(isinstance(one, ReadEvent) for one in gc.get_objects())
