"""All that a sending command needs, opened for its time and closed after it."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from yespo_console.cli.opened_history import open_history
from yespo_console.cli.unusable import UnusableInputError, unusable_profile
from yespo_console.delivery.config_file import ConfigError
from yespo_console.delivery.credentials import KEY_VARIABLE, Credentials, InvalidKeyError, checked_key
from yespo_console.delivery.environments import Environment, EnvironmentStore, UnknownEnvironmentError
from yespo_console.delivery.send import Sender
from yespo_console.delivery.settings import SettingsStore
from yespo_console.events.catalog import Catalog, load_catalog
from yespo_console.history.errors import HistoryError
from yespo_console.history.store import HistoryStore
from yespo_console.platform.profile import Profile
from yespo_console.sandbox.server import SandboxError, SandboxServer
from yespo_console.sandbox.state import SandboxState


@dataclass(frozen=True)
class Station:
    """Where a command sends from.

    Attributes:
        environment: the one that was asked for; for the sandbox it is running.
    """

    catalog: Catalog
    environment: Environment
    history: HistoryStore
    sender: Sender


@asynccontextmanager
async def open_station(environment_name: str) -> AsyncIterator[Station]:
    """Open history and sender, and for the sandbox have one running, its own when there is none.

    Raises UnusableInputError: no such environment, a key that is none, a history or a sandbox that cannot be used.
    """
    try:
        profile = Profile.default().ensure()
        catalog = load_catalog(profile.event_types_dir)
        environments = EnvironmentStore(profile)
        environment = environments.get(environment_name)
        key = os.environ.get(KEY_VARIABLE)
        credentials = Credentials(override=checked_key(key) if key else None)
        sandbox = SandboxServer(SandboxState(catalog)) if environment.kind == "sandbox" else None
        with open_history(profile.history_file) as history:
            if sandbox is not None:
                await sandbox.start(profile)
                environments.forget_sandbox()
                # In a thread: the sandbox that is asked where it is may be served by this very loop.
                environment = await asyncio.to_thread(environments.get, environment_name)
            sender = Sender(environments, credentials, SettingsStore(profile), history, catalog)
            try:
                yield Station(catalog, environment, history, sender)
            finally:
                await sender.aclose()
                if sandbox is not None:
                    await sandbox.stop()
    except InvalidKeyError as error:
        raise UnusableInputError(f"{KEY_VARIABLE}: {error}") from None
    except (ConfigError, UnknownEnvironmentError, HistoryError, SandboxError) as error:
        raise UnusableInputError(str(error)) from None
    except OSError as error:
        raise unusable_profile(error) from None
