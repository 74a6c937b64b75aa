"""A condition of code as a sentence quotes it: what it asks for is named, and what it compares that with is hidden.

A key may be a word, a number or short, so it cannot be told from other texts by its look.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.harmless_words import HIDDEN, is_harmless
from yespo_console.reading.masking import looks_like_a_key
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: Leaves that name something or stand for a value that is no text; what a grammar spells itself is shown as well.
_NAMES: Final = word_set(
    "identifier property_identifier private_property_identifier shorthand_property_identifier statement_identifier "
    "type_identifier name variable variable_name constant instance_variable class_variable global_variable "
    "hash_key_symbol self this super true false null none nil undefined boolean optional_chain string_start "
    "string_end"
)
#: Of PowerShell; bare words are taken for such names.
_COMMAND: Final = re.compile(r"[A-Za-z]{2,20}-[A-Za-z]{2,40}|[%?]")
#: A member, between its brackets: ``headers['x-api-key']``.
_MEMBER: Final = re.compile(r"[A-Za-z][A-Za-z_-]{0,40}")
_OPENS_MEMBER: Final = re.compile(r"[\w)\]]\[['\"]\Z")
_CLOSES_MEMBER: Final = re.compile(r"['\"]\]")
#: Further parts of a condition are left out.
_MOST_PARTS: Final = 60
_REPEATED: Final = re.compile(rf"{re.escape(HIDDEN)}(?:\s{{0,9}}{re.escape(HIDDEN)})+")


def shown_condition(reader: "CodeReader", start: int, end: int) -> str:
    """The condition from one byte up to another, in one line."""
    code = reader.code
    condition = code.text.text[code.start_of(start) : code.start_of(end)]
    shown: list[str] = []
    at = code.start_of(start)
    stop = code.start_of(end)
    for number, (leaf, is_faulty) in enumerate(_leaves(reader, start, end)):
        if number == _MOST_PARTS:
            shown.append(" …")
            break
        begin, behind = max(code.start(leaf), at), min(code.end(leaf), stop)
        shown += (_between(code.text.text[at:begin]), _shown(reader, leaf, condition, is_faulty=is_faulty))
        at = max(at, behind)
    else:
        shown.append(_between(code.text.text[at:stop]))
    return _REPEATED.sub(HIDDEN, " ".join("".join(shown).split()))


def _leaves(reader: "CodeReader", start: int, end: int) -> Iterator[tuple[Node, bool]]:
    """The leaves between two bytes, in order, and whether each is a part of what could not be read."""
    outermost = reader.code.root.descendant_for_byte_range(start, end)
    pending = [] if outermost is None else [(outermost, outermost.is_error)]
    while pending:
        node, is_faulty = pending.pop()
        reader.budget.spend()
        if node.start_byte >= end or node.end_byte <= start:
            continue
        if node.child_count == 0 or node.type == "comment":
            yield node, is_faulty
        else:
            pending += ((child, is_faulty or child.is_error) for child in reversed(node.children))


def _between(text: str) -> str:
    return " " if text.isspace() else HIDDEN if text else ""


def _shown(reader: "CodeReader", leaf: Node, condition: str, *, is_faulty: bool) -> str:
    code = reader.code
    spelled = code.spelled(leaf)
    if not leaf.is_named:
        return spelled
    if leaf.type == "comment":
        return " "
    if leaf.type in _NAMES:
        return HIDDEN if is_faulty or looks_like_a_key(spelled) else spelled
    raw, begin, end = code.text.text, code.start(leaf), code.end(leaf)
    if leaf.type == "command_name" and _COMMAND.fullmatch(spelled):
        return spelled
    if leaf.type in ("simple_name", "member_name") and raw.endswith((".", "::"), 0, begin):
        return spelled
    quote = spelled[0] if len(spelled) > 1 and spelled[0] == spelled[-1] and spelled[0] in "'\"" else ""
    begin, end = begin + len(quote), end - len(quote)
    word = raw[begin:end]
    is_member = (
        _MEMBER.fullmatch(word) is not None
        and _OPENS_MEMBER.search(raw, max(0, begin - 3), begin) is not None
        and _CLOSES_MEMBER.match(raw, end) is not None
    )
    if not is_faulty and (is_member or is_harmless(word, condition)):
        return spelled
    return f"{quote}{HIDDEN}{quote}"
