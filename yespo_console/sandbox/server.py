"""Starting the sandbox inside an event loop that is already running, or joining the one that runs."""

import asyncio
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import uvicorn
from filelock import FileLock, Timeout

from yespo_console.platform.i18n import N_, _
from yespo_console.platform.profile import Profile
from yespo_console.sandbox.address import (
    DEFAULT_PORT,
    HOST,
    SandboxAddress,
    probe,
    profile_mark,
    register,
    running,
    unregister,
)
from yespo_console.sandbox.app import create_app
from yespo_console.sandbox.state import SandboxState

#: How long one program waits for another that is just starting the sandbox of the same profile.
_START_SECONDS: Final = 10.0

_KEEP_ALIVE_SECONDS: Final = 75


class SandboxError(Exception):
    """The sandbox cannot be started. ``str()`` is a sentence that says why and what to do."""

    def __init__(self, sentence: str, detail: str) -> None:
        super().__init__(sentence, detail)
        self._sentence = sentence
        self.detail = detail

    def __str__(self) -> str:
        return _(self._sentence).format(detail=self.detail)


class _Server(uvicorn.Server):
    """Attributes: ready: set once connections are taken."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the program that this server is a part of."""
        yield


class SandboxServer:
    """The sandbox of one profile, as seen by one program. To be used from one event loop.

    Attributes:
        state: its settings and its inbox; another program's when ``joined``, and then this one stays empty.
        address: where it is, once started.
        joined: it is another program that serves it.
        wanted_port: the port that was asked for; ``address.port`` differs when another program has that.
    """

    def __init__(self, state: SandboxState) -> None:
        self.state = state
        self.address: SandboxAddress | None = None
        self.joined = False
        self.wanted_port = DEFAULT_PORT
        self._profile: Profile | None = None
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def is_elsewhere(self) -> bool:
        """It is not at the port that was asked for."""
        return self.address is not None and self.address.port != self.wanted_port

    async def start(self, profile: Profile, port: int | None = None) -> SandboxAddress:
        """Have a sandbox for ``profile``: the one that runs already, wherever it is, or a new one.

        A new one takes ``port`` (None: the usual one, 0: any free one), or another free port when a different program
        has it. Calling it again is fine, and starts a new one when the one that was joined has ended. Raises
        SandboxError.
        """
        if self._server is not None and self.address is not None:
            return self.address
        port = DEFAULT_PORT if port is None else port
        self.wanted_port = port
        try:
            profile.ensure()
            lock = FileLock(profile.sandbox_file.with_suffix(".lock"), timeout=_START_SECONDS, thread_local=False)
            await asyncio.to_thread(lock.acquire)
        except OSError as error:  # Timeout is one
            detail = "" if isinstance(error, Timeout) else error.strerror or str(error)
            raise SandboxError(
                N_("The profile folder cannot be used to start the sandbox. {detail}"), detail
            ) from error
        try:
            found = await asyncio.to_thread(running, profile)
            if found is not None:
                self.address, self.joined = found, True
                return found
            return await self._start_here(profile, port)
        finally:
            lock.release()

    async def stop(self) -> None:
        """End the sandbox that this program serves; one that was joined goes on."""
        server, task, profile, address = self._server, self._task, self._profile, self.address
        self._server = self._task = self._profile = self.address = None
        self.joined = False
        if server is None or task is None:
            return
        if profile is not None and address is not None:
            await asyncio.to_thread(unregister, profile, address)
        server.should_exit = True
        await asyncio.wait({task})

    async def _start_here(self, profile: Profile, port: int) -> SandboxAddress:
        listener = await asyncio.to_thread(_listen, profile, port)
        if isinstance(listener, SandboxAddress):  # its note was lost, it runs nevertheless
            self.address, self.joined = listener, True
            return listener
        address = SandboxAddress(
            port=listener.getsockname()[1],
            pid=os.getpid(),
            token=secrets.token_hex(16),
            profile=profile_mark(profile),
        )
        server = _Server(
            uvicorn.Config(
                create_app(self.state, address),
                log_config=None,
                access_log=False,  # it would hold what people send
                lifespan="off",
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=1,
            )
        )
        task = asyncio.create_task(server.serve(sockets=[listener]), name="sandbox")
        self._server, self._task, self._profile = server, task, profile
        self.address, self.joined = address, False
        is_there = False
        try:
            await _first_of(server.ready.wait(), task)
            await asyncio.to_thread(register, profile, address)
            is_there = True
        except OSError as error:
            raise SandboxError(
                N_("The sandbox cannot be started or noted in the profile folder. {detail}"),
                error.strerror or str(error),
            ) from error
        finally:
            if not is_there:  # a cancel comes this way too
                await self.stop()
                listener.close()
        return address


async def _first_of(waiting: Coroutine[Any, Any, Any], task: asyncio.Task[None]) -> None:
    """Wait for ``waiting``, or for ``task`` to fail."""
    ready = asyncio.create_task(waiting)
    await asyncio.wait({ready, task}, return_when=asyncio.FIRST_COMPLETED)
    if not ready.done():
        ready.cancel()
        await task


def _listen(profile: Profile, port: int) -> socket.socket | SandboxAddress:
    """A listening socket at ``port``, or at a free one; or the sandbox of this profile that is there already."""
    try:
        return _bind(port)
    except (OSError, OverflowError):
        found = probe(port) if 0 < port < 65536 else None
    if found is not None and found.profile == profile_mark(profile):
        return found
    try:
        return _bind(0)
    except OSError as error:
        raise SandboxError(
            N_("No port on this computer can be opened for the sandbox. {detail}"), error.strerror or str(error)
        ) from error


def _bind(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
        listener.setblocking(False)
    except (OSError, OverflowError):
        listener.close()
        raise
    return listener


async def serve_until_stopped(
    profile: Profile, state: SandboxState, port: int, on_ready: Callable[[SandboxServer], None]
) -> None:
    """Run the sandbox until the program is told to end (Ctrl+C, SIGTERM) or the task is cancelled.

    ``on_ready`` is called once it answers. When one runs already it is only joined: ``on_ready`` is called and this
    returns. Raises SandboxError.
    """
    server = SandboxServer(state)
    await server.start(profile, port)
    try:
        on_ready(server)
        if not server.joined:
            await _told_to_end()
    finally:
        await server.stop()


async def _told_to_end() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    handled = []
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers, and a thread that is not the main one cannot set them: there a cancel ends it.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, told.set)
            handled.append(number)
    try:
        await told.wait()
    finally:
        for number in handled:
            loop.remove_signal_handler(number)
