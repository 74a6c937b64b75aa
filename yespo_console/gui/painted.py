"""What waits until something is on the screen, so that it does not hold it up."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

#: A window that nothing shows is not painted; what waits for it goes on after so long.
_LATEST_MS: Final = 100


class Painted(QObject):
    """Does one thing, the one that was asked for last, when ``widget`` has been painted next.

    A thread that works meanwhile makes a paint several times as long: each thing that is drawn lets go of the
    interpreter and has to wait for it anew.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._act: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._do)

    def then(self, act: Callable[[], object]) -> None:
        """Call ``act`` after the paint that is due; now, where ``widget`` is not to be seen."""
        self._act = act
        if not self._widget.isVisible():
            self._do()
            return
        self._widget.installEventFilter(self)
        self._timer.start(_LATEST_MS)

    def now(self) -> None:
        """Wait no longer: what is still to be done is done."""
        if self._act is not None:
            self._do()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() is QEvent.Type.Paint:
            self._timer.start(0)  # others are painted after it in this turn of the event loop
        return False

    def _do(self) -> None:
        self._timer.stop()
        self._widget.removeEventFilter(self)
        act, self._act = self._act, None
        if act is not None:
            act()
