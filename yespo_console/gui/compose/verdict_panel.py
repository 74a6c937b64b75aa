"""What will happen to this event: one line at all times, the whole story on demand, the problems below."""

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yespo_console.events.json_errors import JSON_TEXTS
from yespo_console.events.problems import Problem, Severity
from yespo_console.gui import icons
from yespo_console.gui.actions import spec
from yespo_console.gui.picture import Picture
from yespo_console.gui.slow_room import SlowRoom
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.platform.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from yespo_console.events.outlook import Outlook

#: More rows would push the form off the window and cost time at every key; the rest is counted.
MOST_ROWS: Final = 40
_LIST_HEIGHT: Final = 132
#: In a small window the list takes at most this part of the height, so that the form keeps its room.
_LIST_SHARE: Final = 6
#: With the story over them they may take this part.
_STORY_SHARE: Final = 4
_ROW_PX: Final = 30
#: Padding and frame of a sentence that is a link.
_BESIDE_WORDS: Final = 12

_WORDS: Final[dict[Severity, str]] = {
    Severity.ERROR: N_("Error"),
    Severity.WARNING: N_("Warning"),
    Severity.INFO: N_("Note"),
}
#: By the value of a ``Verdict``, whose module is imported with the first check, after the first paint.
_VERDICT_ROLES: Final[dict[str, icons.Role]] = {
    "accepted": "success",
    "refused": "error",
    "ignored": "error",
    "unknown": "warning",
}


class VerdictPanel(QFrame):
    """Outlook and problems of the current draft.

    Signals:
        problem_chosen(Problem): the user wants to go to its place.
        fix_chosen(Fix): the user wants it applied.
        repair_asked(): the user wants the text read, which is no JSON.
        chain_changed(): ``focus_chain`` answers something else now.
    """

    problem_chosen = Signal(object)
    fix_chosen = Signal(object)
    repair_asked = Signal()
    chain_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()
        self._current = -1
        self._icon = Picture(self)
        self.headline = QLabel(_("Checking…"), self)
        self.headline.setProperty("role", "title")
        self.headline.setWordWrap(True)
        self.headline.setTextFormat(Qt.TextFormat.PlainText)
        self.headline.setAccessibleName(_("What would happen to this event"))
        self.summary = QLabel(self)
        self.summary.setProperty("role", "muted")
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.why = QToolButton(self)
        self.why.setText(_("Why?"))
        self.why.setCheckable(True)
        self.why.setToolTip(_("The whole story: key, contact, event type, and what it could set off"))
        self.why.setAccessibleName(_("Why?"))
        self.why.toggled.connect(self._show_story)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._icon)
        line.addWidget(self.headline, 1)
        line.addWidget(self.summary)
        line.addWidget(self.why)
        self._list = QWidget()
        self.story = QLabel(self._list)
        self.story.setWordWrap(True)
        self.story.setTextFormat(Qt.TextFormat.PlainText)
        self.story.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.story.setAccessibleName(_("Why"))
        self.story.hide()
        self._rows: list[_Row] = []
        self._more = QLabel(self)
        self._more.setProperty("role", "muted")
        #: Keeps the place of the first problem, so that nothing moves when it comes.
        self._none = QLabel(_("No problems found."), self)
        self._none.setProperty("role", "muted")
        self._none.setMinimumHeight(_ROW_PX)
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(HALF)
        self._column.addWidget(self.story)
        self._column.addWidget(self._none)
        self._column.addWidget(self._more)
        self._column.addStretch(1)
        self.list_area = QScrollArea(self)
        self.list_area.setWidgetResizable(True)
        self.list_area.setFrameShape(QFrame.Shape.NoFrame)
        self.list_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list_area.setAccessibleName(_("Problems"))
        self.list_area.setWidget(self._list)
        self._room = SlowRoom(self.list_area)
        self._room.free.connect(self._free_list)
        #: Where the user is, and the problem that they went to there.
        self._place = ""
        self._at: Problem | None = None
        self._floor = 0  # the list is not lower than this until typing pauses
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(line)
        column.addWidget(self.list_area)
        self.show_problems(())

    def show_outlook(self, outlook: "Outlook") -> None:
        """Say what would happen, in one line; the sentences stand behind "Why?"."""
        # Accepted, and yet likely not what was meant: a new event type starts nothing.
        role = "warning" if outlook.is_doubtful and outlook.verdict == "accepted" else _VERDICT_ROLES[outlook.verdict]
        self._icon.show_icon(role, 20, role)
        self.headline.setText(outlook.headline)
        self.story.setText("\n".join(outlook.story))
        if not self.story.isHidden():
            self._fit_list()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List the problems, worst first as they come."""
        new = tuple(problems)
        if new == self._problems and self._rows:
            return
        self._problems = new
        self._current = -1
        shown = new[:MOST_ROWS]
        # One row is always ready: making it takes the better part of a frame.
        missing = range(len(self._rows), max(1, len(shown)))
        for at in missing:
            row = _Row(self._list)
            row.chosen.connect(self._choose)
            row.fixed.connect(self.fix_chosen)
            row.repair_asked.connect(self.repair_asked)
            row.lines_changed.connect(self._fit_list)
            self._column.insertWidget(self._column.indexOf(self.story) + 1 + at, row)
            self._rows.append(row)
        if missing:
            self.chain_changed.emit()
        for row, problem in zip(self._rows, shown, strict=False):
            row.show_problem(problem)
        for row in self._rows[len(shown) :]:
            row.hide()
        self._none.setVisible(not new)
        rest = len(new) - len(shown)
        self._more.setVisible(rest > 0)
        self._more.setText(ngettext("and {count} more", "and {count} more", rest).format(count=rest))
        self.summary.setText(_counted(new))
        self._room.hold()
        self._floor = self.list_area.minimumHeight() if self._room.is_held else 0
        self._fit_list()

    def focus_chain(self) -> list[QWidget]:
        """What Tab goes through."""
        return [self.why, self.list_area, *(part for row in self._rows for part in (row.go, row.fix))]

    def stand_at(self, pointer: str) -> None:
        """The user is at this place now: what is wrong there is what ``mend`` is for."""
        self._place, self._at = pointer, None

    def mend(self, in_text: Sequence[Problem] | None = None) -> bool:
        """Do what the button beside the problem does that the user is on; False when there is none with a button.

        ``in_text``: those at the cursor, when the user is in the text and not in the form.
        """
        if in_text is None:
            here = [one for one in self._problems if one.pointer == self._place]
        else:  # that a text is no JSON is wrong with all of it
            here = [*in_text, *filter(is_broken_text, self._problems)]
        if self._at in self._problems and (in_text is None or self._at in here):
            here = [self._at]
        if (focused := self._focused_problem()) is not None:
            here = [focused]
        for problem in here:
            if problem.fix is not None:
                self.fix_chosen.emit(problem.fix)
                return True
            if is_broken_text(problem):
                self.repair_asked.emit()
                return True
        return False

    def _focused_problem(self) -> Problem | None:
        """The one whose row has the keys."""
        focused = self.window().focusWidget()
        rows = (row for row in self._rows if focused is not None and row.isAncestorOf(focused))
        return next((row.problem for row in rows), None)

    def _choose(self, problem: Problem) -> None:
        self.problem_chosen.emit(problem)
        self._place, self._at = problem.pointer, problem  # the place alone does not tell which of several there it is

    def _fit_list(self) -> None:
        """As high as its rows, but never lower than it was when they came; where not all have room, whole rows."""
        heights = [row.sizeHint().height() + HALF for row in self._rows[: min(len(self._problems), MOST_ROWS)]]
        most = min(_LIST_HEIGHT, self.window().height() // _LIST_SHARE)
        if not self.story.isHidden():
            heights = heights or [_ROW_PX]
            heights.insert(0, self.story.heightForWidth(self.list_area.viewport().width()) + HALF)
            most = self.window().height() // _STORY_SHARE
        within = [height for height in accumulate(heights, initial=HALF) if height <= most]
        wanted = within[-1] if len(within) > 1 or not heights else most  # a first row higher than that scrolls
        height = max(wanted, _ROW_PX + 2 * HALF, self._floor)
        self.list_area.setMaximumHeight(height)
        self.list_area.setMinimumHeight(height)

    def _free_list(self) -> None:
        self._floor = 0
        self._fit_list()

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) problem; round at the ends. Nothing without problems."""
        if self._problems:
            self._current = (self._current + by) % len(self._problems) if self._current >= 0 or by > 0 else -1
            self._current %= len(self._problems)
            if self._current < len(self._rows):
                self.list_area.ensureWidgetVisible(self._rows[self._current])
            self._choose(self._problems[self._current])

    def _show_story(self, shown: bool) -> None:
        self.story.setVisible(shown)
        # By the keyboard it is read by scrolling; the problems alone are reached by Tab.
        self.list_area.setFocusPolicy(Qt.FocusPolicy.TabFocus if shown else Qt.FocusPolicy.NoFocus)
        self.list_area.verticalScrollBar().setValue(0)
        self._fit_list()
        self.chain_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.story.isHidden():
            self._fit_list()  # its lines are others


class _Sentence(QPushButton):
    """A link of several lines: a button breaks none by itself.

    Signals:
        lines_changed(): it takes more or fewer lines now.
    """

    lines_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self._room = 0  # not known before it was laid out for the first time
        self.setProperty("link", True)
        self.setFlat(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        self._words = words
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() - _BESIDE_WORDS != self._room:
            self._room = event.size().width() - _BESIDE_WORDS
            self._fit()

    def _fit(self) -> None:
        before = self.text().count("\n")
        lines = broken(self._words, self.fontMetrics(), self._room)
        self.setText("\n".join(lines).replace("&", "&&"))
        if before != len(lines) - 1:
            self.lines_changed.emit()


class _Row(QWidget):
    """One problem: its word and sentence lead to its place, a button mends it.

    Attributes:
        problem: the one shown; None before the first.
    Signals:
        chosen(Problem), fixed(Fix).
        repair_asked(): the button is for the whole text.
        lines_changed(): the sentence takes more or fewer lines now.
    """

    chosen = Signal(object)
    fixed = Signal(object)
    repair_asked = Signal()
    lines_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.problem: Problem | None = None
        # Nothing in it may be cut: the least height that the style sheet gives the sentence is that of one line.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._icon = Picture(self)
        self.go = _Sentence(self)
        self.go.lines_changed.connect(self.lines_changed)
        self.go.clicked.connect(self._choose)
        self.fix = QPushButton(self)
        self.fix.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # its row goes away: a space would press the one behind it
        self.fix.clicked.connect(self._mend)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, GRID, 0)
        line.setSpacing(GRID)
        line.addWidget(self._icon)
        line.addWidget(self.go, 1)
        # Not filling the height, the button does not keep the row from growing with its sentence.
        line.addWidget(self.fix, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_problem(self, problem: Problem) -> None:
        if problem == self.problem:
            self.show()
            return
        self.problem = problem
        role = icons.SEVERITIES[problem.severity]
        self._icon.show_icon(role, 16, role)
        word = _(_WORDS[problem.severity])
        self.go.show_words(f"{word}: {problem.message}")
        self.go.setToolTip(problem.message)
        self.go.setAccessibleName(f"{word}: {problem.message}")
        broken_text = is_broken_text(problem)
        label = problem.fix.label if problem.fix is not None else _("Repair this") if broken_text else ""
        self.fix.setVisible(bool(label))
        self.fix.setText(label.replace("&", "&&"))
        self.fix.setAccessibleName(label)
        self.fix.setToolTip(spec("repair" if broken_text else "mend").tooltip)
        self.show()

    def _choose(self) -> None:
        if self.problem is not None:
            self.chosen.emit(self.problem)

    def _mend(self) -> None:
        if self.problem is None:
            return
        if self.problem.fix is not None:
            self.fixed.emit(self.problem.fix)
        else:
            self.repair_asked.emit()


def is_broken_text(problem: Problem) -> bool:
    """Whether it is that the whole text is no JSON, which can be repaired."""
    return problem.code in JSON_TEXTS and problem.code != "not_json_empty"


def broken(words: str, metrics: QFontMetrics, room: int) -> list[str]:
    """``words`` in lines of at most ``room`` px, broken at spaces; a single longer word ends in an ellipsis.

    With no room known (0 or less) they stay in one line.
    """
    if room <= 0 or metrics.horizontalAdvance(words) <= room:
        return [words]
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if not lines[-1] or metrics.horizontalAdvance(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    # A line of several words fits; on some screens it fits so closely that Qt would leave out its last one.
    return [line if " " in line else metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines]


def _counted(problems: Sequence[Problem]) -> str:
    """``2 errors, 1 note``, or nothing."""
    counts = {severity: sum(one.severity is severity for one in problems) for severity in Severity}
    parts = [
        (ngettext("{count} error", "{count} errors", counts[Severity.ERROR]), counts[Severity.ERROR]),
        (ngettext("{count} warning", "{count} warnings", counts[Severity.WARNING]), counts[Severity.WARNING]),
        (ngettext("{count} note", "{count} notes", counts[Severity.INFO]), counts[Severity.INFO]),
    ]
    return ", ".join(text.format(count=count) for text, count in parts if count)
