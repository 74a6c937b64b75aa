"""The readings of a composer, made with the first draft that was read: the first paint waits for none of it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.draft_tabs import DraftTabs
from yespo_console.gui.compose.focus_round import FocusRound
from yespo_console.gui.compose.mending import Mending
from yespo_console.gui.compose.sends import Sends
from yespo_console.gui.page import PageContext
from yespo_console.gui.services import Services

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from yespo_console.gui.compose.page import ComposePage
    from yespo_console.gui.reading.draft_reading import DraftReading
    from yespo_console.gui.reading.readings import Readings


class LateReadings(QObject):
    """What is asked of the readings as long as there are none, and how they work together with the rest of the page."""

    def __init__(
        self,
        context: PageContext,
        tabs: DraftTabs,
        focus: FocusRound,
        mending: Mending,
        sends: Sends,
        column: "QVBoxLayout",
        page: "ComposePage",
    ) -> None:
        """Their bar goes into ``column``."""
        super().__init__(page)
        self._context, self._tabs, self._focus, self._mending = context, tabs, focus, mending
        self._sends, self._column, self._page = sends, column, page
        self._services: Services | None = None
        self._readings: Readings | None = None

    def get(self) -> "Readings":
        """They are needed: made now, if they are not there."""
        if self._readings is None:
            self._readings = self._made()
        return self._readings

    def _made(self) -> "Readings":
        from yespo_console.gui.compose.arrangement import UNDER_TABS
        from yespo_console.gui.reading.readings import Readings

        page = self._page
        made = Readings(self._context, page.open_text, self._column, UNDER_TABS, page)
        made.problem_chosen.connect(page.go_to)
        self._focus.take_bar(made.bar)
        made.ticket_asked.connect(self.once_settled(page.copy_ticket))
        made.noticed.connect(page.remarked)
        made.held_up.connect(page.stated)
        made.over.connect(page.withdrawn)
        made.worked_at.connect(self._sends.take_as_seen)
        made.repairing.several_found.connect(page.payload_found)
        made.repairing.repaired.connect(self._mending.was_repaired)
        made.repairing.waits.connect(page.began)
        made.repairing.stays.connect(page.stated)
        made.repairing.over.connect(page.withdrawn)
        made.show(self._tabs.current)
        self._tabs.lost.connect(made.lose)
        self._sends.answered.connect(made.take_answer)
        self._context.drafts.add(made)
        if self._services is not None:
            made.attach(self._services)
        return made

    def attach(self, services: Services) -> None:
        """The services are there."""
        self._services = services
        if self._readings is not None:
            self._readings.attach(services)

    def show(self, draft: Draft) -> None:
        """Another draft is current."""
        if self._readings is not None:
            self._readings.show(draft)

    def forget(self, draft: Draft) -> None:
        """A draft was closed."""
        if self._readings is not None:
            self._readings.forget(draft)

    def of(self, draft: Draft) -> "DraftReading | None":
        """The reading behind what is in ``draft``; None for a draft without one."""
        return self._readings.of(draft) if self._readings is not None else None

    def restore(self) -> None:
        """The drafts of an earlier start are there."""
        if any(draft.identity.read_from is not None for draft in self._tabs.drafts):
            self.get().restore(self._tabs.drafts)

    def once_settled(self, take: Callable[[], object], *, with_changes: bool = False) -> Callable[[], object]:
        """``take`` takes the text of the current draft: not while that is about to be another one, which is said.

        ``with_changes``: it takes what was changed to read it too.
        """
        return partial(self._take, take, with_changes)

    def _take(self, take: Callable[[], object], with_changes: bool) -> None:
        if self._readings is None or not self._readings.holds_up(self._tabs.current, with_changes=with_changes):
            take()
