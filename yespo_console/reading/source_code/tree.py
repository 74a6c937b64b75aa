"""Source text as a syntax tree whose nodes know their place in what was pasted.

The trees are made by tree-sitter: it takes fragments and faulty code, marks what it could not read, and parses without
recursion. It counts bytes, we count characters; this module is where the two meet.
"""

import time
from array import array
from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate, count
from typing import Final

from tree_sitter import Language, Node, Parser, Point

from yespo_console.reading.budget import Budget, ReadingStoppedError
from yespo_console.reading.origin import Traced
from yespo_console.reading.word_set import word_set

#: The parser reports at least once for so many of its operations; each report costs a reading so many steps.
_STEPS_PER_REPORT: Final = 60
#: The time is asked at every so manieth report: to ask costs more than the report.
_ASK_EVERY: Final = 16
_CHUNK: Final = 1 << 16
#: What the parser is given for a text, beside a fixed start. Sound source takes less than a fifth of it; what it does
#: to make sense of a text in no language cannot be counted in steps.
_SECONDS_PER_BYTE: Final = 1.2e-6
_SECONDS_AT_LEAST: Final = 0.4

#: What only names a variable or a part of one.
_NAMES: Final = word_set(
    "identifier attribute member_expression subscript subscript_expression variable_name member_access_expression "
    "element_reference instance_variable constant variable member_access name"
)
#: The characters of a text in quotes.
_CHARACTERS: Final = word_set(
    "string string_content string_value encapsed_string heredoc_body nowdoc_body nowdoc_string"
)


class Code:
    """A parsed source text.

    Attributes:
        text: the text.
        root: the node of the whole.
    """

    def __init__(self, text: Traced, grammar: Callable[[], object], budget: Budget, parsed: str | None = None) -> None:
        """Parse ``text``.

        Args:
            text: the source.
            grammar: gives its language, as the grammar packages offer it.
            budget: what parsing may take.
            parsed: what the parser is to read instead, of the same length in characters and bytes.

        Raises:
            ReadingStoppedError: there are no steps left, or the reading was cancelled.
        """
        self.text = text
        self._raw = text.text  # asked for at nearly every node
        source = (text.text if parsed is None else parsed).encode("utf-8", "replace")
        self._characters = None if len(source) == len(text) else _character_of_each_byte(source)
        self.root: Node = _parse(Parser(Language(grammar())), source, budget)

    def start(self, node: Node) -> int:
        """Where a node begins in ``text``."""
        return self._character(node.start_byte)

    def end(self, node: Node) -> int:
        """Where a node ends in ``text``."""
        return self._character(node.end_byte)

    def start_of(self, byte: int) -> int:
        """The character at a byte of the parsed text."""
        return self._character(byte)

    def spelled(self, node: Node) -> str:
        """The characters of a node."""
        if self._characters is None:
            return self._raw[node.start_byte : node.end_byte]
        return self._raw[self._characters[node.start_byte] : self._characters[node.end_byte]]

    def slice(self, node: Node) -> Traced:
        """The text of a node."""
        return self.text.slice(self.start(node), self.end(node))

    def offset(self, node: Node) -> int:
        """Where a node begins in the original."""
        return self.text.offset(self.start(node))

    def is_in_text(self, index: int) -> bool:
        """Whether what stands at ``index`` of ``text`` are characters of a text in quotes."""
        byte = index if self._characters is None else bisect_left(self._characters, index)
        node = self.root.descendant_for_byte_range(byte, byte + 1)
        return node is not None and node.type in _CHARACTERS

    def faults(self) -> list[Node]:
        """The outermost parts of the text that the parser could not read, in order."""
        found = []
        pending = [self.root]
        while pending:
            node = pending.pop()
            if node.is_error:
                found.append(node)
            elif node.has_error:
                pending += reversed(node.children)
        return found

    def errors(self, is_known: Callable[[str], bool] = lambda _name: False) -> list[int]:
        """Where text ends that the parser could not read, and where it misses something, in bytes and in order.

        A last statement that only names something counts too, unless that name ``is_known`` for what the text sets or
        defines: that is how a text looks that is cut off.
        """
        found = []
        pending = [self.root]
        while pending:
            node = pending.pop()
            if node.is_error or node.is_missing:
                found.append(node.end_byte)
            if node.has_error:
                pending += node.children
        last = self.root
        while last.named_child_count and last.type not in _NAMES:
            last = last.named_children[-1]
        if last.type in _NAMES and last.end_byte == len(self.text.text.rstrip().encode("utf-8", "replace")):
            statement = self.root.named_children[-1]
            alone = (statement.start_byte, statement.end_byte) == (last.start_byte, last.end_byte)
            if alone and "(" not in self.spelled(last) and not is_known(self.spelled(last)):
                found.append(last.end_byte)
        return sorted(found)

    def _character(self, byte: int) -> int:
        return byte if self._characters is None else self._characters[byte]


def _parse(parser: Parser, source: bytes, budget: Budget) -> Node:
    stopped: list[ReadingStoppedError] = []
    reports = count()
    until = time.thread_time() + _SECONDS_AT_LEAST + len(source) * _SECONDS_PER_BYTE

    def chunk(offset: int, _point: Point) -> bytes:
        return source[offset : offset + _CHUNK]

    def give_up(_offset: int, _has_error: bool) -> bool:
        try:
            budget.spend(_STEPS_PER_REPORT)
            if next(reports) % _ASK_EVERY == 0 and time.thread_time() > until:
                raise ReadingStoppedError(cancelled=False)
        except ReadingStoppedError as error:
            stopped.append(error)
        return bool(stopped)

    try:
        tree = parser.parse(chunk, progress_callback=give_up)
    except ValueError:
        if stopped:
            raise stopped[0] from None
        raise
    return tree.root_node


#: Nothing for a byte that goes on with a character, one for each that begins one.
_BEGINS: Final = bytes(0 if 0x80 <= byte < 0xC0 else 1 for byte in range(256))


def _character_of_each_byte(source: bytes) -> "array[int]":
    """For each byte of a text in UTF-8, and for its end, the number of the character it belongs to."""
    characters = array("l", accumulate(source.translate(_BEGINS), initial=-1))
    del characters[0]
    characters.append(characters[-1] + 1)
    return characters
