"""The process that checks large texts, so that the window never waits for it and can end it. Imports no Qt.

It reads ``(number, text, version)`` from a pipe and answers ``(number, problems)``; the end of the pipe ends it.
"""

import signal
from multiprocessing.connection import Connection
from pathlib import Path

from yespo_console.events.catalog import load_catalog
from yespo_console.events.checking import check
from yespo_console.events.event import ApiVersion

Job = tuple[int, str, str]


def serve(connection: Connection, user_types: Path | None) -> None:
    """Answer jobs until the other side is gone. Of several that wait, only the last is worth an answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window, which ends us
    catalog = load_catalog(user_types)
    try:
        while True:
            job: Job = connection.recv()
            while connection.poll():
                job = connection.recv()
            number, text, version = job
            connection.send((number, check(text, catalog, ApiVersion(version)).problems))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
