"""The rows of the history table: all ids, and the rows of the pages that were looked at lately."""

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from yespo_console.gui.icons import Role, icon
from yespo_console.gui.theme import theme
from yespo_console.history.query import ExchangeRow
from yespo_console.platform.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from yespo_console.history.store import HistoryStore

Index = QModelIndex | QPersistentModelIndex

#: Rows read at once, and how many such pages are kept: enough for any screen and its neighbours.
PAGE: Final = 128
_KEPT_PAGES: Final = 24

HEADINGS: Final = (N_("Sent"), N_("Environment"), N_("Event"), N_("Key"), N_("Answer"), N_("Time, ms"), N_("Problems"))
SENT, ENVIRONMENT, EVENT, KEY, ANSWER, TIME, PROBLEMS = range(len(HEADINGS))


class ExchangeModel(QAbstractTableModel):
    """A list of any length with a true scroll bar: eight bytes for each row that is not on the screen."""

    def __init__(self, store: "HistoryStore", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[ExchangeRow | None]] = OrderedDict()

    @property
    def ids(self) -> "array[int]":
        """The history ids, newest first."""
        return self._ids

    def set_ids(self, ids: "array[int]") -> None:
        """Show these exchanges. New ones on top leave the selection and the place where they are."""
        if ids == self._ids:
            self._forget()
            return
        added = len(ids) - len(self._ids)
        if added > 0 and len(self._ids) and ids[added:] == self._ids:
            self.beginInsertRows(QModelIndex(), 0, added - 1)
            self._ids = ids
            self._pages.clear()
            self.endInsertRows()
            self._forget()
            return
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def _forget(self) -> None:
        """Read the rows again where they are shown: an answer may have come."""
        self._pages.clear()
        if len(self._ids):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(HEADINGS) - 1))

    def row_of(self, number: int) -> int | None:
        """Where an id stands, or None."""
        try:
            return self._ids.index(number)
        except ValueError:
            return None

    def exchange_row(self, row: int) -> ExchangeRow | None:
        """The row, read when it was not; None when it was deleted meanwhile."""
        page, place = divmod(row, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            wanted = self._ids[page * PAGE : (page + 1) * PAGE]
            found = {one.id: one for one in self._store.rows(wanted)}
            rows = self._pages[page] = [found.get(number) for number in wanted]
            if len(self._pages) > _KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return rows[place]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _(HEADINGS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES or not index.isValid():
            return None
        row = self.exchange_row(index.row())
        if row is None:
            return _("deleted") if role == Qt.ItemDataRole.DisplayRole and index.column() == SENT else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.FontRole:
            return theme().figures_font() if index.column() in (SENT, TIME) else None
        if role == Qt.ItemDataRole.DecorationRole:
            return _picture(row, index.column())
        return _words(row, index.column())


_ROLES: Final = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.FontRole,
    )
)


def _alignment(column: int) -> int:
    across = Qt.AlignmentFlag.AlignRight if column == TIME else Qt.AlignmentFlag.AlignLeft
    return int(across | Qt.AlignmentFlag.AlignVCenter)


def _words(row: ExchangeRow, column: int) -> str:
    match column:
        case 0:
            return row.sent_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        case 1:
            return _("{name} (real)").format(name=row.environment) if row.is_real else row.environment
        case 2:
            return row.event_type or _("(none)")
        case 3:
            return row.key_value or ""
        case 4:
            return answer_words(row)
        case 5:
            return "" if row.total_ms is None else f"{row.total_ms:.0f}"
    parts = []
    if row.errors:
        parts.append(ngettext("{count} error", "{count} errors", row.errors).format(count=row.errors))
    if row.warnings:
        parts.append(ngettext("{count} warning", "{count} warnings", row.warnings).format(count=row.warnings))
    return ", ".join(parts)


_ERRORS: Final[dict[str, str]] = {
    "dns": N_("host not found"),
    "refused": N_("connection refused"),
    "tls": N_("TLS failed"),
    "timeout": N_("timed out"),
    "reset": N_("connection lost"),
    "not_http": N_("not HTTP"),
    "proxy": N_("proxy failed"),
    "cancelled": N_("cancelled"),
}


def answer_words(row: ExchangeRow) -> str:
    """The status with a word, or why there is none."""
    if row.status is not None:
        accepted = 200 <= row.status < 300
        return _("{status} accepted").format(status=row.status) if accepted else str(row.status)
    if row.error_kind is not None:
        return _(_ERRORS.get(row.error_kind, N_("failed")))
    return _("no answer recorded")


def _picture(row: ExchangeRow, column: int) -> QIcon | None:
    if column == ANSWER:
        accepted = row.status is not None and 200 <= row.status < 300
        name: Role = "success" if accepted else "warning" if not row.answered else "error"
        return icon(name, name)
    if column == ENVIRONMENT and row.is_real:
        return icon("environment-account", "warning")
    return None
