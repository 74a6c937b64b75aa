"""Values that go to another process and come back, however long their texts are."""

import multiprocessing
import pickle
import threading
import time
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess

import pytest

from yespo_console.platform import in_process, pipe
from yespo_console.platform.in_process import CallCancelledError, CallLostError, CallTooLongError, call_in_process


@dataclass(frozen=True)
class Letter:
    text: str
    others: tuple[object, ...]


def through_a_pipe(value):
    ours, theirs = multiprocessing.Pipe()
    sending = threading.Thread(target=pipe.send, args=(ours, value))
    sending.start()
    received = pipe.receive(theirs)
    sending.join()
    return received


LONG = "Сорочка \U0001f9e6 \ud83d" * 200_000


@pytest.mark.parametrize("value", ["", "a", LONG, LONG.encode("utf-8", "surrogatepass"), (1, LONG, (LONG, b"")), None])
def test_what_arrives_is_what_was_sent(value):
    assert through_a_pipe(value) == value


def test_a_text_that_stands_twice_travels_once():
    letter = through_a_pipe(Letter(LONG, (LONG,)))
    assert letter == Letter(LONG, (LONG,))
    assert letter.others[0] is letter.text


def test_no_part_of_a_long_text_is_longer_than_the_window_can_wait(monkeypatch):
    class Line:
        def __init__(self):
            self.parts = []

        def send(self, _value):
            pass

        def send_bytes(self, part):
            self.parts.append(len(part))

    line = Line()
    pipe.send(line, LONG)
    assert len(line.parts) > 3
    assert max(line.parts) < 2_000_000


def test_a_text_that_was_sent_along_is_not_sent_back():
    other = LONG + "!"
    answer = call_in_process(_turned, LONG, other)
    assert answer == (other, LONG, LONG + "?")
    assert answer[0] is other
    assert answer[1] is LONG


def _turned(one, other):
    return other, "".join([one[:9], one[9:]]), one + "?"


def test_a_call_in_a_process_answers():
    assert call_in_process(len, "abc") == 3


def test_a_call_that_raises_is_lost(capfd):
    with pytest.raises(CallLostError):
        call_in_process(int, "x")


def test_a_call_can_be_given_up():
    with pytest.raises(CallCancelledError):
        call_in_process(sum, range(10**12), cancelled=lambda: True)
    with pytest.raises(CallTooLongError):
        call_in_process(sum, range(10**12), seconds=0.2)


def work_without_end():
    while True:
        pass


def test_a_call_ends_when_it_has_worked_for_so_long():
    with pytest.raises(CallTooLongError):
        call_in_process(work_without_end, work_seconds=0.0)


def never_read(_connection):
    time.sleep(600)


def test_a_call_can_be_given_up_while_its_arguments_are_on_their_way(monkeypatch):
    monkeypatch.setattr(in_process, "_serve", never_read)
    asked = []
    with pytest.raises(CallCancelledError):
        call_in_process(len, LONG, cancelled=lambda: asked.append(1) or len(asked) > 2)
    assert len(asked) == 3


def test_what_cannot_be_sent_is_raised_where_it_was_called():
    with pytest.raises((AttributeError, TypeError, pickle.PicklingError)):
        call_in_process(len, lambda: None)


def test_a_process_that_cannot_be_started_is_a_lost_call_for_whoever_waits_for_it(monkeypatch):
    def too_many(_process):
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(SpawnProcess, "start", too_many)
    with pytest.raises(CallLostError):
        call_in_process(len, "abc")
