"""The forms of the drafts, one of them shown: who goes back to a draft finds its form as it was left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from yespo_console.events.catalog import Catalog
from yespo_console.events.fresh_sample import Contact
from yespo_console.events.problems import Problem
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.forms.event_form import EventForm
from yespo_console.gui.page import lay_out

#: So many are kept: a form is some hundred widgets, which take 3 MB.
MOST_KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class Refused:
    """The state of a draft into whose text a value of its form could not be put, until that is another one."""

    draft: Draft


class DraftForms(QStackedWidget):
    """Makes the form of a draft when that is shown first, and keeps the last few that were shown. Those that are not
    shown rest.

    Signals:
        focus_changed(str), chain_changed(): as those of the form that is shown.
        refused(str, str, Refused, Draft): a warning, its words, and the state that ends with ``over``.
        over(Refused): the text has gone on since.
    """

    focus_changed = Signal(str)
    refused = Signal(str, str, object, object)
    over = Signal(object)
    chain_changed = Signal()

    def __init__(self, contacts: Callable[[], Sequence[Contact]], parent: QWidget | None = None) -> None:
        """``contacts`` tells whom a sample may name; first whom a new one names."""
        super().__init__(parent)
        self._contacts = contacts
        #: The one that was shown last stands last.
        self._forms: dict[Draft, EventForm] = {}
        #: Of drafts that were not shown yet.
        self._ahead: dict[Draft, EventForm] = {}

    @property
    def current(self) -> EventForm:
        """The form that is shown; there is one since the first ``show_draft``."""
        form = self.currentWidget()
        assert isinstance(form, EventForm)
        return form

    def show_draft(self, draft: Draft, catalog: Catalog) -> None:
        """Show the form of ``draft``, made from ``catalog``."""
        ahead = self._ahead.pop(draft, None)
        form = self._forms.pop(draft, ahead)
        if form is None or form.catalog is not catalog:
            form = self._made(draft, catalog)
        self._forms[draft] = form
        for seldom in [*self._forms][:-MOST_KEPT]:
            self.forget(seldom)
        if form is not self.currentWidget():
            if self.count() > 1:
                self.current.rest()
            form.go_on()
            self.setCurrentWidget(form)  # the focus goes along
            form.scroll_back()
            self.chain_changed.emit()
        self._let_go()

    def make_ahead(self, draft: Draft, catalog: Catalog) -> None:
        """Make the form of a draft that will be shown later, perhaps."""
        form = self._ahead[draft] = self._made(draft, catalog)
        form.rest()

    def has_ahead(self, draft: Draft) -> bool:
        """Whether its form was made ahead, and the draft not shown yet."""
        return draft in self._ahead

    def lay_out_ahead(self, draft: Draft) -> None:
        """Find out the sizes and styles of its form, which was made ahead."""
        form = self._ahead[draft]
        form.resize(self.size())
        lay_out(form)

    def forget(self, draft: Draft) -> None:
        """Let the form of ``draft`` go; the one that is shown goes when another one is."""
        for forms in (self._forms, self._ahead):
            forms.pop(draft, None)

    def _made(self, draft: Draft, catalog: Catalog) -> EventForm:
        form = EventForm(draft, catalog, self, contacts=self._contacts)
        form.focus_changed.connect(self.focus_changed)
        form.refused.connect(partial(self._refused, draft))
        form.chain_changed.connect(self.chain_changed)
        self.addWidget(form)
        return form

    def _refused(self, draft: Draft, words: str) -> None:
        state = Refused(draft)
        self.refused.emit("warning", words, state, draft)
        draft.changed.connect(lambda _change: self.over.emit(state), Qt.ConnectionType.SingleShotConnection)

    def _let_go(self) -> None:
        """Take out those that are not kept any more."""
        forms = [form for at in range(self.count()) if isinstance(form := self.widget(at), EventForm)]
        for form in forms:
            if form not in (*self._forms.values(), *self._ahead.values()):
                self.removeWidget(form)
                form.deleteLater()

    # -- the one that is shown

    @property
    def takes_keys(self) -> bool:
        """As ``EventForm.takes_keys``."""
        return self.current.takes_keys

    def take_typed(self) -> None:
        """As ``EventForm.take_typed``."""
        self.current.take_typed()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """As ``EventForm.show_problems``."""
        self.current.show_problems(problems)

    def focus_first(self) -> None:
        """As ``EventForm.focus_first``."""
        self.current.focus_first()

    def focus_again(self) -> None:
        """Go to the field in which the form was left, or to its first."""
        left = self.current.focusWidget()
        (self.focus_first if left is None else left.setFocus)()

    def focus_problem(self, problem: Problem) -> bool:
        """As ``EventForm.focus_problem``."""
        return self.current.focus_problem(problem)

    def focus_chain(self) -> list[QWidget]:
        """As ``EventForm.focus_chain``."""
        return self.current.focus_chain()
