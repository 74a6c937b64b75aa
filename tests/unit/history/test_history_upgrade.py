"""A large history of an older version is brought up to date: how far that is, and giving it up."""

import os
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from yespo_console.history.errors import HistoryError, suspect_mark
from yespo_console.history.migrations import MIGRATIONS
from yespo_console.history.query import Query
from yespo_console.history.store import HistoryStore
from yespo_console.history.upgrading import Stage, Upgrade, UpgradeCancelledError

RELEASED = Path(__file__).parents[2] / "data" / "history"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A history of the first version, the larger one of a user who is at it for long."""
    path = tmp_path / "history.sqlite3"
    shutil.copy(RELEASED / "schema-1.sqlite3", path)
    with closing(sqlite3.connect(path)) as connection:
        columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info('exchange_body')")]
        rest = ", ".join(name for name in columns if name not in ("id", "request_body"))
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.executemany(
            f"INSERT INTO exchange_body (id, request_body, {rest}) SELECT ?, zeroblob(100000), {rest}"
            " FROM exchange_body WHERE id = 1",
            [(number,) for number in range(1000, 1200)],
        )
        connection.commit()
    return path


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


class Watched(Upgrade):
    """Notes what is told, and does something at a stage."""

    def __init__(self, stage: Stage | None = None, share: float = 0.0, error: BaseException | None = None) -> None:
        super().__init__()
        self.told: list[tuple[Stage, float | None]] = []
        self._when = (stage, share)
        self._error = error

    def reach(self, share: float | None) -> None:
        if self.stage is not None and (not self.told or self.told[-1] != (self.stage, share)):
            self.told.append((self.stage, share))
        stage, at = self._when
        if stage is not None and self.stage is stage and (share or 0) >= at:
            if self._error is not None:
                raise self._error
            self.cancel()
        super().reach(share)


def copies(path: Path) -> list[Path]:
    return sorted(path.parent.glob("history.version-1.*"))


def test_each_stage_is_told_and_the_copying_with_its_share(path: Path) -> None:
    upgrade = Watched()
    with HistoryStore.open(path, upgrade) as store:
        assert store.count(Query()) == 5
    assert list(dict.fromkeys(stage for stage, _share in upgrade.told)) == [
        Stage.COPYING,
        Stage.CHANGING,
        Stage.WRITING,
    ]
    shares = [share for stage, share in upgrade.told if stage is Stage.COPYING and share is not None]
    assert len(shares) > 3
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert upgrade.words == ""
    assert upgrade.copy == copies(path)[0]


def test_the_words_say_how_much_is_copied(path: Path) -> None:
    upgrade = Watched(Stage.COPYING, 0.5)
    words: list[str] = []
    upgrade.end = lambda: words.append(upgrade.words)  # type: ignore[method-assign]
    with pytest.raises(UpgradeCancelledError):
        HistoryStore.open(path, upgrade)
    assert words[0].startswith("Copying the history of an older version: ")
    assert words[0].endswith("%")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such permissions on Windows")
def test_the_copy_is_the_users_alone(path: Path) -> None:
    before = os.umask(0o022)
    try:
        HistoryStore.open(path).close()
    finally:
        os.umask(before)
    (copy,) = copies(path)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_giving_up_while_it_is_copied_leaves_the_file_as_it_was_and_no_half_copy(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(UpgradeCancelledError, match=r"Nothing of it is lost\. Open it again"):
        HistoryStore.open(path, Watched(Stage.COPYING, 0.5))
    assert path.read_bytes() == before
    assert copies(path) == []


@pytest.mark.parametrize("error", [None, KeyboardInterrupt()])
def test_giving_up_while_it_is_changed_leaves_the_old_version_and_its_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException | None
) -> None:
    monkeypatch.setattr("yespo_console.history.upgrading._STEPS_BETWEEN_LOOKS", 10)
    with pytest.raises(UpgradeCancelledError if error is None else KeyboardInterrupt):
        HistoryStore.open(path, Interrupted(error))
    assert version(path) == 1
    (copy,) = copies(path)
    assert version(copy) == 1
    with HistoryStore.open(path) as store:
        assert store.count(Query()) == 5
    assert version(path) == len(MIGRATIONS)


def test_giving_up_while_it_is_written_anew_opens_it_brought_up_to_date(path: Path) -> None:
    with HistoryStore.open(path, Watched(Stage.WRITING)) as store:
        assert store.count(Query()) == 5
    assert version(path) == len(MIGRATIONS)
    assert [version(copy) for copy in copies(path)] == [1]


def test_the_changes_of_the_tables_are_told_with_their_share_by_rows(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany("INSERT INTO search_text VALUES (?, 'x')", [(number,) for number in range(1000, 9000)])
        connection.commit()
    upgrade = Watched()
    HistoryStore.open(path, upgrade).close()
    shares = [share for stage, share in upgrade.told if stage is Stage.CHANGING and share is not None]
    assert len(shares) > 8000 / 1000
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert shares[-1] == 1


class Interrupted(Upgrade):
    """Given up in the middle of a statement that changes the tables."""

    def __init__(self, error: BaseException | None) -> None:
        super().__init__()
        self._error = error
        self._looks = 0

    def reach(self, share: float | None) -> None:
        if self.stage is Stage.CHANGING:
            self._looks += 1
            if self._looks == 5:
                if self._error is not None:
                    raise self._error
                self.cancel()
        super().reach(share)


def test_a_half_copy_of_a_program_that_was_killed_is_taken_away(path: Path) -> None:
    left = path.with_name("history.version-1.20260101T000000000000Z.sqlite3.begun")
    left.write_bytes(b"half")
    HistoryStore.open(path).close()
    assert not left.exists()
    assert len(copies(path)) == 1


def test_another_program_that_is_at_it_is_waited_for_and_that_can_be_given_up(path: Path) -> None:
    from filelock import FileLock

    class Waited(Upgrade):
        def wait(self, history: Path) -> None:
            super().wait(history)
            self.cancel()

    before = path.read_bytes()
    with FileLock(f"{path}.upgrade.lock"), pytest.raises(HistoryError):
        HistoryStore.open(path, Waited())
    assert path.read_bytes() == before


def test_a_history_that_showed_damage_is_looked_through_which_can_be_given_up_and_is_done_the_next_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yespo_console.history.upgrading._STEPS_BETWEEN_LOOKS", 1)
    HistoryStore.open(path).close()
    suspect_mark(path).touch()
    upgrade = Watched(Stage.LOOKING)
    with pytest.raises(UpgradeCancelledError, match="was not opened: that was given up"):
        HistoryStore.open(path, upgrade)
    assert suspect_mark(path).exists()
    assert upgrade.words == ""
    again = Watched()
    with HistoryStore.open(path, again) as store:
        assert store.count(Query()) == 5
    assert list(dict.fromkeys(stage for stage, _share in again.told)) == [Stage.LOOKING, Stage.CHECKING]
    assert not suspect_mark(path).exists()


def test_a_large_history_that_showed_damage_is_looked_through_with_a_share(path: Path) -> None:
    HistoryStore.open(path).close()
    with path.open("ab") as file:
        file.write(bytes(10_000_000 - 10_000_000 % 4096))
    suspect_mark(path).touch()
    upgrade = Watched()
    HistoryStore.open(path, upgrade).close()
    shares = [share for stage, share in upgrade.told if stage is Stage.LOOKING and share is not None]
    assert len(shares) > 2
    assert shares == sorted(shares)
    assert shares[-1] == 1
