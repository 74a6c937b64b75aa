"""What the sandbox remembers and how it is set. Shared between the server's thread and whoever looks at it."""

import hmac
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from yespo_console.events.catalog import Catalog
from yespo_console.events.problems import Problem

#: So many requests are kept; older ones are forgotten.
INBOX_SIZE: Final = 1000


@dataclass(frozen=True, slots=True)
class Received:
    """One request that arrived, and what it was answered.

    Attributes:
        at: when it was answered (UTC).
        status: the status of the answer.
        event_type: ``eventTypeKey`` when the body could be read and has a text there.
        body: as it arrived; cut off at the size limit.
        problems: what the rules say about the body; empty where no event was expected.
        reply: the text of the answer.
        assumption: what the answer supposes about Yespo that is not documented; empty when nothing.
        would_create: it was taken and its type is not documented: an account would now probably have a new type.
    """

    at: datetime
    method: str
    path: str
    status: int
    event_type: str | None = None
    body: bytes = field(default=b"", repr=False)
    problems: tuple[Problem, ...] = ()
    reply: str = ""
    assumption: str = ""
    would_create: bool = False


class SandboxState:
    """The settings and the inbox of one sandbox. May be used from any thread.

    Attributes:
        catalog: the event types the sandbox knows.
        lenient: take every body, whatever the rules say.
    """

    def __init__(self, catalog: Catalog, *, lenient: bool = False, blocked_keys: Iterable[str] = ()) -> None:
        self.catalog = catalog
        self.lenient = lenient
        self._blocked = frozenset(blocked_keys)
        self._inbox: deque[Received] = deque(maxlen=INBOX_SIZE)
        self._created: dict[str, int] = {}
        self._listeners: list[Callable[[Received], None]] = []
        self._lock = threading.Lock()

    def block_keys(self, keys: Iterable[str]) -> None:
        """Have these keys, and only these, answered with 401."""
        self._blocked = frozenset(keys)

    def accepts_key(self, key: str) -> bool:
        """Any key is good unless it is blocked; no key is none."""
        given = key.encode("utf-8", "surrogatepass")
        blocked = any(hmac.compare_digest(given, one.encode("utf-8", "surrogatepass")) for one in self._blocked)
        return bool(key) and not blocked

    @property
    def received(self) -> tuple[Received, ...]:
        """The last requests, oldest first."""
        with self._lock:
            return tuple(self._inbox)

    @property
    def created_types(self) -> dict[str, int]:
        """The event types that an account would probably have been given, with how often each was sent."""
        with self._lock:
            return dict(self._created)

    def add(self, received: Received) -> None:
        """Remember a request and tell the listeners."""
        with self._lock:
            self._inbox.append(received)
            if received.would_create and received.event_type is not None:
                self._created[received.event_type] = self._created.get(received.event_type, 0) + 1
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(received)

    def clear(self) -> None:
        """Forget all requests and all types they would have created."""
        with self._lock:
            self._inbox.clear()
            self._created.clear()

    def listen(self, listener: Callable[[Received], None]) -> Callable[[], None]:
        """Call ``listener`` in the server's thread for every request from now on; the returned function ends that."""
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end
