"""Garbage is looked for on the window's thread alone: what is found may hold Qt objects, which must end there.

Python looks for it on whatever thread happens to make the next object, and a widget that ends beside the window's
thread ends the program.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 500
#: So many looks at the young are followed by one at those that outlived the last one; as in Python itself.
_LOOKS: Final = 10


class GarbageCollection(QObject):
    """Takes the place of Python's own collection, from ``begin`` on and as long as it lives.

    Attributes:
        active: it has begun.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def active(self) -> bool:
        return self._timer.isActive()

    def begin(self) -> None:
        """What stands now stays for good: it is left out of every later look, so that none outlasts a frame."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def end(self) -> None:
        """Look for no more."""
        self._timer.stop()

    def look(self) -> None:
        """Collect the young when there are many; now and then the older with them."""
        if gc.get_count()[0] <= gc.get_threshold()[0]:
            return
        self._looks += 1
        older = self._looks % _LOOKS == 0
        oldest = self._looks % _LOOKS**2 == 0
        gc.collect(2 if oldest else 1 if older else 0)
