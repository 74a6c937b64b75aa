"""Where the keys go in the composer: round its parts with F6, to the form, into the text, to a problem."""

from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from yespo_console.events.problems import Problem
from yespo_console.gui.compose.draft_forms import DraftForms
from yespo_console.gui.compose.panes import Panes
from yespo_console.gui.compose.text_pane import TextPane
from yespo_console.gui.compose.verdict_panel import VerdictPanel
from yespo_console.gui.tab_order import lead

if TYPE_CHECKING:
    from yespo_console.gui.page import Page
    from yespo_console.gui.reading.bar import ReadingBar
    from yespo_console.gui.response.response_pane import ResponsePane


class FocusRound:
    """Moves the focus; a part that is not shown is brought first.

    Attributes:
        response: comes later than the other parts; None until then.
    """

    def __init__(
        self, page: "Page", tabs: QWidget, form: DraftForms, text: TextPane, panes: Panes, verdict: VerdictPanel
    ) -> None:
        self._tabs = tabs
        self._form, self._text, self._panes, self._verdict = form, text, panes, verdict
        self.response: ResponsePane | None = None
        self._page = page
        self._bar: ReadingBar | None = None
        panes.turned.connect(self._turned)
        for part in (form, text, verdict):
            part.chain_changed.connect(self._lead_tab)

    def take_bar(self, bar: "ReadingBar") -> None:
        """From now on there is the bar over what was read, too."""
        self._bar = bar
        bar.chain_changed.connect(self._lead_tab)

    def _lead_tab(self) -> None:
        """Tab goes as the page is read; all else is made after these, and stays behind them."""
        chains = (part.focus_chain() for part in (self._bar, self._form, self._text, self._verdict) if part is not None)
        lead([self._panes.switch.last, *chain.from_iterable(chains)])

    @property
    def parts(self) -> list[QWidget]:
        """What there is by now, in the order of reading."""
        late = (self._bar, self._form, self._text, self._verdict, self.response, self._page.messages)
        return [part for part in late if part is not None]

    def step(self, by: int) -> None:
        """Go to the next part (1) or the one before (-1); round at the ends."""
        parts = [part for part in self.parts if self._takes_keys(part)]
        focused = self._form.window().focusWidget()
        held = (at for at, part in enumerate(parts) if focused is not None and part.isAncestorOf(focused))
        target = parts[(next(held, parts.index(self._text) - 1) + by) % len(parts)]
        if target is self._form:
            self.to_form()
        elif self._bar is not None and target is self._bar:
            self._bar.focus_first()
        elif target is self._page.messages:
            self._page.messages.enter()
        elif target is self._text:
            self._to_text(Qt.FocusReason.TabFocusReason)
        elif target is self._verdict:
            self._verdict.why.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _takes_keys(self, part: QWidget) -> bool:
        if part is self._bar:
            return part.isVisible()
        if part is self._page.messages:
            return self._page.messages.shows_any
        if part is self._form:
            return self._form.takes_keys
        return part is not self.response or part.focusProxy() is not None

    def to_form(self) -> QWidget:
        """Go to the first field of the form, or to the text while the form waits for it; what has the keys then."""
        if not self._form.takes_keys:
            self._to_text(Qt.FocusReason.OtherFocusReason)
            return self._text.editor.view
        self._panes.bring(self._form)
        self._form.focus_first()
        return self._form.focusWidget() or self._form

    def to_shown(self) -> None:
        """Another draft is shown: go to its form, to the field in which it was left.

        Whoever is in the text stays in the text, which is the other draft's by now, and whoever goes along the tabs by
        the arrow keys stays on the tabs. A form that waits for its text takes no keys: the text has them.
        """
        if not self._panes.isVisible():
            return  # another section is shown: whoever comes back begins in the form
        focused = self._form.window().focusWidget()
        here = [part for part in (self._text, self._form) if self._takes_keys(part)]
        stays = focused is not None and (self._tabs is focused or any(part.isAncestorOf(focused) for part in here))
        if not stays and self._form in here and self._panes.shows(self._form):
            self._form.focus_again()
        elif not stays:
            self._to_text(Qt.FocusReason.OtherFocusReason)

    def find(self) -> None:
        """Search in the text."""
        self._panes.bring(self._text)
        self._text.editor.run("find")

    def do_in_text(self, command: str) -> None:
        """Go to the text and carry out a command of its editor there."""
        self._to_text(Qt.FocusReason.ShortcutFocusReason)
        self._text.editor.run(command)

    def to_offset(self, offset: int) -> None:
        """Take the cursor to a place of the text."""
        self._to_text(Qt.FocusReason.OtherFocusReason)
        self._text.editor.view.go_to_offset(offset)

    def to_problem(self, problem: Problem) -> None:
        """Take the cursor to a problem, in the form and in the text; the form keeps the keys when it has the field.

        A user who sees the text alone stays in the text.
        """
        self._text.editor.go_to(problem.pointer)
        if not (self._panes.shows(self._form) and self._form.focus_problem(problem)):
            self._to_text(Qt.FocusReason.OtherFocusReason)

    def _turned(self, pane: QWidget) -> None:
        if pane is self._form:
            self.to_form()
        else:
            self._to_text(Qt.FocusReason.OtherFocusReason)

    def _to_text(self, reason: Qt.FocusReason) -> None:
        self._panes.bring(self._text)
        self._text.editor.view.setFocus(reason)
