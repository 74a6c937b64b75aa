"""What the program itself puts on the clipboard, so that its other windows can tell that too."""

from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

#: Stands beside the text; every window is a program of its own and sees only what is on the clipboard.
_MARK: Final = "application/x-yespo-console-copy"


def copy_text(text: str) -> None:
    """Put ``text`` on the clipboard."""
    QGuiApplication.clipboard().setMimeData(own_copy(text))


def own_copy(text: str) -> QMimeData:
    """``text`` with the mark of this program, for what Qt itself puts on the clipboard."""
    data = QMimeData()
    data.setText(text)
    data.setData(_MARK, b"1")
    return data


def is_own_copy(data: QMimeData) -> bool:
    """Whether ``own_copy`` made it, in whichever window."""
    return data.hasFormat(_MARK)
