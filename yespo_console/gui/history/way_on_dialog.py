"""What can be done about a history that cannot be opened: it is damaged, of a newer version, or no history at all."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.gui.notice import show_share
from yespo_console.gui.tokens import GRID
from yespo_console.history.aside import Aside
from yespo_console.history.errors import (
    HistoryDamagedError,
    HistoryError,
    HistoryForeignError,
    HistoryNewerError,
    SearchCancelledError,
    told,
)
from yespo_console.platform.i18n import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from yespo_console.history.reached import Reached
    from yespo_console.history.reading import Cancellation
    from yespo_console.history.recovery import Recovered

#: In px: three buttons side by side.
_WIDTH: Final = 560

#: How often the bar is moved, in ms.
_LOOK_MS: Final = 100


@dataclass(frozen=True, slots=True)
class _Ways:
    """What is offered for one kind of trouble, in English.

    Attributes:
        title, words: of the dialog; before the words stands what is wrong.
        recover: the button that takes along what can be read; empty where nothing can.
        aside: under which name the file goes aside.
        kept: what is said of the file afterwards, with its ``{path}``.
    """

    title: str
    words: str
    recover: str
    aside: Aside
    kept: str


_WAYS: Final[dict[type[HistoryError], _Ways]] = {
    HistoryDamagedError: _Ways(
        N_("The history is damaged"),
        N_(
            "Without a history nothing can be sent. What can be read is put into a new file, which may take a "
            "minute; the damaged one is kept beside it in either case. Close other windows first."
        ),
        N_("Recover what can be read"),
        Aside.DAMAGED,
        N_("The damaged file is kept as {path}."),
    ),
    HistoryNewerError: _Ways(
        N_("The history is of a newer version"),
        N_(
            "Install the newer version, and it opens as it is. Or begin another history with this version, with or "
            "without what it can read of this one: the file of the newer version is set aside, unchanged, and you are "
            "told where. Close other windows first."
        ),
        N_("Take along what can be read"),
        Aside.NOT_OURS,
        N_("The file of the newer version is kept unchanged as {path}. Give it its old name to open it there."),
    ),
    HistoryForeignError: _Ways(
        N_("The file is not a history"),
        N_(
            "Without a history nothing can be sent. The file of the other program is set aside, unchanged, and you are "
            "told where; a history takes its place. Close the other program first."
        ),
        "",
        Aside.NOT_OURS,
        N_("The file of the other program is kept unchanged as {path}."),
    ),
}


class WayOnDialog(QDialog):
    """Offers to take along what can be read, or to begin a new history. The file is kept either way.

    Attributes:
        words, bar, recover, begin_anew, later: from top to bottom. ``later`` cancels while something runs.
    Signals:
        mended(str, str): there is a history again; the kind of a sentence about it, and its words.
    """

    mended = Signal(str, str)

    def __init__(self, error: HistoryError, runner: AsyncRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._ways = _WAYS[type(error)]
        self.setWindowTitle(_(self._ways.title))
        self._path = error.path
        self._runner = runner
        self._cancellation: Cancellation | None = None
        self._at: Reached | None = None
        head = QLabel(_("The history cannot be opened"), self)
        head.setProperty("role", "title")
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(_("How far it is"))
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.recover = _button(_(self._ways.recover) if self._ways.recover else "", self._recover, self)
        self.recover.setVisible(bool(self._ways.recover))
        self.begin_anew = _button(_("Begin an empty history"), self._begin_anew, self)
        self.later = _button(_("Not now"), self.reject, self)
        (self.recover if self._ways.recover else self.begin_anew).setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        for button in (self.recover, self.begin_anew, self.later):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(head)
        layout.addWidget(self.words)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)
        self.resize(_WIDTH, 0)
        self._say(f"{error.complaint}\n\n{_(self._ways.words)}")
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self._show_how_far)

    @staticmethod
    def knows(error: HistoryError) -> bool:
        """Whether it has something to offer."""
        return type(error) in _WAYS

    def reject(self) -> None:
        """Esc, Not now and Cancel: what runs is given up first, and the dialog stays to say so.

        What cannot be given up takes a moment: the dialog stays to say where the file lies by then.
        """
        if not self.later.isEnabled():
            return
        if self._cancellation is None:
            super().reject()
        else:
            self._cancellation.cancel()
            self.later.setEnabled(False)

    def _recover(self) -> None:
        from yespo_console.history.reading import Cancellation
        from yespo_console.history.recovery import repair

        self._cancellation = Cancellation()
        self._at = None
        self._wait(_("Reading through the file …"))
        self.bar.show()
        self._clock.start()
        job = partial(repair, self._path, self._note, self._cancellation, aside=self._ways.aside)
        self._runner.start_in_thread(job, self._recovered, self._cancellation.cancel)

    def _note(self, reached: "Reached") -> None:
        """In a thread: how far it is; the clock shows it."""
        self._at = reached

    def _show_how_far(self) -> None:
        if self._at is not None:
            show_share(self.bar, self._at.share)
            self._say(f"{self._at.words} …")

    def _recovered(self, outcome: "Outcome[Recovered]") -> None:
        self._cancellation = None
        self._clock.stop()
        self.bar.hide()
        if self._failed(outcome):
            return
        done = outcome.result()
        kept = _(self._ways.kept).format(path=done.aside)
        self.mended.emit("success" if done.is_whole else "warning", f"{done.words} {kept}")
        self.accept()

    def _begin_anew(self) -> None:
        from yespo_console.history.recovery import put_aside

        self._wait(_("Setting the file aside …"))
        self.later.setEnabled(False)
        self._runner.start_in_thread(partial(put_aside, self._path, self._ways.aside), self._put_aside)

    def _put_aside(self, outcome: "Outcome[Path]") -> None:
        if not self._failed(outcome):
            kept = _(self._ways.kept).format(path=outcome.result())
            self.mended.emit("success", _("A new history was begun.") + " " + kept)
            self.accept()

    def _say(self, words: str) -> None:
        """Show ``words``, with room for all of their lines."""
        self.words.setText(words)
        layout = self.layout()
        assert layout is not None
        self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _wait(self, words: str) -> None:
        self._say(words)
        self._name_later(_("Cancel"))
        for button in (self.recover, self.begin_anew):
            button.setEnabled(False)

    def _name_later(self, words: str) -> None:
        self.later.setText(words)
        self.later.setAccessibleName(words)

    def _failed(self, outcome: Outcome[Any]) -> bool:
        """Whether there is no result; then it is said why, and all can be tried again. Raises what nobody expects."""
        error = outcome.error
        if error is None:
            return outcome.cancelled  # the program closes
        self._name_later(_("Not now"))
        for button in (self.recover, self.begin_anew, self.later):
            button.setEnabled(True)
        if isinstance(error, SearchCancelledError):
            self._say(_("That was given up. The file is in its place, as it was."))
        elif isinstance(error, HistoryError | OSError):
            self._say(told(error))
        else:
            self._say(_("It did not come to its end, because of a fault of the program."))
            raise error
        return True


def _button(words: str, pressed: Any, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    button.clicked.connect(pressed)
    return button
