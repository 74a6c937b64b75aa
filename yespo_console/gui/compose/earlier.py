"""Whether an event of the same type and key went to the chosen environment before: looked up when typing pauses."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from yespo_console.gui.environment_selection import EnvironmentSelection

if TYPE_CHECKING:
    from yespo_console.events.checking import Check
    from yespo_console.events.outlook import EarlierSend
    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.services import Services

#: The repeat of an earlier send is looked up when typing pauses this long.
_LOOK_UP_MS: Final = 250
#: What an earlier send must share with an event to be its like: type, key, environment.
_Key = tuple[str, str, str]


class EarlierSends(QObject):
    """Remembers what was found last.

    Signals:
        changed(): ``of`` may answer otherwise now.
    """

    changed = Signal()

    def __init__(self, selection: EnvironmentSelection, parent: QObject) -> None:
        super().__init__(parent)
        self._selection = selection
        self._services: Services | None = None
        self._wanted: Check | None = None
        self._found: dict[_Key, EarlierSend | None] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_LOOK_UP_MS)
        self._pause.timeout.connect(self._ask)

    def attach(self, services: "Services") -> None:
        """The services are there: from now on something can be found."""
        self._services = services

    def of(self, check: "Check") -> "EarlierSend | None":
        """The earlier send of what was checked, as far as it is known."""
        key = self._key(check)
        return self._found.get(key) if key is not None else None

    def look_up(self, check: "Check | None") -> None:
        """Look for an earlier send of what was checked, once typing pauses."""
        self._wanted = check
        self._pause.start()

    def _key(self, check: "Check") -> _Key | None:
        from yespo_console.events.rules.contact import key_of

        if check.body is None or not isinstance(check.body.event_type_key, str):
            return None
        key = key_of(check.body)
        return (check.body.event_type_key, key[0], self._selection.marking.name) if key else None

    def _ask(self) -> None:
        key = self._key(self._wanted) if self._wanted is not None else None
        if self._services is not None and key is not None:
            self._services.runner.start(partial(self._find, self._services, key), self._was_found)

    @staticmethod
    async def _find(services: "Services", key: _Key) -> "tuple[_Key, EarlierSend | None]":
        import asyncio

        return key, await asyncio.to_thread(services.history.earlier_send, *key)

    def _was_found(self, outcome: "Outcome[tuple[_Key, EarlierSend | None]]") -> None:
        from yespo_console.history.errors import HistoryError

        if outcome.cancelled or isinstance(outcome.error, HistoryError):
            return  # whoever reads the history says so
        key, earlier = outcome.result()
        if self._found.get(key) != earlier:
            self._found = {key: earlier}
            self.changed.emit()
