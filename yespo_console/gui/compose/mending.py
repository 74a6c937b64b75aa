"""What a person has mended in a draft by a command: one problem, or the whole text when it is no JSON."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from yespo_console.events import text_edit
from yespo_console.events.problems import Fix
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.text_pane import TextPane
from yespo_console.gui.compose.verdict_panel import VerdictPanel
from yespo_console.gui.slow_room import let_go_in
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from yespo_console.gui.reading.repairing import Repairing


class Mending(QObject):
    """The commands, for the draft that is shown over ``page``; undo takes each back.

    Signals:
        noticed(str, str), remarked(str, str): as those of a page.
    """

    noticed = Signal(str, str)
    remarked = Signal(str, str)

    def __init__(
        self,
        verdict: VerdictPanel,
        text: TextPane,
        draft: Callable[[], Draft],
        repairing: "Callable[[], Repairing]",
        page: "QWidget",
    ) -> None:
        super().__init__(page)
        self._verdict, self._text, self._draft, self._repairing, self._page = verdict, text, draft, repairing, page
        self._took_effect = False
        verdict.fix_chosen.connect(self.apply)
        verdict.repair_asked.connect(self.repair)

    def mend(self) -> None:
        """Mend the problem that the user is on, as the button beside it does."""
        if not self._verdict.mend(self._text.problems_here()):
            self.remarked.emit("info", _("There is nothing here that a key mends. F8 goes to the next problem."))

    def apply(self, fix: Fix) -> None:
        """Mend one problem."""
        draft = self._draft()
        try:
            self._took_effect = draft.replace(text_edit.apply_fix(draft.text, fix), self._page)
        except LookupError as error:
            self.noticed.emit("warning", str(error))

    def repair(self) -> None:
        """Read the broken text of the draft as if it had been pasted."""
        self._repairing().start(self._draft())

    def was_repaired(self) -> None:
        """A repair has put another text into the draft."""
        self._took_effect = True

    def problems_shown(self) -> None:
        """The problems of the text of now are shown: after a mend nobody types, so the room of those gone is let go."""
        if self._took_effect:
            self._took_effect = False
            let_go_in(self._page)
