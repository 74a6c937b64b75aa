"""What the pages work with, once it is there. Built by ``backend`` after the first paint."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yespo_console.delivery.credentials import Credentials
    from yespo_console.delivery.environments import EnvironmentStore
    from yespo_console.delivery.send import Sender
    from yespo_console.delivery.settings import SettingsStore
    from yespo_console.events.catalog import Catalog
    from yespo_console.gui.async_runner import AsyncRunner
    from yespo_console.gui.sandbox_host import SandboxHost
    from yespo_console.history.store import HistoryStore
    from yespo_console.platform.profile import Profile


@dataclass(frozen=True, slots=True)
class Services:
    """Everything below the window, ready for use.

    What waits goes to ``runner``: sends, keys (the keychain may ask the user), environments (the sandbox is asked
    where it is). ``sender`` lives in the runner's loop and is used only there. ``catalog`` is the one of
    ``PageContext``, less the user's types whose schema turned out to be broken.
    """

    profile: "Profile"
    catalog: "Catalog"
    environments: "EnvironmentStore"
    credentials: "Credentials"
    settings_store: "SettingsStore"
    history: "HistoryStore"
    sender: "Sender"
    sandbox: "SandboxHost"
    runner: "AsyncRunner"
