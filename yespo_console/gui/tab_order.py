"""Tab goes as a window is read. Qt leads it in the order of the making, and some parts are made late."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def lead(widgets: Iterable[QWidget]) -> None:
    """Have Tab go through ``widgets`` one after another; the first of them keeps its place in the window.

    What takes no focus from Tab is passed over: Qt would keep it and all behind it where they are.
    """
    taking = [one for one in widgets if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for one, following in pairwise(taking):
        QWidget.setTabOrder(one, following)
