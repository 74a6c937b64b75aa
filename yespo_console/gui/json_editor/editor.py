"""The JSON editor: the text of a draft in two views, one switch, one search."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yespo_console.events.problems import Problem
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.json_editor import layout
from yespo_console.gui.json_editor.commands import COMMANDS
from yespo_console.gui.json_editor.line_ends import keeping_line_ends, with_line_ends_of
from yespo_console.gui.json_editor.projecting import as_sent, readable
from yespo_console.gui.json_editor.view import JsonView
from yespo_console.gui.text_sizes import LONGEST_TEXT
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.json_editor.find_bar import FindBar

AS_SENT: Final = "as-sent"
READABLE: Final = "readable"
_PROJECTIONS: Final = {AS_SENT: as_sent, READABLE: readable}


class JsonEditor(QWidget):
    """Shows and edits a draft's text "As sent" (exactly what travels) or "Readable" (JSON inside strings decoded).

    Problems are underlined as the draft's checks arrive.

    Signals:
        pointer_changed(str): the cursor came to rest in another value.
        view_changed(str): ``AS_SENT`` or ``READABLE`` is shown.
        chain_changed(): ``focus_chain`` answers something else now.
    """

    pointer_changed = Signal(str)
    view_changed = Signal(str)
    chain_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._problems: Sequence[Problem] = ()
        self._views: dict[str, JsonView] = {}
        self._names = {AS_SENT: _("As sent"), READABLE: _("Readable")}
        self._stack = QStackedWidget()
        self._find_bar: FindBar | None = None
        self._note = QLabel()
        self._note.setObjectName("muted")
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        # A sentence takes the room that there is; it does not push the form aside.
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._buttons = QButtonGroup(self)
        self._header = QHBoxLayout()
        self._header.setContentsMargins(GRID, HALF, GRID, HALF)
        self._header.setSpacing(HALF)
        hints = {
            AS_SENT: _("The exact text that travels (Ctrl+Shift+R switches)"),
            READABLE: _("JSON inside strings is shown and edited decoded (Ctrl+Shift+R switches)"),
        }
        for mode, name in self._names.items():
            button = self._button(name, hints[mode])
            button.setCheckable(True)
            button.setProperty("mode", mode)
            self._buttons.addButton(button)
            self._header.addWidget(button)
        self._buttons.buttonClicked.connect(lambda button: self.set_view(button.property("mode")))
        self._header.addSpacing(GRID)
        self._header.addWidget(self._note, 1)
        formatting = self._button(_("Format"), _("Lay the text out anew; no value changes (Ctrl+Shift+F)"))
        formatting.clicked.connect(self.format_text)
        self._header.addWidget(formatting)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._header)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self._stack)
        self._commands: dict[str, Callable[[], object]] = {
            "switch-view": self.switch_view,
            "format": self.format_text,
            "find": lambda: self.find_bar.open_for(self.view),
            "find-next": lambda: self.find_bar.next(),
            "find-previous": lambda: self.find_bar.previous(),
            "select-around": lambda: self.view.select_around(),
            "larger": lambda: self.view.zoom(1),
            "smaller": lambda: self.view.zoom(-1),
            "usual-size": lambda: self.view.zoom(0),
        }
        self._keys = {QKeySequence(keys).toString(): row.id for row in COMMANDS for keys in row.keys}
        self.set_view(AS_SENT)

    @staticmethod
    def _button(words: str, hint: str) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setToolTip(hint)
        button.setAccessibleName(words)
        button.setAccessibleDescription(hint)
        button.setAutoRaise(True)
        return button

    def add_header_widget(self, widget: QWidget) -> None:
        """Put ``widget`` at the right end of the line above the text."""
        self._header.addWidget(widget)

    def focus_chain(self) -> list[QWidget]:
        """What Tab goes through: the line above the text, the text, the search."""
        items = (self._header.itemAt(at) for at in range(self._header.count()))
        above = (item.widget() for item in items if item is not None)
        search = self._find_bar.focus_chain() if self._find_bar is not None else []
        return [*(one for one in above if one is not None), *self._views.values(), *search]

    # -- draft

    def set_draft(self, draft: Draft | None) -> None:
        """Show another draft; the old one is let go."""
        if self._draft is not None:
            self._draft.checked.disconnect(self._take_check)
            self._draft.changed.disconnect(self._clear_note)
        self._draft = draft
        for view in self._views.values():
            view.set_draft(draft)
        self._problems = ()
        self._clear_note()
        if draft is not None:
            draft.checked.connect(self._take_check)
            draft.changed.connect(self._clear_note)
            if draft.check is not None:
                self._take_check(draft.check)

    def _take_check(self, check: Any) -> None:
        self.show_problems(check.problems)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Underline these problems (worst first) and no others."""
        self._problems = problems
        self.view.show_problems(problems)

    def go_to(self, pointer: str) -> None:
        """Select the value a pointer leads to, or the nearest thing around it that is there, and focus the text."""
        self.view.go_to(pointer)
        self._focus_view()

    # -- the two views

    @property
    def view(self) -> JsonView:
        """The view that is shown."""
        return self._view_of(self._mode)

    def _view_of(self, mode: str) -> JsonView:
        """The view of a mode; made when it is wanted for the first time, and then kept."""
        if mode not in self._views:
            view = JsonView(keeping_line_ends(_PROJECTIONS[mode]))
            view.setAccessibleName(_("JSON, {view}").format(view=self._names[mode]))
            for other in self._views.values():
                view.set_letter_size(other.letter_size())
            view.pointer_changed.connect(self.pointer_changed)
            view.fold_opened.connect(self._open_fold)
            view.zoomed.connect(self._share_letter_size)
            view.relaid.connect(self._say_how_much)
            view.installEventFilter(self)
            view.set_draft(self._draft)
            self._views[mode] = view
            self._stack.addWidget(view)
            self.chain_changed.emit()
        return self._views[mode]

    @property
    def mode(self) -> str:
        """``AS_SENT`` or ``READABLE``."""
        return self._mode

    def set_view(self, mode: str) -> None:
        """Show ``AS_SENT`` or ``READABLE``; the cursor stays in the same value."""
        previous = getattr(self, "_mode", None)
        if mode == previous:
            return
        focused = previous is not None and self._views[previous].hasFocus()
        pointer = self._views[previous].pointer() if previous is not None else ""
        self._mode = mode
        for button in self._buttons.buttons():
            button.setChecked(button.property("mode") == mode)
        self.view.refresh()
        self._stack.setCurrentWidget(self.view)
        if pointer:
            self.view.go_to(pointer)
        self.view.show_problems(self._problems)
        self._say_how_much()
        if self._searching:
            self.find_bar.open_for(self.view)
        if focused:
            self._focus_view()
        self.view_changed.emit(mode)

    def switch_view(self) -> None:
        self.set_view(READABLE if self._mode == AS_SENT else AS_SENT)

    def _open_fold(self, pointer: str) -> None:
        self.set_view(READABLE)
        self.go_to(pointer)

    def _focus_view(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> dict[str, Any]:
        """What to remember for the next start: the view and the size of the letters."""
        return {"view": self._mode, "letters": self.view.letter_size()}

    def restore(self, state: dict[str, Any]) -> None:
        """Take what ``state`` returned; anything else in it is passed over."""
        letters = state.get("letters")
        if isinstance(letters, int) and not isinstance(letters, bool):
            self.view.set_letter_size(letters)
        if (mode := state.get("view")) in self._names:
            self.set_view(mode)

    def _share_letter_size(self) -> None:
        size = self.view.letter_size()
        for view in self._views.values():
            view.set_letter_size(size)

    # -- commands

    @property
    def find_bar(self) -> "FindBar":
        """The search under the text; made when it is wanted for the first time."""
        if self._find_bar is None:
            from yespo_console.gui.json_editor.find_bar import FindBar

            self._find_bar = FindBar()
            self._find_bar.closed.connect(self._focus_view)
            self._find_bar.installEventFilter(self)
            self._column.addWidget(self._find_bar)
            self.chain_changed.emit()
        return self._find_bar

    @property
    def _searching(self) -> bool:
        return self._find_bar is not None and self._find_bar.isVisible()

    def format_text(self) -> None:
        """Lay the draft's text out anew, one member on a line; values keep their spelling. One undo step."""
        if self._draft is None:
            return
        text = self._draft.text
        if len(text) > LONGEST_TEXT:
            return  # the note says already that it is too long
        if not layout.is_json(text):
            self._note.setText(_("Only a text that is JSON can be formatted."))
            return
        self._draft.replace(TextEdit(0, len(text), with_line_ends_of(text, layout.pretty(text))), self)

    def _clear_note(self) -> None:
        self._say_how_much()

    def _say_how_much(self) -> None:
        """Say so when less is shown than there is; in a narrow window the hint has the words."""
        text = self._draft.text if self._draft is not None else ""
        view = self._views.get(self._mode)  # while it is being made, it is not there yet
        if len(text) > LONGEST_TEXT:
            words = _("Too long: only its two ends are shown. All of it is checked and sent.")
        elif view is not None and any(piece.closed for piece in view.projection.pieces):
            words = _("Long lines are folded. Format breaks them.")
        else:
            words = ""
        if words != self._note.text():
            self._note.setText(words)
            self._note.setToolTip(words)

    def run(self, command: str) -> None:
        """Run a command of ``commands.COMMANDS`` by id. Raises KeyError for another."""
        self._commands[command]()

    def _command_of(self, event: QKeyEvent) -> str | None:
        combination = QKeySequence(event.keyCombination()).toString()
        found = self._keys.get(combination)
        if found is None and event.text() == "+" and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return "larger"  # typed with Shift on most keyboards
        if found in ("find-next", "find-previous") and not self._searching:
            return None
        return found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the editor's commands win over the window's while the focus is in it."""
        if isinstance(event, QKeyEvent) and (command := self._command_of(event)) is not None:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.run(command)
                return True
        return super().eventFilter(watched, event)
