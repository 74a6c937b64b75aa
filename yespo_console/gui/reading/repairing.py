"""Repairing a draft where it stands: its text is read as a paste is, and the event takes its place as one undo step."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from yespo_console.events.event import ApiVersion
from yespo_console.gui.async_runner import AsyncRunner
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.reading.job import LARGE, ReadingJob
from yespo_console.gui.reading.payload import Payload
from yespo_console.gui.text_sizes import LONGEST_TEXT
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.events.event import Encoding
    from yespo_console.reading.reading import ReadEvent, Reading


class Repairing(QObject):
    """Repairs one text at a time, beside the window. Where the reader would have to guess, the text stays.

    Signals:
        repaired(Draft, Payload, Reading, Encoding): one event was read; the draft still has the text it was read from.
        several_found(Payload): there are several events in it.
        noticed(str, str): why the text stays: the kind of the sentence, its words.
        waits(str, callable): a long text is being read: a sentence, and what gives it up.
        over(str): that sentence, or the reason why a text stayed, is not true any more.
    """

    repaired = Signal(object, object, object, object)
    several_found = Signal(object)
    noticed = Signal(str, str)
    waits = Signal(str, object)
    over = Signal(str)

    def __init__(self, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._job: ReadingJob | None = None
        self._draft: Draft | None = None  # whose text is read; None once it was closed
        self._reasons: dict[Draft, str] = {}  # why their texts stayed as they are
        self._words = _("Repairing the text. The window can be used meanwhile.")

    def start(self, draft: Draft) -> None:
        """Repair the text of ``draft``; nothing while another one is being repaired."""
        if self._job is not None:
            return
        if not draft.text.strip():
            self.noticed.emit("info", _("There is no text to repair."))
            return
        if len(draft.text) <= LONGEST_TEXT and draft.unreadable is None:  # a longer one takes too long to look at here
            self._say_sound()
            return
        self._draft = draft
        self._job = ReadingJob(self._runner, Payload(draft.text), parent=self)
        self._job.ended.connect(partial(self._ended, self._job))
        if len(draft.text) >= LARGE:
            self.waits.emit(self._words, self._job.cancel)
        self._job.start()

    def forget(self, draft: Draft) -> None:
        """A draft was closed: there is nothing to repair any more."""
        if self._reasons.pop(draft, None) is not None:
            draft.changed.disconnect(self._text_changed)
        if draft is self._draft and self._job is not None:
            self._draft = None
            self._job.cancel()

    def _ended(self, job: ReadingJob, reading: "Reading | None") -> None:
        draft, self._draft, self._job = self._draft, None, None
        job.deleteLater()
        self.over.emit(self._words)
        if draft is None:
            return
        if reading is None:
            self.noticed.emit("info", _("The repair was cancelled; the text stays as it is."))
        elif draft.text != job.payload.content:
            self.noticed.emit("info", _("The text was changed meanwhile, so it was not repaired. Ask again."))
        elif not reading.events:
            self._refuse(draft, reading.error or _("No event was found."))
        elif reading.events[0].text.strip() == draft.text.strip():
            self._say_sound()
        elif len(reading.events) > 1:
            self.several_found.emit(job.payload)
        else:
            self.repaired.emit(draft, job.payload, reading, _encoding(reading.events[0], draft))

    def _refuse(self, draft: Draft, reason: str) -> None:
        """Say why the text of ``draft`` stays, until it is another one: typed, undone, or repaired after all."""
        words = _("The text cannot be repaired. {reason}").format(reason=reason)
        if draft not in self._reasons:
            draft.changed.connect(self._text_changed)
        self._reasons[draft] = words
        self.noticed.emit("warning", words)

    def _text_changed(self) -> None:
        draft = self.sender()
        if isinstance(draft, Draft) and draft in self._reasons:
            draft.changed.disconnect(self._text_changed)
            self.over.emit(self._reasons.pop(draft))

    def _say_sound(self) -> None:
        self.noticed.emit("info", _("The text is JSON: there is nothing to repair. F8 leads to its problems."))


def _encoding(event: "ReadEvent", draft: Draft) -> "Encoding":
    """How the event is written. A text alone does not tell version 1 from 2, so the draft keeps the one it has."""
    apis = draft.encoding.api, event.encoding.api
    return draft.encoding if event.url is None and apis == (ApiVersion.V1, ApiVersion.V2) else event.encoding
