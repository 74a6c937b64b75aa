"""Deleting everything about a contact: first what there is, then a clear yes, then the proof."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from yespo_console.gui.async_runner import Outcome
from yespo_console.gui.clipboard import copy_text
from yespo_console.gui.history.held_words import line_about, line_after, line_kept, words_about
from yespo_console.gui.icons import icon
from yespo_console.gui.notice import show_share
from yespo_console.gui.tab_order import lead
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.open_drafts import Held, OpenDrafts
    from yespo_console.gui.services import Services
    from yespo_console.history.forgetting import Forgotten, Found
    from yespo_console.history.reached import Progress, Reached
    from yespo_console.history.store import Cancellation
    from yespo_console.history.traces import Traces

#: How often the bar is moved, in ms.
_LOOK_MS = 100


class ForgetDialog(QDialog):
    """The dialog. ``value`` is offered; closing it ends what runs, and what was deleted by then stays deleted.

    Attributes:
        value, look, found, drafts, sure, delete, copy, close_button: from top to bottom.
    Signals:
        forgotten(): what holds this contact was deleted, saved searches too.
    """

    forgotten = Signal()

    def __init__(self, services: "Services", open_drafts: "OpenDrafts", value: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Delete everything about a contact"))
        self.resize(640, 480)
        self._services = services
        self._cancellation: Cancellation | None = None
        self._traces: tuple[Traces, ...] = ()
        self._known: Found | None = None
        self._open_drafts = open_drafts
        #: The drafts of this window that hold the contact.
        self._held: list[Held] = []
        #: Their texts that were looked through beside the window, and whether each holds the contact.
        self._read: dict[str, bool] = {}
        #: What held it when it was deleted, and whether the user had that closed.
        self._before: list[Held] = []
        self._closes = False
        self._at: Reached | None = None

        words = QLabel(
            _(
                "For somebody who asks for their data to be deleted: from the history, its index, its copies, drafts, "
                "saved searches and logs on this computer. What Yespo keeps, and files you exported, are not touched."
            ),
            self,
        )
        words.setWordWrap(True)
        self.value = QLineEdit(value, self)
        name = QLabel(_("E-mail address, phone number, id or key; several with semicolons between them"), self)
        name.setBuddy(self.value)
        self.value.setAccessibleName(name.text())
        self.look = _button(_("Look"), "", self)
        self.look.setDefault(True)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.value, 1)
        line.addWidget(self.look)
        self.found = QPlainTextEdit(self)
        self.found.setReadOnly(True)
        self.found.setTabChangesFocus(True)
        self.found.setAccessibleName(_("What was found"))
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(_("How far it is"))
        self.bar.hide()
        self.drafts = QCheckBox(self)
        self.sure = QCheckBox(_("Delete all this. I know that it cannot be undone."), self)
        self.sure.setAccessibleName(self.sure.text())
        self.delete = _button(_("Delete"), "delete", self)
        self.copy = _button(_("Copy the result"), "copy", self)
        self.close_button = _button(_("Close"), "", self)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(self.delete)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(words)
        layout.addWidget(name)
        layout.addLayout(line)
        layout.addWidget(self.found, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.drafts)
        layout.addWidget(self.sure)
        layout.addLayout(buttons)

        lead((self.value, self.look, self.found, self.drafts, self.sure, self.copy, self.delete, self.close_button))

        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self._move_bar)
        self.value.textEdited.connect(self._value_edited)
        self.look.clicked.connect(self._look)
        self.sure.toggled.connect(self._update)
        self.delete.clicked.connect(self._delete)
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.close)
        app = QGuiApplication.instance()
        assert app is not None
        app.aboutToQuit.connect(self._stop)
        self._update()
        self.value.setFocus()

    @property
    def _runs(self) -> bool:
        return self._cancellation is not None

    def done(self, result: int) -> None:
        """Close, however it is asked for."""
        self._stop()
        super().done(result)

    def _look(self) -> None:
        from yespo_console.history import forgetting
        from yespo_console.history.traces import TooShortError, of_all, values_in

        try:
            self._traces = of_all(values_in(self.value.text()))
        except TooShortError:
            self._traces = ()
        if not self._traces:
            self._say(
                _(
                    "Enter at least 4 characters: the value is looked for everywhere, and a short one is anywhere. For"
                    " a shorter id search the history (“key:” and the id), select what is of this contact, and delete"
                    " it."
                )
            )
            return
        services = self._services
        self._say(_("Looking …"))
        job = partial(forgetting.look, services.profile, services.history, self._traces)
        self._run(partial(_and_texts, job, self._texts(), self._traces), self._looked)

    def _texts(self) -> set[str]:
        """All that the drafts of this window hold, to be looked through beside the window."""
        texts: set[str] = set()

        def is_held(text: str) -> bool:
            texts.add(text)
            return False  # so that every text is asked about

        self._open_drafts.having(is_held)
        return texts

    def _looked(self, outcome: "Outcome[tuple[Found, dict[str, bool]]]") -> None:
        from yespo_console.history.forgetting_texts import found_lines, windows_lines

        self._ended()
        if self._failed(outcome, _("It could not be done: {reason}")):
            return
        found, self._read = outcome.result()
        self._held = self._open_drafts.having(self._is_held) if found.complete else []
        refusal = self._services.history.refusal  # known before the drafts are closed
        may_go = refusal is None and found.complete and (self._held or not found.is_nothing)
        self._known = found if may_go else None
        # What becomes of the drafts of this window is asked below, so nothing else is said about their files.
        files = tuple(one for one in found.files if not (self._held and self._open_drafts.keeps(one.path)))
        told = replace(found, files=files)
        lines = found_lines(told) if self._held == [] or not told.is_nothing else []
        words = _("“{value}” was looked for as one name with a comma. Put semicolons between several values.")
        lines += [words.format(value=one.value) for one in self._traces if "," in one.value]
        lines += map(line_about, self._held)
        if refusal is not None:
            lines.append(_("Nothing can be deleted: {reason}").format(reason=refusal))
        self._say("\n".join([*lines, *windows_lines(self._other_windows(), from_window=True)]))
        words = words_about(self._held)
        self.drafts.setText(words)
        self.drafts.setAccessibleName(words)
        self.drafts.setChecked(False)
        self._update()
        if self._known is not None:
            (self.drafts if self._held else self.sure).setFocus()

    def _delete(self) -> None:
        from yespo_console.history import forgetting

        if self._known is None or not self.sure.isChecked():
            return
        services, found = self._services, self._known
        self._known = None
        self._say(_("Deleting …"))
        job = partial(forgetting.forget, services.profile, services.history, self._traces, found)
        self._before, self._closes = self._held, self.drafts.isChecked()
        if self._before and self._closes:
            job = partial(_after, self._open_drafts.close_having(self._is_held), job)
        self._held = []
        self._read = {}
        self._run(job, self._deleted)

    def _deleted(self, outcome: "Outcome[Forgotten]") -> None:
        from yespo_console.history.forgetting_texts import BROKEN_OFF, proof_lines, windows_lines

        self._ended()
        self.sure.setChecked(False)
        self.forgotten.emit()
        if not self._failed(outcome, _(BROKEN_OFF)):
            self.found.setAccessibleName(_("The result"))
            line = line_after if self._closes else line_kept
            told = [
                *map(line, self._before),
                *proof_lines(outcome.result()),
                *windows_lines(self._other_windows(), from_window=True),
            ]
            self._say("\n".join(told))
            self.close_button.setFocus()

    def _other_windows(self) -> int:
        from yespo_console.history.held_files import open_windows

        try:
            return max(0, open_windows(self._services.profile) - 1)  # this one is open, too
        except OSError:
            return 0

    def _is_held(self, text: str) -> bool:
        """Whether a text holds the contact; one that has changed since is looked through now."""
        known = self._read.get(text)
        return _is_about(text, self._traces) if known is None else known

    def _failed(self, outcome: Outcome[Any], words: str) -> bool:
        """Say why it could not be done; False when it could."""
        from yespo_console.history.errors import HistoryError, SearchCancelledError, told

        if outcome.cancelled or isinstance(outcome.error, SearchCancelledError):
            return True
        if isinstance(outcome.error, HistoryError | OSError):
            self._say(words.format(reason=told(outcome.error)))
            return True
        return False

    def _run(self, job: Any, on_done: Any) -> None:
        from yespo_console.history.store import Cancellation

        self._cancellation = Cancellation()
        self._at = None
        self._services.runner.start_in_thread(partial(job, progress=self._note, cancel=self._cancellation), on_done)
        self._clock.start()
        self._update()

    def _note(self, reached: "Reached") -> None:
        """In a thread: how far it is; the clock shows it."""
        self._at = reached

    def _move_bar(self) -> None:
        reached = self._at
        if reached is not None:
            show_share(self.bar, reached.share)
            words = f"{reached.words} …"
            if words != self.found.toPlainText():
                self.found.setPlainText(words)

    def _ended(self) -> None:
        """The keys go to the value, which is looked for again, until there is something else to do."""
        self._cancellation = None
        self._clock.stop()
        self._update()
        self.value.setFocus()
        self.value.selectAll()

    def _stop(self) -> None:
        self._clock.stop()
        if self._cancellation is not None:
            self._cancellation.cancel()

    def _value_edited(self) -> None:
        self._known = None
        self._held = []
        self._read = {}
        self.sure.setChecked(False)
        self._update()

    def _update(self) -> None:
        self.bar.setVisible(self._runs)
        for widget in (self.value, self.look):
            widget.setEnabled(not self._runs)
        self.drafts.setVisible(bool(self._held) and self._known is not None and not self._runs)
        self.sure.setVisible(self._known is not None and not self._runs)
        self.delete.setEnabled(self._known is not None and not self._runs and self.sure.isChecked())
        self.copy.setEnabled(bool(self.found.toPlainText()) and not self._runs)
        self.close_button.setText(_("Stop") if self._runs else _("Close"))
        self.close_button.setAccessibleName(self.close_button.text())

    def _say(self, words: str) -> None:
        self.found.setPlainText(words)
        self._update()

    def _copy(self) -> None:
        copy_text(self.found.toPlainText())


def _after(first: Callable[[], None], job: Callable[..., Any], **arguments: Any) -> Any:
    """In a thread: ``job``, once ``first`` is done."""
    first()
    return job(**arguments)


def _and_texts(
    look: "Callable[..., Found]",
    texts: set[str],
    traces: "tuple[Traces, ...]",
    *,
    progress: "Progress",
    cancel: "Cancellation",
) -> "tuple[Found, dict[str, bool]]":
    """In a thread: what ``look`` finds, and which of these texts hold the contact."""
    found = look(progress=progress, cancel=cancel)
    return found, {text: _is_about(text, traces) for text in texts if not cancel.is_cancelled}


def _is_about(text: str, traces: "tuple[Traces, ...]") -> bool:
    content = text.encode("utf-8", "surrogatepass")
    return any(
        (one.may_stand_in(content) or one.stands_in_bytes(content)) and one.in_content(content) for one in traces
    )


def _button(words: str, picture: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    if picture:
        button.setIcon(icon(picture))
    button.setAutoDefault(False)
    button.setAccessibleName(words)
    return button
