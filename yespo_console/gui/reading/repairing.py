"""Repairing a draft where it stands: its text is read as a paste is, and the event takes its place as one undo step."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class CannotRepair:
    """The state of a draft whose text cannot be repaired, until it is another text."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class StillRead:
    """The state of a draft whose text is about to be another one, which is being read still."""

    draft: Draft


class Repairing(QObject):
    """Repairs one text at a time, beside the window. Where the reader would have to guess, the text stays.

    Signals:
        repaired(Draft, Payload, Reading, Encoding): one event was read; the draft still has the text it was read from.
        several_found(Payload): there are several events in it.
        noticed(str, str): what came of it: the kind of the sentence, its words.
        stays(str, str, CannotRepair, Draft): why a text stays as it is; a state that ends with ``over``.
        waits(str, callable): a long text is being read: a sentence, and what gives it up.
        over(object): that sentence, or the state, is not true any more.
    """

    repaired = Signal(object, object, object, object)
    several_found = Signal(object)
    noticed = Signal(str, str)
    stays = Signal(str, str, object, object)
    waits = Signal(str, object)
    over = Signal(object)

    def __init__(self, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._job: ReadingJob | None = None
        self._draft: Draft | None = None  # whose text is read; None once it was closed
        self._stuck: set[Draft] = set()  # their texts stayed as they are, and are still the same
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

    def is_under_way(self, draft: Draft) -> bool:
        """Whether the text of ``draft`` is being repaired."""
        return draft is self._draft

    def forget(self, draft: Draft) -> None:
        """A draft was closed: there is nothing to repair any more."""
        self._end_state(draft)
        if draft is self._draft and self._job is not None:
            self._draft = None
            self._job.cancel()

    def _ended(self, job: ReadingJob, reading: "Reading | None") -> None:
        draft, self._draft, self._job = self._draft, None, None
        job.deleteLater()
        self.over.emit(self._words)
        if draft is None:
            return
        self.over.emit(StillRead(draft))
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
        self._end_state(draft)
        self._stuck.add(draft)
        draft.changed.connect(self._text_changed)
        self.stays.emit("warning", words, CannotRepair(draft), draft)

    def _text_changed(self) -> None:
        draft = self.sender()
        if isinstance(draft, Draft):
            self._end_state(draft)

    def _end_state(self, draft: Draft) -> None:
        if draft in self._stuck:
            self._stuck.remove(draft)
            draft.changed.disconnect(self._text_changed)
            self.over.emit(CannotRepair(draft))

    def _say_sound(self) -> None:
        self.noticed.emit("info", _("The text is JSON: there is nothing to repair. F8 leads to its problems."))


def _encoding(event: "ReadEvent", draft: Draft) -> "Encoding":
    """How the event is written. A text alone does not tell version 1 from 2, so the draft keeps the one it has."""
    apis = draft.encoding.api, event.encoding.api
    return draft.encoding if event.url is None and apis == (ApiVersion.V1, ApiVersion.V2) else event.encoding
