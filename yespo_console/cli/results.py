"""What the commands print for programs: frozen models whose fields, in their order, are the stable shape.

``as_node`` gives what ``dump`` writes. A body and the value of a mend stay the values they are (``Any``):
pydantic would turn a number that must keep its spelling into something else.
"""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import from_plain
from yespo_console.events.problems import Effect, Operation, Problem, Severity
from yespo_console.history.exchange import Answer, Moment, Pairs


class Printed(BaseModel):
    """One object of the output, or a part of one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def as_node(self) -> Object:
        """The fields in their order, as JSON."""
        return Object(tuple([(name, _node(value)) for name, value in vars(self).items()]))


def _node(value: Any) -> Node:
    match value:
        case None | str() | Object():
            return value
        case Printed():
            return value.as_node()
        case tuple():
            return tuple([_node(item) for item in value])
        case BaseModel():
            return from_plain(value.model_dump(mode="json"))
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
    return from_plain(value)


class PrintedFix(Printed):
    """A mend that a program can apply: do ``operation`` at ``pointer`` with ``value``."""

    label: str
    operation: Operation
    pointer: str
    value: Any


class PrintedProblem(Printed):
    """One thing that is wrong or doubtful; ``fix`` is null when a person has to decide."""

    code: str
    severity: Severity
    effect: Effect
    pointer: str
    message: str
    fix: PrintedFix | None

    @classmethod
    def of(cls, problem: Problem) -> Self:
        return cls.model_validate(problem.as_json())


class CheckedFile(Printed):
    """``validate``: ``valid`` means no errors; warnings do not count."""

    valid: bool
    problems: tuple[PrintedProblem, ...]


class UncheckedFile(CheckedFile):
    """``validate`` of a file that cannot be read; ``error`` says why."""

    error: str


class SendResult(Printed):
    """``send``: what became of one file.

    Attributes:
        status: null when no answer came or nothing was sent.
        body: the text of the answer.
        history_id: null when nothing left, so that nothing was kept.
        meaning: sentences: what the outcome says and what to do next.
        error: null when an answer came and was kept.
    """

    status: int | None = None
    body: str = ""
    time_ms: float | None = None
    history_id: int | None = None
    outcome: str
    meaning: tuple[str, ...] = ()
    may_have_been_accepted: bool = False
    problems: tuple[PrintedProblem, ...] = ()
    error: str | None


class KeptRequest(Printed):
    """What went out; secrets masked, bytes that are not UTF-8 written ``\\xNN``."""

    headers: Pairs
    body: str


class KeptProblem(Printed):
    """What the rules said when the request was sent, with its sentence of today."""

    code: str
    severity: Severity
    effect: Effect
    pointer: str
    args: Pairs
    message: str


class KeptExchange(Printed):
    """``history``: one exchange; ``response`` is null when no answer was recorded."""

    id: int
    sent_at: Moment
    environment: str
    method: str
    url: str
    event_type: str | None
    key_value: str | None
    status: int | None
    duration_ms: float | None
    source: str
    request: KeptRequest
    response: Answer | None
    problems: tuple[KeptProblem, ...]
    tags: tuple[str, ...]
    note: str


class PrintedDifference(Printed):
    """One thing that is different.

    Attributes:
        change: ``changed``, ``type``, ``spelling`` (of the same number), ``missing``, ``added``, ``renamed``,
            ``order``, ``times`` (a name stands there so many times), ``nesting`` (JSON, or text that holds it),
            ``lines``.
        place: the way to it in words; null for lines of what is no JSON.
        before_pointer, after_pointer: into the two bodies; null where it is not there, and outside of bodies.
        before_line, after_line: where differing lines begin, from 1; null for what is no line.
        before, after: the two values, decoded; null also for what is not there.
    """

    change: str
    place: str | None
    before_pointer: str | None
    after_pointer: str | None
    before_line: int | None
    after_line: int | None
    before: Any
    after: Any
    message: str


class ComparedBodies(Printed):
    """Two bodies.

    Attributes:
        same: they mean the same.
        identical: they are the same, character for character.
        compared_as: ``event``, ``json``, or ``text`` (line by line).
        only_written_otherwise: ``key_order``, ``param_order``, ``params_shape``, ``nesting``, ``inside_text``,
            ``whitespace``, ``escaping``.
        left_out: how many differences are not listed.
    """

    same: bool
    identical: bool
    compared_as: str
    only_written_otherwise: tuple[str, ...]
    differences: tuple[PrintedDifference, ...]
    left_out: int


class ComparedRequests(Printed):
    """``differences`` are those of environment, API version, method, address and headers."""

    same: bool
    differences: tuple[PrintedDifference, ...]
    body: ComparedBodies


class ComparedAnswers(Printed):
    """``differences`` are those of status, failure and headers; times are told and count as none."""

    same: bool
    differences: tuple[PrintedDifference, ...]
    body: ComparedBodies
    times_ms: tuple[float | None, float | None]


class ComparedExchanges(Printed):
    """``history compare``: from the first of ``ids`` to the second."""

    ids: tuple[int, int]
    same: bool
    request: ComparedRequests
    response: ComparedAnswers


class TimelineStep(Printed):
    """``history timeline``: one event, oldest first.

    Attributes:
        gap_seconds: since the event before; null for the first.
        changes: what changed since the last event of its type (of a cart: since the cart before), as
            ``history compare`` says it; null when there is none to compare with.
    """

    id: int
    sent_at: Moment
    gap_seconds: float | None
    environment: str
    event_type: str | None
    key_value: str | None
    status: int | None
    changes: tuple[PrintedDifference, ...] | None


class UnreadablePlace(Printed):
    """A line (of a recording: an entry) that could not be read, from 1; 0 is the whole file."""

    place: int
    reason: str


class TakenIn(Printed):
    """``history import``: how many came in, were there already, were no event calls, and could not be read.

    Attributes:
        places: the first of those that could not be read.
    """

    added: int
    known: int
    elsewhere: int
    keys_hidden: int
    unreadable: int
    places: tuple[UnreadablePlace, ...]


class KnownType(Printed):
    """``types``: one event type; ``source`` is who says that it is so."""

    key: str
    title: str
    summary: str
    source: str


class BrokenFile(Printed):
    """A file with a type of the user's own that could not be used."""

    path: str
    reason: str


class KnownTypes(Printed):
    types: tuple[KnownType, ...]
    broken: tuple[BrokenFile, ...]


class PrintedRepair(Printed):
    """A change that was made to read the event; ``line`` and ``column`` begin at 1, in the original text."""

    code: str
    message: str
    line: int
    column: int


class ImportedEvent(Printed):
    """One event; ``body`` is that of API v2 with string JSON, and so are the pointers of the problems."""

    url: str | None
    body: Any
    repairs: tuple[PrintedRepair, ...]
    problems: tuple[PrintedProblem, ...]


class ImportedFile(Printed):
    """``import``: what was read; ``source`` is what it was recognised as (``json`` where
    nothing knows it), ``error`` why something was not read.

    It is written event by event (see ``importing``).
    """

    source: str
    events: tuple[ImportedEvent, ...] = ()
    error: str | None = None


class RunningSandbox(Printed):
    """``sandbox``: where it is; ``joined`` means that it ran already and nothing was started."""

    base_url: str
    joined: bool


class ReceivedRequest(Printed):
    """``sandbox``: one request that arrived, at ``at`` in ISO 8601. The key it came with is not part of it."""

    at: str
    method: str
    path: str
    status: int
    event_type: str | None
    reply: str
    problems: tuple[PrintedProblem, ...]
