"""The events in source text of any language: what is common to all; each language says what its nodes mean.

An event is recognised by itself, as an object with ``eventTypeKey`` or a text that holds such JSON, wherever it stands:
in a call of any HTTP client, in a variable, alone. The address is the one nearest to it.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from tree_sitter import Node

from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.credentials import Credentials, is_secret_name
from yespo_console.reading.escapes import from_base_64
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import (
    MAX_DEPTH,
    Items,
    Text,
    Unknown,
    Value,
    as_json,
    is_event_shape,
    mentions_event,
    refusal,
    unknown,
    unknowns,
)
from yespo_console.reading.origin import Traced, join
from yespo_console.reading.reading import Source
from yespo_console.reading.source_code.nearest_address import Addresses
from yespo_console.reading.source_code.tree import Code
from yespo_console.reading.source_code.variables import Change, How, Step, Variables

_HEADER: Final = re.compile(r"\s*(authorization|cookie|x-[\w-]{1,40}|[\w-]{0,20}(?:key|token))\s*:\s*(\S.*)", re.I)
_BASE_64: Final = re.compile(r"base_?64|btoa", re.IGNORECASE)
_BASIC_AUTH: Final = re.compile(r"basic_?auth|digest_?auth|\bauth$", re.IGNORECASE)


#: Types of nodes around an object that leave it what it is.
_WRAPPERS: Final = frozenset(
    (
        "cast_expression",
        "parenthesized_expression",
        "expression_with_unary_operator",
        "unary_expression",
        "argument",
        "as_expression",
        "satisfies_expression",
        "parenthesized_statements",
    )
)
#: Operators that take one of their sides as it is.
_EITHER: Final = ("or", "||", "??", "and", "&&", "?:", "<<")
_DECODES_BASE_64: Final = re.compile(r"base_?64.*decode|b64decode|frombase64|atob$|decode64", re.IGNORECASE)
_LAST_WORD: Final = re.compile(r".*(?:\.|::|->|\\)")
#: What makes something new out of its arguments or of what it is called on.
_COMBINING: Final = frozenset(
    (
        "assign",
        "merge",
        "extend",
        "defaults",
        "update",
        "merge!",
        "deep_merge",
        "reverse_merge",
        "union",
        "array_merge",
        "array_merge_recursive",
        "array_replace",
        "array_replace_recursive",
        "sprintf",
        "vsprintf",
        "printf",
        "strtr",
        "str_replace",
        "preg_replace",
        "format",
        "replace",
        "template",
        "chain",
        "array_filter",
        "array_map",
        "concat",
    )
)
#: What may be called on a text or an object and leaves it as it is.
_HARMLESS: Final = frozenset(
    (
        "encode",
        "strip",
        "trim",
        "to_json",
        "tojson",
        "freeze",
        "tostring",
        "to_s",
        "dup",
        "clone",
        "to_h",
        "toarray",
        "chomp",
        "b",
        "force_encoding",
        "lstrip",
        "rstrip",
        "squish",
    )
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Something that may be an event: its node, and its value or the reason why there is none."""

    node: Node
    value: Value


class CodeReader(ABC):
    """Reads one text. A subclass knows the grammar of its language.

    Attributes:
        source: what the reading calls this language.
        grammar: gives the language, as its grammar package offers it.
        MAPS, TEXTS, CALLS: types of nodes that spell out an object, a text (also one put together) and a call.
        BLOCKS: types of nodes whose statements may be carried out never, later or several times.
    """

    source: Source
    grammar: ClassVar[Callable[[], object]]
    MAPS: ClassVar[frozenset[str]]
    TEXTS: ClassVar[frozenset[str]]
    BLOCKS: ClassVar[frozenset[str]]
    CALLS: ClassVar[frozenset[str]]

    def __init__(self, text: Traced, budget: Budget) -> None:
        self.code = Code(text, type(self).grammar, budget)
        self.budget = budget
        self.variables = Variables(self.value)
        self.credentials = Credentials(text.original)
        self._maps: list[Node] = []
        self._texts: list[Node] = []
        #: Lists of user and key; noted once the variables are known.
        self.pairs: list[Node] = []
        self._targets: set[int] = set()
        self._depth = 0
        self._block = 0

    # -- what a language says

    @abstractmethod
    def visit(self, node: Node) -> None:
        """Note what ``node`` does to variables, with ``change`` and ``use``. Called once for each node, outside in."""

    @abstractmethod
    def literal(self, node: Node) -> Value:
        """The value of a node; ``self.unknown(node)`` when it is not spelled out. Asks ``self.value`` for parts."""

    @abstractmethod
    def names(self, node: Node) -> set[str]:
        """The names that an object's literal gives to its members, without reading the values."""

    @abstractmethod
    def name_of(self, node: Node) -> str | None:
        """The name under which the parent gives this value (of a member, an argument, a variable), if it does."""

    @abstractmethod
    def call(self, node: Node) -> tuple[str, Sequence[Node]]:
        """How a call names what it calls, and its arguments without those that have names."""

    @abstractmethod
    def variable_name(self, node: Node) -> str | None:
        """The name of a variable; a property of the object itself (``this.data``) counts as one. None: it is none."""

    @abstractmethod
    def step(self, node: Node) -> tuple[Node, Step | None] | None:
        """For a member or an item: what it is a part of, and which part (None when it is computed). Else None."""

    @abstractmethod
    def method_on(self, node: Node) -> str | None:
        """The name of the method that is called on (or the property that is asked of) this value, if there is one."""

    def map_in(self, node: Node) -> Node:
        """The object's literal in a value that only wraps it (a cast, brackets); the node itself if there is none."""
        wrapped = node
        for _step in range(6):
            if wrapped.type in self.MAPS:
                return wrapped
            if wrapped.type not in _WRAPPERS or not wrapped.named_children:
                return node
            wrapped = wrapped.named_children[-1]
        return node

    def finished(self, _node: Node, value: Value) -> Value:
        """An event as it is really sent, where the way in which it is made JSON changes it."""
        return value

    def is_text(self, node: Node) -> bool:
        """Whether a node spells out a text, or puts one together."""
        return node.type in self.TEXTS

    def around(self, node: Node) -> Node | None:
        """The nearest node around this one that is longer."""
        around = node.parent
        while around is not None and (around.start_byte, around.end_byte) == (node.start_byte, node.end_byte):
            around = around.parent
        return around

    def spelled_text(self, node: Node) -> str:
        """How a text is spelled; where its content stands elsewhere (a heredoc of Ruby), that."""
        return self.code.spelled(node)

    def other_events(self) -> Sequence[tuple[Node, Value]]:
        """Events that this language can write in a way of its own."""
        return ()

    # -- for the languages

    def unknown(self, node: Node) -> Unknown:
        """The value of a node that is not spelled out."""
        return unknown(self.code.offset(node), self.code.spelled(node))

    def change(
        self, name: str | None, how: How, node: Node, values: Sequence[Node] = (), path: tuple[Step, ...] = ()
    ) -> None:
        """``node`` sets or changes a variable."""
        if name is not None:
            self.variables.changed(name, Change(how, path, tuple(values), node.start_byte, self._block))

    def set_variable(self, target: Node | None, value: Node | None, node: Node) -> None:
        """``node`` is an assignment: of a variable, or of a member or item of one."""
        if target is None:
            return
        name, path = self.place(target)
        if path is None or value is None:
            self.change(name, "lost", node)
        elif path:
            self.change(name, "put", node, (value,), path)
        else:
            self.change(name, "set", node, (value,))
            other, _path = self.place(value)
            if name is not None and other is not None and other != name:
                self.variables.alias(name, other)

    def append_to(self, target: Node | None, values: Sequence[Node], node: Node) -> None:
        """``node`` adds values at the end of the list ``target``."""
        if target is not None:
            name, path = self.place(target)
            self.change(name, "lost" if path is None else "append", node, values, path or ())

    def lose(self, target: Node | None, node: Node) -> None:
        """``node`` changes the variable in a way that cannot be followed."""
        if target is not None:
            self.change(self.place(target)[0], "lost", node)

    def shadow(self, node: Node) -> None:
        """``node`` is a parameter: within its function the name means something else."""
        self.change(self.place(node)[0], "shadow", node)

    def place(self, node: Node) -> tuple[str | None, tuple[Step, ...] | None]:
        """The variable that a name, member or item belongs to, and the way from it to there.

        The name is None for anything else, the way when it is not spelled out. The variable counts as changed there,
        not as used.
        """
        steps: list[Step | None] = []
        while True:
            name = self.variable_name(node)
            if name is not None:
                self._targets.add(node.id)
                path = [step for step in reversed(steps) if step is not None]
                return name, tuple(path) if len(path) == len(steps) else None
            inner = self.step(node)
            if inner is None:
                return None, None
            node = inner[0]
            steps.append(inner[1])

    def use(self, node: Node) -> None:
        """A variable is named at ``node``."""
        name = self.variable_name(node)
        if name is not None and node.id not in self._targets:
            self.variables.used(name, node.start_byte)

    def value(self, node: Node) -> Value:
        """The value of a node, however it is written."""
        self.budget.spend()
        if self._depth >= 2 * MAX_DEPTH or node.has_error:
            return self.unknown(node)
        self._depth += 1
        try:
            return self.literal(node)
        finally:
            self._depth -= 1

    def variable(self, name: str, node: Node) -> Value:
        """The value of a variable that is read at ``node``."""
        value = self.variables.value(name)
        return self.unknown(node) if value is None else value

    def joined(self, nodes: Sequence[Node]) -> Value:
        """Texts written one after the other; numbers count as their spelling. Unknown when one part is."""
        parts = []
        for node in nodes:
            value = self.value(node)
            if not isinstance(value, Text):
                return value if isinstance(value, Unknown) else self.unknown(node)
            parts.append(value.traced)
        return Text(join(parts, self.code.text.original))

    # -- reading

    def read(self) -> Found:
        """The events of the text."""
        self._walk()
        candidates = self._candidates()
        addresses = Addresses(self.code, self.credentials, [each.node for each in candidates])
        self._note_texts(addresses)
        requests = tuple([self._request(each, addresses) for each in candidates])
        error = None if requests else self.nothing()
        return Found(self.kind(candidates), requests, self.credentials.found, error=error)

    def kind(self, _candidates: Sequence[_Candidate]) -> Source:
        """What the text is called; a language may have more than one name."""
        return self.source

    def nothing(self) -> str:
        """The sentence for a text without an event that can be read."""
        if self.code.root.has_error:
            return _(
                "This looks like source code, but no whole event could be found in it: it may be cut off. Copy the "
                "event from its first to its last bracket."
            )
        return _("This looks like source code, but there is no event with “eventTypeKey” in it.")

    def _walk(self) -> None:
        """See every node once: objects and outermost texts are kept, changes of variables noted."""
        pending: list[tuple[Node, int, bool]] = [(self.code.root, 0, False)]
        while pending:
            node, block, within = pending.pop()
            self.budget.spend()
            if node.type in self.BLOCKS:
                block = node.id
            self._block = block
            self.visit(node)
            if node.type in self.MAPS:
                self._maps.append(node)
            text = self.is_text(node)
            if text and not within:
                self._texts.append(node)
            children = node.children
            self.budget.spend(len(children))
            for child in reversed(children):
                pending.append((child, block, (within and not self._opens(node)) or text))

    def _opens(self, node: Node) -> bool:
        """Whether texts below this node stand by themselves, even if it is part of a longer text."""
        return node.type in self.MAPS or node.type in self.CALLS

    def _candidates(self) -> list[_Candidate]:
        """What may be an event, outermost first, in the order of the text."""
        found: list[tuple[Node, Value]] = []
        taken: set[int] = set()
        settings = self.variables.settings()
        for name, setting in settings:
            node = self.map_in(setting.values[0])
            own = self.names(node) if node.type in self.MAPS else set()
            if is_event_shape(own | self.variables.names_put(name, setting)) and not node.has_error:
                taken.add(node.id)
                value = self.variables.value_set(name, setting)
                found.append((node, Unknown(self.code.offset(node)) if value is None else self.finished(node, value)))
        for node in self._maps:
            if node.id not in taken and is_event_shape(self.names(node)):
                lost = self._is_combined(node) or self._is_touched(node, settings)
                found.append((node, self.unknown(node) if lost else self.finished(node, self.value(node))))
        for node in self._texts:
            if mentions_event(self.spelled_text(node)):
                found += self._event_text(node)
            elif self.code.spelled(node)[1:4] in ("eyJ", "ewo", "eyI", "ewk", "eyA", "ew0"):  # a bracket in base64
                found += self._event_in_base_64(node)
        found += self.other_events()
        found.sort(key=lambda each: (each[0].start_byte, -each[0].end_byte))
        outermost: list[_Candidate] = []
        for node, value in found:
            if not outermost or node.start_byte >= outermost[-1].node.end_byte:
                outermost.append(_Candidate(node, value))
        return outermost

    def _is_touched(self, node: Node, settings: Sequence[tuple[str, Change]]) -> bool:
        """Whether a variable that holds this object somewhere inside is changed there."""
        for name, setting in settings:
            holder = self.map_in(setting.values[0])
            if not holder.start_byte <= node.start_byte < holder.end_byte or holder.id == node.id:
                continue
            held_as = next((each for each in holder.named_children if each.end_byte > node.start_byte), holder)
            for change in self.variables.later(name, setting):
                step = change.path[0] if change.path else None
                if change.how == "append" and step is None:
                    continue
                named = isinstance(step, Text) and holder.type in self.MAPS
                if not named or not isinstance(step, Text) or step.traced.text in self.code.spelled(held_as)[:200]:
                    return True
        return False

    def _is_combined(self, node: Node) -> bool:
        """Whether an object or text is only an ingredient: something is merged into it, filled in or replaced."""
        around = self.around(node)
        while around is not None and around.type in ("argument", "parenthesized_expression"):
            node, around = around, self.around(around)
        if around is None:
            return False
        if self.is_text(around):
            return not any(child.type in _EITHER for child in around.children)
        method = self.method_on(node)
        if method is not None:
            return method.lower() not in _HARMLESS
        call = around.parent
        if around.type.startswith("argument") and call is not None and call.type in self.CALLS:
            return _LAST_WORD.sub("", self.call(call)[0]).lower() in _COMBINING
        return False

    def _event_text(self, node: Node) -> list[tuple[Node, Value]]:
        value = self.unknown(node) if self._is_combined(node) else self.value(node)
        if isinstance(value, Text):
            content = value.traced.text.lstrip()
            return [(node, value)] if content.startswith(("{", "[", "%7B", "%5B")) and mentions_event(content) else []
        opening = self.spelled_text(node).lstrip("bBrRuUfF$@<\"'`+ \t\r\n(")
        return [(node, value)] if isinstance(value, Unknown) and opening.startswith(("{", "[")) else []

    def _event_in_base_64(self, node: Node) -> list[tuple[Node, Value]]:
        around = node.parent
        while around is not None and around.type not in self.CALLS and around.end_byte - node.end_byte < 4:
            around = around.parent
        if around is None or around.type not in self.CALLS or not _DECODES_BASE_64.search(self.call(around)[0]):
            return []
        value = self.value(node)
        decoded = from_base_64(value.traced) if isinstance(value, Text) else None
        return [(node, Text(decoded))] if decoded is not None and mentions_event(decoded.text) else []

    def _request(self, candidate: _Candidate, addresses: Addresses) -> FoundRequest:
        original = self.code.text.original
        url = addresses.nearest(candidate.node)
        value = candidate.value
        missing = list(unknowns(value, self.budget))
        if missing:
            empty = self.code.text.slice(0, 0)
            whole = isinstance(value, Unknown) and value.offset == self.code.offset(candidate.node)
            if isinstance(value, Unknown) and (whole or candidate.node.has_error):
                return FoundRequest(empty, url, error=self._unread(candidate.node, value))
            return FoundRequest(empty, url, error=refusal(missing, original))
        if isinstance(value, Text):
            return FoundRequest(value.traced, url)
        return FoundRequest(as_json(value, original), url)

    def _unread(self, node: Node, value: Unknown) -> str:
        line, column = self.code.text.original.line_column(value.offset)
        if node.has_error:
            return _(
                "The event that begins in line {line}, column {column} is faulty or cut off. Copy it from its first to "
                "its last bracket."
            ).format(line=line, column=column)
        return _(
            "Line {line}, column {column}: the event is put together by the code in a way that cannot be followed. "
            "Print the finished event and paste that."
        ).format(line=line, column=column)

    # -- addresses and credentials

    def _note_texts(self, addresses: Addresses) -> None:
        """Look at every text that stands by itself: it may be an address or a credential."""
        for node in self._texts:
            spelled = self.code.spelled(node)
            if mentions_event(spelled) or len(spelled) > 4000:
                continue
            self._note_text(node, addresses)
        for pair in self.pairs:
            self.note_pair(pair)

    def _note_text(self, node: Node, addresses: Addresses) -> None:
        value = self.value(node)
        name = self.name_of(node)
        if not isinstance(value, Text):
            self._note_parts(node)
            return
        text, offset = value.traced.text, value.offset
        if addresses.note(node, text, name):
            return
        header = _HEADER.fullmatch(text)
        if header is not None:
            self.credentials.header(header[1], header[2], offset)
        elif self.credentials.scheme(text, offset):
            return
        elif name is not None and name.upper().endswith("USERPWD"):
            self.credentials.user(text, offset)
        elif name is not None and is_secret_name(name):
            self.credentials.header(name, text, offset)
        else:
            self._note_argument(node, text, offset)

    def _note_parts(self, node: Node) -> None:
        """The literal parts of a text that is partly computed: ``"Bearer " + key`` hides nothing, others may."""
        for child in node.named_children:
            if child.type in self.TEXTS and isinstance(value := self.value(child), Text):
                self.credentials.scheme(value.traced.text, value.offset)

    def _note_argument(self, node: Node, text: str, offset: int) -> None:
        """Credentials that are recognised by the call or the list they are handed to."""
        around = self.around(node)
        calls = []
        for _step in range(8):
            if around is None:
                break
            if around.type in self.CALLS:
                calls.append(around)
            around = self.around(around)
        if not calls:
            return
        if ":" in text and any(_BASE_64.search(self.call(call)[0]) for call in calls):
            self.credentials.user(text, offset)
            return
        name, arguments = self.call(calls[0])
        if _BASIC_AUTH.search(name) and len(arguments) == 2 and arguments[1].id == node.id:
            user = self.value(arguments[0])
            self.credentials.add("user", text, offset, user.traced.text if isinstance(user, Text) else None)
        elif len(arguments) == 2 and arguments[1].id == node.id:
            first = self.value(arguments[0])
            if isinstance(first, Text) and is_secret_name(first.traced.text):
                self.credentials.header(first.traced.text, text, offset)

    def note_pair(self, node: Node) -> None:
        """A list or tuple of user and key (``auth=("api", "..")``)."""
        value = self.value(node)
        if isinstance(value, Items) and len(value.values) >= 2:
            user, key = value.values[0], value.values[1]
            if isinstance(key, Text):
                self.credentials.add(
                    "user", key.traced.text, key.offset, user.traced.text if isinstance(user, Text) else None
                )
