"""The log: a rotating file in the profile that a person can hand on, because no credential ever gets into it.

Masking is done on the finished line, traceback included, so it does not matter through which library a secret came by.
"""

import logging
import re
from pathlib import Path
from typing import Final

from yespo_console.platform.profile import Profile

MASK: Final = "***"
#: One file of 1 MiB and three older ones: weeks of ordinary use, small enough to attach to a mail.
MAX_BYTES: Final = 1024 * 1024
KEPT: Final = 3
#: Libraries that tell every request at INFO.
_QUIET: Final = ("httpx", "httpcore", "asyncio", "uvicorn", "keyring")

_SECRETS: Final[set[str]] = set()
#: Shorter ones would mask half of every line.
_SHORTEST_SECRET: Final = 4

_PATTERNS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        # a header, however it is quoted: Authorization: Basic x, 'authorization': 'Bearer x', (b'Authorization', b'x')
        (
            r"""(authorization\\?["']?\s*[:=,]\s*(?:b?\\?["'])?)(?:(basic|bearer|digest)\s+)?[^\s"',;)\\]+""",
            rf"\1\2 {MASK}",
        ),
        # the value of such a header by itself
        (r"\b(basic|bearer)\s+[A-Za-z0-9+/_.~-]{12,}=*", rf"\1 {MASK}"),
        # user and password in an address; no scheme is longer, and a long word is not gone through from each letter
        (r"(\b[a-z][a-z0-9+.-]{0,30}://)[^\s/@\"']+@", rf"\1{MASK}@"),
        # curl
        (r"""((?:^|\s)(?:-u|--user|--proxy-user)[\s=]+)(?:"[^"]*"|'[^']*'|\S+)""", rf"\1{MASK}"),
        # a named one: api_key=x, "password": "x", YESPO_API_KEY=x
        (
            r"""((?:api[_-]?key|access[_-]?token|token|password|passwd|secret)\\?["']?\s*[:=]\s*(?:b?\\?["'])?)[^\s"',;&)\\]+""",
            rf"\1{MASK}",
        ),
    )
)


def hide(secret: str) -> None:
    """Mask ``secret`` wherever it turns up in a log line or diagnostics from now on, for the life of the process."""
    if len(secret) >= _SHORTEST_SECRET:
        _SECRETS.add(secret)


def hidden() -> frozenset[str]:
    """What was given to ``hide`` so far. For masking elsewhere: never to be shown or kept."""
    return frozenset(_SECRETS)


def masked(text: str) -> str:
    """``text`` without credentials: those known by ``hide`` and whatever stands where a credential stands."""
    for secret in sorted(_SECRETS, key=len, reverse=True):
        text = text.replace(secret, MASK)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


class MaskingFormatter(logging.Formatter):
    """Formats a record, then masks the whole of it."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class _LogFile(logging.Handler):
    """A rotating file that is opened for the first line: most starts have nothing to tell, and the first paint waits
    for no handler."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from yespo_console.platform.rotating_file import SharedRotatingFile

            self._file = SharedRotatingFile(
                self._path, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8", errors="backslashreplace"
            )
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def log_file(profile: Profile, program: str) -> Path:
    """Where ``program`` (``window`` or ``command``) logs to."""
    return profile.log_dir / f"{program}.log"


def start_logging(profile: Profile, program: str) -> logging.Handler:
    """Log this process to its file in the profile; returns the handler, for ``stop_logging``.

    Raises OSError when the folder cannot be made or the file not be written.
    """
    profile.log_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = log_file(profile, program)
    path.touch(mode=0o600)
    handler = _LogFile(path)
    handler.setFormatter(MaskingFormatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    return handler


def stop_logging(handler: logging.Handler) -> None:
    """Detach and close what ``start_logging`` returned."""
    logging.getLogger().removeHandler(handler)
    handler.close()
