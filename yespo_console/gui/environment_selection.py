"""Which environment a send would go to: one per window, remembered, marked from the first frame on."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.platform.window_state import SANDBOX, Marking

if TYPE_CHECKING:
    from yespo_console.delivery.config_file import ConfigError
    from yespo_console.delivery.environments import Environment, EnvironmentStore

    #: A reading: which one it is, after how many takings it began, and what it found.
    _Read = tuple[int, int, "tuple[Environment, ...] | ConfigError"]


class EnvironmentSelection(QObject):
    """The chosen environment.

    Attributes:
        marking: how it is shown; from the last start until the environments are read.
        environment: the environment itself; None until they are read.
        environments: all of them, for the picker; empty until they are read.
    Signals:
        changed(): any of the attributes is new.
        lost(str): the environment that was remembered is not there any more; its name.
        failed(str): the environments cannot be read; a sentence that is true until ``works``.
        works(): they can be read.
    """

    changed = Signal()
    lost = Signal(str)
    failed = Signal(str)
    works = Signal()

    def __init__(self, marking: Marking = SANDBOX, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.marking = marking
        self.environment: Environment | None = None
        self.environments: tuple[Environment, ...] = ()
        self._store: EnvironmentStore | None = None
        self._runner: AsyncRunner | None = None
        self._taken = 0
        self._asked = 0

    def attach(self, store: "EnvironmentStore", found: "Sequence[Environment]", runner: AsyncRunner) -> None:
        """The environments were read as ``found``; later readings go through ``runner``."""
        self._store, self._runner = store, runner
        self.take(found)

    def reload(self) -> None:
        """Read them again: the user or another program may have edited them. ``changed`` follows if so."""
        if self._runner is not None:
            self._asked += 1
            self._runner.start(partial(self._read, self._asked, self._taken), self._was_read)

    async def _read(self, asked: int, taken: int) -> "_Read":
        import asyncio

        from yespo_console.delivery.config_file import ConfigError

        assert self._store is not None
        try:
            return asked, taken, await asyncio.to_thread(self._store.all)
        except ConfigError as error:
            return asked, taken, error

    def _was_read(self, outcome: "Outcome[_Read]") -> None:
        if outcome.cancelled:
            return
        asked, taken, found = outcome.result()
        if asked != self._asked:
            return  # a later reading is under way or over, and knows more
        if taken != self._taken:
            self.reload()  # begun before others were taken, it may be older than those
        elif isinstance(found, Exception):
            self.failed.emit(str(found))
        else:
            self.works.emit()
            self.take(found)

    def take(self, environments: "Sequence[Environment]") -> None:
        """These are the environments now; the chosen one stays chosen by its name, else it is the first."""
        self._taken += 1
        found = tuple(environments)
        chosen = next((one for one in found if one.name.casefold() == self.marking.name.casefold()), None)
        gone = None if chosen else self.marking.name
        chosen = chosen or found[0]
        if (found, chosen) == (self.environments, self.environment):
            return
        self.environments = found
        self._take(chosen)
        if gone is not None:
            self.lost.emit(gone)

    def choose(self, name: str) -> None:
        """Send to the environment called ``name`` from now on. Raises KeyError for one that is not in the list."""
        for environment in self.environments:
            if environment.name == name:
                self._take(environment)
                return
        raise KeyError(name)

    def follow_rename(self, name: str) -> None:
        """The chosen environment is called ``name`` from the next ``reload`` on."""
        self.marking = Marking(
            name, self.marking.kind, self.marking.organisation, self.marking.colour, self.marking.api
        )

    def _take(self, environment: "Environment") -> None:
        self.environment = environment
        self.marking = marking_of(environment)
        self.changed.emit()


def marking_of(environment: "Environment") -> Marking:
    """How ``environment`` is shown."""
    return Marking(
        environment.name, environment.reaches, environment.organisation, environment.colour, environment.api.value
    )
