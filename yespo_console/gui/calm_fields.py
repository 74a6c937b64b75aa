"""Fields that the wheel of the mouse changes nothing in: it scrolls the page that they stand on.

Qt's own take every turn of the wheel over them, without a click, as a change of what stands in them. Who scrolls a page
of settings does not look at the fields that pass under the pointer. So no other ones are used in the program.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox, QTabBar, QWidget


class _Calm:
    """To be named before the field of Qt's, and no widget itself: PySide6 knows no widget of two kinds."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # whoever stands around it takes it: the area that scrolls


class Choice(_Calm, QComboBox):
    """A list to choose from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt's take the focus by the wheel, too


class WholeNumber(_Calm, QSpinBox):
    """A whole number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class Number(_Calm, QDoubleSpinBox):
    """A number with decimals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class Tabs(_Calm, QTabBar):
    """Tabs. The one that is shown stays shown, and with it what a send would send."""
