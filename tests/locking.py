"""Another program that holds a history."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from patience import PATIENCE_S

#: Nobody else can even read it.
ALL_OF_IT = ("PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE")
#: Nobody else can write to it.
WRITING = ("BEGIN IMMEDIATE",)

_OTHER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    connection.execute(statement)
print("locked", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked(path: Path, statements: tuple[str, ...]) -> Iterator[None]:
    """While another program holds ``path`` by these statements."""
    command = (sys.executable, "-c", _OTHER, str(path), *statements)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        try:
            assert other.stdout.readline() == "locked\n"
            yield
        finally:
            other.stdin.close()
            assert other.wait(PATIENCE_S) == 0
