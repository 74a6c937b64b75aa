"""What the user made of an exchange, in a line over it: the pin, the tags, the note."""

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from yespo_console.gui.actions import spec
from yespo_console.gui.history.annotating import Annotating
from yespo_console.gui.history.note_field import NoteField
from yespo_console.gui.history.tag_field import TagField
from yespo_console.gui.icons import icon
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from yespo_console.history.exchange import Exchange
    from yespo_console.history.query import Facets


class AnnotationBar(QWidget):
    """Shows and changes what the user made of the exchange shown; pin and tags go to all that are selected.

    Attributes:
        pin: the button; pressed in: it is pinned.
        tags, note: the fields.
    """

    def __init__(
        self, annotating: Annotating, selected: "Callable[[], array[int]]", parent: QWidget | None = None
    ) -> None:
        """``selected`` gives the ids that are selected."""
        super().__init__(parent)
        self._annotating = annotating
        self._selected = selected
        self._shown: int | None = None
        self.pin = QToolButton(self)
        self.pin.setCheckable(True)
        self.pin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pin.clicked.connect(self._pin)
        self.tags = TagField(self.pin, self)
        self.tags.added.connect(self._add_tags)
        self.tags.removed.connect(self._remove_tag)
        self.note = NoteField(self)
        self.note.kept.connect(annotating.keep_note)
        self.note.ended.connect(annotating.end_note)
        annotating.note_failed.connect(self.note.not_kept)
        self._several = QLabel(self)
        self._several.setProperty("role", "muted")
        self._several.setWordWrap(True)
        self._several.hide()
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.tags, 3)
        line.addWidget(self.note, 2, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(line)
        column.addWidget(self._several)
        self._show_pin(False)

    def show_exchange(self, exchange: "Exchange") -> None:
        """Show what is known of ``exchange``."""
        self._shown = exchange.id
        self._show_pin(exchange.pinned)
        self.tags.show_tags(exchange.tags)
        self.note.show_note(exchange.id, exchange.note)
        self.show_selected()

    def take_facets(self, facets: "Facets") -> None:
        """Offer the tags there are."""
        self.tags.offer(facets.tags)

    def show_selected(self) -> None:
        """Say how many exchanges pin and tags go to, when they are several."""
        count = len(self._selected())
        words = ngettext(
            "{count} exchange is selected: the pin and tags go to it.",
            "{count} exchanges are selected: the pin and tags go to all of them.",
            count,
        )
        self._several.setText(words.format(count=f"{count:,}"))
        self._several.setVisible(count > 1)

    def toggle_pin(self) -> None:
        """Pin what is selected, or unpin it where the one shown is pinned."""
        self.pin.click()

    @property
    def _ids(self) -> "array[int]":
        """Those that a change goes to."""
        selected = self._selected()
        if self._shown is None or self._shown in selected:
            return selected
        return array("q", [self._shown])

    def _pin(self, pinned: bool) -> None:
        self._show_pin(pinned)
        self._annotating.pin(self._ids, pinned)

    def _add_tags(self, tags: tuple[str, ...]) -> None:
        self._annotating.add_tags(self._ids, tags)

    def _remove_tag(self, tag: str) -> None:
        self._annotating.remove_tag(self._ids, tag)

    def _show_pin(self, pinned: bool) -> None:
        words = _("Pinned") if pinned else _("Pin")
        self.pin.setChecked(pinned)
        self.pin.setIcon(icon("pin", "accent" if pinned else "text"))
        self.pin.setAccessibleName(words)
        self.pin.setToolTip(
            _("Pinned: kept when old exchanges are removed. Unpin it ({keys})").format(keys=spec("pin").shortcut)
            if pinned
            else _("Pin it: kept when old exchanges are removed ({keys})").format(keys=spec("pin").shortcut)
        )
