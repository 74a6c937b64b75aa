"""Compose: the form beside the text, what would happen to the event, and what came of sending it. Drafts are tabs."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from yespo_console.events.event import Encoding
from yespo_console.events.problems import Problem
from yespo_console.gui.actions import COPY_WRITERS
from yespo_console.gui.compose.arrangement import Arrangement
from yespo_console.gui.compose.checker import Checker, first_check
from yespo_console.gui.compose.copying import Copying
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.draft_forms import DraftForms
from yespo_console.gui.compose.draft_keeper import DraftKeeper
from yespo_console.gui.compose.draft_tabs import DraftTabs
from yespo_console.gui.compose.files import Files
from yespo_console.gui.compose.focus_round import FocusRound
from yespo_console.gui.compose.handover import (
    ChooseFiles,
    CompareDraft,
    NothingOpened,
    OpenBehind,
    OpenDraft,
    OpenedLate,
    OpenFiles,
    OpenReading,
    PutBehind,
    SendAgain,
    ShowDraft,
    ShowExchange,
)
from yespo_console.gui.compose.judgement import Judgement
from yespo_console.gui.compose.last_send import DraftComparing
from yespo_console.gui.compose.late_readings import LateReadings
from yespo_console.gui.compose.mending import Mending
from yespo_console.gui.compose.next_draft import NextDraft
from yespo_console.gui.compose.panes import Panes, PaneSwitch
from yespo_console.gui.compose.samples import Samples
from yespo_console.gui.compose.sends import Sends
from yespo_console.gui.compose.text_pane import TextPane
from yespo_console.gui.compose.unsent import Unsent
from yespo_console.gui.compose.verdict_panel import VerdictPanel
from yespo_console.gui.page import Page, PageContext
from yespo_console.gui.services import Services
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.compose.drafts import SavedDraft
    from yespo_console.gui.json_editor.editor import JsonEditor
    from yespo_console.gui.reading.readings import Readings
    from yespo_console.gui.response.response_pane import ResponsePane
    from yespo_console.gui.under_way import UnderWay


class ComposePage(Page):
    """The main job. Each draft has a form of its own; all else shows whichever draft is current.

    Attributes:
        tabs: the bar of the drafts.
        files: opens and saves them.
    """

    section: ClassVar[str] = "compose"
    taken_unseen: ClassVar[tuple[type, ...]] = (SendAgain, NothingOpened, OpenBehind, CompareDraft, ChooseFiles)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._catalog = context.catalog
        self._services: Services | None = None
        self._comparing = DraftComparing(context.readiness, self)
        self._comparing.noticed.connect(self.remarked)
        self._copying = Copying(lambda: self.draft, context, self)
        self._copying.remarked.connect(self.remarked)
        self._copying.offered.connect(self.offered)
        self._copying.began.connect(self.began)
        self._copying.withdrawn.connect(self.withdrawn)
        self._sends = Sends(context.selection, context.readiness, self)
        self._sends.busy_changed.connect(self._busy)
        self._sends.noticed.connect(self.remarked)
        self._sends.stated.connect(self.stated)
        self._sends.withdrawn.connect(self.withdrawn)
        self._sends.sent_again.connect(partial(self.passed_on.emit, "history"))
        self._checker = Checker(lambda: self._catalog, context.profile.event_types_dir, self)
        self._checker.hold()
        self._samples = Samples(lambda: self._catalog, context.selection, lambda: self.drafts, self)
        self._next = NextDraft(self._samples, self._draft, lambda: self.form, lambda: self._catalog, self)
        self._drafts = DraftTabs(self._checker, self._next.take, self)
        self.tabs = self._drafts.bar
        self._unsent = Unsent(self._drafts, self._open, self)
        self._unsent.noticed.connect(self.offered)
        self._unsent.listed.connect(self.reading_found)
        self._unsent.opened.connect(partial(self.passed_on.emit, self.section))
        self._sends.given_up.connect(self._unsent.offer)
        switch = PaneSwitch(self)  # made before what it switches: Tab goes in the order of the making
        self.form = DraftForms(self._samples.contacts, self)
        self._text = TextPane(self)
        self._text.lost.connect(partial(self.remarked.emit, "warning"))
        self._text.regained.connect(self.withdrawn)
        self.files = Files(self)
        # They were perhaps asked for from another section.
        self.files.chosen.connect(lambda paths: self.passed_on.emit(self.section, OpenFiles(paths)))
        self.files.opened.connect(self.open_text)
        self.files.found.connect(self.payload_found)
        self.files.stated.connect(self.stated)
        self.files.withdrawn.connect(self.withdrawn)
        self.verdict = VerdictPanel(self)
        self.panes = Panes(self.form, self._text, switch, self)
        self._mending = Mending(self.verdict, self._text, lambda: self.draft, lambda: self.readings.repairing, self)
        self._mending.noticed.connect(self.noticed)
        self._mending.remarked.connect(self.remarked)
        self._judgement = Judgement(
            self.form, self.verdict, lambda: self.draft, lambda: self._catalog, context.selection, self
        )
        self._judgement.shown.connect(self._mending.problems_shown)
        self._focus = FocusRound(self, self.tabs, self.form, self._text, self.panes, self.verdict)
        self._arrangement = Arrangement(self._drafts, switch, self.panes, self.verdict, self)
        self._late_readings = LateReadings(
            context, self._drafts, self._focus, self._mending, self._sends, self._arrangement.column, self
        )
        self.response: ResponsePane | None = None  # comes with the services: the first paint waits for none of it
        self._keeper = DraftKeeper(context.profile, context.runner, self)
        self._keeper.restored.connect(self._restore)
        self._keeper.wanted.connect(lambda: self._keeper.keep(self._drafts.saved()))
        self._keeper.failed.connect(partial(self.noticed.emit, "error"))
        self._keeper.works.connect(self.withdrawn)
        self._drafts.leaving.connect(self.settle)
        self._drafts.opened.connect(self._opened)
        self._drafts.closed.connect(self._closed)
        self._drafts.lost.connect(self._sends.lose)
        self._drafts.current_changed.connect(self._show_draft)
        self._drafts.touched.connect(self._keeper.touch)
        self.verdict.problem_chosen.connect(self.go_to)
        self.form.focus_changed.connect(self.verdict.stand_at)
        self.form.refused.connect(self.stated)
        self.form.over.connect(self.withdrawn)
        context.selection.changed.connect(self.commands_changed)
        context.drafts.belong_to(self._drafts, self._keeper)
        self._painted = False
        self.new_draft()

    # -- page

    @property
    def subject(self) -> Draft:
        return self.draft

    def commands(self) -> Mapping[str, Callable[[], object]]:
        takes_text: dict[str, Callable[[], object]] = {
            "send": self.send,
            "save": partial(self.files.save, self.draft),
            "save-as": partial(self.files.save_as, self.draft),
            "compare": partial(self._comparing.with_last_of_type, self.draft),
            **{action: partial(self._copying.as_command, writer) for action, writer in COPY_WRITERS.items()},
        }
        return {
            **{action: self._late_readings.once_settled(take) for action, take in takes_text.items()},
            "copy-ticket": self._late_readings.once_settled(self.copy_ticket, with_changes=True),
            "cancel": self._sends.cancel,
            "new": self._new_in_front,
            "close": self._drafts.close_current,
            "reopen": self._reopen,
            "open": self.files.choose,
            "undo": self.draft.undo,
            "redo": self.draft.redo,
            "repair": self._mending.repair,
            "mend": self._mending.mend,
            "next-draft": partial(self._drafts.step, 1),
            "previous-draft": partial(self._drafts.step, -1),
            "search": self._focus.find,
            **{name: partial(self._focus.do_in_text, name) for name in ("switch-view", "format")},
            "next-problem": partial(self.verdict.step, 1),
            "previous-problem": partial(self.verdict.step, -1),
            "next-pane": partial(self._focus.step, 1),
            "previous-pane": partial(self._focus.step, -1),
        }

    def is_enabled(self, action_id: str) -> bool:
        match action_id:
            case "cancel":
                return self._sends.is_busy
            case "undo":
                return self.draft.can_undo
            case "redo":
                return self.draft.can_redo
            case _ if action_id == "compare" or action_id in COPY_WRITERS:
                return self._services is not None
        return True

    def first_focus(self) -> QWidget:
        return self._focus.to_form()

    def attach(self, services: Services) -> None:
        from yespo_console.gui.response.response_pane import ResponsePane

        self._services = services
        for part in (self._comparing, self._copying, self._judgement, self._late_readings):
            part.attach(services)
        self._catalog = services.catalog
        self._checker.types_changed()
        self.response = self._focus.response = ResponsePane(self)
        self.response.cancel_asked.connect(self._sends.cancel)
        self.response.history_asked.connect(
            lambda number: self.passed_on.emit("history", ShowExchange(number, keeps_search=True))
        )
        self._arrangement.add_answer(self.response)
        self._sends.attach(services, self.response)
        self.commands_changed.emit()

    def receive(self, thing: object) -> None:
        match thing:
            case OpenDraft(offset=offset):
                self._open(thing)
                if offset is not None:
                    self._focus.to_offset(offset)
            case OpenReading():
                self._open(thing)
                self._focus.to_form()
            case OpenBehind(what):
                with self._drafts.behind():
                    self._offer(self._open(what))
                self._sends.opened_behind()
            case ShowDraft(draft):
                self._drafts.show_draft(draft)
            case PutBehind(before):
                late = self.draft
                self._drafts.show_draft(before)
                self._offer(late)
            case OpenFiles(paths):
                self.files.open(paths)
            case ChooseFiles():
                self.files.choose()
            case NothingOpened() | OpenedLate():
                self._sends.doubt(thing)
            case SendAgain():
                self._sends.send_again(thing)
            case CompareDraft(number):
                self.settle()
                self._late_readings.once_settled(partial(self._comparing.with_exchange, self.draft, number))()
            case _:
                super().receive(thing)

    def _open(self, what: OpenDraft | OpenReading) -> Draft:
        if isinstance(what, OpenReading):
            return self.readings.open(what)
        return self.open_text(what.text, what.encoding, what.path)

    def _offer(self, draft: Draft) -> None:
        told = _("What you opened is in a new tab of the composer, behind the draft that was there before.")
        show = _("Show it"), partial(self.passed_on.emit, self.section, ShowDraft(draft))
        self.offered.emit("info", told, (show,))

    def settle(self) -> None:
        self.form.take_typed()

    def under_way(self) -> "UnderWay | None":
        return self._sends.under_way()

    def break_off(self) -> None:
        self._unsent.keep(self._sends.break_off())

    def save(self) -> str:
        self.settle()
        return self._keeper.keep_now(self._drafts.saved())

    def end(self) -> None:
        self.panes.show_both()  # what the window remembers of them are the sizes of both
        self._keeper.close()
        self._checker.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        """Fill the pane of the text; what takes longer to import is brought in beside the window."""
        self._text.fill()
        self._keeper.begin()
        self._context.runner.start_in_thread(partial(first_check, self.draft.text, self._catalog), self._can_check)

    def _can_check(self, _outcome: "Outcome[None]") -> None:
        self._checker.release()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panes.fit(event.size())

    # -- drafts

    def _restore(self, saved: "Sequence[SavedDraft]", notices: Sequence[str]) -> None:
        self._drafts.restore(saved)
        self._late_readings.restore()
        for notice in notices:
            self.noticed.emit("warning", notice)

    @property
    def editor(self) -> "JsonEditor":
        """The editor of the text."""
        return self._text.editor

    @property
    def drafts(self) -> list[Draft]:
        """In the order of their tabs; never empty."""
        return self._drafts.drafts

    @property
    def draft(self) -> Draft:
        """The current one."""
        return self._drafts.current

    def new_draft(self) -> Draft:
        """Open a draft with a sample that can be sent at once."""
        return self._drafts.new()

    def open_draft(self, draft: Draft) -> Draft:
        """Show ``draft`` in a tab of its own."""
        return self._drafts.open(draft)

    def close_draft(self, at: int) -> None:
        """Close a tab; the last one is followed by a fresh draft."""
        self._drafts.close_at(at)

    def _draft(self, text: str, encoding: Encoding, path: Path | None = None) -> Draft:
        return Draft(text, encoding, path=path, checker=self._checker, parent=self)

    def _opened(self, draft: Draft) -> None:
        self._judgement.follow(draft)
        draft.changed.connect(self._keeper.touch)
        draft.undo_changed.connect(self.commands_changed)

    def _closed(self, draft: Draft) -> None:
        self.form.forget(draft)
        self._sends.forget(draft)
        self._checker.forget(draft)
        self.subject_ended.emit(draft)
        self._late_readings.forget(draft)

    def _reopen(self) -> None:
        if not self._drafts.reopen():
            words = _("There is no closed draft to bring back. Only those of this window can come back, until it ends.")
            self.remarked.emit("info", words)

    def _new_in_front(self) -> None:
        self.new_draft()
        self._focus.to_form()

    def _show_draft(self) -> None:
        draft = self.draft
        self.form.show_draft(draft, self._catalog)
        self._text.set_draft(draft)
        self._judgement.show()
        self._sends.show(draft)
        self._late_readings.show(draft)
        self._focus.to_shown()
        self.subject_changed.emit()
        self.commands_changed.emit()

    def go_to(self, problem: Problem) -> None:
        """Take the cursor to a problem."""
        self._focus.to_problem(problem)

    # -- sending

    def send(self) -> None:
        """Send the text as it stands; a real account may ask first."""
        self._sends.send(self.draft)

    def _busy(self, busy: bool) -> None:
        self.busy_changed.emit(busy)
        if not busy:
            self._judgement.look_up_earlier()
        self.commands_changed.emit()

    # -- what was read, and copies

    @property
    def readings(self) -> "Readings":
        """The drafts that were read out of something; made with the first, so that the first paint waits for none."""
        return self._late_readings.get()

    def open_text(self, text: str, encoding: Encoding, path: Path | None = None) -> Draft:
        """Show a text in a tab of its own."""
        return self.open_draft(self._draft(text, encoding, path))

    def copy_ticket(self) -> None:
        """Put all that is known of the event on the clipboard, without personal data."""
        reading = self._late_readings.of(self.draft)
        self._copying.for_ticket(reading, self._sends.answer_to(self.draft), self._catalog)
