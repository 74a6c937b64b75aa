"""Keeping the history within the user's limits: at once when they are saved, quietly every hour."""

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from yespo_console.gui.async_runner import Outcome
from yespo_console.gui.job_notice import JobNotice
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
#: That it runs is said once it takes so long.
_SAID_AFTER_MS: Final = 1_000


def rule_of(settings: "Settings") -> "Rule":
    """The limits the user has set."""
    from yespo_console.history.retention import Rule

    return Rule(settings.history_days, settings.history_exchanges, settings.history_megabytes)


class Tidying(QObject):
    """Removes what the user does not want to keep. Off until a limit is set; limits are read anew each time.

    Only what is stored decides, at each step: whoever changes the limits in another window ends a removal here.

    Attributes:
        notice: tells of a removal that takes a while.
    Signals:
        withdrawn(str): that sentence is not true any more.
        tidied(str): what was removed, where a user waited for it or saw it; a sentence.
        put_off(str): the user gave it up, and the limits are off since; a sentence.
        failed(str): the limits that were just saved could not be kept, or could not be put off; a sentence.
    """

    withdrawn = Signal(str)
    tidied = Signal(str)
    put_off = Signal(str)
    failed = Signal(str)

    def __init__(self, services: "Services", parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._cancellation: Cancellation | None = None
        self._is_awaited = False  # by a user who has just saved limits
        self.notice = JobNotice(self)
        self._is_given_up = False  # by the user
        self._has_ended = False
        self._looks_again = False
        self._not_put_off = ""  # why limits that were given up are stored all the same; they are not kept here
        self._told_off = ""
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY_MS)
        self._clock.timeout.connect(self.look)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.timeout.connect(self.look)
        self._first.start(_FIRST_MS)
        self._clock.start()
        self._reached: Reached | None = None

    @property
    def runs(self) -> bool:
        return self._cancellation is not None

    def look(self) -> None:
        """Remove what is beyond the limits now, beside the window."""
        from yespo_console.history.store import Cancellation

        if self._cancellation is None and not self._not_put_off:
            self._cancellation = Cancellation()
            self._reached = None
            job = partial(_carry_out, self._services, self._note, self._cancellation)
            self._services.runner.start_in_thread(job, self._done)
            self.notice.begin(_running_words(), self._how_far, self.give_up, _SAID_AFTER_MS)

    def keep_new_limits(self) -> None:
        """The user has saved limits: keep them at once, and tell what that removed."""
        self.withdrawn.emit(self._told_off)
        self._not_put_off = ""
        self._is_awaited = True
        self._looks_again = self.runs  # with the limits of before
        self.look()

    def give_up(self) -> None:
        """The user withdraws what they agreed to: the limits are off until they are set anew.

        They are off on the disk before anything else can happen: who gives up in a fright may close the window next.
        """
        from yespo_console.delivery.config_file import ConfigError

        self._looks_again = False
        if self._cancellation is None:
            return
        self._cancellation.cancel()
        self._is_given_up = True
        try:
            self._services.settings_store.change(history_days=None, history_exchanges=None, history_megabytes=None)
        except ConfigError as error:
            self._not_put_off = str(error)

    def stop(self) -> None:
        """The program ends: what is not removed yet stays until the next time."""
        self._has_ended = True
        self._looks_again = False
        for clock in (self._clock, self._first):
            clock.stop()
        self.notice.end()
        if self._cancellation is not None:
            self._cancellation.cancel()

    def _note(self, reached: "Reached") -> None:
        """In a thread: how far it is; a clock tells it."""
        self._reached = reached

    def _how_far(self) -> tuple[str, float | None] | None:
        reached = self._reached
        if reached is None:
            return ("", None) if self._is_awaited else None  # it still counts, and may find nothing to remove
        return reached.words, reached.share

    def _done(self, outcome: "Outcome[Removal | None]") -> None:
        from yespo_console.delivery.config_file import ConfigError
        from yespo_console.history.errors import HistoryError, SearchCancelledError

        self._cancellation = None
        is_given_up, self._is_given_up = self._is_given_up, False
        if self._looks_again:
            self._looks_again = False
            self.look()
            return
        is_told = self._is_awaited or self.notice.is_said
        self._is_awaited = False
        self.notice.end()
        removal = None
        if isinstance(outcome.error, HistoryError | SearchCancelledError | ConfigError):
            log.warning("the history was not tidied: %s", outcome.error)
            if is_told and not isinstance(outcome.error, SearchCancelledError):
                self.failed.emit(str(outcome.error))
        elif not outcome.cancelled:
            removal = outcome.result()
        if removal is not None and (removal.removed or not removal.complete):
            log.info("%d exchanges beyond the limits were removed", removal.removed)
        if is_given_up:
            self._tell_given_up(removal)
        elif removal is not None and (removal.removed or not removal.complete):
            if is_told:
                self.tidied.emit(_told(removal) + ("" if removal.complete else " " + _("The limits were changed.")))
            if not removal.complete and not self._has_ended:
                self.look()  # by those that are stored now

    def _tell_given_up(self, removal: "Removal | None") -> None:
        told = _told(removal) + " " if removal is not None and removal.wanted else ""
        if self._not_put_off:
            stays = _(
                "The limits could not be put off: {reason} This window removes nothing more. At the next start, and in "
                "other windows, the limits count as long as Settings has them."
            )
            self.failed.emit(told + stays.format(reason=self._not_put_off))
        elif removal is not None and removal.complete:
            self._told_off = told + _("The limits are off now. They can be set again in Settings.")
            self.put_off.emit(self._told_off)
        else:
            others = _("The limits are off now, so the others stay. They can be set again in Settings.")
            self._told_off = told + others
            self.put_off.emit(self._told_off)


def _running_words() -> str:
    return _("The exchanges beyond the limits are being removed from the history.")


def _told(removal: "Removal") -> str:
    if removal.complete:
        words = ngettext(
            "{count} exchange beyond the limits was removed from the history.",
            "{count} exchanges beyond the limits were removed from the history.",
            removal.removed,
        )
    else:
        words = ngettext(
            "{count} of {all} exchange beyond the limits was removed from the history.",
            "{count} of {all} exchanges beyond the limits were removed from the history.",
            removal.wanted,
        )
    return words.format(count=f"{removal.removed:,}", all=f"{removal.wanted:,}")


def _carry_out(services: "Services", progress: "Progress", cancel: "Cancellation") -> "Removal | None":
    """In a thread: keep the limits that are stored, as long as they are; None when there are none to be kept."""
    from yespo_console.history import retention

    rule = rule_of(services.settings_store.load())

    def note(reached: "Reached") -> None:
        progress(reached)
        if rule_of(services.settings_store.load()) != rule:
            cancel.cancel()

    if rule.is_off:
        retention.give_back_owed(services.history, cancel)
        return None
    return retention.carry_out(services.history, rule, progress=note, cancel=cancel)
