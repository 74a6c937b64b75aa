"""What is looked for: a search box and a few pickers, together one query."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from yespo_console.gui.icons import icon
from yespo_console.gui.theme import redress
from yespo_console.gui.tokens import GRID
from yespo_console.history.query import Condition, Query, QueryError
from yespo_console.history.query_text import parse_query
from yespo_console.platform.i18n import N_, _

if TYPE_CHECKING:
    from yespo_console.history.query import Facets

#: Typing is searched when it pauses this long.
_PAUSE_MS: Final = 60
_DATES: Final = -1
_DOWNWARDS: Final = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
_LONGEST_PICKER: Final = 176
#: In a narrow window the pickers give way to the words that are searched for.
_SHORTEST_PICKER: Final = 88
_SHORTEST_SEARCH: Final = 200

_STATUSES: Final = (
    ("", N_("Any answer")),
    ("2xx", N_("Accepted (2xx)")),
    ("4xx", N_("Refused (4xx)")),
    ("5xx", N_("Server error (5xx)")),
    ("error", N_("Network error")),
    ("none", N_("No answer recorded")),
)
_TIMES: Final = (
    (0, N_("Any time")),
    (1, N_("Today")),
    (7, N_("Last 7 days")),
    (30, N_("Last 30 days")),
    (_DATES, N_("Between two days")),
)


class Filters(QWidget):
    """The bar above the list.

    Attributes:
        search, type, environment, status, time, since, until: the fields.
        fault: why the search cannot be understood; hidden while it can.
    Signals:
        changed(): ``query`` may be another one.
        left_downwards(): Down or Enter in the search box, or Esc when it is empty already.
    """

    changed = Signal()
    left_downwards = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search sent events"))
        self.search.setToolTip(
            _("Words, “phrases in quotes”, type:cartUpdated, env:Yespo, status:4xx, since:2026-11-01, until:2026-11-20")
        )
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(_SHORTEST_SEARCH)
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setAccessibleName(_("Search the history"))
        self.search.setAccessibleDescription(self.search.toolTip())
        self.search.installEventFilter(self)
        self.type = _picker(_("Event type"), [("", _("Any event"))])
        self.environment = _picker(_("Environment"), [("", _("Any environment"))])
        self.status = _picker(_("Answer"), [(value, _(words)) for value, words in _STATUSES])
        self.time = _picker(_("Time"), [(days, _(words)) for days, words in _TIMES])
        self.since, self.until = _day(_("From this day on")), _day(_("Up to and including this day"))
        self.fault = QLabel(self)
        self.fault.setProperty("role", "error")
        self.fault.setWordWrap(True)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.fault.setAccessibleName(_("What is wrong with the search"))
        self.fault.hide()
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.search, 1)
        for field in (*self._pickers, self.since, self.until):
            bar.addWidget(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(self.fault)

        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.search.textChanged.connect(self._typed)
        for picker in self._pickers:
            picker.currentIndexChanged.connect(self._tell)
        for day in (self.since, self.until):
            day.dateChanged.connect(self._typed)
        self._show_days()

    @property
    def _pickers(self) -> tuple[QComboBox, ...]:
        return (self.type, self.environment, self.status, self.time)

    @property
    def is_empty(self) -> bool:
        """Nothing is asked for: everything is found."""
        return not self.search.text().strip() and all(picker.currentIndex() == 0 for picker in self._pickers)

    def query(self) -> Query:
        """What all fields ask for together; a picker goes before the same filter in the text. Raises QueryError."""
        query = parse_query(self.search.text())
        since, until = self._span()
        pickers = {"type": self.type, "env": self.environment, "status": self.status}
        picked = {field: picker.currentData() for field, picker in pickers.items() if picker.currentData()}
        return replace(
            query,
            conditions=(
                *(one for one in query.conditions if one.field not in picked),
                *(Condition(field, (value,)) for field, value in picked.items()),
            ),
            since=max(filter(None, (since, query.since)), default=None),
            until=min(filter(None, (until, query.until)), default=None),
        )

    def understood(self) -> Query | None:
        """The query, or None when it cannot be understood, which is said at the box."""
        try:
            query = self.query()
        except QueryError as error:
            self._show_fault(str(error))
            return None
        self._show_fault("")
        return query

    def clear(self) -> None:
        """Ask for everything."""
        before = self.is_empty
        for field in (*self._pickers, self.search):
            field.blockSignals(True)
        for picker in self._pickers:
            picker.setCurrentIndex(0)
        self.search.clear()
        for field in (*self._pickers, self.search):
            field.blockSignals(False)
        if not before:
            self._tell()

    def take_facets(self, facets: "Facets") -> None:
        """Offer what there is; what was chosen stays."""
        _offer(self.type, 1, [(one, one) for one in facets.event_types])
        _offer(self.environment, 1, [(one, one) for one in facets.environments])
        _offer(self.status, len(_STATUSES), [(str(one), str(one)) for one in facets.statuses])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is not self.search
            or not isinstance(event, QKeyEvent)
            or event.type() is not QEvent.Type.KeyPress
            or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() in _DOWNWARDS:
            self.left_downwards.emit()
        else:
            return super().eventFilter(watched, event)
        return True

    def _span(self) -> tuple[datetime | None, datetime | None]:
        """From when (inclusive) until when (exclusive), in UTC; days begin at midnight here."""
        days = self.time.currentData()
        if days == _DATES:
            return _midnight(self.since.date()), _midnight(self.until.date().addDays(1))
        return (_midnight(QDate.currentDate().addDays(1 - days)), None) if days else (None, None)

    def _typed(self) -> None:
        self._pause.start()

    def _tell(self) -> None:
        self._pause.stop()
        self._show_days()
        self.changed.emit()

    def _show_days(self) -> None:
        for day in (self.since, self.until):
            day.setVisible(self.time.currentData() == _DATES)

    def _show_fault(self, words: str) -> None:
        if words == self.fault.text():
            return
        self.fault.setText(words)
        self.fault.setVisible(bool(words))
        self.search.setProperty("problem", "error" if words else "")
        redress(self.search)


def _picker(name: str, choices: "list[tuple[str, str]] | list[tuple[int, str]]") -> QComboBox:
    picker = QComboBox()
    for value, words in choices:
        picker.addItem(words, value)
    picker.setAccessibleName(name)
    picker.setToolTip(name)
    picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    picker.setMinimumWidth(_SHORTEST_PICKER)
    picker.setMaximumWidth(_LONGEST_PICKER)
    return picker


def _day(name: str) -> QDateEdit:
    day = QDateEdit(QDate.currentDate())
    day.setDisplayFormat("yyyy-MM-dd")
    day.setKeyboardTracking(False)
    day.lineEdit().setTextMargins(GRID - 2, 0, 0, 0)  # the style sheet's padding does not reach the line in the box
    day.setAccessibleName(name)
    day.setToolTip(name)
    return day


def _offer(picker: QComboBox, first: int, choices: list[tuple[str, str]]) -> None:
    """Have exactly ``choices`` from row ``first`` on; one that was chosen and is gone stays, or the list would jump."""
    chosen = picker.currentData()
    if chosen and picker.currentIndex() >= first and chosen not in [value for value, _words in choices]:
        choices = [*choices, (chosen, picker.currentText())]
    if [picker.itemData(at) for at in range(first, picker.count())] == [value for value, _words in choices]:
        return
    picker.blockSignals(True)
    while picker.count() > first:
        picker.removeItem(first)
    for value, words in choices:
        picker.addItem(words, value)
    picker.setCurrentIndex(max(0, picker.findData(chosen)))
    picker.blockSignals(False)


def _midnight(day: QDate) -> datetime:
    return datetime(day.year(), day.month(), day.day()).astimezone().astimezone(UTC)
