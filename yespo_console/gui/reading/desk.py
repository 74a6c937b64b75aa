"""Where everything that is pasted, dropped or opened arrives: it is read beside the window, then shown.

One payload at a time; those that come meanwhile wait. Nothing is sent anywhere.
"""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from yespo_console.gui.async_runner import AsyncRunner
from yespo_console.gui.compose.handover import (
    NothingOpened,
    OpenBehind,
    OpenDraft,
    OpenedLate,
    OpenFiles,
    OpenReading,
)
from yespo_console.gui.environment_selection import EnvironmentSelection
from yespo_console.gui.file_drop import dragged_files
from yespo_console.gui.reading.job import PATIENCE_MS, ReadingJob
from yespo_console.gui.reading.lists import Lists
from yespo_console.gui.reading.payload import Payload
from yespo_console.gui.whereabouts import whereabouts
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from yespo_console.events.catalog import Catalog
    from yespo_console.gui.main_window import MainWindow
    from yespo_console.gui.notice import Answers, Kind
    from yespo_console.gui.reading.as_it_is import RawText
    from yespo_console.gui.reading.several import SeveralDialog
    from yespo_console.gui.services import Services
    from yespo_console.reading.reading import Reading

_COMPOSE: Final = "compose"


@dataclass(frozen=True, slots=True)
class Unread:
    """The state of a file, or (None) of what was pasted, out of which nothing was read when it was tried last."""

    path: "Path | None"


class ReadingDesk(QObject):
    """Reads payloads for one window and hands on what they hold: a draft, a list to choose from, or a sentence.

    Attributes:
        lists: those of several events.
    Signals:
        taken(Payload): something came to be read.
    """

    taken = Signal(object)

    def __init__(
        self, window: "MainWindow", runner: AsyncRunner, selection: EnvironmentSelection, catalog: "Catalog"
    ) -> None:
        super().__init__(window)
        self._catalog = catalog
        self._window = window
        self._runner = runner
        self._selection = selection
        self._services: Services | None = None
        self._waiting: list[Payload] = []
        self._job: ReadingJob | None = None
        #: It takes so long that the user does something else meanwhile; what waits behind it is late as well.
        self._late = False
        #: Where they were when they asked for it, or were shown what they had asked for before.
        self._place, self._subject = whereabouts(window), self._subject_now()
        self.lists = Lists(window)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._say_reading)

    def attach(self, services: "Services") -> None:
        """The services are there: from now on several events can be sent one after another."""
        self._services, self._catalog = services, services.catalog

    def paste(self) -> None:
        """Read what the clipboard holds: files that were copied, or a text."""
        data = QGuiApplication.clipboard().mimeData()
        files = dragged_files(data) if data is not None else ()
        text = data.text() if data is not None and data.hasText() else ""
        if files:
            self._window.hand_over(_COMPOSE, OpenFiles(files))
        elif text and not text.isspace():
            self.take(Payload(text))
        else:
            words = _("The clipboard holds no text. Copy the event, the command or the file first.")
            self._window.notify("info", words)
            self._window.hand_over(_COMPOSE, NothingOpened())

    def take(self, payload: Payload) -> None:
        """Read ``payload`` when its turn comes."""
        self.taken.emit(payload)
        if self._job is None:
            self._late = False
            self._be_here()
        self._waiting.append(payload)
        self._begin_next()

    def cancel(self) -> None:
        """Give up what is being read and what waits."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    @property
    def is_reading(self) -> bool:
        return self._job is not None

    def _begin_next(self) -> None:
        if self._job is None and self._waiting:
            payload = self._waiting.pop(0)
            self._job = ReadingJob(self._runner, payload, parent=self)
            self._job.ended.connect(partial(self._ended, self._job))
            self._job.start()
            self._patience.start()
            self._window.hand_over(_COMPOSE, NothingOpened())  # as long as it is read

    def _say_reading(self) -> None:
        if self._job is not None:
            self._late = True
            self._window.notices.say_running(self._reading_words(self._job.payload), self.cancel)

    @staticmethod
    def _reading_words(payload: Payload) -> str:
        if payload.name:
            return _("Reading {name}. The window can be used meanwhile.").format(name=payload.name)
        return _("Reading what was pasted. The window can be used meanwhile.")

    def _ended(self, job: ReadingJob, reading: "Reading | None") -> None:
        self._patience.stop()
        self._window.withdraw(self._reading_words(job.payload))
        self._job = None
        job.deleteLater()
        if job.unreadable is not None:
            self._say_unread(job.payload, job.unreadable)
        elif reading is None:
            self._window.notify("info", _("The reading was cancelled; nothing was opened."))
        else:
            behind = self._has_gone_on()
            self.show_reading(job.payload, reading, job.untouched, behind=behind)
            if not behind:
                if self._late and len(reading.events) == 1:
                    self._window.hand_over(_COMPOSE, OpenedLate())
                self._be_here()
        self._begin_next()

    def _be_here(self) -> None:
        self._place, self._subject = whereabouts(self._window), self._subject_now()

    def _subject_now(self) -> object:
        return self._window.page.subject if self._window.page is not None else None

    def _has_gone_on(self) -> bool:
        """Whether the user does something else by now. While it is read quickly only typing counts: what else moves
        the keys then is another file that opens."""
        now = whereabouts(self._window)
        typed = now.field is self._place.field and self._subject_now() is self._subject
        return now != self._place and (self._late or typed)

    # -- what came of it

    def show_reading(
        self, payload: Payload, reading: "Reading", untouched: str | None = None, *, behind: bool = False
    ) -> None:
        """Show what came out of ``payload``; ``untouched`` is the text of the one sound event that it is.

        ``behind``: the user has gone on, and stays where they are.
        """
        if not reading.events:
            self._say_unreadable(payload, reading)
            return
        self._window.withdraw(Unread(payload.path))
        if len(reading.events) > 1:
            self._choose(payload, reading, behind=behind)
            return
        opened: OpenDraft | OpenReading = OpenReading(payload, reading)
        if untouched is not None:
            opened = OpenDraft(untouched, reading.events[0].encoding, path=payload.path)
        self._window.hand_over(_COMPOSE, OpenBehind(opened) if behind else opened)
        told = [*([reading.error] if reading.error is not None else []), *(left.message for left in reading.left_out)]
        for words in told:  # none of them hides another: what was not read must not pass unseen
            say = self._window.notify if behind else self._say_of_opened
            say("warning", _of_file(payload, words))

    def _say_of_opened(self, kind: "Kind", words: str, answers: "Answers" = (), *, state: object = None) -> None:
        """Say something about the draft that was just opened."""
        page = self._window.page
        self._window.notices.say(kind, words, answers, about=page.subject if page is not None else None, state=state)

    def _choose(self, payload: Payload, reading: "Reading", *, behind: bool) -> None:
        from yespo_console.gui.reading.several import SeveralDialog

        dialog = SeveralDialog(payload, reading, self._selection, self._catalog, self._services, self._window)
        dialog.opened.connect(partial(self._open_of, dialog))
        dialog.history_asked.connect(self._window.hand_over)
        self.lists.add(dialog, payload, reading, behind=behind)

    def _open_of(self, dialog: "SeveralDialog", read: OpenReading) -> None:
        """Open one of several; their list waits, so that the next can be looked at."""
        self._window.hand_over(_COMPOSE, read)
        words = _("Event {number} of {count} is open.").format(number=read.at + 1, count=len(read.reading.events))
        self._say_of_opened("info", words, self.lists.ways_back(dialog), state=dialog)

    def _say_unread(self, payload: Payload, error: OSError) -> None:
        message = _("{path} cannot be read: {reason}.")
        words = message.format(path=payload.path, reason=error.strerror or error)
        self._window.notify("error", words, state=Unread(payload.path))

    def _say_unreadable(self, payload: Payload, reading: "Reading") -> None:
        from yespo_console.gui.reading.as_it_is import raw_text

        words = [reading.error or _("No event was found."), *(left.message for left in reading.left_out)]
        raw = raw_text(payload, reading)
        answers: Answers = ()
        if raw is not None:
            answer = _("Open it as it is")
            if raw.hidden:
                words.append(_("There is something in it that looks like a key; it can be opened with that hidden."))
                answer = _("Open it with the keys hidden")
            answers = ((answer, partial(self._open_as_it_is, payload, raw, words[0])),)
        # It stands over a draft that has nothing to do with it; whatever is opened later, this stays true.
        if payload.path is None:
            nothing = _("Nothing was opened from what you pasted. No draft in the composer comes from it.")
            told = " ".join((nothing, *words))
        else:
            nothing = _("Nothing of this file was opened. No draft in the composer comes from it.")
            told = _of_file(payload, " ".join((*words, nothing)))
        self._window.notify("error", told, answers, state=Unread(payload.path))
        self._window.hand_over(_COMPOSE, NothingOpened())

    def _open_as_it_is(self, payload: Payload, raw: "RawText", reason: str) -> None:
        """Open what was not read; why it was not stays in sight, and the cursor stands at the place that is named."""
        from yespo_console.events.event import Encoding

        environment = self._selection.environment
        encoding = environment.encoding if environment is not None else Encoding()
        path = payload.path if _is_utf_8(payload) and not raw.hidden else None
        self._window.hand_over(_COMPOSE, OpenDraft(raw.text, encoding, path=path, offset=raw.stopped))
        self._say_of_opened("warning", _of_file(payload, reason))


def _of_file(payload: Payload, words: str) -> str:
    return f"{payload.name}: {words}" if payload.name else words


def _is_utf_8(payload: Payload) -> bool:
    if isinstance(payload.content, bytes):
        try:
            payload.content.decode("utf-8")
        except UnicodeDecodeError:
            return False
    return True
