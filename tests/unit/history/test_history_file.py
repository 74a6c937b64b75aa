"""The file itself: made, brought up to date, refused, shared, and what is said when it cannot be used."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from patience import PATIENCE_S

from yespo_console.events.event import ApiVersion
from yespo_console.history import checking, migrations, removing, schema, writer
from yespo_console.history.aside import Aside, set_aside
from yespo_console.history.errors import (
    HistoryBusyError,
    HistoryDamagedError,
    HistoryError,
    HistoryForeignError,
    HistoryFullError,
    HistoryNewerError,
    HistoryUnreachableError,
    suspect_mark,
    typed,
)
from yespo_console.history.exchange import Answer, NewExchange
from yespo_console.history.migrations import MIGRATIONS
from yespo_console.history.query import Query
from yespo_console.history.query_text import parse_query
from yespo_console.history.recovery import repair
from yespo_console.history.schema import prepare
from yespo_console.history.store import HistoryStore

#: A small history of each version.
RELEASED = Path(__file__).parents[2] / "data" / "history"

#: How a program of version 2 writes the indexes.
VERSION_2_INDEXES = (
    "INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', 1, 'name')",
    "INSERT INTO search_index (rowid, text) VALUES (1, 'name')",
    "INSERT INTO search_index (search_index, rank) VALUES ('merge', 32)",
    "INSERT INTO search_pairs (rowid, pairs) VALUES (0, 'name')",
)

#: What a child process needs to write rows; printed numbers are acknowledged ones.
CHILD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from yespo_console.events.event import ApiVersion
from yespo_console.history.exchange import Answer, NewExchange
from yespo_console.history.query import Query
from yespo_console.history.store import HistoryStore

def request(body):
    return NewExchange(sent_at=datetime.now(UTC), environment="Sandbox", is_real=False, url="http://127.0.0.1/",
                       api=ApiVersion.V2, request_body=body, source="test")
"""


def request(body: bytes = b"{}") -> NewExchange:
    return NewExchange(
        sent_at=datetime.now(UTC),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1/",
        api=ApiVersion.V2,
        request_body=body,
        source="test",
    )


def child(code: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", CHILD + textwrap.dedent(code), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def integrity(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


def test_a_new_history_is_the_users_alone_and_of_this_version(path: Path) -> None:
    with HistoryStore.open(path):
        pass
    assert version(path) == len(MIGRATIONS)
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        )
        assert all(strict for name, strict in tables if not name.startswith(("sqlite_", "trigram_index")))


def test_an_older_file_is_copied_and_brought_up_to_date(path: Path) -> None:
    with HistoryStore.open(path) as store:
        number = store.begin(request()).result(PATIENCE_S)
    newer = (*MIGRATIONS, ("ALTER TABLE exchange ADD COLUMN more TEXT", "UPDATE exchange SET more = 'kept'"))
    prepare(path, newer)
    prepare(path, newer)
    assert version(path) == len(newer)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT id, more FROM exchange").fetchall() == [(number, "kept")]
    (copy,) = path.parent.glob(f"history.version-{len(MIGRATIONS)}.*.sqlite3")
    assert version(copy) == len(MIGRATIONS)
    assert integrity(copy) == "ok"


@pytest.mark.parametrize("old", range(1, len(MIGRATIONS) + 1))
def test_a_file_of_every_released_version_opens_with_all_that_is_in_it(path: Path, old: int) -> None:
    """``tests/data/history`` holds a file that each version wrote; it is never made anew."""
    shutil.copy(RELEASED / f"schema-{old}.sqlite3", path)
    assert version(path) == old
    with HistoryStore.open(path) as store:
        assert store.wait_until_indexed()
        rows = store.page(Query())
        kinds = [row.event_type for row in rows]
        assert kinds == [None, "cartUpdated", "pageViewed", "cartUpdated", "orderCreated"]
        assert [row.status for row in rows] == [500, None, 400, 200, None]
        accepted = store.get(rows[3].id)
        assert accepted is not None
        assert (accepted.environment, accepted.is_real, accepted.source) == ("Yespo", True, "cli")
        assert accepted.locators == (("email", "olena@example.com"),)
        assert accepted.answer is not None
        assert accepted.answer.timing.total_ms == 11.5
        refused = store.get(rows[2].id)
        assert refused is not None
        assert [problem.code for problem in refused.problems] == ["odd"]
        assert store.count(Query('чашка 27"')) == store.count(parse_query("email:olena product:ws01")) == 2
        assert store.count(parse_query("status:400 PARAMS немає")) == store.count(Query("немає")) == 1
        assert store.count(Query("ча")) == 2
    assert version(path) == len(MIGRATIONS)
    assert integrity(path) == "ok"


def test_what_version_2_did_not_search_is_found_and_forgotten_in_its_files_too(path: Path) -> None:
    """A phone number by its digits under any of its names, and letters that are escaped in what is no JSON."""
    shutil.copy(RELEASED / "schema-2-spelled.sqlite3", path)
    with HistoryStore.open(path) as store:
        for _looked_up in range(2):
            for words in ("phone:380677654321", "380677654321", "77 name"):
                assert list(store.ids(parse_query(words))) == [129, 2, 1], words
            assert list(store.ids(Query("кухоль"))) == list(store.ids(Query("ух"))) == [4, 3]
            assert list(store.ids(Query("немає"))) == [3]
            assert list(store.ids(parse_query("late status:400"))) == [129], "answered after it was indexed"
            assert store.wait_until_indexed()
        assert checking.check(path).faults == ()
        assert removing.remove(store, list(store.ids(Query()))).removed == 129
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, trigram_index, row)")
        assert connection.execute("SELECT count(*) FROM temp.words").fetchone() == (0,)


def test_what_is_indexed_as_version_2_did_can_be_removed_before_it_is_indexed_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "index_batch", lambda *_: 0)
    shutil.copy(RELEASED / "schema-2-spelled.sqlite3", path)
    with HistoryStore.open(path) as store:
        assert removing.remove(store, list(store.ids(Query()))).removed == 129
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, trigram_index, row)")
        assert connection.execute("SELECT count(*) FROM temp.words").fetchone() == (0,)


def test_an_answer_that_comes_between_the_migration_and_the_index_is_no_damage(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Version 2 indexed row 129 without its answer, which is still awaited here."""
    monkeypatch.setattr(writer, "index_batch", lambda *_: 0)
    shutil.copy(RELEASED / "schema-2-spelled.sqlite3", path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE exchange SET result = 0, total_ms = NULL WHERE id = 129")
        connection.execute(
            "UPDATE exchange_body SET answer = NULL, answer_headers = NULL, answer_body = NULL WHERE id = 129"
        )
        connection.execute("DELETE FROM unindexed WHERE id = 129")
        connection.commit()
    with HistoryStore.open(path) as store:
        store.complete(129, Answer(status=200, body=b"late")).result(PATIENCE_S)
        assert removing.remove(store, list(store.ids(Query()))).removed == 129
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, trigram_index, row)")
        assert connection.execute("SELECT count(*) FROM temp.words").fetchone() == (0,)


def test_a_program_of_version_2_that_stays_open_goes_on_sending_and_all_it_sends_is_found(path: Path) -> None:
    """It tells the indexes nothing: what it would tell them, and have them forget, is not what they hold now."""
    shutil.copy(RELEASED / "schema-2-spelled.sqlite3", path)
    with closing(sqlite3.connect(path, isolation_level=None)) as older:
        assert older.execute("SELECT rowid FROM search_index WHERE search_index MATCH 'nam'").fetchall()
        with HistoryStore.open(path) as store:
            for statement in VERSION_2_INDEXES:
                with pytest.raises(sqlite3.OperationalError, match="no such table"):
                    older.execute(statement)
            older.execute("BEGIN IMMEDIATE")
            for table in ("exchange", "exchange_body"):
                names = [name for (name,) in older.execute("SELECT name FROM pragma_table_info(?)", (table,))]
                rest = ", ".join(names[1:])
                older.execute(f"INSERT INTO {table} (id, {rest}) SELECT 130, {rest} FROM {table} WHERE id = 129")
            older.execute("INSERT OR IGNORE INTO unindexed (id) VALUES (130)")
            older.execute("COMMIT")
            store.begin(request()).result(PATIENCE_S)  # so that the index is looked after again
            for _looked_up in range(2):
                for words in ("phone:380677654321", "380677654321", "77 name"):
                    assert list(store.ids(parse_query(words))) == [130, 129, 2, 1], words
                assert store.wait_until_indexed()
            assert older.execute("SELECT id FROM unindexed").fetchall() == [(131,)]
        assert checking.check(path).faults == ()
        with HistoryStore.open(path) as store:
            assert removing.remove(store, list(store.ids(Query()))).removed == 131
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, trigram_index, row)")
        assert connection.execute("SELECT count(*) FROM temp.words").fetchone() == (0,)


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    with HistoryStore.open(path) as store:
        store.begin(request()).result(PATIENCE_S)
    broken = (*MIGRATIONS, ("ALTER TABLE exchange ADD COLUMN more TEXT", "UPDATE nowhere SET more = ''"))
    with pytest.raises(HistoryDamagedError) as raised:  # the tables are not those that its version has
        prepare(path, broken)
    assert "nowhere" in raised.value.detail
    assert version(path) == len(MIGRATIONS)
    with HistoryStore.open(path) as store:
        assert store.count(Query()) == 1


def test_a_step_that_this_sqlite_cannot_take_is_no_damage(path: Path) -> None:
    unknown = ("CREATE VIRTUAL TABLE letters USING not_built_in (text)",)
    with pytest.raises(sqlite3.OperationalError, match="no such module"):
        prepare(path, (*MIGRATIONS, unknown))
    assert not path.with_name(path.name + ".suspect").exists()


def test_another_program_may_migrate_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with HistoryStore.open(path):
        pass
    with closing(schema.connect(path)) as connection:
        migrations.migrate(connection, path, 1, ("this would not even parse",))
    assert version(path) == len(MIGRATIONS)


def test_a_newer_file_is_refused_and_not_touched(path: Path) -> None:
    with HistoryStore.open(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(HistoryNewerError, match=r"newer version of Yespo Console \(99\).*not changed"):
        HistoryStore.open(path)
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_not_touched(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(HistoryForeignError, match="another program"):
        HistoryStore.open(path)
    assert path.read_bytes() == before


def test_a_damaged_file_can_be_set_aside(path: Path) -> None:
    path.write_bytes(b"this is no database, whatever its name says" * 200)
    with pytest.raises(HistoryDamagedError, match=r"damaged.*recover what can be read"):
        HistoryStore.open(path)
    path.with_name(path.name + "-wal").write_bytes(b"left over")
    kept = set_aside(path, Aside.DAMAGED.path(path))
    assert kept.read_bytes().startswith(b"this is no database")
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"left over"
    with HistoryStore.open(path) as store:
        assert store.count(Query()) == 0


def test_damage_that_shows_only_while_reading_is_told_too(path: Path) -> None:
    with HistoryStore.open(path) as store:
        for _ in range(40):
            store.begin(request(b"x" * 4000)).result(PATIENCE_S)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'exchange_by_time'").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    with HistoryStore.open(path) as store, pytest.raises(HistoryDamagedError):
        store.ids(Query())
    # the next start does not wait until somebody meets it again
    with pytest.raises(HistoryDamagedError, match="is damaged"):
        HistoryStore.open(path)
    assert repair(path).kept == 40
    with HistoryStore.open(path) as store:
        assert store.count(Query()) == 40


def test_a_suspicion_that_proves_wrong_is_forgotten(path: Path) -> None:
    with HistoryStore.open(path) as store:
        store.begin(request()).result(PATIENCE_S)
    suspect_mark(path).touch()
    with HistoryStore.open(path) as store:
        assert store.count(Query()) == 1
    assert not suspect_mark(path).exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryUnreachableError, match="cannot be opened"):
        HistoryStore.open(tmp_path / "file" / "history.sqlite3")
    with pytest.raises(HistoryError):
        HistoryStore.open(tmp_path)


def test_a_file_that_stays_locked_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)
    with HistoryStore.open(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        future = store.begin(request())
        with pytest.raises(HistoryBusyError, match="another program"):
            future.result(PATIENCE_S)
        assert not store.takes_writes()
        other.execute("ROLLBACK")
        assert store.begin(request()).result(PATIENCE_S) == 1


def test_an_error_that_is_ours_stays_what_it_is(path: Path) -> None:
    mistake = sqlite3.ProgrammingError("wrong number of bindings")
    assert typed(mistake, path) is mistake
    syntax = sqlite3.OperationalError("syntax")
    syntax.sqlite_errorcode = sqlite3.SQLITE_ERROR
    assert typed(syntax, path) is syntax
    disk = sqlite3.OperationalError("disk I/O error")
    disk.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
    assert "disk I/O error" in str(typed(disk, path))


@pytest.mark.parametrize("what", ["file", "folder"])
@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="needs root, to become a user without rights")
def test_a_history_that_may_not_be_written_is_told(what: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="history-"))
    try:
        path = folder / "history.sqlite3"
        with HistoryStore.open(path) as store:
            store.begin(request()).result(PATIENCE_S)
        folder.chmod(0o777 if what == "file" else 0o555)
        path.chmod(0o444)
        code = """
            import os
            from yespo_console.history.errors import HistoryReadOnlyError
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            try:
                with HistoryStore.open(Path(sys.argv[1])) as store:
                    store.begin(request(b"{}")).result(10)
            except HistoryReadOnlyError as error:
                print("told:", error)
        """
        process = child(code, path)
        output, errors = process.communicate(timeout=PATIENCE_S)
        assert "told:" in output, errors
        assert "another profile folder" in output
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def tiny_disk() -> Iterator[Path]:
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("needs root on Linux, to mount a small disk")
    folder = Path(tempfile.mkdtemp(prefix="tiny-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        folder.rmdir()
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def test_a_full_disk_is_told_and_what_was_recorded_is_kept(tiny_disk: Path) -> None:
    path = tiny_disk / "history.sqlite3"
    kept = 0
    store = HistoryStore.open(path)
    try:
        error: HistoryError | None = None
        while error is None and kept < 100:
            try:
                store.begin(request(os.urandom(50_000))).result(PATIENCE_S)
                kept += 1
            except HistoryFullError as full:
                error = full
        assert 0 < kept < 100
        assert "no room left" in str(error)
        assert "Free some space" in str(error)
        assert store.count(Query()) == kept
    finally:
        store.close()
    assert integrity(path) == "ok"


def test_two_programs_write_and_search_at_once(path: Path) -> None:
    code = """
        with HistoryStore.open(Path(sys.argv[1])) as store:
            for number in range(60):
                row = store.begin(request(f'{{"word":"{sys.argv[2]} {number}"}}'.encode())).result(30)
                store.complete(row, Answer(status=200)).result(30)
                assert row in store.ids(Query(sys.argv[2]))
            store.wait_until_indexed(30)
    """
    programs = [child(code, path, name) for name in ("перша", "second")]
    for program in programs:
        _output, errors = program.communicate(timeout=PATIENCE_S)
        assert program.returncode == 0, errors
    with HistoryStore.open(path) as store:
        assert store.count(parse_query("status:2xx")) == 120
        assert store.count(Query("ПЕРША")) == store.count(Query("second")) == 60
        assert store.wait_until_indexed()
        assert store.count(Query("ПЕРША")) == 60
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO trigram_index (trigram_index, rank) VALUES ('integrity-check', 1)")


@pytest.mark.parametrize("milliseconds", [0, 3, 11, 40])
def test_a_kill_loses_no_row_that_was_acknowledged(path: Path, milliseconds: int) -> None:
    code = """
        store = HistoryStore.open(Path(sys.argv[1]))
        for number in range(100_000):
            row = store.begin(request(b'{"a":"word"}')).result()
            print("begun", row, flush=True)
            store.complete(row, Answer(status=200)).result()
            print("done", row, flush=True)
    """
    process = child(code, path)
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(milliseconds / 1000)
    process.send_signal(signal.SIGKILL) if os.name == "posix" else process.kill()
    lines = [first, *process.communicate(timeout=PATIENCE_S)[0].splitlines()]
    begun = {int(line.split()[1]) for line in lines if line.startswith("begun ")}
    done = {int(line.split()[1]) for line in lines if line.startswith("done ")}
    assert begun
    assert integrity(path) == "ok"
    with HistoryStore.open(path) as store:
        rows = {row.id: row for row in store.page(Query(), limit=1_000_000)}
        assert begun <= set(rows)
        assert all(rows[number].status == 200 for number in done)
        assert all(store.get(number) is not None for number in begun)
        assert set(store.ids(Query("word"))) == set(rows)


def test_a_send_whose_program_ended_says_that_no_answer_was_recorded(path: Path) -> None:
    code = """
        store = HistoryStore.open(Path(sys.argv[1]))
        print(store.begin(request(b'{"a":"word"}')).result(), flush=True)
        time.sleep(60)
    """
    process = child(code, path)
    assert process.stdout is not None
    number = int(process.stdout.readline())
    process.kill()
    process.communicate(timeout=PATIENCE_S)
    with HistoryStore.open(path) as store:
        exchange = store.get(number)
        assert exchange is not None
        assert exchange.answer is None
        (row,) = store.page(parse_query("word status:none"))
        assert (row.id, row.answered) == (number, False)
        store.complete(number, Answer(status=200)).result(PATIENCE_S)
        assert store.count(parse_query("status:none")) == 0
