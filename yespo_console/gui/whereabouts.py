"""Where the user is in a window: whoever is elsewhere by now is not to be torn away from it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the keys go. Two are equal unless the user went to another field between them, or typed into this one.

    Attributes:
        field: what has the focus of the window.
        cursor: how far the cursor stands in its text; None in what has none.
    """

    field: QWidget | None
    cursor: object


def whereabouts(of: QWidget) -> Whereabouts:
    """Where the user is now in the window of a widget."""
    field = of.window().focusWidget()
    cursor = field.inputMethodQuery(Qt.InputMethodQuery.ImAbsolutePosition) if field is not None else None
    return Whereabouts(field, cursor)
