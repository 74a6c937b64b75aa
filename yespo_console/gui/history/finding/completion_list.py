"""The list under the search box."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QLabel, QLineEdit

from yespo_console.gui.forms.offer_list import OfferList
from yespo_console.gui.forms.suggestions import Suggestion
from yespo_console.gui.history.finding.completions import Completion
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.platform.i18n import _, ngettext

_NARROWEST, _WIDEST = 280, 520


class CompletionList(OfferList):
    """Shows what a Completion offers. The box hands its keys over.

    Signals:
        taken(int): the user clicked this offer.
    """

    taken = Signal(int)

    def __init__(self, box: QLineEdit) -> None:
        super().__init__(box)
        self.list.setAccessibleName(_("What fits here"))
        self.list.clicked.connect(self._clicked)
        self._hint = QLabel(_("Tab takes it, arrows choose, Esc closes the list"), self)
        self._hint.setProperty("role", "caption")
        self._hint.setContentsMargins(GRID, 0, GRID, HALF)
        self._column.addWidget(self._hint)

    @property
    def lines(self) -> tuple[str, ...]:
        """What is offered, as it is called."""
        return tuple(entry.value for entry in self.entries)

    def show_offers(self, completion: Completion, left: int) -> None:
        """Show the offers under the box, ``left`` px from its left edge."""
        self._model.show(tuple(Suggestion(offer.shown, offer.meaning) for offer in completion.offers))
        self.mark(completion.marked)
        if not self.isVisible():
            count = len(completion.offers)
            self._say(ngettext("{count} line fits here", "{count} lines fit here", count).format(count=count))
        width = min(max(_NARROWEST, self.list.sizeHintForColumn(0) + 4 * GRID, self._edit.width() // 2), _WIDEST)
        self._stand_at(left, width, self._hint.sizeHint().height() + 2 * GRID + 2)

    def _clicked(self, index: QModelIndex) -> None:
        self.taken.emit(index.row())
