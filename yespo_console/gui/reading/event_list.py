"""The events of one reading as rows: each is checked when it comes into sight, so that a long list opens at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from yespo_console.events.checking import check
from yespo_console.events.problems import Severity
from yespo_console.events.rules.contact import key_of
from yespo_console.gui.forms.problem_lines import told, worst_first
from yespo_console.gui.icons import icon
from yespo_console.gui.reading.series import RESULT_WORDS
from yespo_console.gui.shared_room import shrunk
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import N_, _, ngettext
from yespo_console.reading.stored_events import urls_of

if TYPE_CHECKING:
    from yespo_console.events.catalog import Catalog
    from yespo_console.gui.reading.destination import Destination
    from yespo_console.gui.reading.series import Result
    from yespo_console.reading.reading import Reading

_COLUMNS: Final = (
    N_("No."),
    N_("Event type"),
    N_("Key"),
    N_("Problems"),
    N_("Changes"),
    N_("Meant for"),
    N_("Sent"),
)
#: No column that gives way is narrower, and none asks for more, whatever is in it.
_LEAST: Final = 8 * GRID
_MOST: Final = 40 * GRID
_TYPE: Final = 1
_KEY: Final = 2
_PROBLEMS: Final = 3
_CHANGES: Final = 4
_MEANT_FOR: Final = 5
_SENT: Final = 6
#: These give way where there is no room for all, and how far; tool tips have the whole. The keys tell events apart.
_GIVING_WAY: Final = (((_TYPE, _PROBLEMS, _MEANT_FOR), 12 * GRID), ((_TYPE, _KEY, _PROBLEMS, _MEANT_FOR), _LEAST))
#: A longer text, in characters, is not checked for the list: that takes the window's time.
_LONGEST: Final = 50_000
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class EventSummary:
    """What a row tells of an event: ``problems`` counts them, ``worst`` is the sentence of the worst, or ""."""

    event_type: str
    key: str
    problems: str
    worst: str = ""


class EventListModel(QAbstractTableModel):
    """Rows of events, each with a check box in its first column.

    ``destination`` tells what there is to say about the address of an event, which depends on where sends go now.

    Signals:
        chosen_changed(): others are chosen now.
    """

    chosen_changed = Signal()

    def __init__(
        self, reading: "Reading", catalog: "Catalog", destination: "Callable[[str | None], Destination]"
    ) -> None:
        super().__init__()
        self._reading = reading
        self._destination = destination
        self._catalog = catalog
        self._summaries: dict[int, EventSummary] = {}
        self._results: dict[int, Result] = {}
        self._arrived: set[int] = set()
        self._chosen: set[int] = set()

    @property
    def chosen(self) -> tuple[int, ...]:
        """The rows that are chosen, from the top."""
        return tuple(sorted(self._chosen))

    @property
    def unsent(self) -> int:
        """How many have certainly not arrived anywhere."""
        return self.rowCount() - len(self._arrived)

    @property
    def has_addresses(self) -> bool:
        """Whether any of them says where it was meant to go."""
        return any(urls_of(self._reading.events))

    @property
    def has_changes(self) -> bool:
        """Whether anything was changed to read any of them."""
        return any(event.repairs for event in self._reading.events)

    @property
    def has_results(self) -> bool:
        """Whether any of them was sent."""
        return bool(self._results)

    def destination_changed(self) -> None:
        """Sends go somewhere else now."""
        self._tell(_MEANT_FOR, 0, self.rowCount() - 1)

    def choose(self, rows: set[int]) -> None:
        """Exactly ``rows`` are chosen now."""
        self._chosen = set(rows)
        self._tell(0, 0, self.rowCount() - 1)
        self.chosen_changed.emit()

    def toggle(self, row: int) -> None:
        """Choose the event of a row, or no longer."""
        self.choose(self._chosen ^ {row})

    def take_result(self, row: int, result: "Result", *, arrived: bool) -> None:
        """What came of sending the event of a row; one that may have ``arrived`` is not chosen any more."""
        self._results[row] = result
        if arrived:
            self._arrived.add(row)
            self._chosen.discard(row)
            self.chosen_changed.emit()
        self._tell(0, row, row)

    def _tell(self, column: int, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, column), self.index(last, len(_COLUMNS) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (what Qt's own default is)
        return 0 if parent.isValid() else len(self._reading.events)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (what Qt's own default is)
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_COLUMNS[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(row, column)
            case Qt.ItemDataRole.CheckStateRole if column == 0:
                return Qt.CheckState.Checked if row in self._chosen else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.AccessibleTextRole if column == 0:
                chosen = _("chosen") if row in self._chosen else _("not chosen")
                return f"{row + 1}, {self._words(row, 1)}, {chosen}"
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole if column == _PROBLEMS:
                return "\n".join(filter(None, (self._words(row, column), self.summary(row).worst)))
            case Qt.ItemDataRole.ToolTipRole if column in (1, 2):
                return self._words(row, column)
            case Qt.ItemDataRole.ToolTipRole if column == _MEANT_FOR:
                return self._meant_for(row).words or self._meant_for(row).address
            case Qt.ItemDataRole.AccessibleTextRole if column == _MEANT_FOR:
                return self._meant_for(row).words or self._meant_for(row).address
            case Qt.ItemDataRole.DecorationRole if column == _MEANT_FOR and not self._meant_for(row).known:
                return icon("warning", "warning")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            checked = Qt.CheckState(value) is Qt.CheckState.Checked
            self.choose(self._chosen | {index.row()} if checked else self._chosen - {index.row()})
            return True
        return False

    def summary(self, row: int) -> EventSummary:
        """What is told of the event of a row; checked once."""
        if row not in self._summaries:
            self._summaries[row] = self._summarised(row)
        return self._summaries[row]

    def _words(self, row: int, column: int) -> str:
        match column:
            case 0:
                return str(row + 1)
            case 1:
                return self.summary(row).event_type
            case 2:
                return self.summary(row).key
            case 3:
                return self.summary(row).problems
            case 4:
                return str(len(self._reading.events[row].repairs) or "")
            case 5:
                return self._meant_for(row).address.removeprefix("https://")  # the host is what tells them apart
        result = self._results.get(row)
        return _(RESULT_WORDS[result]) if result is not None else ""

    def _meant_for(self, row: int) -> "Destination":
        return self._destination(self._reading.events[row].url)

    def _summarised(self, row: int) -> EventSummary:
        event = self._reading.events[row]
        if len(event.text) > _LONGEST:
            return EventSummary("", "", _("too long to be checked here"))
        known = check(event.text, self._catalog, event.encoding.api)
        kind = known.event.event_type_key if known.event is not None else ""
        key = key_of(known.body) if known.body is not None else None
        problems = (*event.problems(), *known.problems)
        counts = {severity: sum(one.severity is severity for one in problems) for severity in Severity}
        counted = [
            ngettext("{count} error", "{count} errors", counts[Severity.ERROR]).format(count=counts[Severity.ERROR]),
            ngettext("{count} warning", "{count} warnings", counts[Severity.WARNING]).format(
                count=counts[Severity.WARNING]
            ),
            ngettext("{count} note", "{count} notes", counts[Severity.INFO]).format(count=counts[Severity.INFO]),
        ]
        return EventSummary(
            kind if isinstance(kind, str) else "",
            key[0] if key is not None else "",
            ", ".join(words for words, count in zip(counted, counts.values(), strict=True) if count) or _("none"),
            told(worst_first(problems)[0]) if problems else "",
        )


class EventList(QTableView):
    """The list: arrows move, Space chooses, Ctrl+A chooses all (again: none), Enter opens.

    Signals:
        opened(int): the event of that row.
    """

    opened = Signal(int)

    def __init__(self, model: EventListModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.events = model
        model.setParent(self)
        self.setModel(model)
        self.setObjectName("events")
        self.setAccessibleName(_("Events that were read"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(4 * GRID)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._hide_empty()
        self._is_sharing = False
        self._is_sized = False  # the user has sized a column: they stay as they are
        header.sectionResized.connect(self._sized)
        model.dataChanged.connect(self._take_result)
        self.doubleClicked.connect(self._open_clicked)
        if model.rowCount():
            self.selectRow(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Sizes are known once the style sheet is in force."""
        super().showEvent(event)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _hide_empty(self) -> None:
        events = self.events
        for column, is_told in (
            (_CHANGES, events.has_changes),
            (_MEANT_FOR, events.has_addresses),
            (_SENT, events.has_results),
        ):
            self.setColumnHidden(column, not is_told)

    def _take_result(self) -> None:
        if self.isColumnHidden(_SENT) and self.events.has_results:
            self._is_sharing = True
            self._hide_empty()
            self._is_sharing = False
            self._share()

    def _share(self) -> None:
        """Give each column what it needs, and those that tell one event from another what is left."""
        if self._is_sized or not self.isVisible():
            return
        room = self.viewport().width()
        widths = [self._need_of(column) for column in range(len(_COLUMNS))]
        for giving_way, least in _GIVING_WAY:
            widths = shrunk(widths, room, giving_way, least)
        growing = (_KEY, _MEANT_FOR if self.events.has_addresses else _PROBLEMS)
        for column in growing:
            widths[column] += max(0, room - sum(widths)) // (2 if column == _KEY else 1)
        self._is_sharing = True
        for column, width in enumerate(widths):
            if width:
                self.horizontalHeader().resizeSection(column, width)
        self._is_sharing = False

    def _need_of(self, column: int) -> int:
        """Of the rows in sight, and its head; of a result, the longest that may come."""
        if self.isColumnHidden(column):
            return 0
        need = max(self.sizeHintForColumn(column) + GRID, self.horizontalHeader().sectionSizeHint(column))
        if column == 0:  # the last number is the longest
            last = self.events.index(self.events.rowCount() - 1, 0)
            need = max(need, self.sizeHintForIndex(last).width() + GRID)
        if column == _SENT:
            words = max(self.fontMetrics().horizontalAdvance(_(word)) for word in RESULT_WORDS.values())
            need = max(need, words + 3 * GRID)
        return min(need, _MOST)

    def _sized(self) -> None:
        self._is_sized = self._is_sized or not self._is_sharing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        answers: list[tuple[bool, Callable[[], object]]] = [
            (event.key() == Qt.Key.Key_Space and row >= 0, lambda: self.events.toggle(row)),
            (event.matches(QKeySequence.StandardKey.SelectAll), self._choose_all),
            (_is_enter(event) and row >= 0, lambda: self.opened.emit(row)),
        ]
        for fits, answer in answers:
            if fits:
                answer()
                return
        super().keyPressEvent(event)

    def _choose_all(self) -> None:
        everything = set(range(self.events.rowCount()))
        self.events.choose(set() if set(self.events.chosen) == everything else everything)

    def _open_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())


def _is_enter(event: QKeyEvent) -> bool:
    """Whether Enter is pressed alone; that it stands on the number pad makes no difference."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    return event.key() in _ENTER and plain
