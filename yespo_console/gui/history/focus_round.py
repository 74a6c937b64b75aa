"""Where the keys go in the history: round its parts with F6, and back with Esc."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from yespo_console.gui.history.page import HistoryPage


class FocusRound:
    """Moves the focus on one page, over which messages may lie."""

    def __init__(self, page: "HistoryPage") -> None:
        self._page = page

    def way_back(self) -> Callable[[], object] | None:
        """From the list to the search, and from there or from the chart to the list; None from anywhere else."""
        page, focused = self._page, self._page.window().focusWidget()
        if focused is page.table:
            return page.focus_search
        if focused is page.search:
            return page.search.left_downwards.emit
        return page.found.enter if focused is page.chart.canvas else None

    def step(self, by: int) -> None:
        """Go to the next part (1) or the one before (-1); round at the ends."""
        page, messages = self._page, self._page.messages
        panes: list[QWidget] = [page.search, *([page.chart.canvas] if page.chart.canvas.isVisible() else [])]
        empty = page.found.empty
        panes += [one for one in (page.table, empty.way_on, empty.meant, empty.clear) if one.isVisible()][:1]
        if page.view.isVisible():
            panes += [page.view.annotations.tags.edit, page.view.tabs.tabBar(), page.view.tabs]
        if messages is not None and messages.shows_any:
            panes.append(messages)
        focused = page.window().focusWidget()
        held = (n for n, pane in enumerate(panes) if focused is pane or (focused and pane.isAncestorOf(focused)))
        target = panes[(next(held, 0) + by) % len(panes)]
        if messages is not None and target is messages:
            messages.enter()
            return
        if target is page.view.tabs and page.view.tabs.part is not None:
            target = page.view.tabs.part
        target.setFocus(Qt.FocusReason.TabFocusReason)
