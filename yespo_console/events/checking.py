"""Is this text a good event? One question, asked at every key press: ``check`` answers for any text at all."""

import threading
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from yespo_console.events.catalog import Catalog
from yespo_console.events.event import ApiVersion, Event, Node, Object
from yespo_console.events.json_text import JsonTextError, line_column, parse
from yespo_console.events.problems import Effect, Problem, Severity
from yespo_console.events.rules import run_rules
from yespo_console.events.rules.body import Body, read_body
from yespo_console.events.rules.event_type import UNKNOWN_TYPE
from yespo_console.events.rules.findings import shown
from yespo_console.events.rules.likeness import Likeness, likeness, likeness_of_unknown_types
from yespo_console.events.wire_shape import event_of

#: So many verdicts over bodies that others may be like are kept.
_REMEMBERED: Final = 1_000
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True)
class Check:
    """What is known about a text as an event.

    Attributes:
        text: what was checked, exactly.
        api: the version of the call that it was checked for.
        problems: worst first, then in the order of the text as far as pointers tell it.
        body: the tree as the rules saw it; None when there is no event.
    """

    text: str
    api: ApiVersion
    problems: tuple[Problem, ...]
    body: Body | None = None

    @cached_property
    def event(self) -> Event | None:
        """What it means as ``wire.read`` tells it; None when it is no JSON object."""
        return event_of(self.body.node) if self.body is not None else None

    @property
    def valid(self) -> bool:
        """No errors: nothing in it breaks a documented requirement."""
        return not self.problems or self.problems[0].severity is not Severity.ERROR


def check(text: str, catalog: Catalog, api: ApiVersion = ApiVersion.V2) -> Check:
    """Everything that is wrong or doubtful with ``text`` as an event. Never raises, whatever the text.

    The first call in a process takes some 150 ms, because libraries are imported when a rule first needs them; see
    ``warm_up``. A change in a long list is looked at by itself: what was checked before is remembered by its value.
    """
    found = _unsendable(text)
    try:
        node = parse(text)
    except JsonTextError as error:
        found.append(Problem(error.code, Severity.ERROR, "", error.args_, Effect.UNKNOWN, None, error.offset))
        return Check(text, api, tuple(found))
    if not isinstance(node, Object):
        code = "body_is_list" if isinstance(node, tuple) else "body_not_object"
        found.append(Problem(code, Severity.ERROR, "", (), Effect.UNKNOWN))
        return Check(text, api, tuple(found))
    body = read_body(text, node, api, catalog)
    found += run_rules(body)
    return Check(text, api, tuple(sorted(found, key=_place)), body)


@dataclass(frozen=True, eq=False, slots=True)
class Verdict:
    """What is wrong or doubtful with bodies that are alike. Compared by identity: what is made of it is kept.

    Attributes:
        problems: worst first, then in the order of the text.
    """

    problems: tuple[Problem, ...]

    def of_unknown_type(self, key: str) -> "Verdict":
        """That of a body which is like these but for its type, which is as unknown as theirs."""
        args = (("key", shown(key)),)
        return Verdict(
            tuple([replace(each, args=args) if each.code == UNKNOWN_TYPE else each for each in self.problems])
        )


class Judge:
    """Checks thousands of bodies for API v2, most of which are like one before: those have the verdict of that one."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._verdicts: dict[Likeness, Verdict] = {}
        self._of_unknown_types: dict[Likeness, Verdict] = {}

    def verdict(self, text: str, node: Node) -> Verdict:
        """What ``check`` finds in ``text``, of which ``node`` is the tree."""
        alike = likeness(text, node, self._catalog)
        known = None if alike is None else self._verdicts.get(alike)
        if known is not None:
            return known
        if alike is None or _unsendable(text):
            return Verdict(check(text, self._catalog).problems)
        of_unknown = likeness_of_unknown_types(alike, self._catalog)
        if of_unknown is not None and (like := self._of_unknown_types.get(of_unknown)) is not None:
            known = like.of_unknown_type(str(alike[1]))
        else:
            known = Verdict(check(text, self._catalog).problems)
            if of_unknown is not None:
                _remember(self._of_unknown_types, of_unknown, known)
        _remember(self._verdicts, alike, known)
        return known


def _remember(verdicts: dict[Likeness, Verdict], alike: Likeness, verdict: Verdict) -> None:
    while len(verdicts) >= _REMEMBERED:
        verdicts.pop(next(iter(verdicts)))
    verdicts[alike] = verdict


def _place(problem: Problem) -> tuple[int, list[tuple[int, str]], str]:
    """Worst first, then along the pointers, list items by their number."""
    steps = [
        (int(step), "") if step.isdecimal() and len(step) < 10 else (-1, step) for step in problem.pointer.split("/")
    ]
    return _RANK[problem.severity], steps, problem.code


def _unsendable(text: str) -> list[Problem]:
    """A half of a character (a lone surrogate) in the text itself has no UTF-8 form."""
    if text.isascii():
        return []
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        line, column = line_column(text, error.start)
        args = (("line", str(line)), ("column", str(column)))
        return [Problem("text_not_utf8", Severity.ERROR, "", args, Effect.UNKNOWN, None, error.start)]
    return []


def warm_up(catalog: Catalog) -> threading.Thread:
    """Load in a thread (returned) what the first check would wait for, and compile the types of ``catalog``."""
    thread = threading.Thread(target=_load, args=(catalog,), name="warm-up-rules", daemon=True)
    thread.start()
    return thread


def _load(catalog: Catalog) -> None:
    from yespo_console.events.rules.phones import look_at_phone
    from yespo_console.events.rules.schema import compiled

    look_at_phone("380501234567")
    for event_type in catalog.types:
        compiled(event_type)
