"""Builds the services after the first paint: their modules take half a second to import, and the window goes on."""

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.gui.job_notice import JobNotice
from yespo_console.gui.services import Services
from yespo_console.platform.i18n import _
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

#: A small history is brought up to date before it is told of.
_TOLD_AFTER_MS: Final = 500

#: Imported in a worker thread first, so that the few lines that name them afterwards cost nothing.
_MODULES: Final = (
    "yespo_console.delivery.send",
    "yespo_console.sandbox.server",
    "yespo_console.gui.sandbox_host",
)


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
        upgrading: tells of what is done to bring an older history up to date, which may take minutes.
    Signals:
        ready(object): the ``Services``.
        failed(object): they could not be built: a HistoryError or ConfigError. ``start`` tries again.
    """

    ready = Signal(object)
    failed = Signal(object)

    def __init__(self, profile: Profile, catalog: "Catalog", runner: AsyncRunner) -> None:
        super().__init__()
        self.services: Services | None = None
        self.environments: tuple[Environment, ...] = ()
        self._profile = profile
        self._catalog = catalog
        self._runner = runner
        self.upgrading = JobNotice(self)
        self._upgrade: Upgrade | None = None
        self._history: HistoryStore | None = None  # once it is open: the services come a moment later
        self._is_stopped = False

    def start(self) -> None:
        """Begin; the outcome comes as ``ready`` or ``failed``. Nothing comes once it was stopped."""
        if self._is_stopped:
            return
        self._upgrade = None
        words = _("The history is being made ready. Nothing can be sent before that, and giving it up loses nothing.")
        self.upgrading.begin(words, self._how_far, self._give_up, _TOLD_AFTER_MS)
        self._runner.start(self._build, self._built)

    def notices(self) -> tuple[str, ...]:
        """What had to be set aside or left out while the user's files were read; each is told once."""
        services = self.services
        if services is None:
            return ()
        told = [*services.environments.notices, *services.settings_store.notices]
        if self._upgrade is not None and self._upgrade.notice:
            told.append(self._upgrade.notice)
            self._upgrade.notice = ""
        services.environments.notices.clear()
        services.settings_store.notices.clear()
        return tuple(told)

    def stop(self) -> None:
        """Close everything in the order in which it depends on one another."""
        services = self.services
        self._is_stopped = True
        self.upgrading.end()
        self._give_up()
        self._runner.stop(services.sender.aclose if services is not None else None)
        if services is not None:
            services.sandbox.stop()
        if self._history is not None:
            self._history.close()

    async def _build(self) -> _Parts:
        """On the background thread."""
        import asyncio

        for module in _MODULES:
            await asyncio.to_thread(importlib.import_module, module)
        from yespo_console.delivery.credentials import Credentials
        from yespo_console.delivery.environments import EnvironmentStore
        from yespo_console.delivery.send import Sender
        from yespo_console.delivery.settings import SettingsStore
        from yespo_console.events.catalog import check_user_types
        from yespo_console.sandbox.server import SandboxServer
        from yespo_console.sandbox.state import SandboxState

        environments, settings = EnvironmentStore(self._profile), SettingsStore(self._profile)
        credentials = Credentials()
        catalog = await asyncio.to_thread(check_user_types, self._catalog)
        all_environments = await asyncio.to_thread(environments.all)
        await asyncio.to_thread(settings.load)
        history = await asyncio.to_thread(self._open_history)
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

    def _open_history(self) -> "HistoryStore":
        """In a thread. ``stop`` closes the store, or has gone by already: then nobody would."""
        from yespo_console.history.reading_copy import open_or_copy
        from yespo_console.history.upgrading import Upgrade, UpgradeCancelledError

        path = self._profile.history_file
        self._upgrade = Upgrade(is_patient=True)
        history = self._history = open_or_copy(path, self._upgrade, searches_apart=True)
        if self._is_stopped:
            history.close()
            raise UpgradeCancelledError(path)
        return history

    def _how_far(self) -> tuple[str, float | None] | None:
        upgrade = self._upgrade
        words = upgrade.words if upgrade is not None else ""
        return (words, upgrade.share) if upgrade is not None and words else None

    def _give_up(self) -> None:
        if self._upgrade is not None:
            self._upgrade.cancel()

    def _built(self, outcome: Outcome[_Parts]) -> None:
        from yespo_console.delivery.config_file import ConfigError
        from yespo_console.history.errors import HistoryError

        self.upgrading.end()
        if isinstance(outcome.error, HistoryError | ConfigError):
            self.failed.emit(outcome.error)
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
