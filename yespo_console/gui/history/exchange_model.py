"""The rows of the history table: all ids, and the rows of the pages that were looked at lately."""

import re
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import neg
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon

from yespo_console.gui.cells import Look
from yespo_console.gui.icons import Role, icon
from yespo_console.history.errors import HistoryError
from yespo_console.history.query import ExchangeRow
from yespo_console.platform.i18n import N_, _, ngettext
from yespo_console.platform.local_time import local_text

if TYPE_CHECKING:
    from yespo_console.history.store import HistoryStore

Index = QModelIndex | QPersistentModelIndex

#: Rows read at once, and how many such pages are kept: enough for any screen and its neighbours.
PAGE: Final = 64
_KEPT_PAGES: Final = 24
#: Rows that go are taken out of the list in so many pieces at most.
_MOST_PIECES: Final = 16

HEADINGS: Final = (
    "",  # signs need no words
    N_("Sent"),
    N_("Environment"),
    N_("Event"),
    N_("Key"),
    N_("Answer"),
    N_("Time, ms"),
    N_("Problems"),
    N_("Tags"),
)
SIGNS, SENT, ENVIRONMENT, EVENT, KEY, ANSWER, TIME, PROBLEMS, TAGS = range(len(HEADINGS))
#: Columns of numbers and times.
FIGURES: Final = frozenset((SENT, TIME))


@dataclass(slots=True)
class _Row:
    """A row that was read, and its looks once they were wanted."""

    exchange: ExchangeRow
    looks: tuple[Look, ...] | None = None


class ExchangeModel(QAbstractTableModel):
    """A list of any length with a true scroll bar: eight bytes for each row that is not on the screen.

    Attributes:
        ids: the history ids, newest first.
    Signals:
        failed(str): rows cannot be read; a sentence, each but once in a row.
    """

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: array[int] = array("q")
        self._store: HistoryStore | None = None
        self._pages: OrderedDict[int, list[_Row | None]] = OrderedDict()
        self._said = ""

    def set_store(self, store: "HistoryStore") -> None:
        """Where rows are read from; without it there are none."""
        self._store = store

    def set_ids(self, ids: "array[int]", newest: Sequence[ExchangeRow] = ()) -> None:
        """Show these exchanges. Where the old ones stay in their order, selection and place stay with them.

        ``newest`` are the first rows, read already: the first paint then waits for no disk.
        """
        above = self._above(ids)
        gone = _gone(self.ids, ids, above) if above is not None else None
        # Those in sight are most likely the newest: what is known of their looks need not be made again.
        seen = {row.exchange.id: row for page in (0, 1) for row in self._pages.get(page, ()) if row is not None}
        self._pages.clear()
        if above is None or gone is None:
            self.beginResetModel()
            self.ids = ids
            self._remember(newest, seen)
            self.endResetModel()
            return
        for first, after in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, after - 1)
            self.ids = self.ids[:first] + self.ids[after:]
            self._pages.clear()
            self.endRemoveRows()
        stayed = len(self.ids)
        below = len(ids) - stayed - above
        if below:
            self.beginInsertRows(QModelIndex(), stayed, stayed + below - 1)
            self.ids = ids[above:] if above else ids
            self.endInsertRows()
        if above:
            self.beginInsertRows(QModelIndex(), 0, above - 1)
            self.ids = ids
            self._pages.clear()
            self.endInsertRows()
        self.ids = ids
        self._remember(newest, seen)
        # Rows that stayed may have an answer by now.
        self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(HEADINGS) - 1))

    def _above(self, ids: "array[int]") -> int | None:
        """How many of ``ids`` stand above those that are shown already; None: these begin neither list."""
        if not self.ids or not ids:
            return None
        return _find(ids, self.ids[0]) if _find(self.ids, ids[0]) is None else 0

    def _remember(self, newest: Sequence[ExchangeRow], seen: "Mapping[int, _Row]") -> None:
        """Forget what was read, but for ``newest``; a row that is as it was ``seen`` keeps its looks."""
        self._pages.clear()
        for page in range(-(-len(newest) // PAGE)):
            rows = newest[page * PAGE : (page + 1) * PAGE]
            if array("q", [row.id for row in rows]) == self.ids[page * PAGE : (page + 1) * PAGE]:
                known = [(seen.get(row.id), row) for row in rows]
                self._pages[page] = [old if old and old.exchange == row else _Row(row) for old, row in known]

    def row_of(self, number: int) -> int | None:
        """Where an id stands, or None."""
        return _find(self.ids, number)

    def row(self, row: int) -> ExchangeRow | None:
        """What is known of a row of the table; None where there is none or it cannot be read."""
        found = self._row(row) if 0 <= row < len(self.ids) else None
        return found.exchange if found is not None else None

    def looks(self, row: int) -> tuple[Look, ...]:
        """What the cells of a row show; asked directly, because a paint of the whole table asks for all in sight."""
        found = self._row(row)
        if found is None:
            lost = Look(
                _("(cannot be read)") if self._said else _("(removed)"), muted=True
            )  # the list is read anew soon
            return tuple(lost if column == SENT else _NOTHING for column in range(len(HEADINGS)))
        if found.looks is None:
            found.looks = tuple(_look(found.exchange, one) for one in range(len(HEADINGS)))
        return found.looks

    def _row(self, row: int) -> "_Row | None":
        """The row, read when it was not; None when it was deleted meanwhile."""
        page, place = divmod(row, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            wanted = self.ids[page * PAGE : (page + 1) * PAGE]
            found = self._read(wanted)
            rows = self._pages[page] = [_Row(found[number]) if number in found else None for number in wanted]
            if len(self._pages) > _KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return rows[place]

    def _read(self, wanted: "array[int]") -> dict[int, ExchangeRow]:
        if self._store is None:
            return {}
        try:
            found = {one.id: one for one in self._store.rows(wanted)}
        except HistoryError as error:
            if str(error) != self._said:
                self._said = str(error)
                self.failed.emit(self._said)
            return {}
        self._said = ""
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and section == SIGNS:
            told = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
            return _("Pin and note") if role in told else None
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _(HEADINGS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES or not index.isValid():
            return None
        if index.column() == SIGNS:
            row = self.row(index.row())
            return _signs_in_words(row) if row is not None else ""
        return self.looks(index.row())[index.column()].words


_NOTHING: Final = Look("", muted=True)
_ROLES: Final = frozenset((Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole))


def _find(ids: "array[int]", number: int) -> int | None:
    """Where ``number`` stands, or None.

    Newest first is nearly by falling ids, so it is looked for there before it is looked for everywhere; that goes
    through the bytes, because ``array.index`` makes an object of each of a million numbers, and copies none of them.
    """
    near = bisect_left(ids, -number, key=neg)
    if near < len(ids) and ids[near] == number:
        return near
    wanted = re.compile(re.escape(array("q", [number]).tobytes()), re.DOTALL)
    found = wanted.search(ids)
    while found is not None and found.start() % ids.itemsize:  # the end of one number and the beginning of the next
        found = wanted.search(ids, found.start() + 1)
    return found.start() // ids.itemsize if found is not None else None


def _gone(old: "array[int]", new: "array[int]", above: int) -> list[tuple[int, int]] | None:
    """What is to be taken out of ``old``, so that it stands in ``new`` as one piece after the first ``above``.

    Pieces of ``old``, each with the place of the first and the place after the last, from the top. None when it cannot
    be had so, or by many pieces only: each costs as much as to begin anew.
    """
    pieces: list[tuple[int, int]] = []
    at, place = 0, above
    while True:
        same = _alike(old, at, new, place)
        at, place = at + same, place + same
        if at == len(old):
            return pieces
        found = _find(old, new[place]) if place < len(new) else len(old)
        if found is None or found <= at or len(pieces) == _MOST_PIECES:
            return None
        pieces.append((at, found))
        at = found


def _alike(old: "array[int]", at: int, new: "array[int]", place: int) -> int:
    """How many stand in the same order in both, from these places on."""
    left, right = memoryview(old)[at:], memoryview(new)[place:]
    least, most = 0, min(len(left), len(right))
    if left[:most] == right[:most]:
        return most
    while most - least > 1:
        middle = (least + most) // 2
        if left[least:middle] == right[least:middle]:
            least = middle
        else:
            most = middle
    return least


def _alignment(column: int) -> int:
    across = Qt.AlignmentFlag.AlignRight if column == TIME else Qt.AlignmentFlag.AlignLeft
    return int(across | Qt.AlignmentFlag.AlignVCenter)


def _look(row: ExchangeRow, column: int) -> Look:
    if column == SIGNS:
        if not row.pinned and not row.has_note:
            return _NOTHING
        signs = [icon(name, "muted") for name, there in (("pin", row.pinned), ("note", row.has_note)) if there]
        first, second = [*signs, None, None][:2]
        return Look("", first, second=second)
    words = _words(row, column)
    return Look(words, _picture(row, column), figures=column in FIGURES, right=column == TIME) if words else _NOTHING


def _signs_in_words(row: ExchangeRow) -> str:
    signs = ((_("Pinned"), row.pinned), (_("Has a note"), row.has_note))
    return ", ".join(words for words, there in signs if there)


def _words(row: ExchangeRow, column: int) -> str:
    if column == SENT:
        return local_text(row.sent_at)
    if column == ENVIRONMENT:
        return _("{name} (real)").format(name=row.environment) if row.is_real else row.environment
    if column == EVENT:
        return row.event_type or _("(none)")
    if column == KEY:
        return row.key_value or ""
    if column == ANSWER:
        return answer_words(row)
    if column == TIME:
        return "" if row.total_ms is None else f"{row.total_ms:.0f}"
    return ", ".join(row.tags) if column == TAGS else _problems(row)


def _problems(row: ExchangeRow) -> str:
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


#: First digit of a status -> the status with what it comes to.
STATUS_WORDS: Final[dict[int, str]] = {
    2: N_("{status} accepted"),
    3: N_("{status} not followed"),
    4: N_("{status} refused"),
    5: N_("{status} server failed"),
}


def answer_words(row: ExchangeRow) -> str:
    """The status with a word, or why there is none."""
    if row.status is not None:
        return _(STATUS_WORDS.get(row.status // 100, "{status}")).format(status=row.status)
    if row.error_kind is not None:
        return _(_ERRORS.get(row.error_kind, N_("failed")))
    return _("no answer recorded")


def pictures() -> tuple[QIcon, ...]:
    """Every icon that a cell may show."""
    answers: tuple[Role, ...] = ("success", "warning", "error")
    account, pin, note = icon("environment-account", "warning"), icon("pin", "muted"), icon("note", "muted")
    return (*(icon(name, name) for name in answers), account, pin, note)


def answer_role(row: ExchangeRow) -> Role:
    """What the answer comes to; the name of its icon, too."""
    accepted = row.status is not None and 200 <= row.status < 300
    return "success" if accepted else "warning" if not row.answered else "error"


def _picture(row: ExchangeRow, column: int) -> QIcon | None:
    if column == ANSWER:
        return icon(answer_role(row), answer_role(row))
    if column == ENVIRONMENT and row.is_real:
        return icon("environment-account", "warning")
    return None
