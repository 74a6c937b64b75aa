"""Clicks count only on what has stood at its place for the time of a click: before that they were meant for another."""

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

_MOVES: Final = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show)
_PRESSES: Final = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


@dataclass(slots=True)
class _Stand:
    """Where a button stands in the window, and since when."""

    place: QPoint
    since: QElapsedTimer = field(default_factory=QElapsedTimer)

    def __post_init__(self) -> None:
        self.since.start()


class SettledClicks(QObject):
    """Swallows clicks on the buttons of a bar that comes, moves and changes by itself. Keys it leaves alone.

    The time of a click is the one in which the system takes two of them for a double click.
    """

    def __init__(self, bar: QWidget) -> None:
        super().__init__(bar)
        self._bar = bar
        self._stands: dict[QAbstractButton, _Stand] = {}
        # Looked at when all of it is laid out: on the way there a button may stand elsewhere and come back.
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.timeout.connect(self._look_at_all)
        for moved in (bar, bar.parentWidget()):
            if moved is not None:
                moved.installEventFilter(self)

    def watch(self, button: QAbstractButton) -> None:
        """There is one more."""
        button.installEventFilter(self)

    def begin_anew(self) -> None:
        """The buttons are others, or do something else now where they were."""
        self._stands.clear()
        self._look.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _MOVES:
            self._look.start()
        elif kind in _PRESSES and isinstance(watched, QAbstractButton):
            return self._stand_of(watched).since.elapsed() < QApplication.doubleClickInterval()
        return False

    def _look_at_all(self) -> None:
        for button in self._bar.findChildren(QAbstractButton):
            self._stand_of(button)

    def _stand_of(self, button: QAbstractButton) -> _Stand:
        place = button.mapTo(button.window(), QPoint(0, 0))
        stand = self._stands.get(button)
        if stand is None or stand.place != place:
            self._stands[button] = stand = _Stand(place)
        return stand
