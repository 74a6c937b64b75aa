"""The part of the settings that limits the history, with what a limit would remove before it is saved."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.gui.calm_fields import WholeNumber
from yespo_console.gui.meant_question import MeantQuestion
from yespo_console.gui.settings.rows import Row
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _
from yespo_console.platform.local_time import local

if TYPE_CHECKING:
    from yespo_console.history.retention import Plan, Rule
    from yespo_console.history.store import HistoryStore

#: A limit is looked into when typing pauses.
_PAUSE_MS: Final = 300


class RetentionPart(QWidget):
    """Three limits, each of which may be absent, and a sentence about what they would remove now.

    Attributes:
        days, exchanges, megabytes: 0 stands for no limit.
        would_go: the sentence.
    Signals:
        removing(bool): saving removes exchanges at once, as far as is known, or does not.
        agreed(): after ``ask``: what is set may be saved.
        declined(str): after ``ask``: it may not; a sentence why, "" when the user said so.
    """

    removing = Signal(bool)
    agreed = Signal()
    declined = Signal(str)

    def __init__(self, history: "HistoryStore", runner: AsyncRunner) -> None:
        super().__init__()
        self._history, self._runner = history, runner
        self._asked = 0
        self._plan: Plan | None = None  # of the limits as they stand; None until it is known
        self._is_awaited = False  # the plan, by a user who wants to save
        self._loaded: Rule | None = None
        self.days = _limit(36_500, _(" days"))
        self.exchanges = _limit(100_000_000, "")
        self.megabytes = _limit(1_000_000, _(" MB"))
        self.would_go = QLabel(self)
        self.would_go.setWordWrap(True)
        self.would_go.setAccessibleName(_("What would be removed now"))
        told = QLabel(
            _(
                "Beyond a limit the oldest exchanges are removed: at once when you save, and later while the program "
                "runs. What is pinned is kept. What was removed cannot be brought back."
            ),
            self,
        )
        told.setProperty("role", "caption")
        told.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(Row(_("Keep exchanges for"), self.days))
        layout.addWidget(Row(_("Keep at most so many exchanges"), self.exchanges))
        layout.addWidget(Row(_("Keep the file smaller than about"), self.megabytes))
        layout.addWidget(self.would_go)
        layout.addWidget(told)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._count)
        for box in (self.days, self.exchanges, self.megabytes):
            box.valueChanged.connect(self._changed)

    def load(self, days: int | None, exchanges: int | None, megabytes: int | None) -> None:
        """Show these limits."""
        for box, value in ((self.days, days), (self.exchanges, exchanges), (self.megabytes, megabytes)):
            box.setValue(value or 0)
        self._loaded = self._rule()
        self._changed()

    def compare_with(self, days: int | None, exchanges: int | None, megabytes: int | None) -> None:
        """These limits are stored by now: they count where the user has not changed any, and are what was agreed to."""
        from yespo_console.history.retention import Rule

        stored = Rule(days, exchanges, megabytes)
        if stored != self._loaded and self._rule() == self._loaded:
            self.load(days, exchanges, megabytes)
        self._loaded = stored

    def to_model(self) -> dict[str, int | None]:
        """The limits under their names in the settings."""
        return {
            "history_days": self.days.value() or None,
            "history_exchanges": self.exchanges.value() or None,
            "history_megabytes": self.megabytes.value() or None,
        }

    def ask(self) -> None:
        """Have the user agree to what saving removes, once that is counted; ``agreed`` or ``declined`` follows."""
        if not self._may_remove:
            self.agreed.emit()
        elif self._plan is not None:
            self._put_question(self._plan)
        else:
            self._is_awaited = True
            self._pause.stop()
            self._count()

    def _rule(self) -> "Rule":
        from yespo_console.history.retention import Rule

        return Rule(*self.to_model().values())

    def _changed(self) -> None:
        self._asked += 1
        self._plan = None
        self._give_up("")
        self.removing.emit(self._may_remove)
        if self._rule().is_off:
            self._pause.stop()
            self.would_go.setText(_("Everything is kept."))
        else:
            self.would_go.setText(_("Counting …"))
            self._pause.start()

    @property
    def _may_remove(self) -> bool:
        """Whether there are limits that are new; those that were saved before have removed what they remove."""
        return not self._rule().is_off and self._rule() != self._loaded

    def _count(self) -> None:
        self._runner.start_in_thread(partial(_plan, self._history, self._rule(), self._asked), self._planned)

    def _planned(self, outcome: "Outcome[tuple[Plan, int]]") -> None:
        from yespo_console.history.errors import HistoryError

        if isinstance(outcome.error, HistoryError):
            self.would_go.setText(str(outcome.error))
            self._give_up(str(outcome.error))
        elif not outcome.cancelled:
            planned, asked = outcome.result()
            if asked == self._asked:
                self._plan = planned
                self.would_go.setText(planned.sentence())
                self.removing.emit(self._may_remove and bool(planned.going))
                if self._is_awaited:
                    self._is_awaited = False
                    self._put_question(planned)

    def _give_up(self, words: str) -> None:
        """Nobody waits for the plan any more: it cannot be had, or the limits are others by now."""
        if self._is_awaited:
            self._is_awaited = False
            self.declined.emit(words)

    @property
    def _is_tighter(self) -> bool:
        """Whether less is to be kept than the user has agreed to before: sooner or later that removes something."""
        known = self._loaded.limits if self._loaded is not None else (None, None, None)
        pairs = zip(self._rule().limits, known, strict=True)
        return any(now is not None and (before is None or now < before) for now, before in pairs)

    def _put_question(self, planned: "Plan") -> None:
        if planned.span is None and not self._is_tighter:
            self.agreed.emit()
            return
        box = MeantQuestion(self.window())
        box.setText(planned.sentence())
        later = _("Later, whatever comes to be beyond these limits is removed without another question: {limits}.")
        told = [later.format(limits=", ".join(self._words_of_limits()))]
        if planned.span is not None:
            box.setWindowTitle(_("Remove exchanges from the history?"))
            first, last = (local(moment).strftime("%Y-%m-%d %H:%M") for moment in planned.span)
            told.insert(0, _("They were sent from {first} to {last}.").format(first=first, last=last))
            yes = _("Save and remove")
        else:
            box.setWindowTitle(_("Limit the history?"))
            yes = _("Save the limits")
        told.append(_("What was removed cannot be brought back."))
        box.setInformativeText(" ".join(told))
        remove = box.addButton(yes, MeantQuestion.ButtonRole.DestructiveRole)
        remove.setAccessibleName(remove.text())
        cancel = box.addButton(MeantQuestion.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.finished.connect(lambda: self._answered(box.clickedButton() is remove))
        box.finished.connect(box.deleteLater)
        box.open()

    def _words_of_limits(self) -> list[str]:
        """The limits as they stand in the fields, each with what it limits."""
        rows = (self.days, self.exchanges, self.megabytes)
        return [f"{box.accessibleName()} {box.text()}" for box in rows if box.value()]

    def _answered(self, yes: bool) -> None:
        if yes:
            self.agreed.emit()
        else:
            self.declined.emit("")


def _plan(history: "HistoryStore", rule: "Rule", asked: int) -> "tuple[Plan, int]":
    """In a thread."""
    from yespo_console.history import retention

    return retention.plan(history, rule), asked


def _limit(most: int, unit: str) -> WholeNumber:
    box = WholeNumber()
    box.setRange(0, most)
    box.setSpecialValueText(_("no limit"))
    box.setSuffix(unit)
    box.setGroupSeparatorShown(True)
    box.lineEdit().setTextMargins(GRID - 2, 0, 0, 0)  # the style sheet's padding does not reach the line in the box
    return box
