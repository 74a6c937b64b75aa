"""The bar over a draft that was read: what was changed, what is still empty, where it was meant for, and the keys."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from yespo_console.events.problems import Problem
from yespo_console.gui import icons
from yespo_console.gui.actions import spec
from yespo_console.gui.picture import Picture
from yespo_console.gui.presses import on_press
from yespo_console.gui.reading.destination import Destination
from yespo_console.gui.reading.repair_row import RepairRow
from yespo_console.gui.reading.waiting_line import WaitingLine
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.platform.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from yespo_console.gui.reading.draft_reading import DraftReading

#: More changes than this are counted, not listed.
MOST_ROWS: Final = 100
#: More empty values than this are counted, not named.
MOST_EMPTY: Final = 8
#: How high the list of changes may be, and how low it may become in a small window, in px.
_LIST_HEIGHT: Final = 240
_LOWEST_LIST: Final = 88
#: It never takes more than this part of the window's height.
_LIST_SHARE: Final = 6
#: What stands beside the rows of the list: the margins, the scroll bar.
_BESIDE_ROWS: Final = 6 * GRID
#: What stands in the bar above the lines that come and go: the first line, and the one that waits.
_BEFORE_LINES: Final = 2


class ReadingBar(QFrame):
    """Shows one ``DraftReading``; decides nothing.

    Attributes:
        headline, unfold, done, ticket, raw: the first line.
        waiting: shown while the payload is read again.
    Signals:
        refused(Repair), problem_chosen(Problem).
        switch_asked(str): to the environment of that name.
        key_kept(), key_dropped(): what is to become of the key that stood beside the event.
        ticket_asked(), raw_asked(), closed(), folded(bool).
        cancel_asked(): the payload is not to be read again after all.
        chain_changed(): ``focus_chain`` answers something else now.
    """

    refused = Signal(object)
    problem_chosen = Signal(object)
    switch_asked = Signal(str)
    key_kept = Signal()
    key_dropped = Signal()
    ticket_asked = Signal()
    raw_asked = Signal()
    closed = Signal()
    folded = Signal(bool)
    cancel_asked = Signal()
    chain_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("What was read"))
        self.setProperty("notice", "info")
        self._icon = Picture(self)
        self._icon.show_icon("fix", 20, "info")
        self.headline = _words(self)
        self.unfold = QToolButton(self)
        self.unfold.setCheckable(True)
        self.unfold.toggled.connect(self._fold)
        self.ticket = _button(spec("copy-ticket").title, self.ticket_asked.emit, self)
        self.ticket.setToolTip(spec("copy-ticket").tooltip)
        self.raw = _button(_("Open the original"), self.raw_asked.emit, self)
        self.raw.setToolTip(_("Opens the text as it came, nothing changed, in a tab of its own"))
        self.done = _button(_("Done"), self.closed.emit, self)
        self.done.setToolTip(_("Hides this list; the draft stays as it is"))
        line = _line(self._icon, self.headline, self.unfold, self.raw, self.ticket, self.done)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        self._column.setSpacing(GRID)
        self._column.addLayout(line)
        self.waiting = WaitingLine(self)
        self.waiting.cancelled.connect(self.cancel_asked)
        self._column.addWidget(self.waiting)
        self._now: tuple[object, ...] = ()
        self._answerable = True
        self._lines: list[QWidget] = []
        self._rows: list[RepairRow] = []
        self._more = QLabel(self)
        self._more.setProperty("role", "muted")
        self._list = QWidget()
        self._list_column = QVBoxLayout(self._list)
        self._list_column.setContentsMargins(0, 0, GRID, 0)
        self._list_column.setSpacing(GRID)
        self._list_column.addWidget(self._more)
        self._list_column.addStretch(1)
        self.list_area = QScrollArea(self)
        self.list_area.setWidgetResizable(True)
        self.list_area.setFrameShape(QFrame.Shape.NoFrame)
        self.list_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list_area.setAccessibleName(_("What was changed"))
        self.list_area.setWidget(self._list)
        self._list.setAutoFillBackground(False)  # the colour of the bar shows through; setWidget switches this on
        self.list_area.hide()
        self._column.addWidget(self.list_area)
        self.hide()

    def focus_chain(self) -> list[QWidget]:
        """What Tab goes through: the first line, what is asked, the list."""
        asked = [button for line in self._lines for button in line.findChildren(QPushButton)]
        refusals = [row.refuse for row in self._rows]
        first = (self.unfold, self.raw, self.ticket, self.done, self.waiting.cancel)
        return [*first, *asked, *refusals]

    def focus_first(self) -> None:
        """Put the keys on the first thing that can be done here."""
        (self.unfold if self.unfold.isVisible() else self.ticket).setFocus(Qt.FocusReason.TabFocusReason)

    def begin_waiting(self) -> None:
        """The payload is read again: nothing here can be done meanwhile but to cancel that."""
        self._answerable = False
        self._show_answerable()
        self.waiting.begin()

    def end_waiting(self) -> None:
        """It was read, or that was cancelled."""
        self.waiting.end()
        self._answerable = True
        self._show_answerable()

    def _show_answerable(self) -> None:
        for widget in (self.unfold, self.raw, self.ticket, self.done, self.list_area, *self._lines):
            widget.setEnabled(self._answerable)

    def show_reading(
        self,
        reading: "DraftReading",
        empty: Sequence[Problem],
        destination: Destination,
        *,
        edited: bool,
    ) -> None:
        """Show ``reading``: ``empty`` are the placeholders that nobody has filled in yet.

        Args:
            reading: what is shown.
            empty: the values that are still empty.
            destination: what there is to say about the address.
            edited: the user changed the text since: a refusal opens another tab.
        """
        now = (
            reading,
            reading.shown,
            reading.unfolded,
            reading.dropped,
            reading.needed,
            tuple(empty),
            destination,
            edited,
        )
        if now == self._now and not self.isHidden():
            return  # asked at each key
        self._now = now
        repairs = reading.event.repairs
        self.headline.setText(_headline(reading.shown.reading.source, len(repairs), reading.event.url is not None))
        self.unfold.setText(_("Hide the changes") if reading.unfolded else _("Show the changes"))
        self.unfold.setAccessibleName(self.unfold.text())
        self.unfold.setVisible(bool(repairs))
        self.unfold.blockSignals(True)
        self.unfold.setChecked(reading.unfolded)
        self.unfold.blockSignals(False)
        self.raw.setVisible(bool(repairs) and reading.original is not None)
        self._show_lines(reading, empty, destination)
        self._show_repairs(reading, edited)
        self.list_area.setVisible(reading.unfolded and bool(repairs))
        self.chain_changed.emit()
        self.show()

    def _show_lines(self, reading: "DraftReading", empty: Sequence[Problem], destination: Destination) -> None:
        focused = self.focusWidget()
        name = focused.accessibleName() if focused is not None and focused.hasFocus() else ""
        for old in self._lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines = []
        if empty:
            self._add_empty(empty)
        if destination.words:
            words = _("Switch to {name}")
            answers = [
                (words.format(name=name), partial(self.switch_asked.emit, name)) for name in destination.environments
            ]
            self._add_line("info", destination.words, answers[:3])
        if reading.has_secrets:
            self._add_secrets(reading)
        self._show_answerable()
        # The buttons are others now; the focus stays at the one of the same name.
        for line in self._lines:
            line.show()
            for button in line.findChildren(QPushButton):
                if name and button.accessibleName() == name:
                    button.setFocus()

    def _add_empty(self, empty: Sequence[Problem]) -> None:
        words = ngettext("{count} value is still empty:", "{count} values are still empty:", len(empty))
        line = self._add_line("warning", words.format(count=len(empty)), ())
        layout = line.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.setStretch(1, 0)
        for label in line.findChildren(QLabel):
            label.setWordWrap(False)
        for problem in empty[:MOST_EMPTY]:
            name = dict(problem.args).get("value", "")
            link = _button(name or _("(no name)"), partial(self.problem_chosen.emit, problem), line)
            link.setProperty("link", True)
            link.setToolTip(problem.message)
            link.setAccessibleName(_("Fill in {name}").format(name=name))
            layout.addWidget(link)
        if len(empty) > MOST_EMPTY:
            rest = len(empty) - MOST_EMPTY
            more = QLabel(ngettext("and {count} more", "and {count} more", rest).format(count=rest), line)
            layout.addWidget(more)
        layout.addStretch(1)

    def _add_secrets(self, reading: "DraftReading") -> None:
        if reading.keys:
            words = _("A key stood beside the event. It is in neither the draft nor the history.")
            answers = [
                (_("Keep it in the keychain for an environment…"), self.key_kept.emit),
                (_("Drop it"), self.key_dropped.emit),
            ]
            self._add_line("key", words, answers)
        elif not reading.dropped:
            self._add_line("key", _("A cookie stood beside the event. It was left out."), ())

    def _add_line(self, icon: str, words: str, answers: Sequence[tuple[str, Callable[[], object]]]) -> QWidget:
        line = QWidget(self)
        mark = Picture(line)
        role: icons.Role = "warning" if icon == "warning" else "info"
        mark.show_icon(icon, 16, role)
        told = _words(line)
        told.setText(words)
        buttons = [_button(text, answer, line) for text, answer in answers]
        line.setLayout(_line(mark, told, *buttons))
        self._column.insertWidget(_BEFORE_LINES + len(self._lines), line)
        self._lines.append(line)
        return line

    def _show_repairs(self, reading: "DraftReading", edited: bool) -> None:
        repairs = reading.event.repairs
        shown = repairs[:MOST_ROWS]
        while len(self._rows) < len(shown):
            row = RepairRow(self._list)
            row.refused.connect(self.refused)
            self._list_column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for row, repair in zip(self._rows, shown, strict=False):
            row.show_repair(repair, edited=edited, needed=reading.needs(repair))
        for row in self._rows[len(shown) :]:
            row.hide()
        rest = len(repairs) - len(shown)
        self._more.setVisible(rest > 0)
        self._more.setText(ngettext("and {count} more", "and {count} more", rest).format(count=rest))
        self._fit_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_list()  # its sentences take other lines

    def _fit_list(self) -> None:
        """As high as its rows, as far as there is room."""
        # The bar is as wide as its page, also before it is laid out; a row is not higher than its sentence needs there.
        page = self.parentWidget()
        room = (page.width() if page is not None else self.width()) - _BESIDE_ROWS
        height = sum(row.heightForWidth(room) + GRID for row in self.rows())
        # In a small window the list scrolls, so that the form below keeps its room.
        most = max(_LOWEST_LIST, min(_LIST_HEIGHT, self.window().height() // _LIST_SHARE))
        self.list_area.setMinimumHeight(min(_LOWEST_LIST, height + HALF))
        self.list_area.setMaximumHeight(min(most, height + HALF))

    def _fold(self, open_: bool) -> None:
        self.list_area.setVisible(open_)
        self.folded.emit(open_)

    def rows(self) -> list[RepairRow]:
        """The changes listed now, in their order."""
        return [row for row in self._rows if not row.isHidden()]


def _headline(source: str, repairs: int, is_request: bool) -> str:
    is_told = is_request or source not in _NOT_TOLD
    read = _("Read from {source}.").format(source=_(_SOURCES.get(source, source))) if is_told else _("Read.")
    if not repairs:
        return f"{read} " + _("Nothing had to be changed.")
    changed = ngettext("{count} change was made to read it.", "{count} changes were made to read it.", repairs)
    return f"{read} " + changed.format(count=repairs) if is_told else changed.format(count=repairs)


#: What a payload without an address may have been recognised as that tells nobody anything.
_NOT_TOLD: Final = ("json",)


#: Names of what a payload was recognised as, where its id is not its name.
_SOURCES: Final[dict[str, str]] = {
    "log": N_("a log"),
    "form": N_("a form"),
    "base64": N_("Base64"),
    "httpie": "HTTPie",
    "powershell": "PowerShell",
    "http": "HTTP",
    "javascript": "JavaScript",
    "python": "Python",
    "php": "PHP",
    "ruby": "Ruby",
    "har": "HAR",
    "postman": "Postman",
    "insomnia": "Insomnia",
    "bruno": "Bruno",
    "json": "JSON",
    "csv": "CSV",
}


def _words(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _button(words: str, answer: Callable[[], object], parent: QWidget) -> QPushButton:
    button = QPushButton(words.replace("&", "&&"), parent)
    button.setAccessibleName(words)
    button.clicked.connect(on_press(answer))
    return button


def _line(mark: QLabel, words: QLabel, *buttons: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(GRID)
    line.addWidget(mark)
    line.addWidget(words, 1)
    for button in buttons:
        line.addWidget(button)
    return line
