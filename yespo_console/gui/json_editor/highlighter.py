"""Colours of a JSON text, for the lines that can be seen and no others."""

import re
from typing import Final

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import Tokens

_PART: Final = re.compile(
    r'(?P<name>"[^"\\]*(?:\\.[^"\\]*)*"(?=\s*:))'
    r'|(?P<text>"[^"\\]*(?:\\.[^"\\]*)*"?)'
    r"|(?P<number>-?\d[\d.eE+-]*)"
    r"|(?P<word>true|false|null)\b"
    r"|(?P<mark>[\[\]{}:,]+)"
)
_ESCAPE: Final = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")
#: Escapes are marked in lines up to this length; in a long string there are thousands.
_LONG_LINE: Final = 2_000
#: What a line's state says; Qt begins with -1.
_SEEN: Final = 1


class JsonHighlighter(QSyntaxHighlighter):
    """Colours lines as they come into view; ``show_lines`` says which those are."""

    def __init__(self, document: QTextDocument) -> None:
        self._first, self._last = 0, 80
        self._formats: dict[str, QTextCharFormat] = {}
        super().__init__(document)
        self.set_colours(theme().tokens)

    def set_colours(self, tokens: Tokens) -> None:
        """Take the colours of a theme; visible lines are painted again, the others when they are seen."""
        colours = {
            "name": tokens.syntax_name,
            "text": tokens.syntax_text,
            "number": tokens.syntax_number,
            "word": tokens.syntax_word,
            "mark": tokens.syntax_mark,
            "escape": tokens.muted,
        }
        for part, colour in colours.items():
            self._formats[part] = QTextCharFormat()
            self._formats[part].setForeground(QColor(colour))
        self.rehighlight()

    def show_lines(self, first: int, last: int) -> None:
        """Lines ``first`` to ``last`` are in view: colour those that are not yet."""
        self._first, self._last = first, last
        document = self.document()
        block = document.findBlockByNumber(first)
        while block.isValid() and block.blockNumber() <= last:
            if block.userState() != _SEEN:
                self.rehighlightBlock(block)
            block = block.next()

    def highlightBlock(self, text: str) -> None:
        if not self._first <= self.currentBlock().blockNumber() <= self._last:
            self.setCurrentBlockState(-1)
            return
        self.setCurrentBlockState(_SEEN)
        # Qt counts UTF-16 units: one stand-in for each of the two keeps the pattern's offsets right.
        if not text.isascii():
            text = "".join(letter if letter <= "\uffff" else "\ufffd\ufffd" for letter in text)
        for match in _PART.finditer(text):
            kind = match.lastgroup or "mark"
            self.setFormat(match.start(), match.end() - match.start(), self._formats[kind])
            if kind == "text" and len(text) <= _LONG_LINE and "\\" in match[0]:
                for escape in _ESCAPE.finditer(text, match.start() + 1, match.end()):
                    self.setFormat(escape.start(), escape.end() - escape.start(), self._formats["escape"])
