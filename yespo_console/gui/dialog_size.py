"""How large a dialog opens: as it likes, where the screen has room for it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

#: What the frame and the title of a window take beside its contents, in px; only the platform knows exactly.
_FRAME = QSize(16, 40)


def open_at(dialog: QDialog, width: int, height: int, parent: QWidget) -> None:
    """Size ``dialog`` before it is shown over ``parent``: at most what its screen has room for."""
    dialog.resize(QSize(width, height).boundedTo(parent.screen().availableSize() - _FRAME))
