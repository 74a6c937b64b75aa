"""Icons fill the place they are given, whatever the screen's scale."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QDialogButtonBox, QProxyStyle, QStyle

from yespo_console.gui.icons import icon
from yespo_console.gui.theme import style_sheet
from yespo_console.gui.tokens import LIGHT


def _ink(image):
    """The smallest rectangle around all that was painted, in device pixels."""
    points = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha()]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_an_icon_is_as_large_on_a_scaled_screen(qapp, ratio):
    side = round(24 * ratio)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    icon("error").paint(painter, QRect(0, 0, 24, 24))
    painter.end()
    left, top, right, bottom = (at / ratio for at in _ink(image))
    assert left < 5
    assert top < 5
    assert right > 19
    assert bottom > 19


class _DesktopWithIcons(QProxyStyle):
    """As on a desktop that wants an icon on every button of a dialog."""

    def styleHint(self, hint, option=None, widget=None, returned=None):
        if hint is QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, option, widget, returned)


def test_a_dialogs_buttons_have_no_stock_icons(qtbot, qapp):
    dressed = qapp.styleSheet()
    qapp.setStyleSheet("")  # an earlier test may have had a window
    style = _DesktopWithIcons("Fusion")
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    box.setStyle(style)
    stock = QDialogButtonBox.StandardButton
    assert not box.addButton(stock.Save).icon().isNull(), "this desktop gives no icons at all"
    box.setStyleSheet(style_sheet(LIGHT, 1.0))
    for button in (stock.Cancel, stock.Close, stock.Discard):
        assert box.addButton(button).icon().isNull()
    qapp.setStyleSheet(dressed)
