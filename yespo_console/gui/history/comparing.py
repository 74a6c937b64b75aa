"""What the history compares: two selected exchanges, or the shown one and the draft of the composer."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from yespo_console.gui.actions import spec
from yespo_console.gui.compose.handover import CompareDraft
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import AsyncRunner, Outcome
    from yespo_console.gui.comparing.sides import Side
    from yespo_console.gui.history.page import HistoryPage
    from yespo_console.history.store import HistoryStore

#: More than two are too many, however many they are.
_ENOUGH: Final = 3


class Comparing(QObject):
    """Compares for one page.

    Of two selected exchanges the older one comes first, so that the words say what changed with time.
    """

    def __init__(self, page: "HistoryPage", runner: "AsyncRunner") -> None:
        super().__init__(page)
        self._page = page
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
            services = self._page.services
            if services is not None:
                self._runner.start_in_thread(partial(_sides, services.history, numbers), self._open)
        else:
            self._page.noticed.emit("info", _("Two exchanges can be compared at a time. Select one or two."))

    def _open(self, outcome: "Outcome[tuple[Side, Side] | None]") -> None:
        from yespo_console.gui.comparing.dialog import CompareDialog
        from yespo_console.history.errors import HistoryError

        if outcome.cancelled:
            return
        if isinstance(outcome.error, HistoryError):
            self._page.noticed.emit("error", str(outcome.error))
            return
        sides = outcome.result()
        if sides is not None:
            CompareDialog(*sides, self._runner, self._page).open()

    def menu_actions(self, owner: QWidget) -> list[QAction]:
        """The rows of the context menu, as they fit what is selected."""
        count = len(self._page.table.selected_ids(_ENOUGH))
        words = {1: _("Compare with the draft"), 2: _("Compare the two")}.get(count)
        if words is None:
            return []
        action = QAction(f"{words} ({spec('compare').shortcut})", owner)
        action.triggered.connect(self.compare)
        return [action]


def _sides(history: "HistoryStore", numbers: "Sequence[int]") -> "tuple[Side, Side] | None":
    """In a thread, for they may be long: the older one and the newer one; None when one is not there any more."""
    import yespo_console.gui.comparing.dialog  # noqa: F401  (so that opening it waits for no module)
    from yespo_console.gui.comparing.sides import Side
    from yespo_console.gui.response.exchange_view import facts_of
    from yespo_console.history.exchange_comparison import compared_text

    found = [exchange for number in numbers if (exchange := history.get(number)) is not None]
    if len(found) != 2:
        return None
    before, after = (
        Side(facts_of(one), compared_text(one.request_body), one)
        for one in sorted(found, key=lambda one: (one.sent_at, one.id))
    )
    return before, after
