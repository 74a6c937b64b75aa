"""``yespo-console``: a window without arguments, else the command line.

Whatever keeps the window from opening is said in one line with what to do about it; exit code 2.
"""

import gc
import os
import sys
from collections.abc import Mapping, Sequence

#: What the window itself understands; anything else is a command.
EXIT_AFTER_FIRST_PAINT = "--exit-after-first-paint"
SELF_CHECK = "--self-check"

#: Debian's and Ubuntu's names of what Qt needs on a bare system.
SYSTEM_LIBRARIES = (
    "libgl1 libegl1 libdbus-1-3 libfontconfig1 libglib2.0-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 "
    "libxcb-shape0 libxkbcommon-x11-0"
)
_ON_SCREEN = ("", "xcb", "wayland", "wayland-egl")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with ``argv`` (without its name); returns the exit code."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not set(arguments) <= {EXIT_AFTER_FIRST_PAINT, SELF_CHECK}:
        from yespo_console.cli.main import main as run_command
        from yespo_console.cli.main import show_faults_without_keys

        show_faults_without_keys()
        return run_command(arguments)
    if SELF_CHECK in arguments:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    problem = screen_problem(os.environ, sys.platform)
    if problem is None:
        # Until the window stands nothing that is made becomes garbage, and looking for it takes a tenth of the start.
        gc.disable()
        try:
            from yespo_console import app
        except ImportError as error:
            problem = library_problem(error)
    if problem is not None:
        print(problem, file=sys.stderr)  # noqa: T201  (there is no window to say it in)
        return 2
    if SELF_CHECK in arguments:
        from yespo_console.self_check import self_check

        return self_check()
    return app.run(exit_after_first_paint=EXIT_AFTER_FIRST_PAINT in arguments)


def screen_problem(environ: Mapping[str, str], platform: str) -> str | None:
    """Why no window can open here, in one line; None when one can. Only Linux can be without a screen."""
    if not platform.startswith("linux") or environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return None
    if environ.get("QT_QPA_PLATFORM", "").partition(":")[0] not in _ON_SCREEN:
        return None
    from yespo_console.platform.i18n import _

    return _(
        "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open. "
        "See the whole program at work in the terminal with: yespo-console demo, and all commands with: "
        "yespo-console --help"
    )


def library_problem(error: ImportError) -> str:
    """One line for a Qt that cannot be loaded. Raises ``error`` again when something else is missing."""
    told = str(error)
    if not (error.name or "").startswith(("PySide6", "shiboken6")) and "PySide6" not in told and ".so" not in told:
        raise error
    from yespo_console.platform.i18n import _

    if isinstance(error, ModuleNotFoundError):
        return _("The window needs PySide6, which is not installed here: {error}. Install Yespo Console again.").format(
            error=told
        )
    return _(
        "The window cannot open, because a library of the system is missing: {error}. "
        "On Debian and Ubuntu: sudo apt-get install --no-install-recommends {packages}"
    ).format(error=told, packages=SYSTEM_LIBRARIES)


if __name__ == "__main__":
    sys.exit(main())
