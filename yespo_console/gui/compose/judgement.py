"""What is said of the draft that is shown: its problems, in the form and under it, and what would become of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.draft_forms import DraftForms
from yespo_console.gui.compose.earlier import EarlierSends
from yespo_console.gui.compose.verdict_panel import VerdictPanel
from yespo_console.gui.environment_selection import EnvironmentSelection
from yespo_console.gui.slow_room import let_go_in

if TYPE_CHECKING:
    from yespo_console.events.catalog import Catalog
    from yespo_console.gui.services import Services


class Judgement(QObject):
    """Hands each check of the draft that ``draft`` answers to those who show it.

    Signals:
        shown(): the problems of a check are shown.
    """

    shown = Signal()

    def __init__(
        self,
        form: DraftForms,
        verdict: VerdictPanel,
        draft: Callable[[], Draft],
        catalog: "Callable[[], Catalog]",
        selection: EnvironmentSelection,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._form, self._verdict, self._draft, self._catalog = form, verdict, draft, catalog
        self._selection = selection
        self._shown: Draft | None = None
        self._earlier = EarlierSends(selection, self)
        self._earlier.changed.connect(self._show_outlook)
        selection.changed.connect(self._show_outlook)
        selection.changed.connect(self.look_up_earlier)

    def attach(self, services: "Services") -> None:
        """The services are there: an earlier send can be found."""
        self._earlier.attach(services)

    def follow(self, draft: Draft) -> None:
        """A draft was opened: its checks are to be shown while it is."""
        draft.checked.connect(self._checked)

    def show(self) -> None:
        """Another draft is shown."""
        check = self._draft().check
        if check is None:
            return
        self._form.show_problems(check.problems)
        self._verdict.show_problems(check.problems)
        if self._shown is not self._draft():  # the room of the problems of another one is not kept
            self._shown = self._draft()
            let_go_in(self._verdict)
        self.shown.emit()
        self._show_outlook()
        self._earlier.look_up(check)

    def look_up_earlier(self) -> None:
        """Look again whether such an event was sent before."""
        self._earlier.look_up(self._draft().check)

    def _checked(self) -> None:
        if self.sender() is self._draft():
            self.show()

    def _show_outlook(self) -> None:
        from yespo_console.events.outlook import outlook

        check = self._draft().check
        if check is not None:
            reached = self._selection.marking.kind
            earlier = self._earlier.of(check)
            self._verdict.show_outlook(outlook(check, self._catalog(), goes_to=reached, earlier=earlier))
