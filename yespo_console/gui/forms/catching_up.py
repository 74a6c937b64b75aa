"""When a form reads a long text anew that somebody else has changed: in a pause, and not before its check is there."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.text_sizes import LARGE_TEXT

#: A pause is this long.
_PAUSE_MS: Final = 120
#: So many pauses are waited for the check, which reads the event in any case.
MOST_WAITS: Final = 20


class CatchingUp(QObject):
    """Counts the pauses of one draft. While it is held none of them ends.

    Attributes:
        behind: somebody else changed the text, and it was not read since.
        is_held: see ``hold``.
    Signals:
        due(): it is time to read the text.
    """

    due = Signal()

    def __init__(self, draft: Draft, parent: QObject) -> None:
        super().__init__(parent)
        self.behind = False
        self.is_held = False
        self._draft = draft
        self._wanted = False
        self._waited = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._paused)

    def later(self, *, behind: bool) -> None:
        """Read the text in the next pause; ``behind``: what is shown of it is old until then."""
        self.behind = self.behind or behind
        self._wanted = True
        if not self.is_held:
            self._pause.start()

    def done(self) -> None:
        """The text was read."""
        self.behind = self._wanted = False
        self._waited = 0
        self._pause.stop()

    def hold(self) -> None:
        """Let nothing be due: nobody sees what is shown."""
        self.is_held = True
        self._pause.stop()

    def release(self) -> None:
        """What was wanted meanwhile is due now, or of a long text when its check is there."""
        self.is_held = False
        if self._wanted:
            self._paused()

    def _paused(self) -> None:
        draft = self._draft
        if not draft.is_read and len(draft.text) > LARGE_TEXT and self._waited < MOST_WAITS:
            self._waited += 1
            self._pause.start()
        else:
            self.due.emit()
