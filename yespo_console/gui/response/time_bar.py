"""Where the time of a send went, as a bar and in words."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from yespo_console.gui.theme import theme
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.history.exchange import Timing

_HEIGHT: Final = 6
#: From strong to faint; the words beside the bar say the same, so nothing hangs on the shade.
_SHADES: Final = (1.0, 0.75, 0.5, 0.3)


def parts_of(timing: "Timing") -> list[tuple[str, float]]:
    """The steps that happened, each with its milliseconds.

    *wait* runs from the first byte sent to the head of the answer; *rest* is what the total has besides: mostly reading
    the body.
    """
    steps = [
        (_("connect"), timing.connect_ms),
        (_("TLS"), timing.tls_ms),
        (_("wait"), timing.first_byte_ms),
    ]
    found = [(name, spent) for name, spent in steps if spent is not None]
    if timing.total_ms is not None and timing.first_byte_ms is not None:
        found.append((_("rest"), max(0.0, timing.total_ms - sum(spent for _name, spent in found))))
    return found


def time_in_words(timing: "Timing") -> str:
    """``84 ms: connect 12, TLS 31, wait 39, rest 2``, or ``9 ms: connection reused, …``; else empty."""
    if timing.total_ms is None:
        return ""
    steps = [_("connection reused")] if timing.reused else []
    steps += [f"{name} {spent:.0f}" for name, spent in parts_of(timing)]
    total = _("{total} ms").format(total=f"{timing.total_ms:.0f}")
    return _("{total}: {steps}").format(total=total, steps=", ".join(steps)) if steps else total


class TimeBar(QWidget):
    """The steps side by side, as wide as they were long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[float] = []
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(_("Where the time went"))
        theme().changed.connect(self.update)

    def show_timing(self, timing: "Timing") -> None:
        """Draw ``timing``; nothing when no time was measured."""
        self._parts = [spent for _name, spent in parts_of(timing)]
        self.setAccessibleDescription(time_in_words(timing))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        total = sum(self._parts)
        if total <= 0:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            left = 0.0
            for spent, shade in zip(self._parts, _SHADES, strict=False):
                width = self.width() * spent / total
                colour = QColor(theme().colour("accent"))
                colour.setAlphaF(shade)
                painter.fillRect(QRectF(left, 0, max(0.0, width - 1), _HEIGHT), colour)
                left += width
