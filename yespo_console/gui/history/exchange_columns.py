"""The columns of the history table: how wide each is, and which give way where there is no room for all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QWidget

from yespo_console.gui.cells import CellPainter, Look
from yespo_console.gui.history.exchange_model import ENVIRONMENT, EVENT, KEY, TAGS, TIME
from yespo_console.gui.shared_room import shrunk
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.history.exchange_model import ExchangeModel

#: The widths of columns that need less, where there is room; the last one takes the rest.
_CALM: Final = (52, 164, 100, 160, 160, 132, 72, 112, 0)
#: No column asks for more than this, whatever is in it.
_MOST: Final = 280
#: These give way, the widest first, where there is no room for all; to less than this only when nothing else helps.
_GIVING_WAY: Final = (ENVIRONMENT, EVENT, KEY, TAGS)
_LEAST: Final = 112
_LEAST_OF_ALL: Final = 64
#: These go, in this order, before the others become so narrow. What they say stands with the exchange as well.
_GOING: Final = (TIME, TAGS)
#: So many rows say how wide a column is.
_ROWS: Final = 24
#: Begins the state of columns that share the room by themselves; Qt's own never begins so.
_SHARING: Final = b"sharing "


class ExchangeColumns(QHeaderView):
    """Shares the room of the table among its columns until the user sizes one; those stay as they were sized."""

    def __init__(self, cells: CellPainter, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._cells = cells
        #: What each head needs; empty until it was asked for in the style in force.
        self._heads: list[int] = []
        #: What the columns needed at most by now: they grow with what comes in, and do not move to and fro.
        self._needs: list[int] = []
        #: The rows that were measured last. Many a change of the list, and each of the window, leaves them the same.
        self._measured: list[tuple[Look, ...]] = []
        self._given: dict[int, int] = {}
        self.setObjectName("history-columns-3")
        self.setAccessibleName(_("Columns"))
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(True)
        self.sectionMoved.connect(self._moved)

    def share(self, model: "ExchangeModel", room: int) -> None:
        """Give each column its part of ``room`` px, by what is in the first rows of ``model``."""
        self._measure(model)
        if self._is_sized:
            for column in _GOING:
                self.setSectionHidden(column, False)
            return
        widths = shared(self._needs, room)
        last = [at for at in map(self.logicalIndex, range(self.count())) if widths[at]][-1]
        widths[last] += max(0, room - sum(widths))
        for column, width in enumerate(widths):
            # Only what is another: each call has the table laid out, and painted, once more.
            if self.isSectionHidden(column) is (width > 0):
                self.setSectionHidden(column, not width)
            if width and width != self.sectionSize(column):
                self.resizeSection(column, width)
        self._given = self._widths()

    @property
    def _is_sized(self) -> bool:
        """The user has sized a column."""
        return any(self._given.get(column, width) != width for column, width in self._widths().items())

    def _widths(self) -> dict[int, int]:
        """Of all columns but the last that is shown, which takes what is left."""
        shown = [at for at in map(self.logicalIndex, range(self.count())) if not self.isSectionHidden(at)]
        return {column: self.sectionSize(column) for column in shown[:-1]}

    def _moved(self) -> None:
        """Another column may be the last now; what moves it sizes nothing."""
        if not self._is_sized:
            self._given = {}
            QTimer.singleShot(0, self, self._take_widths)

    def _take_widths(self) -> None:
        self._given = self._widths()

    def _measure(self, model: "ExchangeModel") -> None:
        """Take note of what the heads and the first rows need."""
        if not self._heads:
            self.ensurePolished()
            self._heads = [self.sectionSizeHint(column) for column in range(self.count())]
        before = {id(row) for row in self._measured}
        rows = [model.looks(row) for row in range(min(_ROWS, model.rowCount()))]
        new = [row for row in rows if id(row) not in before]
        self._measured = rows
        needs = self._needs or [0] * self.count()
        self._needs = [
            min(_MOST, max([need, head, *(self._width_of(row[column]) for row in new)]))
            for column, (need, head) in enumerate(zip(needs, self._heads, strict=True))
        ]

    def _width_of(self, look: Look) -> int:
        # to measure an endless text would take frames, and it asks for the most anyway
        return _MOST if len(look.words) > _MOST // 2 else self._cells.size(look, 0).width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._heads = []

    def saveState(self) -> QByteArray:
        """Order and widths, and whether these are the user's."""
        state = super().saveState()
        return state if self._is_sized else QByteArray(_SHARING + state.data())

    def restoreState(self, state: QByteArray | bytes | bytearray | memoryview) -> bool:
        """Take what ``saveState`` gave; anything else is refused."""
        content = bytes(state.data() if isinstance(state, QByteArray) else state)
        restored = super().restoreState(content.removeprefix(_SHARING))
        if restored and content.startswith(_SHARING):
            self._given = self._widths()  # they were sized by no one, and follow the room of this window
        return restored


def shared(needs: Sequence[int], room: int) -> list[int]:
    """The width of each column in ``room`` px; 0: it has gone for now. They are wider only where nothing else helps."""
    for gone, least in (*((_GOING[:many], _LEAST) for many in range(len(_GOING) + 1)), (_GOING, _LEAST_OF_ALL)):
        there = [0 if column in gone else need for column, need in enumerate(needs)]
        widths = shrunk(there, room, _GIVING_WAY, least)
        if sum(widths) <= room:
            break
    spare = room - sum(widths)
    for column, calm in enumerate(_CALM):
        if widths[column]:
            more = max(0, min(calm - widths[column], spare))
            widths[column] += more
            spare -= more
    return widths
