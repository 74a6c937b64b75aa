"""What the history compares: two selected exchanges, or the shown one and the draft of the composer."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from yespo_console.gui.actions import spec
from yespo_console.gui.compose.handover import CompareDraft
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import AsyncRunner
    from yespo_console.gui.history.page import HistoryPage
    from yespo_console.history.exchange import Exchange
#: More than two are too many, however many they are.
_ENOUGH: Final = 3


class Comparing:
    """Compares for one page.

    Of two selected exchanges the older one comes first, so that the words say what changed with time.
    """

    def __init__(self, page: "HistoryPage", read: "Callable[[int], Exchange | None]", runner: "AsyncRunner") -> None:
        self._page = page
        self._read = read
        self._runner = runner

    def is_possible(self) -> bool:
        """Whether anything is selected; too much of it is answered in words."""
        return bool(self._page.table.selected_ids(_ENOUGH))

    def compare(self) -> None:
        """Compare the two selected exchanges, or the only one with the draft."""
        numbers = self._page.table.selected_ids(_ENOUGH)
        if len(numbers) == 1:
            self._page.passed_on.emit("compose", CompareDraft(numbers[0]))
        elif len(numbers) == 2:
            found = [exchange for number in numbers if (exchange := self._read(number)) is not None]
            if len(found) == 2:
                before, after = sorted(found, key=lambda one: (one.sent_at, one.id))
                open_comparison(before, after, self._runner, self._page)
        else:
            self._page.noticed.emit("info", _("Two exchanges can be compared at a time. Select one or two."))

    def menu_actions(self, owner: QWidget) -> list[QAction]:
        """The rows of the context menu, as they fit what is selected."""
        count = len(self._page.table.selected_ids(_ENOUGH))
        words = {1: _("Compare with the draft"), 2: _("Compare the two")}.get(count)
        if words is None:
            return []
        action = QAction(f"{words} ({spec('compare').shortcut})", owner)
        action.triggered.connect(partial(_run, self.compare))
        return [action]


def open_comparison(before: "Exchange", after: "Exchange", runner: "AsyncRunner", parent: QWidget) -> None:
    """Open the comparison of two exchanges over the window of ``parent``."""
    from yespo_console.gui.comparing.dialog import CompareDialog
    from yespo_console.gui.comparing.sides import Side
    from yespo_console.gui.response.exchange_view import facts_of

    first, second = (Side(facts_of(one), one.request_text, one) for one in (before, after))
    CompareDialog(first, second, runner, parent).open()


def _run(command: Callable[[], object], *_checked: bool) -> None:
    command()
