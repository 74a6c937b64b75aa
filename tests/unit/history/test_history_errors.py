"""What goes wrong with the history file is said in words that say what to do, without numbers of the system."""

import os
import sqlite3
from pathlib import Path

import pytest

from yespo_console.history.errors import (
    HistoryDamagedError,
    HistoryFullError,
    HistoryReadOnlyError,
    HistoryUnreachableError,
    told,
    typed,
)


def refused() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    return error


def test_a_history_in_a_folder_that_cannot_be_written_is_called_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "history.sqlite3"
    path.touch()
    assert isinstance(typed(refused(), path), HistoryUnreachableError)
    monkeypatch.setattr(os, "access", lambda where, how: not (where == tmp_path and how == os.W_OK))
    error = typed(refused(), path)
    assert isinstance(error, HistoryReadOnlyError)
    assert "is read-only" in str(error)
    assert "a copy of this one where you can write" in str(error)
    assert "folder exists" not in str(error)


def test_a_quota_or_a_limit_on_files_is_told_as_such_and_ends_as_a_full_disk_does(tmp_path: Path) -> None:
    refused = sqlite3.OperationalError("disk I/O error")
    refused.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
    error = typed(refused, tmp_path / "history.sqlite3")
    assert isinstance(error, HistoryFullError)
    assert "No more can be written to the history" in str(error)
    assert "no quota and no limit on the size of files is reached" in str(error)
    assert "disk I/O error" not in str(error)


def test_damage_is_said_without_the_words_of_the_database(tmp_path: Path) -> None:
    error = HistoryDamagedError(tmp_path / "history.sqlite3", "Tree 4 page 12: btreeInitPage() returns error code 11")
    assert "is damaged." in str(error)
    assert "btreeInitPage" not in str(error)
    assert "btreeInitPage" in error.detail


def test_an_error_of_the_disk_is_said_without_its_number() -> None:
    assert told(OSError(28, "No space left on device", "/a/history.sqlite3")) == (
        "/a/history.sqlite3: No space left on device."
    )
    assert told(OSError(28, "No space left on device")) == "No space left on device."
