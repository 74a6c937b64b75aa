"""Where the keys go in the composer: round its parts with F6, to the form, into the text, to a problem."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from yespo_console.events.problems import Problem
from yespo_console.gui.compose.panes import Panes
from yespo_console.gui.compose.text_pane import TextPane
from yespo_console.gui.compose.verdict_panel import VerdictPanel
from yespo_console.gui.forms.event_form import EventForm

if TYPE_CHECKING:
    from yespo_console.gui.reading.bar import ReadingBar
    from yespo_console.gui.response.response_pane import ResponsePane


class FocusRound:
    """Moves the focus; a part that is not shown is brought first.

    Attributes:
        response, bar: the parts that come later than the others; None until then.
    """

    def __init__(self, form: EventForm, text: TextPane, panes: Panes, verdict: VerdictPanel) -> None:
        self._form, self._text, self._panes, self._verdict = form, text, panes, verdict
        self.response: ResponsePane | None = None
        self.bar: ReadingBar | None = None
        panes.turned.connect(self._turned)

    def step(self, by: int) -> None:
        """Go to the next part (1) or the one before (-1); round at the ends."""
        parts: list[QWidget] = [self._form, self._text.editor.view, self._verdict.why]
        if self.response is not None and self.response.focusProxy() is not None:
            parts.append(self.response)
        if self.bar is not None and self.bar.isVisible():
            parts.insert(0, self.bar)
        focused = self._form.window().focusWidget()
        held = (
            n for n, part in enumerate(parts) if focused is not None and (part is focused or part.isAncestorOf(focused))
        )
        target = parts[(next(held, 0) + by) % len(parts)]
        if target is self._form:
            self.to_form()
        elif self.bar is not None and target is self.bar:
            self.bar.focus_first()
        elif target is self._text.editor.view:
            self._to_text(Qt.FocusReason.TabFocusReason)
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def to_form(self) -> None:
        """Go to the first field of the form."""
        self._panes.bring(self._form)
        self._form.focus_first()

    def find(self) -> None:
        """Search in the text."""
        self._panes.bring(self._text)
        self._text.editor.run("find")

    def do_in_text(self, command: str) -> None:
        """Go to the text and carry out a command of its editor there."""
        self._to_text(Qt.FocusReason.ShortcutFocusReason)
        self._text.editor.run(command)

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
