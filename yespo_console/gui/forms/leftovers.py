"""Params that the event type before described and the one chosen now does not: a button takes them away."""

from collections.abc import Iterable

from PySide6.QtWidgets import QPushButton, QWidget

from yespo_console.events.event import Event, Value
from yespo_console.events.event_type import EventType
from yespo_console.gui.forms.places import Place
from yespo_console.platform.i18n import _


class Leftovers(QPushButton):
    """Hidden while nothing is left over.

    Attributes:
        type_before: the documented type that was chosen before; None when there was none.
        names: the params that are left of it.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("link", "true")
        self.setAutoDefault(False)
        self.setVisible(False)
        self.type_before: EventType | None = None
        self.names: tuple[str, ...] = ()

    def sync(self, type_key: object, own: Iterable[tuple[Place, Value]]) -> None:
        """Show what is left now. ``own`` are the params that the type chosen, ``type_key``, does not describe."""
        before = self.type_before
        if before is None or before.key == type_key:
            self.names = ()
        else:
            self.names = tuple(place.name for place, _value in own if place.name in before.params and not place.nth)
        self.setVisible(bool(self.names))
        if self.names and before is not None:
            text = _("Remove what is left of {type}: {names}").format(type=before.key, names=", ".join(self.names))
            self.setText(text)
            self.setAccessibleName(text)

    def without(self, event: Event) -> Event:
        """``event`` without what is left over."""
        kept = tuple(param for param in event.params if param.name not in self.names)
        return Event(event.event_type_key, event.key_value, kept, event.extra)
