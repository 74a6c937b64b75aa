"""What the window needs before its first paint, read with the standard library alone.

The state file is a cache: the environment's marking is decided by the environment, and copied here so that a real
account looks like one from the first frame on. A file that is missing or damaged gives the state of a first start.
"""

import json
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args

from yespo_console.platform.profile import Profile, write_atomically

log = logging.getLogger(__name__)

ThemeChoice = Literal["system", "light", "dark"]
Kind = Literal["sandbox", "local", "account"]


@dataclass(frozen=True, slots=True)
class Marking:
    """How the window shows where a send would go.

    Attributes:
        name: the environment's name.
        kind: the built-in sandbox; a server on this machine; anything else, which is a real account.
        organisation: the account's organisation as its key told, or None.
        colour: ``#rrggbb`` the user gave it, or "".
        api: version of the call, such as ``v2``.
    """

    name: str
    kind: Kind
    organisation: str | None = None
    colour: str = ""
    api: str = "v2"

    @property
    def real(self) -> bool:
        return self.kind == "account"


SANDBOX: Final = Marking("Sandbox", "sandbox")


@dataclass(slots=True)
class WindowState:
    """What is remembered of the window.

    Attributes:
        marking: of the environment chosen last; the sandbox at the very first start.
        geometry: Qt's own form of size and place, base64, or "".
        splitters: object name of a splitter or of a table's header -> Qt's own form of its sizes, base64.
        dialogs: object name of a dialog -> Qt's own form of its size and place, base64.
    """

    marking: Marking = SANDBOX
    geometry: str = ""
    splitters: dict[str, str] = field(default_factory=dict)
    dialogs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, profile: Profile) -> "WindowState":
        """The remembered state, or that of a first start. Never raises for what the file holds."""
        stored = _read_object(profile.window_file)
        state = cls()
        if isinstance(stored.get("geometry"), str):
            state.geometry = stored["geometry"]
        state.splitters = _texts(stored.get("splitters"))
        state.dialogs = _texts(stored.get("dialogs"))
        state.marking = _marking(stored.get("marking"))
        if state.marking.kind == "local" and _changed_since(profile):
            # Another program edited the environments: until they are read, it may be a real account by now.
            state.marking = Marking(state.marking.name, "account", None, state.marking.colour, state.marking.api)
        return state

    def save(self, profile: Profile) -> None:
        """Write the state. A folder that cannot be written is logged: the window still closes."""
        try:
            write_atomically(profile.window_file, json.dumps(asdict(self), indent=1).encode())
        except OSError as error:
            log.warning("the window's state was not saved: %s", error)


@dataclass(frozen=True, slots=True)
class Appearance:
    """The part of the settings that the first paint needs."""

    theme: ThemeChoice = "system"
    motion: bool = True

    @classmethod
    def load(cls, profile: Profile) -> "Appearance":
        """Read from the settings file; what is missing or damaged there takes its default."""
        stored = _read_object(profile.settings_file)
        theme: ThemeChoice = stored["theme"] if stored.get("theme") in get_args(ThemeChoice) else "system"
        return cls(theme, stored.get("motion") is not False)


def _read_object(path: Path) -> dict[str, Any]:
    try:
        stored = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        log.warning("%s could not be read: %s", path, error)
        return {}
    return stored if isinstance(stored, dict) else {}


def _texts(stored: object) -> dict[str, str]:
    """The texts by name that an object of the file holds; whatever else stands there is left out."""
    return (
        {str(name): text for name, text in stored.items() if isinstance(text, str)} if isinstance(stored, dict) else {}
    )


def _marking(stored: object) -> Marking:
    if not isinstance(stored, dict) or not isinstance(stored.get("name"), str):
        return SANDBOX
    kind = stored.get("kind")
    organisation, colour, api = stored.get("organisation"), stored.get("colour"), stored.get("api")
    return Marking(
        stored["name"],
        # What is not plainly harmless is marked as real.
        kind if kind in ("sandbox", "local") else "account",
        organisation if isinstance(organisation, str) else None,
        colour if isinstance(colour, str) else "",
        api if isinstance(api, str) else "v2",
    )


def _changed_since(profile: Profile) -> bool:
    try:
        return profile.environments_file.stat().st_mtime_ns > profile.window_file.stat().st_mtime_ns
    except OSError:
        return True
