"""What of that which the packer found goes into the package. Everything left out has its reason here.

``Entry`` is the packer's own: the place inside the package, the file it comes from, what it is.
"""

import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath
from typing import Final

Entry = tuple[str, str, str]

#: What the hooks bring along for windows of other kinds: QML, virtual keyboard, PDF, drawing through OpenGL, Qt's own
#: network stack, translations and bus binding; and data that packages carry for those who work on them.
_UNUSED: Final = re.compile(
    r"(Qt6?(Qml|Quick|VirtualKeyboard|Pdf|Network|OpenGL|Test|Sql|Designer|Labs|ShaderTools|Help|UiTools|Concurrent|Egl)\w*"
    r"|PySide6/QtDBus\b|/qml/|translations/qt"
    r"|plugins/(tls|networkinformation|virtualkeyboard|sqldrivers|qmltooling|designer|printsupport|generic"
    r"|egldeviceintegrations|wayland-graphics-integration-client)/"
    r"|plugins/imageformats/\w*(tiff|webp|jpeg|icns|tga|wbmp|pdf|gif)"
    r"|plugins/platforms/\w*(eglfs|linuxfb|minimal|vkkhr|vnc)|platformthemes/\w*gtk"
    r"|jsonschema/(benchmarks|tests)/|\.pot$|/sboms/)"
)

#: Libraries that belong to the desktop: whoever has a window has them, and they must fit what else is installed there:
#: the graphics driver wants the newest C++ library, fonts are set up for their library, the bus and Xlib for theirs.
_OF_THE_DESKTOP: Final = re.compile(
    r"lib(stdc\+\+|gcc_s|X11|X11-xcb|fontconfig|freetype|dbus-1|glib-2\.0|gthread-2\.0)\.so\.\d+"
)


def used(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that a window made of widgets, or the command line, could ask for."""
    return [entry for entry in entries if not _UNUSED.search(entry[0])]


def named_by(files: Sequence[str]) -> set[str]:
    """The libraries that any of ``files`` asks for by itself, not through others.

    Raises CalledProcessError or FileNotFoundError when ``readelf`` cannot tell.
    """
    told = subprocess.run(["readelf", "-d", *files], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", told))


def used_libraries(entries: Iterable[Entry], named_by: Callable[[Sequence[str]], set[str]] = named_by) -> list[Entry]:
    """As ``used``, and on Linux without the desktop's libraries and without those that only they asked for.

    A library stays when something that stays names it; Python's own and everything in a folder (extension modules, Qt,
    its plugins) stays by itself.
    """
    kept = [entry for entry in used(entries) if not _OF_THE_DESKTOP.fullmatch(entry[0])]
    libraries = {name: source for name, source, kind in kept if kind == "BINARY" and _is_system_library(name)}
    wanted: set[str] = set()
    new = {source for name, source, kind in kept if kind != "SYMLINK" and name not in libraries}
    while new:
        named = named_by(sorted(new)) & libraries.keys() - wanted
        wanted |= named
        new = {libraries[name] for name in named}
    return [entry for entry in kept if entry[0] not in libraries or entry[0] in wanted]


def _is_system_library(name: str) -> bool:
    path = PurePosixPath(name)
    return len(path.parts) == 1 and path.name.startswith("lib") and not path.name.startswith("libpython")
