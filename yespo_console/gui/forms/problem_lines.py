"""The sentences under a field: what is wrong with it, worst first, told by an icon's shape, its colour and words."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from yespo_console.events.problems import Problem, Severity
from yespo_console.gui.picture import Picture
from yespo_console.gui.slow_room import SlowRoom
from yespo_console.gui.theme import redress
from yespo_console.platform.i18n import _, ngettext

#: More than these are counted, not shown: the list of all problems stands elsewhere.
MOST_LINES: Final = 3
_ICON: Final = 14
_ORDER: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def severity_word(severity: Severity) -> str:
    """The word that says how bad it is."""
    return {Severity.ERROR: _("Error"), Severity.WARNING: _("Warning"), Severity.INFO: _("Note")}[severity]


def worst_first(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Errors, then warnings, then notes; otherwise as they come."""
    return tuple(sorted(problems, key=lambda problem: _ORDER[problem.severity]))


def told(problem: Problem) -> str:
    """Word and sentence, for tool tips and screen readers."""
    return f"{severity_word(problem.severity)}: {problem.message}"


class ProblemLines(QWidget):
    """Up to three sentences; hidden when there is nothing to say, as soon as typing pauses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[Severity, str], ...] = ()
        self._more = 0
        self._lines: list[_Line] = []
        self._rest: QLabel | None = None
        self._room: SlowRoom | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 0)
        self._column.setSpacing(2)
        self.setVisible(False)

    def texts(self) -> tuple[str, ...]:
        """The sentences as shown."""
        return tuple(text for _severity, text in self._shown)

    def show_lines(self, lines: Sequence[tuple[Severity, str]], total: int | None = None) -> None:
        """Show severity and sentence of each; more than ``MOST_LINES`` (of ``total``) are counted in a last line."""
        shown, more = tuple(lines[:MOST_LINES]), max(0, (total or len(lines)) - MOST_LINES)
        if (shown, more) == (self._shown, self._more):
            return
        if self._room is None:
            self._build()
        assert self._room is not None
        assert self._rest is not None
        self._room.hold()
        self._shown, self._more = shown, more
        for line, told in zip_longest(self._lines, shown):
            line.show_words(told)
        self._rest.setText(ngettext("and {count} more", "and {count} more", more).format(count=more) if more else "")
        self._rest.setVisible(bool(more))
        self._fit()

    def _build(self) -> None:
        """Most fields never have a problem: the widgets come with the first one."""
        self._room = SlowRoom(self)
        self._room.free.connect(self._fit)
        for _number in range(MOST_LINES):
            line = _Line(self)
            self._lines.append(line)
            self._column.addWidget(line)
        self._rest = QLabel(self)
        self._rest.setProperty("role", "muted")
        self._column.addWidget(self._rest)
        self._column.addStretch(1)

    def _fit(self) -> None:
        self.setVisible(bool(self._shown) or (self._room is not None and self._room.is_held))


class _Line(QWidget):
    """One sentence with the mark of its severity."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = Picture(self)
        self._mark.setFixedSize(_ICON, _ICON + 2)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self._sentence = QLabel(self)
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)

    def show_words(self, told: tuple[Severity, str] | None) -> None:
        """Show severity and sentence; None hides the line."""
        self.setVisible(told is not None)
        if told is None:
            return
        severity, text = told
        word = severity_word(severity)
        self._mark.show_icon(severity.value, _ICON, severity.value)
        self._mark.setAccessibleName(word)
        self._mark.setToolTip(word)
        self._sentence.setText(text)
        self._sentence.setAccessibleName(f"{word}: {text}")
        if self._sentence.property("role") != severity.value:
            self._sentence.setProperty("role", severity.value)
            redress(self._sentence)
