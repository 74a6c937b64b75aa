"""What code sends that does nothing with an event but show it: ``post(url, json=other)`` below an event of its own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.literals import Encoded, Text, Unknown, mentions_event
from yespo_console.reading.source_code.node_kinds import WRAPPERS
from yespo_console.reading.source_code.uses.never_used import is_for_others
from yespo_console.reading.source_code.uses.sent_elsewhere import goes_elsewhere, is_request
from yespo_console.reading.source_code.uses.sent_instead import BODIES, SentInstead
from yespo_console.reading.source_code.uses.use_kinds import LAST_WORD
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader
    from yespo_console.reading.source_code.uses.sent_here import SentHere

_WORD: Final = re.compile(r"\w+")
_NAME: Final = re.compile(r"\$?(\w+)")
_NAMED: Final = word_set("pair keyword_argument array_element_initializer argument hash_entry")
#: What stands around an object by itself, beside brackets.
_ALONE: Final = word_set("expression_statement program module pipeline pipeline_chain statement_list")
#: What sends its second argument, by the last word of its name.
_SECOND: Final = ("post", "put", "patch", "sendbeacon")
_BODIES: Final = (BODIES | {"curlopt_postfields"}) - {"params"}
#: What is given all options of a request.
_OPTIONS: Final = ("curl_setopt_array", "stream_context_create")
#: Members beside the body of a request, in an object that tells how it is sent.
_BESIDE_BODY: Final = frozenset(("method", "url", "uri"))
#: So many requests are looked at, so many parts of each, and so many variables that hold each other.
_MOST_BODIES: Final = 100
_MOST_PARTS: Final = 200
_MOST_NAMES: Final = 40


class SentBesides:
    """Looks at the calls of one text whose nodes are all known."""

    def __init__(self, reader: "CodeReader", instead: SentInstead, here: "SentHere") -> None:
        self._reader = reader
        self._instead = instead
        self._here = here

    def of(self, event: Node) -> Node | None:
        """What the code sends where it does nothing with an event but show it; None where it sends nothing else."""
        return self._other if self._is_left(event) else None

    def _is_left(self, event: Node) -> bool:
        """Whether nothing is done with an event but that it is shown."""
        reader = self._reader
        holders = self._instead.holders_of(event)
        if is_for_others(reader, event):
            return False
        within = Counter(_WORD.findall(reader.fold(reader.code.spelled(event)))) if holders else Counter[str]()
        reader.budget.spend(within.total())
        for name, _setting in holders:
            simple, uses = _NAME.fullmatch(name), reader.variables.uses_of(name)
            if (
                simple is None
                or self._words[simple[1]] > 1 + within[simple[1]] + len(uses)
                or not all(map(self._is_beside, uses))
            ):
                return False
        return bool(holders) or self._here.is_looked_at(event) or self._stands_alone(event)

    def _is_beside(self, use: Node) -> bool:
        """Whether what stands there is only shown, or a part of it is taken."""
        if self._here.is_looked_at(use):
            return True
        around = self._reader.around(use)
        if around is None or around.type in self._reader.CALLS or self._reader.step(around) is None:
            return False
        call = self._reader.parent(around)
        return call is None or call.type not in self._reader.CALLS  # else it is a method that is called

    def _stands_alone(self, event: Node) -> bool:
        around = self._reader.parent(event)
        while around is not None and around.type in WRAPPERS:
            around = self._reader.parent(around)
        return around is None or around.type in _ALONE

    @cached_property
    def _words(self) -> Counter[str]:
        """How often each word stands in the text."""
        raw = self._reader.code.text.text
        self._reader.budget.spend(len(raw) // 4)
        return Counter(_WORD.findall(self._reader.fold(raw)))

    @cached_property
    def _other(self) -> Node | None:
        """The first body of a request that is not spelled out in the text, and holds no event of it."""
        for body in self._bodies:
            value = self._reader.value(body)
            value = value.value if isinstance(value, Encoded) else value
            if isinstance(value, Unknown) and not self._may_hold_event(body):
                return body
        return None

    @cached_property
    def _bodies(self) -> Sequence[Node]:
        """What is sent, in calls, in objects that tell how something is sent, and as a member of a request."""
        return list(islice(self._all_bodies(), _MOST_BODIES))

    def _all_bodies(self) -> Iterator[Node]:
        reader = self._reader
        for call in reader.calls:
            yield from self._bodies_of(call)
        for options in reader.maps:
            if not _BESIDE_BODY.isdisjoint(name.lower() for name in reader.names(options)):
                given_to = self._call_with(options)
                if given_to is not None and goes_elsewhere(reader, given_to):
                    continue
                yield from self._named_bodies(options)
        for _name, put in reader.variables.all_puts():
            member = put.path[-1] if put.path else None
            if isinstance(member, Text) and member.traced.text in ("body", "httpBody"):
                yield put.values[0]

    def _call_with(self, options: Node) -> Node | None:
        """The call that is given these options; None where a variable holds them."""
        around: Node | None = self._reader.parent(options)
        while around is not None and around.type not in self._reader.CALLS and "argument" in around.type:
            around = self._reader.parent(around)
        return around if around is not None and around.type in self._reader.CALLS else None

    def _bodies_of(self, call: Node) -> Iterator[Node]:
        """What a call sends, if it may go to Yespo."""
        reader = self._reader
        reader.budget.spend(4)
        name, arguments = reader.call(call)
        word = LAST_WORD.sub("", name).lower()
        if word == "curl_setopt":
            option = "".join(map(reader.code.spelled, arguments[1:2]))
            yield from arguments[2:3] if option == "CURLOPT_POSTFIELDS" else ()
            return
        if word == "send" and len(arguments) == 1:
            yield arguments[0]
        if not (is_request(word) or word in _OPTIONS) or goes_elsewhere(reader, call):
            return
        named = list(self._named_bodies(call))
        yield from named
        if word in _SECOND and not named and len(arguments) > 1 and arguments[1].type not in reader.MAPS:
            yield arguments[1]

    def _named_bodies(self, outermost: Node) -> Iterator[Node]:
        """What stands under the name of a body in a call or an object."""
        pending = [outermost]
        option = ""
        for _step in range(_MOST_PARTS):
            if not pending:
                break
            self._reader.budget.spend()
            node = pending.pop()
            if node.type in self._reader.CALLS and node.id != outermost.id:
                continue
            if node.type == "command_parameter":
                option = self._reader.code.spelled(node).lower()
            elif option == "-body" and node.type != "command_argument_sep":
                yield node
                option = ""
            elif node.type == "shorthand_property_identifier" and self._reader.code.spelled(node) in _BODIES:
                yield node
            elif node.type in _NAMED and node.named_child_count > 1:
                spelled = self._reader.code.spelled(node.named_children[0])[:40]
                if LAST_WORD.sub("", spelled.strip("'\":")).lower() in _BODIES:
                    yield node.named_children[-1]
                    continue
            pending += reversed(node.named_children)

    def _may_hold_event(self, body: Node) -> bool:
        """Whether an event of the text may be in a body, or nobody can tell: it is given to the function around."""
        reader = self._reader
        pending, seen = [body], set[str]()
        while pending and len(seen) < _MOST_NAMES:
            node = pending.pop()
            reader.budget.spend((node.end_byte - node.start_byte) // 10)
            if mentions_event(reader.code.spelled(node)):
                return True
            for name in self._names_in(node) - seen:
                seen.add(name)
                if reader.variables.is_parameter(name):
                    return True
                settings = (*reader.variables.settings_of(name), *reader.variables.settings_of(f"{name}()"))
                pending += (value for setting in settings for value in setting.values)
        return bool(pending)

    def _names_in(self, node: Node) -> set[str]:
        found: set[str] = set()
        pending = [node]
        for _step in range(_MOST_PARTS):
            if not pending:
                break
            self._reader.budget.spend()
            part = pending.pop()
            name = self._reader.variable_name(part)
            if name is not None:
                found.add(name)
            pending += part.named_children
        return found
