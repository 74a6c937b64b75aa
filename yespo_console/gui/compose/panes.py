"""The form and the text of the current draft: side by side, one over the other, or in a small window one at a time."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSplitter, QToolButton, QWidget

from yespo_console.gui.tokens import HALF
from yespo_console.platform.i18n import _

#: Below this width, in px, the form stands over the text instead of beside it.
NARROW: Final = 1100
#: Below this height, in px, two of them over one another would each show a line or two, so only one is shown.
LOW: Final = 640


class PaneSwitch(QWidget):
    """Two buttons that choose which of the two is shown, for the row above them; hidden while both are.

    Attributes:
        last: the one on the right.
    Signals:
        chosen(int): the number of one.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choice = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(HALF)
        words = ((_("Form"), _("Show the form")), (_("Text"), _("Show the text that travels")))
        for at, (word, told) in enumerate(words):
            button = QToolButton(self)
            button.setText(word)
            button.setToolTip(told)
            button.setAccessibleName(told)
            button.setCheckable(True)
            button.setChecked(at == 0)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._choice.addButton(button, at)
            line.addWidget(button)
        self.last = self._choice.buttons()[-1]
        self._choice.idClicked.connect(self.chosen)
        self.hide()

    def show_choice(self, at: int) -> None:
        """The one of this number is shown now."""
        self._choice.button(at).setChecked(True)


class Panes(QSplitter):
    """Arranges the two; what is in them it does not know.

    Attributes:
        switch: chooses which one is shown.
    Signals:
        turned(QWidget): the user chose this one while the keys were in the other, and they have no place now.
    """

    turned = Signal(object)

    def __init__(self, form: QWidget, text: QWidget, switch: PaneSwitch, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("compose-panes")
        self.setChildrenCollapsible(False)
        self._panes = (form, text)
        self._single = False
        for at, pane in enumerate(self._panes):
            self.addWidget(pane)
            self.setStretchFactor(at, 1)
        self._share = 0.5  # of the form, while both are shown
        self.setSizes([1_000, 1_000])  # halves, whatever each would like: the text is not there yet
        self.switch = switch
        switch.chosen.connect(self._choose)

    def fit(self, size: QSize) -> None:
        """The page has this size now."""
        narrow = size.width() < NARROW
        orientation = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        single = narrow and size.height() < LOW
        if orientation is self.orientation() and single == self._single:
            return
        if self.isVisible() and not self._single:
            first, second = self.sizes()
            self._share = first / max(1, first + second)  # the same in whatever direction
        self.setOrientation(orientation)
        self._single = single
        if single:
            self._show_one(1 if self._has_focus(1) else 0)
        else:
            self.show_both()
        self.switch.setVisible(single)

    def shows(self, pane: QWidget) -> bool:
        """Whether ``pane`` is one that can be seen now."""
        return not pane.isHidden()

    def bring(self, pane: QWidget) -> None:
        """Have ``pane`` shown, in place of the other one when there is room for one only."""
        if pane.isHidden():
            self._show_one(self._panes.index(pane))

    def show_both(self) -> None:
        """Show both, as far as they can be, each with the share it had."""
        for pane in self._panes:
            pane.show()
        if self.isVisible():
            room = self.width() if self.orientation() is Qt.Orientation.Horizontal else self.height()
            first = round(room * self._share)
            self.setSizes([first, room - first])

    def _choose(self, at: int) -> None:
        had_focus = self._has_focus(1 - at)
        self._show_one(at)
        if had_focus:
            self.turned.emit(self._panes[at])

    def _show_one(self, at: int) -> None:
        for number, pane in enumerate(self._panes):
            pane.setVisible(number == at)
        self.switch.show_choice(at)

    def _has_focus(self, at: int) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self._panes[at].isAncestorOf(focused)
