"""``history forget`` and ``history check`` as a script and a person at a terminal use them."""

import io
import json
import os
import shutil
import signal
import sqlite3
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from patience import PATIENCE_S

from yespo_console.cli import main, waiting
from yespo_console.events.event import ApiVersion
from yespo_console.gui.compose.drafts import DraftStore, SavedDraft
from yespo_console.history import checking, reading, recovery, removing, space, writer
from yespo_console.history.errors import HistoryFullError
from yespo_console.history.exchange import NewExchange
from yespo_console.history.query import Query
from yespo_console.history.reached import Progress, Reached, Stage
from yespo_console.history.reading import Cancellation
from yespo_console.history.store import HistoryStore
from yespo_console.history.upgrading import Upgrade
from yespo_console.platform.profile import Profile

MAIL = "olena@example.com"
RELEASED = Path(__file__).parents[1] / "data" / "history"


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Profile:
    monkeypatch.setenv("YESPO_CONSOLE_HOME", str(tmp_path / "profile"))
    return Profile.default().ensure()


def sent_now(body: str, locators: tuple[tuple[str, str], ...] = ()) -> NewExchange:
    return NewExchange(
        sent_at=datetime.now(UTC),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1/",
        api=ApiVersion.V2,
        request_body=body.encode(),
        locators=locators,
        source="test",
    )


@pytest.fixture
def history(profile: Profile) -> Path:
    with HistoryStore.open(profile.history_file) as store:
        for address in (MAIL, MAIL, "taras@example.com"):
            store.begin(sent_now(f'{{"email":"{address}","more":"{"x" * 3000}"}}')).result(PATIENCE_S)
    return profile.history_file


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


def count(path: Path, words: str = "") -> int:
    with HistoryStore.open(path) as store:
        return store.count(Query(words))


def test_a_person_at_a_terminal_sees_how_far_it_is_and_ctrl_c_leaves_the_rest_whole(
    history: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first press ends it between two exchanges, and it is said what was deleted."""
    terminal = Terminal()
    remove, said = removing.remove, threading.Event()
    monkeypatch.setattr(waiting, "PATIENCE_S", 0.01)
    monkeypatch.setattr(sys, "stderr", terminal)

    def slowly(*arguments: Any, progress: Progress, **more: Any) -> removing.Removal:
        def told(reached: Reached) -> None:
            progress(reached)
            until = time.monotonic() + PATIENCE_S
            while "Removed 1 of 2 exchanges, " not in terminal.getvalue() and time.monotonic() < until:
                time.sleep(0.01)
            if not said.is_set():
                said.set()
                os.kill(os.getpid(), signal.SIGINT)

        return remove(*arguments, progress=told, **more)

    with monkeypatch.context() as patched:
        patched.setattr(removing, "remove", slowly)
        patched.setattr(writer, "PART_SECONDS", 0.0)
        code, out, _err = run(capsys, "history", "forget", "--contact", MAIL, "--yes")
    assert code == 130
    assert said.is_set()
    assert "1 exchange was deleted.\nIt was given up before the end." in out
    assert count(history) == 2
    assert checking.check(history).is_sound
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert run(capsys, "history", "forget", "--contact", MAIL, "--yes")[0] == 0
    assert count(history) == 1


def test_a_script_deletes_with_yes_and_reads_the_proof(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "history", "forget", "--contact", MAIL.upper(), "--yes", "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert (told["found"], told["removed"], told["clean"], told["left"]) == (2, 2, True, [])
    assert told["searched_files"] >= 1
    assert count(history) == 1
    assert MAIL.encode() not in history.read_bytes()
    code, out, _err = run(capsys, "history", "forget", "--contact", MAIL, "--yes", "--format", "json")
    assert code == 0
    assert json.loads(out)["found"] == 0


def test_what_was_deleted_before_a_deletion_broke_off_is_said_to_be_gone(
    history: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_arguments: object, **_named: object) -> None:
        raise HistoryFullError(history)

    with monkeypatch.context() as patched:
        patched.setattr(space, "give_back", no_room)
        code, _out, err = run(capsys, "history", "forget", "--contact", MAIL, "--yes")
    assert code == 2
    assert "It broke off: There is no room left on the disk" in err
    assert "What was deleted by then stays deleted; start again for the rest." in err
    assert count(history) == 1
    assert run(capsys, "history", "forget", "--contact", MAIL, "--yes")[0] == 0
    assert MAIL.encode() not in history.read_bytes()


def test_without_yes_a_script_learns_what_there_is_and_nothing_is_deleted(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "history", "forget", "--contact", MAIL, "--format", "json")
    told = json.loads(out)
    assert code == 1
    assert (told["found"], told["removed"], told["searched_files"], told["clean"]) == (2, 0, None, False)
    assert "Nothing was deleted" in err
    assert count(history, MAIL) == 2


@pytest.mark.parametrize(("typed", "left"), [("delete\n", 1), ("y\n", 3), ("\n", 3), ("", 3)])
def test_a_person_is_shown_the_count_and_types_a_word(
    history: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, typed: str, left: int
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    code, out, _err = run(capsys, "history", "forget", "--contact", MAIL)
    assert "2 exchanges of the history are about this contact." in out
    assert "This cannot be undone" in out
    assert count(history) == left
    assert (code == 0) is (left == 1)
    assert ("the contact is in none of them" in out) is (left == 1)


def test_what_an_open_window_has_in_its_memory_is_said_not_to_be_looked_at(
    history: Path, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("history", "forget", "--contact", MAIL)
    said = "1 window of this program is open. What it has in its memory was not looked at"
    window = DraftStore(profile)
    code, out, _err = run(capsys, *words)
    assert (code, count(history)) == (1, 3)
    assert said in out
    _code, out, _err = run(capsys, *words, "--format", "json")
    assert json.loads(out)["open_windows"] == 1
    code, out, _err = run(capsys, *words, "--yes")
    before, after = out.split("exchanges were deleted.")
    assert said in before
    assert said in after
    assert "stays there until it is closed: its drafts, what undo brings back in them" in after
    assert "Delete everything about a contact" in after
    window.close()
    _code, out, _err = run(capsys, *words, "--yes")
    assert "window of this program" not in out
    _code, out, _err = run(capsys, *words, "--yes", "--format", "json")
    assert json.loads(out)["open_windows"] == 0


def test_a_script_learns_the_tab_of_a_draft_and_what_else_finds_the_contact(
    history: Path, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    window = DraftStore(profile)
    text = f'{{"eventTypeKey": "cartUpdated", "keyValue": "A-1", "params": {{"email": "{MAIL}"}}}}'
    window.save([SavedDraft(text, text)])
    with HistoryStore.open(history) as store:
        for locators in ((("email", MAIL), ("phone", "+38 050 123-45-67")), (("phone", "380501234567"),)):
            store.begin(sent_now("{}", locators)).result(PATIENCE_S)
    _code, out, _err = run(capsys, "history", "forget", "--contact", MAIL, "--format", "json")
    told = json.loads(out)
    assert told["others"] == [{"name": "phone", "value": "380501234567", "exchanges": 1}]
    assert [(one["way"], one["tab"]) for one in told["files"]] == [("draft", "tab 1, “cartUpdated”, key A-1")]
    window.close()


def test_several_values_of_one_contact_are_deleted_together(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("history", "forget", "--contact", MAIL, "--contact", "taras@example.com", "--yes")
    assert run(capsys, *words)[0] == 0
    assert count(history) == 0


def test_a_value_too_short_to_mean_one_contact_is_refused(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = run(capsys, "history", "forget", "--contact", "12", "--yes")
    assert code == 2
    assert "at least 4 characters" in err
    assert count(history) == 3


def test_check_tells_how_the_history_is(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "history", "check", "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert (told["sound"], told["faults"], told["exchanges"], told["version"]) == (True, [], 3, 2)
    assert told["size"] == history.stat().st_size
    assert (told["recovered"], told["lost"], told["aside"]) == (None, None, None)
    code, out, _err = run(capsys, "history", "check")
    assert code == 0
    assert "is sound" in out
    assert "3 exchanges, 0 of them pinned" in out


def test_check_tells_of_a_single_exchange(profile: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    with HistoryStore.open(profile.history_file) as store:
        store.begin(sent_now("{}")).result(PATIENCE_S)
    code, out, _err = run(capsys, "history", "check")
    assert code == 0
    assert "\n1 exchange, 0 of them pinned, 1 without an answer." in out


def test_an_older_history_is_copied_before_it_is_changed_and_where_is_said(
    profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(RELEASED / "schema-1.sqlite3", profile.history_file)
    code, out, err = run(capsys, "history", "search", "--format", "json")
    assert code == 0
    assert len(out.splitlines()) == 5
    (copy,) = profile.data.glob("history.version-1.*.sqlite3")
    assert err.strip() == f"The history is brought up to date for this version. As it was it is kept as {copy}."
    _code, _out, err = run(capsys, "history", "search")
    assert err == ""


def test_a_person_at_a_terminal_sees_how_much_of_a_large_older_history_is_copied(
    profile: Profile, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(RELEASED / "schema-1.sqlite3", profile.history_file)
    terminal = Terminal()
    reach = Upgrade.reach

    def slowly(upgrade: Upgrade, share: float | None) -> None:
        reach(upgrade, 0.45 if share else share)
        until = time.monotonic() + PATIENCE_S
        while share and "45%" not in terminal.getvalue() and time.monotonic() < until:
            time.sleep(0.01)

    monkeypatch.setattr(Upgrade, "reach", slowly)
    monkeypatch.setattr(waiting, "PATIENCE_S", 0.0)
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(("history", "check")) == 0
    assert "Copying the history of an older version: 45%, 0 s" in terminal.getvalue()


def test_check_of_no_history_says_so_and_makes_none(profile: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = run(capsys, "history", "check")
    assert code == 2
    assert "There is no history yet" in err
    assert not profile.history_file.exists()


def test_check_of_a_file_without_a_byte_does_not_call_it_sound_and_leaves_it_as_it_is(
    profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    profile.history_file.touch()
    code, out, _err = run(capsys, "history", "check", "--format", "json")
    told = json.loads(out)
    assert code == 1
    assert (told["sound"], told["faults"], told["exchanges"]) == (False, ["bytes in the file: 0"], 0)
    code, out, _err = run(capsys, "history", "check", "--repair")
    assert code == 1
    assert "There is nothing in the history" in out
    assert "put a copy of it in its place; otherwise a new history is begun in it" in out
    assert "damaged" not in out
    assert profile.history_file.read_bytes() == b""


def test_a_file_without_a_byte_is_told_once_and_used(profile: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    profile.history_file.touch()
    code, _out, err = run(capsys, "history", "search")
    assert code == 0
    assert f"The file of the history {profile.history_file} was empty: nothing at all was in it." in err
    _code, _out, err = run(capsys, "history", "search")
    assert err == ""
    code, _out, _err = run(capsys, "history", "check")
    assert code == 0


def test_check_finds_damage_and_repair_keeps_what_can_be_read(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(history)
    code, out, _err = run(capsys, "history", "check")
    assert code == 1
    assert "is damaged" in out
    what, harm, way_on, _blank, theirs, *_faults = out.splitlines()
    assert what == f"The history {history} is damaged."
    assert harm.startswith("Parts of the file do not hold what was written there")
    assert "history check --repair" in way_on
    assert theirs == "In the words of the database:"
    code, out, _err = run(capsys, "history", "check", "--repair", "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert (told["sound"], told["recovered"], told["lost"], told["exchanges"]) == (True, 3, 0, 3)
    assert Path(told["aside"]).exists()
    assert count(history, MAIL) == 2
    assert run(capsys, "history", "check", "--repair")[0] == 0
    assert len(list(history.parent.glob("history.damaged.*"))) == 1, "a sound history is not repaired"


def test_repair_while_a_window_is_open_is_refused_and_changes_nothing(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(history)) as connection:
        connection.execute("DELETE FROM exchange_body WHERE id = 1")
        connection.commit()
    with HistoryStore.open(history) as store:
        store.count(Query())
        code, _out, err = run(capsys, "history", "check", "--repair")
        assert code == 2
        assert "another program" in err
    assert not list(history.parent.glob("history.*.*.sqlite3"))
    code, out, _err = run(capsys, "history", "check")
    assert code == 1
    assert "exchanges without a body: 1" in out


def damage(path: Path) -> None:
    """Destroy the page that an index begins with."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'exchange_by_time'").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


def test_a_person_at_a_terminal_sees_how_far_a_repair_is_and_ctrl_c_leaves_the_damaged_file_in_its_place(
    history: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(history)
    before = history.read_bytes()
    terminal = Terminal()
    repair = recovery.repair
    told: list[str] = []
    monkeypatch.setattr(waiting, "PATIENCE_S", 0.01)
    monkeypatch.setattr(sys, "stderr", terminal)

    def slowly(path: Path, progress: Progress, *more: Any) -> recovery.Recovered:
        def tell(reached: Reached) -> None:
            progress(reached)
            told.append(reached.words)
            if reached.stage is Stage.RECOVERING:
                until = time.monotonic() + PATIENCE_S
                while "Recovered 0 of 3 exchanges, " not in terminal.getvalue() and time.monotonic() < until:
                    time.sleep(0.01)
                os.kill(os.getpid(), signal.SIGINT)

        return repair(path, tell, *more)

    with monkeypatch.context() as patched:
        patched.setattr(recovery, "repair", slowly)
        code = main(("history", "check", "--repair"))
    assert code == 130
    assert told[0] == "Reading the pages of the file: 0%"
    assert "The recovery was given up. The damaged file is in its place, as it was." in terminal.getvalue()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert history.read_bytes() == before
    assert list(history.parent.glob("history.*.*")) == [history.with_name("history.sqlite3.suspect")]
    assert main(("history", "check", "--repair", "--format", "json")) == 0
    assert json.loads(capsys.readouterr().out)["recovered"] == 3


def test_ctrl_c_ends_the_look_through_a_large_history(
    history: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite looks through all pages in one step, which is given up in the middle."""
    monkeypatch.setattr(reading, "_STEPS_OF_LONG_WORK", 1)
    check = checking.check

    def interrupted(path: Path, cancel: Cancellation) -> checking.Health:
        os.kill(os.getpid(), signal.SIGINT)
        return check(path, cancel)

    monkeypatch.setattr(checking, "check", interrupted)
    code, out, err = run(capsys, "history", "check")
    assert (code, out, err) == (130, "", "")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("words", [("search",), ("check",), ("check", "--repair"), ("forget", "--contact", MAIL)])
def test_a_history_of_a_newer_version_is_left_as_it_is_and_it_is_said_what_can_be_done(
    history: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(history)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = history.read_bytes()
    code, _out, err = run(capsys, "history", *words)
    assert code == 2
    assert "was written by a newer version of Yespo Console (99)" in err
    for way_on in (
        "Install the newer version.",
        "open the window: it offers to set this file aside",
        "another profile",
    ):
        assert way_on in err
    assert history.read_bytes() == before


def test_the_file_of_another_program_is_left_as_it_is_and_it_is_said_what_can_be_done(
    profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(profile.history_file)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    before = profile.history_file.read_bytes()
    code, _out, err = run(capsys, "history", "search")
    assert code == 2
    assert "is a database of another program" in err
    assert "Open the window: it offers to set this file aside" in err
    assert profile.history_file.read_bytes() == before


def test_a_repair_says_how_many_came_back_only_in_part(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(history)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'exchange'").fetchone()
    with history.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))
    again = history.read_bytes()
    code, out, _err = run(capsys, "history", "check", "--repair")
    assert code == 0
    assert out.startswith(
        "3 exchanges were recovered; no other is known to be lost. 3 of them came back only in part, which their notes"
        " say. The damaged file is kept as "
    )
    history.write_bytes(again)
    _code, out, _err = run(capsys, "history", "check", "--repair", "--format", "json")
    told = json.loads(out)
    assert (told["recovered"], told["recovered_in_part"], told["lost"]) == (3, 3, 0)
