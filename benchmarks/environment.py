"""The environment in which the program is measured: as installed, with its byte code compiled."""

import os


def installed() -> dict[str, str]:
    """The shell's variables without the one that makes each start compile everything again."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def offscreen_unless_there_is_a_screen() -> dict[str, str]:
    """As ``installed``, for a program with a window."""
    environment = installed()
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment
