"""Whether an event that a variable is set to is what that variable holds where it is used.

In ``if test: body = {..}`` and then ``post(body)`` it may be something else: what the variable held before, which the
pasted part of the code need not show, or another event: only one of them is sent.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.source_code.node_kinds import KEEPING, LISTS, WRAPPERS
from yespo_console.reading.source_code.requests_in_code import IS_ANOTHER, MAY_BE_ANOTHER
from yespo_console.reading.source_code.uses.conditions import Conditions
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode
from yespo_console.reading.source_code.uses.sent_instead import LOOKS
from yespo_console.reading.source_code.uses.taken_from_several import Places, TakenFromSeveral
from yespo_console.reading.source_code.variables.second_names import Key
from yespo_console.reading.source_code.variables.variable import Change
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: Calls that give what they are given, in another form.
_GIVES: Final = re.compile(
    r".*(?:stringify|json|dumps?|encode|generate|seriali[sz]e|encode64|btoa|freeze|bytes|compress|dup|to_s|strip)$"
    r"|(?:dict|array|list|tuple|string|str|object|from|ordereddict)$",
    re.IGNORECASE,
)
#: Calls that give their last argument where there is nothing else.
_OR_ELSE: Final = re.compile(
    r"(?:\A|\.|::|->|_)(?:get|fetch|dig|pop|getattr|get_?or_?default|input|config|env|coalesce|if_?null|nvl|or_?else\w*)\Z",
    re.IGNORECASE,
)
_GIVEN_BLOCKS: Final = ("block_body", "block", "do_block", "body_statement")
#: What a value may stand in that a variable is set to.
_HOLDING: Final = (
    KEEPING
    | LISTS
    | WRAPPERS
    | word_set(
        "arguments argument_list array object pair hash dictionary keyword_argument await_expression await attribute "
        "member_expression array_creation_expression array_element_initializer hash_literal_expression hash_entry "
        "array_expression"
    )
)
#: What takes one of several values.
_CHOOSING: Final = word_set(
    "ternary_expression conditional_expression conditional if unless elsif case match_block if_statement elseif_clause "
    "switch_statement try_statement"
)
_OPERATORS: Final = word_set("binary_expression binary boolean_operator")
_EITHER: Final = ("or", "||", "??", "and", "&&")
#: Statements that choose, and what lies between them and the value.
_BRANCHES: Final = word_set(
    "if unless elsif case if_statement elseif_clause switch_statement try_statement then else when statement_block "
    "statement_list else_clause elseif_clauses match_conditional_expression match_default_expression match_expression"
)
#: What a function gives that gives no event.
_NOTHING: Final = frozenset(
    (
        "null",
        "none",
        "nil",
        "undefined",
        "false",
        "true",
        "$null",
        "$false",
        "$true",
        "{}",
        "[]",
        "''",
        '""',
        "0",
        "@{}",
    )
)
#: So far from an event stands the variable that holds it, at most; and so many hold each other.
_MOST_STEPS: Final = 60
_MOST_HOLDERS: Final = 8
#: Nobody uses a variable more often before it is sent.
_MOST_USES: Final = 100


class SentHere:
    """Looks at the uses of one text's variables that hold events."""

    def __init__(self, reader: "CodeReader", functions: FunctionsInCode, conditions: Conditions) -> None:
        self._reader = reader
        self._functions = functions
        self._taken = TakenFromSeveral(reader, functions, conditions)
        self._is_another_taken = False
        self._known: dict[tuple[str, int, tuple[tuple[int, Key], ...]], bool] = {}
        #: The statements that set a variable to a value, by its node.
        self._set_to: dict[int, list[tuple[str, Change]]] = {}
        #: For each variable where it is set.
        self._settings: dict[str, list[int]] = {}
        for name, settings in reader.variables.all_settings():
            for setting in settings:
                for node_id in {setting.values[0].id, reader.map_in(setting.values[0]).id}:
                    self._set_to.setdefault(node_id, []).append((name, setting))
        for name, put in reader.variables.all_puts():
            self._set_to.setdefault(put.values[0].id, []).append((name, put))

    def is_certain(self, event: Node, holder: tuple[str, Change] | None) -> bool:
        """Whether what stands at ``event`` surely is what is sent; ``holder`` sets a variable to it, if known."""
        return self.why_not(event, holder) is None

    def why_not(self, event: Node, holder: tuple[str, Change] | None) -> str | None:
        """Why what stands at ``event`` is not surely what is sent, as a mark of its value; None when it is."""
        self._is_another_taken = False
        if self._reaches(event, 0, ()) if holder is None else self._is_held((holder,), 0, ()):
            return None
        return IS_ANOTHER if self._is_another_taken else MAY_BE_ANOTHER

    def _reaches(self, value: Node, depth: int, places: Places) -> bool:
        """Whether a value that stands there, of which ``places`` are parts, stays what it is until it is sent."""
        node: Node | None = value
        chosen = False
        for _step in range(_MOST_STEPS):
            self._reader.budget.spend()
            if node is None:
                return True
            if places:
                taken, rest, places = self._taken.of(node, places)
                self._is_another_taken |= taken == "another"
                if taken in ("another", "open"):
                    return False
                node = rest
            if node.id in self._set_to:
                return not chosen and self._is_held(self._set_to[node.id], depth, places)
            around = self._reader.parent(node)
            if around is not None and around.has_error and self._is_behind_fault(around, node):
                return False
            if around is not None and self._chooses(around, value):
                if around.type not in _BRANCHES:
                    return False
                chosen = True
                node = around
            else:
                held = around if around is not None and around.type in _BRANCHES else self._around(node)
                places = (*(() if held is None else self._taken.place_in(held, node)), *places)
                node = held
        return True

    def _chooses(self, node: Node, value: Node) -> bool:
        """Whether a node takes ``value`` or another; as a statement it does where it is used as a value."""
        if node.type in self._reader.CALLS:
            return self._is_default(node, value)
        if node.type in _OPERATORS:
            return any(child.type in _EITHER for child in node.children)
        return node.type in _CHOOSING

    def _is_behind_fault(self, around: Node, node: Node) -> bool:
        """Whether a fault stands before a value in its line of PowerShell: ``$test ? $event : $other`` is one there."""
        return self._reader.source == "powershell" and any(
            child.is_error and child.end_byte <= node.start_byte and child.end_point.row == node.start_point.row
            for child in around.children
        )

    def _is_default(self, call: Node, value: Node) -> bool:
        """Whether a call gives ``value`` only where it has nothing else: ``options.get("event", value)``."""
        name, arguments = self._reader.call(call)
        if not _OR_ELSE.search(name) or (name == "fetch" and self._reader.source != "ruby"):
            return False
        is_address = bool(arguments) and "/" in self._reader.code.spelled(arguments[0])[:100]
        return bool(arguments) and not is_address and value.start_byte >= arguments[0].end_byte

    def _around(self, node: Node) -> Node | None:
        """What holds a value and nothing that is made of it; None for anything else."""
        around = self._reader.parent(node)
        if around is None or (around.start_byte, around.end_byte) == (node.start_byte, node.end_byte):
            return around
        if around.type == "pipeline_chain":
            return around if "json" in self._reader.code.spelled(around.named_children[-1]).lower() else None
        if around.type in self._reader.CALLS:
            called = self._reader.called(around)
            return around if called is not None and _GIVES.match(called) else None
        if around.type in _GIVEN_BLOCKS:
            return around if self._is_block_of_default(around) else None
        return around if around.type in _HOLDING else None

    def _is_block_of_default(self, block: Node) -> bool:
        """Whether a block gives what is taken where there is nothing else: ``options.fetch(:event) { value }``."""
        call = self._reader.parent(block)
        if call is not None and call.type in _GIVEN_BLOCKS:
            call = self._reader.parent(call)
        in_call = call is not None and call.type in self._reader.CALLS
        return in_call and call is not None and _OR_ELSE.search(self._reader.call(call)[0]) is not None

    def _is_held(self, holders: Sequence[tuple[str, Change]], depth: int, places: Places) -> bool:
        """Whether one of the variables that are set to a value, if they are used at all, surely holds it there."""
        if any(self._is_one_of_several(*holder) for holder in holders):
            return False
        if places and depth <= _MOST_HOLDERS and any(name.endswith("()") for name, _setting in holders):
            calls = [
                each for name, _setting in holders for each in self._functions.calls_named(name.removesuffix("()"))
            ]
            return not calls or any(self._reaches(call, depth + 1, places) for call in calls[:_MOST_USES])
        used = [holder for holder in holders if self._uses(*holder)]
        return not used or depth > _MOST_HOLDERS or any(self._holds(*holder, depth, places) for holder in used)

    def _uses(self, name: str, setting: Change) -> Sequence[Node]:
        """Where a variable is read; of one that is only given a member, behind that."""
        variables = self._reader.variables
        if setting.how == "put":
            return variables.uses_behind(name, setting)
        return variables.uses_of(name)

    def _is_one_of_several(self, name: str, setting: Change) -> bool:
        """Whether a function gives this or something else, and not nothing: ``name`` stands for what it gives."""
        if not name.endswith("()"):
            return False
        function = self._function_around(setting.values[0])
        others = [
            other.values[0]
            for other in self._reader.variables.settings_of(name)[: _MOST_USES + 1]
            if other.values and other.values[0].id != setting.values[0].id
        ]
        return any(
            self._reader.code.spelled(other).lower() not in _NOTHING and self._function_around(other) == function
            for other in others
        )

    def _function_around(self, node: Node) -> int | None:
        around = self._reader.parent(node)
        while around is not None and around.type not in self._reader.SCOPES:
            self._reader.budget.spend()
            around = self._reader.parent(around)
        return None if around is None else around.id

    def _holds(self, name: str, setting: Change, depth: int, places: Places) -> bool:
        if setting.how == "put":
            places = ()
        key = (name, setting.start, tuple([(container.id, at) for container, at in places]))
        if key not in self._known:
            self._known[key] = False  # meets itself
            self._known[key] = self._is_used(name, setting, depth, places)
        return self._known[key]

    def _is_used(self, name: str, setting: Change, depth: int, places: Places) -> bool:
        variables = self._reader.variables
        settings = self._set_at(name, setting)
        behind = bisect_left(settings, setting.start + 1)
        set_anew = settings[behind] if behind < len(settings) else None
        held = variables.held_uses(name, setting)
        for use in held[:_MOST_USES]:
            if set_anew is not None and use.start_byte > set_anew > setting.since:
                return False
            if not self.is_looked_at(use) and not self._taken.is_beside(use, places):
                if self._reaches(use, depth + 1, places):
                    return True
                held = []
        return len(held) == len(self._uses(name, setting))  # it is only looked at, there and elsewhere

    def _set_at(self, name: str, setting: Change) -> list[int]:
        """Where the variable, or the same member of it, is set."""
        if setting.how == "put":
            return self._reader.variables.put_at(name, setting)
        if name not in self._settings:
            self._settings[name] = sorted([each.start for each in self._reader.variables.settings_of(name)])
        return self._settings[name]

    def is_looked_at(self, use: Node) -> bool:
        """Whether what stands there is only printed, logged or checked."""
        around = self._reader.parent(use)
        for _step in range(_MOST_STEPS):
            self._reader.budget.spend()
            if around is None or around.type.endswith(("statement", "block")):
                break
            if around.type in self._reader.CALLS:
                called = self._reader.called(around) or ""
                name = self._reader.call(around)[0].lower()
                if LOOKS.match(called.lower()) or name.startswith(("write-", "out-", "console.")):
                    return True
                if not _GIVES.match(called):
                    return False
            around = self._reader.parent(around)
        return False
