"""Texts of PHP: in quotes of both kinds, and here-documents."""

from collections.abc import Sequence
from typing import Final

from tree_sitter import Node

from yespo_console.reading import escapes
from yespo_console.reading.escapes import Dialect, UndecodableError, unescape
from yespo_console.reading.literals import Text, Unknown, Value
from yespo_console.reading.source_code.languages.heredocs import Margin, content_of_php, without_margin
from yespo_console.reading.source_code.shared_literals import SharedLiterals

#: Parts of a text that are spelled out.
_SPELLED: Final = frozenset(("string_content", "escape_sequence", "string_value"))


class PhpTexts(SharedLiterals):
    """What a reader of PHP knows of texts."""

    def quoted(self, node: Node) -> Value:
        start = self.code.start(node) + len(self.code.spelled(node.children[0]))
        return Text(unescape(self.code.text, escapes.SINGLE_QUOTED, start, self.code.end(node) - 1))

    def interpolated(self, node: Node) -> Value:
        body, content, margin = node, (self.code.start(node) + 1, self.code.end(node) - 1), Margin()
        dialect = escapes.PHP_DOUBLE
        if node.type != "encapsed_string":
            end_mark = node.children[-1]
            known = content_of_php(self.code.text.text, self.code.start(node), self.code.start(end_mark))
            if known is None or end_mark.type != "heredoc_end":
                return self.unreadable(node)
            content, margin = known
            body, dialect = node.child_by_field_name("value") or node, escapes.PHP_HEREDOC
        if node.type == "nowdoc":
            return Text(without_margin(self.code.text, *content, margin))
        parts: list[Text | Unknown] = []
        done = content[0]
        try:
            for child in body.children:
                start = self.code.start(child)
                if child.type in _SPELLED or not content[0] <= start < content[1]:
                    continue
                parts += self._characters(done, start, margin, dialect)
                done = self.code.end(child)
                if child.is_named:
                    parts.append(self.text_in(child, in_hole=True))
            parts += self._characters(done, content[1], margin, dialect)
        except UndecodableError:
            return self.unreadable(node)
        return self.glued(parts, node)

    def _characters(self, start: int, end: int, margin: Margin, dialect: Dialect) -> Sequence[Text]:
        """What is spelled out between two places; white space between them may belong to no node."""
        spelled = without_margin(self.code.text, start, end, margin)
        return [Text(unescape(spelled, dialect))] if spelled.text else ()
