"""One change that a reader made: its sentence and place, what stood there and what it was read as, its refusal."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.platform.i18n import _
from yespo_console.reading.reading import Repair


class RepairRow(QWidget):
    """One row.

    Attributes:
        refuse: the button; ``needed`` stands in its place where nothing can be read without the change.
    Signals:
        refused(Repair): the user does not want it.
    """

    refused = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._repair: Repair | None = None
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.before, self.after = _piece(self), _piece(self)
        self._arrow = QLabel("→", self)
        self._arrow.setAccessibleName(_("became"))
        self.refuse = QPushButton(_("Refuse"), self)
        self.refuse.clicked.connect(self._refuse)
        self.needed = QLabel(_("Needed"), self)
        self.needed.setProperty("role", "muted")
        self.needed.setToolTip(_("Without this change the event cannot be read, so it cannot be refused"))
        self.needed.setAccessibleName(self.needed.toolTip())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(HALF)
        grid.addWidget(self.words, 0, 0, 1, 3)
        grid.addWidget(self.before, 1, 0)
        grid.addWidget(self._arrow, 1, 1)
        grid.addWidget(self.after, 1, 2)
        grid.addWidget(self.refuse, 0, 3, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.needed, 0, 3, 2, 1, Qt.AlignmentFlag.AlignCenter)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)

    def show_repair(self, repair: Repair, *, edited: bool, needed: bool) -> None:
        """Show ``repair``; ``edited``: refusing it would open another tab; ``needed``: it cannot be refused."""
        self._repair = repair
        place = _("Line {line}, column {column}").format(line=repair.line, column=repair.column)
        told = f"{place}: {repair.message}"
        self.words.setText(told)
        self.before.setText(_one_line(repair.before) or _("(nothing)"))
        self.after.setText(_one_line(repair.after) or _("(nothing)"))
        self.before.setAccessibleName(_("before: {text}").format(text=repair.before))
        self.after.setAccessibleName(_("after: {text}").format(text=repair.after))
        for widget in (self.before, self._arrow, self.after):
            widget.setVisible(bool(repair.before or repair.after))
        self.refuse.setAccessibleName(_("Refuse: {change}").format(change=told))
        self.refuse.setToolTip(
            _("Reads the text again without this change, in a new tab, because you have edited this one")
            if edited
            else _("Reads the text again without this change")
        )
        self.refuse.setVisible(not needed)
        self.needed.setVisible(needed)
        self.show()

    def _refuse(self) -> None:
        if self._repair is not None:
            self.refused.emit(self._repair)


def _piece(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(theme().fixed_font("caption"))
    label.setWordWrap(True)
    label.setMinimumWidth(8 * GRID)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _one_line(text: str) -> str:
    return text.replace("\r", "").replace("\n", "⏎").replace("\t", "→")
