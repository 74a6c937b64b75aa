"""A send of ours over what it cannot do without: bare httpx and two bare SQLite commits.

``python -m benchmarks.send [--pairs 200]``. The server is a sandbox in a process of its own, both sides keep one warm
connection, both files wait for the disk at each commit (``synchronous = FULL``). They take turns, and the ratio
is taken pair by pair, because the disk of a shared machine is not the same from one moment to the next.
"""

import argparse
import asyncio
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.environment import installed
from benchmarks.figures import median, p99, verdict
from yespo_console.delivery.credentials import Credentials
from yespo_console.delivery.environments import EnvironmentStore
from yespo_console.delivery.send import Sender
from yespo_console.delivery.settings import SettingsStore
from yespo_console.events import wire
from yespo_console.events.catalog import load_catalog
from yespo_console.events.checking import check
from yespo_console.events.event import Encoding
from yespo_console.history.store import HistoryStore
from yespo_console.platform.profile import Profile

GOAL = 1.5
_WARM_UP = 20


def measure(pairs: int = 200) -> None:
    """Print the ratio, with the check made by the send and with the one that the window has already."""
    with tempfile.TemporaryDirectory() as home, _sandbox(Path(home)) as base_url:
        asyncio.run(_measure(Path(home), base_url, pairs))


async def _measure(home: Path, base_url: str, pairs: int) -> None:
    catalog = load_catalog()
    known = catalog.get("cartUpdated")
    assert known is not None
    text = wire.write(known.sample, Encoding())
    checked = check(text, catalog)
    profile = Profile.at(home)
    environments = EnvironmentStore(profile)
    environment = environments.get("Sandbox")
    with HistoryStore.open(profile.history_file) as history:
        sender = Sender(environments, Credentials(), SettingsStore(profile), history, catalog)
        async with _Bare(home / "bare.sqlite3", base_url) as bare:
            content = text.encode()
            for what, ours in (
                (
                    "checked already, as in the window",
                    lambda: sender.send(text, environment, source="x", known=checked),
                ),
                ("checked by the send", lambda: sender.send(text, environment, source="x")),
            ):
                mine, yardstick = await _in_turn(ours, lambda: bare.send(content), pairs)
                ratios = [one / other for one, other in zip(mine, yardstick, strict=True)]
                print(
                    f"send, {what}: {median(ratios):.2f} times bare httpx and two bare commits"
                    f" ({verdict(median(ratios), GOAL)}); ours {median(mine):.1f} ms, p99 {p99(mine):.1f};"
                    f" bare {median(yardstick):.1f} ms, p99 {p99(yardstick):.1f}"
                )
        await sender.aclose()


async def _in_turn(
    ours: Callable[[], Awaitable[object]], bare: Callable[[], Awaitable[object]], pairs: int
) -> tuple[list[float], list[float]]:
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(_WARM_UP + pairs):
        for send, kept in zip((ours, bare), times, strict=True):
            began = time.perf_counter()
            await send()
            if number >= _WARM_UP:
                kept.append((time.perf_counter() - began) * 1000)
    return times


class _Bare:
    """The least that records a request before it leaves and its answer after."""

    def __init__(self, path: Path, base_url: str) -> None:
        self._url = f"{base_url}/v2/event"
        self._client = httpx.AsyncClient()
        self._connection = sqlite3.connect(path, isolation_level=None)

    async def __aenter__(self) -> "_Bare":
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute(
            "CREATE TABLE sent (id INTEGER PRIMARY KEY, request BLOB, status INTEGER, answer BLOB)"
        )
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._client.aclose()
        self._connection.close()

    async def send(self, body: bytes) -> None:
        row = self._connection.execute("INSERT INTO sent (request) VALUES (?)", (body,)).lastrowid
        headers = {"Content-Type": "application/json; charset=UTF-8"}
        answer = await self._client.post(self._url, content=body, headers=headers, auth=("api", "any"))
        self._connection.execute(
            "UPDATE sent SET status = ?, answer = ? WHERE id = ?", (answer.status_code, answer.content, row)
        )


@contextmanager
def _sandbox(home: Path) -> Iterator[str]:
    """A sandbox of this profile in another process; gives its base URL."""
    command = [sys.executable, "-m", "yespo_console", "sandbox", "--port", "0", "--format", "json"]
    environment = {**installed(), "YESPO_CONSOLE_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        base_url = json.loads(process.stdout.readline())["base_url"]
        # Its reports of what arrives must be read, or it would wait for the pipe.
        drain = subprocess.Popen(["cat"], stdin=process.stdout, stdout=subprocess.DEVNULL)
        try:
            yield base_url
        finally:
            process.terminate()
            process.wait()
            drain.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=200)
    measure(parser.parse_args().pairs)
