"""Room for what comes and goes while one types: it is given at once and taken back in a pause, so that nothing jumps.

What a person asked for by a command (a mend) is no typing: the room goes back with what it was held for.

Besides being calm it is fast: whatever changes its height has everything below it laid out and painted anew.
"""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

#: Typing that pauses this long lets the room go.
PAUSE_MS: Final = 2_000


class SlowRoom(QObject):
    """Keeps one widget from shrinking while its content changes.

    Signals:
        free(): the pause has come, or ``let_go``; the widget may be as small as it likes, or be hidden.
    """

    free = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.let_go)

    @property
    def is_held(self) -> bool:
        return self._pause.isActive()

    def hold(self) -> None:
        """The content is about to change: keep the height of now, if the widget is seen, until the next pause."""
        if self._widget.isVisible():
            self._widget.setMinimumHeight(self._widget.height())
            self._pause.start()

    def let_go(self) -> None:
        """Hold nothing any more."""
        self._pause.stop()
        self._widget.setMinimumHeight(0)
        self.free.emit()


def let_go_in(part: QWidget) -> None:
    """Take back the room that is held anywhere in ``part``: nobody is typing."""
    for room in part.findChildren(SlowRoom):
        if room.is_held:
            room.let_go()
