"""The window: a header, the page of the current section, and messages over it. Arrangement and keys, no decisions.

Signals tell when it was painted for the first time (everything heavy waits for that) and when it closes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from yespo_console.gui import actions
from yespo_console.gui.closing import Closing
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.handover import OpenedLate, PutBehind
from yespo_console.gui.file_drag import FileDrag
from yespo_console.gui.header import Header
from yespo_console.gui.late_arrival import Before, LateArrival
from yespo_console.gui.notice import Answers, Kind
from yespo_console.gui.notices import Notices
from yespo_console.gui.notices_place import NoticesPlace
from yespo_console.gui.page import Page, PageContext, PageSpec
from yespo_console.gui.quitting import Quitting
from yespo_console.gui.remembered_sizes import RememberedSizes
from yespo_console.gui.services import Services
from yespo_console.gui.window_keys import WindowKeys
from yespo_console.platform.i18n import _
from yespo_console.platform.window_state import WindowState

SMALLEST: Final = QSize(800, 560)
_SECTION: Final = "section-"
_NO_MORE: Final = object()
#: Groups of the header's menu; the sections have their own buttons.
_MENU_GROUPS: Final = (
    ("new", "paste", "several", "open", "save", "save-as", "close", "reopen"),
    ("undo", "redo", "mend", "repair"),
    ("copy-curl-bash", "copy-curl-cmd", "copy-curl-powershell", "copy-python", "copy-php", "copy-ticket"),
    ("compare", "timeline-contact", "timeline-cart"),
    ("export", "import"),
    ("forget",),
    ("environments", "settings"),
    ("commands", "about"),
    ("quit",),
)


class MainWindow(QMainWindow):
    """The one window of a process.

    Attributes:
        header, notices, state, closing, drag, late.
    Signals:
        first_painted(): the first page is on the screen and its first field has the focus.
        activated(): the user came back from another program.
        files_dropped(tuple[Path, ...]): the user let go of files over it.
        payload_found(Payload): the user opened something that is to be read.
        reading_found(Payload, Reading): as of a page.
    """

    first_painted = Signal()
    activated = Signal()
    files_dropped = Signal(object)
    payload_found = Signal(object)
    reading_found = Signal(object, object)

    def __init__(
        self,
        specs: Sequence[PageSpec],
        context: PageContext,
        state: WindowState,
        program_commands: Mapping[str, Callable[[], object]],
    ) -> None:
        super().__init__()
        self.setObjectName("main")
        self.state = state
        self._specs = {one.section: one for one in specs}
        self._context = context
        self._program_commands = dict(program_commands)
        self._pages: dict[str, Page] = {}
        #: Towards those that are still missing.
        self._steps: dict[str, Iterator[object]] = {}
        self._unready: list[Page] = []
        self._services: Services | None = None
        self._busy: Page | None = None
        self._painted = False

        self.header = Header(tuple(self._specs), self)
        self.notices = Notices(self)
        self.closing = Closing(self, lambda: self._pages.values(), self.notices)
        self._stack = QStackedWidget(self)
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._stack, 1)
        self.notices.setParent(body)
        NoticesPlace(self.notices, self._stack, body)
        self.drag = FileDrag(self, self._stack, lambda: self.page)
        self.drag.dropped.connect(self._files_dropped)
        self.late = LateArrival(self)
        self.late.typed.connect(self._go_back)
        self.setCentralWidget(body)
        self.setMinimumSize(SMALLEST)
        self.setAcceptDrops(True)

        self.actions_by_id: dict[str, QAction] = {}
        for row in actions.ACTIONS:
            section = row.id.removeprefix(_SECTION)
            if row.id.startswith(_SECTION) and section not in self._specs:
                continue
            self.actions_by_id[row.id] = actions.create(row.id, self, self._runner_of(row.id))
        self._sizes = RememberedSizes(self, state)
        self._keys = WindowKeys(self.actions_by_id.values(), self)
        self._quitting = Quitting(self, self.actions_by_id["quit"])

        self.header.section_chosen.connect(self.show_section)
        self.header.send_pressed.connect(self.actions_by_id["send"].trigger)
        self.header.cancel_pressed.connect(self.actions_by_id["cancel"].trigger)
        self.header.menu.aboutToShow.connect(self._fill_menu)
        self.notices.jobs_changed.connect(self._update_actions)
        context.selection.changed.connect(self._mark)
        self._mark()
        if self._specs:
            self.show_section(next(iter(self._specs)))
        self._sizes.restore_window()
        self._update_actions()

    @property
    def page(self) -> Page | None:
        """The page shown."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Page) else None

    @property
    def sections(self) -> tuple[str, ...]:
        """Ids of the sections there are, in the order of their buttons."""
        return tuple(self._specs)

    def page_of(self, section: str) -> Page:
        """The page of ``section``, built now if it was not. Raises KeyError for a section that does not exist."""
        if section not in self._pages:
            page = self._specs[section].build(self._context)
            page.commands_changed.connect(self._update_actions)
            page.busy_changed.connect(self._page_busy)
            page.passed_on.connect(self.hand_over)
            page.noticed.connect(self._page_noticed)
            page.remarked.connect(self._page_remarked)
            page.offered.connect(self._page_remarked)
            page.began.connect(self.notices.say_running)
            page.messages = self.notices
            for job in page.jobs:
                self.notices.follow(job)
            page.stated.connect(self.notices.say_state)
            page.stated.connect(self.closing.stay_open)
            page.withdrawn.connect(self.notices.withdraw)
            page.subject_changed.connect(self._show_subject)
            page.subject_ended.connect(self.notices.forget)
            page.payload_found.connect(self.payload_found)
            page.reading_found.connect(self.reading_found)
            self._pages[section] = page
            self._stack.addWidget(page)
            self._sizes.restore_parts(page)
            if self._services is not None:
                page.attach(self._services)
        return self._pages[section]

    def show_section(self, section: str) -> None:
        """Show a section and put the cursor into its first field."""
        self.notices.next_act()
        page = self.page_of(section)
        self._stack.setCurrentWidget(page)
        self._show_subject()
        self.header.set_section(section)
        page.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        self._update_actions()

    def build_next_page(self) -> bool:
        """Do a step towards the pages that are still missing; False when all are there. Called between events.

        A page takes several frames, so what it is made of is brought in first, a piece at a time; it is laid out last.
        """
        if self._unready:
            page = self._unready.pop()
            page.resize(self._stack.size())
            page.lay_out()
            return True
        missing = next((section for section in self._specs if section not in self._pages), None)
        if missing is None:
            return False
        steps = self._steps.setdefault(missing, self._specs[missing].ahead())
        if next(steps, _NO_MORE) is _NO_MORE:
            self._unready.append(self.page_of(missing))
        return True

    def attach(self, services: Services) -> None:
        """Hand the services to the pages, those built later included."""
        self._services = services
        for page in self._pages.values():
            page.attach(services)
        self._update_actions()

    def notify(self, kind: Kind, words: str, answers: Answers = (), *, state: object = None) -> None:
        """Say something over the page that belongs to no draft; of a ``state``, see ``Notices.say``."""
        self.notices.say(kind, words, answers, state=state)

    def withdraw(self, what: object) -> None:
        """Take back what was said, or what was said of a state, when it is not true any more."""
        self.notices.withdraw(what)

    def hand_over(self, section: str, thing: object) -> None:
        """Give a section something, and show it where that needs it (see ``Page.receive``)."""
        page = self.page_of(section)
        if isinstance(thing, OpenedLate):
            self.late.watch()
        elif not isinstance(thing, page.taken_unseen):
            self.late.remember(self._before())
            self.show_section(section)
        page.receive(thing)

    def _before(self) -> Before:
        subject = self.page.subject if self.page is not None else None
        return Before(self.page, subject if isinstance(subject, Draft) else None, self.focusWidget())

    def _go_back(self, before: Before) -> None:
        """The user types as a draft comes that took long: what they type is for what was there."""
        late = self.page
        if before.page is not None and before.page is not late:
            self.show_section(before.page.section)
        if late is not None:
            late.receive(PutBehind(before.draft if before.page is late else None))

    def open_commands(self) -> dict[str, QAction]:
        """The actions that can be carried out now, by id."""
        return {name: action for name, action in self.actions_by_id.items() if action.isEnabled()}

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.windowHandle().installEventFilter(self.drag)
            # Children are painted after their parent, in this same turn of the event loop.
            QTimer.singleShot(0, self.first_painted.emit)
            QTimer.singleShot(0, self, self._sizes.leave_room_for_frame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc arrives here when nothing else took it."""
        if event.key() != Qt.Key.Key_Escape or not self._end():
            super().keyPressEvent(event)

    def _end(self) -> bool:
        """Do what Esc means now: one thing at a time."""
        way_back = self.page.way_back() if self.page is not None else None
        if way_back is None:
            return self._keys.end() or self.notices.dismiss()
        if not self.notices.dismiss():
            way_back()
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.closing.may_close():
            event.ignore()
            return
        for page in self._pages.values():
            page.end()
        self._sizes.note()
        self.state.marking = self._context.selection.marking
        self.state.save(self._context.profile)
        event.accept()

    def _runner_of(self, action_id: str) -> Callable[[], object]:
        def run() -> None:
            page = self._busy if action_id == "cancel" else self.page  # what runs may belong to another section
            if page is not None:
                page.settle()
            command = self._own_commands().get(action_id)
            if command is None and page is not None:
                command = page.commands().get(action_id)
            if command is not None:
                self.notices.next_act()
                command()

        return run

    def _own_commands(self) -> dict[str, Callable[[], object]]:
        sections = {f"{_SECTION}{section}": self._section_shower(section) for section in self._specs}
        return {
            "quit": self._quitting.quit,
            "environment": self.header.open_environments,
            "cancel-job": self.notices.cancel_job,
            **sections,
            **self._program_commands,
        }

    def _section_shower(self, section: str) -> Callable[[], object]:
        return lambda: self.show_section(section)

    def _update_actions(self) -> None:
        page = self.page
        own = self._own_commands()
        answered = page.commands() if page is not None else {}
        for name, action in self.actions_by_id.items():
            if name == "cancel":
                enabled = self._busy is not None
            elif name == "cancel-job":  # Esc means one thing at a time, and a send comes first
                enabled = self._busy is None and self.notices.shows_job
            elif name in own:
                enabled = True
            else:
                enabled = page is not None and name in answered and page.is_enabled(name)
            action.setEnabled(enabled)
        to_selection = "send" in answered and page is not None and page.sends_to_selection
        self.header.set_sendable(to_selection, self.actions_by_id["send"].isEnabled())

    def _files_dropped(self, paths: tuple[Path, ...], others: str) -> None:
        page = self.page
        taken, opened = page.split_files(paths) if page is not None else ((), paths)
        if taken and page is not None:
            page.take_files(taken)
        if opened:
            self.files_dropped.emit(tuple(opened))
        if others:
            self.notify("warning", others)

    def _page_busy(self, busy: bool) -> None:
        page = self.sender()
        self._busy = page if busy and isinstance(page, Page) else None
        self.header.set_busy(busy)
        self._update_actions()
        self.closing.sending_went_on()

    def _page_noticed(self, kind: Kind, words: str) -> None:
        self.notify(kind, words)

    def _page_remarked(self, kind: Kind, words: str, answers: Answers = ()) -> None:
        # What comes while another section is shown is said at once and wherever the user is: it must not come unseen.
        page = self.page
        about = page.subject if page is not None and page is self.sender() else None
        self.notices.say(kind, words, answers, about=about)
        if kind in ("warning", "error"):
            self.closing.stay_open()

    def _show_subject(self) -> None:
        self.notices.show_about(self.page.subject if self.page is not None else None)

    def _mark(self) -> None:
        selection = self._context.selection
        self.header.mark(selection.marking)
        # Qt puts the program's name behind a title that does not end with it.
        self.setWindowTitle(_("{environment} — Yespo Console").format(environment=self.header.words()))
        self._update_actions()

    def _fill_menu(self) -> None:
        enabled = self.open_commands()
        page = self.page
        answered = page.commands() if page is not None else {}
        known = {**self._own_commands(), **answered}
        self.header.fill_menu(
            [[self.actions_by_id[name] for name in group if name in enabled or name in known] for group in _MENU_GROUPS]
        )
