"""Somebody who may only read a history, or whose disk is full, still searches, shows, compares and exports it."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from one_command import Run

from yespo_console.events.event import ApiVersion
from yespo_console.history.errors import HistoryReadOnlyError
from yespo_console.history.exchange import Answer, NewExchange
from yespo_console.history.query import Query
from yespo_console.history.reading_copy import open_or_copy
from yespo_console.history.store import HistoryStore
from yespo_console.history.upgrading import Stage, Upgrade
from yespo_console.platform.profile import Profile

RELEASED = Path(__file__).parents[1] / "data" / "history"

needs_mounts = pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="needs root on Linux, to mount a read-only disk"
)


def record(store: HistoryStore, word: str) -> int:
    body = json.dumps({"eventTypeKey": "cartUpdated", "keyValue": word, "params": []}, ensure_ascii=False).encode()
    number = store.begin(
        NewExchange(
            sent_at=datetime.now(UTC),
            environment="Sandbox",
            is_real=False,
            url="http://127.0.0.1/",
            api=ApiVersion.V2,
            event_type="cartUpdated",
            key_value=word,
            request_body=body,
            source="test",
        )
    ).result(10)
    store.complete(number, Answer(status=202)).result(10)
    return number


def mount(*words: object) -> None:
    subprocess.run(["mount", *map(str, words)], check=True)


def fill(folder: Path) -> None:
    """Leave no room there at all."""
    with contextlib.suppress(OSError), (folder / "full").open("wb", buffering=0) as full:
        while True:
            full.write(b"x" * 4096)


def names_in(folder: Path) -> set[str]:
    return {str(each.relative_to(folder)) for each in folder.rglob("*")}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies go, so that it can be seen that none is left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def read_only(profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, temporary: Path) -> Iterator[Path]:
    """A profile with two exchanges on a disk that nobody can write to."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", folder)
    try:
        monkeypatch.setenv("YESPO_CONSOLE_HOME", str(folder))
        with HistoryStore.open(Profile.default().ensure().history_file) as store:
            record(store, "Чашка-1")
            record(store, "Чашка-2")
        mount("-o", "remount,ro", folder)
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@needs_mounts
def test_commands_read_a_history_that_may_not_be_written(read_only: Path, run: Run, tmp_path: Path) -> None:
    before = names_in(read_only)
    searched = run("history", "search", "чашка", "--format", "json")
    assert [row["key_value"] for row in searched.rows] == ["Чашка-2", "Чашка-1"]
    path = Profile.default().history_file
    said = f"The history {path} is read-only here: nothing can be recorded in it or changed. A copy of it is read."
    assert said in searched.err
    assert "Чашка-1" in run("history", "show", "1").out
    compared = run("history", "compare", "1", "2")
    assert compared.code == 0
    assert "Чашка-2" in compared.out
    assert run("history", "timeline", "--contact", "nobody@example.com").code == 0
    exported = run("history", "export", "чашка", "--to", str(tmp_path / "found.jsonl"))
    assert exported.code == 0
    assert len((tmp_path / "found.jsonl").read_text().splitlines()) == 2
    checked = run("history", "check", "--format", "json")
    assert (checked.code, checked.json["exchanges"], checked.json["path"]) == (0, 2, str(path))
    assert names_in(read_only) == before


@needs_mounts
def test_what_would_change_it_is_refused_with_a_way_on(read_only: Path, run: Run, temporary: Path) -> None:
    for words in (("send", "-", "--env", "sandbox"), ("history", "forget", "--contact", "anna@example.com")):
        refused = run(*words)
        assert refused.code == 2
        assert "read-only" in refused.err
        assert "YESPO_CONSOLE_HOME" in refused.err
    with open_or_copy(Profile.default().history_file) as store:
        assert isinstance(store.refusal, HistoryReadOnlyError)
        with pytest.raises(HistoryReadOnlyError, match="read-only here"):
            store.annotate([1], note="late").result(10)
        assert store.count(Query()) == 2
    assert names_in(temporary) == set()


@needs_mounts
def test_it_is_read_while_somebody_else_writes_it(tmp_path: Path, temporary: Path) -> None:
    kept, seen = tmp_path / "kept", tmp_path / "seen"
    seen.mkdir()
    with HistoryStore.open(kept / "history.sqlite3") as writing:
        record(writing, "first")
        mount("--bind", kept, seen)
        try:
            mount("-o", "remount,ro,bind", seen)
            before = names_in(kept)
            # a process of its own: closing a file here would drop the locks of the one who writes
            code = (
                "import sys; from pathlib import Path; from yespo_console.history.query import Query\n"
                "from yespo_console.history.reading_copy import open_or_copy\n"
                "with open_or_copy(Path(sys.argv[1])) as store: print(store.count(Query('first')), store.refusal)"
            )
            ran = subprocess.run(
                [sys.executable, "-c", code, str(seen / "history.sqlite3")],
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
            assert ran.stdout.startswith("1 The history "), ran.stderr
            assert names_in(kept) == before
            assert record(writing, "second") == 2
        finally:
            subprocess.run(["umount", str(seen)], check=True)


@needs_mounts
def test_a_journal_that_was_left_by_a_crash_is_read_too(tmp_path: Path, temporary: Path) -> None:
    kept, seen = tmp_path / "kept", tmp_path / "seen"
    seen.mkdir()
    with HistoryStore.open(kept / "history.sqlite3") as writing:
        record(writing, "only in the journal")
        for name in ("history.sqlite3", "history.sqlite3-wal"):
            shutil.copy(kept / name, seen / name)
    mount("--bind", seen, seen)
    try:
        mount("-o", "remount,ro,bind", seen)
        with open_or_copy(seen / "history.sqlite3") as store:
            assert store.count(Query('"only in the journal"')) == 1
    finally:
        subprocess.run(["umount", str(seen)], check=True)


@needs_mounts
def test_one_of_an_older_version_is_brought_up_to_date_in_the_copy_alone(tmp_path: Path, temporary: Path) -> None:
    folder = tmp_path / "older"
    folder.mkdir()
    old = shutil.copy(RELEASED / "schema-1.sqlite3", folder / "history.sqlite3")
    content = Path(old).read_bytes()
    stages: list[tuple[Stage, Path | None]] = []

    class Noted(Upgrade):
        def begin(self, stage: Stage, copy: Path | None) -> None:
            stages.append((stage, copy))
            super().begin(stage, copy)

    mount("--bind", folder, folder)
    try:
        mount("-o", "remount,ro,bind", folder)
        with open_or_copy(folder / "history.sqlite3", Noted()) as store:
            assert store.count(Query()) > 0
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    assert stages == [(Stage.READING, None), (Stage.CHANGING, None), (Stage.WRITING, None)]
    assert [each.name for each in folder.iterdir()] == ["history.sqlite3"]
    assert Path(old).read_bytes() == content


@needs_mounts
def test_check_tells_that_one_is_damaged_though_it_may_only_be_read(
    profile: Profile, run: Run, temporary: Path
) -> None:
    with HistoryStore.open(profile.history_file) as store:
        record(store, "first")
    with profile.history_file.open("r+b") as file:
        file.write(b"\xff" * 2000)
    mount("--bind", profile.data, profile.data)
    try:
        mount("-o", "remount,ro,bind", profile.data)
        checked = run("history", "check", "--format", "json")
        assert (checked.code, checked.json["sound"], checked.json["path"]) == (1, False, str(profile.history_file))
    finally:
        subprocess.run(["umount", str(profile.data)], check=True)
    assert names_in(temporary) == set()


@needs_mounts
def test_a_full_disk_does_not_keep_anybody_from_reading(tmp_path: Path, temporary: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", folder)
    try:
        path = folder / "history.sqlite3"
        with HistoryStore.open(path) as store:
            record(store, "first")
        fill(folder)
        with open_or_copy(path) as store:
            assert store.count(Query("first")) == 1
            assert "no room left" in str(store.refusal)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_copy_that_was_left_behind_is_removed_and_one_in_use_is_not(temporary: Path) -> None:
    from yespo_console.platform.passing_folder import PassingFolder

    used = PassingFolder()
    left = PassingFolder()
    left._lock.release()  # as when its process is killed
    other = PassingFolder()
    assert {used.path, other.path} == set(temporary.iterdir())
    used.remove()
    other.remove()
    assert names_in(temporary) == set()


def test_a_copy_that_was_left_behind_goes_when_a_contact_is_forgotten(
    profile: Profile, run: Run, temporary: Path
) -> None:
    """The history may be written again by then, so that no copy of it is made any more."""
    from yespo_console.platform.passing_folder import PassingFolder

    with HistoryStore.open(profile.history_file) as store:
        record(store, "olena@example.com")
    left = PassingFolder()
    shutil.copy(profile.history_file, left.path)
    left._lock.release()  # as when its process is killed
    assert run("history", "forget", "--contact", "olena@example.com", "--yes").code == 0
    assert names_in(temporary) == set()


WINDOW = """
import sys
from PySide6.QtCore import QTimer
from yespo_console import app
shown = app.Console.show
def show(console):
    def look():
        if console.backend.services is None:
            QTimer.singleShot(20, look)
            return
        print(console.window.notices.standing.words.text())
        console.window.close()
    shown(console)
    QTimer.singleShot(20, look)
app.Console.show = show
sys.exit(app.run())
"""


@needs_mounts
def test_the_window_opens_on_it_and_leaves_nothing_behind(read_only: Path, temporary: Path) -> None:
    before = names_in(read_only)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(temporary)}
    ran = subprocess.run(
        [sys.executable, "-c", WINDOW], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "is read-only here: nothing can be recorded in it or changed. You see a copy of it" in ran.stdout
    assert names_in(read_only) == before
    assert [name for name in names_in(temporary) if "yespo" in name] == []
