"""The drafts of one composer that were read out of something: their bar, refusals, keys and destinations."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from yespo_console.events.event import Encoding
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.draft_tabs import type_of
from yespo_console.gui.compose.handover import OpenReading
from yespo_console.gui.compose.identity import Identity
from yespo_console.gui.open_drafts import Held
from yespo_console.gui.page import Page, PageContext
from yespo_console.gui.reading.bar import ReadingBar
from yespo_console.gui.reading.bringing_back import BringingBack
from yespo_console.gui.reading.destination import destination
from yespo_console.gui.reading.draft_reading import DraftReading, Version
from yespo_console.gui.reading.job import ReadingJob
from yespo_console.gui.reading.payload import Payload
from yespo_console.gui.reading.repairing import Repairing, StillRead
from yespo_console.platform.i18n import _
from yespo_console.reading.reading import Repair

if TYPE_CHECKING:
    from yespo_console.gui.open_drafts import IsHeld
    from yespo_console.gui.services import Services
    from yespo_console.history.exchange import Exchange
    from yespo_console.reading.reading import Reading


class Readings(QObject):
    """Knows which draft was read from what. The bar shows the reading of the draft that ``show`` was given last.

    Attributes:
        bar: in the column it was given, hidden while the draft has no reading.
        repairing: repairs the text of a draft.
    Signals:
        problem_chosen(Problem): the user wants to go to an empty value.
        ticket_asked(): the user wants the draft copied for a ticket.
        noticed(str, str): a sentence: its kind, its words.
        held_up(str, str, StillRead, Draft): why something cannot be done with a draft yet; it is true until ``over``.
        over(object): that state is over.
        worked_at(): the user does something with what was read, and so has seen the draft that is shown.
    """

    problem_chosen = Signal(object)
    ticket_asked = Signal()
    noticed = Signal(str, str)
    held_up = Signal(str, str, object, object)
    over = Signal(object)
    worked_at = Signal()

    def __init__(
        self,
        context: PageContext,
        open_draft: Callable[[str, Encoding], Draft],
        column: QVBoxLayout,
        at: int,
        page: Page,
    ) -> None:
        """``open_draft`` opens a text in a tab of its own; the bar goes into ``column`` at the index ``at``."""
        super().__init__(page)
        self._context = context
        self._open_draft = open_draft
        self._page = page
        self._services: Services | None = None
        self._of: dict[Identity, DraftReading] = {}  # of one that was closed too, as long as it can come back
        self._not_closed: dict[Identity, Draft] = {}  # of these, those that are not closed
        self._on_sent: dict[Identity, Callable[[Exchange], object]] = {}  # of whoever opened it
        self._draft: Draft | None = None
        self._job: ReadingJob | None = None
        self._refusing: Draft | None = None
        self._keys_on_bar = False
        #: Of an earlier start: what was changed to read them is read again once they are shown.
        self._restored: set[Identity] = set()
        self._bringing_back = BringingBack(context.runner, self)
        self._bringing_back.read.connect(self._brought_back)
        self._bringing_back.lost.connect(self._lost_reading)
        self.repairing = Repairing(context.runner, self)
        self.repairing.repaired.connect(self._put_repaired)
        self.repairing.noticed.connect(self.noticed)
        self.bar = ReadingBar(page)
        column.insertWidget(at, self.bar)
        page.kept_clear += (self.bar,)
        self.bar.refused.connect(self._refuse)
        self.bar.refused.connect(lambda _repair: self.worked_at.emit())
        self.bar.folded.connect(lambda _unfolded: self.worked_at.emit())
        self.bar.problem_chosen.connect(self.problem_chosen)
        self.bar.ticket_asked.connect(self.ticket_asked)
        self.bar.raw_asked.connect(self._open_raw)
        self.bar.switch_asked.connect(self._switch)
        self.bar.key_kept.connect(self._keep_key)
        self.bar.key_dropped.connect(self._drop_key)
        self.bar.folded.connect(self._fold)
        self.bar.closed.connect(self._close)
        self.bar.cancel_asked.connect(self._cancel)
        context.selection.changed.connect(self._show_again)

    def attach(self, services: "Services") -> None:
        """The services are there: a key can be kept."""
        self._services = services

    def open(self, read: OpenReading) -> Draft:
        """Open an event that was read, and show what was changed."""
        draft = self._open(DraftReading(read.payload, read.at, Version(read.reading)))
        if read.on_sent is not None:
            self._on_sent[draft.identity] = read.on_sent
        return draft

    def take_answer(self, identity: Identity, exchange: "Exchange") -> None:
        """A draft was sent: tell whoever it was opened from."""
        if identity in self._on_sent:
            self._on_sent[identity](exchange)

    def _open(self, reading: DraftReading) -> Draft:
        draft = self._open_draft(reading.event.text, reading.event.encoding)
        self._know(draft, reading)
        self._show_again()  # unless it was opened behind another, it is the current one by now
        return draft

    def _put_repaired(self, draft: Draft, payload: Payload, read: "Reading", encoding: Encoding) -> None:
        """The text of ``draft`` was read: what came out takes its place, as one step for undo."""
        before = self._of.get(draft.identity)
        if before is not None:  # a key that stood beside the event is still to be kept or dropped
            read = replace(read, secrets=(*before.keys, *read.secrets))
        # The list is there before the text, so that the text finds its list when it changes.
        self._know(draft, DraftReading(payload, 0, Version(read), unfolded=True))
        draft.restate(read.events[0].text, encoding, self)
        self._show_again()

    def _know(self, draft: Draft, reading: DraftReading) -> None:
        self._of[draft.identity] = reading
        self._follow(draft)
        self._keep(draft.identity)

    def _keep(self, identity: Identity) -> None:
        """Have kept with the draft what it was read from, in the version that is shown."""
        reading, draft = self._of.get(identity), self._not_closed.get(identity)
        identity.read_from = reading.read_from if reading is not None else None
        if draft is not None:
            draft.details_changed.emit()

    # -- after a restart

    def restore(self, drafts: Sequence[Draft]) -> None:
        """These have come back from an earlier start."""
        self._restored |= {draft.identity for draft in drafts if draft.identity.read_from is not None}
        if self._draft is not None:
            self.show(self._draft)

    def _brought_back(self, identity: Identity, reading: DraftReading) -> None:
        self._restored.discard(identity)
        self._of[identity] = reading
        if self._draft is not None and self._draft.identity is identity:
            self.show(self._draft)

    def _lost_reading(self, identity: Identity) -> None:
        self._drop(identity)
        words = _(
            "What was changed to read a draft of an earlier start cannot be told any more; the draft is as it was."
        )
        self.noticed.emit("info", words)

    def _follow(self, draft: Draft) -> None:
        if draft.identity not in self._not_closed:
            self._not_closed[draft.identity] = draft
            draft.changed.connect(self._text_changed)
            draft.checked.connect(self._show_again)
            draft.encoding_changed.connect(self._show_again)

    def show(self, draft: Draft) -> None:
        """Another draft is current, perhaps one that was closed and came back."""
        self._draft = draft
        if draft.identity in self._of:
            self._follow(draft)
        elif draft.identity in self._restored:
            self._bringing_back.begin(draft.identity)
        self._show_again()

    def forget(self, draft: Draft) -> None:
        """A draft was closed; what it was read from is there again when it comes back."""
        self.repairing.forget(draft)
        self._leave(draft)

    def lose(self, identity: Identity) -> None:
        """A draft that was closed cannot come back any more; keys that stood in its payload are dropped with it."""
        self._of.pop(identity, None)
        self._on_sent.pop(identity, None)
        self._restored.discard(identity)

    def _leave(self, draft: Draft) -> None:
        if self._not_closed.pop(draft.identity, None) is not None:
            draft.changed.disconnect(self._text_changed)
            draft.checked.disconnect(self._show_again)
            draft.encoding_changed.disconnect(self._show_again)
        if draft is self._refusing:
            self._cancel()

    def _drop(self, identity: Identity) -> None:
        self._of.pop(identity, None)
        self._restored.discard(identity)
        self._bringing_back.give_up(identity)
        self._keep(identity)
        if identity in self._not_closed:
            self._leave(self._not_closed[identity])

    def having(self, is_held: "IsHeld") -> list[Held]:
        """See ``Holder``: drafts whose own text does not hold it, but the text does that they were read from."""
        found = []
        for identity in self._read_from(is_held):
            draft = self._not_closed.get(identity)
            if draft is None or not is_held(draft.text):
                name = _("a closed draft") if draft is None else draft.title or type_of(draft) or _("Draft")
                found.append(Held(draft or identity, name, _("as it was read"), stays=True))
        return found

    def close_having(self, is_held: "IsHeld") -> None:
        """See ``Holder``: the drafts stay, and nothing leads back to what they were read from."""
        for identity in self._read_from(is_held):
            self._drop(identity)
        self._show_again()

    def _read_from(self, is_held: "IsHeld") -> list[Identity]:
        known = {identity: read.kept or read.event.text for identity, read in self._of.items()}
        pending = {of: of.read_from.text for of in self._restored if of.read_from is not None}
        return [identity for identity, text in (known | pending).items() if is_held(text)]

    def of(self, draft: Draft) -> DraftReading | None:
        """The reading behind what is in ``draft``; None for a draft without one, and while its repair is undone."""
        reading = self._of.get(draft.identity)
        return reading if reading is not None and not reading.is_undone(draft) else None

    @property
    def _of_current(self) -> DraftReading | None:
        return self._of.get(self._draft.identity) if self._draft is not None else None

    def holds_up(self, draft: Draft, *, with_changes: bool = False) -> bool:
        """Whether its text is about to be another one, as the user asked: whatever takes it now takes the wrong one.

        Then that is said; ``with_changes``: or what was changed is still to be found out, and is to be taken as well.
        """
        if draft is self._refusing:
            words = _("The event is still being read without the change that you refused. Try again in a moment.")
        elif self.repairing.is_under_way(draft):
            words = _("The text is still being repaired. Try again in a moment.")
        elif with_changes and self._bringing_back.is_under_way(draft.identity):
            words = _("What was changed to read the event is still being looked up. Try again in a moment.")
        else:
            return False
        self.held_up.emit("warning", words, StillRead(draft), draft)
        return True

    # -- showing

    def _text_changed(self) -> None:
        draft = self.sender()
        if isinstance(draft, Draft) and draft.identity in self._of and self._of[draft.identity].follow(draft):
            self._keep(draft.identity)

    def _show_again(self) -> None:
        draft = self._draft
        reading = self.of(draft) if draft is not None else None
        if draft is None or reading is None:
            self.bar.hide()
            return
        selection = self._context.selection
        self.bar.show_reading(
            reading,
            reading.empty_placeholders(draft),
            destination(reading.event.url, selection.environments, selection.marking.name),
            edited=reading.is_edited(draft),
        )

    def _fold(self, unfolded: bool) -> None:
        reading = self._of_current
        if reading is not None:
            reading.unfolded = unfolded
            self._show_again()

    def _close(self) -> None:
        if self._draft is not None:
            self._drop(self._draft.identity)
            self._show_again()

    # -- refusing

    def _refuse(self, repair: Repair) -> None:
        draft = self._draft
        reading = self._of_current
        if draft is None or reading is None or self._job is not None:
            return
        refused = reading.shown.refused | {repair.identity}
        self._job = ReadingJob(self._context.runner, reading.payload, refused, self)
        self._job.ended.connect(partial(self._read_again, draft, reading, refused))
        focused = self.bar.window().focusWidget()
        self._keys_on_bar = focused is not None and self.bar.isAncestorOf(focused)
        self._refusing = draft
        self.bar.begin_waiting()
        self._job.start()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _read_again(
        self, draft: Draft, reading: DraftReading, refused: frozenset[str], again: "Reading | None"
    ) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
        self._refusing = None
        self.over.emit(StillRead(draft))
        focused = self.bar.window().focusWidget()
        keys_on_bar = self._keys_on_bar and (focused is None or self.bar.isAncestorOf(focused))
        self.bar.end_waiting()
        if keys_on_bar and self.bar.isVisible():  # but not when the user went on to something else
            self.bar.focus_first()
        if self._of.get(draft.identity) is not reading or self._not_closed.get(draft.identity) is not draft:
            return
        if again is None:
            self.noticed.emit("info", _("The reading was cancelled. The change stays."))
            return
        if len(again.events) != len(reading.shown.reading.events):  # this one is missing, and others stand in its place
            words = again.error or _("Without this change no event can be read.")
            self.noticed.emit("warning", _("{reason} The change stays.").format(reason=words))
            reading.needed |= refused - reading.shown.refused
            self._show_again()
            return
        version = Version(again, refused)
        if reading.is_edited(draft):
            self._open(DraftReading(reading.payload, reading.at, version, dropped=reading.dropped, unfolded=True))
            words = _("You had edited the draft, so it stays; the event without this change is in a new tab.")
            self.noticed.emit("info", words)
            return
        # The list is there before the text, so that the text finds its list when it changes.
        reading.take(version)
        self._keep(draft.identity)
        draft.restate(reading.event.text, reading.event.encoding, self)
        self._show_again()

    def _open_raw(self) -> None:
        reading = self._of_current
        if reading is not None and reading.original is not None:
            self._open_draft(reading.original, reading.event.encoding)

    # -- environment and key

    def _switch(self, name: str) -> None:
        try:
            self._context.selection.choose(name)
        except KeyError:
            message = _("The environment {name} is not there any more.")
            self.noticed.emit("warning", message.format(name=name))

    def _drop_key(self) -> None:
        reading = self._of_current
        if reading is not None:
            reading.dropped = True
            self._show_again()

    def _keep_key(self) -> None:
        draft, services = self._draft, self._services
        reading = self._of_current
        if draft is None or reading is None or services is None:
            self._context.readiness.tell()
            return
        from yespo_console.gui.reading.keeping import KeepKeyDialog

        selection = self._context.selection
        base_url = destination(reading.event.url, selection.environments, selection.marking.name).base_url
        dialog = KeepKeyDialog(reading.keys, base_url, services, selection, self._page)
        dialog.kept.connect(partial(self._key_kept, reading))
        dialog.open()

    def _key_kept(self, reading: DraftReading, kind: str, words: str) -> None:
        reading.dropped = True
        self.noticed.emit(kind, words)
        self._show_again()
