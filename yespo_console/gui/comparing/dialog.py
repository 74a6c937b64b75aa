"""The window of a comparison: the differences in words over both texts."""

import threading
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yespo_console.gui.actions import spec
from yespo_console.gui.calm_fields import Tabs
from yespo_console.gui.clipboard import copy_text
from yespo_console.gui.comparing.compared_text import Sign, sign_of
from yespo_console.gui.comparing.in_process import ComparisonBrokenError, compare_any
from yespo_console.gui.comparing.sides import Compared, Side, ticket_of
from yespo_console.gui.comparing.text_pair import MOST_MARKED, TextPair
from yespo_console.gui.dialog_size import open_as_left
from yespo_console.gui.icons import icon
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.gui.wrapped import Wrapped
from yespo_console.platform.i18n import N_, _, ngettext
from yespo_console.sharing.personal_names import look_through_words

if TYPE_CHECKING:
    from yespo_console.events.differences import Difference
    from yespo_console.gui.async_runner import AsyncRunner, Outcome

#: More rows than this are not made: nobody walks through them, and Copy tells how many there are.
_MOST_ROWS: Final = 500
_ICONS: Final[dict[Sign, str]] = {Sign.REMOVED: "minus", Sign.ADDED: "plus", Sign.CHANGED: "not-equal"}
_SPOKEN: Final[dict[Sign, str]] = {Sign.REMOVED: N_("Gone"), Sign.ADDED: N_("New"), Sign.CHANGED: N_("Changed")}


class CompareDialog(QDialog):
    """Compares two sides beside the window and shows what comes of it.

    Attributes:
        summary, remarks: what was found, in words.
        parts: the tabs Request and Answer; hidden where there is only a request.
        list: the differences, one a row.
        pair: the two texts.
        copy: puts all of it on the clipboard, without anybody's data.
    """

    def __init__(self, before: Side, after: Side, runner: "AsyncRunner", parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("compare")
        self.setWindowTitle(_("Compare"))
        self._before, self._after = before, after
        self._compared: tuple[Compared, ...] = ()
        self._unwanted = threading.Event()

        self.summary = QLabel(_("Comparing …"), self)
        self.summary.setProperty("role", "title")
        self.summary.setAccessibleName(_("What was found"))
        self.parts = Tabs(self)
        self.parts.setDrawBase(False)
        self.parts.setExpanding(False)
        self.parts.setAccessibleName(_("Parts of the exchange"))
        self.parts.hide()
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self.summary, 1)
        head.addWidget(self.parts)
        self.remarks = Wrapped("", "muted", self)
        self.remarks.hide()
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Differences"))
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(16, 16))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show_place)
        self.list.itemActivated.connect(self._enter_text)
        self.pair = TextPair(self)
        self.pair.setObjectName("compare-texts")
        self.pair.name_sides(before.title, after.title)
        rows = QSplitter(Qt.Orientation.Vertical, self)
        rows.setObjectName("compare-rows")
        rows.setChildrenCollapsible(False)
        rows.addWidget(self.list)
        rows.addWidget(self.pair)
        rows.setStretchFactor(0, 2)
        rows.setStretchFactor(1, 5)
        rows.setHandleWidth(GRID)
        self._looks = QButtonGroup(self)
        looks = QHBoxLayout()
        looks.setSpacing(HALF)
        for at, words in enumerate((_("Laid out"), _("As it is"))):
            look = QToolButton(self)
            look.setText(words)
            look.setAccessibleName(words)
            look.setCheckable(True)
            look.setChecked(at == 0)
            look.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._looks.addButton(look, at)
            looks.addWidget(look)
        self._looks.idClicked.connect(self._fill_texts)
        self.copied = QLabel(self)
        self.copied.setWordWrap(True)
        self.copied.setProperty("role", "muted")
        self.copy = _button(_("Copy for the ticket"), self)
        self.copy.setIcon(icon("copy"))
        self.copy.setToolTip(spec("copy-ticket").tooltip)
        self.copy.setEnabled(False)
        self.copy.clicked.connect(self.copy_ticket)
        close = _button(_("Close"), self)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addLayout(looks)
        buttons.addWidget(self.copied, 1)
        buttons.addWidget(self.copy)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.remarks)
        column.addWidget(rows, 1)
        column.addLayout(buttons)
        self.parts.currentChanged.connect(self._show_part)
        for action, command in (
            ("next-pane", partial(self._step_pane, 1)),
            ("previous-pane", partial(self._step_pane, -1)),
            ("copy-ticket", self.copy_ticket),
        ):
            for keys in spec(action).keys:
                QShortcut(QKeySequence(keys), self, command)
        open_as_left(self, 1080, 720, parent)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        runner.start_in_thread(partial(compare_any, before, after, self._unwanted.is_set), self._found)

    def done(self, result: int) -> None:
        """Close; a comparison that still runs is given up."""
        self._unwanted.set()
        super().done(result)

    @property
    def part(self) -> Compared | None:
        """The one shown; None while nothing is known."""
        return self._compared[max(0, self.parts.currentIndex())] if self._compared else None

    def copy_ticket(self) -> None:
        """Put the comparison on the clipboard as Markdown, with placeholders for personal data."""
        if self._compared:
            copy_text(ticket_of(self._before, self._after, self._compared))
            self.copied.setText(" ".join((_("Copied, with placeholders for personal data."), look_through_words())))

    def _found(self, outcome: "Outcome[tuple[Compared, ...]]") -> None:
        if outcome.cancelled or self._unwanted.is_set():
            return
        if isinstance(outcome.error, ComparisonBrokenError):
            self.summary.setText(_("The comparison broke off: the texts are too large for this computer's memory."))
            return
        self._compared = outcome.result()
        self.copy.setEnabled(True)
        self.parts.blockSignals(True)  # the first tab becomes current as it is added
        for part in self._compared:
            self.parts.addTab(f"{part.name} ({part.count:,})" if part.count else part.name)
        self.parts.blockSignals(False)
        self.parts.setVisible(len(self._compared) > 1)
        self._show_part()

    def _show_part(self, *_at: int) -> None:
        part = self.part
        if part is None:
            return
        self.summary.setText(part.summary)
        too_long = max(map(len, part.texts)) > MOST_MARKED
        long = (_("The texts are too long to be marked, so only their beginnings are shown."),) if too_long else ()
        self.remarks.setText("\n".join((*part.remarks, *long)))
        self.remarks.setVisible(bool(self.remarks.text()))
        self._fill_texts()
        self._fill_list(part)

    def _fill_list(self, part: Compared) -> None:
        self.list.clear()
        for difference in part.differences[:_MOST_ROWS]:
            sign = sign_of(difference)
            row = QListWidgetItem(icon(_ICONS[sign], sign.role), difference.message, self.list)
            row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_(_SPOKEN[sign])}: {difference.message}")
            row.setToolTip(_("Enter goes to the place in the texts"))
        left = part.count - self.list.count()
        if left:
            words = ngettext("and {count} more difference", "and {count} more differences", left)
            more = QListWidgetItem(words.format(count=f"{left:,}"), self.list)
            more.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setVisible(bool(part.differences))
        if part.differences:
            self.list.setCurrentRow(0)
            if not self.pair.isAncestorOf(self.focusWidget() or self):
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.focusWidget() in (None, self.list):
            self.pair.first.focus_widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_texts(self, *_look: int) -> None:
        part = self.part
        if part is not None:
            empty = _("Nothing is here.")
            laid_out = self._looks.checkedId() == 0
            self.pair.show_texts(part.texts, part.body.differences, laid_out=laid_out, when_empty=empty)
            self._show_place(self.list.currentRow())

    def _difference(self, row: int) -> "Difference | None":
        part = self.part
        return part.differences[row] if part is not None and 0 <= row < len(part.differences) else None

    def _show_place(self, row: int) -> None:
        difference = self._difference(row)
        if difference is not None:
            self.pair.show_difference(difference)

    def _enter_text(self, _item: QListWidgetItem) -> None:
        """Enter on a difference: the keys go on in the text that has it."""
        difference = self._difference(self.list.currentRow())
        if difference is not None:
            self.pair.show_difference(difference)
            side = self.pair.first if sign_of(difference) is Sign.REMOVED else self.pair.second
            side.focus_widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step_pane(self, by: int) -> None:
        panes = [self.pair.first.focus_widget, self.pair.second.focus_widget]
        if self.list.isVisible():
            panes.insert(0, self.list)
        focused = self.focusWidget()
        at = panes.index(focused) if focused in panes else -1 if by > 0 else 0
        panes[(at + by) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)


def _button(words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    return button
