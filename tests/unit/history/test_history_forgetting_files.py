"""What the other files of a profile hold of a contact is deleted, masked or named: drafts, saved searches, logs."""

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from patience import PATIENCE_S
from store_words import request

from yespo_console.history import forgetting, held_files
from yespo_console.history.aside import Aside
from yespo_console.history.errors import SearchCancelledError
from yespo_console.history.forgetting_texts import found_lines, proof_lines
from yespo_console.history.held_files import Way
from yespo_console.history.reached import Reached, Stage
from yespo_console.history.reading import Cancellation
from yespo_console.history.store import HistoryStore
from yespo_console.history.traces import of_all
from yespo_console.platform.profile import DRAFT_LOCK, Profile, is_left_unfinished, write_atomically

MAIL = "olena@example.com"


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.at(tmp_path / "profile").ensure()


@pytest.fixture
def store(profile: Profile):
    with HistoryStore.open(profile.history_file) as opened:
        yield opened


def test_drafts_of_windows_that_are_gone_are_deleted_and_open_ones_are_named(
    profile: Profile, store: HistoryStore
) -> None:
    left, opened = profile.drafts_dir / "left", profile.drafts_dir / "open"
    for folder in (left, opened):
        folder.mkdir(parents=True)
        (folder / "0000.json").write_text(json.dumps({"text": f'{{"email":"{MAIL}"}}'}))
        (folder / "0001.json").write_text(json.dumps({"text": "{}"}))
    broken = profile.drafts_dir / "some.broken"
    broken.write_text(MAIL)
    environments = profile.environments_file
    environments.write_text(json.dumps({"environments": [{"test_contacts": [MAIL]}]}))
    traces = of_all([MAIL])
    with FileLock(opened / DRAFT_LOCK):
        found = forgetting.look(profile, store, traces)
        ways = {one.path.name if one.path.parent.name == "drafts" else one.path: one.way for one in found.files}
        assert ways == {
            left.resolve() / "0000.json": Way.DELETE,
            opened.resolve() / "0000.json": Way.DRAFT,
            "some.broken": Way.DELETE,
            environments.resolve(): Way.ENVIRONMENTS,
        }
        done = forgetting.forget(profile, store, traces, found)
    assert not (left / "0000.json").exists()
    assert (left / "0001.json").exists()
    assert (opened / "0000.json").exists()
    assert not broken.exists()
    assert done.proof is not None
    assert [path for path, _places in done.proof.left] == [environments.resolve(), opened.resolve() / "0000.json"]
    assert "still in" in " ".join(proof_lines(done))


def draft(text: str, **more: object) -> str:
    return json.dumps({"text": text, "saved_text": text} | more)


def test_a_draft_is_named_as_its_tab_without_the_contact(profile: Profile, store: HistoryStore) -> None:
    opened = profile.drafts_dir / "open"
    opened.mkdir(parents=True)
    event = json.dumps({"eventTypeKey": "cartUpdated", "keyValue": "A-1", "params": [{"name": "email", "value": MAIL}]})
    kept = {
        "0000.json": draft(event),
        "0001.json": draft(event, title="Copy of 17", position=1),
        "0002.json": draft(event.replace("A-1", MAIL), path=f"/home/for {MAIL}.json", position=2),
        "0003.json": draft(f"{MAIL} wrote", position=3),
    }
    for name, content in kept.items():
        (opened / name).write_text(content)
    with FileLock(opened / DRAFT_LOCK):
        found = forgetting.look(profile, store, of_all([MAIL]))
    told = [line for line in found_lines(found) if line.startswith(str(profile.drafts_dir.resolve()))]
    assert [line.partition(": stays as it is.")[0].partition(" ")[2] for line in told] == [
        "(tab 1, “cartUpdated”, key A-1)",
        "(tab 2, “Copy of 17”, key A-1)",
        "(tab 3, “***”, key ***)",
        "(tab 4, “Draft”)",
    ]


def test_a_draft_about_somebody_whose_address_holds_this_one_is_not_touched(
    profile: Profile, store: HistoryStore
) -> None:
    left = profile.drafts_dir / "left"
    left.mkdir(parents=True)
    (left / "0000.json").write_text(json.dumps({"text": f'{{"email":"not-{MAIL}"}}'}))
    traces = of_all([MAIL])
    found = forgetting.look(profile, store, traces)
    assert found.is_nothing
    done = forgetting.forget(profile, store, traces, found)
    assert (left / "0000.json").exists()
    assert done.proof is not None
    assert done.proof.is_clean


def test_a_profile_that_was_lent_because_a_part_of_it_is_read_only_is_searched_too(
    profile: Profile, store: HistoryStore, tmp_path: Path
) -> None:
    for address in (MAIL, f"jo{MAIL}"):
        store.begin(request(f'{{"email":"{address}"}}')).result(PATIENCE_S)
    lent = profile.lent(tmp_path / "lent")
    draft = profile.drafts_dir / "left" / "0000.json"
    draft.parent.mkdir(parents=True)
    draft.write_text(f'{{"email":"{MAIL}"}}')
    log = profile.log_dir / "window.log"
    log.parent.mkdir(parents=True)
    log.write_text(MAIL)
    setting = profile.config / "environments.json"
    setting.write_text(f'{{"test_contacts":["{MAIL}"]}}')
    contact = of_all([MAIL])
    found = forgetting.look(lent, store, contact)
    assert {one.path: one.way for one in found.files} == {
        draft.resolve(): Way.DELETE,
        log.resolve(): Way.MASK,
        setting.resolve(): Way.ENVIRONMENTS,
    }
    proof = forgetting.forget(lent, store, contact, found).proof
    assert proof is not None
    assert proof.left == ((setting.resolve(), 1),)


def test_saved_searches_that_name_the_contact_are_counted_and_removed_and_others_stay(
    profile: Profile, store: HistoryStore
) -> None:
    saved = {
        "searches": [
            {"name": "Olena's carts", "query": f"type:cartUpdated email:{MAIL.upper()}"},
            {"name": f"orders of {MAIL}", "query": "type:orderCreated"},
            {"name": "Somebody else", "query": f"email:not-{MAIL}"},
            {"name": "Refused", "query": "status:4xx", "colour": "red"},
        ],
        "version": 7,
    }
    profile.searches_file.write_text(json.dumps(saved))
    traces = of_all([MAIL])
    found = forgetting.look(profile, store, traces)
    path = profile.searches_file.resolve()
    assert f"{path}: 2 saved searches name the contact and will be removed." in found_lines(found)
    assert json.loads(profile.searches_file.read_text()) == saved, "looking changes nothing"
    done = forgetting.forget(profile, store, traces, found)
    assert json.loads(profile.searches_file.read_text()) == {"searches": saved["searches"][2:], "version": 7}
    assert done.proof is not None
    assert done.proof.is_clean
    assert "2 saved searches were removed." in proof_lines(done)


def test_saved_searches_that_are_no_json_are_named_and_left(profile: Profile, store: HistoryStore) -> None:
    profile.searches_file.write_text(f'{{"searches": [{{"query": "{MAIL}')
    traces = of_all([MAIL])
    found = forgetting.look(profile, store, traces)
    assert [one.way for one in found.files] == [Way.LEAVE]
    done = forgetting.forget(profile, store, traces, found)
    assert done.proof is not None
    assert [path for path, _places in done.proof.left] == [profile.searches_file.resolve()]


def test_each_file_that_stays_is_told_with_what_helps_there(profile: Profile, store: HistoryStore) -> None:
    profile.event_types_dir.mkdir()
    event_type = profile.event_types_dir / "cartUpdated.json"
    unknown = profile.data / "notes.tmp"
    left_behind, begun = (profile.config / f".searches.json.{name}.begun" for name in ("ab12cd_9", "zz12cd_9"))
    own = profile.config / ".my.settings"
    for path in (event_type, unknown, left_behind, begun, own):
        path.write_text(f'{{"to":"{MAIL}"}}')
    os.utime(left_behind, (0, 0))
    os.utime(own, (0, 0))
    profile.environments_file.write_text(f'{{"contact":"jo{MAIL}"}}')
    traces = of_all([MAIL])
    found = forgetting.look(profile, store, traces)
    assert {one.path.name: one.way for one in found.files} == {
        "cartUpdated.json": Way.EVENT_TYPE,
        "notes.tmp": Way.LEAVE,
        left_behind.name: Way.DELETE,
        begun.name: Way.LEAVE,
        own.name: Way.LEAVE,
    }
    told = "\n".join(found_lines(found))
    assert "cartUpdated.json: stays as it is. It is an event type of yours" in told
    assert "notes.tmp: stays as it is. Take the contact out of the file, or delete the file." in told
    forgetting.forget(profile, store, traces, found)
    assert not left_behind.exists()
    assert begun.exists(), "somebody may be writing it just now"
    assert own.exists(), "the user wrote it"


def test_what_a_program_had_begun_to_write_when_it_was_killed_is_known_as_that(tmp_path: Path) -> None:
    def killed() -> Iterator[bytes]:
        (begun,) = tmp_path.iterdir()
        os.utime(begun, (0, 0))
        assert is_left_unfinished(begun)
        yield b"{}"

    write_atomically(tmp_path / "searches.json", killed())
    assert [path.name for path in tmp_path.iterdir()] == ["searches.json"]


def test_a_log_is_masked_in_place_while_its_program_writes_on(profile: Profile, store: HistoryStore) -> None:
    log = profile.log_dir / "window.log"
    log.parent.mkdir()
    handler = logging.FileHandler(log, encoding="utf-8")
    handler.emit(logging.makeLogRecord({"msg": f"the answer about {MAIL} could not be kept"}))
    traces = of_all([MAIL])
    done = forgetting.forget(profile, store, traces, forgetting.look(profile, store, traces))
    handler.emit(logging.makeLogRecord({"msg": "and on it goes"}))
    handler.close()
    assert done.proof is not None
    assert done.proof.is_clean
    assert log.read_text("utf-8") == f"the answer about {'*' * len(MAIL)} could not be kept\nand on it goes\n"


def test_files_that_another_window_takes_away_meanwhile_hold_nobody(
    profile: Profile, store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def files_of(profile: Profile) -> Iterator[Path]:
        half_written = profile.drafts_dir / "window" / ".0000.json.part"
        half_written.parent.mkdir(parents=True, exist_ok=True)
        half_written.write_text(MAIL)
        for path in list(held_files.files_of(profile)):
            half_written.unlink(missing_ok=True)
            yield path

    traces = of_all([MAIL])
    with monkeypatch.context() as patched:
        patched.setattr(forgetting, "files_of", files_of)
        assert forgetting.prove(profile, store, traces).is_clean
    listed = tuple(files_of(profile))
    monkeypatch.setattr(held_files, "files_of", lambda _profile: listed)
    assert forgetting.look(profile, store, traces).is_nothing


def test_a_file_of_a_newer_version_that_was_set_aside_is_named_and_not_touched(
    profile: Profile, store: HistoryStore
) -> None:
    aside = Aside.NOT_OURS.path(profile.history_file)
    aside.write_bytes(MAIL.encode())
    journal = aside.with_name(f"{aside.name}-wal")
    journal.write_bytes(MAIL.encode())
    traces = of_all([MAIL])
    found = forgetting.look(profile, store, traces)
    assert {one.path: one.way for one in found.files} == {
        aside.resolve(): Way.SET_ASIDE,
        journal.resolve(): Way.SET_ASIDE,
    }
    assert any("delete the contact with the program that it is of" in line for line in found_lines(found))
    done = forgetting.forget(profile, store, traces, found)
    assert aside.read_bytes() == MAIL.encode()
    assert done.proof is not None
    assert {path for path, _places in done.proof.left} == {aside.resolve(), journal.resolve()}


def test_a_large_file_that_was_set_aside_is_told_of_while_it_is_searched_and_that_can_be_given_up(
    profile: Profile, store: HistoryStore
) -> None:
    aside = Aside.NOT_OURS.path(profile.history_file)
    aside.write_bytes(bytes(5_000_000))
    cancel, told = Cancellation(), []

    def note(reached: Reached) -> None:
        if reached.stage is Stage.SEARCHING and reached.every == 5_000_000:
            told.append(reached.done)
            cancel.cancel()

    with pytest.raises(SearchCancelledError):
        forgetting.look(profile, store, of_all([MAIL]), note, cancel)
    assert len(told) == 1
