"""What a composer wants sent, on its way to a yes: a real account is asked about first, where it must be."""

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
    from yespo_console.gui.compose.draft import Draft
    from yespo_console.gui.services import Services

T = TypeVar("T")


class Asking(QObject):
    """Finds out, beside the window where that takes long, what is to be asked, and asks it.

    Signals:
        agreed(Wish): it may go; at once, where nothing need be asked.
        keyless(Draft or None, str): nobody was asked, for it cannot be sent for want of a key; a sentence.
        given_up(): what was looked at is not wanted any more.
        busy_changed(): ``is_busy`` may be another.
    """

    agreed = Signal(object)
    keyless = Signal(object, str)
    given_up = Signal()
    busy_changed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._services: Services | None = None
        #: The accounts that somebody said yes to, by name and address, for another one may be given the name of one;
        #: each with the event types that are not known here and went there on a yes.
        self._confirmed: dict[tuple[str, str], set[str]] = {}
        self._wish: Wish | None = None  # what is being looked at before it is asked about

    def attach(self, services: "Services") -> None:
        """The services are there: from now on it can be asked."""
        self._services = services

    @property
    def is_busy(self) -> bool:
        """Whether something is looked at before it is asked about."""
        return self._wish is not None

    def ask(self, wish: "Wish") -> None:
        """Have the user agree to ``wish``; ``agreed`` follows if they do."""
        from yespo_console.gui.compose.doubts import key_in_thread

        if self._services is None:
            return
        credentials = self._services.credentials
        if not wish.environment.is_real:
            self.agreed.emit(wish)
        elif credentials.known(wish.environment.name)[0]:
            self._look_into(wish)
        else:
            self._wish = wish
            self._services.runner.start_in_thread(key_in_thread(wish, credentials), self._key_looked_up)
            self.busy_changed.emit()

    def ask_anew(self, environment: "Environment") -> None:
        """Whatever was agreed to before, ask before the next send to ``environment``."""
        self._confirmed.pop(_account(environment), None)

    def forget(self, draft: "Draft") -> None:
        """A draft was closed: what is looked at of it is not wanted any more."""
        if self._wish is not None and draft is self._wish.draft:
            self.give_up()

    def give_up(self) -> None:
        """What is looked at is not wanted any more; ``given_up`` follows if there is anything."""
        if self._wish is not None:
            self._let_go(self._wish)
            self.given_up.emit()

    def _let_go(self, wish: "Wish") -> None:
        wish.given_up.set()
        self._wish = None
        self.busy_changed.emit()

    def _key_looked_up(self, outcome: "Outcome[Wish]") -> None:
        if outcome.cancelled:
            return
        wish = self._found(outcome)
        if wish is self._wish:
            self._wish = None
            self.busy_changed.emit()
            self._look_into(wish)

    def _look_into(self, wish: "Wish") -> None:
        """Find out what is to be asked; nobody is asked about what cannot be sent for want of a key."""
        from yespo_console.delivery.send import no_key_words
        from yespo_console.gui.compose.doubts import doubts_about, doubts_in_thread

        if self._services is None:
            return
        catalog, environment = self._services.catalog, wish.environment
        if self._services.credentials.known(environment.name) == (True, None):
            self.keyless.emit(wish.draft, no_key_words(environment))
        elif len(wish.text) <= LARGE_TEXT:
            self._ask(wish, doubts_about(wish.text, environment, wish.api, catalog))
        else:
            self._wish = wish
            self._services.runner.start_in_thread(doubts_in_thread(wish, catalog), self._looked_at, wish.given_up.set)
            self.busy_changed.emit()

    def _looked_at(self, outcome: "Outcome[tuple[Wish, Doubts]]") -> None:
        from yespo_console.platform.in_process import CallCancelledError

        if outcome.cancelled or isinstance(outcome.error, CallCancelledError):
            return
        wish, doubts = self._found(outcome)
        if wish is self._wish:
            self._wish = None
            self.busy_changed.emit()
            self._ask(wish, doubts)

    def _found(self, outcome: "Outcome[T]") -> T:
        """What was looked at; a fault that nobody expected is raised, but no send is held up by it."""
        if outcome.error is not None and self._wish is not None:
            self._let_go(self._wish)
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
