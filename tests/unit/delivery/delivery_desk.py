"""What the tests of delivery talk about: a server that misbehaves as told, and a sender in front of it."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from yespo_console.delivery.credentials import Credentials
from yespo_console.delivery.environments import Environment, EnvironmentStore
from yespo_console.delivery.send import Sender
from yespo_console.delivery.settings import SettingsStore
from yespo_console.events.catalog import Catalog
from yespo_console.history.store import HistoryStore
from yespo_console.platform.profile import Profile
from yespo_console.platform.secret import Secret

KEY = "5EC4E7KEY0123456789"
EVENT = '{"eventTypeKey":"pageViewed","params":[{"name":"email","value":"a@example.com"}]}'


@dataclass
class Conversation:
    """One connection as the server sees it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    server: "RawServer"

    async def request(self) -> bytes:
        """Read one whole request and return its body."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        self.server.requests.append((lines[0], headers, body))
        return body

    async def say(self, text: bytes) -> None:
        self.writer.write(text)
        await self.writer.drain()

    def reset(self) -> None:
        self.writer.transport.abort()


Behaviour = Callable[[Conversation], Awaitable[None]]


@dataclass
class RawServer:
    port: int
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    connections: int = 0

    def environment(self, **changes: object) -> Environment:
        scheme = changes.pop("scheme", "http")
        host = changes.pop("host", "127.0.0.1")
        return Environment(**{"name": "Local", "base_url": f"{scheme}://{host}:{self.port}/api", **changes})


@contextlib.asynccontextmanager
async def serve(behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> AsyncIterator[RawServer]:
    """A server on loopback that does to every connection what ``behaviour`` says."""
    server = RawServer(0)
    tasks = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())
        server.connections += 1
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await behaviour(Conversation(reader, writer, server))
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()

    listener = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        await listener.wait_closed()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def answering(status: str = "200 OK", body: bytes = b"", headers: str = "") -> Behaviour:
    """Keep the connection open and answer every request alike."""

    async def behaviour(conversation: Conversation) -> None:
        while True:
            await conversation.request()
            head = f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
            await conversation.say(head.encode() + body)

    return behaviour


@dataclass
class Desk:
    """All that a sender needs, and one-line sends."""

    profile: Profile
    history: HistoryStore
    catalog: Catalog

    def __post_init__(self) -> None:
        self.environments = EnvironmentStore(self.profile)
        self.settings = SettingsStore(self.profile)
        self.credentials = Credentials(override=Secret(KEY))

    def settle(self, **settings: object) -> None:
        self.settings.save(self.settings.load().model_copy(update=settings))

    @contextlib.asynccontextmanager
    async def sender(self) -> AsyncIterator[Sender]:
        sender = Sender(self.environments, self.credentials, self.settings, self.history, self.catalog)
        try:
            yield sender
        finally:
            await sender.aclose()
