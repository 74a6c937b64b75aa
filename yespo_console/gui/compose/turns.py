"""The sends of a composer, one after another, in the order in which they were wanted."""

from collections import deque
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

from yespo_console.gui.compose.identity import Identity
from yespo_console.gui.under_way import UnderWay, nobody_waits
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from yespo_console.delivery.environments import Environment
    from yespo_console.gui.compose.doubts import Wish
    from yespo_console.gui.compose.sending import Sending
    from yespo_console.gui.services import Services
    from yespo_console.history.exchange import Exchange


class Turns(QObject):
    """What is wanted while a send is under way waits for its turn, as it stood when it was wanted.

    So events reach a server in the order of the keys, however slow it is. One goes as soon as the one before it is
    recorded with what came of it; when that is given up, or the disk does not take it, all that wait are given up.

    Attributes:
        current: what is under way; None while nothing is.
    Signals:
        began(Wish), ended(Wish, object): its send, with the exchange as of ``Sending``; the next one begins after it.
        broken_off(): what was under way was given up before anything left.
        refused(Wish, str), unrecorded(Wish, str), recorded(Wish, int): as of ``Sending``.
        given_up(tuple[Wish, ...]): these waited, and are not sent.
    """

    began = Signal(object)
    ended = Signal(object, object)
    refused = Signal(object, str)
    unrecorded = Signal(object, str)
    recorded = Signal(object, int)
    broken_off = Signal()
    given_up = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.current: Wish | None = None
        self._sending: Sending | None = None
        self._waiting: deque[Wish] = deque()

    @property
    def waiting(self) -> int:
        """So many wait for their turn."""
        return len(self._waiting)

    def is_held(self) -> bool:
        """Whether what is under way waits for the history, which another program holds."""
        return self._sending is not None and self._sending.is_held

    def is_under_way(self, identity: Identity) -> bool:
        """Whether the send of that draft is."""
        return self.current is not None and _is_of(self.current, identity)

    def waits(self, identity: Identity) -> bool:
        """Whether a send of that draft waits for its turn."""
        return any(_is_of(wish, identity) for wish in self._waiting)

    def holds(self, text: str | bytes, environment: "Environment") -> bool:
        """Whether just that is on its way there, or waits for its turn."""
        wishes = (*self._waiting, *((self.current,) if self.current is not None else ()))
        return any(wish.text == text and wish.environment == environment for wish in wishes)

    def under_way(self) -> UnderWay | None:
        """What is being sent, and what waits for its turn; None when nothing is."""
        if self.current is None:
            return None
        if self._has_left:
            message = _("An event is being sent to {environment}, and its answer is not there yet.")
        elif self.is_held():
            message = _(
                "An event for {environment} waits for the history, which another program holds: it is not sent."
            )
        else:
            message = _("An event is about to be sent to {environment}.")
        told = [message.format(environment=self.current.environment.name)]
        if self.waiting:
            words = ngettext("{count} more waits for its turn.", "{count} more wait for their turn.", self.waiting)
            told.append(words.format(count=self.waiting))
        return UnderWay(" ".join(told), self._if_quit(), self._has_left)

    def _if_quit(self) -> tuple[str, ...]:
        if not self._has_left:
            nothing = ngettext(
                "If you quit now, nothing is sent; what was written here is kept as a draft.",
                "If you quit now, nothing is sent; what was written here is kept as drafts.",
                1 + self.waiting,
            )
            return (nothing,)
        if not self.waiting:
            return (nobody_waits(),)
        return nobody_waits(), _("What waits is not sent; what was written here is kept as drafts.")

    @property
    def _has_left(self) -> bool:
        """Whether what is under way is recorded, and leaves; before that nothing of it was sent."""
        return self._sending is not None and self._sending.number is not None

    def take(self, wish: "Wish", services: "Services") -> None:
        """Send it, in its turn."""
        if self.current is not None:
            self._waiting.append(wish)
        else:
            self._start(wish, services)

    def lose(self, identity: Identity) -> None:
        """That draft is gone, and cannot come back: its sends are those of none."""
        self._waiting = deque(replace(wish, draft=None) if _is_of(wish, identity) else wish for wish in self._waiting)
        if self.current is not None and _is_of(self.current, identity):
            self.current = replace(self.current, draft=None)

    def take_back(self) -> "tuple[Wish, ...]":
        """Give up all that wait, and hand them out; what is under way goes on. Nobody is told."""
        waited = tuple(self._waiting)
        self._waiting.clear()
        return waited

    def break_off(self) -> "tuple[Wish, ...]":
        """Give up all that has not left, and hand it out; what has goes on."""
        waited = self.take_back()
        current = self.current
        if current is None or self._has_left:
            return waited
        self.cancel()
        return current, *waited

    def cancel(self) -> None:
        """Ask what is under way to end, and give up what waits. ``ended`` follows."""
        if self._sending is not None:
            self._sending.cancel()

    def _start(self, wish: "Wish", services: "Services") -> None:
        from yespo_console.gui.compose.sending import Sending

        check = wish.draft.check if wish.draft is not None else None
        known = check if check is not None and check.text == wish.text else None
        sending = Sending(services, wish.text, wish.environment, wish.api, known, self)
        sending.given_up.connect(self.broken_off)
        sending.refused.connect(partial(self._tell, self.refused))
        sending.unrecorded.connect(partial(self._tell, self.unrecorded))
        sending.recorded.connect(partial(self._tell, self.recorded))
        sending.ended.connect(partial(self._ended, services))
        self.current, self._sending = wish, sending
        self.began.emit(wish)
        sending.start()

    def _tell(self, signal: SignalInstance, what: str | int) -> None:
        signal.emit(self.current, what)

    def _ended(self, services: "Services", exchange: "Exchange | None") -> None:
        wish, sending = self.current, self._sending
        assert sending is not None
        sending.deleteLater()
        left = self.take_back() if not sending.completed else ()
        following = self._waiting.popleft() if self._waiting else None
        # It is its turn from now on: nobody is told that nothing is under way any more, and closes the window.
        self.current, self._sending = following, None
        if left:  # before the end of all, at which a window may close
            self.given_up.emit(left)
        self.ended.emit(wish, exchange)
        if following is not None:
            self._start(following, services)


def _is_of(wish: "Wish", identity: Identity) -> bool:
    return wish.draft is not None and wish.draft.identity is identity
