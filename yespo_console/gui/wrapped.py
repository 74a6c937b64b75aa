"""Words that take the lines they need, whatever stands in them."""

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

#: A longer word is a token, a type or a path: it may be broken within, for no line has room for it.
_LONG_WORD: Final = re.compile(r"\S{33,}")
_PIECE: Final = re.compile(r".{8}(?=.)")
#: ZERO WIDTH SPACE: Qt may break a line there, and nobody sees it.
_MAY_BREAK: Final = "\u200b"


class Wrapped(QLabel):
    """A label whose words wrap in the width there is. It never makes what it stands in wider."""

    def __init__(self, text: str = "", role: str = "caption", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(40)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show ``text``."""
        super().setText(_LONG_WORD.sub(lambda word: _PIECE.sub(rf"\g<0>{_MAY_BREAK}", word[0]), text))
