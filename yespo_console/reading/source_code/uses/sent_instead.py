"""Whether what is sent is not an event itself but what a function of unknown doing makes of it: ``post(u, sealed(e))``.

A function that is only given the event beside its sending (``sign(e)`` for a header) makes nothing else of it.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.source_code.node_kinds import COMPREHENSIONS, WRAPPERS
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode
from yespo_console.reading.source_code.uses.use_kinds import doing_of
from yespo_console.reading.source_code.variables.variable import Change
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: Functions that send what they are given.
_SENDS: Final = re.compile(
    r"(?:send|post|put|patch|track|request|fetch|emit|publish|push|ajax|axios|got$|ky$|curl_setopt|dispatch|invoke|irm\Z|iwr\Z|restmethod|webrequest)"
)
#: Functions that make JSON of what they are given.
ENCODES: Final = re.compile(r".*(?:stringify|to_?json|dumps?$|json_?encode|encode$|generate$|seriali[sz]e)")
#: Functions that keep what they are given, in another form or as one of something.
_KEEPS: Final = re.compile(
    r"(?:b64|base_?64|gzip|deflate|compress|from|bytes|urlencode|http_build_query)|(?:freeze|seal|reactive|readonly|ref"
    r"|unref|toraw|array|list|dict|tuple|collect|resolve|all|object|raw|quote|response)$"
)
#: Functions that show or check what they are given.
LOOKS: Final = re.compile(
    r"(?:log|p?print|debug|info|warn|error|var_|dd$|pp?$|puts$|echo|valid|check|assert|expect|inspect)"
)
#: Methods that give what they are called on, as it is or as it is sent.
_SAME: Final = word_set(
    "dup clone freeze itself to_h to_a all toarray tojson to_json encode strip trim tap then catch finally copy"
    " stringify_keys deep_stringify_keys symbolize_keys values get items keys entries call"
)
#: Methods without arguments that make another object.
_RESHAPES: Final = re.compile(r"(?:compact|except|slice|reject|invert|transform|deep_|sort|reverse|uniq|flatten)\w*\Z")
#: Members and named arguments that hold what is sent.
BODIES: Final = word_set("body data json payload content form event events message params form_params postfields")
#: Nodes between a value and the call that it is given to.
_HOLDING: Final = word_set(
    "arguments argument_list argument array object pair list tuple dictionary keyword_argument hash "
    "parenthesized_expression array_creation_expression array_element_initializer await_expression await as_expression "
    "command_elements array_literal_expression unary_expression pipeline pipeline_chain logical_expression "
    "bitwise_expression comparison_expression additive_expression multiplicative_expression format_expression "
    "range_expression"
)
_NAMED: Final = word_set("pair keyword_argument array_element_initializer")
#: What makes an object of a class, and classes that only carry what is sent.
_MAKES: Final = ("new_expression", "object_creation_expression")
OF_REQUEST: Final = re.compile(r"request|message|client|content|body|blob|api", re.IGNORECASE)
#: What may stand around a value that a variable is set to.
_PASSING: Final = word_set("await_expression await parenthesized_expression as_expression pipeline")
#: So far from a value stands the call it is given to, at most.
_MOST_STEPS: Final = 8


class SentInstead:
    """Looks at the ways of one text's events to their sending."""

    def __init__(self, reader: "CodeReader", functions: FunctionsInCode) -> None:
        self._reader = reader
        self._functions = functions
        #: The variables that are set to a value, by its node.
        self._set_to: dict[int, list[tuple[str, Change]]] | None = None

    def of(self, event: Node) -> bool:
        """Whether something else is sent than ``event``, the object or the text that stands there."""
        held = self.variable_of(event)
        return self.at([event] if held is None else self._reader.variables.held_uses(*held))

    def at(self, places: Sequence[Node]) -> bool:
        """The same for an event that stands, or is used, in these places."""
        self._reader.budget.spend(20 * len(places))
        if any(self._is_sent(place) for place in places):
            return False
        return any(self.is_made_of(place) for place in places)

    def variable_of(self, node: Node) -> tuple[str, Change] | None:
        """The variable that is set to the value that stands there, if one is."""
        holders = self.holders_of(node)
        return holders[-1] if holders else None

    def holders_of(self, node: Node) -> Sequence[tuple[str, Change]]:
        """All of them: what a class sets is known as ``self.name`` too."""
        if self._set_to is None:
            self._set_to = {}
            for name, settings in self._reader.variables.all_settings():
                for setting in settings:
                    for node_id in {setting.values[0].id, self._reader.map_in(setting.values[0]).id}:
                        self._set_to.setdefault(node_id, []).append((name, setting))
            for name, setting, first in self._reader.variables.made_by_members():
                holder = self._reader.parent(first)
                if holder is not None:
                    self._set_to.setdefault(holder.id, [(name, setting)])
        return self._set_to.get(node.id, ())

    def is_made_of(self, place: Node) -> bool:
        """Whether the value there is given to a function whose value is sent."""
        method = self._reader.method_on(place)
        if method is not None:
            call = self._reader.parent(place)
            call = call if call is None or call.type in self._reader.CALLS else self._reader.parent(call)
            is_call = call is not None and call.type in self._reader.CALLS
            if call is None or not is_call or self._leaves(method) or self._asks_for_part(call, method):
                if not is_call or call is None or method.lower() not in _SAME:
                    return False
                held = self.variable_of(call)
                return self.is_made_of(call) if held is None else self.at(self._reader.variables.held_uses(*held))
        else:
            call, named = self._call_around(place)
            if call is not None and not named and self._is_built_with_others(call, place):
                return self._is_held_and_sent(call)
        call = call or self._comprehension_around(place) or self._pipe_behind(place)
        if call is None:
            return False
        if method is None and call.type in self._reader.CALLS and self._keeps(call):
            is_kept = _KEEPS.match((self._reader.called(call) or "").lower()) is not None
            return is_kept and self._reader.method_on(call) is not None and self.is_made_of(call)
        call = self._in_another_form(self._behind_methods(call))
        if self._is_sent(call):
            return True
        value: Node | None = call
        while value is not None and self.variable_of(value) is None:
            value = self._reader.parent(value)
            if value is None or value.type not in _PASSING:
                return False
        held = None if value is None else self.variable_of(value)
        uses: Sequence[Node] = [] if held is None else self._reader.variables.held_uses(*held)
        if held is not None and held[0].endswith("()"):  # what a function gives
            uses = self._functions.calls_named(held[0].removesuffix("()"))
        self._reader.budget.spend(20 * len(uses))
        if any(self._is_sent(self._behind_methods(use)) for use in uses):
            return True
        if held is None or not held[0].endswith("()"):
            return False
        again = [each for use in uses if (each := self.variable_of(use)) is not None and each[0] != held[0]]
        return any(
            self._is_sent(self._behind_methods(use))
            for each in again
            for use in self._reader.variables.held_uses(*each)
        )

    def _is_built_with_others(self, call: Node, place: Node) -> bool:
        """Whether an object of a class is built of the value and of what a call gives: ``new Event(load(), value)``."""
        if call.type not in _MAKES or OF_REQUEST.search(self._reader.called(call) or ""):
            return False
        arguments = [self._reader.inner(each) for each in self._reader.call(call)[1]]
        others = [each for each in arguments if not each.start_byte <= place.start_byte < each.end_byte]
        given = [self._functions.word_of(each) for each in others if each.type in self._reader.CALLS]
        return any(doing_of(word) == "unknown" for word in given)

    def _is_held_and_sent(self, call: Node) -> bool:
        """Whether what a call gives is sent, there or by the variable that it is kept in."""
        held = self.variable_of(call)
        return any(map(self._is_sent, [call] if held is None else self._reader.variables.held_uses(*held)))

    def _comprehension_around(self, place: Node) -> Node | None:
        """What makes a new list or object of all members of the value there."""
        clause = self._reader.parent(place)
        around = None if clause is None or clause.type != "for_in_clause" else self._reader.parent(clause)
        return around if around is not None and around.type in COMPREHENSIONS else None

    def _pipe_behind(self, place: Node) -> Node | None:
        """The pipe of PowerShell that hands the value there to a command of unknown doing."""
        chain = self._reader.around(place)
        while chain is not None and chain.type in WRAPPERS:
            chain = self._reader.around(chain)
        if chain is None or chain.type != "pipeline_chain":
            return None
        behind = [self._reader.call(each)[0] for each in chain.named_children if each.start_byte >= place.end_byte]
        return chain if any(doing_of(name) == "unknown" for name in behind) else None

    def _behind_methods(self, call: Node) -> Node:
        """The last of the calls of methods on what a call gives, before that is made JSON."""
        for _step in range(_MOST_STEPS):
            method = self._reader.method_on(call)
            if method is None or ENCODES.match(method.lower()):
                break
            around = self._reader.parent(call)
            around = around if around is None or around.type in self._reader.CALLS else self._reader.parent(around)
            if around is None or around.type not in self._reader.CALLS:
                break
            call = around
        return call

    def _in_another_form(self, call: Node) -> Node:
        """The last of the functions that give what a call gives in another form: ``Object.fromEntries(..)``."""
        for _step in range(_MOST_STEPS):
            around, named = self._call_around(call)
            if around is None or named or _KEEPS.match((self._reader.called(around) or "").lower()) is None:
                break
            call = self._behind_methods(around)
        return call

    def _leaves(self, method: str) -> bool:
        """Whether a method gives nothing that could be sent in the place of what it is called on."""
        lowered = method.lower()
        return lowered in _SAME or any(pattern.match(lowered) for pattern in (ENCODES, LOOKS))

    def _asks_for_part(self, call: Node, method: str) -> bool:
        """Whether only a member is asked for, in a language where that looks like a call."""
        return self._reader.step(call) is not None and _RESHAPES.match(method.lower()) is None

    def _keeps(self, call: Node) -> bool:
        called = self._reader.called_name(call)
        if called is not None and "-" in called:  # a command of PowerShell
            return doing_of(called) != "unknown"
        if called is None or called[:1].isupper():  # the class of what is sent
            return True
        called = called.lower()
        return any(pattern.match(called) for pattern in (_SENDS, ENCODES, _KEEPS, LOOKS))

    def _is_sent(self, place: Node) -> bool:
        """Whether the value there is made JSON, or given to a function that sends."""
        method = self._reader.method_on(place)
        if method is not None:
            return ENCODES.match(method.lower()) is not None
        around = self._reader.around(place)
        if around is not None and around.type == "pipeline_chain":
            return any(self._reader.call(each)[0].lower() == "convertto-json" for each in around.named_children)
        call, named = self._call_around(place)
        if call is None or (named and BODIES.isdisjoint(named)):
            return False
        called = (self._reader.called(call) or "").lower()
        return _SENDS.match(called) is not None or ENCODES.match(called) is not None

    def _call_around(self, place: Node) -> tuple[Node | None, set[str]]:
        """The nearest call that is given the value there, with the names of the members in which it stands."""
        named: set[str] = set()
        node = place
        around = self._reader.parent(place)
        for _step in range(_MOST_STEPS):
            if around is None:
                break
            if around.type in self._reader.CALLS:
                return (around if around.start_byte < node.start_byte else None), named
            if around.type not in _HOLDING:
                break
            if around.type in _NAMED:
                name = (self._reader.name_of(node) or "").lower()
                if name:
                    named.add(name.lstrip(":").rpartition("::")[2])
            node, around = around, self._reader.parent(around)
        return None, named
