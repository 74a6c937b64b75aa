"""Flags of ``json_encode``: some make other JSON of an array than what stands in it."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: The flags that leave every value what it is; of any other, known or not, that cannot be told.
_HARMLESS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "JSON_HEX_TAG": 1,
        "JSON_HEX_AMP": 2,
        "JSON_HEX_APOS": 4,
        "JSON_HEX_QUOT": 8,
        "JSON_UNESCAPED_SLASHES": 64,
        "JSON_PRETTY_PRINT": 128,
        "JSON_UNESCAPED_UNICODE": 256,
        "JSON_PARTIAL_OUTPUT_ON_ERROR": 512,
        "JSON_PRESERVE_ZERO_FRACTION": 1024,
        "JSON_UNESCAPED_LINE_TERMINATORS": 2048,
        "JSON_INVALID_UTF8_IGNORE": 1 << 20,
        "JSON_INVALID_UTF8_SUBSTITUTE": 1 << 21,
        "JSON_THROW_ON_ERROR": 1 << 22,
    }
)
_HARMLESS_BITS: Final = sum(_HARMLESS.values())
#: These spell the same values otherwise, which is another text where the JSON is the value of a param.
_BITS_OF_TEXT: Final = 1 | 2 | 4 | 8 | 512
#: What PHP takes for a number there.
_WORDS: Final[Mapping[str, int]] = MappingProxyType({"true": 1, "false": 0, "null": 0})
#: No such number is longer.
_MOST_DIGITS: Final = 9
#: Functions and methods that are known to take these flags; what others take beside a value may be anything.
_TAKES_FLAGS: Final = re.compile(r"(?:json_?encode|json::encode|to_?json)\Z", re.IGNORECASE)
_ON_THE_VALUE: Final = re.compile(r"to_?json\Z", re.IGNORECASE)
#: So many parts of an expression and of what its variables hold are looked at.
_MOST_PARTS: Final = 40


def makes_other_values(reader: "CodeReader", call: Node) -> bool:
    """Whether a call that makes JSON is given a flag that changes what stands in an array."""
    name, arguments = reader.call(call)
    on_value = call.type.startswith(("member", "nullsafe")) and _ON_THE_VALUE.search(name) is not None
    others = [each for each in arguments if not _is_data(reader, each)] if on_value else arguments[1:]
    known = [bits for bits in (_bits(reader, each) for each in others) if bits is not None]
    not_known = len(known) < len(others) and _TAKES_FLAGS.search(name) is not None
    return not_known or any(bits & ~_HARMLESS_BITS for bits in known)


def makes_other_text(reader: "CodeReader", call: Node) -> bool:
    """The same, or one that only spells it otherwise."""
    bits = [_bits(reader, each) or 0 for each in reader.call(call)[1][1:]]
    return makes_other_values(reader, call) or any(each & _BITS_OF_TEXT for each in bits)


def _is_data(reader: "CodeReader", argument: Node) -> bool:
    """Whether an argument is what JSON is made of: ``$format->toJson($event)``."""
    name = reader.variable_name(argument)
    if name is None or not name.startswith("$"):
        return argument.type in reader.MAPS
    settings = reader.variables.settings_of(name)
    return not settings or any(value.type in reader.MAPS for setting in settings for value in setting.values)


def _bits(reader: "CodeReader", flags: Node) -> int | None:
    """All the bits that may be set in an argument, also by what variables and constants hold; None: nobody knows."""
    pending, found, is_sum = [flags], 0, False
    for _part in range(_MOST_PARTS):
        if not pending:
            return found
        reader.budget.spend(5)
        node = pending.pop()
        if node.type == "parenthesized_expression":
            pending += node.named_children
        elif node.type == "conditional_expression" and node.child_by_field_name("body") is not None:
            pending += [each for each in map(node.child_by_field_name, ("body", "alternative")) if each is not None]
        elif node.type == "binary_expression":
            operator, left, right = map(node.child_by_field_name, ("operator", "left", "right"))
            if operator is None or left is None or right is None or operator.type not in ("|", "+"):
                return None
            is_sum |= operator.type == "+"
            pending += [left, right]
        elif (values := _held(reader, node)) is not None:
            pending += values
        else:
            bits = _number(reader, node)
            if bits is None or (is_sum and bits & found):  # what the sum of equal bits is nobody writes down
                return None
            found |= bits
    return None


def _held(reader: "CodeReader", node: Node) -> list[Node] | None:
    """What a variable or a constant is set to, when nothing else is done to it."""
    name = reader.variable_name(node)
    settings = () if name is None else reader.variables.settings_of(name)
    if name is None or not settings:
        return None
    if reader.variables.is_parameter(name) or reader.variables.is_altered_within(name, 0, 1 << 62):
        return None
    return [value for setting in settings for value in setting.values]


def _number(reader: "CodeReader", node: Node) -> int | None:
    """The bits of one flag or number; a text beside a value names the format, and a list holds options."""
    if node.type in reader.MAPS:
        return 0
    if node.end_byte - node.start_byte > 60:
        return None
    is_text = reader.is_text(node)
    spelled = reader.code.spelled(node).strip("'\"" if is_text else "\\")
    if spelled.isdecimal() and len(spelled) <= _MOST_DIGITS and (spelled == "0" or spelled[0] != "0"):
        return int(spelled)
    return 0 if is_text else _HARMLESS.get(spelled, _WORDS.get(spelled.lower()))
