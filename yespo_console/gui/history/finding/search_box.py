"""The search box: a line of text that completes what is typed and marks what cannot be understood."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit, QWidget

from yespo_console.gui.history.finding.completions import NO_FACETS, Completion, completion
from yespo_console.gui.icons import icon
from yespo_console.gui.json_editor.utf16 import Utf16Map
from yespo_console.gui.theme import redress, theme
from yespo_console.history.query_text import Part, ReadQuery, read_query
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.history.finding.completion_list import CompletionList
    from yespo_console.history.query import Facets, Query

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MODIFIERS: Final = Qt.KeyboardModifier


class SearchBox(QLineEdit):
    """The one truth of what is looked for.

    Attributes:
        facets: what is known to stand behind the colon of a filter.
    Signals:
        entered(): Enter while no list is open; ``left_downwards`` follows.
        left_downwards(): Down or Enter while no list is open.
        settled(): the list closed: a part that was being typed is one like any other now.
    """

    entered = Signal()
    left_downwards = Signal()
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facets: Facets = NO_FACETS
        self._list: CompletionList | None = None
        self._completion: Completion | None = None
        self._place = ("", 0)  # the text and the cursor that the list is for
        self._writing = False
        self._composing = False
        self._faults: tuple[tuple[int, int], ...] = ()
        self._underlined = False
        self.setPlaceholderText(_("Search sent events"))
        self.setToolTip(
            _("Words, “phrases in quotes”, filters as in type:cartUpdated. Alt+Down lists them, F1 explains them.")
        )
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._sign = self.addAction(icon("error", "error"), QLineEdit.ActionPosition.TrailingPosition)
        self._sign.setVisible(False)
        self.setAccessibleName(_("Search the history"))
        self.setAccessibleDescription(self.toolTip())
        self.textEdited.connect(self._edited)
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._cursor_moved)
        theme().changed.connect(self._paint_faults)

    # -- what is asked for

    def read(self) -> ReadQuery:
        """The search as it is understood now."""
        return read_query(self.text())

    def query(self) -> "Query":
        """All that can be understood, less what is half typed: it would find nothing, and is offered whole."""
        text, offered = self.text(), self._completion if self.is_open else None
        if offered is not None and offered.is_half_typed:
            text = text[: offered.start] + text[offered.end :]
        return read_query(text).query

    def faults(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """The parts with a mistake, but for the one that is being completed."""
        offered = self._completion if self.is_open else None
        return tuple(
            part
            for part in parts
            if part.fault is not None and not (offered is not None and offered.start == part.start)
        )

    def write(self, text: str) -> None:
        """Have this text, as one change that can be taken back."""
        if text == self.text():
            return
        self.close_list()
        self._writing = True
        self.selectAll()
        self.insert(text)
        self._writing = False

    def begin_filter(self, word: str) -> None:
        """Write the name of a filter behind what stands there, and offer its values."""
        self.write(f"{self.text().rstrip()} {word}".lstrip())
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.end(False)
        self.offer(everything=True)

    def mark(self, faults: Sequence[Part], sentences: Sequence[str]) -> None:
        """Underline these parts and show the sign of a mistake, which the sentences explain; without any, neither."""
        self._faults = self._places(faults)
        self._sign.setVisible(bool(sentences))
        words = " ".join(sentences)
        self._sign.setToolTip(words)
        self.setAccessibleDescription(words or self.toolTip())
        problem = "error" if sentences else ""
        if (self.property("problem") or "") != problem:
            self.setProperty("problem", problem)
            redress(self)
        self._paint_faults()

    def _changed(self) -> None:
        if self._faults:  # they move with the text; new ones are marked when the search is read
            self._faults = self._places(self.faults(self.read().parts))
            self._paint_faults()

    def _places(self, faults: Sequence[Part]) -> tuple[tuple[int, int], ...]:
        """Where parts begin and end, as Qt counts."""
        places = Utf16Map(self.text())
        return tuple((places.to_units(part.start), places.to_units(part.end)) for part in faults)

    def _paint_faults(self) -> None:
        """Hand the underlines to the line, which has no other way to format a part of its text."""
        if self._composing or not (self._faults or self._underlined):
            return
        formats = []
        for start, end in self._faults:
            wave = QTextCharFormat()
            wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            wave.setUnderlineColor(theme().colour("error"))
            wave.setForeground(theme().colour("error"))
            kind = QInputMethodEvent.AttributeType.TextFormat
            formats.append(QInputMethodEvent.Attribute(kind, start - self.cursorPosition(), end - start, wave))
        self._underlined = bool(formats)
        QCoreApplication.sendEvent(self, QInputMethodEvent("", formats))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remembers whether something is being composed; formats set then would end it."""
        super().inputMethodEvent(event)
        self._composing = bool(event.preeditString())

    # -- completing

    @property
    def is_open(self) -> bool:
        """The list is in sight."""
        return self._list is not None and self._list.isVisible()

    @property
    def offered(self) -> tuple[str, ...]:
        """What the list shows; empty while it is closed."""
        return self._list.lines if self._list is not None and self.is_open else ()

    def offer(self, *, everything: bool = False) -> None:
        """Open the list for the place of the cursor, or close it when nothing fits."""
        places = Utf16Map(self.text())
        cursor = places.to_points(self.cursorPosition())
        found = completion(self.text(), cursor, self.facets, everything=everything)
        if found is None:
            self.close_list()
            return
        if self._list is None:
            from yespo_console.gui.history.finding.completion_list import CompletionList

            self._list = CompletionList(self)
            self._list.taken.connect(self._take)
        self._completion = found
        self._place = (self.text(), self.cursorPosition())
        self._list.show_offers(found, self.cursorRect().left())

    def close_list(self) -> None:
        """Close the list, if it is open."""
        if self._list is not None and self._list.isVisible():
            self._list.hide()
            self._completion = None
            self.settled.emit()

    def _edited(self) -> None:
        if not self._writing and self.hasFocus():
            self.offer()

    def _cursor_moved(self) -> None:
        if self.is_open and self._place != (self.text(), self.cursorPosition()):
            self.close_list()

    def _take(self, line: int) -> None:
        found = self._completion
        if found is None:
            return
        offer = found.offers[line]
        text = self.text()
        before = text[: found.start] + offer.text
        self.write(before + text[found.end :])
        self.setCursorPosition(Utf16Map(before).total_units)
        if offer.goes_on:
            self.offer()

    def _take_marked_or_first(self) -> None:
        assert self._list is not None
        self._take(max(0, self._list.marked))

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~_MODIFIERS.KeypadModifier
        key = event.key()
        if (key == Qt.Key.Key_Down and modifiers == _MODIFIERS.AltModifier) or (
            key == Qt.Key.Key_F4 and modifiers == _MODIFIERS.NoModifier
        ):
            self.offer(everything=True)
        elif modifiers & _MODIFIERS.ControlModifier or not self._is_ours(key):
            super().keyPressEvent(event)

    def _is_ours(self, key: int) -> bool:
        """Do what a key means here; False when it means what it means in any line."""
        if self._list is not None and self.is_open:
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._list.step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in _ENTER and self._list.marked >= 0:
                self._take_marked_or_first()
                return True
            if key == Qt.Key.Key_Escape:
                self.close_list()
                return True
            if key in _ENTER:
                self.close_list()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in (Qt.Key.Key_Down, *_ENTER):
            if key in _ENTER:
                self.entered.emit()
            self.left_downwards.emit()
        else:
            return False
        return True

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab takes from the list while it is open."""
        if forwards and self.is_open:
            self._take_marked_or_first()
            return True
        return super().focusNextPrevChild(forwards)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close_list()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_list()
