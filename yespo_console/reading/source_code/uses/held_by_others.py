"""An event on an object that others hold: ``window.event = e``. Whatever is called then may change it there.

So may a method of the object itself that the text does not show, where a method has the event as ``this.event``. Only a
call whose name tells nothing counts, and none of a function of the text, whose doing is seen.
"""

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.literals import Text
from yespo_console.reading.source_code.node_kinds import LISTS
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode
from yespo_console.reading.source_code.uses.use_kinds import LOOPS, OF_OWN, doing_of
from yespo_console.reading.source_code.variables.held_values import NEW_LISTS
from yespo_console.reading.source_code.variables.variable import Change
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: Functions that have nothing to do with objects of others, or only wait, load and connect.
_HARMLESS: Final = re.compile(
    r"(?:u?sleep|delay|wait\w*|require\w*|import\w*|include\w*|now|time\w*|date\w*|uuid\w*|rand\w*|int|float|number|round|abs"
    r"|floor|ceil|open|close|read\w*|parse\w*|loads?|env|auth\w*|basic|bearer|headers?|set_?headers?|setrequestheader"
    r"|addeventlistener|on|once|exit|die|connect|disconnect|login|strftime|format\w*|decode|new|start-sleep|set-strictmode"
    r"|import-module|add-type|convertto-securestring|isoformat|b64\w*|btoa|urlencode|raise|abort|curl_\w+|basicconfig)\Z"
)
#: A method of the object itself, or of what its class is made from.
_OWN_CALL: Final = re.compile(
    r"(?:await\s{1,9})?(?:this|self|cls|super(?:\([^()]{0,99}\))?|\$this|parent|static)(?:\??\.|\??->|::)(\w{1,60}[!?]?)\s{0,9}\("
)
_LONGEST: Final = 200
#: Nodes that ask for a member.
_MEMBERS: Final = word_set("attribute member_expression member_access_expression member_access call")
#: A loop in which a call is carried out again is so far around, at most.
_MOST_AROUND: Final = 60


class HeldByOthers:
    """Knows the calls of one text that may change what others hold."""

    def __init__(self, reader: "CodeReader", functions: FunctionsInCode) -> None:
        self._reader = reader
        self._functions = functions

    def holds(self, name: str) -> bool:
        """Whether others hold what the variable ``name`` holds, so that what is put on it is theirs too."""
        if name.startswith(OF_OWN):
            return False
        settings = self._reader.variables.settings_of(name)
        if not settings or self._reader.variables.is_parameter(name):
            return self._reader.SHARES
        self._reader.budget.spend(len(settings))
        return self._reader.SHARES and not all(self._is_made_here(value) for each in settings for value in each.values)

    def _is_made_here(self, value: Node) -> bool:
        node = self._reader.map_in(value)
        if node.type in self._reader.MAPS or node.type in LISTS or node.type in self._reader.TEXTS:
            return True
        if node.type not in self._reader.CALLS:
            return False
        called = self._reader.called(node) or ""
        return called[:1].isupper() or called == "new" or doing_of(called) in ("gives", "encodes", "sends")

    def uses_from_outside(self, name: str) -> list[Node]:
        """Where the text asks an object of one of its classes for the member that its methods know as ``name``."""
        owner = next((each for each in OF_OWN if name.startswith(each)), None)
        return [] if owner is None else self._asked_of_objects.get(name.removeprefix(owner), [])

    @cached_property
    def _asked_of_objects(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for node in self._reader.nodes():
            self._reader.budget.spend()
            step = self._reader.step(node) if node.type in _MEMBERS else None
            if step is None or not isinstance(step[1], Text) or self._reader.variable_name(node) is not None:
                continue
            if self._functions.is_own(step[0]):
                found.setdefault(step[1].traced.text, []).append(node)
        return found

    def is_changed_where_given(self, name: str, setting: Change, origin: int) -> bool:
        """Whether a variable is changed that is set to what a function gives: the event of ``origin`` itself."""
        value = setting.values[0] if setting.values else None
        if value is None or value.type not in self._reader.CALLS or value.start_byte <= origin < value.end_byte:
            return False
        if not self._functions.is_written_here(self._functions.word_of(value)):
            return False
        return self._reader.variables.is_changed_below(name, (), setting.start)

    def is_changed_as(self, name: str, setting: Change, value: Node) -> bool:
        """Whether what a second variable holds is changed under its name, and not followed from there."""
        reader = self._reader
        is_new = value.type in reader.MAPS or value.type in LISTS
        if value.type in reader.CALLS and reader.call(value)[0] != "collect":  # of Laravel, which wraps its argument
            called = reader.called(value) or ""
            is_new = called.lower() in NEW_LISTS and called[:1].islower()  # and no ``Map`` with its members
        if is_new or name in reader.variables.followed_names:
            return False
        if name.startswith(OF_OWN):  # which is changed at any time
            return reader.variables.is_changed_below(name, (), -1)
        return reader.variables.is_altered_within(name, setting.start + 1, max(setting.until, setting.block.end))

    def first_call_behind(self, place: Node, *, own: bool) -> Node | None:
        """The first call behind ``place`` that may do anything; of the object's ``own`` methods, or any."""
        start = place.end_byte
        around = self._reader.parent(place)
        for _step in range(_MOST_AROUND):
            if around is None:
                break
            if around.type in LOOPS:
                start = around.start_byte
                break
            around = self._reader.parent(around)
        calls, starts = self._own if own else self._any
        first = bisect_left(starts, start)
        return calls[first] if first < len(calls) else None

    @cached_property
    def _any(self) -> tuple[list[Node], list[int]]:
        found = [call for call in self._reader.calls if self._may_do_anything(self._functions.word_of(call))]
        return _in_order(found + self._bare)

    @cached_property
    def _own(self) -> tuple[list[Node], list[int]]:
        found = []
        for call in self._reader.calls:
            self._reader.budget.spend(2)
            end = min(self._reader.code.start(call) + _LONGEST, self._reader.code.end(call))
            match = _OWN_CALL.match(self._reader.code.text.text, self._reader.code.start(call), end)
            if match is not None and self._may_do_anything(match[1]):
                found.append(call)
        return _in_order(found + self._bare)

    @cached_property
    def _bare(self) -> list[Node]:
        return [call for call, word in self._reader.bare_calls() if self._may_do_anything(word)]

    def _may_do_anything(self, word: str) -> bool:
        lowered = word.lower()
        if not word or (word[:1].isupper() and "-" not in word) or _HARMLESS.match(lowered):
            return False
        return doing_of(word) == "unknown" and not self._functions.is_written_here(word)


def _in_order(calls: list[Node]) -> tuple[list[Node], list[int]]:
    calls.sort(key=lambda call: call.start_byte)
    return calls, [call.start_byte for call in calls]
