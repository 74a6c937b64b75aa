"""What stands in place of the list while it is empty: why, and what to do about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from yespo_console.gui.actions import spec
from yespo_console.gui.empty_state import EmptyState
from yespo_console.gui.history.filters import Filters
from yespo_console.gui.history.finding.query_edits import perhaps_meant
from yespo_console.gui.readiness import Trouble
from yespo_console.platform.i18n import _


class NothingListed(EmptyState):
    """Belongs to one bar of filters.

    Attributes:
        way_on: does what can be done where the history is of no use.
        clear: takes all filters away.
        meant: searches for what was perhaps meant; Enter in the search box does the same.
    Signals:
        cleared(): the user wants to see everything.
    """

    cleared = Signal()

    def __init__(self, filters: Filters, parent: QWidget) -> None:
        super().__init__("history", parent)
        self._filters = filters
        self.way_on = QPushButton(self)
        self.way_on.clicked.connect(self._go_on)
        self._trouble: Trouble | None = None
        self.meant = QPushButton(self)
        self.meant.hide()
        self.meant.clicked.connect(self._take)
        self.clear = QPushButton(_("Clear search and filters"), self)
        self.clear.setAccessibleName(self.clear.text())
        self.clear.clicked.connect(self.cleared)
        for button in (self.way_on, self.meant, self.clear):
            self.more.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        filters.entered.connect(self._entered)

    def show_state(self, trouble: Trouble | None, *, opening: bool, searching: bool) -> None:
        """Say why there is nothing: what is in the way, the history is being opened, the search goes on, it is so."""
        text = self._filters.search.text()
        meant = text if trouble or opening or searching else perhaps_meant(text, self._filters.search.facets)
        if trouble is not None:
            self.say(_("The history cannot be read"), trouble.words)
        elif opening:
            self.say(_("One moment"), _("The history is being opened."))
        elif searching:
            self.say(_("One moment"), _("What was sent is being looked for."))
        elif self._filters.is_empty:
            words = _("Compose an event and send it with {keys}. It will be kept here with its answer.")
            self.say(_("Nothing was sent yet"), words.format(keys=spec("send").shortcut))
        elif meant != text:
            words = _(
                "Names of types, environments and sources count as a whole, days only as filters, and a value with"
                " spaces stands in quotes."
            )
            self.say(_("Nothing found"), words)
        else:
            self.say(_("Nothing found"), _("Search for less, or take a filter away."))
        words = _("Search for {query} (Enter)").format(query=meant.strip())
        self.meant.setText(words.replace("&", "&&"))
        self.meant.setAccessibleName(words)
        self.meant.setHidden(meant == text)
        self.clear.setHidden(self._filters.is_empty or trouble is not None)  # they are not what is in the way
        self._show_way_on(trouble)

    def _show_way_on(self, trouble: Trouble | None) -> None:
        self._trouble = trouble
        words = trouble.answers[0][0] if trouble is not None and trouble.answers else ""
        self.way_on.setText(words)
        self.way_on.setAccessibleName(words)
        self.way_on.setHidden(not words)

    def _go_on(self) -> None:
        if self._trouble is not None:
            self._trouble.answers[0][1]()

    def _entered(self) -> None:
        if self.meant.isVisible():
            self._take()

    def _take(self) -> None:
        box = self._filters.search
        box.write(perhaps_meant(box.text(), box.facets))
        box.setFocus(Qt.FocusReason.OtherFocusReason)
