"""What a person copies into a ticket: versions, folders, the state of things, the last lines of the log. No secrets."""

import platform as system
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from yespo_console import __version__
from yespo_console.gui.theme import theme
from yespo_console.platform.logs import log_file, masked
from yespo_console.platform.profile import Profile

_LIBRARIES: Final = ("PySide6-Essentials", "httpx", "pydantic", "jsonschema", "starlette", "uvicorn", "keyring")
_LAST_LINES: Final = 40
_READ_AT_MOST: Final = 64 * 1024


def diagnostics(profile: Profile, facts: Iterable[tuple[str, str]] = ()) -> str:
    """The text, in English whatever the language of the window, with credentials masked.

    ``facts`` are what the caller knows beyond the process, such as where keys are kept.
    """
    screen = QGuiApplication.primaryScreen()
    told = [
        ("Yespo Console", __version__),
        ("Python", f"{sys.version.split()[0]} ({sys.executable if not getattr(sys, 'frozen', False) else 'packed'})"),
        ("Qt", f"{qVersion()} on {QGuiApplication.platformName()}"),
        ("System", system.platform()),
        (
            "Screen",
            "none"
            if screen is None
            else f"{screen.size().width()}x{screen.size().height()} at {screen.devicePixelRatio():g}",
        ),
        ("Theme", f"{theme().choice}, {'dark' if theme().tokens.dark else 'light'}"),
        *((name, _version(name)) for name in _LIBRARIES),
        ("Configuration", str(profile.config)),
        ("Data", str(profile.data)),
        ("Log folder", str(profile.log_dir)),
        ("History", _size(profile.history_file)),
        *facts,
    ]
    width = max(len(name) for name, _value in told)
    lines = [f"{name.ljust(width)}  {value}" for name, value in told]
    last = _last_lines(log_file(profile, "window"))
    return masked("\n".join([*lines, "", "The last lines of the log:", *(last or ["(empty)"])]))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "version not recorded"


def _size(path: Path) -> str:
    try:
        return f"{path.stat().st_size / 1024 / 1024:.1f} MiB"
    except OSError:
        return "none yet"


def _last_lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - _READ_AT_MOST))
            content = file.read()
    except OSError:
        return []
    return content.decode("utf-8", "replace").splitlines()[-_LAST_LINES:]
