"""What is kept of a check with an exchange: the event's name, its key, whom it is about, and what is wrong with it."""

from dataclasses import replace

from yespo_console.delivery.test_contacts import touched
from yespo_console.events.catalog import Catalog
from yespo_console.events.checking import Check, check
from yespo_console.events.event import ApiVersion
from yespo_console.events.problems import Problem
from yespo_console.events.rules.contact import key_of
from yespo_console.history.exchange import StoredProblem
from yespo_console.history.transfer.judged import Judge, Judged


def judged(known: Check) -> Judged:
    """What the history keeps of ``known``."""
    event = known.event
    key = event.event_type_key if event is not None else None
    counting = key_of(known.body) if known.body is not None else None
    return Judged(
        event_type=_storable(key) if isinstance(key, str) else None,
        key_value=_storable(counting[0]) if counting is not None else None,
        locators=tuple((_storable(name), _storable(value)) for name, value in touched(event)) if event else (),
        problems=tuple(_stored(problem) for problem in known.problems),
    )


def judge_with(catalog: Catalog) -> Judge:
    """A judge that knows the event types of ``catalog``."""

    def judge(body: bytes, api: ApiVersion) -> Judged:
        return judged(check(body.decode("utf-8", "replace"), catalog, api))

    return judge


def _storable(text: str) -> str:
    r"""``text`` with its half characters (an escape such as ``\ud83d`` in the body) spelled out: they have no UTF-8."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _stored(problem: Problem) -> StoredProblem:
    args = tuple((name, _storable(value)) for name, value in problem.args)
    return StoredProblem.of(replace(problem, pointer=_storable(problem.pointer), args=args))
