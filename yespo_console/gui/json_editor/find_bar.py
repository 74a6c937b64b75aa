"""The small bar under a text in which a person searches it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from yespo_console.gui.icons import icon
from yespo_console.gui.json_editor.view import JsonView
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.platform.i18n import _


class FindBar(QWidget):
    """Searches the view it was opened for, in any case, while one types.

    Signals:
        closed(): the user is done; the focus belongs to the view.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: JsonView | None = None
        self._spans: list[tuple[int, int]] = []
        self._now = -1
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find in the text"))
        self.field.setAccessibleName(_("Find in the text"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.count = QLabel()
        self.count.setAccessibleName(_("Number of places found"))
        previous = self._button("chevron-up", _("Previous place (Shift+Enter)"), self.previous)
        following = self._button("chevron-down", _("Next place (Enter)"), self.next)
        close = self._button("close", _("Close the search (Esc)"), self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, HALF, GRID, HALF)
        row.setSpacing(HALF)
        self._buttons = previous, following, close
        for widget in (self.field, self.count, previous, following, close):
            row.addWidget(widget, 1 if widget is self.field else 0)
        self.hide()

    def focus_chain(self) -> list[QWidget]:
        """What Tab goes through."""
        return [self.field, *self._buttons]

    def _button(self, picture: str, words: str, run: object) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(picture))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setAutoRaise(True)
        button.clicked.connect(run)
        return button

    def open_for(self, view: JsonView) -> None:
        """Search ``view``; what is selected in it (within one line) is what to look for."""
        self._view = view
        selected = view.true_text(*view.selection())
        self.show()
        if selected and "\n" not in selected:
            self.field.setText(selected)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search()

    def next(self) -> None:
        """Go to the place after the present one, from the last to the first."""
        self._go(1)

    def previous(self) -> None:
        self._go(-1)

    def close_bar(self) -> None:
        if self._view is not None:
            self._view.show_found((), -1)
        self.hide()
        self.closed.emit()

    def _search(self) -> None:
        """Find anew; the present place is the first at or behind the cursor."""
        if self._view is None:
            return
        self._spans = self._view.find_spans(self.field.text())
        here = self._view.selection()[0]
        behind = [nth for nth, (start, _end) in enumerate(self._spans) if start >= here]
        self._now = behind[0] if behind else (0 if self._spans else -1)
        self._show(select=bool(self._spans))

    def _go(self, step: int) -> None:
        if self._view is None:
            return
        spans = self._view.find_spans(self.field.text())
        if spans != self._spans:
            self._search()
        elif spans:
            self._now = (self._now + step) % len(spans)
            self._show(select=True)

    def _show(self, select: bool) -> None:
        if self._view is None:
            return
        if select:
            self._view.select(*self._spans[self._now])
        self._view.show_found(self._spans, self._now)
        if not self.field.text():
            self.count.setText("")
        elif not self._spans:
            self.count.setText(_("Not found"))
        else:
            self.count.setText(_("{number} of {count}").format(number=self._now + 1, count=len(self._spans)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            runs = {
                Qt.Key.Key_Return: self.previous if backwards else self.next,
                Qt.Key.Key_Enter: self.previous if backwards else self.next,
                Qt.Key.Key_F3: self.previous if backwards else self.next,
                Qt.Key.Key_Escape: self.close_bar,
            }
            run = runs.get(Qt.Key(event.key())) if not control else None
            if run is not None:
                event.accept()
                if event.type() is QEvent.Type.KeyPress:
                    run()
                return True
        return super().eventFilter(watched, event)
