"""The widths of the columns of a table of items: what is in them is seen whole while the table has the room."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QTableView

_LEAST: Final = 72
#: A column is not wider than this while others have to be scrolled to.
_MOST: Final = 240
#: Beside the words of a cell, for the cursor of its editor.
_BESIDE: Final = 8
#: So many rows in sight say how wide a column is.
_ROWS: Final = 20
#: After the last key: a column does not move while somebody types in it.
_PAUSE_MS: Final = 300


class ColumnWidths(QObject):
    """Fits the columns of one table when it is shown, filled or sized. One that the user has sized stays as it is."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._fitting = False
        self._sized: set[int] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.fit)
        header, model = view.horizontalHeader(), view.model()
        header.setResizeContentsPrecision(_ROWS)
        header.sectionResized.connect(self._was_sized)
        for changed in (model.dataChanged, model.rowsInserted):
            changed.connect(self._fit_later)
        model.columnsInserted.connect(self.fit)
        view.viewport().installEventFilter(self)
        QTimer.singleShot(0, self, self.fit)  # sizes are asked of the header once the style sheet is in force

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self._fitting:
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Give each column what it needs; where that is more than there is, each what it needs up to a limit, and the
        rest of the room to those that need more."""
        view, header = self._view, self._view.horizontalHeader()
        columns = range(view.model().columnCount())
        wanted = {
            at: view.columnWidth(at)
            if at in self._sized
            else max(view.sizeHintForColumn(at) + _BESIDE, header.sectionSizeHint(at) + _BESIDE, _LEAST)
            for at in columns
        }
        given = {at: width if at in self._sized else min(width, _MOST) for at, width in wanted.items()}
        spare = max(0, view.viewport().width() - sum(given.values()))
        short = sorted((at for at in columns if given[at] < wanted[at]), key=lambda at: wanted[at])
        for left, at in zip(range(len(short), 0, -1), short, strict=True):
            more = min(wanted[at] - given[at], spare // left)
            given[at] += more
            spare -= more
        self._fitting = True
        for at, width in given.items():
            view.setColumnWidth(at, width)
        self._fitting = False

    def _fit_later(self) -> None:
        self._pause.start(_PAUSE_MS)

    def _was_sized(self, column: int, _before: int, _now: int) -> None:
        if not self._fitting:
            self._sized.add(column)
