"""What is looked for: the search box is the one truth; chips and menus read it and write it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from yespo_console.gui.history.finding.chips import ChipRow
from yespo_console.gui.history.finding.filter_menu import FilterButton
from yespo_console.gui.history.finding.not_searched import sentences_about
from yespo_console.gui.history.finding.query_edits import turned, without_part
from yespo_console.gui.history.finding.saved_button import SavedButton
from yespo_console.gui.history.finding.search_box import SearchBox
from yespo_console.gui.history.finding.shelf import SearchShelf
from yespo_console.gui.picture import Picture
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.history.query import Query
from yespo_console.history.query_text import Part
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import AsyncRunner
    from yespo_console.history.query import Facets
    from yespo_console.platform.profile import Profile

#: The first letter is searched at once, and letters that follow it fast together, this long after.
_PAUSE_MS: Final = 60
_SHORTEST_SEARCH: Final = 200


class Filters(QWidget):
    """The bar above the list.

    Attributes:
        search: the box.
        saved, add: the buttons beside it.
        chips: the filters of the search, under it; hidden while there are none.
        fault: why the search cannot be understood; hidden while it can.
    Signals:
        changed(): ``understood`` may answer something else.
        left_downwards(): the keys lead to the list.
        entered(): Enter was pressed; ``left_downwards`` follows.
        failed(str): saved searches could not be read or written; a sentence that is true until ``works``.
        works(): they were read or written.
        notable(str, str): something worth saying happened: its kind, its words.
        offered(str, str, tuple): the same with buttons: the words of each and what it does.
    """

    changed = Signal()
    left_downwards = Signal()
    entered = Signal()
    failed = Signal(str)
    works = Signal()
    notable = Signal(str, str)
    offered = Signal(str, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf: SearchShelf | None = None
        self.search = SearchBox(self)
        self.search.setMinimumWidth(_SHORTEST_SEARCH)
        self.saved = SavedButton(self.search, self)
        self.add = FilterButton(self.search, self)
        self.chips = ChipRow(self.add, self)
        self._sign = Picture(self)
        self._sign.show_icon("error", 16, "error")
        self._sign.hide()
        self.fault = QLabel(self)
        self.fault.setProperty("role", "error")
        self.fault.setWordWrap(True)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.fault.setAccessibleName(_("What is wrong with the search"))
        self.fault.hide()
        bar = QHBoxLayout()
        bar.setSpacing(HALF)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.saved)
        bar.addWidget(self.add)
        faults = QHBoxLayout()
        faults.setSpacing(GRID)
        faults.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        faults.addWidget(self.fault, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(self.chips)
        column.addLayout(faults)

        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._tell)
        self._told = QElapsedTimer()
        self.search.textChanged.connect(self._tell_soon)
        self.search.settled.connect(self._tell_soon)
        self.search.entered.connect(self.entered)
        self.search.left_downwards.connect(self._leave_downwards)
        self.chips.taken_away.connect(self._take_away)
        self.chips.turned.connect(self._turn)
        self.chips.left.connect(self._focus_search)
        self.saved.taken.connect(self._leave_downwards)
        self.saved.notable.connect(self.notable)
        self.saved.offered.connect(self.offered)

    def attach(self, profile: "Profile", runner: "AsyncRunner") -> None:
        """Where saved searches are kept, and who reads them."""
        self._shelf = SearchShelf(profile, runner, self)
        self._shelf.failed.connect(self.failed)
        self._shelf.works.connect(self.works)
        self.saved.attach(self._shelf)

    def forget(self) -> None:
        """Somebody was deleted from the profile: offer no search for them any more."""
        if self._shelf is not None:
            self._shelf.forget_recent()
            self._shelf.read()

    @property
    def is_empty(self) -> bool:
        """Nothing is asked for: everything is found."""
        return not self.search.text().strip()

    def understood(self) -> Query:
        """What is looked for: all that can be understood. What cannot is shown at the box.

        A part that is being completed is no mistake yet, and no part of the query either.
        """
        read = self.search.read()
        faults = self.search.faults(read.parts)
        sentences = sentences_about(self.search.text(), faults)
        self.search.mark(faults, sentences)
        self.fault.setText("\n".join(sentences))
        for label in (self.fault, self._sign):
            label.setVisible(bool(sentences))
        self.chips.show_parts([part for part in read.parts if part.field and part.fault is None])
        return self.search.query()

    @property
    def is_told(self) -> bool:
        """Whether ``changed`` told of all that was written; else it follows at once."""
        return not self._pause.isActive()

    def clear(self) -> None:
        """Ask for everything."""
        if self.search.text():
            self.search.write("")
            self._tell()

    def take_facets(self, facets: "Facets") -> None:
        """Offer what there is."""
        self.search.facets = facets

    def _tell_soon(self) -> None:
        if not self._pause.isActive():
            since = self._told.elapsed() if self._told.isValid() else _PAUSE_MS
            self._pause.start(max(0, _PAUSE_MS - since))  # at once means after the letter was painted

    def _tell(self) -> None:
        self._pause.stop()
        self._told.start()
        self.changed.emit()

    def _leave_downwards(self) -> None:
        if self._shelf is not None:
            self._shelf.remember(self.search.text())
        if self._pause.isActive():
            self._tell()
        self.left_downwards.emit()

    def _take_away(self, part: Part) -> None:
        self.search.write(without_part(self.search.text(), part))
        self._tell()

    def _turn(self, part: Part) -> None:
        self.search.write(turned(self.search.text(), part))
        self._tell()

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.TabFocusReason)
