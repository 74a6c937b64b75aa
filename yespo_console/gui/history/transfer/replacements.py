"""What a redaction would replace: kind by kind, with examples that only whoever knows them recognises."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from yespo_console.gui.tokens import GRID
from yespo_console.history.transfer.exporting import Redaction
from yespo_console.platform.i18n import N_, _

_COLUMNS: Final = (N_("What"), N_("Values"), N_("Places"), N_("For example"))
_NUMBERS: Final = (1, 2)
_WIDTHS: Final = (29, 9, 9)
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
#: A line is high enough for a letter with an accent, and the dialog low enough for a small screen.
_ROW_PX: Final = 3 * GRID + 4


class ReplacementTable(QTableWidget):
    """A row for each kind of personal data. Tab leads on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, len(_COLUMNS), parent)
        self._shown: Redaction | None = None
        self.setAccessibleName(_("What will be replaced"))
        for column, words in enumerate(_COLUMNS):
            title = QTableWidgetItem(_(words))
            title.setTextAlignment(_RIGHT if column in _NUMBERS else _LEFT)
            self.setHorizontalHeaderItem(column, title)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, width * GRID)
        self.setMinimumHeight(4 * _ROW_PX)

    def show_redaction(self, redaction: Redaction | None) -> None:
        """Show what is replaced; None while nobody knows yet. Whoever walks through the rows stays where they are."""
        if redaction is self._shown:
            return
        self._shown = redaction
        replaced = redaction.replaced if redaction is not None else ()
        rows = [
            (each.title, f"{each.values:,}" if each.values else "", f"{each.times:,}", ", ".join(each.examples))
            for each in replaced
        ]
        if redaction is not None and redaction.left_out:
            rows.append((_("Bodies left out whole"), "", f"{redaction.left_out:,}", _("what is no JSON")))
        self.setRowCount(len(rows))
        for row, cells in enumerate(rows):
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                if column in _NUMBERS:
                    item.setTextAlignment(_RIGHT)
                item.setToolTip(words)
                self.setItem(row, column, item)
        if rows and self.currentRow() < 0:
            self.setCurrentCell(0, 0)
