"""The two texts side by side: each in its look, scrolled together so that what belongs together stands together."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from yespo_console.events.differences import Difference
from yespo_console.events.line_difference import differing_blocks
from yespo_console.gui.comparing.compared_text import ComparedText
from yespo_console.gui.json_editor import layout
from yespo_console.gui.json_editor.projecting import as_sent, readable
from yespo_console.gui.response.texts import PlainText
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.gui.wrapped import Wrapped
from yespo_console.platform.i18n import _

#: Longer texts are shown by their beginning alone, without marks: to lay one out takes longer than the screen waits.
MOST_MARKED: Final = 150_000
#: So much of those is shown.
_EXCERPT: Final = 10_000


class TextSide(QWidget):
    """One text under its name.

    Attributes:
        name: the label above it.
        text: the view, when the text is short enough to be marked.
    """

    def __init__(self, name: str, *, second: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = Wrapped("", "", self)
        self._laid_out = ComparedText(_("{text}, laid out").format(text=name), readable, second=second)
        self._as_sent = ComparedText(_("{text}, as it is").format(text=name), as_sent, second=second)
        self._plain = PlainText(name)
        self._stack = QStackedWidget(self)
        for view in (self._laid_out, self._as_sent, self._plain):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(HALF)
        column.addWidget(self.name)
        column.addWidget(self._stack, 1)

    @property
    def views(self) -> tuple[ComparedText, ComparedText]:
        """Both looks: laid out, as it is."""
        return self._laid_out, self._as_sent

    @property
    def text(self) -> ComparedText | None:
        """The view that is shown; None for a text that is too long to be marked, and for none."""
        view = self._stack.currentWidget()
        return view if isinstance(view, ComparedText) else None

    @property
    def focus_widget(self) -> QWidget:
        return self._stack.currentWidget() or self

    def show_text(self, text: str, differences: Sequence[Difference], *, laid_out: bool, when_empty: str) -> None:
        """Show ``text`` in the look asked for."""
        if not text or len(text) > MOST_MARKED:
            self._plain.show_text(_beginning(text), when_empty)
            self._stack.setCurrentWidget(self._plain)
            return
        is_json = layout.is_json(text)
        view = self._laid_out if laid_out and is_json else self._as_sent
        view.show_compared(layout.pretty(text) if view is self._laid_out else text, differences)
        self._stack.setCurrentWidget(view)


def _beginning(text: str) -> str:
    """As much of a long text as can be laid out at once, and how much there is."""
    if len(text) <= _EXCERPT:
        return text
    note = _("… the first {shown} of {all} characters.").format(shown=f"{_EXCERPT:,}", all=f"{len(text):,}")
    return f"{text[:_EXCERPT]}\n\n{note}"


class TextPair(QSplitter):
    """Two texts that scroll together.

    Attributes:
        first, second: the sides.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setChildrenCollapsible(False)
        self.first = TextSide(_("First text"), second=False)
        self.second = TextSide(_("Second text"), second=True)
        self._following = False
        #: Lines that stand side by side, first and second, from top to bottom.
        self._anchors: list[tuple[int, int]] = []
        for side, other in ((self.first, self.second), (self.second, self.first)):
            self.addWidget(side)
            side.setContentsMargins(*(0, 0, HALF, 0) if side is self.first else (HALF, 0, 0, 0))
            for view in side.views:
                view.verticalScrollBar().valueChanged.connect(partial(self._follow, side, other))
        self.setSizes([1_000, 1_000])
        self.setHandleWidth(GRID)

    def name_sides(self, first: str, second: str) -> None:
        """What stands above the texts."""
        self.first.name.setText(first)
        self.second.name.setText(second)

    def show_texts(
        self, texts: tuple[str, str], differences: Sequence[Difference], *, laid_out: bool, when_empty: str
    ) -> None:
        """Show both, in one look as far as they are JSON."""
        self._anchors = []
        for side, text in ((self.first, texts[0]), (self.second, texts[1])):
            side.show_text(text, differences, laid_out=laid_out, when_empty=when_empty)
        if self.first.text is not None and self.second.text is not None:
            self._anchors = _anchors(self.first.text.lines, self.second.text.lines)

    def show_difference(self, difference: Difference) -> None:
        """Bring a difference into view in both texts; where it is not, the place where it would be."""
        first, second = self.first.text, self.second.text
        self._following = True  # each goes to its own place
        in_first = first is not None and first.show_difference(difference)
        in_second = second is not None and second.show_difference(difference)
        self._following = False
        if in_first and not in_second:
            self._follow(self.first, self.second)
        elif in_second and not in_first:
            self._follow(self.second, self.first)

    def _follow(self, moved: TextSide, other: TextSide, *_value: int) -> None:
        if self._following or moved.text is None or other.text is None or not self._anchors:
            return
        self._following = True
        other.text.scroll_to_line(self._line_beside(moved.text.top_line, from_first=moved is self.first))
        self._following = False

    def _line_beside(self, line: int, *, from_first: bool) -> int:
        """The line of the other text that belongs beside ``line``: counted on from the last pair above it."""
        ours, theirs = (0, 1) if from_first else (1, 0)
        at = bisect_right(self._anchors, line, key=lambda pair: pair[ours]) - 1
        start = self._anchors[max(at, 0)]
        beyond = self._anchors[at + 1] if at + 1 < len(self._anchors) else None
        reached = start[theirs] + line - start[ours]
        return reached if beyond is None else min(reached, beyond[theirs])


def _anchors(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of lines that stand side by side: the beginnings, and where each piece that differs begins and ends."""
    pairs = [(0, 0)]
    for block in differing_blocks(first, second):
        pairs += [(block.before_start, block.after_start), (block.before_end, block.after_end)]
    return pairs
