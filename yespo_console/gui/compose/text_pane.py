"""The text of the current draft beside its form, with the choice of how it is written.

The editor and its modules take a sixth of the time to the first paint, and the first key press goes into the form: so
the pane is empty then, and filled in the next turn of the event loop.
"""

from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.events.problems import Problem
from yespo_console.gui.calm_fields import Choice
from yespo_console.gui.compose.draft import Draft
from yespo_console.platform.i18n import N_, _

if TYPE_CHECKING:
    from yespo_console.gui.json_editor.editor import JsonEditor

_ENCODINGS: Final[tuple[tuple[str, Encoding], ...]] = (
    (N_("v2, nested values as text"), Encoding(ApiVersion.V2, False)),
    (N_("v2, nested values as JSON"), Encoding(ApiVersion.V2, True)),
    (N_("v1, everything as text"), Encoding(ApiVersion.V1, False)),
    (N_("v3, params as an object"), Encoding(ApiVersion.V3, True)),
)


class TextPane(QWidget):
    """Shows one draft.

    Signals:
        lost(str): another encoding could not carry all of the text over; sentences that say what.
        regained(str): it is written otherwise again, so that these sentences are true no more.
        chain_changed(): ``focus_chain`` answers something else now.
    """

    lost = Signal(str)
    regained = Signal(object)
    chain_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._editor: JsonEditor | None = None
        #: What was said about the last loss of a draft, which is true as long as it is written so.
        self._told: WeakKeyDictionary[Draft, str] = WeakKeyDictionary()
        self._encoding: Choice | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._column = column

    @property
    def editor(self) -> "JsonEditor":
        """The editor; made now if it was not."""
        if self._editor is None:
            from yespo_console.gui.json_editor.editor import JsonEditor

            self._editor = JsonEditor(self)
            self._encoding = self._picker()
            self._editor.add_header_widget(self._encoding)
            self._editor.set_draft(self._draft)
            self._show_encoding()
            self._column.addWidget(self._editor)
            self.setFocusProxy(self._editor)
            self._editor.chain_changed.connect(self.chain_changed)
            self.chain_changed.emit()
        return self._editor

    def focus_chain(self) -> list[QWidget]:
        """What Tab goes through; nothing before there is an editor."""
        return self._editor.focus_chain() if self._editor is not None else []

    def problems_here(self) -> list[Problem] | None:
        """The problems where the cursor is, worst first; None when the user is elsewhere, or nobody looks for them."""
        view = self._editor.view if self._editor is not None else None
        # Not who has the keys: over the window that may be the list of commands, which the user came to from here.
        return view.problems_here() if view is not None and view.window().focusWidget() is view else None

    def fill(self) -> None:
        """Make the editor, when nobody wanted it before."""
        _made = self.editor

    def set_draft(self, draft: Draft) -> None:
        """Show another draft; the old one is let go."""
        if self._draft is not None:
            self._draft.encoding_changed.disconnect(self._encoding_changed)
        self._draft = draft
        draft.encoding_changed.connect(self._encoding_changed)
        if self._editor is not None:
            self._editor.set_draft(draft)
        self._show_encoding()

    def _picker(self) -> Choice:
        picker = Choice(self)
        for words, _encoding in _ENCODINGS:
            picker.addItem(_(words))
        picker.setAccessibleName(_("API version and encoding"))
        picker.setToolTip(_("How the event is written for the wire"))
        picker.activated.connect(self._encode)
        return picker

    def _show_encoding(self) -> None:
        if self._encoding is not None and self._draft is not None:
            # findData compares the wrappers Qt puts around Python values, not the values.
            self._encoding.setCurrentIndex([one for _words, one in _ENCODINGS].index(self._draft.encoding))

    def _encoding_changed(self) -> None:
        self._show_encoding()
        told = self._told.pop(self._draft, "") if self._draft is not None else ""
        if told:
            self.regained.emit(told)

    def _encode(self, at: int) -> None:
        losses = self._draft.set_encoding(_ENCODINGS[at][1], self) if self._draft is not None else ()
        if losses and self._draft is not None:
            words = self._told[self._draft] = " ".join(loss.message for loss in losses)
            self.lost.emit(words)
