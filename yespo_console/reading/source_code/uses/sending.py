"""What is known of how an event of a source text is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from tree_sitter import Node

from yespo_console.reading.source_code.uses.conditions import Condition
from yespo_console.reading.source_code.uses.sent_raw import Raw
from yespo_console.reading.source_code.uses.turns import Turn
from yespo_console.reading.word_set import word_set

#: A code of what is told, and the node that it is told of.
Way = tuple[Literal["encoded_twice"] | Raw, Node]

#: Stands for an item of a list, among the names of members.
ITEM: Final = "[]"
#: Names of members and arguments under which something is told what to send, as small letters.
OPTIONS: Final = word_set(
    "body data json payload content form form_params params postfields curlopt_postfields requestoptions::json http "
    "-body options"
)
#: Members of which nothing is sent as the body.
_BESIDE: Final = "headers"
#: Nobody puts an event deeper into others.
_DEEPEST: Final = 12


@dataclass(frozen=True, slots=True)
class Made:
    """What an event is at one place of its way.

    Attributes:
        times: how often it was made JSON.
        names: the members in which it, or its JSON, stands since then, the innermost first.
        again: what made it JSON twice.
        other: what made a text of another kind of it.
        told: what is told where that is sent.
        wrapped: what made JSON of an object that holds it.
        part: whether only the members of it are there, and no longer the whole.
    """

    times: int = 0
    names: tuple[str, ...] = ()
    again: Node | None = None
    other: Node | None = None
    told: Raw = "sent_without_json"
    wrapped: Node | None = None
    part: bool = False

    @property
    def within(self) -> bool:
        """Whether it is a member of what is followed, and not that itself."""
        return bool(self.names) and any(name != ITEM for name in self.names)

    @property
    def is_raw(self) -> bool:
        """Whether it is an object, or in one, and no text of any kind."""
        return (self.times == 0 or self.within) and self.other is None

    @property
    def is_option(self) -> bool:
        """Whether it stands, if in anything, in what only tells how a request is sent."""
        return OPTIONS.issuperset(name for name in self.names if name != ITEM)

    @property
    def is_beside(self) -> bool:
        """Whether it stands in what is sent beside a body."""
        return _BESIDE in self.names

    def by(self, step: int, node: Node) -> "Made":
        """What it is behind a call that makes it JSON so many times more."""
        if step > 0 and self.within:
            return Made(times=1, wrapped=self.wrapped or node)
        times = self.times + step
        again = node if step > 0 and times > 1 else self.again if times > 1 else None
        names = () if step > 0 else self.names
        return replace(self, times=times, again=again, names=names)

    def under(self, name: str) -> "Made":
        """What it is as a part of what holds it under that name."""
        return replace(self, names=(*self.names, name.strip("'\":").lower())[:_DEEPEST])

    def spread(self) -> "Made":
        """What it is among the items or members of another one, into which what holds it is spread."""
        return replace(self, names=self.names[:-1]) if self.names[-1] == ITEM else self

    def out_of(self, name: str | None) -> "Made | None":
        """What is asked of what holds it under that name, None for any; None where it is something else."""
        if not self.names:
            return replace(self, part=True) if name is None else None
        if name is not None and name.lower() != self.names[-1]:
            return None
        return replace(self, names=self.names[:-1])


@dataclass(frozen=True, slots=True)
class Sent:
    """One sending of an event.

    Attributes:
        condition: on what it depends; None when it surely takes place.
        turn: what carries it out another time than once, as far as that is known.
        wrapped: what makes JSON of an object that holds the event, or sends it.
    """

    condition: Condition | None = None
    wrapped: Node | None = None
    turn: Turn | None = None

    @property
    def rank(self) -> tuple[bool, bool, bool, bool]:
        """The lowest tells best how the event is meant."""
        never = self.condition is not None and self.condition.never
        return never, self.wrapped is not None, self.condition is not None, self.turn is not None


@dataclass(frozen=True, slots=True)
class Sending:
    """All sendings of one event.

    Attributes:
        told: what makes something else of it than its JSON.
        sent: the best of those that surely are one.
        given: the best of what may be one.
        shown: where it only is spelled out, or shown.
    """

    told: Way | None = None
    sent: Sent | None = None
    given: Sent | None = None
    shown: Sent | None = None

    @property
    def best(self) -> Sent | None:
        """What tells best how the event is sent."""
        return self.sent or self.given or self.shown

    def __or__(self, other: "Sending") -> "Sending":
        return Sending(
            self.told or other.told,
            _better(self.sent, other.sent),
            _better(self.given, other.given),
            _better(self.shown, other.shown),
        )

    def under(self, condition: Condition | None) -> "Sending":
        """The same where all of it depends on something."""
        if condition is None:
            return self
        return replace(self, sent=_under(self.sent, condition), given=_under(self.given, condition))

    def by_turn(self, turn: Turn | None) -> "Sending":
        """The same where all of it is carried out by something."""
        if turn is None:
            return self
        return replace(self, sent=_by_turn(self.sent, turn), given=_by_turn(self.given, turn))

    def in_each(self, part: Node) -> "Sending":
        """The same where what carries it out goes through what holds the event: ``part`` names that, or does it."""
        return replace(self, sent=_in_each(self.sent, part), given=_in_each(self.given, part))


#: Nothing is known.
NOTHING: Final = Sending()


def nowhere(made: Made) -> Sending:
    """How an event is sent of whose sending nothing is known."""
    if made.again is not None:
        return Sending(("encoded_twice", made.again))
    return Sending(shown=Sent(wrapped=made.wrapped)) if made.times else NOTHING


def unused(made: Made, values: Sequence[Node]) -> Sending:
    """The same of what a variable holds that nothing uses, set to ``values``: the whole of that is meant."""
    if made.again is not None or made.is_option or not values:
        return nowhere(made)
    return Sending(shown=Sent(wrapped=made.wrapped or values[0]))


def _better(one: Sent | None, other: Sent | None) -> Sent | None:
    if one is None or other is None:
        return one or other
    return min(one, other, key=lambda each: each.rank)


def _under(sent: Sent | None, condition: Condition) -> Sent | None:
    if sent is None or (sent.condition is not None and not condition.never):
        return sent
    return replace(sent, condition=condition)


def _by_turn(sent: Sent | None, turn: Turn) -> Sent | None:
    return sent if sent is None or sent.turn is not None else replace(sent, turn=turn)


def _in_each(sent: Sent | None, part: Node) -> Sent | None:
    if sent is None or sent.turn is None:
        return sent
    around = sent.turn.around
    holds = around.start_byte <= part.start_byte and part.end_byte <= around.end_byte
    return replace(sent, turn=None) if holds else sent
