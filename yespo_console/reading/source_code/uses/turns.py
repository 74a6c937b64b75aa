"""How often a place in a source text is carried out, where that is not once: in a loop, or whenever a call decides.

Of what stands between a place and the whole text a loop decides about that, and a call that is given the function in
which the place stands, or a decorator, if it goes through many or says in its name that it decides. Blocks, functions
that are called by their names, what is registered (a route, a listener) and what carries a function out once do not.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from tree_sitter import Node

from yespo_console.reading.source_code.node_kinds import COMPREHENSIONS, WRAPPERS
from yespo_console.reading.source_code.uses.conditions import Conditions
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode
from yespo_console.reading.source_code.uses.use_kinds import LOOPS
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: Functions that are written as a part of a call. (A block of Python is never one.)
_FUNCTIONS: Final = word_set(
    "arrow_function function_expression function generator_function lambda anonymous_function block do_block "
    "script_block_expression"
)
#: Nodes between a function and the call that is given it.
_BETWEEN: Final = WRAPPERS | word_set(
    "arguments argument_list block_argument command_elements array_literal_expression"
)
_MOST_BETWEEN: Final = 8
#: What carries out a function for each of many, or again and again.
_GOES_THROUGH: Final = re.compile(
    r"(?:map|foreach|each\w*|flatmap|flat_map|collect|filter|reduce|some|every|times|upto|downto|loop|cycle"
    r"|array_map|array_walk\w*|foreach-object|%|setinterval|repeat|starmap|chunk\w*|map_\w+|in_batches|find_each)\Z"
)
#: What says in its name that it decides: ``when``, ``ifPresent``, ``skip_unless``, ``retry``, ``throttle``.
_DECIDES: Final = re.compile(
    r"(?:.*_)?(?:if|unless|when|only|skip|skipif|retry|retries|repeat|throttle|debounce|schedule|scheduled|periodic|cron"
    r"|every|interval|flag|feature|toggle|enabled|disabled|required|requires)(?:_.*)?\Z"
)
_HUMPS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: The name of a decorator.
_DECORATOR: Final = re.compile(r"@\s?(?:\w+\.){0,6}(\w+)")
#: How a loop begins that tries again, or counts.
_COUNTING: Final = re.compile(r"(?:times|loop|upto|downto|step|cycle)\Z")
_COUNTS: Final = re.compile(
    r"(?:for|foreach)\b.{0,100}(?:\brange\(|\bcount\(|\.\.|;|attempt|retr)|while\b|until\b|do\b|loop\b", re.DOTALL
)
#: So many functions call each other; one that is called in more places is called in any case.
_MOST_CALLS: Final = 8
_MOST_PLACES: Final = 20

Code = Literal["sent_in_loop", "sent_when_called"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What carries out a place another time than once.

    Attributes:
        code: how that is told.
        around: the loop or the call.
        start, end: where that is spelled, in bytes, without what it carries out.
    """

    code: Code
    around: Node
    start: int
    end: int


class Turns:
    """Knows them for one text whose nodes are all known."""

    def __init__(self, reader: "CodeReader", functions: FunctionsInCode, conditions: Conditions) -> None:
        self._reader = reader
        self._functions = functions
        self._conditions = conditions
        self._known: dict[int, Turn | None] = {}
        self._depth = 0

    def of(self, place: Node) -> Turn | None:
        """The nearest of what ``place`` is carried out by; None where that is once, as far as is known."""
        passed: list[int] = []
        found: Turn | None = None
        node: Node | None = place
        while node is not None:
            if node.id in self._known:
                found = self._known[node.id]
                break
            self._known[node.id] = None  # meets itself
            passed.append(node.id)
            self._reader.budget.spend()
            around = self._reader.parent(node)
            if around is None:
                break
            found = self._turn(around, node)
            if found is not None:
                break
            if around.type in self._reader.SCOPES and self._conditions.is_named(around):
                found = self._decorated(around) or self._of_calls(around)
                break
            node = around
        for each in passed:
            self._known[each] = found
        return found

    def of_use(self, place: Node) -> Turn | None:
        """The same where a value is used; None in a loop that counts through the items of it: ``all[i]``."""
        turn = self.of(place)
        name = self._reader.variable_name(place)
        around = self._reader.parent(place)
        if turn is None or name is None or around is None or self._reader.step(around) is None:
            return turn
        code = self._reader.code
        head = code.text.text[code.start_of(turn.start) : code.start_of(turn.end)]
        return None if re.search(rf"(?<!\w){re.escape(name)}\b", head) else turn

    def of_given(self, use: Node) -> Turn | None:
        """The same for a function whose name stands at ``use``, where something is called or given it."""
        call = None if use.type in self._reader.CALLS else self._call_given(use)
        return (None if call is None else self._by_call(call, use)) or self.of(use)

    def _turn(self, around: Node, node: Node) -> Turn | None:
        if around.type in LOOPS:
            return self._loop(around, node)
        if node.type in _FUNCTIONS:
            call = around if around.type in self._reader.CALLS else self._call_given(node)
            return None if call is None else self._by_call(call, node)
        return None

    def _decorated(self, function: Node) -> Turn | None:
        around = self._reader.parent(function)
        if around is not None and around.type == "decorated_definition":
            for decorator in around.named_children[:-1]:
                name = _DECORATOR.match(self._reader.code.spelled(decorator)[:200])
                if name is not None and _decides(name[1]):
                    return Turn("sent_when_called", around, decorator.start_byte, decorator.end_byte)
        return None

    def _loop(self, loop: Node, node: Node) -> Turn | None:
        body = loop.child_by_field_name("body")
        if body is None:  # of PowerShell
            body = next(
                (each for each in loop.named_children if each.type == "statement_block"), loop.named_children[-1]
            )
        if not body.start_byte <= node.start_byte < body.end_byte:
            return None
        if self._conditions.asked(loop, node) is not None and loop.type not in COMPREHENSIONS:
            return None  # that is told
        code = self._reader.code
        ends = self._conditions.of_next_round(body)
        head = code.text.text[code.start(loop) : code.start(loop) + 200]
        if ends is not None and (ends.never or _COUNTS.match(head)):
            return None
        start, end = (loop.start_byte, body.start_byte)
        if body.start_byte - loop.start_byte < 2 or loop.type == "do_statement":  # what asks stands behind it
            start, end = body.end_byte, loop.end_byte
        return Turn("sent_in_loop", loop, start, end)

    def _call_given(self, function: Node) -> Node | None:
        """The call that is given a function, or whose block it is."""
        around = self._reader.parent(function)
        for _step in range(_MOST_BETWEEN):
            if around is None or around.type in self._reader.CALLS or around.type not in _BETWEEN:
                break
            around = self._reader.parent(around)
        is_call = around is not None and around.type in self._reader.CALLS
        return around if is_call and around is not None and around.start_byte < function.start_byte else None

    def _by_call(self, call: Node, function: Node) -> Turn | None:
        """What a call makes of a function that it is given."""
        if any(not call.start_byte <= each.start_byte < call.end_byte for each in self._functions.called_by(call)):
            return None  # of this text
        word = self._functions.word_of(call)
        first = call.named_children[0]
        if first.id == function.id or first.end_byte > function.start_byte:
            return None  # it is what is called
        start, end = call.start_byte, function.start_byte
        around = self._reader.parent(call)
        if around is not None and around.type == "pipeline_chain":
            start = around.start_byte
        if _GOES_THROUGH.match(word.lower()):
            ends = self._conditions.of_next_round(function.child_by_field_name("body") or function)
            is_left = ends is not None and (ends.never or _COUNTING.match(word.lower()) is not None)
            return None if is_left else Turn("sent_in_loop", call, start, end)
        return Turn("sent_when_called", call, start, end) if _decides(word) else None

    def _of_calls(self, function: Node) -> Turn | None:
        """What all calls of a function are carried out by."""
        name = self._reader.function_name(function)
        places = () if name is None else self._functions.called_or_given(name)
        outside = [each for each in places if not function.start_byte <= each.start_byte < function.end_byte]
        if not outside or len(outside) > _MOST_PLACES or self._depth >= _MOST_CALLS:
            return None
        self._depth += 1
        try:
            found = [self.of_given(each) for each in outside]
        finally:
            self._depth -= 1
        return found[0] if all(found) else None


def _decides(name: str) -> bool:
    return _DECIDES.match(_HUMPS.sub("_", name).lower()) is not None
