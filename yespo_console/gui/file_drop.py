"""Files that a person drags over the window from another program."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


def dragged_files(data: QMimeData) -> tuple[Path, ...]:
    """The files of this computer that are dragged, folders left out; empty for anything else."""
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return tuple(path for path in paths if path.is_file())


class LeavesFilesAlone(QObject):
    """Watches a text field that would take the names of dragged files as text: they go to the window behind it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _DRAGS and isinstance(event, QDropEvent) and dragged_files(event.mimeData()):
            event.ignore()
            return True
        return super().eventFilter(watched, event)
