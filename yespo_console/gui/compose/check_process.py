"""The process that checks large texts, so that the window never waits for it and can end it. Imports no Qt.

It reads a ``Job`` from a pipe and answers with an ``Answer``; the end of the pipe ends it.
"""

import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from yespo_console.events.catalog import load_catalog
from yespo_console.events.checking import Check, check
from yespo_console.events.event import ApiVersion, Node, Object, Value
from yespo_console.events.json_text import inner
from yespo_console.events.problems import Problem
from yespo_console.gui.text_sizes import LONGEST_TEXT
from yespo_console.platform import pipe

#: The number of the job, the text, the version of the call.
Job = tuple[int, str, str]
#: The number, the problems, and of a text above ``LONGEST_TEXT`` its tree without what is long.
Answer = tuple[int, tuple[Problem, ...], Object | None]

#: In what is left of a long text there are no longer strings, no more params, and no larger lists and objects.
_MOST_LETTERS: Final = 2_000
_MOST_PARAMS: Final = 100_000
_MOST_ITEMS: Final = 2_000
#: So deep are the params of an event, and the members of what they hold.
_DEPTH: Final = 4


def serve(connection: Connection, user_types: Path | None) -> None:
    """Answer jobs until the other side is gone. Of several that wait, only the last is worth an answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window, which ends us
    catalog = load_catalog(user_types)
    try:
        while True:
            job: Job = pipe.receive(connection)
            while connection.poll():
                job = pipe.receive(connection)
            number, text, version = job
            found = check(text, catalog, ApiVersion(version))
            answer: Answer = (number, found.problems, _outline(found))
            pipe.send(connection, answer)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _outline(found: Check) -> Object | None:
    if len(found.text) <= LONGEST_TEXT or found.body is None:
        return None
    outlined = _short(found.body.node, _DEPTH)
    return outlined if isinstance(outlined, Object) else None


def _short(node: Node, depth: int) -> Node:
    """``node`` with null in place of what is long or deep."""
    most = _MOST_PARAMS if depth == _DEPTH - 1 else _MOST_ITEMS
    if isinstance(node, str) and len(node) > _MOST_LETTERS:
        decoded: Value = inner(node) if depth == _DEPTH - 1 else None  # params that were sent as a text
        return _short(decoded, depth) if isinstance(decoded, tuple | Object) else None
    if isinstance(node, tuple):
        return tuple(_short(item, depth - 1) for item in node[:most]) if depth else None
    if isinstance(node, Object):
        if not depth:
            return None
        return Object(tuple((name, _short(value, depth - 1)) for name, value in node.pairs[:most]))
    return node
