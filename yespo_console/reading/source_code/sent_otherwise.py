"""Whether code sends an event otherwise than as JSON: ``post(url, json=json.dumps(event))``, ``post(url, data=event)``.

The first makes it JSON twice, so that what arrives is one text in quotes; the second makes no JSON of it. The event is
followed from where it stands through variables and functions of the text to where it is sent, and each step that makes
JSON of it, or reads it as JSON, is counted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from tree_sitter import Node

from yespo_console.reading.source_code.changed_text import PARSES
from yespo_console.reading.source_code.functions_in_code import FunctionsInCode
from yespo_console.reading.source_code.node_kinds import KEEPING, LISTS, WRAPPERS
from yespo_console.reading.source_code.sent_instead import SentInstead
from yespo_console.reading.source_code.sent_raw import Raw, SentRaw
from yespo_console.reading.source_code.use_kinds import RETURNS, doing_of
from yespo_console.reading.source_code.variable import Change
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: Functions, methods and commands that make JSON of what they are given, as they are spelled.
_ENCODES: Final = re.compile(
    r"(?:.*json\w*(?:\.|::|->))?(?:dumps|encode|generate|serialize|marshal)\Z|(?:.*[.:>\\])?(?:stringify|to_?json|wp_json_encode"
    r"|json_encode|convertto-json|serializeobject|writevalueasstring|encodetostring)\Z",
    re.IGNORECASE,
)
#: Without the name of a library before them these may make anything.
_OF_LIBRARY: Final = ("encode", "generate", "serialize", "marshal")
#: What leaves a text as it is.
_KEEPS: Final = re.compile(
    r"(?:encode|strip|trim|freeze|dup|clone|to_s|tostring|str|string|bytes|from|itself|utf8_encode|getbytes)\Z"
)
#: Members and named arguments of a call that sends, of which the library makes JSON itself.
_JSON_OPTION: Final = re.compile(r"['\":]?(?:json|RequestOptions::JSON|\\?GuzzleHttp\\RequestOptions::JSON)['\":]?\Z")
#: Methods that make JSON of what they send.
_SENDS_JSON: Final = ("postasjsonasync", "putasjsonasync")
_NAMED: Final = word_set("pair keyword_argument array_element_initializer argument hash_entry")
#: Nodes between a value and the call that it is given to.
_HOLDING: Final = (
    KEEPING
    | LISTS
    | WRAPPERS
    | word_set(
        "arguments argument_list array await await_expression array_element_initializer array_expression "
        "command_elements object dictionary hash array_creation_expression pipeline pipeline_chain sub_expression "
        "array_literal_expression logical_expression bitwise_expression comparison_expression additive_expression "
        "multiplicative_expression format_expression range_expression unary_expression argument_expression "
        "argument_expression_list"
    )
)
#: A code of what is told, and the node that it is told of.
Way = tuple[Literal["encoded_twice"] | Raw, Node]

#: So far from a place stands what it is given to; so many places hold an event, and so many hands it goes through.
_MOST_STEPS: Final = 100
_MOST_PLACES: Final = 200
_MOST_HANDS: Final = 8


@dataclass(frozen=True, slots=True)
class Made:
    """What an event is at one place of its way.

    Attributes:
        times: how often it was made JSON.
        again: what made it that twice.
        other: what made a text of another kind of it.
        told: what is told where that is sent.
        within: whether it is a part of what is followed.
    """

    times: int = 0
    again: Node | None = None
    other: Node | None = None
    told: Raw = "sent_without_json"
    within: bool = False

    @property
    def is_raw(self) -> bool:
        """Whether it is an object, or in one, and no text of any kind."""
        return (self.times == 0 or self.within) and self.other is None

    def by(self, step: int, node: Node) -> "Made":
        """What it is behind a call that makes it JSON so many times more."""
        times = self.times + step
        again = node if step > 0 and times > 1 else self.again if times > 1 else None
        return replace(self, times=times, again=again)


class SentOtherwise:
    """Follows the events of one text whose nodes are all known."""

    def __init__(self, reader: "CodeReader", instead: SentInstead, functions: FunctionsInCode) -> None:
        self._reader = reader
        self._instead = instead
        self._functions = functions
        self._raw = SentRaw(reader, instead, functions)
        self._seen: set[tuple[int, Made]] = set()
        self._known: dict[tuple[str, int, Made], Iterable[Way]] = {}

    def at(self, event: Node, *, is_text: bool) -> Way | None:
        """What makes JSON of an event that is JSON already, or sends one that is none; None when nothing does.

        Args:
            event: the object, or the text that holds its JSON.
            is_text: whether it is a text, and so is JSON where it stands.
        """
        self._seen = set()
        return next(self._ends(event, Made(int(is_text)), 0), None)

    def _ends(self, place: Node, made: Made, hands: int) -> Iterator[Way]:
        """Each way on which the value at ``place`` is sent otherwise.

        ``made`` is what it is there.
        """
        reader = self._reader
        if hands > _MOST_HANDS or len(self._seen) > _MOST_PLACES or (place.id, made) in self._seen:
            return
        self._seen.add((place.id, made))
        node = place
        for _step in range(_MOST_STEPS):
            reader.budget.spend(5)
            held = self._instead.variable_of(node)
            if held is not None:
                yield from self._held(held, made, hands)
                return
            around = reader.parent(node)
            if around is None:
                break
            called = self._called_on(node, around)
            if called is None and around.type in reader.CALLS:
                called = around, reader.call(around)[0]
                functions = self._functions.called_by(around)
                if functions:
                    yield from self._given(functions, place, around, made, hands)
                    return
            if called is not None:
                step = _doing(called[1])
                if made.is_raw and (raw := self._raw.by_call(*called, place)) is not None:
                    yield raw, called[0]
                    return
                if made.other is not None and not made.within and self._raw.is_sent_by(called[0]):
                    yield made.told, made.other
                    return
                other = self._raw.makes_other_text(called[1], is_json=made.times == 1)
                if other is not None and not made.within and made.times < 2:
                    node, made = called[0], Made(other=called[0], told=other)
                    continue
                if made.times == 1 and not made.within and _last_word(called[1]) in _SENDS_JSON:
                    yield "encoded_twice", called[0]
                    return
                if step is None:
                    if made.again is not None and (hands == 0 or _takes_body(called[1])):
                        yield "encoded_twice", made.again
                    return
                if made.within:
                    break
                node = called[0]
                made = made.by(step, node)
                continue
            if around.type == "pipeline_chain":
                for stage in around.named_children:
                    step = (_doing(reader.call(stage)[0]) or 0) if stage.type in reader.CALLS else 0
                    if stage.start_byte >= node.end_byte and step:
                        if made.within:
                            return
                        made = made.by(step, stage)
            elif around.type in _NAMED and (name := self._name(around, node)) is not None:
                if made.times == 1 and _JSON_OPTION.match(name) and self._is_option(around):
                    yield "encoded_twice", around
                    return
                if made.is_raw and (raw := self._raw.by_member(name, around)) is not None:
                    yield raw, around
                    return
                if made.other is not None and not made.within and self._raw.is_sent_as(name, around):
                    yield made.told, made.other
                    return
                made = replace(made, within=True)  # what is made of the whole is JSON that holds the event's
            elif around.type in RETURNS or around.id in self._functions.ids:
                yield from self._given_back(around, made, hands)
                return
            elif made.is_raw and not made.within and (text := self._raw.text_alone(node)) is not None:
                node, made = text, Made(other=text)
                continue
            elif around.type not in _HOLDING and (around.start_byte, around.end_byte) != (
                node.start_byte,
                node.end_byte,
            ):
                break
            node = around
        if made.again is not None:
            yield "encoded_twice", made.again

    def _held(self, held: tuple[str, Change], made: Made, hands: int) -> Iterator[Way]:
        """The same for wherever a variable is used that is set to the value."""
        name = held[0]
        key = (name, held[1].start, made)
        if made.again is None and key in self._known:
            yield from self._known[key]  # a variable may hold many events
            return
        given = name.removesuffix("()")  # a variable of such a name stands for what a function gives
        uses = self._reader.variables.reached_uses(*held) if given == name else self._functions.calls_named(given)
        if not uses and made.again is not None:
            yield "encoded_twice", made.again
        ways: Iterable[Way] = islice((way for use in uses for way in self._ends(use, made, hands + 1)), 1)
        if made.again is None:
            ways = self._known[key] = tuple(ways)
        yield from ways

    def _given(self, functions: Sequence[Node], place: Node, call: Node, made: Made, hands: int) -> Iterator[Way]:
        """The same within functions of the text that are given the value."""
        for function in functions:
            for name in sorted(self._functions.names_given(function, call, place) or ()):
                for use in self._reader.variables.uses_within(name, function.start_byte, function.end_byte):
                    yield from self._ends(use, replace(made, within=False), hands + 1)

    def _given_back(self, around: Node, made: Made, hands: int) -> Iterator[Way]:
        """The same where a function is called that gives the value."""
        function: Node | None = around
        for _step in range(_MOST_STEPS):
            if function is None or function.id in self._functions.ids:
                break
            function = self._reader.parent(function)
        calls = () if function is None else self._functions.calls_of(function)
        if not calls and made.again is not None:
            yield "encoded_twice", made.again
        for call in calls:
            yield from self._ends(call, made, hands + 1)

    def _called_on(self, node: Node, around: Node) -> tuple[Node, str] | None:
        """The call of a method on ``node``, and that method."""
        method = self._reader.method_on(node)
        if method is None:
            return None
        if around.type in self._reader.CALLS:
            return around, f".{method}"
        call = self._reader.parent(around)
        if call is not None and call.type in self._reader.CALLS and call.named_children[0].id == around.id:
            return call, f".{method}"
        return around, f".{method}"

    def _name(self, around: Node, node: Node) -> str | None:
        """The name of the member or the named argument that ``node`` is the value of."""
        first = around.named_children[0]
        return None if around.named_child_count < 2 or first.id == node.id else self._reader.code.spelled(first)

    def _is_option(self, member: Node) -> bool:
        """Whether a member belongs to what a call that sends is given."""
        around = self._reader.parent(member)
        for _step in range(4):
            if around is None or around.type in self._reader.CALLS or around.type not in _HOLDING:
                break
            around = self._reader.parent(around)
        if around is None or around.type not in self._reader.CALLS:
            return False
        return doing_of(self._functions.word_of(around)) == "sends"


def _doing(called: str) -> int | None:
    """By how much what is called changes how often something is JSON; None when it is another thing that it gives."""
    word = _last_word(called)
    if PARSES.match(word):
        return -1
    if _ENCODES.match(called) and not (word in _OF_LIBRARY and "json" not in called.lower()):
        return 1
    return 0 if _KEEPS.match(word) else None


def _takes_body(called: str) -> bool:
    """Whether what is called sends what it is given, or is a class whose objects are sent."""
    word = re.split(r"\.|::|->|\\", called)[-1]
    doing = doing_of(word)
    return doing in ("sends", "encodes") or (doing == "unknown" and word[:1].isupper())


def _last_word(called: str) -> str:
    return re.split(r"\.|::|->|\\", called)[-1].lower()
