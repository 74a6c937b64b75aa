"""One JSON file of the user's decisions, shared by several programs and never lost.

Writers take a lock and replace the file in one step. Members that this version does not know are kept. A file that
cannot be read as JSON is set aside under another name, and that is said.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from yespo_console.platform.i18n import _
from yespo_console.platform.profile import write_atomically

#: How long another program may hold the lock, in seconds; a write takes milliseconds.
_LOCK_WITHIN: Final = 5.0


class ConfigError(Exception):
    """A file of the configuration cannot be read or written; ``str()`` says which, why and what to do."""


class ConfigFile:
    """A JSON object in a file.

    Attributes:
        path: the file; it need not exist.
        notices: sentences about what had to be set aside since this object was made; shown to the user once.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notices: list[str] = []

    @property
    def stamp(self) -> tuple[int, int, int] | None:
        """Changes whenever the file does; None while there is none."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def read(self) -> dict[str, Any]:
        """The content; empty when there is no file, or when it was broken and is set aside. Raises ConfigError."""
        try:
            content = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._unreadable(error) from error
        except (ValueError, RecursionError):
            content = None
        if isinstance(content, dict):
            return content
        self._set_aside()
        return {}

    def update(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Let ``change`` alter the newest content and write it. Raises ConfigError, and what ``change`` raises."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", timeout=_LOCK_WITHIN):
                content = self.read()
                change(content)
                write_atomically(self.path, json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n")
        except Timeout as error:
            message = _("Another program is writing {path} and did not finish. Close it and try again.")
            raise ConfigError(message.format(path=self.path)) from error
        except OSError as error:
            message = _("{path} could not be written: {reason}. Check the folder's rights and the free space.")
            raise ConfigError(message.format(path=self.path, reason=error.strerror or error)) from error

    def _set_aside(self) -> None:
        aside = self.path.with_name(f"{self.path.name}.broken-{time.time_ns()}")
        try:
            self.path.rename(aside)
        except FileNotFoundError:  # another program was faster
            return
        except OSError as error:
            raise self._unreadable(error) from error
        message = _("{path} could not be read. It is kept as {aside}, and the program starts with a new one.")
        self.notices.append(message.format(path=self.path, aside=aside))

    def _unreadable(self, error: OSError) -> ConfigError:
        message = _("{path} could not be read: {reason}. Check that your user may read and write it.")
        return ConfigError(message.format(path=self.path, reason=error.strerror or error))
