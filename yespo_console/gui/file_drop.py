"""Files that a person drags over the window from another program."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDropEvent

from yespo_console.platform.user_file import what_is_at


def dragged_files(data: QMimeData) -> tuple[Path, ...]:
    """The files of this computer that are dragged, folders left out; empty for anything else."""
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return tuple(path for path in paths if what_is_at(path) == "file")


def accept_files(event: QDropEvent) -> None:
    """Take what is dragged as a copy, whatever is proposed: who hears that it was moved deletes the original."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
