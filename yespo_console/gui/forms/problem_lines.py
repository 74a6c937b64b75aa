"""The sentences under a field: what is wrong with it, worst first, told by an icon's shape, its colour and words."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from yespo_console.events.problems import Problem, Severity
from yespo_console.gui import icons
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
    """Up to three sentences; hidden when there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[tuple[Severity, str], ...] = ()
        self._more = 0
        self.setVisible(False)

    def texts(self) -> tuple[str, ...]:
        """The sentences as shown."""
        return tuple(text for _severity, text in self._shown)

    def show_lines(self, lines: Sequence[tuple[Severity, str]], total: int | None = None) -> None:
        """Show severity and sentence of each; more than ``MOST_LINES`` (of ``total``) are counted in a last line."""
        shown, more = tuple(lines[:MOST_LINES]), max(0, (total or len(lines)) - MOST_LINES)
        if (shown, more) == (self._shown, self._more):
            return
        self._shown, self._more = shown, more
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (severity, text) in enumerate(shown):
            self._add(row, severity, text)
        if more:
            rest = QLabel(ngettext("and {count} more", "and {count} more", more).format(count=more), self)
            rest.setProperty("role", "muted")
            self._grid.addWidget(rest, len(shown), 1)
        self.setVisible(bool(shown))

    def _add(self, row: int, severity: Severity, text: str) -> None:
        mark = QLabel(self)
        mark.setPixmap(icons.pixmap(severity.value, _ICON, severity.value, self.devicePixelRatioF()))
        mark.setFixedSize(_ICON, _ICON + 2)
        mark.setAlignment(Qt.AlignmentFlag.AlignBottom)
        mark.setAccessibleName(severity_word(severity))
        mark.setToolTip(severity_word(severity))
        sentence = QLabel(text, self)
        sentence.setWordWrap(True)
        sentence.setTextFormat(Qt.TextFormat.PlainText)
        sentence.setProperty("role", severity.value)
        sentence.setAccessibleName(f"{severity_word(severity)}: {text}")
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(sentence, row, 1)
