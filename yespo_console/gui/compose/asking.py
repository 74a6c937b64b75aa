"""What is asked before something is sent to a real account, and found out for that without holding the window up."""

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from yespo_console.gui.text_sizes import LARGE_TEXT

if TYPE_CHECKING:
    from yespo_console.delivery.doubtful_type import DoubtfulType
    from yespo_console.delivery.environments import Environment
    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.compose.doubts import Doubts, Wish
    from yespo_console.gui.services import Services

T = TypeVar("T")


class Asking(QObject):
    """Looks into one wish at a time and asks where it must; what needs no question is agreed to at once.

    Attributes:
        wish: what is being looked at before it is asked about; None while nothing is.
    Signals:
        agreed(Wish): it may be sent.
        keyless(Wish): it cannot be sent, for want of a key.
        looking_changed(): ``wish`` is another one.
    """

    agreed = Signal(object)
    keyless = Signal(object)
    looking_changed = Signal()

    def __init__(self, services: "Services", page: QWidget) -> None:
        super().__init__(page)
        self.wish: Wish | None = None
        self._services = services
        self._page = page
        #: The accounts that somebody said yes to, by name and address, for another one may be given the name of one;
        #: each with the event types that are not known here and went there on a yes.
        self._confirmed: dict[tuple[str, str], set[str]] = {}

    def begin(self, wish: "Wish") -> None:
        """Find out whether ``wish`` may be sent. One that is being looked at must have ended, see ``give_up``."""
        from yespo_console.gui.compose.doubts import key_in_thread

        credentials, environment = self._services.credentials, wish.environment
        if not environment.is_real:
            self.agreed.emit(wish)
        elif credentials.known(environment.name)[0]:
            self._look_into(wish)
        else:
            self._look_at(wish)
            self._services.runner.start_in_thread(key_in_thread(wish, credentials), self._key_looked_up)

    def give_up(self) -> None:
        """What is being looked at is not wanted any more."""
        if self.wish is not None:
            self.wish.given_up.set()
        self._look_at(None)

    def ask_anew(self, environment: "Environment") -> None:
        """A yes to that account that was given before counts no more."""
        self._confirmed.pop(_account(environment), None)

    def _look_at(self, wish: "Wish | None") -> None:
        self.wish = wish
        self.looking_changed.emit()

    def _key_looked_up(self, outcome: "Outcome[Wish]") -> None:
        if outcome.cancelled:
            return
        wish = self._found(outcome)
        if wish is self.wish:
            self._look_at(None)
            self._look_into(wish)

    def _look_into(self, wish: "Wish") -> None:
        """Find out what is to be asked; nobody is asked about what cannot be sent for want of a key."""
        from yespo_console.gui.compose.doubts import doubts_about, doubts_in_thread

        catalog, environment = self._services.catalog, wish.environment
        if self._services.credentials.known(environment.name) == (True, None):
            self.keyless.emit(wish)
        elif len(wish.text) <= LARGE_TEXT:
            self._ask(wish, doubts_about(wish.text, environment, wish.api, catalog))
        else:
            self._look_at(wish)
            self._services.runner.start_in_thread(doubts_in_thread(wish, catalog), self._looked_at, wish.given_up.set)

    def _looked_at(self, outcome: "Outcome[tuple[Wish, Doubts]]") -> None:
        from yespo_console.platform.in_process import CallCancelledError

        if outcome.cancelled or isinstance(outcome.error, CallCancelledError):
            return
        wish, doubts = self._found(outcome)
        if wish is self.wish:
            self._look_at(None)
            self._ask(wish, doubts)

    def _found(self, outcome: "Outcome[T]") -> T:
        """What was looked at; a fault that nobody expected is raised, but no send is held up by it."""
        if outcome.error is not None:
            self.give_up()
        return outcome.result()

    def _ask(self, wish: "Wish", doubts: "Doubts") -> None:
        from yespo_console.gui.compose.sending import question_before

        confirmed, new_type = self._confirmed.get(_account(wish.environment)), doubts.new_type
        if confirmed is not None and new_type is not None and new_type.may_be_there and new_type.key in confirmed:
            new_type = None
        # over the window, whichever section is shown: an exchange is sent again from the history
        parent = self._page.window()
        box = question_before(
            wish.environment,
            doubts.outside,
            confirmed is None,
            parent,
            within=doubts.within,
            held=doubts.held,
            new_type=new_type,
            again=wish.again,
        )
        if box is None:
            self.agreed.emit(wish)
            return
        box.accepted.connect(partial(self._confirm, wish, doubts.new_type))
        box.finished.connect(box.deleteLater)
        box.open()

    def _confirm(self, wish: "Wish", new_type: "DoubtfulType | None") -> None:
        self._confirmed.setdefault(_account(wish.environment), set()).update([new_type.key] if new_type else [])
        self.agreed.emit(wish)


def _account(environment: "Environment") -> tuple[str, str]:
    return environment.name, environment.base_url
