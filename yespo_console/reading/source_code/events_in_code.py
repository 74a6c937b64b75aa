"""Where the events are in a source text.

An event is recognised by itself, as an object with ``eventTypeKey`` or a text that holds such JSON, wherever it stands:
in a call of any HTTP client, in a variable, alone. What is merged, filled in or changed on its way is none that can be
read.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from tree_sitter import Node

from yespo_console.reading.escapes import from_base_64
from yespo_console.reading.literals import (
    Text,
    Unknown,
    Value,
    is_event_shape,
    mentions_event,
)
from yespo_console.reading.origin import Traced
from yespo_console.reading.source_code.node_kinds import EITHER, TYPED
from yespo_console.reading.source_code.requests_in_code import CUT_OFF_BEHIND, IS_ANOTHER, MAY_BE_ANOTHER
from yespo_console.reading.source_code.uses.changed_elsewhere import ChangedElsewhere
from yespo_console.reading.source_code.uses.changed_text import PARSES, ChangedText
from yespo_console.reading.source_code.uses.conditions import Conditions
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode
from yespo_console.reading.source_code.uses.never_used import never_used
from yespo_console.reading.source_code.uses.on_the_way import changes_requests
from yespo_console.reading.source_code.uses.sent_besides import SentBesides
from yespo_console.reading.source_code.uses.sent_here import SentHere
from yespo_console.reading.source_code.uses.sent_instead import SentInstead
from yespo_console.reading.source_code.uses.sent_of_it import SentOfIt
from yespo_console.reading.source_code.uses.sent_otherwise import SentOtherwise
from yespo_console.reading.source_code.uses.understood_uses import UnderstoodUses
from yespo_console.reading.source_code.variables.variable import Change
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

_DECODES_BASE_64: Final = re.compile(r"base_?64.*decode|b64decode|frombase64|atob$|decode64", re.IGNORECASE)
#: How base64 of a text that begins with a bracket begins.
_BRACKET_IN_BASE_64: Final = ("eyJ", "ewo", "eyI", "ewk", "eyA", "ew0")
#: How the text of an event begins: as JSON, as JSON in a JSON text, as a form carries it.
_STARTS: Final = ("{", "[", '"{', '"[', '"\\"{', "%7B", "%5B")
_LAST_WORD: Final = re.compile(r".*(?:\.|::|->|\\)")
#: What makes something new out of its arguments or of what it is called on.
_COMBINING: Final = word_set(
    "assign merge extend defaults update merge! deep_merge reverse_merge union array_merge "
    "array_merge_recursive array_replace array_replace_recursive sprintf vsprintf printf strtr str_replace "
    "preg_replace format replace template chain array_filter array_map concat copy deepcopy clone structuredclone dict "
    "chainmap proxy"
)
#: What may stand around an object between it and what it is handed to.
_AROUND: Final = TYPED | {"argument", "parenthesized_expression", "type_assertion"}
#: What fills in a text that is a pattern.
_FILLING: Final = _COMBINING | word_set("replaceall sub gsub interpolate substitute format_map tr")
#: What makes another object or text out of a variable.
_COPIES: Final = frozenset(("clone_expression",))
_SPREADS: Final = frozenset(("spread_element", "dictionary_splat", "hash_splat_argument", "variadic_unpacking"))
#: What may be called on a text or an object and leaves it as it is.
_HARMLESS: Final = word_set(
    "encode strip trim to_json tojson freeze tostring to_s dup clone to_h toarray chomp b force_encoding "
    "lstrip rstrip squish"
)


#: What stands around an object that is a statement by itself, or in text that is no code.
_NOTHING_AROUND: Final = word_set(
    "program module ERROR expression_statement sequence_expression statement_block labeled_statement"
)
#: Behind such an object: a bracket that closes nothing, the next member, or a comma and the next object.
_GOES_ON: Final = re.compile(
    r"\s{0,200}(?:[\]}]|[\"'][^\"'\n]{1,100}[\"']\s{0,9}:|,\s{0,200}(?:[\"'][^\"'\n]{1,100}[\"']\s{0,9}:"
    r"|[\w$]{1,60}\s{0,9}:|\{))"
)


class EventsInCode:
    """Looks for the events of one text whose nodes are all known.

    Attributes:
        sent_otherwise: whether one of them is not sent as JSON, or as JSON twice.
        sent_besides: what is sent where one of them is not.
        sent_of_it: whether only something else is sent that is made of one of them.
    """

    def __init__(self, reader: "CodeReader", errors: Sequence[int]) -> None:
        """``errors`` are the places where something could not be read, in order."""
        self._reader = reader
        self._errors = errors
        functions = FunctionsInCode(reader)
        self._instead = SentInstead(reader, functions)
        self._texts = ChangedText(reader, self._instead, functions)
        conditions = Conditions(reader, functions)
        self._here = SentHere(reader, functions, conditions)
        self._elsewhere = ChangedElsewhere(
            reader, self._instead, self._texts, self._is_pattern, self._here.is_looked_at
        )
        self._uses = UnderstoodUses(reader, self._instead, self._elsewhere, functions)
        self.sent_otherwise = SentOtherwise(reader, self._instead, functions, conditions)
        self.sent_besides = SentBesides(reader, self._instead, self._here)
        self.sent_of_it = SentOfIt(reader, self._instead, functions)
        reader.uses = self._uses
        reader.variables.now_known(self._here.is_looked_at)
        self._patterns: set[int] | None = None
        self._bound: dict[int, Change] = {}
        self._is_changed_on_the_way = False

    def found(self) -> list[tuple[Node, Value]]:
        """What may be an event, in the order of the text; of one within another, the outer one."""
        reader = self._reader
        settings = reader.variables.settings()
        objects: dict[int, tuple[Node, tuple[str, Change] | None]] = {}
        for name, setting in settings:
            node = reader.map_in(setting.values[0])
            own = reader.names(node) | reader.names_spread(node) if node.type in reader.MAPS else set()
            if is_event_shape(own | reader.variables.names_put(name, setting)) and not node.has_error:
                objects[node.id] = node, (name, setting)
        for name, setting, first in reader.variables.made_by_members() if reader.MAKES_BY_MEMBERS else ():
            if is_event_shape(reader.variables.names_put(name, setting)) and "->" not in name:
                node = reader.parent(first) or first
                objects[node.id] = node, (name, setting)
        for node in reader.maps:
            if node.id not in objects and is_event_shape(reader.names(node) | reader.names_spread(node)):
                objects[node.id] = node, None
        for node_id in self._ingredients():
            objects.pop(node_id, None)
        self._bound = {
            reader.map_in(each.values[0]).id: each for _name, many in reader.variables.all_settings() for each in many
        }
        outer = _outermost(list(objects.values()))
        self._is_changed_on_the_way = changes_requests(reader)
        found = [(node, self._object(node, changed, settings)) for node, changed in outer]
        starts = [node.start_byte for node, _changed in outer]
        for node in reader.texts:
            holder = bisect_right(starts, node.start_byte) - 1
            if holder >= 0 and node.start_byte < outer[holder][0].end_byte:
                continue
            if mentions_event(reader.spelled_text(node)):
                found += self._event_text(node, settings)
            elif reader.code.spelled(node)[1:4] in _BRACKET_IN_BASE_64:
                found += self._event_in_base_64(node)
        found = _outermost(found)
        unused = never_used(reader, self._instead, [node for node, _value in found])
        return [
            (node, Unknown(reader.code.offset(node), IS_ANOTHER) if node.id in unused else value)
            for node, value in found
        ]

    def _object(self, node: Node, changed: tuple[str, Change] | None, settings: Sequence[tuple[str, Change]]) -> Value:
        """The event of an object's literal, with what is ``changed`` in the variable that it sets."""
        reader = self._reader
        if self._is_cut_off_behind(node):
            return Unknown(reader.code.offset(node), CUT_OFF_BEHIND)
        if self._instead.of(node) or self._texts.of(node) or not self._uses.all(node, changed):
            return Unknown(reader.code.offset(node))
        if (why_not := self._why_another(node, changed)) is not None:
            return Unknown(reader.code.offset(node), why_not)
        if changed is not None and not changed[1].values and self._errors and self._errors[-1] > changed[1].start:
            return Unknown(reader.code.offset(node), CUT_OFF_BEHIND)
        if changed is not None:
            value = reader.variables.value_set(*changed)
            return Unknown(reader.code.offset(node)) if value is None else reader.finished(node, value)
        if self._is_combined(node) or self._is_touched(node, settings):
            return Unknown(reader.code.offset(node))
        return reader.finished(node, reader.value(node))

    def _why_another(self, node: Node, changed: tuple[str, Change] | None) -> str | None:
        return MAY_BE_ANOTHER if self._is_changed_on_the_way else self._here.why_not(node, changed)

    def _is_cut_off_behind(self, node: Node) -> bool:
        """Whether code that may change the variable of an event follows and cannot be read."""
        if self._errors and self._goes_on(node):
            return True
        setting = self._bound.get(node.id)
        return setting is not None and bool(self._errors) and self._errors[-1] > setting.values[0].end_byte + 2

    def _goes_on(self, node: Node) -> bool:
        """Whether members or objects follow an object that stands in nothing: a bracket in it is one too many."""
        around = self._reader.around(node)
        if around is not None and around.type not in _NOTHING_AROUND:
            return False
        return _GOES_ON.match(self._reader.code.text.text, self._reader.code.end(node)) is not None

    def _is_touched(self, node: Node, settings: Sequence[tuple[str, Change]]) -> bool:
        """Whether a variable that holds this object or text is changed there, or filled in where it is used."""
        variables = self._reader.variables
        for name, setting in settings:
            self._reader.budget.spend()
            holder = self._reader.map_in(setting.values[0])
            if not holder.start_byte <= node.start_byte < holder.end_byte:
                continue
            key = self._key_of(holder, node)
            for step, only_adds in variables.later(name, setting):
                elsewhere = key is not None and isinstance(step, str) and variables.key(key) != step
                if not elsewhere and not only_adds:
                    return True
        return node.id in self._filled_in()

    def _key_of(self, holder: Node, node: Node) -> str | None:
        """The name of the member of ``holder`` in which ``node`` stands; None when that is not told by a name."""
        if holder.type not in self._reader.MAPS:
            return None
        member = next((each for each in holder.named_children if each.end_byte > node.start_byte), None)
        if member is None or member.named_child_count < 2:
            return None
        return self._reader.code.spelled(member.named_children[0]).strip("'\":")

    def _filled_in(self) -> set[int]:
        """Values of variables that are used as a pattern: ``text.replace(..)``, ``sprintf($text, ..)``."""
        if self._patterns is None:
            self._patterns = set()
            for name, settings in self._reader.variables.all_settings():
                if settings and any(self._is_pattern(use) for use in self._reader.variables.uses_of(name)):
                    self._patterns.update(setting.values[0].id for setting in settings)
        return self._patterns

    def _ingredients(self) -> set[int]:
        """Objects in variables that are only there to be spread into others, which then are the events.

        One that is printed beside it, or of which a part is taken, is not sent itself either.
        """
        reader = self._reader
        found: set[int] = set()
        for name, settings in reader.variables.all_settings():
            uses = reader.variables.uses_of(name)
            spread = [_type_of(reader.parent(use)) in _SPREADS for use in uses]
            if any(spread) and all(
                each or self._is_part_taken(use) or self._here.is_looked_at(use)
                for use, each in zip(uses, spread, strict=True)
            ):
                found.update(reader.map_in(setting.values[0]).id for setting in settings)
        return found

    def _is_part_taken(self, use: Node) -> bool:
        """Whether only a member of a variable is asked for, and nothing is called on it."""
        around = self._reader.around(use)
        if around is None or self._reader.step(around) is None:
            return False
        call = self._reader.parent(around)
        return call is None or call.type not in self._reader.CALLS

    def _is_pattern(self, use: Node) -> bool:
        self._reader.budget.spend()
        around = self._reader.around(use)
        if around is None:
            return False
        if around.type in _COPIES or any(child.type in self._reader.COMBINING for child in around.children[:3]):
            return True
        if around.type == "comparison_expression" and "replace" in self._reader.code.spelled(around).lower():
            return True
        method = self._reader.method_on(use)
        if method is not None and method.lower() in _FILLING:
            return True
        call = self._reader.parent(around)
        while around is not None and around.type.startswith("argument") and call is not None:
            if call.type in self._reader.CALLS:
                return self._calls_combining(call)
            around, call = call, self._reader.parent(call)
        return False

    def _is_combined(self, node: Node) -> bool:
        """Whether an object or text is only an ingredient: something is merged into it, filled in or replaced."""
        if node.type.startswith("argument"):
            return self._calls_combining(self._reader.parent(node))
        around = self._reader.around(node)
        while around is not None and around.type in _AROUND | _SPREADS:
            if around.type in _SPREADS and not self._is_spread_beside_others(around):
                return False
            node, around = around, self._reader.around(around)
        if around is None:
            return False
        if around.type == "comparison_expression" and "replace" in self._reader.code.spelled(around).lower():
            return True
        if self._reader.is_text(around):
            return not any(child.type in EITHER for child in around.children)
        method = self._reader.method_on(node)
        if method is not None:
            return method.lower() not in _HARMLESS
        return around.type.startswith("argument") and self._calls_combining(self._reader.parent(around))

    def _is_spread_beside_others(self, spread: Node) -> bool:
        """Whether a call is given something beside what is spread there: ``dict(defaults(), **event)``."""
        around = self._reader.parent(spread)
        return around is not None and around.type.startswith("argument") and around.named_child_count > 1

    def _calls_combining(self, call: Node | None) -> bool:
        """Whether a node is a call that makes something new out of its arguments."""
        if call is None or call.type not in self._reader.CALLS:
            return False
        combines = _LAST_WORD.sub("", self._reader.call(call)[0]).lower() in _COMBINING
        return combines or self._reader.changes_arguments(call)

    def _event_text(self, node: Node, settings: Sequence[tuple[str, Change]]) -> list[tuple[Node, Value]]:
        made = self._is_combined(node) or self._is_touched(node, settings)
        made = made or self._texts.of(node)
        parses = self._parses(node)
        made = made or (self._instead.of(node) if parses is None else self._is_another(parses))
        value = Unknown(self._reader.code.offset(node)) if made else self._reader.value(node)
        if not made and (why_not := self._why_another(node, None)) is not None:
            value = Unknown(self._reader.code.offset(node), why_not)
        if isinstance(value, Text):
            content = value.traced.text.lstrip()
            return [(node, value)] if content.startswith(_STARTS) and mentions_event(content) else []
        if isinstance(value, Unknown) and value.parts:
            # What stands in a hole is code, however much it speaks of events.
            known = [part.text for part in value.parts if isinstance(part, Traced)]
            is_json = "".join(known).lstrip().startswith(("{", "["))
            return [(node, value)] if is_json and any(map(mentions_event, known)) else []
        spelled = self._reader.spelled_text(node)
        if spelled.startswith("<<<"):
            spelled = spelled.partition("\n")[2]
        opening = spelled.lstrip("bBrRuUfF$@<\"'`+ \t\r\n(")
        return [(node, value)] if isinstance(value, Unknown) and opening.startswith(("{", "[")) else []

    def _parses(self, node: Node) -> Node | None:
        """The call that makes an object of the JSON which a text spells out."""
        around = self._reader.around(node)
        if around is not None and around.type == "pipeline_chain":
            behind = [self._reader.call(stage)[0].lower() for stage in around.named_children[1:]]
            return around if any(PARSES.match(name) for name in behind) else None
        call = self._reader.parent(node)
        while call is not None and call.type.startswith("argument"):
            call = self._reader.parent(call)
        if call is None or call.type not in self._reader.CALLS:
            return None
        called = self._reader.called(call)
        return call if called is not None and PARSES.match(called.lower()) else None

    def _is_another(self, call: Node) -> bool:
        """Whether the object that a call gives is changed, or another one is made of it, before it is sent."""
        held = self._instead.variable_of(call)
        variables = self._reader.variables
        if held is not None and (variables.is_changed_below(held[0], (), -1) or any(variables.later(*held))):
            return True
        given = call.child_by_field_name("arguments")
        if given is not None and given.named_child_count > 1 and self._reader.called(call) != "json_decode":
            return True
        if (
            not self._here.is_certain(call, None)
            or self._reader.method_on(call) is not None
            or self._is_combined(call)
            or self._instead.of(call)
        ):
            return True
        return self._texts.of(call) or not self._uses.all(call) or self._elsewhere.is_made_another(call)

    def _event_in_base_64(self, node: Node) -> list[tuple[Node, Value]]:
        around = self._reader.parent(node)
        while around is not None and around.type not in self._reader.CALLS and around.end_byte - node.end_byte < 4:
            around = self._reader.parent(around)
        if (
            around is None
            or around.type not in self._reader.CALLS
            or not _DECODES_BASE_64.search(self._reader.call(around)[0])
        ):
            return []
        value = self._reader.value(node)
        decoded = from_base_64(value.traced) if isinstance(value, Text) else None
        return [(node, Text(decoded))] if decoded is not None and mentions_event(decoded.text) else []


_Rest = TypeVar("_Rest")


def _type_of(node: Node | None) -> str:
    return "" if node is None else node.type


def _outermost(found: list[tuple[Node, _Rest]]) -> list[tuple[Node, _Rest]]:
    """What stands in nothing else of the same list, in the order of the text."""
    kept: list[tuple[Node, _Rest]] = []
    for node, rest in sorted(found, key=lambda each: (each[0].start_byte, -each[0].end_byte)):
        if not kept or node.start_byte >= kept[-1][0].end_byte:
            kept.append((node, rest))
    return kept
