"""A desktop's keychain as it really is: GNOME Keyring on a session bus, both of their own and gone afterwards."""

import asyncio
import io
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from one_command import Ran, Run
from patience import PATIENCE_S

from yespo_console.cli import main
from yespo_console.events.catalog import Catalog, load_catalog
from yespo_console.platform.profile import Profile
from yespo_console.sandbox.server import SandboxServer
from yespo_console.sandbox.state import SandboxState

KEYCHAIN_TOOLS = ("dbus-daemon", "gnome-keyring-daemon")


@dataclass(frozen=True)
class Desktop:
    """Where programs find the keychain.

    Attributes:
        environment: all variables for a child process; nothing in it leads to the folders or keychain of whoever tests.
        home: the home folder, with everything that the keychain itself writes.
    """

    environment: dict[str, str]
    home: Path


@pytest.fixture(autouse=True, scope="session")
def ctrl_c_is_heard() -> Iterator[None]:
    """Programs hear Ctrl+C although the tests may run in the background, where a shell has it ignored by all."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def home() -> Iterator[Path]:
    """A home folder with a short path: sockets lie in it, and theirs may have 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="ychome-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def bare_environment(home: Path) -> dict[str, str]:
    """Variables of somebody at a text terminal: no bus, no screen, so a keychain that wants to ask gets no answer."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "PYTHONPATH")}
    folders = {
        "XDG_RUNTIME_DIR": "run",
        "XDG_DATA_HOME": "data",
        "XDG_CONFIG_HOME": "config",
        "XDG_CACHE_HOME": "cache",
    }
    for folder in folders.values():
        (home / folder).mkdir(mode=0o700, exist_ok=True)
    return {
        **kept,
        "HOME": str(home),
        "YESPO_CONSOLE_HOME": str(home / "profile"),
        # There is none: whatever asks for a bus must not start or find another one.
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home}/no-bus",
        **{name: str(home / folder) for name, folder in folders.items()},
    }


@pytest.fixture
def desktop(home: Path, bare_environment: dict[str, str]) -> Iterator[Desktop]:
    """A session with an unlocked keychain."""
    if not all(map(shutil.which, KEYCHAIN_TOOLS)):
        pytest.skip(f"needs {' and '.join(KEYCHAIN_TOOLS)}")
    address = f"unix:path={home}/run/bus"
    environment = bare_environment | {"DBUS_SESSION_BUS_ADDRESS": address}
    with ExitStack() as ended_after_use, (home / "desktop.log").open("wb") as log:

        def start(*command: str, **more: object) -> subprocess.Popen[bytes]:
            program = subprocess.Popen(command, env=environment, stdout=log, stderr=log, **more)
            ended_after_use.callback(_end, program)
            return program

        start("dbus-daemon", "--session", "--nofork", f"--address={address}")
        _until(lambda: (home / "run" / "bus").exists())
        keyring = start(
            "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", stdin=subprocess.PIPE
        )
        assert keyring.stdin is not None
        keyring.stdin.write(b"the password of the login")
        keyring.stdin.close()
        # Who asks before it is there would make the bus start another one, which is locked.
        _until(lambda: _is_served(address))
        yield Desktop(environment, home)


def _is_served(address: str) -> bool:
    from jeepney import DBus
    from jeepney.io.blocking import Proxy, open_dbus_connection

    with open_dbus_connection(bus=address) as connection:
        return bool(Proxy(DBus(), connection).NameHasOwner("org.freedesktop.secrets")[0])


def _until(condition) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "the keychain did not start in time"
        time.sleep(0.02)


def _end(program: subprocess.Popen[bytes]) -> None:
    program.terminate()
    try:
        program.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait(PATIENCE_S)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Iterator[SandboxServer]:
    """A running sandbox, in a thread of its own as in the window."""
    profile = Profile.at(tmp_path_factory.mktemp("profile"))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = SandboxServer(SandboxState(catalog))
    asyncio.run_coroutine_threadsafe(server.start(profile, 0), loop).result(PATIENCE_S)
    yield server
    asyncio.run_coroutine_threadsafe(server.stop(), loop).result(PATIENCE_S)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Profile:
    monkeypatch.setenv("YESPO_CONSOLE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("YESPO_API_KEY", raising=False)
    return Profile.default().ensure()


@pytest.fixture
def run(profile: Profile, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(*words: str, stdin: bytes | None = None) -> Ran:
        if stdin is not None:
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        try:
            code = main(list(words))
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def body(tmp_path: Path) -> Callable[..., str]:
    def write(content: object, name: str = "event.json") -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    return write
