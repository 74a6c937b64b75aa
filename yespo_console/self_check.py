"""``--self-check``: is this installation whole? Uses a folder of its own and nothing of the user's.

The packed program is tested with it: what a packer forgets (a data file, a plugin, a back end found by name) is what it
looks for. Every step prints a line; the first failure ends it with exit code 1.
"""

import contextlib
import importlib
import json
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCollator, QEventLoop, QLibraryInfo, QLocale, QPluginLoader, QTimer
from PySide6.QtWidgets import QApplication

from yespo_console.gui import icons
from yespo_console.platform.profile import Profile
from yespo_console.platform.resources import resources_dir

#: How long the window may take to paint itself, in milliseconds; it takes a tenth of a second.
_PAINT_WITHIN: Final = 20_000


class SelfCheckError(Exception):
    """Something of the installation is missing or does not work."""


def self_check() -> int:
    """Check everything, print what was checked, return 0 or 1."""
    from yespo_console import app as program

    with tempfile.TemporaryDirectory(prefix="yespo-console-check-", ignore_cleanup_errors=True) as folder:
        profile = Profile.at(Path(folder)).ensure()
        app = program.make_application()
        steps: tuple[tuple[str, Callable[[], str]], ...] = (
            ("database", lambda: check_database(profile)),
            ("schemas", check_schemas),
            ("samples", check_samples),
            ("languages", check_languages),
            ("icons", check_icons),
            ("style", check_style),
            ("libraries", check_libraries),
            ("keychain", check_keychain),
            ("encryption", check_encryption),
            ("sorting", check_sorting),
            ("screen", check_screen),
            ("window", lambda: check_window(app, profile)),
        )
        for name, step in steps:
            try:
                told = step()
            except (SelfCheckError, ImportError, LookupError, OSError, ValueError) as error:
                _print(f"{name}: FAILED: {error}")
                traceback.print_exception(error)
                return 1
            _print(f"{name}: {told}")
    _print("all well")
    return 0


def check_database(profile: Profile) -> str:
    """A history can be made, opened and searched."""
    from yespo_console.history.errors import HistoryError
    from yespo_console.history.query import Query
    from yespo_console.history.store import HistoryStore

    try:
        with contextlib.closing(HistoryStore.open(profile.history_file)) as store:
            count = store.count(Query())
    except HistoryError as error:
        raise SelfCheckError(str(error)) from error
    if count:
        raise SelfCheckError(f"a new history holds {count} exchanges")
    return "a history opens and can be searched"


def check_schemas() -> str:
    """Every schema file is a valid JSON Schema and makes a form."""
    from yespo_console.events.catalog import load_catalog
    from yespo_console.events.fields import fields
    from yespo_console.events.schema_check import schema_fault

    catalog = load_catalog()
    files = sorted((resources_dir() / "events").glob("*.json"))
    if len(catalog.types) != len(files) or not files:
        raise SelfCheckError(f"{len(files)} schema files gave {len(catalog.types)} event types")
    for event_type in catalog.types:
        if (fault := schema_fault(event_type)) is not None:
            raise SelfCheckError(f"{event_type.key}: {fault}")
        fields(event_type)
    return f"{len(files)} event types"


def check_samples() -> str:
    """Every sample can be written, read again and is free of errors; every sample file is JSON."""
    from yespo_console.events import wire
    from yespo_console.events.catalog import load_catalog
    from yespo_console.events.checking import check
    from yespo_console.events.event import Encoding

    catalog = load_catalog()
    for event_type in catalog.types:
        found = check(wire.write(event_type.sample, Encoding()), catalog)
        if not found.valid:
            raise SelfCheckError(f"the sample of {event_type.key} is not valid: {found.problems[0].message}")
    paths = sorted((resources_dir() / "samples").glob("*.json"))
    for path in paths:
        json.loads(path.read_bytes())
    return f"{len(catalog.types)} of event types, {len(paths)} files"


def check_languages() -> str:
    """Source code of every language can be read: the parser and each grammar are there, and fit together."""
    from yespo_console.reading.reader import read_payload

    texts = {
        "javascript": "send({eventTypeKey: 'a', params: [JSON.stringify(1)]})",
        "typescript": "const event: Event = {eventTypeKey: 'a', params: [] as Param[]};",
        "python": "import requests\nrequests.post(url, json={'eventTypeKey': 'a', 'params': []})",
        "php": "<?php send(['eventTypeKey' => 'a', 'params' => []]);",
        "ruby": "require 'json'\nsend({ eventTypeKey: 'a', params: [] }.to_json)",
        "powershell": "Invoke-RestMethod $url -Body (@{ eventTypeKey = 'a'; params = @() } | ConvertTo-Json)",
    }
    for language, text in texts.items():
        reading = read_payload(text)
        source = "javascript" if language == "typescript" else language
        if reading.source != source or len(reading.events) != 1:
            raise SelfCheckError(f"{language} is not read: {reading.error}")
    return f"{len(texts)}: {', '.join(texts)}"


def check_icons() -> str:
    """Every icon can be painted: the files are there, and so is Qt's SVG plugin."""
    names = icons.names()
    for name in names:
        if icons.pixmap(name, 20).isNull():
            raise SelfCheckError(f"the icon {name} cannot be painted")
    if not names:
        raise SelfCheckError("there are no icons")
    return f"{len(names)} painted"


def check_style() -> str:
    """Every name of the style sheet has a token, and every picture it names is there."""
    from yespo_console.gui.theme import style_sheet
    from yespo_console.gui.tokens import DARK, LIGHT

    pictures = sorted((resources_dir() / "qss").glob("*.svg"))
    used = style_sheet(LIGHT) + style_sheet(DARK)
    missing = [path.name for path in pictures if path.as_posix() not in used]
    if missing or not pictures:
        raise SelfCheckError(f"the style sheet does not use {', '.join(missing) or 'any picture'}")
    return f"light and dark, {len(pictures)} pictures"


def check_libraries() -> str:
    """What is imported only after the first paint, and what is found by name, is there."""
    names = (
        "httpx", "phonenumbers.data.region_UA", "pydantic", "starlette.applications", "uvicorn",
        "uvicorn.protocols.http.h11_impl", "yespo_console.delivery.send", "yespo_console.sandbox.server",
        "yespo_console.cli.main",
    )  # fmt: skip
    for name in names:
        importlib.import_module(name)
    return f"{len(names)} modules"


def check_keychain() -> str:
    """The back ends are found by name, and that of this system has all it stands on, the cipher included.

    Whether a keychain runs is not asked: a server has none.
    """
    from importlib.metadata import entry_points

    found = entry_points(group="keyring.backends")
    for back_end in found:
        back_end.load()
    needed = {
        "linux": ("secretstorage", "secretstorage.dhcrypto", "jeepney.io.blocking"),
        "darwin": ("keyring.backends.macOS.api",),
        "win32": ("win32ctypes.pywin32.win32cred",),
    }.get(sys.platform, ())
    # A back end whose import fails says nothing and is left out, so what it imports is asked for here.
    for name in needed:
        importlib.import_module(name)
    if not found:
        raise SelfCheckError("there is no keychain back end")
    return f"{len(found)} back ends"


def check_encryption() -> str:
    """A real account is reached through TLS, and the authorities that vouch for it are here."""
    from yespo_console.delivery.http import trust

    count = trust(None).cert_store_stats()["x509_ca"]
    if not count:
        raise SelfCheckError("no certificate authority is trusted")
    return f"{count} certificate authorities"


def check_sorting() -> str:
    """Names sort as their language does: the data of Qt's text library is whole."""
    collator = QCollator(QLocale(QLocale.Language.Ukrainian))
    letters = ["д", "є", "ґ", "г", "е"]  # by code point: г д е є ґ
    told = "".join(sorted(letters, key=collator.sortKey))
    if told != "гґдеє":
        raise SelfCheckError(f"Ukrainian letters sort as {told}")
    return "Ukrainian letters in their order"


def check_screen() -> str:
    """The part of Qt that draws on a real screen finds the libraries it needs. It is not started: there may be none."""
    if sys.platform != "linux":
        return "that of the system"
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    loader = QPluginLoader(str(plugins / "libqxcb.so"))
    if not loader.load():
        raise SelfCheckError(loader.errorString())
    return "X11"


def check_window(app: QApplication, profile: Profile) -> str:
    """The window paints itself, every section of it can be built, and everything behind it starts and ends."""
    from yespo_console.app import Console

    console = Console(app, profile)
    loop = QEventLoop()
    failures: list[str] = []

    def fail(what: object) -> None:
        failures.append(str(what))
        loop.quit()

    # What goes wrong in a slot ends nothing; it only reaches the hook.
    before, sys.excepthook = sys.excepthook, lambda _kind, error, _trace: fail(f"{type(error).__name__}: {error}")
    try:
        console.backend.failed.connect(fail)
        console.backend.ready.connect(loop.quit)
        QTimer.singleShot(_PAINT_WITHIN, loop.quit)
        console.show()
        loop.exec()
        ready = console.backend.services is not None
        while not failures and console.window.build_next_page():
            app.processEvents()
        picture = console.window.grab()
        console.window.close()
        console.stop()
    finally:
        sys.excepthook = before
    if failures or not ready:
        raise SelfCheckError(failures[0] if failures else "the window was not ready in time")
    if picture.isNull() or not console.window.sections:
        raise SelfCheckError("the window painted nothing")
    return f"painted at {picture.width()}x{picture.height()}, with {', '.join(console.window.sections)}"


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
