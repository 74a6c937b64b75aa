"""Texts to be read and copied, not edited: plain ones, and JSON with its colours, folds and places."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.json_editor.gutter import Gutter
from yespo_console.gui.json_editor.projecting import as_sent
from yespo_console.gui.json_editor.projection import Projection
from yespo_console.gui.json_editor.view import JsonView
from yespo_console.gui.theme import theme
from yespo_console.platform.i18n import _

#: Longer texts are cut where they are shown (never where they are copied), and so is one in which a line is longer than
#: the second number: Qt lays a line out as a whole.
MOST_SHOWN: Final = 100_000
MOST_OF_LINE: Final = 10_000

_READABLE: Final = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
_RETURNS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ERASERS: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class PlainText(QPlainTextEdit):
    """A text as it came, in the fixed font; words in place of an empty one."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextInteractionFlags(_READABLE)
        self.setProperty("quiet", True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        theme().changed.connect(self._take_theme)
        self._take_theme()

    def show_text(self, text: str, when_empty: str = "") -> None:
        """Show ``text``, or ``when_empty`` instead of nothing."""
        most, shown = _shown_length(text), text
        if len(text) > most:
            note = _("… the first {shown} of {all} characters. Copy takes them all.")
            shown = f"{text[:most]}\n\n{note.format(shown=f'{most:,}', all=f'{len(text):,}')}"
        self.setPlainText(shown)
        self.setPlaceholderText(when_empty)

    def _take_theme(self) -> None:
        self.setFont(theme().fixed_font())


def _shown_length(text: str) -> int:
    """How many characters of ``text`` are shown."""
    start, most = 0, min(len(text), MOST_SHOWN)
    while most - start > MOST_OF_LINE:
        line_end = text.rfind("\n", start, start + MOST_OF_LINE + 1)
        if line_end < 0:
            return start + MOST_OF_LINE
        start = line_end + 1
    return most


class JsonText(JsonView):
    """JSON, or what should have been, that cannot be changed."""

    def __init__(
        self, name: str, project: Callable[[str], Projection] = as_sent, parent: QWidget | None = None
    ) -> None:
        super().__init__(project, parent)
        self._shown: Draft | None = None
        self.setTextInteractionFlags(_READABLE)
        self.setProperty("quiet", True)
        self.setAccessibleName(name)

    def _make_gutter(self) -> Gutter:
        return Gutter(self, QPalette.ColorRole.Window)

    def show_text(self, text: str) -> None:
        """Show ``text`` from its beginning."""
        before, self._shown = self._shown, Draft(text, parent=self)
        self.set_draft(self._shown)
        if before is not None:
            before.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() in _RETURNS and plain:
            if not self.open_fold():
                event.ignore()
        elif event.key() in _ERASERS or (plain and event.text().isprintable() and event.text()):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
