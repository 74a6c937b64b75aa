"""A small calendar to pick a day for a filter."""

from typing import Final

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDialog, QDialogButtonBox, QToolButton, QVBoxLayout, QWidget

from yespo_console.gui.icons import icon
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import N_, _

_TITLES: Final = {
    "on": N_("Sent on this day"),
    "since": N_("Sent on this day or later"),
    "until": N_("Sent up to and including this day"),
}
_SMALLEST: Final = QSize(320, 264)


class DayDialog(QDialog):
    """Asks for one day; arrows and Page Up and Down walk, Enter takes.

    Attributes:
        calendar.
    Signals:
        chosen(str, str): the filter that was asked for, and the day as the language writes it.
    """

    chosen = Signal(str, str)

    def __init__(self, field: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_(_TITLES[field]))
        self._field = field
        self.calendar = QCalendarWidget(self)
        self.calendar.setMaximumDate(QDate.currentDate())
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.calendar.setMinimumSize(_SMALLEST)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, QTextCharFormat())  # Qt makes them red
        for name, picture in (("prev", "chevron-left"), ("next", "chevron-right")):
            button = self.calendar.findChild(QToolButton, f"qt_calendar_{name}month")
            if button is not None:
                button.setIcon(icon(picture))
        self.calendar.setAccessibleName(self.windowTitle())
        self.calendar.activated.connect(self.accept)
        buttons = QDialogButtonBox(self)
        take = buttons.addButton(_("Take this day"), QDialogButtonBox.ButtonRole.AcceptRole)
        take.setDefault(True)
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self.calendar)
        column.addWidget(buttons)
        self.calendar.setFocus()
        self.finished.connect(self.deleteLater)

    def accept(self) -> None:
        """Hand the day over and close."""
        self.chosen.emit(self._field, self.calendar.selectedDate().toString("yyyy-MM-dd"))
        super().accept()
