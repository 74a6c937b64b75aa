"""What durability rests on is set on every connection; and how often one send waits for the disk."""

import re
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from patience import PATIENCE_S
from store_words import request

import yespo_console
from yespo_console.history import checking, forgetting, recovery, retention
from yespo_console.history.exchange import Answer
from yespo_console.history.query import Query
from yespo_console.history.retention import Rule
from yespo_console.history.schema import backup_path
from yespo_console.history.store import HistoryStore
from yespo_console.history.traces import of_all
from yespo_console.platform.profile import Profile

RELEASED = Path(__file__).parents[2] / "data" / "history"
MAIL = "olena@example.com"
FULL, ON = 2, 1


def test_every_connection_waits_for_the_disk_and_overwrites_what_it_frees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through a migration, sends, searches, a removal, a forgotten contact with its copies, a check and a repair."""
    levels: list[tuple[int, int, int]] = []

    class Watched(sqlite3.Connection):
        def close(self) -> None:
            names = ("synchronous", "secure_delete", "foreign_keys")
            synchronous, secure_delete, foreign_keys = (
                int(self.execute(f"PRAGMA {name}").fetchone()[0]) for name in names
            )
            levels.append((synchronous, secure_delete, foreign_keys))
            super().close()

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **more: connect(*args, factory=Watched, **more))
    profile = Profile.at(tmp_path).ensure()
    path = profile.history_file
    shutil.copy(RELEASED / "schema-1.sqlite3", path)
    shutil.copy(RELEASED / "schema-1.sqlite3", backup_path(path, 1))
    with HistoryStore.open(path) as store:
        for number in range(20):
            row = store.begin(request(f'{{"email":"{MAIL}","n":{number}}}')).result(PATIENCE_S)
            store.complete(row, Answer(status=200)).result(PATIENCE_S)
        assert store.count(Query("olena"))
        retention.carry_out(store, Rule(exchanges=10))
        traces = of_all([MAIL])
        forgetting.forget(profile, store, traces, forgetting.look(profile, store, traces))
    assert checking.check(path).is_sound
    recovery.repair(path)
    assert len(levels) > 12
    assert set(levels) == {(FULL, ON, ON)}


def test_connections_are_made_in_one_place_only() -> None:
    package = Path(yespo_console.__file__).parent
    makers = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"sqlite3\.(connect|Connection)\(", path.read_text("utf-8"))
    ]
    assert makers == ["history/schema.py"]


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace, to see the calls of the system")
def test_a_send_waits_for_the_disk_twice_once_for_the_request_and_once_for_the_answer(tmp_path: Path) -> None:
    code = """
        import os, sys
        from datetime import UTC, datetime
        from pathlib import Path
        from yespo_console.events.event import ApiVersion
        from yespo_console.history.exchange import Answer, NewExchange
        from yespo_console.history.store import HistoryStore

        request = NewExchange(sent_at=datetime.now(UTC), environment="Sandbox", is_real=False, url="http://127.0.0.1/",
                              api=ApiVersion.V2, request_body=b"{}", source="test")
        with HistoryStore.open(Path(sys.argv[1])) as store:
            store._writer._index = lambda: None
            store.begin(request).result()
            os.write(2, b"begin")
            number = store.begin(request).result()
            os.write(2, b"begun")
            store.complete(number, Answer(status=200)).result()
            os.write(2, b"done")
    """
    traced = tmp_path / "calls"
    command = ["strace", "-f", "-e", "trace=fsync,fdatasync,write", "-o", str(traced), sys.executable, "-c"]
    ran = subprocess.run(
        [*command, textwrap.dedent(code), str(tmp_path / "history.sqlite3")],
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0 and "ptrace" in ran.stderr:
        pytest.skip("strace may not look at other programs here")
    assert ran.returncode == 0, ran.stderr
    calls = traced.read_text()
    request, answer = (
        len(re.findall(r"\bf(?:data)?sync\(", calls.split(f'"{first}"')[1].split(f'"{then}"')[0]))
        for first, then in (("begin", "begun"), ("begun", "done"))
    )
    assert (request, answer) == (1, 1)
