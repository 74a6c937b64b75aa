"""Flags of ``json_encode`` that make other JSON of an array than what stands in it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: ``JSON_NUMERIC_CHECK`` makes numbers of texts that look like some, ``JSON_FORCE_OBJECT`` objects of lists.
_OTHER_VALUES: Final = re.compile(r"\bJSON_(?:NUMERIC_CHECK|FORCE_OBJECT)\b")
#: These spell the same values otherwise, which is another text where the JSON is the value of a param.
_OTHER_TEXT: Final = re.compile(r"\bJSON_(?:PARTIAL_OUTPUT\w*|HEX_\w+)\b")
#: The same as numbers.
_BITS_OF_VALUES: Final = 16 | 32
_BITS_OF_TEXT: Final = 1 | 2 | 4 | 8 | 512
#: So many parts of an expression and of what its variables hold are looked at.
_MOST_PARTS: Final = 40


def makes_other_values(reader: "CodeReader", flags: Node) -> bool:
    """Whether an argument is or holds a flag that changes what stands in an array."""
    return any(_OTHER_VALUES.search(part) or _number(part) & _BITS_OF_VALUES for part in _parts(reader, flags))


def makes_other_text(reader: "CodeReader", flags: Node) -> bool:
    """The same, or one that only spells it otherwise."""
    return makes_other_values(reader, flags) or any(
        _OTHER_TEXT.search(part) or _number(part) & _BITS_OF_TEXT for part in _parts(reader, flags)
    )


def _parts(reader: "CodeReader", flags: Node) -> Iterator[str]:
    """How the parts of a sum of flags are spelled, also of those in variables and constants of the text."""
    pending = [flags]
    for _part in range(_MOST_PARTS):
        if not pending:
            return
        reader.budget.spend(5)
        node = pending.pop()
        if node.type in ("binary_expression", "parenthesized_expression"):
            pending += node.named_children
            continue
        name = reader.variable_name(node)
        settings = () if name is None else reader.variables.settings_of(name)
        if settings:
            pending += [value for setting in settings for value in setting.values]
        elif node.end_byte - node.start_byte < 100:
            yield reader.code.spelled(node)


def _number(spelled: str) -> int:
    return int(spelled) if spelled.isdecimal() and len(spelled) < 10 else 0
