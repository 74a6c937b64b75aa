"""Whether only a part of an event is sent, or what an unknown function made of it: ``post(u, sign(e)["body"])``.

The event is followed as a whole through variables, lists and functions of the text. Where a member of it is asked for,
or an unknown function gives something for it, that is followed from there, in whatever form it goes on, to a call that
sends it. It says nothing where the event itself is sent as well.
"""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from tree_sitter import Node

from yespo_console.reading.source_code.node_kinds import ASSIGNMENTS, SPREADS, holds_items
from yespo_console.reading.source_code.uses.calls_on_the_way import PARTS, last_word
from yespo_console.reading.source_code.uses.changed_text import PARSES
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode, body_of
from yespo_console.reading.source_code.uses.sending import OPTIONS
from yespo_console.reading.source_code.uses.sent_instead import BODIES, OF_REQUEST, SentInstead
from yespo_console.reading.source_code.uses.taken_from_several import RANGES
from yespo_console.reading.source_code.uses.use_kinds import (
    GIVES_BACK,
    HOLDS,
    OPERATIONS,
    RETURNS,
    SAFE_TEXTS,
    doing_of,
    doing_of_method,
)
from yespo_console.reading.source_code.variables.variable import Change

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: All of the event, the JSON of that, an object of a class that was given it, a part of it, or what something else made
#: of it.
_Kind = Literal["whole", "text", "object", "part", "made"]
_WHOLE: Final = ("whole", "text", "object")

#: Methods and functions of which each gives no more than a part of what it is given.
_TAKES_PART: Final = re.compile(r"(?:get|fetch|dig|first|last|at|slice|filter|select|reject|find|map|collect)\Z")
_OF_LISTS: Final = ("array_values", "array_slice", "array_filter", "array_map")
#: Hooks of React that give what they are given, and a function that sets it anew.
_GIVE_PAIR: Final = ("useState",)
#: Members, arguments and options of requests that hold what is sent.
_BODIES: Final = BODIES | OPTIONS
#: The last of the names before what is sent as the body of a request: ``request.body = ..``.
_BODY: Final = re.compile(r"(?:\.|->)(?:body|content)\s{0,9}\Z", re.IGNORECASE)
#: Nodes that take one of two values; of Python the second child is what that depends on.
_CHOICES: Final = ("ternary_expression", "conditional_expression", "conditional")
_MEMBERS: Final = ("pair", "array_element_initializer", "hash_entry")
_NAMED: Final = (*_MEMBERS, "keyword_argument", "argument")
_TEMPLATES: Final = ("template_substitution", "template_string")
#: The option of a command of PowerShell before a value, which is no further back.
_LAST_OPTION: Final = re.compile(r"(-\w{1,40})[\s:(@]{1,20}\Z")
_LONGEST_OPTION: Final = 60
_ARGUMENTS: Final = ("arguments", "argument_list", "command_elements")
_MOST_STEPS: Final = 100
_MOST_PLACES: Final = 300


@dataclass(frozen=True, slots=True)
class _Value:
    """What is at one place.

    Attributes:
        kind: how much of the event that is.
        depth: in how many lists and objects the event stands there.
        is_beside: whether it stands under a name that is none of a body.
    """

    kind: _Kind = "whole"
    depth: int = 0
    is_beside: bool = False

    def made(self) -> "_Value":
        return _Value("made", 0, self.is_beside)


class SentOfIt:
    """Follows the events of one text whose nodes are all known."""

    def __init__(self, reader: "CodeReader", instead: SentInstead, functions: FunctionsInCode) -> None:
        self._reader = reader
        self._instead = instead
        self._functions = functions
        self._pending: list[tuple[Node, _Value]] = []
        self._seen: set[tuple[int, _Value]] = set()
        #: What was sent, or given to what may send it.
        self._sent: set[str] = set()

    def is_all(self, event: Node) -> bool:
        """Whether nothing but a part of ``event``, or what is made of it, is sent."""
        self._pending, self._seen, self._sent = [], set(), set()
        self._add(event, _Value())
        while self._pending and len(self._seen) < _MOST_PLACES:
            self._follow(*self._pending.pop())
        if "whole" in self._sent or self._pending:
            return False
        return "made" in self._sent or ("part" in self._sent and "given" not in self._sent)

    def _add(self, node: Node, value: _Value) -> None:
        self._reader.budget.spend()
        if (node.id, value) not in self._seen:
            self._seen.add((node.id, value))
            self._pending.append((node, value))

    def _follow(self, place: Node, value: _Value) -> None:
        reader = self._reader
        node = argument = place
        after = value
        for _step in range(_MOST_STEPS):
            reader.budget.spend(4)
            for parts in reader.shared.get(node.id, ()):
                self._share(parts, after)
            holders = self._instead.holders_of(node)
            for held in holders:
                self._held(held, after)
            around = reader.parent(node)
            if holders or around is None:
                return
            is_same = (around.start_byte, around.end_byte) == (node.start_byte, node.end_byte)
            if is_same and not (around.type in RETURNS or around.type in reader.CALLS or holds_items(around)):
                node = around
                continue
            if around.type in _ARGUMENTS:
                argument = node
            next_value = self._behind(argument, node, around, after)
            if next_value is None:
                return
            receiver = self._functions.call_on(node, around)
            node, after = around if receiver is None else receiver[0], next_value

    def _behind(self, argument: Node, node: Node, around: Node, value: _Value) -> _Value | None:
        """What ``around`` makes of the value at ``node``; None where that goes no further."""
        reader, kind = self._reader, around.type
        receiver = self._functions.call_on(node, around)
        if receiver is not None:
            return self._called_on(*receiver, value)
        if kind in reader.CALLS:
            return self._given(argument, node, around, value)
        if kind == "pipeline_chain":
            return self._piped(node, around, value)
        step = reader.step(around)
        if step is not None:
            is_owner = step[0].start_byte == node.start_byte and step[0].end_byte == node.end_byte
            return self._asked(around, value) if is_owner else None
        if kind in _NAMED:
            name = (reader.name_of(node) or "").lower().lstrip(":").rpartition("::")[2]
            is_beside = name not in _BODIES if name else value.is_beside
            return replace(value, depth=value.depth + (kind in _MEMBERS), is_beside=is_beside)
        if node.type == "shorthand_property_identifier":
            return replace(value, is_beside=reader.code.spelled(node).lower() not in _BODIES)
        if kind in RETURNS or around.id in self._functions.ids:
            return self._given_back(around, value)
        if kind in ASSIGNMENTS:
            return self._put(node, around, value)
        if kind in SPREADS:
            return replace(value, depth=max(0, value.depth - 1))
        if kind in _CHOICES and node.id == (around.child_by_field_name("condition") or around.named_children[1]).id:
            return None
        if kind in OPERATIONS and not any(child.type in GIVES_BACK for child in around.children):
            return None
        if kind in _TEMPLATES:
            return value if self._is_in_tag(around) else None
        if holds_items(around):
            return replace(value, depth=value.depth + 1)
        return value if kind in HOLDS or kind in reader.MAPS or "argument" in kind else None

    # -- what is done with it

    def _called_on(self, call: Node, method: str, value: _Value) -> _Value | None:
        doing = doing_of_method(method)
        if doing == "looks":
            return None
        if doing in ("sends", "encodes"):
            return self._encoded(value)
        if value.kind == "text":
            self._sent.add("whole")  # what is done with texts, others look at
            return None
        if value.kind == "whole" and not value.depth:
            if PARTS.match(method.lower()) or _TAKES_PART.match(method.lower()):
                asked = self._reader.call(call)[1]
                is_name = bool(asked) and self._reader.code.spelled(asked[0]).strip("'\":").endswith(SAFE_TEXTS)
                return None if is_name else replace(value, kind="part")
            if doing == "unknown":
                return self._by_unknown(call, value)
        return value.made() if value.kind == "object" else value

    def _given(self, argument: Node, node: Node, call: Node, value: _Value) -> _Value | None:
        if call.named_children[0].id == node.id:
            return None
        functions = self._functions.called_by(call)
        names = [self._functions.names_given(function, call, argument) for function in functions]
        for function, known in zip(functions, names, strict=True):
            for name in sorted(known or ()):
                for use in self._reader.variables.uses_within(name, function.start_byte, function.end_byte):
                    self._add(use, value)
        if any(names):
            return None
        called = self._functions.word_of(call)
        doing = doing_of(called)
        if doing == "sends":
            self._send(argument, call, value)
            return None
        if doing == "looks":
            return None
        if PARSES.match(called.lower()):
            return value
        if doing == "encodes":
            return self._encoded(value)
        if value.kind == "text":
            self._sent.add("whole")
            return None
        if called in _GIVE_PAIR:
            return replace(value, depth=value.depth + 1)
        if doing == "gives":
            is_part = value.kind == "whole" and not value.depth and (PARTS.match(called.lower()) or called in _OF_LISTS)
            return replace(value, kind="part") if is_part else value
        if value.kind == "made":
            return value
        if value.kind == "part":
            return None
        if called[:1].isupper() and call.type != "command":  # a class
            return value if OF_REQUEST.search(called) else replace(value, kind="object")
        return self._by_unknown(call, value)

    def _encoded(self, value: _Value) -> _Value | None:
        """It is made JSON."""
        if value.kind in _WHOLE:
            return replace(value, kind="text")
        return None if value.is_beside else value

    def _by_unknown(self, call: Node, value: _Value) -> _Value | None:
        """What an unknown function gives that was given the event."""
        if call.id not in self._reader.shared and self._functions.is_for_its_effect(call):
            self._sent.add("given")
            return None
        return value.made()

    def _send(self, argument: Node, call: Node, value: _Value) -> None:
        """A call that sends is given it."""
        if value.kind in _WHOLE:
            self._sent.add("whole")
        elif not value.is_beside and self._is_body(argument, call):
            self._sent.add(value.kind)

    def _is_body(self, argument: Node, call: Node) -> bool:
        """Whether what stands at ``argument`` may be the body of a request, and neither its address nor an option."""
        name, arguments = self._reader.call(call)
        if last_word(name) == "curl_setopt":
            return len(arguments) == 3 and "POSTFIELDS" in self._reader.code.spelled(arguments[1])
        if call.type == "command":
            begin = self._reader.code.start(argument)
            option = _LAST_OPTION.search(self._reader.code.text.text[max(0, begin - _LONGEST_OPTION) : begin])
            return option is not None and option[1].lower() == "-body"
        if not arguments or arguments[0].type in SPREADS:
            return True
        is_first = arguments[0].start_byte <= argument.start_byte < arguments[0].end_byte
        given = call.child_by_field_name("arguments")
        return not is_first or given is None or given.named_child_count < 2

    def _piped(self, node: Node, chain: Node, value: _Value) -> _Value | None:
        """A pipe of PowerShell hands it to the commands behind."""
        for stage in chain.named_children:
            if stage.start_byte < node.end_byte or stage.type not in self._reader.CALLS:
                continue
            doing = doing_of(self._reader.call(stage)[0])
            if doing == "sends":
                self._sent.add("whole" if value.kind in _WHOLE else value.kind)
                return None
            if doing == "unknown" and value.kind == "whole":
                value = value.made()
        return value

    def _asked(self, step: Node, value: _Value) -> _Value | None:
        """A member or an item is asked for."""
        if value.kind == "object":
            return value.made()
        if value.kind != "whole":
            return value
        if value.depth:
            is_cut = self._reader.inner(step.named_children[-1]).type in RANGES
            return value if is_cut else replace(value, depth=value.depth - 1)
        named = self._reader.code.spelled(step)[-20:].rstrip("'\"])")
        return None if named.endswith(SAFE_TEXTS) else replace(value, kind="part")

    def _share(self, parts: Node, value: _Value) -> None:
        """A loop goes through it, or it is taken apart; PowerShell goes through no single object."""
        if value.kind == "whole" and self._reader.source != "powershell":
            value = replace(value, depth=value.depth - 1) if value.depth else replace(value, kind="part")
        body = body_of(self._reader, parts) or self._reader.code.root
        for name in sorted(self._reader.names_in(parts)):
            for use in self._reader.variables.uses_within(name, body.start_byte, body.end_byte):
                if not parts.start_byte <= use.start_byte < parts.end_byte:
                    self._add(use, value)

    def _held(self, held: tuple[str, Change], value: _Value) -> None:
        name = held[0]
        given = name.removesuffix("()")  # a variable of such a name stands for what a function gives
        uses = self._reader.variables.reached_uses(*held) if given == name else self._functions.calls_named(given)
        if not uses and value.kind in _WHOLE:
            self._sent.add("given")
        for use in uses:
            self._add(use, value)

    def _given_back(self, around: Node, value: _Value) -> _Value | None:
        """A function gives it: to where that is called."""
        function: Node | None = around
        for _step in range(_MOST_STEPS):
            if function is None or function.id in self._functions.ids:
                break
            function = self._reader.parent(function)
        calls = () if function is None else self._functions.calls_of(function)
        if not calls and value.kind in _WHOLE:
            self._sent.add("given")
        for call in calls:
            self._add(call, value)
        return None

    def _put(self, node: Node, assignment: Node, value: _Value) -> _Value | None:
        """It is put into a part of something: that is used behind, or is the body of a request."""
        target = assignment.named_children[0]
        if node.start_byte < target.end_byte or node.id in self._reader.shared:
            return None
        if value.kind in _WHOLE:
            self._sent.add("given")
        elif _BODY.search(self._reader.code.spelled(target)[-40:]):
            self._sent.add(value.kind)
        return None

    def _is_in_tag(self, node: Node) -> bool:
        """Whether a text is handed to a function that makes something of it, and its holes with it."""
        template = node if node.type == "template_string" else self._reader.parent(node)
        around = None if template is None else self._reader.parent(template)
        return around is not None and around.type in self._reader.CALLS
