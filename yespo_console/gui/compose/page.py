"""Compose: the form beside the text, what would happen to the event, and what came of sending it. Drafts are tabs."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTabBar, QToolButton, QVBoxLayout, QWidget

from yespo_console.events import text_edit, wire
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.events.problems import Fix, Problem
from yespo_console.gui.actions import COPY_WRITERS, spec
from yespo_console.gui.compose.checker import Checker
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.draft_keeper import DraftKeeper
from yespo_console.gui.compose.earlier import EarlierSends
from yespo_console.gui.compose.files import Files
from yespo_console.gui.compose.handover import CompareDraft, OpenDraft, OpenFiles, OpenReading, SendAgain, ShowExchange
from yespo_console.gui.compose.text_pane import TextPane
from yespo_console.gui.compose.verdict_panel import VerdictPanel
from yespo_console.gui.forms.event_form import EventForm
from yespo_console.gui.icons import icon
from yespo_console.gui.page import Page, PageContext
from yespo_console.gui.services import Services
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.delivery.environments import Environment
    from yespo_console.events.catalog import Catalog
    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.compose.drafts import SavedDraft
    from yespo_console.gui.compose.last_send import DraftComparing
    from yespo_console.gui.compose.sending import Sending
    from yespo_console.gui.json_editor.editor import JsonEditor
    from yespo_console.gui.reading.readings import Readings
    from yespo_console.gui.response.response_pane import ResponsePane
    from yespo_console.history.exchange import Exchange

#: Below this width, in px, the form stands over the text instead of beside it.
NARROW: Final = 1100
FIRST_TYPE: Final = "pageViewed"
_MOST_CLOSED: Final = 50


class ComposePage(Page):
    """The main job. One set of widgets shows whichever draft is current.

    Attributes:
        drafts: in the order of their tabs; never empty.
        files: opens and saves them.
    """

    section: ClassVar[str] = "compose"

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._catalog = context.catalog
        self._services: Services | None = None
        self._draft_comparing: DraftComparing | None = None
        self._sending: Sending | None = None
        self._readings: Readings | None = None
        self._closed: list[tuple[str, Encoding, str, Path | None, str]] = []
        self._confirmed: set[str] = set()
        self._answers: dict[Draft, Exchange] = {}
        self._earlier = EarlierSends(context.selection, self)
        self._earlier.changed.connect(self._show_outlook)
        self._checker = Checker(lambda: self._catalog, context.profile.event_types_dir, self)
        self._checker.hold()
        self.drafts: list[Draft] = []

        self.tabs = QTabBar(self)
        self.tabs.setMovable(True)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Drafts"))
        self._add = QToolButton(self)
        self._add.setIcon(icon("plus"))
        self._add.setToolTip(spec("new").tooltip)
        self._add.setAccessibleName(spec("new").title)
        bar = QHBoxLayout()
        bar.setContentsMargins(GRID, 0, GRID, 0)
        bar.addWidget(self.tabs)
        bar.addWidget(self._add)
        bar.addStretch(1)

        self.form = EventForm(self)
        self._text = TextPane(self)
        self._text.lost.connect(partial(self.noticed.emit, "warning"))
        self.files = Files(self)
        self.files.opened.connect(self._open_read)
        self.files.found.connect(self.payload_found)
        self.files.noticed.connect(self.noticed)
        self.verdict = VerdictPanel(self)
        self.panes = QSplitter(Qt.Orientation.Horizontal, self)
        self.panes.setObjectName("compose-panes")
        self.panes.setChildrenCollapsible(False)
        self.panes.addWidget(self.form)
        self.panes.addWidget(self._text)
        self.panes.setStretchFactor(0, 1)
        self.panes.setStretchFactor(1, 1)
        self.panes.setSizes([1_000, 1_000])  # halves, whatever each would like: the text is not there yet
        self._upper = QWidget(self)
        upper = QVBoxLayout(self._upper)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addWidget(self.panes, 1)
        upper.addWidget(self.verdict)
        self._rows = QSplitter(Qt.Orientation.Vertical, self)
        self._rows.setObjectName("compose-rows")
        self._rows.setChildrenCollapsible(False)
        self._rows.addWidget(self._upper)
        self._rows.setStretchFactor(0, 1)
        #: Built with the services: it needs modules that the first paint does not wait for.
        self.response: ResponsePane | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(bar)
        self._column.addWidget(self._rows, 1)

        self._keeper = DraftKeeper(context.profile, context.runner, self)
        self._keeper.restored.connect(self._restore)
        self._keeper.wanted.connect(lambda: self._keeper.keep(self._saved_drafts()))
        self._keeper.failed.connect(partial(self.noticed.emit, "error"))
        self.tabs.currentChanged.connect(self._tab_changed)
        self.tabs.tabMoved.connect(self._tab_moved)
        self._add.clicked.connect(self.new_draft)
        self.tabs.tabMoved.connect(self._keeper.touch)
        self.verdict.problem_chosen.connect(self.go_to)
        self.verdict.fix_chosen.connect(self.apply_fix)
        self.form.refused.connect(partial(self.noticed.emit, "warning"))
        context.selection.changed.connect(self._environment_changed)
        self._painted = False
        self.new_draft()

    # -- page

    def commands(self) -> Mapping[str, Callable[[], object]]:
        return {
            "send": self.send,
            "cancel": self.cancel,
            "new": self._new_in_front,
            "close": self._close_current,
            "reopen": self.reopen_draft,
            "open": self.files.choose,
            "save": self._save_file,
            "save-as": self._save_file_as,
            "undo": self.draft.undo,
            "redo": self.draft.redo,
            "next-draft": partial(self._step_tab, 1),
            "previous-draft": partial(self._step_tab, -1),
            "search": lambda: self.editor.run("find"),
            "next-problem": partial(self.verdict.step, 1),
            "previous-problem": partial(self.verdict.step, -1),
            "next-pane": partial(self._step_pane, 1),
            "previous-pane": partial(self._step_pane, -1),
            "copy-ticket": self.copy_ticket,
            "compare": self.compare,
            **{action: partial(self.copy_as, writer) for action, writer in COPY_WRITERS.items()},
        }

    def is_enabled(self, action_id: str) -> bool:
        match action_id:
            case "send":
                return self._services is not None and self._sending is None
            case "cancel":
                return self._sending is not None
            case "reopen":
                return bool(self._closed)
            case "undo":
                return self.draft.can_undo
            case "redo":
                return self.draft.can_redo
            case _ if action_id == "compare" or action_id in COPY_WRITERS:
                return self._services is not None
        return True

    def first_focus(self) -> QWidget:
        self.form.focus_first()
        return self.form.focusWidget() or self.form

    def attach(self, services: Services) -> None:
        from yespo_console.gui.compose.last_send import DraftComparing
        from yespo_console.gui.response.response_pane import ResponsePane

        self._services = services
        self._draft_comparing = DraftComparing(services, self)
        self._draft_comparing.noticed.connect(self.noticed)
        self._earlier.attach(services)
        self._catalog = services.catalog
        self._checker.types_changed()
        if self._readings is not None:
            self._readings.attach(services)
        self.response = ResponsePane(self)
        self.response.cancel_asked.connect(self.cancel)
        self.response.history_asked.connect(self._show_in_history)
        self._rows.addWidget(self.response)
        self._rows.setStretchFactor(1, 0)
        self._show_answer()
        self.commands_changed.emit()

    def receive(self, thing: object) -> None:
        match thing:
            case OpenDraft(text, encoding, _environment, title, path):
                self.open_draft(Draft(text, encoding, title=title, path=path, checker=self._checker, parent=self))
            case OpenReading():
                self.readings.open(thing)
                self.form.focus_first()
            case OpenFiles(paths):
                self.files.open(paths)
            case SendAgain():
                self._send_again(thing)
            case CompareDraft(number):
                self.compare(number)
            case _:
                super().receive(thing)

    def save(self) -> None:
        self._keeper.close(self._saved_drafts())
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
        self._context.runner.start_in_thread(partial(_first_check, self.draft.text, self._catalog), self._can_check)

    def _can_check(self, _outcome: "Outcome[None]") -> None:
        self._checker.release()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        self.panes.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)

    # -- drafts

    def _restore(self, saved: "Sequence[SavedDraft]", notices: Sequence[str]) -> None:
        """Bring back the drafts of a window that is gone, in place of the sample."""
        sample, current = self.drafts[0], None
        for one in saved:
            path = Path(one.path) if one.path else None
            draft = Draft(one.text, one.encoding, title=one.title, path=path, checker=self._checker, parent=self)
            draft.mark_saved(path, one.saved_text)
            self.open_draft(draft)
            current = draft if one.current else current
        if saved and not sample.modified:
            self.close_draft(0)
            self._closed.clear()  # the sample is not worth coming back
        if current is not None:
            self.tabs.setCurrentIndex(self.drafts.index(current))
        for notice in notices:
            self.noticed.emit("warning", notice)

    def _saved_drafts(self) -> "list[SavedDraft]":
        from yespo_console.gui.compose.drafts import SavedDraft

        return [
            SavedDraft(
                text=draft.text,
                saved_text=draft.saved_text,
                api=draft.encoding.api.value,
                native=draft.encoding.native,
                title=draft.title,
                path=str(draft.path or ""),
                position=at,
                current=draft is self.draft,
            )
            for at, draft in enumerate(self.drafts)
        ]

    @property
    def editor(self) -> "JsonEditor":
        """The editor of the text."""
        return self._text.editor

    @property
    def draft(self) -> Draft:
        """The current one."""
        return self.drafts[max(0, self.tabs.currentIndex())]

    def new_draft(self) -> Draft:
        """Open a draft with a sample that can be sent at once."""
        encoding = Encoding(ApiVersion(self._context.selection.marking.api)).normal()
        known = self._catalog.get(FIRST_TYPE)
        text = wire.write(known.sample, encoding) if known is not None else wire.write(wire.read("{}"), encoding)
        return self.open_draft(Draft(text, encoding, checker=self._checker, parent=self))

    def open_draft(self, draft: Draft) -> Draft:
        """Show ``draft`` in a tab of its own."""
        self.drafts.append(draft)
        draft.checked.connect(self._checked)
        draft.changed.connect(self._keeper.touch)
        draft.undo_changed.connect(self.commands_changed)
        draft.details_changed.connect(self._name_tabs)
        draft.modified_changed.connect(self._name_tabs)
        # The first tab becomes current as it is added, and its draft must be known by then.
        at = self.tabs.addTab("")
        close = QToolButton(self.tabs)
        close.setIcon(icon("close", "muted"))
        close.setToolTip(spec("close").tooltip)
        close.setAccessibleName(spec("close").title)
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.setProperty("tight", True)
        close.setFixedSize(3 * GRID, 3 * GRID)  # the bar makes room once, perhaps before the style sheet is there
        close.clicked.connect(partial(self._close_tab_of, draft))
        self.tabs.setTabButton(at, QTabBar.ButtonPosition.RightSide, close)
        self._name_tabs()
        self.tabs.setCurrentIndex(at)
        return draft

    def _new_in_front(self) -> None:
        self.new_draft()
        self.form.focus_first()

    def close_draft(self, at: int) -> None:
        """Close a tab; the last one is followed by a fresh draft."""
        draft = self.drafts[at]
        self._closed.append((draft.text, draft.encoding, draft.title, draft.path, draft.saved_text))
        del self._closed[:-_MOST_CLOSED]
        if len(self.drafts) == 1:
            self.new_draft()
        self._answers.pop(draft, None)
        self._checker.forget(draft)
        if self._readings is not None:
            self._readings.forget(draft)
        self.tabs.removeTab(at)
        self.drafts.remove(draft)
        self._tab_changed()
        draft.deleteLater()

    def reopen_draft(self) -> None:
        """Bring back the draft that was closed last. Nothing happens when there is none."""
        if self._closed:
            text, encoding, title, path, saved_text = self._closed.pop()
            draft = Draft(text, encoding, title=title, path=path, checker=self._checker, parent=self)
            draft.mark_saved(path, saved_text)
            self.open_draft(draft)

    def _close_tab_of(self, draft: Draft, *_checked: bool) -> None:
        self.close_draft(self.drafts.index(draft))

    def _close_current(self) -> None:
        self.close_draft(self.tabs.currentIndex())

    def _tab_moved(self, start: int, end: int) -> None:
        self.drafts.insert(end, self.drafts.pop(start))

    def _step_tab(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def _step_pane(self, by: int) -> None:
        panes: list[QWidget] = [self.form, self.editor.view, self.verdict.why]
        if self.response is not None and self.response.focusProxy() is not None:
            panes.append(self.response)
        if self._readings is not None and self._readings.bar.isVisible():
            panes.insert(0, self._readings.bar)
        focused = self.window().focusWidget()
        at = next(
            (
                n
                for n, pane in enumerate(panes)
                if focused is not None and (pane is focused or pane.isAncestorOf(focused))
            ),
            0,
        )
        target = panes[(at + by) % len(panes)]
        if target is self.form:
            self.form.focus_first()
        elif self._readings is not None and target is self._readings.bar:
            self._readings.bar.focus_first()
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _tab_changed(self) -> None:
        if not self.drafts or self.tabs.count() != len(self.drafts):
            return
        self._keeper.touch()
        draft = self.draft
        self.form.set_draft(draft, self._catalog)
        self._text.set_draft(draft)
        if draft.check is not None:
            self._show_check()
        self._show_answer()
        if self._readings is not None:
            self._readings.show(draft)
        self.commands_changed.emit()

    def _name_tabs(self) -> None:
        for at, draft in enumerate(self.drafts):
            name = draft.title or (draft.path.name if draft.path else "") or _type_of(draft) or _("Draft")
            words = (name + (" •" if draft.path and draft.modified else "")).replace("&", "&&")
            if words != self.tabs.tabText(at):  # a new text lays all tabs out anew
                self.tabs.setTabText(at, words)
            self.tabs.setTabToolTip(at, str(draft.path or name))

    # -- checks

    def _checked(self) -> None:
        self._name_tabs()
        if self.sender() is self.draft:
            self._show_check()

    def _show_check(self) -> None:
        check = self.draft.check
        if check is None:
            return
        self.form.show_problems(check.problems)
        self.verdict.show_problems(check.problems)
        self._show_outlook()
        self._earlier.look_up(self.draft.check)

    def _show_outlook(self) -> None:
        from yespo_console.events.outlook import outlook

        check = self.draft.check
        if check is not None:
            real = self._context.selection.marking.real
            earlier = self._earlier.of(check)
            self.verdict.show_outlook(outlook(check, self._catalog, real_account=real, earlier=earlier))

    def _environment_changed(self) -> None:
        self._show_outlook()
        self._earlier.look_up(self.draft.check)
        self.commands_changed.emit()

    def go_to(self, problem: Problem) -> None:
        """Take the cursor to a problem, in the form and in the text; the form keeps the keys when it has the field."""
        self.editor.go_to(problem.pointer)
        if not self.form.focus_problem(problem):
            self.editor.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply_fix(self, fix: Fix) -> None:
        """Mend one problem; undo takes it back."""
        try:
            self.draft.replace(text_edit.apply_fix(self.draft.text, fix), self)
        except LookupError as error:
            self.noticed.emit("warning", str(error))

    # -- sending

    def send(self) -> None:
        """Send the text as it stands; a real account may ask first."""
        draft, environment = self.draft, self._context.selection.environment
        if self._services is None or environment is None or self._sending is not None:
            self.noticed.emit("info", _("Still starting: try again in a moment."))
            return
        self._ask_and_send(draft.text, environment, draft.encoding.api, draft)

    def _send_again(self, again: SendAgain) -> None:
        if self._services is None or self._sending is not None:
            self.noticed.emit("info", _("Another send is under way: try again when it has ended."))
            return
        selection = self._context.selection
        environment = next((one for one in selection.environments if one.name == again.environment), None)
        if environment is None:
            message = _("The environment {name} is not there any more. Open the exchange in the composer instead.")
            self.noticed.emit("warning", message.format(name=again.environment))
            return
        if environment.name != selection.marking.name:
            # The header names another environment than the one this goes to, so a real account asks in any case.
            self._confirmed.discard(environment.name)
        self._ask_and_send(again.body, environment, again.api, None)

    def _ask_and_send(
        self, text: str | bytes, environment: "Environment", api: ApiVersion, draft: Draft | None
    ) -> None:
        from yespo_console.delivery.doubtful_type import probably_meant
        from yespo_console.delivery.test_contacts import outside_text
        from yespo_console.gui.compose.sending import question_before

        readable = text if isinstance(text, str) else text.decode("utf-8", "replace")
        first = environment.name not in self._confirmed
        slip = probably_meant(readable, environment, self._catalog, api)
        box = question_before(environment, outside_text(readable, environment, api), first, self, slip=slip)
        if box is None:
            self._start(text, environment, api, draft)
            return
        box.accepted.connect(partial(self._confirm, text, environment, api, draft))
        box.finished.connect(box.deleteLater)
        box.open()

    def _confirm(self, text: str | bytes, environment: "Environment", api: ApiVersion, draft: Draft | None) -> None:
        self._confirmed.add(environment.name)
        self._start(text, environment, api, draft)

    def _start(self, text: str | bytes, environment: "Environment", api: ApiVersion, draft: Draft | None) -> None:
        from yespo_console.gui.compose.sending import Sending

        if self._services is None or self._sending is not None:
            return
        known = draft.check if draft is not None and draft.check is not None and draft.check.text == text else None
        sending = Sending(self._services, text, environment, api, known, self)
        sending.failed.connect(partial(self.noticed.emit, "error"))
        sending.ended.connect(partial(self._ended, draft))
        self._sending = sending
        if self.response is not None:
            self.response.show_waiting()
        self.busy_changed.emit(True)
        sending.start()
        self.commands_changed.emit()

    def cancel(self) -> None:
        """Give up waiting for the answer; the response says whether the event may have been accepted."""
        if self._sending is not None:
            self._sending.cancel()

    def _ended(self, draft: Draft | None, exchange: "Exchange | None") -> None:
        if self._sending is not None:
            self._sending.deleteLater()
            self._sending = None
        self.busy_changed.emit(False)
        if draft in self.drafts and exchange is not None and draft is not None:
            self._answers[draft] = exchange
            self._show_answer()
        else:
            self._show_answer()
            if exchange is not None:  # it belongs to no draft: its place is the history
                self._show_in_history(exchange.id)
        self._earlier.look_up(self.draft.check)
        self.commands_changed.emit()

    def _show_in_history(self, number: int) -> None:
        self.passed_on.emit("history", ShowExchange(number))

    def _show_answer(self) -> None:
        if self.response is None:
            return
        exchange = self._answers.get(self.draft)
        if exchange is None:
            self.response.clear()
        else:
            self.response.show_exchange(exchange)

    def compare(self, number: int | None = None) -> None:
        """Show the draft beside an exchange of the history; without a number beside the last send of its type."""
        if self._draft_comparing is None:
            self.noticed.emit("info", _("Still starting: try again in a moment."))
        elif number is not None:
            self._draft_comparing.with_exchange(self.draft, number)
        else:
            self._draft_comparing.with_last_of_type(self.draft, _type_of(self.draft))

    # -- what was read

    @property
    def readings(self) -> "Readings":
        """The drafts that were read out of something; made with the first, so that the first paint waits for none."""
        if self._readings is None:
            from yespo_console.gui.reading.readings import Readings

            self._readings = Readings(self._context, self._open_text, self._column, 1, self)
            self._readings.problem_chosen.connect(self.go_to)
            self._readings.ticket_asked.connect(self.copy_ticket)
            self._readings.noticed.connect(self.noticed)
            if self._services is not None:
                self._readings.attach(self._services)
        return self._readings

    def _open_text(self, text: str, encoding: Encoding) -> Draft:
        return self.open_draft(Draft(text, encoding, checker=self._checker, parent=self))

    # -- files and copies

    def _open_read(self, text: str, encoding: Encoding, path: Path) -> None:
        self.open_draft(Draft(text, encoding, path=path, checker=self._checker, parent=self))

    def _save_file(self) -> None:
        self.files.save(self.draft, self._file_name())

    def _save_file_as(self) -> None:
        self.files.save_as(self.draft, self._file_name())

    def _file_name(self) -> str:
        return f"{_type_of(self.draft) or 'event'}.json"

    def copy_as(self, writer: str) -> None:
        """Put the request on the clipboard as a command; the key stays a placeholder unless it is asked for."""
        from yespo_console.gui.compose.copies import CopyWithKey, copy_request

        environment = self._context.selection.environment
        if self._services is None or environment is None:
            return
        kind, words = copy_request(self.draft, writer, self._services.sender, environment)
        if kind == "error" or environment.kind == "sandbox":
            self.noticed.emit(kind, words)
            return
        with_key = CopyWithKey(self.draft, writer, environment, self._services, self)
        with_key.done.connect(self.noticed)
        self.offered.emit(kind, words, ((_("Copy it with the key"), with_key.start),))

    def copy_ticket(self) -> None:
        """Put the event, what is wrong with it and what was changed on the clipboard, without personal data."""
        from yespo_console.gui.compose.copies import copy_ticket

        reading = self._readings.of(self.draft) if self._readings is not None else None
        self.noticed.emit(*copy_ticket(self.draft, reading, self._catalog))


def _first_check(text: str, catalog: "Catalog") -> None:
    """In a thread: imports the rules and what they use, and fills their caches."""
    from yespo_console.events.checking import check

    check(text, catalog)


def _type_of(draft: Draft) -> str:
    """The event type of the text, or "" while it has none."""
    check = draft.check
    event = check.event if check is not None else None
    return event.event_type_key if event is not None and isinstance(event.event_type_key, str) else ""
