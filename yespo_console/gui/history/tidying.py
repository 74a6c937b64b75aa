"""Keeping the history within the user's limits: at once when they are saved, quietly every hour."""

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from yespo_console.gui.async_runner import Outcome
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from yespo_console.delivery.settings import Settings
    from yespo_console.gui.services import Services
    from yespo_console.history.reached import Progress, Reached
    from yespo_console.history.removing import Removal
    from yespo_console.history.retention import Rule
    from yespo_console.history.store import Cancellation

log = logging.getLogger(__name__)

#: The first minute belongs to the user.
_FIRST_MS: Final = 60_000
_EVERY_MS: Final = 3_600_000
#: What a user waits for is said once it takes so long.
_SAID_AFTER_MS: Final = 1_000
#: How often it is told how far it is.
_LOOK_MS: Final = 200


def rule_of(settings: "Settings") -> "Rule":
    """The limits the user has set."""
    from yespo_console.history.retention import Rule

    return Rule(settings.history_days, settings.history_exchanges, settings.history_megabytes)


class Tidying(QObject):
    """Removes what the user does not want to keep. Off until a limit is set; limits are read anew each time.

    Signals:
        began(str, callable): what a user waits for takes a while: a sentence, and what gives it up.
        went_on(str, str, object): what is told of that sentence's job now, and how much of it is done, from 0 to 1;
            None: there is no measure.
        withdrawn(str): that sentence is not true any more.
        tidied(str): the limits that were just saved are kept now, and what was removed for that; a sentence.
        failed(str): the limits that were just saved could not be kept; a sentence.
    """

    began = Signal(str, object)
    went_on = Signal(str, str, object)
    withdrawn = Signal(str)
    tidied = Signal(str)
    failed = Signal(str)

    def __init__(self, services: "Services", parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._cancellation: Cancellation | None = None
        self._is_awaited = False  # by a user who has just saved limits
        self._looks_again = False
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY_MS)
        self._clock.timeout.connect(self.look)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.timeout.connect(self.look)
        self._first.start(_FIRST_MS)
        self._clock.start()
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.timeout.connect(self._say_that_it_runs)
        self._reached: Reached | None = None
        self._told_of: Reached | None = None
        self._look_on = QTimer(self)
        self._look_on.setInterval(_LOOK_MS)
        self._look_on.timeout.connect(self._say_how_far_it_is)

    @property
    def runs(self) -> bool:
        return self._cancellation is not None

    def look(self) -> None:
        """Remove what is beyond the limits now, beside the window."""
        from yespo_console.history.store import Cancellation

        if self._cancellation is None:
            self._cancellation = Cancellation()
            self._reached = None
            job = partial(_carry_out, self._services, self._note, self._cancellation)
            self._services.runner.start_in_thread(job, self._done)

    def keep_new_limits(self) -> None:
        """The user has saved limits: keep them at once, and tell what that removed."""
        self._is_awaited = True
        self._looks_again = self.runs  # with the limits of before
        self.look()
        self._long.start(_SAID_AFTER_MS)

    def give_up(self) -> None:
        """What is not removed yet stays until it is looked the next time."""
        self._looks_again = False
        if self._cancellation is not None:
            self._cancellation.cancel()

    def stop(self) -> None:
        """The program ends: what is not removed yet stays until the next time."""
        self._clock.stop()
        self._first.stop()
        self._long.stop()
        self._look_on.stop()
        self.give_up()

    def _note(self, reached: "Reached") -> None:
        """In a thread: how far it is; a clock tells it."""
        self._reached = reached

    def _say_that_it_runs(self) -> None:
        if self.runs:
            self.began.emit(_running_words(), self.give_up)
            self._say_how_far_it_is()
            self._look_on.start()

    def _say_how_far_it_is(self) -> None:
        reached = self._reached
        if reached is not None and reached != self._told_of:
            self._told_of = reached
            words = _running_words() + " " + reached.words + "."
            self.went_on.emit(_running_words(), words, reached.share)

    def _done(self, outcome: "Outcome[Removal | None]") -> None:
        from yespo_console.delivery.config_file import ConfigError
        from yespo_console.history.errors import HistoryError, SearchCancelledError

        self._cancellation = None
        if self._looks_again:
            self._looks_again = False
            self.look()
            return
        self._long.stop()
        self._look_on.stop()
        self.withdrawn.emit(_running_words())
        is_awaited, self._is_awaited = self._is_awaited, False
        if isinstance(outcome.error, HistoryError | SearchCancelledError | ConfigError):
            log.warning("the history was not tidied: %s", outcome.error)
            if is_awaited and not isinstance(outcome.error, SearchCancelledError):
                self.failed.emit(str(outcome.error))
        elif not outcome.cancelled:
            removal = outcome.result()
            if removal is not None and (removal.removed or not removal.complete):
                log.info("%d exchanges beyond the limits were removed", removal.removed)
                if is_awaited:
                    self.tidied.emit(_told(removal))


def _running_words() -> str:
    return _("The exchanges beyond the limits are being removed from the history.")


def _told(removal: "Removal") -> str:
    words = ngettext(
        "{count} exchange beyond the limits was removed from the history.",
        "{count} exchanges beyond the limits were removed from the history.",
        removal.removed,
    ).format(count=f"{removal.removed:,}")
    return words if removal.complete else words + " " + _("The others are removed within the hour.")


def _carry_out(services: "Services", progress: "Progress", cancel: "Cancellation") -> "Removal | None":
    """In a thread."""
    from yespo_console.history import retention

    rule = rule_of(services.settings_store.load())
    if rule.is_off:
        retention.give_back_owed(services.history, cancel)
        return None
    return retention.carry_out(services.history, rule, progress=progress, cancel=cancel)
