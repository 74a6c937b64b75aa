"""Builds the services after the first paint: their modules take half a second to import, and the window goes on."""

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.gui.services import Services
from yespo_console.platform.profile import Profile

if TYPE_CHECKING:
    from yespo_console.delivery.credentials import Credentials
    from yespo_console.delivery.environments import Environment, EnvironmentStore
    from yespo_console.delivery.send import Sender
    from yespo_console.delivery.settings import SettingsStore
    from yespo_console.events.catalog import Catalog
    from yespo_console.history.store import HistoryStore
    from yespo_console.history.upgrading import Upgrade
    from yespo_console.sandbox.server import SandboxServer
    from yespo_console.sandbox.state import SandboxState

#: How often one looks how far an upgrade of the history is; a small one is done before it is told of.
_LOOK_MS: Final = 500

#: Imported in a worker thread first, so that the few lines that name them afterwards cost nothing.
_MODULES: Final = (
    "yespo_console.delivery.send",
    "yespo_console.sandbox.server",
    "yespo_console.gui.sandbox_host",
)


class ServicesError(Exception):
    """The services cannot be built; ``str()`` says why and what to do."""


class DamagedError(ServicesError):
    """They cannot be built because the history is damaged."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the background thread builds: all but the QObjects."""

    catalog: "Catalog"
    environments: "EnvironmentStore"
    all_environments: "tuple[Environment, ...]"
    credentials: "Credentials"
    settings_store: "SettingsStore"
    history: "HistoryStore"
    sender: "Sender"
    state: "SandboxState"
    server: "SandboxServer"


class Backend(QObject):
    """Owner of the services.

    Attributes:
        services: None until they are ready.
        environments: as they were read; empty until then.
    Signals:
        ready(object): the ``Services``.
        failed(str): they could not be built; a sentence. ``start`` tries again.
        damaged(str): the same, because the history is damaged; something can be done about it.
        upgrading(str): what is done to bring an older history up to date, which may take minutes; "" when nothing is.
    """

    ready = Signal(object)
    failed = Signal(str)
    damaged = Signal(str)
    upgrading = Signal(str)

    def __init__(self, profile: Profile, catalog: "Catalog", runner: AsyncRunner) -> None:
        super().__init__()
        self.services: Services | None = None
        self.environments: tuple[Environment, ...] = ()
        self._profile = profile
        self._catalog = catalog
        self._runner = runner
        self._upgrade: Upgrade | None = None
        self._told = ""
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._tell)

    def start(self) -> None:
        """Begin; the outcome comes as ``ready`` or ``failed``."""
        self._look.start()
        self._runner.start(self._build, self._built)

    def notices(self) -> tuple[str, ...]:
        """What had to be set aside or left out while the user's files were read; each is told once."""
        services = self.services
        if services is None:
            return ()
        told = [*services.environments.notices, *services.settings_store.notices]
        services.environments.notices.clear()
        services.settings_store.notices.clear()
        return tuple(told)

    def stop(self) -> None:
        """Close everything in the order in which it depends on one another."""
        services = self.services
        self._look.stop()
        if self._upgrade is not None:
            self._upgrade.cancel()
        self._runner.stop(services.sender.aclose if services is not None else None)
        if services is not None:
            services.sandbox.stop()
            services.history.close()

    async def _build(self) -> _Parts:
        """On the background thread."""
        import asyncio

        for module in _MODULES:
            await asyncio.to_thread(importlib.import_module, module)
        from yespo_console.delivery.config_file import ConfigError
        from yespo_console.delivery.credentials import Credentials
        from yespo_console.delivery.environments import EnvironmentStore
        from yespo_console.delivery.send import Sender
        from yespo_console.delivery.settings import SettingsStore
        from yespo_console.events.catalog import check_user_types
        from yespo_console.history.errors import HistoryDamagedError, HistoryError
        from yespo_console.history.reading_copy import open_or_copy
        from yespo_console.history.upgrading import Upgrade
        from yespo_console.sandbox.server import SandboxServer
        from yespo_console.sandbox.state import SandboxState

        environments, settings = EnvironmentStore(self._profile), SettingsStore(self._profile)
        credentials = Credentials()
        try:
            catalog = await asyncio.to_thread(check_user_types, self._catalog)
            all_environments = await asyncio.to_thread(environments.all)
            await asyncio.to_thread(settings.load)
            self._upgrade = Upgrade()
            history = await asyncio.to_thread(
                open_or_copy, self._profile.history_file, self._upgrade, searches_apart=True
            )
        except HistoryDamagedError as error:
            raise DamagedError(error.complaint) from error
        except (HistoryError, ConfigError) as error:
            raise ServicesError(str(error)) from error
        state = SandboxState(catalog)
        return _Parts(
            catalog=catalog,
            environments=environments,
            all_environments=all_environments,
            credentials=credentials,
            settings_store=settings,
            history=history,
            sender=Sender(environments, credentials, settings, history, catalog),
            state=state,
            server=SandboxServer(state),
        )

    def _tell(self) -> None:
        words = self._upgrade.words if self._upgrade is not None else ""
        if words != self._told:
            self._told = words
            self.upgrading.emit(words)

    def _built(self, outcome: Outcome[_Parts]) -> None:
        self._look.stop()
        self._tell()
        if isinstance(outcome.error, DamagedError):
            self.damaged.emit(str(outcome.error))
            return
        if isinstance(outcome.error, ServicesError):
            self.failed.emit(str(outcome.error))
            return
        if outcome.cancelled:
            return
        from yespo_console.gui.sandbox_host import SandboxHost

        parts = outcome.result()
        self.environments = parts.all_environments
        self.services = Services(
            profile=self._profile,
            catalog=parts.catalog,
            environments=parts.environments,
            credentials=parts.credentials,
            settings_store=parts.settings_store,
            history=parts.history,
            sender=parts.sender,
            sandbox=SandboxHost(self._profile, parts.state, parts.server),
            runner=self._runner,
        )
        self.ready.emit(self.services)
