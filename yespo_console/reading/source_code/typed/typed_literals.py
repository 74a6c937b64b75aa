"""Objects as C#, Go, Java and Kotlin spell them out, whose grammars would cost more than all the others together.

``new { .. }``, ``new Dictionary<..> { .. }``, ``map[string]any{ .. }``, ``Map.of(..)`` and ``mapOf(..)`` are read where
they go straight into a call that makes JSON of them or sends them, or by way of a variable that is used for nothing
else. Everything in them that is not spelled out is a computed value.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import HALVES, Dialect, UndecodableError, unescape
from yespo_console.reading.literals import (
    MAX_DEPTH,
    Items,
    Members,
    Scalar,
    Text,
    Unknown,
    Value,
    is_event_shape,
    unknown,
)
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.source_code.numbers import json_number
from yespo_console.reading.source_code.typed.typed_shapes import Shape

#: Whatever is never closed goes on to the end, so that each character is looked at once.
_TOKEN: Final = re.compile(
    r"(?P<space>\s+|//[^\n]*|/\*.*?(?:\*/|\Z))"
    r'|(?P<text>"(?!"")(?:[^"\\\n]|\\.)*+")|(?P<raw>`[^`]*(?:`|\Z)|@"(?:[^"]|"")*+(?:"|\Z))'
    r"|(?P<other>\"{3}.*?(?:\"{3,6}|\Z)|[$@]{1,3}\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.){1,8}')"
    r"|(?P<number>[+-]?\d[\w.]*)|(?P<name>@?[A-Za-z_]\w*)|(?P<sign>:=|=>|[^\s\w])",
    re.DOTALL,
)
_MEANINGS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\\": "\\", '"': '"', "'": "'"}
#: The escapes that all of them know.
_ESCAPES: Final = Dialect(
    re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL),
    lambda match: chr(int(match[1], 16)) if match[1] else _MEANINGS.get(match[2]),
)
_WORDS: Final = {"true": "true", "false": "false", "null": "null", "nil": "null"}
_OPENING: Final = {"(": ")", "[": "]", "{": "}"}
_CLOSING: Final = frozenset(_OPENING.values())
_MAP_CALLS: Final = frozenset(("Map.of", "mapOf", "mutableMapOf", "linkedMapOf", "hashMapOf"))
_LIST_CALLS: Final = frozenset(("List.of", "Arrays.asList", "listOf", "mutableListOf", "arrayOf", "Set.of"))
#: Types of more tokens are not read.
_LONGEST_TYPE: Final = 40
#: The type of the items in what a list is made of.
_ITEM: Final = re.compile(r"(?:\[\]?\*?|List<|\Anew)(\w{1,60})[>\[]?\(?\Z")
_SUFFIX: Final = re.compile(r"[mMdDfFlL]\Z")


@dataclass(frozen=True, slots=True)
class Token:
    """One token, and where it stands."""

    kind: str
    spelled: str
    start: int
    end: int


def tokens_of(text: Traced, budget: Budget) -> list[Token]:
    """The tokens of a text, without spaces and comments."""
    found = []
    for match in _TOKEN.finditer(text.text):
        budget.spend(6)
        if match.lastgroup not in (None, "space"):
            found.append(Token(match.lastgroup or "", match[0], match.start(), match.end()))
    return found


class TypedLiterals:
    """Reads the objects of one text."""

    def __init__(self, text: Traced, tokens: list[Token], shapes: Mapping[str, Shape], budget: Budget) -> None:
        """``shapes`` are the types that the text declares, by their names."""
        self._shapes = shapes
        #: The type of the items of the list that is being read, if it is one of these.
        self._items: Shape | None = None
        self._text = text
        self._tokens = tokens
        self._budget = budget
        self._at = 0

    def event_at(self, at: int) -> tuple[Members, int] | None:
        """The event whose spelling begins with the token ``at``, and the token behind it; None for anything else."""
        self._at = at
        value = self._value(0)
        if not isinstance(value, Members) or not is_event_shape(set(value.names)):
            return None
        return value, self._at

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at].spelled if at < len(self._tokens) else ""

    def _value(self, depth: int) -> Value:
        """One value, up to the comma or bracket behind it."""
        self._budget.spend(10)
        begin = self._at
        value = self._spelled_out(depth) if depth < MAX_DEPTH else None
        if value is None or self._peek() not in (",", ";", "", *_CLOSING):
            if depth == 0 and value is not None:
                return value
            return self._computed(begin)
        return value

    def _spelled_out(self, depth: int) -> Value | None:
        token = self._tokens[self._at] if self._at < len(self._tokens) else None
        if token is None:
            return None
        if token.kind in ("text", "raw"):
            self._at += 1
            return self.string(token)
        if token.kind == "number":
            self._at += 1
            json = json_number(_SUFFIX.sub("", token.spelled))
            return None if json is None else Scalar(json, self._text.offset(token.start), len(token.spelled))
        if token.spelled in _WORDS:
            self._at += 1
            return Scalar(_WORDS[token.spelled], self._text.offset(token.start), len(token.spelled))
        if token.spelled == "{":
            return self._braces(depth, "") if self._items is None else self._shaped(self._items, depth)
        if token.spelled == "&":  # of Go: what stands behind it, by its address
            self._at += 1
        return self._made(depth)

    def string(self, token: Token) -> Value | None:
        """What a text in quotes holds; None where that is not spelled out."""
        opening = 2 if token.spelled.startswith("@") else 1
        if token.kind == "raw":
            content = self._text.slice(token.start + opening, token.end - 1)
            return Text(unescape(content, Dialect(re.compile('""'), lambda _match: '"')) if opening == 2 else content)
        if "$" in token.spelled:  # of Kotlin, which puts values into its texts
            return None
        try:
            return Text(unescape(unescape(self._text, _ESCAPES, token.start + 1, token.end - 1), HALVES))
        except UndecodableError:
            return None

    def _made(self, depth: int) -> Value | None:
        """``new Type<..>(..) {``, ``map[string]any{``, ``Map.of(``: from the type on."""
        begin, name = self._at, ""
        while self._at < len(self._tokens) and self._at - begin < _LONGEST_TYPE:
            token = self._tokens[self._at]
            shape = self._shapes.get(name.removeprefix("new")) if token.spelled in ("{", "(") else None
            if shape is not None:
                if token.spelled == "(" and self._peek(1) == ")" and self._peek(2) == "{":
                    self._at += 2
                return self._shaped(shape, depth)
            empty = self._peek(1) in _CLOSING and self._peek(1) == _OPENING.get(token.spelled)
            if token.spelled == "{" and not (empty and name.endswith("interface")):
                return self._braces(depth, name) if name.startswith(("new", "map[", "[")) else None
            if token.spelled == "(" and not name.startswith("new"):
                return self._call(name, depth)
            if token.kind != "name" and token.spelled not in "[]<>.,*?" and not empty:
                return None
            if token.spelled == "," and "<" not in name:
                return None
            name += token.spelled
            self._at += 2 if empty else 1
        return None

    def _call(self, name: str, depth: int) -> Value | None:
        offset = self._text.offset(self._tokens[self._at].start)
        if name in _LIST_CALLS:
            return Items(tuple(value for _key, value in self._parts(depth)), offset)
        if name not in _MAP_CALLS:
            return None
        parts = list(self._parts(depth))
        if name != "Map.of":
            pairs = [(key, value) for key, value in parts if isinstance(key, Text)]
        elif len(parts) % 2:
            return None
        else:
            values = [value for _key, value in parts]
            pairs = [
                (key, value) for key, value in zip(values[::2], values[1::2], strict=True) if isinstance(key, Text)
            ]
        whole = len(pairs) == (len(parts) // 2 if name == "Map.of" else len(parts))
        return Members(tuple(pairs), offset) if whole else None

    def _braces(self, depth: int, made: str) -> Value | None:
        """The members or items between braces of what is ``made`` there; nothing where a type further out tells."""
        offset = self._text.offset(self._tokens[self._at].start)
        item = _ITEM.search(made)
        around, self._items = self._items, self._shapes.get(item[1]) if item is not None else None
        parts = list(self._parts(depth))
        self._items = around
        values = tuple(value for _key, value in parts)
        named = [(key, value) for key, value in parts if isinstance(key, Text)]
        if made.startswith("[") or "List<" in made or made.endswith("[]"):
            return None if named else Items(values, offset)
        if len(named) == len(parts):
            return Members(tuple(named), offset)
        if "Dictionary<" in made:
            pairs = [value.values for value in values if isinstance(value, Items) and len(value.values) == 2]
            named = [(pair[0], pair[1]) for pair in pairs if isinstance(pair[0], Text)]
            return Members(tuple(named), offset) if len(named) == len(parts) else None
        return None if named else Items(values, offset)

    def _shaped(self, shape: Shape, depth: int) -> Value | None:
        """An object of a type that the text declares, with its members in the order of that."""
        offset = self._text.offset(self._tokens[self._at].start)
        closing = _OPENING[self._peek()]
        around, self._items = self._items, None
        self._at += 1
        given: dict[str, Value] = {}
        while self._at < len(self._tokens) and self._peek() != closing:
            token = self._tokens[self._at]
            named = token.kind == "name" and self._peek(1) in (":", "=")
            if not named and len(given) >= len(shape):
                return None
            name = token.spelled.lstrip("@") if named else shape[len(given)].name
            self._at += 2 if named else 0
            if name in given or all(field.name != name for field in shape):
                return None
            given[name] = self._value(depth + 1)
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != closing:
                return None
        self._at += 1
        self._items = around
        pairs: list[tuple[Text, Value]] = []
        for field in shape:
            value = given.get(field.name)
            if value is None and field.leaves_out_empty:
                continue
            if value is None:
                if field.zero is None:
                    return None
                value = Scalar(field.zero, offset, 0) if field.zero != '""' else Text(self._spelled_as("", offset))
            if (field.leaves_out_empty or field.zero is None) and _is_empty(value):
                return None
            pairs.append((Text(self._spelled_as(field.json, value.offset)), value))
        return Members(tuple(pairs), offset)

    def _spelled_as(self, name: str, offset: int) -> Traced:
        builder = TracedBuilder(self._text.original)
        builder.put(name, offset, 0)
        return builder.build()

    def _parts(self, depth: int) -> Iterator[tuple[Text | None, Value]]:
        """What stands in brackets, up to the one that closes them: values, each with its name if it has one."""
        closing = _OPENING[self._peek()]
        self._at += 1
        while self._at < len(self._tokens) and self._peek() != closing:
            key = self._key()
            yield key, self._value(depth + 1)
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != closing:
                yield None, Unknown(self._text.offset(self._tokens[min(self._at, len(self._tokens) - 1)].start))
                return
        self._at += 1

    def _key(self) -> Text | None:
        """``name =``, ``["name"] =``, ``"name":`` and ``"name" to``; what they name follows."""
        token = self._tokens[self._at]
        if token.kind == "name" and self._peek(1) == "=":
            self._at += 2
            return Text(self._text.slice(token.start + token.spelled.startswith("@"), token.end))
        if token.kind == "text" and self._peek(1) in (":", "to"):
            value = self.string(token)
            if isinstance(value, Text):
                self._at += 2
                return value
        if token.spelled == "[" and self._peek(2) == "]" and self._peek(3) == "=":
            value = self.string(self._tokens[self._at + 1]) if self._tokens[self._at + 1].kind == "text" else None
            if isinstance(value, Text):
                self._at += 4
                return value
        return None

    def _computed(self, begin: int) -> Unknown:
        """What is not spelled out, up to the comma or bracket behind it."""
        self._at = begin
        pending: list[str] = []
        while self._at < len(self._tokens):
            self._budget.spend(20)
            spelled = self._peek()
            if not pending and (spelled in (",", ";") or spelled in _CLOSING):
                break
            if spelled in _OPENING:
                pending.append(_OPENING[spelled])
            elif spelled in _CLOSING and pending.pop() != spelled:
                break
            self._at += 1
        start = self._tokens[begin].start if begin < len(self._tokens) else len(self._text)
        end = self._tokens[self._at - 1].end if self._at > begin else start
        offset = self._text.offset(start)
        whole = self._at > begin and self._at < len(self._tokens)
        length = self._text.offset(end) - offset
        return unknown(offset, self._text.text[start:end], computed=whole, length=length)


def _is_empty(value: Value) -> bool:
    """Whether Go may leave a value out, or a serializer of C# that leaves out what is null."""
    if isinstance(value, Text):
        return not len(value.traced)
    return isinstance(value, Scalar) and value.json in ("null", "false", "0")
