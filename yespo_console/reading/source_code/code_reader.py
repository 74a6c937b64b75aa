"""Source text of any language: what is common to all; each language says what its nodes mean."""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from tree_sitter import Node

from yespo_console.reading.budget import Budget
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.escapes import UndecodableError
from yespo_console.reading.finder import Found
from yespo_console.reading.literals import (
    MAX_DEPTH,
    Encoded,
    Items,
    Members,
    Scalar,
    Text,
    Unknown,
    Value,
    as_json,
    unknown,
    unknowns,
)
from yespo_console.reading.origin import Traced, join
from yespo_console.reading.reading import LeftOut, Source
from yespo_console.reading.source_code.credentials_in_code import note_texts
from yespo_console.reading.source_code.events_in_code import EventsInCode
from yespo_console.reading.source_code.languages.functions_of_language import FunctionsOfLanguage
from yespo_console.reading.source_code.nearest_address import Addresses
from yespo_console.reading.source_code.node_kinds import HOLES, LEAVES, SPREADS, TYPED, WRAPPERS, is_spelled_out
from yespo_console.reading.source_code.numbers import WHOLE, spelled_out
from yespo_console.reading.source_code.reasons import no_event_in
from yespo_console.reading.source_code.requests_in_code import request_of, unread
from yespo_console.reading.source_code.tree import Code
from yespo_console.reading.source_code.uses.sent_elsewhere import count_sent_elsewhere
from yespo_console.reading.source_code.variables.blocks import CONSTRUCTORS, WHOLE_TEXT, Block
from yespo_console.reading.source_code.variables.variable import Change
from yespo_console.reading.source_code.variables.variables import Variables
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.uses.understood_uses import UnderstoodUses

#: Values within values are read down to this depth: brackets and sums count beside what an event is made of. Each takes
#: up to six calls, of which Python allows a thousand within each other.
_DEEPEST: Final = MAX_DEPTH + 20
#: What the names of an object's own members begin with.
_OWNERS: Final = ("this.", "self.", "cls.", "$this->", "$this.", "@")
#: Types of nodes that declare a class.
_CLASSES: Final = word_set("class class_declaration class_definition class_statement module")
#: What parts the name of a variable from that of a member, and types of nodes that a request's answer comes from.
_PART: Final = re.compile(r"\??\.|->|::")
_ANSWERS: Final = word_set("call call_expression await await_expression member_call_expression scoped_call_expression")
#: A number as only some languages spell it; never an expression.
_NUMBER: Final = re.compile(r"[+-]?\s{0,9}(?:\.?\d[\w.]*|NaN|Infinity)")


class CodeReader(FunctionsOfLanguage):
    """Reads one text. A subclass knows the grammar of its language.

    Attributes:
        source: what the reading calls this language.
        grammar: gives the language, as its grammar package offers it.
        MAPS, TEXTS, CALLS: types of nodes that spell out an object, a text (also one put together) and a call.
        VISITED: types of nodes that ``visit`` wants to see.
        COMBINING: operators that make something else out of a text or an object.
        TEXTS_CHANGE: whether a text may be changed by whoever is given it.
        ENDS_GIVE: whether the last statement of a function is what it gives.
        MAKES_BY_MEMBERS: whether a variable that is given a member becomes an object, though nothing sets it to one.
        BLOCKS: types of nodes of whose parts each may be carried out never, later or several times.
        RUNS: types of nodes whose parts are carried out one after the other, as far as that goes.
        SCOPES: types of nodes within which a variable may be another one than outside.
    """

    source: Source
    grammar: ClassVar[Callable[[], object]]
    MAPS: ClassVar[frozenset[str]]
    TEXTS: ClassVar[frozenset[str]]
    BLOCKS: ClassVar[frozenset[str]]
    RUNS: ClassVar[frozenset[str]] = frozenset()
    SCOPES: ClassVar[frozenset[str]] = frozenset()
    MAKES_BY_MEMBERS: ClassVar[bool] = False
    TEXTS_CHANGE: ClassVar[bool] = False
    ENDS_GIVE: ClassVar[bool] = False
    VISITED: ClassVar[frozenset[str]]
    CALLS: ClassVar[frozenset[str]]
    COMBINING: ClassVar[tuple[str, ...]] = ("%", "-f")

    def __init__(self, text: Traced, budget: Budget) -> None:
        super().__init__()
        self.code = Code(text, type(self).grammar, budget, self.for_grammar(text.text))
        self.budget = budget
        self.variables = Variables(self.value, budget, self.fold, self.note_held)
        self.credentials = Credentials(text.original)
        self.maps: list[Node] = []
        self.texts: list[Node] = []
        #: The functions that are spelled out and given something.
        self.functions: list[Node] = []
        #: What is done with the values of the text; known after the walk.
        self.uses: UnderstoodUses | None = None
        self._kept: dict[int, bool] = {}
        #: The functions and classes, as far as they are ``SCOPES``.
        self.scopes: list[Node] = []
        #: The calls, and the names of the classes that the text declares.
        self.calls: list[Node] = []
        self.classes: set[str] = set()
        #: The statements that leave off a function, a loop or the program.
        self.leaves: list[Node] = []
        #: Lists of user and key; noted once the variables are known.
        self.pairs: list[Node] = []
        self._calls: dict[int, tuple[str, Sequence[Node]]] = {}
        self._depth = 0
        #: Texts that hold nothing but characters, None until they are asked for: by themselves, and as parts of events.
        self._spelled_out: dict[int, Text | None] = {}

    # -- what a language says

    @staticmethod
    def for_grammar(text: str) -> str:
        """What its grammar is given for a text, of the same length: where it takes something for what it is not."""
        return text

    @abstractmethod
    def visit(self, node: Node) -> None:
        """Note what ``node`` does to variables, with ``change`` and ``use``. Called once for each, outside in."""

    @abstractmethod
    def literal(self, node: Node) -> Value:
        """The value of a node; ``self.unknown(node)`` when it is not spelled out. Asks ``self.value`` for parts."""

    @abstractmethod
    def names(self, node: Node) -> set[str]:
        """The names that an object's literal gives to its members, without reading the values."""

    @abstractmethod
    def call_parts(self, node: Node) -> tuple[str, Sequence[Node]]:
        """How a call names what it calls, and its arguments without those that have names. Use ``call``."""

    @abstractmethod
    def method_on(self, node: Node) -> str | None:
        """The name of the method that is called on (or the property that is asked of) this value, if there is one."""

    def is_scope(self, _node: Node) -> bool:
        """Whether a variable may be another one within this node of ``SCOPES`` than outside."""
        return True

    def map_in(self, node: Node) -> Node:
        """The object's literal in a value that only wraps it (a cast, brackets); the node itself if there is none."""
        wrapped = node
        for _step in range(6):
            if wrapped.type in self.MAPS:
                return wrapped
            if wrapped.type not in WRAPPERS or not wrapped.named_children:
                return node
            wrapped = wrapped.named_children[0 if wrapped.type in TYPED else -1]
        return node

    def finished(self, _node: Node, value: Value) -> Value:
        """An event as it is really sent, where the way in which it is made JSON changes it."""
        return value

    def changes_arguments(self, _call: Node) -> bool:
        """Whether a call that makes its argument JSON leaves members out or changes them on the way."""
        return False

    def names_spread(self, node: Node) -> set[str]:
        """The names that an object takes over from others that are spread into it."""
        found: set[str] = set()
        for child in node.named_children:
            if child.type in SPREADS and child.named_child_count == 1:
                value = self.value(child.named_children[0])
                if isinstance(value, Members):
                    self.budget.spend(len(value.pairs))
                    found.update(value.names)
        return found

    @staticmethod
    def fold(name: str) -> str:
        """What the spellings of a member's name have in common that the language takes for the same."""
        return name

    def is_text(self, node: Node) -> bool:
        """Whether a node spells out a text, or puts one together. Only ``TEXTS`` can."""
        return node.type in self.TEXTS

    def call(self, node: Node) -> tuple[str, Sequence[Node]]:
        """How a call names what it calls, and its arguments without those that have names."""
        known = self._calls.get(node.id)
        if known is None:
            known = self._calls[node.id] = self.call_parts(node)
            self.budget.spend(len(known[1]))
        return known

    def spelled_text(self, node: Node) -> str:
        """How a text is spelled; where its content stands elsewhere (a heredoc of Ruby), that."""
        return self.code.spelled(node)

    # -- for the languages

    def unknown(self, node: Node) -> Unknown:
        """The value of a node that is computed; of a number that JSON has not, what it is cannot be told either."""
        spelled = self.code.text.original_text(self.code.start(node), self.code.end(node))
        offset, length = self.code.offset(node), len(spelled)
        return unknown(offset, spelled, computed=_NUMBER.fullmatch(spelled) is None, length=length)

    def unreadable(self, node: Node) -> Unknown:
        """The value of a node that is faulty, nested too deep or escaped in a way that nobody knows."""
        return unknown(self.code.offset(node), self.code.spelled(node))

    def value(self, node: Node) -> Value:
        """The value of a node, however it is written."""
        self.budget.spend()
        if (known := self._spelled_out.get(node.id)) is not None:
            return known
        if self._depth >= _DEEPEST or node.has_error:
            return self.unreadable(node)
        self._depth += 1
        try:
            value = self.literal(node)
        finally:
            self._depth -= 1
        if isinstance(value, Text) and node.id in self._spelled_out:
            self._spelled_out[node.id] = value
        return value

    def variable(self, name: str, node: Node) -> Value:
        """The value of a variable that is read at ``node``."""
        value = self.variables.value(name, node)
        changes = isinstance(value, Items | Members)
        if value is None or (changes and not self._keeps(self.variables.settings_of(name))):
            return self.unknown(node)
        return value

    def _keeps(self, settings: Sequence[Change]) -> bool:
        """Whether an object or a list in a variable stays what is spelled out there, whoever else is given it."""
        if self.uses is None:
            return True
        for setting in settings:
            for node in setting.values:
                if node.id not in self._kept:
                    self._kept[node.id] = True  # meets itself
                    self._kept[node.id] = self.uses.all(node)
                if not self._kept[node.id]:
                    return False
        return True

    def text_with_holes(
        self, node: Node, start: int, end: int, holes: Iterable[Node], decode: Callable[[int, int], Traced]
    ) -> Value:
        """The text of a node with the values of variables in it.

        Args:
            node: the whole of it.
            start, end: where it stands without its quotes.
            holes: the nodes of what is put into it, in order.
            decode: gives the characters that stand between two places.
        """
        parts: list[Text | Unknown] = []
        try:
            for hole in holes:
                inner = hole.named_children if hole.type in HOLES else [hole]
                put_in = self.text_in(inner[0], in_hole=True) if len(inner) == 1 else self.unknown(hole)
                parts += [Text(decode(start, self.code.start(hole))), put_in]
                start = self.code.end(hole)
            parts.append(Text(decode(start, end)))
        except UndecodableError:
            return self.unreadable(node)
        return self.glued(parts, node)

    def text_in(self, node: Node, *, in_hole: bool = False) -> Text | Unknown:
        """The value of a node as a part of a text: a text, or one that a call makes of a value that is known.

        Put into a text, a whole number is its digits in every language; added to one it may be an error.
        """
        value = self.value(node)
        if in_hole and isinstance(value, Scalar) and WHOLE.fullmatch(value.json):
            return spelled_out(value, self.code.text.original)
        if isinstance(value, Encoded) and not unknowns(value, self.budget):
            return Text(as_json(value.value, self.code.text.original, self.budget))
        return value if isinstance(value, Text | Unknown) else self.unknown(node)

    def glued(self, parts: Sequence[Text | Unknown], whole: Node) -> Text | Unknown:
        """Texts one after the other as one text; unknown as a whole when one of them is.

        Variables can hold each other and make a short source a long text, so each character counts.
        """
        if len(parts) == 1 and isinstance(parts[0], Text):
            return parts[0]
        pieces: list[Traced | Unknown] = []
        for part in parts:
            if isinstance(part, Text):
                pieces.append(part.traced)
            elif part.computed:
                pieces += part.parts or (part,)
            else:
                return part
        known = [piece for piece in pieces if isinstance(piece, Traced)]
        self.budget.spend(len(pieces) + sum(map(len, known)))
        if len(known) == len(pieces):
            return Text(join(known, self.code.text.original))
        return replace(self.unknown(whole), parts=tuple(pieces))

    # -- reading

    def read(self) -> Found:
        """The events of the text."""
        self._walk()
        errors = self.code.errors(self._is_named_here)
        self.variables.set_from_outside(_OWNERS, self.MAPS, self.classes)
        self.variables.note_effects(errors)
        looking = EventsInCode(self, errors)
        events = looking.found()
        addresses = Addresses(self.code, self.credentials, self.parent, [node for node, _value in events])
        note_texts(self, addresses)
        requests = tuple([request_of(self, node, value, addresses.nearest(node), looking) for node, value in events])
        requests += tuple(unread(self, [node for node, _value in events]))
        error = None if requests else no_event_in(self.code)
        elsewhere = count_sent_elsewhere(self, [node for node, _value in events]) if requests else 0
        left_out = (LeftOut("request_elsewhere", elsewhere),) if elsewhere else ()
        return Found(self.kind(events), requests, self.credentials.found, left_out, error)

    def _is_named_here(self, spelled: str) -> bool:
        """Whether the text sets a variable of that name, to what a call gives if a part is named, or a function."""
        name, *part = _PART.split(self.fold(spelled), maxsplit=1)
        settings = self.variables.settings_of(name)
        if part:
            return bool(settings) and all(
                self.inner(each.values[0]).type in _ANSWERS for each in settings if each.values
            )
        functions = (self.function_name(function) for function in self.scopes if self.is_scope(function))
        return bool(settings) or name in functions

    def kind(self, _events: Sequence[tuple[Node, Value]]) -> Source:
        """What the text is called; a language may have more than one name."""
        return self.source

    def _walk(self) -> None:
        """See every node once: objects and outermost texts are kept, changes of variables noted."""
        visited, runs, scopes, texts, blocks = self.VISITED, self.RUNS, self.SCOPES, self.TEXTS, self.BLOCKS
        noted = visited.union(runs, scopes, texts, blocks, self.MAPS, self.CALLS, LEAVES, _CLASSES)
        pending: list[tuple[Node, str, Block, bool]] = [(self.code.root, self.code.root.type, WHOLE_TEXT, False)]
        spend, parents = self.budget.spend, self._parents
        while pending:
            node, kind, block, within = pending.pop()
            children, steps = node.named_children, 1
            while len(children) == 1 and kind not in noted:  # what PowerShell wraps each value in, a dozen times
                parents[children[0].id] = node
                node = children[0]
                kind, children, steps = node.type, node.named_children, steps + 2
            declares, apart, below = None, False, within
            if kind in noted:
                if kind in visited:
                    self._block = block
                    self.visit(node)
                if kind in runs:
                    block = block.run(node, children)
                if kind in scopes and self.is_scope(node):
                    declares = block if self._constructs(node) else None
                    self.scopes.append(node)
                    block = Block(node.start_byte, node.end_byte, node)
                if kind in self.MAPS:
                    self.maps.append(node)
                if kind in self.CALLS:
                    self.calls.append(node)
                elif kind in LEAVES:
                    self.leaves.append(node)
                elif kind in _CLASSES:
                    self._note_class(node)
                apart = kind in blocks
                if apart and self.is_function(node):
                    self.functions.append(node)
                text = kind in texts and self.is_text(node)
                if text and not within:
                    self.texts.append(node)
                below = (within and not self._opens(kind)) or text
                if text and is_spelled_out(node):
                    children, self._spelled_out[node.id] = [], None
            spend(steps + len(children))
            for child in reversed(children):
                parents[child.id] = node
                kind = child.type
                if kind in noted or child.named_child_count:
                    pending.append((child, kind, block.part(child, declares) if apart else block, below))

    def _note_class(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is not None:
            self.classes.add(self.code.spelled(name))

    def _constructs(self, node: Node) -> bool:
        name = node.child_by_field_name("name")
        return name is not None and self.code.spelled(name) in CONSTRUCTORS

    def _opens(self, kind: str) -> bool:
        """Whether texts below such a node stand by themselves, even if it is part of a longer text."""
        return kind in self.MAPS or kind in self.CALLS
