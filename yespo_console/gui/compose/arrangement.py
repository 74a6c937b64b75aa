"""Where the parts of the composer stand, from top to bottom; what they do it does not know."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from yespo_console.gui.compose.verdict_panel import VerdictPanel
from yespo_console.gui.page import Page
from yespo_console.gui.tokens import GRID

#: Where in ``Arrangement.column`` the bar over a draft that was read belongs: under the tabs.
UNDER_TABS = 1


class Arrangement:
    """The row of the tabs; the panes with the verdict under them; the answer, whose height the user may choose.

    Attributes:
        column: all of it.
    """

    def __init__(self, tabs: QWidget, switch: QWidget, panes: QWidget, verdict: VerdictPanel, page: Page) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(GRID, 0, GRID, 0)
        top.addWidget(tabs, 1)
        top.addWidget(switch)
        event = QWidget(page)
        upper = QVBoxLayout(event)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addWidget(panes, 1)
        upper.addWidget(verdict)
        self._rows = QSplitter(Qt.Orientation.Vertical, page)
        self._rows.setObjectName("compose-rows")
        self._rows.setChildrenCollapsible(False)
        self._rows.addWidget(event)
        self._rows.setStretchFactor(0, 1)
        self.column = QVBoxLayout(page)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(top)
        self.column.addWidget(self._rows, 1)
        self._page = page
        page.kept_clear = (verdict.headline, tabs, switch, verdict)

    def add_answer(self, pane: QWidget) -> None:
        """The pane of the answer has come; the window grows for the event."""
        self._rows.addWidget(pane)
        self._rows.setStretchFactor(1, 0)
        verdict, *others = self._page.kept_clear
        self._page.kept_clear = (verdict, pane, *others)  # with what gives a send up
