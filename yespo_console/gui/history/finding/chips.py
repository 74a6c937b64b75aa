"""The filters of a search as chips: each says in words what it asks for, and can be taken away."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from yespo_console.gui.history.finding.flow import FlowLayout
from yespo_console.gui.history.finding.words import in_words
from yespo_console.gui.icons import icon
from yespo_console.gui.tokens import HALF
from yespo_console.history.query_text import Part
from yespo_console.history.search_fields import BY_NAME, Holds
from yespo_console.platform.i18n import _

_LONGEST: Final = 60
_TAKE_AWAY: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Chip(QToolButton):
    """One filter.

    Signals:
        taken_away(): by a click, Enter, Delete or Backspace.
        turned(): the user wants the opposite.
        left(int): an arrow key leads to the neighbour, -1 or 1.
    """

    taken_away = Signal()
    turned = Signal()
    left = Signal(int)

    def __init__(self, part: Part, parent: QWidget) -> None:
        super().__init__(parent)
        self.part = part
        words = in_words(part)
        self.setProperty("chip", True)
        self.setText((words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…").replace("&", "&&"))
        self.setIcon(icon("close", "muted"))
        self.setIconSize(QSize(12, 12))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the words
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Filter: {words}").format(words=words))
        self.setAccessibleDescription(_("Enter or Delete takes the filter away."))
        self.setToolTip(_("{words}: take this filter away (Delete)").format(words=words))
        self.clicked.connect(self.taken_away)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TAKE_AWAY:
            self.taken_away.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.left.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if BY_NAME[self.part.field].holds is not Holds.TIME:
            turn = _("Find these again") if self.part.negated else _("Leave these out instead")
            menu.addAction(turn, self.turned.emit)
        menu.addAction(icon("close"), _("Take this filter away"), self.taken_away.emit)
        menu.popup(event.globalPos())


class ChipRow(QWidget):
    """The chips of a search; hidden while there are none.

    Signals:
        taken_away(Part), turned(Part): what the user wants of a filter.
        left(): a key leads out of the row, or its last chip was taken away.
    """

    taken_away = Signal(object)
    turned = Signal(object)
    left = Signal()

    def __init__(self, after: QWidget, parent: QWidget) -> None:
        """``after``: what Tab leads to before it leads to the chips."""
        super().__init__(parent)
        self._after = after
        self.setAccessibleName(_("Filters"))
        self._flow = FlowLayout(self)
        self._flow.setSpacing(HALF)
        self._chips: list[Chip] = []
        self.hide()

    @property
    def chips(self) -> tuple[Chip, ...]:
        return tuple(self._chips)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Have a chip for each of these filters. A focus stays at its place in the row."""
        if [chip.part for chip in self._chips] == list(parts):
            return
        focused = next((at for at, chip in enumerate(self._chips) if chip.hasFocus()), None)
        old, self._chips = self._chips, [self._chip(part) for part in parts]
        before = self._after
        for chip in self._chips:
            QWidget.setTabOrder(before, chip)
            before = chip
        if focused is not None:
            self._focus(min(focused, len(self._chips) - 1))
        for chip in old:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.setVisible(bool(parts))
        self.updateGeometry()

    def _chip(self, part: Part) -> Chip:
        chip = Chip(part, self)
        chip.taken_away.connect(partial(self.taken_away.emit, part))
        chip.turned.connect(partial(self.turned.emit, part))
        chip.left.connect(partial(self._step, chip))
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _step(self, chip: Chip, by: int) -> None:
        at = self._chips.index(chip) + by
        self._focus(min(at, len(self._chips) - 1))

    def _focus(self, at: int) -> None:
        if at < 0:
            self.left.emit()
        else:
            self._chips[at].setFocus(Qt.FocusReason.TabFocusReason)
