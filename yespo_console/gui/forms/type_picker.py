"""What happened: the event type, picked from a list with search, or any other key."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from yespo_console.events.catalog import Catalog
from yespo_console.events.event import ABSENT, Value
from yespo_console.events.fields import FieldSpec, Kind
from yespo_console.events.fresh_sample import Contact, fresh_sample, is_fresh_sample
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.field import tool_button
from yespo_console.gui.forms.line_field import LineField
from yespo_console.gui.forms.places import EVENT_TYPE
from yespo_console.gui.forms.suggestions import Suggestion, Suggestions
from yespo_console.gui.forms.values import spelled
from yespo_console.platform.i18n import _


class TypePicker(LineField):
    """The field of ``eventTypeKey``. What is typed is a search while the list is open.

    Enter or a click takes a line of the list; the last line takes the text as it is, so that any key can be sent, a
    wrong one on purpose too. Whatever else ends the search takes the text as it stands, and Esc takes it back: once
    the list is closed, the field never says anything that the draft does not.
    """

    def __init__(
        self,
        binding: Binding,
        catalog: Catalog,
        contacts: Callable[[], Sequence[Contact]],
        parent: QWidget | None = None,
    ) -> None:
        """``contacts`` tells whom a sample may name; first whom a new one names."""
        self._catalog = catalog
        self._contacts = contacts
        spec = FieldSpec("eventTypeKey", Kind.TEXT, "eventTypeKey")
        super().__init__(spec, EVENT_TYPE, binding, parent)
        self.edit.installEventFilter(self)
        self.edit.undo_pressed.connect(self._restore)

    def _suggestions(self) -> Suggestions:
        suggestions = Suggestions(self.edit, self._entries, own=self._own_key, first_is_marked=True)
        suggestions.chosen.connect(self.pick)
        suggestions.given_up.connect(self._restore)
        suggestions.left.connect(self.take_typed)
        self.edit.list_pressed.connect(suggestions.show_all)
        return suggestions

    def _add_buttons(self) -> None:
        button = tool_button("chevron-down", _("Show all event types (Alt+Down)"), self)
        button.clicked.connect(self._open_list)
        self._buttons.append(button)
        self.row.addWidget(button)

    def _entries(self) -> Sequence[Suggestion]:
        return [Suggestion(known.key, known.title, known.summary) for known in self._catalog.types]

    def _own_key(self, text: str) -> Suggestion | None:
        if not text or self._catalog.get(text) is not None:
            return None
        return Suggestion(text, _("other key"), _("Use exactly this key, for a type of your own or to see it refused."))

    def pick(self, key: str) -> None:
        """Make ``key`` the event type. A sample that nobody touched gives way to the sample of the new type."""
        known = self._catalog.get(key)
        if known is not None and self._is_untouched_sample():
            self.binding.write_from_scratch(fresh_sample(known, self._contacts()[0]), self)
            self.take(key)
            self.edit.setText(key)
        else:
            self.choose(key)
        if self.edit.hasFocus():
            self.edit.selectAll()

    @property
    def _searching(self) -> bool:
        """Whether something was typed that the draft does not say."""
        return not self._as_json and self.edit.isModified() and self.edit.text() != spelled(self.value)

    def take_typed(self) -> None:
        super().take_typed()
        if self.suggestions is not None and self.isEnabled():
            self.suggestions.hide()
            if self._searching and self.edit.text():
                self.pick(self.edit.text())
            elif self._searching:
                self.choose(ABSENT)

    def _is_untouched_sample(self) -> bool:
        """Whether the draft has no file and is, letter for letter, a sample of its type."""
        draft, key = self.binding.draft, self.value
        known = self._catalog.get(key) if isinstance(key, str) and draft.path is None else None
        event = draft.reading
        if known is None or event is None:
            return False
        return is_fresh_sample(draft.text, event, known, draft.encoding, self._contacts())

    def _typed(self, text: str) -> None:
        assert self.suggestions is not None
        if self._as_json:
            super()._typed(text)
        elif text:
            self.suggestions.show_matching(text)
        else:
            self.suggestions.show_all()

    def show_value(self, value: Value, *, keep_text: bool) -> None:
        super().show_value(value, keep_text=keep_text)
        if value is ABSENT:
            self.edit.setPlaceholderText(_("not sent: pick what happened"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and self.suggestions is not None:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
                if event.key() == Qt.Key.Key_Escape and self._searching:
                    event.accept()  # it takes back what was typed, before it cancels a send
                    return True
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_Escape and self._searching:
                    self._restore()
                    return True
                if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not _pressed_with(event):
                    self.suggestions.show_all()
                    return True
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                    # The list is closed: Enter opens it, or takes the text as it stands.
                    if self._searching:
                        self.take_typed()
                    else:
                        self.suggestions.show_all()
                    return True
            elif isinstance(event, QFocusEvent) and _leaves(event):
                self.take_typed()
        return super().eventFilter(watched, event)

    def _restore(self) -> None:
        """Show again what the draft says."""
        if self.suggestions is not None:
            self.suggestions.hide()
        if self._searching:
            self.edit.show_text(spelled(self.value))


def _pressed_with(event: QKeyEvent) -> Qt.KeyboardModifier:
    """What is held besides; that the key is one of the number pad does not count."""
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def _leaves(event: QFocusEvent) -> bool:
    """Whether the focus goes elsewhere; the field's own menu works on what is typed."""
    return event.type() == QEvent.Type.FocusOut and event.reason() != Qt.FocusReason.PopupFocusReason
