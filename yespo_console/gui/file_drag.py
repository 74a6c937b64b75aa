"""Files that a person drags over the window from another program: what will happen is said before they let go."""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from yespo_console.gui.file_drop import accept_files, dragged_files
from yespo_console.gui.picture import Picture
from yespo_console.gui.theme import redress
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _, ngettext
from yespo_console.platform.short_names import shortened
from yespo_console.platform.user_file import what_is_at

if TYPE_CHECKING:
    from yespo_console.gui.page import Page

_MOST_NAMED: Final = 3
_LONGEST_NAME: Final = 60
_WIDEST: Final = 60 * GRID
#: So many bytes tell what a file is like.
_SAMPLE: Final = 4096
#: No text has these.
_BINARY: Final = re.compile(b"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class FileDrag(QObject):
    """Takes files wherever in the window they are let go, over a field too: their names are not wanted as text there.

    Words and links that are dragged are left to whoever takes them, and so is what is dragged within the window.

    Attributes:
        sign: says what will happen.
    Signals:
        dropped(tuple[Path, ...], str): files that were let go; a sentence about what was dragged and is none, or "".
    """

    dropped = Signal(object, str)

    def __init__(self, window: QWidget, over: QWidget, page: "Callable[[], Page | None]") -> None:
        """The sign stands over the widget ``over``."""
        super().__init__(window)
        self.sign = DropSign(over)
        self._page = page
        #: What is being dragged, and what of it is no file that can be read; None while it is nothing of this kind.
        self._dragged: tuple[tuple[Path, ...], str] | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Of the window as the system knows it: there a drag comes before any field sees it."""
        kind = event.type()
        if isinstance(event, QDropEvent) and QApplication.activeModalWidget() is not None:
            self._dragged = None
            self.sign.hide()
            _refuse(event)
            return True  # a question stands open: the fields below it take nothing either
        if kind is QEvent.Type.DragEnter and isinstance(event, QDropEvent):
            self._dragged = _files_and_others(event.mimeData()) if event.source() is None else None
            if self._dragged is not None:
                self._say(*self._dragged)
        if self._dragged is None or kind not in _OF_A_DRAG:
            return False
        files, others = self._dragged
        if kind in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            self._dragged = None
            self.sign.hide()
        if isinstance(event, QDropEvent):
            if files:
                accept_files(event)
            else:
                _refuse(event)
        if kind is QEvent.Type.Drop:
            self.dropped.emit(files, others)
        return True

    def _say(self, files: Sequence[Path], others: str) -> None:
        page = self._page()
        taken, opened = page.split_files(files) if page is not None else ((), files)
        words = [page.take_words(_named(taken))] if taken and page is not None else []
        if opened:
            message = ngettext(
                "Let go to read {names}: what it holds opens in the composer.",
                "Let go to read {names}: what they hold opens in the composer.",
                len(opened),
            )
            words.append(message.format(names=_named(opened)))
        doubtful = [path for path in files if not _looks_like_text(path)]
        if doubtful:
            message = ngettext(
                "{names} does not look like a text: perhaps it cannot be read.",
                "{names} do not look like texts: perhaps they cannot be read.",
                len(doubtful),
            )
            words.append(message.format(names=_named(doubtful)))
        self.sign.show_words(" ".join([*words, others]).strip(), warns=bool(others or doubtful))


_OF_A_DRAG: Final = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.DragLeave, QEvent.Type.Drop)


def _refuse(event: QDropEvent) -> None:
    event.setDropAction(Qt.DropAction.IgnoreAction)
    event.ignore()


class DropSign(QFrame):
    """A frame round the place where something can be let go, with words in its middle. It takes no part in the drag.

    Attributes:
        words: what will happen.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setProperty("role", "drop")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        card = QFrame(self)
        card.setProperty("role", "drop-words")
        self._icon = Picture(card)
        self.words = QLabel(card)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self._line = line = QHBoxLayout(card)
        line.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        line.setSpacing(GRID)
        line.addWidget(self._icon)
        line.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._card = card
        self.hide()

    def show_words(self, words: str, *, warns: bool) -> None:
        """Stand over the whole of its parent and say ``words``."""
        self.setGeometry(self._over.rect())
        self._icon.show_icon("warning" if warns else "folder-open", 20, "warning" if warns else "text")
        self.words.setText(words)
        self.setProperty("warns", warns)
        redress(self)
        width = min(_WIDEST, self._over.width() - 4 * GRID)
        self._card.ensurePolished()
        self._card.setFixedSize(width, self._line.totalHeightForWidth(width))
        self.show()
        self.raise_()


def _files_and_others(data: QMimeData) -> tuple[tuple[Path, ...], str] | None:
    """The files that can be read, and a sentence about all else that is dragged with them; None for what is no file."""
    if not any(url.isLocalFile() for url in data.urls()):
        return None
    files = tuple(path for path in dragged_files(data) if os.access(path, os.R_OK))
    others = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    reasons = list(dict.fromkeys(_reason(path) for path in others if path not in files))
    told, rest = reasons[:_MOST_NAMED], len(reasons[_MOST_NAMED:])
    if rest:
        told.append(ngettext("{count} more is not opened.", "{count} more are not opened.", rest).format(count=rest))
    if any(not url.isLocalFile() for url in data.urls()):
        told.append(_("What is not on this computer is not opened."))
    return files, " ".join(told)


def _looks_like_text(path: Path) -> bool:
    """A first look only: whoever reads it says what is the matter with it."""
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
    except OSError:
        return True
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) == 0 and 8 * max(even, odd) > len(sample):
        return True  # UTF-16 without its mark
    return _BINARY.search(sample) is None


def _reason(path: Path) -> str:
    name = shortened(path.name or str(path), _LONGEST_NAME)
    there = what_is_at(path)
    if there == "folder":
        return _("The folder {name} is not opened: drop the files that are in it.").format(name=name)
    if there == "file":
        return _("The file {name} cannot be read: your user is not allowed to.").format(name=name)
    return _("{name} is no file that can be read.").format(name=name)


def _named(paths: Sequence[Path]) -> str:
    names = [shortened(path.name, _LONGEST_NAME) for path in paths[:_MOST_NAMED]]
    rest = len(paths) - len(names)
    if rest:
        names.append(ngettext("{count} more", "{count} more", rest).format(count=rest))
    return ", ".join(names)
