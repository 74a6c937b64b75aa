"""Colours of a JSON text, for the lines that can be seen and no others."""

import re
from typing import Final

from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextDocument, QTextLayout

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


class JsonHighlighter:
    """Colours lines as they come into view; ``show_lines`` says which those are.

    Not a ``QSyntaxHighlighter``: that one asks about every line of a text that is set or pasted, and again whenever its
    colours change, which for the lines of a large cart takes the better part of a second.
    """

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._formats: dict[str, QTextCharFormat] = {}
        #: What the state of a line is while it has the colours of now; Qt begins with -1.
        self._round = 0
        self._colouring = False
        document.contentsChange.connect(self._changed)
        self.set_colours(theme().tokens)

    def set_colours(self, tokens: Tokens) -> None:
        """Take the colours of a theme; lines take them as they are shown."""
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
        self._round += 1

    def show_lines(self, first: int, last: int) -> int:
        """Lines ``first`` to ``last`` are in view: colour those that are not yet, and return how many those were."""
        block = self._document.findBlockByNumber(first)
        coloured: list[QTextBlock] = []
        while block.isValid() and block.blockNumber() <= last:
            if block.userState() != self._round:
                block.layout().setFormats(self._ranges(block.text()))
                block.setUserState(self._round)
                coloured.append(block)
            block = block.next()
        if coloured:
            start, end = coloured[0].position(), coloured[-1].position() + coloured[-1].length()
            self._colouring = True
            self._document.markContentsDirty(start, end - start)
            self._colouring = False
        return len(coloured)

    def _ranges(self, text: str) -> list[QTextLayout.FormatRange]:
        # Qt counts UTF-16 units: one stand-in for each of the two keeps the pattern's offsets right.
        if not text.isascii():
            text = "".join(letter if letter <= "\uffff" else "\ufffd\ufffd" for letter in text)
        ranges: list[QTextLayout.FormatRange] = []
        for match in _PART.finditer(text):
            kind = match.lastgroup or "mark"
            ranges.append(self._range(match.start(), match.end(), kind))
            if kind == "text" and len(text) <= _LONG_LINE and "\\" in match[0]:
                for escape in _ESCAPE.finditer(text, match.start() + 1, match.end()):
                    ranges.append(self._range(escape.start(), escape.end(), "escape"))
        return ranges

    def _range(self, start: int, end: int, part: str) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = start, end - start, self._formats[part]
        return made

    def _changed(self, position: int, _removed: int, added: int) -> None:
        """New lines have no colours yet; those at the two ends of what changed may have had others."""
        if self._colouring:
            return
        for place in (position, position + added):
            block = self._document.findBlock(place)
            if block.isValid():
                block.setUserState(-1)
