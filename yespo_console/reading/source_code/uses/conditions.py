"""On what it depends whether a place in a source text is carried out.

A branch, the second side of ``&&``, what handles an error, and whatever stands behind a statement with which the code
may leave off (``if (!ready) return;``) are carried out only sometimes. What stands behind a plain ``return`` never is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.source_code.node_kinds import ASSIGNMENTS, COMPREHENSIONS, EITHER, WRAPPERS
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode
from yespo_console.reading.source_code.uses.use_kinds import LOOPS
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: Nodes of which all but the condition is carried out where that is met, or where it is not.
_ASKING: Final = word_set(
    "if_statement if unless elsif elif_clause else_if_clause elseif_clause while_statement while until if_modifier "
    "unless_modifier while_modifier until_modifier ternary_expression conditional conditional_expression"
)
_OPERATIONS: Final = word_set("binary_expression binary boolean_operator logical_expression")
_OPERATORS: Final = frozenset((*EITHER, "-and", "-or")) - {"<<"}
_PIPELINE: Final = "pipeline"
_ARGUMENTS: Final = "arguments"
#: Nodes that stand for one of several ways, and begin with what tells which.
_CASES: Final = word_set(
    "switch_case switch_default case_clause case_statement default_statement when in_clause case switch_clause "
    "match_conditional_expression match_default_expression catch_clause except_clause rescue rescue_modifier"
)
#: Of these the first child is asked for in any case.
_ASKED_FIRST: Final = word_set("case rescue_modifier")
#: What is met in any case, or by whoever runs the text as a program.
_ALWAYS: Final = re.compile(
    r"[\s(!]{0,9}(?:\$?true|1|:)[\s)]{0,9}\Z|.{0,40}\b(?:__name__|__FILE__|PROGRAM_NAME|require\.main|import\.meta|ABSPATH)\b",
    re.IGNORECASE | re.DOTALL,
)
#: How a loop asks that is carried out so many times.
_COUNTS: Final = re.compile(r"[\s(]{0,9}[$\w.]{1,60}\s{0,9}(?:--|(?:<=?|>=?|-[lg][te])\s{0,9}[$\w.]{1,60})[\s)]{0,9}")
#: What leaves off the program or the function, by its call; with something else than nothing it tells of an error.
_LEAVES: Final = re.compile(r"(?:(?:process|sys|os|Kernel|Deno)\.)?(?:_?exit!?|die|quit|wp_die)|raise|abort|fail")
_ERRORS: Final = re.compile(
    r"(?:throw|raise|abort|fail|die|wp_die)\b|.{0,20}(?:exit|die|quit)\b[\s(]{0,9}(?![\s()0;]|\Z)"
)
#: What goes on with the next round of a loop, or ends that.
_OF_LOOP: Final = re.compile(r"(?:continue|break|next|redo)\b")
#: Methods whose function is carried out where something failed.
_ON_ERROR: Final = re.compile(r"\.(?:catch|fail|otherwise|rescue)\Z")
#: Of this the second function is.
_ON_EITHER: Final = re.compile(r"\.then\Z")
#: Carried out instead of what stands before it, or after that in any case.
_INSTEAD: Final = word_set("rescue ensure else except_clause catch_clause finally_clause else_clause")
#: What a statement leaves that is of a loop.
_OF_LOOPS: Final = LOOPS | word_set("switch_statement")
#: Functions that are written as a part of a call.
_BLOCKS: Final = word_set("block do_block script_block_expression script_block")
#: So far around a statement stands what it leaves off, at most.
_MOST_AROUND: Final = 60
#: So many functions call each other; one that is called in more places is called in any case.
_MOST_CALLS: Final = 8
_MOST_PLACES: Final = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """What a place depends on.

    Attributes:
        start, end: where that is spelled, in bytes.
        never: whether the place is never reached: the code leaves off there.
    """

    start: int
    end: int
    never: bool = False


class Conditions:
    """Knows them for one text whose nodes are all known."""

    def __init__(self, reader: "CodeReader", functions: FunctionsInCode) -> None:
        self._reader = reader
        self._functions = functions
        self._known: dict[int, Condition | None] = {}
        self._asking = _ASKING | _OPERATIONS | _CASES | COMPREHENSIONS | reader.CALLS | {_PIPELINE, _ARGUMENTS}
        self._depth = 0

    def of(self, place: Node) -> Condition | None:
        """What it depends on whether ``place`` is carried out when the text is; None when nothing is known."""
        passed: list[int] = []
        found: Condition | None = None
        node: Node | None = place
        while node is not None:
            if node.id in self._known:
                found = self._known[node.id]
                break
            self._known[node.id] = None  # meets itself
            passed.append(node.id)
            around = self._reader.parent(node)
            self._reader.budget.spend()
            if around is None:
                break
            if around.type in self._asking or around.id in self._left:
                found = next(self._between(around, node), None)
                if found is not None:
                    break
            if around.type in self._reader.SCOPES and self.is_named(around):
                found = self._of_calls(around) or self._of_value(around)
                break
            node = around
        for each in passed:
            self._known[each] = found
        return found

    def within(self, place: Node, outer: Node) -> Iterator[Condition]:
        """What it depends on whether ``place`` is carried out each time that ``outer`` is, which holds it."""
        node = place
        while node.id != outer.id:
            self._reader.budget.spend()
            around = self._reader.parent(node)
            if around is None:
                return
            yield from self._between(around, node)
            node = around

    def spelled(self, condition: Condition) -> str:
        """How a condition is spelled."""
        code = self._reader.code
        return code.text.text[code.start_of(condition.start) : code.start_of(condition.end)]

    def of_next_round(self, body: Node) -> Condition | None:
        """What it depends on whether a loop with this body goes on behind its first round."""
        run = body
        ends: list[Condition] = []
        for _step in range(2):  # the run within the brackets
            ends += [leaves.condition for _end, leaves in self._left.get(run.id, ()) if not leaves.goes_on]
            if run.named_child_count != 1:
                break
            run = run.named_children[0]
        return min(ends, key=lambda each: not each.never, default=None)

    # -- one step outwards

    def _between(self, around: Node, node: Node) -> Iterator[Condition]:
        """What it depends on whether ``node`` is carried out when ``around`` is."""
        asked = self.asked(around, node)
        if asked is not None:
            yield asked
        if node.type in _INSTEAD or around.type in self._reader.BLOCKS:
            return
        for end, leaving in self._left.get(around.id, ()):
            self._reader.budget.spend()
            if end <= node.start_byte:
                yield leaving.condition
            else:
                break

    def asked(self, around: Node, node: Node) -> Condition | None:
        """What a node asks for before it carries out ``node``, which is a part of it."""
        kind = around.type
        if kind in _ASKING:
            asked = around.child_by_field_name("condition")
            if asked is None:
                asked = around.named_children[1] if around.named_child_count > 1 else around
            spelled = self._reader.code.spelled(asked)
            if asked.id == node.id or _ALWAYS.match(spelled):
                return None
            if kind.startswith(("while", "until")) and _COUNTS.fullmatch(spelled):
                return None
            if kind.endswith("_modifier") and node.type == "begin":  # the first round of it is not asked for
                return None if kind.startswith(("while", "until")) else Condition(asked.start_byte, asked.end_byte)
            return Condition(asked.start_byte, asked.end_byte)
        if kind in _OPERATIONS and not around.has_error:  # a sentence has an “and”, too
            first = around.named_children[0]
            is_first = first.id == node.id or not any(child.type.lower() in _OPERATORS for child in around.children)
            return None if is_first else Condition(first.start_byte, first.end_byte)
        if kind == _PIPELINE:  # ``Test-Path live && irm ..`` of PowerShell
            first = around.named_children[0]
            is_first = first.id == node.id or all(child.type != "pipeline_chain_tail" for child in around.children)
            return None if is_first else Condition(first.start_byte, first.end_byte)
        if kind in COMPREHENSIONS:
            asked = next((child for child in around.named_children if child.type == "if_clause"), None)
            return (
                None if asked is None or node.type.endswith("_clause") else Condition(asked.start_byte, asked.end_byte)
            )
        if kind in self._reader.CALLS:
            first = around.named_children[0]
            in_case = first.id != node.id and _ON_ERROR.search(self._reader.call(around)[0]) is not None
            return Condition(first.start_byte, first.end_byte) if in_case else None
        if kind == _ARGUMENTS:
            call = self._reader.parent(around)
            first = around.named_children[0]
            if call is None or first.id == node.id or call.type not in self._reader.CALLS:
                return None
            is_second = _ON_EITHER.search(self._reader.call(call)[0]) is not None
            return Condition(call.start_byte, first.end_byte) if is_second else None
        if kind in _CASES:
            first = around.named_children[0]
            if first.id != node.id:
                return Condition(around.start_byte, first.end_byte)
            return None if kind in _ASKED_FIRST else Condition(around.start_byte, node.start_byte)
        return None

    # -- functions

    def is_named(self, node: Node) -> bool:
        """Whether a node of ``SCOPES`` is a function that is carried out where it is called, not where it stands."""
        if node.type.startswith(("class", "module", "singleton_class")):
            return False
        around = self._reader.parent(node)
        return around is not None and "argument" not in around.type and not self._functions.is_carried_out_there(node)

    def _of_calls(self, function: Node) -> Condition | None:
        """What all calls of a function depend on."""
        name = self._reader.function_name(function)
        places = () if name is None else self._functions.called_or_given(name)
        outside = [each for each in places if not function.start_byte <= each.start_byte < function.end_byte]
        if not outside or len(outside) > _MOST_PLACES or self._depth >= _MOST_CALLS:
            return None
        self._depth += 1
        try:
            found = [self.of(each) for each in outside]
        finally:
            self._depth -= 1
        return found[0] if all(found) else None

    def _of_value(self, function: Node) -> Condition | None:
        """What it depends on whether a variable is set to a function: ``const send = live ? (e) => .. : () => {}``."""
        node = function
        for _step in range(_MOST_CALLS):
            around = self._reader.parent(node)
            if around is None or around.type in ASSIGNMENTS:
                break
            asked = self.asked(around, node)
            if asked is not None or around.type not in WRAPPERS:
                return asked
            node = around
        return None

    # -- what leaves off

    @cached_property
    def _left(self) -> dict[int, list[tuple[int, "_Leaving"]]]:
        """For each node what leaves it before its end: where the part of it ends in which that stands."""
        reader = self._reader
        found: dict[int, list[tuple[int, _Leaving]]] = {}
        reader.budget.spend(len(reader.calls))
        calls = [each for each in reader.calls if _LEAVES.fullmatch(reader.call(each)[0])]
        named = reader.variables.uses_of("exit") if reader.source == "ruby" else ()
        for leaves in sorted((*reader.leaves, *calls, *named), key=lambda each: each.start_byte):
            self._note(leaves, found)
        return found

    def _note(self, leaves: Node, found: dict[int, list[tuple[int, "_Leaving"]]]) -> None:
        reader = self._reader
        spelled = reader.code.spelled(leaves)[:100]
        of_loop, is_error = _OF_LOOP.match(spelled) is not None, _ERRORS.match(spelled) is not None
        goes_on = spelled.startswith(("continue", "next"))
        leaves_block = of_loop or reader.source == "powershell"
        asked: Condition | None = None
        node = leaves
        for _step in range(_MOST_AROUND):
            reader.budget.spend()
            around = reader.parent(node)
            if around is None or around.type in reader.SCOPES or (is_error and asked is not None):
                break
            if (of_loop and around.type in _OF_LOOPS) or (leaves_block and around.type in _BLOCKS & reader.BLOCKS):
                break
            if around.type not in reader.BLOCKS:
                if asked is None and around.has_error:
                    break  # what it stands in may not have been read
                condition = asked or Condition(leaves.start_byte, leaves.end_byte, never=True)
                found.setdefault(around.id, []).append((node.end_byte, _Leaving(condition, goes_on)))
            if asked is None:
                asked = self.asked(around, node)
                if asked is None and around.type in reader.BLOCKS and not around.type.startswith("else"):
                    if around.type in _ASKING:
                        break  # it is for another use of the text
                    asked = Condition(around.start_byte, node.start_byte)
            node = around


@dataclass(frozen=True, slots=True)
class _Leaving:
    """A statement with which the code may leave off: on what that depends, and whether a loop goes on then."""

    condition: Condition
    goes_on: bool
