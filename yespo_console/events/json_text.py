"""JSON text and nodes: exact both ways, at the speed of the C scanner.

A node keeps what the text says: the spelling of numbers, names that stand twice, lone surrogates. Pointers are RFC 6901
and pass through string JSON (a string whose text is a JSON object or list) as if it were decoded.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, Final, NamedTuple, NoReturn

from yespo_console.events import json_errors
from yespo_console.events.event import ABSENT, Absent, Node, Number, Object, Value
from yespo_console.events.json_errors import JsonTextError as JsonTextError
from yespo_console.events.json_errors import line_column as line_column

#: The deepest nesting of brackets that is read; far beyond any event, and safe for recursive readers.
MAX_DEPTH: Final = 100

#: Texts up to this length are remembered once parsed: checks, outlook, form and editor all ask for the same one.
_REMEMBERED_LENGTH: Final = 1_000_000
#: Integers up to this many digits become ``int``; Python refuses to convert much longer ones.
_INT_DIGITS: Final = 4000
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
#: White space around a bracket, a comma or a colon (or inside a text, as it seems), and escapes that need not be one.
_LAID_OUT: Final = re.compile(r"[\[\]{},:]\s|\s[\[\]{},:]|\A\s|\s\Z|\\[/u]")
_OPENING: Final = re.compile(r"[ \t\n\r]*[\[{]")


class _ConstantFoundError(Exception):
    """The scanner met NaN or Infinity."""


def parse(text: str) -> Node:
    """The node of a whole JSON text (RFC 8259: no NaN, no comments, nothing after the value).

    Keeps names that stand twice and the spelling of numbers, of any length.

    Raises:
        JsonTextError: the text is not JSON, begins with a byte order mark, or nests deeper than ``MAX_DEPTH``.
    """
    return _parse_remembered(text) if len(text) <= _REMEMBERED_LENGTH else _parse(text)


def parse_at(text: str, start: int) -> tuple[Node, int]:
    """The node of the one JSON value that begins at ``start`` of a longer text, and where it ends.

    For files that are too large to be read in one go. Raises JsonTextError, whose place is one of the whole text.
    """
    return _parse_by(text, lambda: _DECODER.raw_decode(text, start), start)


def _parse(text: str) -> Node:
    return _parse_by(text, lambda: (_DECODER.decode(text), len(text)))[0]


def _parse_by(text: str, decode: Callable[[], tuple[Any, int]], start: int = 0) -> tuple[Node, int]:
    try:
        node, end = decode()
        deep = _may_be_deep(text, start, end) and _is_deep(node)
        result: Node = None if deep else _freeze(node)
    except json.JSONDecodeError as error:
        raise json_errors.explain(text, error) from None
    except _ConstantFoundError:
        raise json_errors.constant(text) from None
    except RecursionError:
        deep_error = json_errors.too_deep(text, MAX_DEPTH)
        if deep_error is None:  # the caller stands too deep, not the text
            raise
        raise deep_error from None
    if deep:
        raise json_errors.too_deep(text, MAX_DEPTH) or AssertionError("brackets too deep that no scan finds")
    return result, end


_parse_remembered = lru_cache(maxsize=32)(_parse)


def _refuse_constant(_spelling: str) -> NoReturn:
    raise _ConstantFoundError


def _object(pairs: list[tuple[str, Any]]) -> Object:
    for _name, value in pairs:
        if type(value) is list:
            return Object(tuple([(name, _freeze(item)) for name, item in pairs]))
    return Object(tuple(pairs))


def _freeze(value: Any) -> Node:
    """The scanner's lists as tuples; objects are frozen by their hook already."""
    if type(value) is list:
        for item in value:
            if type(item) is list:
                return tuple([_freeze(each) for each in value])
        return tuple(value)
    return value  # type: ignore[no-any-return]


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=Number, parse_int=Number, parse_constant=_refuse_constant
)


def _may_be_deep(text: str, start: int, end: int) -> bool:
    return text.count("[", start, end) + text.count("{", start, end) > MAX_DEPTH


def _is_deep(node: Any) -> bool:
    """Whether brackets nest deeper than ``MAX_DEPTH``: level by level, so that no stack is needed."""
    level = [node] if isinstance(node, (list, tuple, Object)) else []
    depth = 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            return True
        below: list[Any] = []
        for container in level:
            if type(container) is Object:
                below += [value for _, value in container.pairs if type(value) in _CONTAINERS]
            else:
                below += [value for value in container if type(value) in _CONTAINERS]
        level = below
    return False


_CONTAINERS: Final = frozenset((list, tuple, Object))


def dump(node: Node, *, indent: int | None = None) -> str:
    """The JSON text of a node, with the spelling of its numbers.

    Compact (``{"a":1}``) without ``indent``; else one member a line. Letters stand as themselves; only lone surrogates,
    which UTF-8 cannot carry, are escaped.
    """
    if indent is None:
        return write_node(node)
    return write_node(node, line="\n", unit=" " * indent, colon=": ")


def compact(text: str, node: Node) -> str:
    """What ``dump`` makes of ``node``, the tree of ``text``: that text itself where it is laid out so already."""
    return dump(node) if _LAID_OUT.search(text) or not text.isascii() else text


class Layout(NamedTuple):
    """How JSON is laid out; see ``write_node``."""

    line: str = ""
    unit: str = ""
    colon: str = ":"

    def below(self) -> "Layout":
        """That of what stands one level below."""
        return Layout(self.line + self.unit, self.unit, self.colon) if self.line else self

    def write(self, node: Node) -> str:
        return write_node(node, line=self.line, unit=self.unit, colon=self.colon)

    def write_object(self, members: Iterable[tuple[str, str]]) -> str:
        """An object with members, of which each is written already, one level below."""
        return self._around([f"{write_node(name)}{self.colon}{value}" for name, value in members], "{", "}")

    def write_list(self, items: Iterable[str]) -> str:
        """A list of items, of which each is written already, one level below."""
        return self._around(list(items), "[", "]")

    def _around(self, parts: list[str], opening: str, closing: str) -> str:
        below = self.below().line
        return f"{opening}{below}{f',{below}'.join(parts)}{self.line}{closing}" if parts else opening + closing


#: Writes an item itself.
Writer = Callable[[Layout], str]


def dump_in_parts(
    members: Iterable[tuple[str, Node | Iterator[Node | Writer]]], *, indent: int | None = None
) -> Iterator[str]:
    """The text of an object, laid out as ``dump`` does it, in parts: of a member that is an iterator, item by item.

    So thousands of items are never there at once. A member is asked for when the one before it is written. An item may
    write itself, in the layout that it is given.
    """
    unit = "" if indent is None else " " * indent
    below, colon = ("", ":") if indent is None else ("\n" + unit, ": ")
    opening = "{"
    for name, value in members:
        yield f"{opening}{below}{write_node(name)}{colon}"
        opening = ","
        if not isinstance(value, Iterator):
            yield write_node(value, line=below, unit=unit, colon=colon)
            continue
        layout = Layout(below + unit, unit, colon)
        bracket = "["
        for item in value:
            yield bracket + layout.line + (item(layout) if callable(item) else layout.write(item))
            bracket = ","
        yield "[]" if bracket == "[" else below + "]"
    yield "{}" if opening == "{" else ("" if indent is None else "\n") + "}"


def write_node(node: Node, *, line: str = "", unit: str = "", comma: str = ",", colon: str = ":") -> str:
    """The JSON text of a node in a given layout.

    Args:
        node: what to write.
        line: line break and indentation of the line the node stands on (``"\\n    "``); empty for all on one line.
        unit: what one level adds to ``line``.
        comma: what stands between two items on one line; with line breaks it is a comma and the line.
        colon: what stands between a name and its value.
    """
    written = _write(node, line, unit, comma, colon)
    return written if written.isascii() else escape_surrogates(written)


def escape_surrogates(text: str) -> str:
    """JSON text that UTF-8 can carry: lone surrogates as ``\\udXXX``."""
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _write(node: Node, line: str, unit: str, comma: str, colon: str) -> str:
    if isinstance(node, str):
        return encode_basestring(node)
    if isinstance(node, Number):
        return node.spelling
    if isinstance(node, bool):
        return "true" if node else "false"
    if node is None:
        return "null"
    below = line + unit if line else ""
    quoted = encode_basestring  # most of what is written are texts in objects
    if isinstance(node, Object):
        parts = [
            f"{quoted(name)}{colon}{quoted(value) if type(value) is str else _write(value, below, unit, comma, colon)}"
            for name, value in node.pairs
        ]
        opening, closing = "{", "}"
    else:
        parts = [_write(value, below, unit, comma, colon) for value in node]
        opening, closing = "[", "]"
    if not parts:
        return opening + closing
    if line:
        return f"{opening}{below}{f',{below}'.join(parts)}{line}{closing}"
    return opening + comma.join(parts) + closing


def plain(node: Node) -> Any:
    """A node as Python values: dict, list, str, bool, None; a number is an ``int`` or an exact ``Decimal``.

    Of a name that stands twice the last value counts. A number beyond what ``Decimal`` can hold (an exponent of
    hundreds of digits) stays a ``Number``; ``dumps_plain`` writes it all the same.
    """
    if isinstance(node, Number):
        if node.is_integer_spelling and len(node.spelling) < _INT_DIGITS:
            return int(node.spelling)
        try:
            return node.value
        except ArithmeticError:
            return node
    if isinstance(node, Object):
        return {name: plain(value) for name, value in node.pairs}
    if isinstance(node, tuple):
        return [plain(value) for value in node]
    return node


def from_plain(obj: Any) -> Node:
    """The node of Python values; nodes within are taken as they are.

    Raises:
        TypeError: something JSON has no form for.
        ValueError: NaN, an infinity, or nesting deeper than ``MAX_DEPTH``.
    """
    return _from_plain(obj, MAX_DEPTH)


def _from_plain(obj: Any, room: int) -> Node:
    if obj is None or isinstance(obj, (bool, str, Number, Object)):
        return obj
    if isinstance(obj, int):
        return Number(str(Decimal(obj)))
    if isinstance(obj, float):
        if obj != obj or obj in (float("inf"), float("-inf")):
            raise ValueError(f"JSON has no {obj}")
        return Number(repr(obj))
    if isinstance(obj, Decimal):
        if not obj.is_finite():
            raise ValueError(f"JSON has no {obj}")
        return Number(str(obj))
    if not room:
        raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(obj, dict):
        for name in obj:
            if not isinstance(name, str):
                raise TypeError(f"a JSON name must be a str, not {type(name).__name__}")
        return Object(tuple([(name, _from_plain(value, room - 1)) for name, value in obj.items()]))
    if isinstance(obj, (list, tuple)):
        return tuple([_from_plain(value, room - 1) for value in obj])
    raise TypeError(f"JSON has no form for {type(obj).__name__}")


def dumps_plain(obj: Any, indent: int | None = None) -> str:
    """JSON text of Python values; Decimals and integers of any length are written exactly. Errors as ``from_plain``."""
    return dump(from_plain(obj), indent=indent)


def inner(node: Value) -> Object | tuple[Node, ...] | None:
    """What a value contains: a container itself, or the one a string spells as JSON; None for anything else."""
    if isinstance(node, str):
        if not _OPENING.match(node):
            return None
        try:
            decoded = parse(node)
        except JsonTextError:
            return None
        return decoded if isinstance(decoded, (Object, tuple)) else None
    if isinstance(node, (Object, tuple)):
        return node
    return None


def resolve(node: Node, pointer: str) -> Value:
    """The value a pointer leads to, through string JSON, or ``ABSENT``. Of a name that stands twice, the last."""
    value: Value = node
    for token in split(pointer):
        container = inner(value)
        if isinstance(container, Object):
            value = container.get(token)
        elif container is not None:
            index = item_index(token)
            value = container[index] if index is not None and index < len(container) else ABSENT
        else:
            return ABSENT
        if isinstance(value, Absent):
            return ABSENT
    return value


def join(*tokens: str | int) -> str:
    """The pointer of these steps: ``join("params", 0, "a/b")`` is ``/params/0/a~1b``."""
    return "".join(["/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens])


def split(pointer: str) -> tuple[str, ...]:
    """The steps of a pointer; none for the whole document.

    Raises:
        ValueError: the pointer is neither empty nor begins with ``/``.
    """
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        raise ValueError(f"not a JSON pointer: {pointer!r}")
    return tuple([token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/")])


def item_index(token: str) -> int | None:
    """The index a pointer step means in a list, or None: digits without a leading zero."""
    if token.isascii() and token.isdigit() and len(token) < 10 and (token == "0" or token[0] != "0"):
        return int(token)
    return None


def name_at(node: Node, pointer: str) -> str:
    """What the value at a pointer is called: its member, or the name beside it in an item of params."""
    *above, last = split(pointer)
    beside = resolve(node, join(*above, "name")) if last == "value" else ABSENT
    return beside if isinstance(beside, str) else last
