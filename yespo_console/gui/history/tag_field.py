"""Tags as small buttons, and a line to write another one."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolButton, QWidget

from yespo_console.gui.forms.suggestions import Suggestion, Suggestions
from yespo_console.gui.history.finding.flow import FlowLayout
from yespo_console.gui.icons import icon
from yespo_console.gui.presses import on_press
from yespo_console.gui.tokens import HALF
from yespo_console.platform.i18n import _

_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ERASERS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_EDIT_WIDTH = 112
#: A longer tag is cut in its button; the tool tip has it whole.
_LONGEST = 24


class TagField(QWidget):
    """The tags of an exchange.

    Attributes:
        edit: the line for another tag.
        suggestions: known tags that hold what is written there.
        chips: a button for each tag; a click, Delete or Backspace takes the tag away.
    Signals:
        added(tuple): the user wants these tags to be there; they were written together and are one step for undo.
        removed(str): the user wants that tag gone.
        finished(): the user pressed Esc and wants to go on elsewhere; a half-written tag stays.
    """

    added = Signal(tuple)
    removed = Signal(str)
    finished = Signal()

    def __init__(self, after: QWidget, parent: QWidget | None = None) -> None:
        """``after``: what Tab leads to before it leads to the tags."""
        super().__init__(parent)
        self._after = after
        self.setAccessibleName(_("Tags"))
        self.chips: list[QToolButton] = []
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(_("Add a tag"))
        self.edit.setAccessibleName(_("Add a tag"))
        self.edit.setToolTip(
            _("Enter adds the tag, a comma several; Backspace in the empty line takes the last one away")
        )
        self.edit.setFixedWidth(_EDIT_WIDTH)
        self.edit.installEventFilter(self)
        self._known: tuple[str, ...] = ()
        self.suggestions = Suggestions(self.edit, lambda: tuple(map(Suggestion, self._known)))
        self.suggestions.chosen.connect(self._take_known)
        self.edit.textEdited.connect(self._typed)
        self._flow = FlowLayout(self)
        self._flow.setSpacing(HALF)
        self._flow.addWidget(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setFocusProxy(self.edit)

    @property
    def tags(self) -> tuple[str, ...]:
        """Those shown."""
        return tuple(str(chip.property("tag")) for chip in self.chips)

    def offer(self, tags: Sequence[str]) -> None:
        """What completes while typing."""
        self._known = tuple(tags)

    def show_tags(self, tags: Sequence[str]) -> None:
        """Show these; a half-written one stays."""
        if tuple(tags) == self.tags:
            return
        focused = next((at for at, chip in enumerate(self.chips) if chip.hasFocus()), None)
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.edit)
        self.chips = [self._chip(tag) for tag in tags]
        for widget in (*self.chips, self.edit):
            self._flow.addWidget(widget)
            widget.show()
        for before, after in pairwise((self._after, *self.chips)):
            QWidget.setTabOrder(before, after)
        places: list[QWidget] = [*self.chips, self.edit]
        if focused is not None:
            places[min(focused, len(places) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            self.finished.emit()
            return True
        if event.key() in _STEPS and self._step(watched, _STEPS[Qt.Key(event.key())]):
            return True
        if watched is self.edit:
            if event.key() in _RETURNS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._add_written()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self.edit.text() and self.tags:
                self.removed.emit(self.tags[-1])
                return True
        elif event.key() in _ERASERS:
            self.removed.emit(str(watched.property("tag")))
            return True
        return super().eventFilter(watched, event)

    def _step(self, watched: QObject, by: int) -> bool:
        """An arrow key leads to the neighbour; in the line only from its beginning. Whether it is a step of these."""
        places: list[QWidget] = [*self.chips, self.edit]
        at = next(at for at, place in enumerate(places) if place is watched)
        if watched is self.edit and (by > 0 or self.edit.cursorPosition() or self.edit.hasSelectedText()):
            return False
        places[min(max(at + by, 0), len(places) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _chip(self, tag: str) -> QToolButton:
        chip = QToolButton(self)
        shown = tag if len(tag) <= _LONGEST else f"{tag[: _LONGEST - 1]}…"
        chip.setText(shown.replace("&", "&&"))
        chip.setProperty("tag", tag)
        chip.setProperty("chip", True)
        chip.setIcon(icon("close", "muted"))
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross behind the word
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.setToolTip(_("Take the tag “{tag}” away (Delete)").format(tag=tag))
        chip.setAccessibleName(_("Tag {tag}").format(tag=tag))
        chip.setAccessibleDescription(chip.toolTip())
        chip.installEventFilter(self)
        chip.clicked.connect(on_press(partial(self.removed.emit, tag)))
        return chip

    def _typed(self, text: str) -> None:
        if text.strip():
            self.suggestions.show_matching(text)
        else:
            self.suggestions.hide()

    def _take_known(self, tag: str) -> None:
        """One was chosen from the list."""
        self.edit.clear()
        self.added.emit((tag,))

    def _add_written(self) -> None:
        """Commas part tags; one that is known as a whole, from another program's file perhaps, is no list."""
        words = self.edit.text()
        written = [words] if words in self._known else words.split(",")
        tags = tuple(tag for each in written if (tag := " ".join(each.split())))
        if tags:
            self.edit.clear()
            self.added.emit(tags)
