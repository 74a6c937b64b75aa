"""Where one user's files live.

``YESPO_CONSOLE_HOME`` puts everything under one folder (tests, portable use); otherwise the system's own places are
used (XDG on Linux). Several windows and commands share a profile, so every writer locks or replaces files atomically.
"""

import contextlib
import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from yespo_console.platform.i18n import _

HOME_VARIABLE = "YESPO_CONSOLE_HOME"

#: In each window's folder of drafts: locked for as long as the window lives.
DRAFT_LOCK = "window.lock"


@dataclass(frozen=True)
class Profile:
    """The three folders of a profile and the files with a fixed name in them.

    Attributes:
        config: what the user decided (settings, environments, own event types).
        data: what the user made (history, drafts).
        state: what can be lost (logs, window geometry, the running sandbox's address).
        lent_by: the profile that may only be read and whose history this is; None as a rule. See ``lent``.
    """

    config: Path
    data: Path
    state: Path
    lent_by: "Profile | None" = None

    @classmethod
    def default(cls) -> "Profile":
        """The profile of this process: ``YESPO_CONSOLE_HOME`` or the system's folders. Creates nothing."""
        home = os.environ.get(HOME_VARIABLE)
        if home:
            return cls.at(Path(home).expanduser())
        from platformdirs import PlatformDirs

        dirs = PlatformDirs("yespo-console", appauthor=False)
        return cls(Path(dirs.user_config_dir), Path(dirs.user_data_dir), Path(dirs.user_state_dir))

    @classmethod
    def at(cls, root: Path) -> "Profile":
        """A profile in which everything lies under ``root``."""
        return cls(root / "config", root / "data", root / "state")

    def lent(self, folder: Path) -> "Profile":
        """This profile for somebody who may not write it: the same history and configuration, all else in ``folder``.

        What the user decides or makes goes there, and is gone with it. Raises OSError.
        """
        lent = replace(self.at(folder).ensure(), lent_by=self)
        for file in self.config.rglob("*"):
            if file.is_file():
                target = lent.config / file.relative_to(self.config)
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copyfile(file, target)  # without its mode, which may forbid to write it
        return lent

    @property
    def with_lender(self) -> tuple["Profile", ...]:
        """This profile, and the one that lent it its history."""
        return (self,) if self.lent_by is None else (self, self.lent_by)

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.json"

    @property
    def environments_file(self) -> Path:
        return self.config / "environments.json"

    @property
    def searches_file(self) -> Path:
        """Searches of the history that the user gave a name."""
        return self.config / "searches.json"

    @property
    def event_types_dir(self) -> Path:
        """The user's own event types: one JSON Schema file each."""
        return self.config / "events"

    @property
    def history_file(self) -> Path:
        return (self.lent_by or self).data / "history.sqlite3"

    @property
    def drafts_dir(self) -> Path:
        return self.data / "drafts"

    @property
    def log_dir(self) -> Path:
        return self.state / "logs"

    @property
    def sandbox_file(self) -> Path:
        """Port and process id of the running sandbox."""
        return self.state / "sandbox.json"

    @property
    def window_file(self) -> Path:
        """What the window needs before its first paint: theme, geometry, the current environment's marking."""
        return self.state / "window.json"

    def ensure(self) -> "Profile":
        """Create the folders, readable by the user alone. Raises OSError when one cannot be made or written to."""
        for folder in (self.config, self.data, self.state):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK | os.X_OK):
                raise OSError(errno.EROFS, _("it is read-only"), str(folder))
        return self


def unusable_words(error: OSError) -> str:
    """The sentence for a profile that ``ensure`` could not make, or that could not be used later, and what to do."""
    reason = error.strerror or str(error)
    if error.filename is None:
        message = _("The profile folder cannot be used: {reason}. Set {variable} to a folder you can write to.")
        return message.format(reason=reason, variable=HOME_VARIABLE)
    message = _(
        "The profile folder {folder} cannot be used: {reason}. Make it writable, or set {variable} to a folder that"
        " you can write to."
    )
    return message.format(folder=error.filename, reason=reason, variable=HOME_VARIABLE)


#: How the name of a file ends before it takes the place of another: as none that a user gives. And how long, in
#: seconds, that lasts at most.
_BEGUN: Final = ".begun"
_BEGUN_WITHIN: Final = 60


def is_left_unfinished(path: Path) -> bool:
    """Whether ``write_atomically`` was killed while it wrote this file."""
    try:
        return (
            path.suffix == _BEGUN and path.name.startswith(".") and time.time() - path.stat().st_mtime > _BEGUN_WITHIN
        )
    except FileNotFoundError:  # it was not
        return False


def write_atomically(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Replace ``path`` by ``content`` so that a reader, or a crash, sees the old file or the new one, never a half.

    Parts are written as they come, so that what is long never is in one piece. The file is readable by the user alone
    and is on disk when this returns. Raises OSError, and what making the parts raises.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_BEGUN, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
