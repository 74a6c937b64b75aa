"""Icons: one set of SVG files of one line weight, painted in a colour of the theme at exactly the size asked for.

The files draw with ``currentColor``; the colour is chosen at paint time, so an icon follows the theme without being
made again.
"""

from functools import cache
from typing import Final, Literal

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QIcon, QIconEngine, QImageReader, QPainter, QPixmap, QPixmapCache

from yespo_console.events.problems import Severity
from yespo_console.gui.theme import current
from yespo_console.platform.resources import resources_dir

#: The token an icon takes its colour from.
Role = Literal[
    "text", "muted", "disabled", "accent", "on_accent", "real", "on_real", "error", "warning", "info", "success", "line"
]
SUFFIX: Final = ".svg"
#: How bad something is -> the icon of that, and its colour.
SEVERITIES: Final[dict[Severity, Role]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "info",
}


class UnknownIconError(LookupError):
    """No file of that name: a slip in our own code, or an incomplete installation."""


@cache
def _source(name: str) -> str:
    path = resources_dir() / "icons" / f"{name}{SUFFIX}"
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise UnknownIconError(f"there is no icon {name!r} at {path}") from error


def names() -> tuple[str, ...]:
    """The names of all icons, sorted."""
    return tuple(sorted(path.stem for path in (resources_dir() / "icons").glob(f"*{SUFFIX}")))


def pixmap(name: str, size: int, role: Role = "text", ratio: float = 1.0) -> QPixmap:
    """Icon ``name`` as a picture of ``size`` logical px at a device pixel ratio. Null when the SVG cannot be read."""
    return _render(name, QSize(size, size), ratio, getattr(current(), role))


def _render(name: str, size: QSize, ratio: float, colour: str) -> QPixmap:
    key = f"yespo-icon:{name}:{colour}:{size.width()}x{size.height()}@{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    content = QByteArray(_source(name).replace("currentColor", colour).encode())
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(round(size.width() * ratio), round(size.height() * ratio)))
    picture = QPixmap.fromImage(reader.read())
    picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


class _Engine(QIconEngine):
    """Paints one icon; asks the theme for the colour each time."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        painter.drawPixmap(rect.topLeft(), self._picture(rect.size(), mode, ratio_of(painter)))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: ARG002
        # Qt asks in device pixels here, while ``paint`` is told logical ones.
        logical = QSize(max(1, round(size.width() / scale)), max(1, round(size.height() / scale)))
        return self._picture(logical, mode, scale)

    def _picture(self, size: QSize, mode: QIcon.Mode, ratio: float) -> QPixmap:
        role = "disabled" if mode is QIcon.Mode.Disabled else self._role
        return _render(self._name, size, ratio, getattr(current(), role))

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:  # noqa: ARG002
        return size


@cache
def icon(name: str, role: Role = "text") -> QIcon:
    """Icon ``name`` in the colour of ``role``; disabled ones are drawn in the theme's ``disabled``.

    Raises UnknownIconError.
    """
    _source(name)
    return QIcon(_Engine(name, role))


def ratio_of(painter: QPainter) -> float:
    """Device pixels for each logical one where ``painter`` paints.

    Not asked of ``painter.device()``: to wrap that, PySide6 first makes every class ready that can be painted on.
    """
    return painter.deviceTransform().m11()


def centred(rect: QRect, size: int) -> QRect:
    """A square of ``size`` px in the middle of ``rect``, for painting an icon there."""
    return QRect(rect.center() - QPoint(size // 2 - 1, size // 2 - 1), QSize(size, size))
