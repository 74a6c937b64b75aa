"""One sandbox per profile: started by whoever needs it first, joined by the others, gone when its program ends."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from patience import PATIENCE_S

from yespo_console.events.catalog import load_catalog
from yespo_console.platform.profile import Profile
from yespo_console.sandbox import server as server_module
from yespo_console.sandbox.address import HOST, SandboxAddress, probe, profile_mark, register, running
from yespo_console.sandbox.server import SandboxError, SandboxServer, serve_until_stopped
from yespo_console.sandbox.state import SandboxState

CHILD = """
import asyncio, sys
from pathlib import Path
from yespo_console.events.catalog import load_catalog
from yespo_console.platform.profile import Profile
from yespo_console.sandbox.server import serve_until_stopped
from yespo_console.sandbox.state import SandboxState

def ready(server):
    print(server.address.port, "joined" if server.joined else "served", flush=True)

asyncio.run(serve_until_stopped(Profile.at(Path(sys.argv[1])), SandboxState(load_catalog()), int(sys.argv[2]), ready))
print("ended")
"""


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.at(tmp_path / "profile")


def new_server() -> SandboxServer:
    return SandboxServer(SandboxState(load_catalog()))


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


async def account(address: SandboxAddress) -> int:
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.get(f"{address.base_url}/v1/account/info", auth=("api", "key"))).status_code


def test_it_starts_at_its_port_is_noted_and_ends(profile: Profile) -> None:
    async def story() -> None:
        port = free_port()
        server = new_server()
        address = await server.start(profile, port)
        assert (address.port, address.pid, server.joined, server.is_elsewhere) == (port, os.getpid(), False, False)
        assert await asyncio.to_thread(running, profile) == address
        assert await account(address) == 200
        assert await server.start(profile, port) == address
        await server.stop()
        assert server.address is None
        assert await asyncio.to_thread(running, profile) is None
        assert not profile.sandbox_file.exists()
        await server.stop()

    asyncio.run(story())


def test_a_second_window_joins_and_takes_over_when_the_first_is_gone(profile: Profile) -> None:
    async def story() -> None:
        first, second = new_server(), new_server()
        address = await first.start(profile, 0)
        assert await second.start(profile, free_port()) == address
        assert second.joined
        assert second.is_elsewhere
        await second.stop()
        assert await account(address) == 200
        assert await second.start(profile, 0) == address
        await first.stop()
        newer = await second.start(profile, 0)
        assert newer.token != address.token
        assert not second.joined
        assert await account(newer) == 200
        await second.stop()

    asyncio.run(story())


def test_two_that_start_at_the_same_moment_share_one(profile: Profile) -> None:
    async def story() -> None:
        port = free_port()
        servers = [new_server() for _ in range(4)]
        addresses = await asyncio.gather(*(server.start(profile, port) for server in servers))
        assert len(set(addresses)) == 1
        assert sorted(server.joined for server in servers) == [False, True, True, True]
        for server in servers:
            await server.stop()

    asyncio.run(story())


def test_another_program_at_the_port_makes_it_choose_a_free_one_and_say_so(profile: Profile) -> None:
    async def story() -> None:
        with socket.socket() as taken:
            taken.bind((HOST, 0))
            port = taken.getsockname()[1]
            server = new_server()
            address = await server.start(profile, port)
            assert address.port != port
            assert server.is_elsewhere
            assert await account(address) == 200
            await server.stop()

    asyncio.run(story())


@pytest.mark.parametrize("port", [70_000, -1])
def test_a_port_that_cannot_be_is_replaced_by_a_free_one(profile: Profile, port: int) -> None:
    async def story() -> None:
        server = new_server()
        assert (await server.start(profile, port)).port > 0
        await server.stop()

    asyncio.run(story())


def test_one_whose_note_was_lost_is_joined_but_not_that_of_another_profile(profile: Profile, tmp_path: Path) -> None:
    async def story() -> None:
        first, second, stranger = new_server(), new_server(), new_server()
        address = await first.start(profile, 0)
        profile.sandbox_file.unlink()
        assert await second.start(profile, address.port) == address
        assert second.joined
        other = await stranger.start(Profile.at(tmp_path / "other"), address.port)
        assert other.port != address.port
        assert not stranger.joined
        for server in (second, stranger, first):
            await server.stop()

    asyncio.run(story())


def test_a_note_left_by_a_killed_program_is_not_believed(profile: Profile) -> None:
    async def story() -> None:
        profile.ensure()
        register(profile, SandboxAddress(free_port(), os.getpid(), "old", profile_mark(profile)))
        server = new_server()
        address = await server.start(profile, 0)
        assert not server.joined
        assert await asyncio.to_thread(running, profile) == address
        await server.stop()

    asyncio.run(story())


def test_a_profile_that_cannot_be_used_is_told(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    async def start() -> None:
        await new_server().start(profile, 0)

    profile.state.parent.mkdir()
    profile.state.write_text("a file where the folder belongs")
    with pytest.raises(SandboxError, match="profile folder cannot be used"):
        asyncio.run(start())
    profile.state.unlink()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(server_module, "register", refuse)
        with pytest.raises(SandboxError, match=r"noted in the profile folder.*No space left"):
            asyncio.run(start())
    with monkeypatch.context() as patch:
        patch.setattr(server_module, "_bind", refuse)
        with pytest.raises(SandboxError, match="No port"):
            asyncio.run(start())
    assert running(profile) is None


def test_a_program_that_hangs_while_starting_is_not_waited_for_without_end(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        profile.ensure()
        monkeypatch.setattr(server_module, "_START_SECONDS", 0.05)
        with (
            server_module.FileLock(profile.sandbox_file.with_suffix(".lock")),
            pytest.raises(SandboxError, match="cannot be used to start"),
        ):
            await new_server().start(profile, 0)

    asyncio.run(story())


def test_a_server_that_cannot_begin_says_why(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise OSError("cannot listen")

    async def story() -> None:
        monkeypatch.setattr(server_module.uvicorn.Server, "startup", broken)
        with pytest.raises(SandboxError, match="cannot listen"):
            await new_server().start(profile, 0)

    asyncio.run(story())


@pytest.mark.skipif(os.name != "posix", reason="signals as a terminal sends them")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_told_to_end(profile: Profile, number: signal.Signals) -> None:
    folder = str(profile.state.parent)
    first = subprocess.Popen([sys.executable, "-c", CHILD, folder, "0"], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    port, how = first.stdout.readline().split()
    assert how == "served"
    assert probe(int(port)) == running(profile)
    second = subprocess.run([sys.executable, "-c", CHILD, folder, "0"], capture_output=True, text=True, check=True)
    assert second.stdout.splitlines() == [f"{port} joined", "ended"]
    first.send_signal(number)
    assert first.communicate(timeout=PATIENCE_S)[0].splitlines() == ["ended"]
    assert first.returncode == 0
    assert running(profile) is None
    assert not profile.sandbox_file.exists()


@pytest.mark.skipif(os.name != "posix", reason="signals as a terminal sends them")
def test_a_killed_sandbox_leaves_a_note_that_nobody_believes(profile: Profile) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(profile.state.parent), "0"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    assert running(profile) is not None
    process.kill()
    process.communicate(timeout=PATIENCE_S)
    assert json.loads(profile.sandbox_file.read_bytes())["pid"] == process.pid
    assert running(profile) is None


def test_a_cancelled_command_ends_its_sandbox(profile: Profile) -> None:
    """Where there are no signal handlers (Windows, a thread) Ctrl+C arrives as a cancel."""

    async def story() -> None:
        ready = asyncio.Event()
        task = asyncio.create_task(
            serve_until_stopped(profile, SandboxState(load_catalog()), 0, lambda _server: ready.set())
        )
        await asyncio.wait_for(ready.wait(), PATIENCE_S)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(running, profile) is None

    asyncio.run(story())


def test_a_start_given_up_leaves_nothing_running(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        noting = asyncio.Event()
        loop = asyncio.get_running_loop()

        def slowly(*_: object) -> None:
            loop.call_soon_threadsafe(noting.set)
            time.sleep(0.2)

        monkeypatch.setattr(server_module, "register", slowly)
        port = free_port()
        server = new_server()
        starting = asyncio.create_task(server.start(profile, port))
        await noting.wait()
        starting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await starting
        assert server.address is None
        assert await asyncio.to_thread(probe, port) is None

    asyncio.run(story())


def test_stopping_does_not_wait_for_idle_connections(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "_KEEP_ALIVE_SECONDS", 36_000)

    async def story() -> None:
        server = new_server()
        address = await server.start(profile, 0)
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get(f"{address.base_url}/v1/account/info", auth=("api", "key"))
            await asyncio.wait_for(server.stop(), PATIENCE_S)

    asyncio.run(story())
