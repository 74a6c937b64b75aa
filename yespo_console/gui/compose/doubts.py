"""What a real account must be asked about before something is sent to it, found out without holding the window up."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yespo_console.delivery.credentials import InvalidKeyError
from yespo_console.delivery.doubtful_type import DoubtfulType, doubtful_type
from yespo_console.delivery.environments import Environment
from yespo_console.delivery.test_contacts import held_outside, outside, outside_text, touched_text
from yespo_console.events.event import ApiVersion
from yespo_console.gui.text_sizes import LONGEST_TEXT
from yespo_console.platform.in_process import CallLostError, call_in_process

if TYPE_CHECKING:
    from yespo_console.delivery.credentials import Credentials
    from yespo_console.events.catalog import Catalog
    from yespo_console.gui.compose.draft import Draft
    from yespo_console.gui.compose.handover import SendAgain


@dataclass(frozen=True, slots=True)
class Doubts:
    """What speaks against sending.

    Attributes:
        outside: whom the event touches beyond the test contacts, as ``outside_text`` says.
        within: the test contacts it touches, when it touches nobody else.
        held: addresses and phone numbers that it holds besides, as ``held_outside`` says.
        new_type: what is doubtful about its event type; None when nothing is.
    """

    outside: tuple[str, ...]
    within: tuple[str, ...]
    held: tuple[str, ...]
    new_type: DoubtfulType | None


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What somebody wants sent, exactly; what is typed meanwhile does not change it.

    Attributes:
        draft: whose text it is; None for an exchange of the history.
        again: that exchange.
        given_up: the user does not want it any more.
    """

    text: str | bytes
    environment: Environment
    api: ApiVersion
    draft: "Draft | None"
    again: "SendAgain | None" = None
    given_up: threading.Event = field(default_factory=threading.Event)


def key_in_thread(wish: Wish, credentials: "Credentials") -> Callable[[], Wish]:
    """The keychain asked for the key of the environment, to be called in a thread: it may ask the user.

    From then on ``Credentials.known`` tells it, unless the keychain is locked; the send says so, and what is no key.
    """

    def find() -> Wish:
        with suppress(InvalidKeyError):
            credentials.get(wish.environment.name)
        return wish

    return find


def doubts_about(text: str | bytes, environment: Environment, api: ApiVersion, catalog: "Catalog") -> Doubts:
    """What speaks against sending ``text`` to ``environment``."""
    readable = text if isinstance(text, str) else text.decode("utf-8", "replace")
    new_type = doubtful_type(readable, environment, catalog, api)
    beyond = outside_text(readable, environment, api)
    within = () if beyond else touched_text(readable, api)
    return Doubts(beyond, within, held_outside(readable, environment, api), new_type)


def doubts_in_thread(wish: Wish, catalog: "Catalog") -> Callable[[], tuple[Wish, Doubts]]:
    """The same, to be called in a thread; of an endless text in a process, which ends when the wish is given up.

    When the process is lost nobody knows whom the event touches, and that is what is asked about. Raises
    CallCancelledError when the wish was given up.
    """

    def find() -> tuple[Wish, Doubts]:
        arguments = (wish.text, wish.environment, wish.api, catalog)
        if len(wish.text) <= LONGEST_TEXT:
            return wish, doubts_about(*arguments)
        try:
            return wish, call_in_process(doubts_about, *arguments, cancelled=wish.given_up.is_set)
        except CallLostError:
            return wish, Doubts(outside(None, wish.environment), (), (), None)

    return find
