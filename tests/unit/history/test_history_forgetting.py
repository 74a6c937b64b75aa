"""Everything about a contact is deleted, from the history, its copies and the other files, and a search proves it."""

import json
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from base64 import b64encode
from concurrent.futures import wait
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

import pytest
from patience import PATIENCE_S
from spelled import MAIL as OTHER_MAIL
from spelled import MAILS, PHONES
from spelled import PHONE as OTHER_PHONE
from store_words import request

from yespo_console.history import checking, forgetting, held_files, reading, residue, schema, space
from yespo_console.history.errors import HistoryBusyError
from yespo_console.history.exchange import Answer
from yespo_console.history.forgetting_texts import found_lines, proof_lines
from yespo_console.history.query import Query
from yespo_console.history.reached import Reached, Stage
from yespo_console.history.schema import backup_path
from yespo_console.history.store import Cancellation, HistoryStore
from yespo_console.history.traces import of_all
from yespo_console.platform.profile import Profile

MAIL = "olena@example.com"
PHONE = "+38 (050) 123-45-67"
RELEASED = Path(__file__).parents[2] / "data" / "history"


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.at(tmp_path / "profile").ensure()


@pytest.fixture
def store(profile: Profile):
    with HistoryStore.open(profile.history_file) as opened:
        yield opened


def fill(store: HistoryStore) -> tuple[list[int], list[int]]:
    """Exchanges about Olena in every way, and those of others; their ids."""
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in MAIL)
    about = [
        request(f'{{"email":"{MAIL}"}}'),
        request(f'{{"email":"{MAIL.upper()}"}}', pinned=True),
        request(json.dumps({"params": [{"name": "json", "value": json.dumps({"to": MAIL})}]})),
        request(f'{{"email":"{escaped}"}}'),
        request("{}", locators=(("email", MAIL),)),
        request("{}", key_value=MAIL, event_type="cartUpdated"),
        request("{}", url=f"http://127.0.0.1/?mail={quote(MAIL, safe='')}"),
        request("{}", note=f"asked by {MAIL}."),
        request("{}", tags=(f"for {MAIL}",)),
        request("{}", request_headers=(("X-Contact", MAIL),)),
        request('{"phone":"380501234567"}'),
    ]
    others = [
        request('{"email":"joolena@example.com"}'),
        request('{"email":"olena@example.com.ua"}', event_type="cartUpdated", key_value="olena@example.community"),
        request('{"phone":"380501234560","text":"чашка"}'),
    ]
    first = [store.begin(one).result(PATIENCE_S) for one in about]
    rest = [store.begin(one).result(PATIENCE_S) for one in others]
    answered = store.begin(request("{}")).result(PATIENCE_S)
    store.complete(answered, Answer(status=400, body=f'{{"error":"{MAIL} is unknown"}}'.encode())).result(PATIENCE_S)
    return [*first, answered], rest


def test_everything_about_a_contact_goes_and_the_rest_stays(profile: Profile, store: HistoryStore) -> None:
    about, rest = fill(store)
    traces = of_all([MAIL, PHONE])
    found = forgetting.look(profile, store, traces)
    assert list(found.exchanges) == about
    assert "12 exchanges of the history are about this contact." in found_lines(found)
    done = forgetting.forget(profile, store, traces, found)
    assert done.removed == len(about)
    assert sorted(store.ids(Query())) == rest
    assert list(forgetting.look(profile, store, traces).exchanges) == []
    assert store.wait_until_indexed(PATIENCE_S)
    assert checking.check(store.path).faults == ()
    assert done.proof is not None
    # what is left are the longer addresses of two others: that is said, and is no failure
    assert done.proof.part_of_others == 2
    assert done.proof.left == ()
    assert done.proof.is_clean
    told = "\n".join(proof_lines(done))
    assert "the contact is in none of them" in told
    assert "2 exchanges were kept that hold it as a part of a longer word, which is somebody else." in told


def test_whoever_hides_in_a_spelling_is_found_deleted_and_proved_to_be_gone(
    profile: Profile, store: HistoryStore
) -> None:
    spelled = [(spelled_as, value) for texts in (MAILS, PHONES) for spelled_as, value in texts.items()]
    about = [
        store.begin(request(json.dumps({"eventTypeKey": "x", "params": [{"name": name, "value": text}]}))).result()
        for name, text in spelled
    ]
    linked = store.begin(request("{}", url=f"https://shop.ua/{MAILS['base64 in a path']}")).result(PATIENCE_S)
    kept = [
        store.begin(request(json.dumps({"note": text}))).result(PATIENCE_S)
        for text in ("aGFubmFAY2xpZW50LnVh", "hanna&amp;#64;client.ua", "+380509998876", "&amp;#64; %40 \\u0040")
    ]
    log = profile.log_dir / "yespo-console.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(f"GET {MAILS['base64 in a link']} {MAILS['HTML in HTML']} to others")
    assert store.wait_until_indexed(PATIENCE_S)
    traces = of_all([OTHER_MAIL, OTHER_PHONE])
    assert {path.name for path, _places in forgetting.prove(profile, store, traces).left} >= {log.name}
    found = forgetting.look(profile, store, traces)
    assert list(found.exchanges) == [*about, linked]
    done = forgetting.forget(profile, store, traces, found)
    assert sorted(store.ids(Query())) == kept
    assert done.proof is not None
    assert done.proof.left == ()
    assert done.proof.part_of_others == 2
    masked = log.read_text()
    assert masked.startswith("GET https://shop.ua/u?e=")
    assert masked.endswith(f" write to {'*' * len('anna&amp;#64;client.ua')} to others")
    assert "in base64" in " ".join(proof_lines(done))


@pytest.mark.parametrize(
    ("value", "kept", "longer"),
    [
        ("Müller", json.dumps({"name": "Anna Müller"}), "Die Müllerin"),
        ("anna@müller.de", json.dumps({"to": "anna@müller.de"}), "joanna@müller.de"),
        (MAIL, MAIL.replace("@", "&zwnj;@"), f"jo{MAIL}"),
    ],
)
def test_no_spelling_of_the_contact_stays_behind_a_proof_that_says_clean(
    profile: Profile, store: HistoryStore, value: str, kept: str, longer: str
) -> None:
    about = [store.begin(request(kept)).result(PATIENCE_S)]
    for _other in range(100):
        store.begin(request("{}")).result(PATIENCE_S)
    rest = store.begin(request(longer)).result(PATIENCE_S)
    about.append(store.begin(request(value)).result(PATIENCE_S))
    about.append(store.begin(request("{}", locators=(("email", value),))).result(PATIENCE_S))
    found = forgetting.look(profile, store, of_all([value]))
    assert list(found.exchanges) == about
    done = forgetting.forget(profile, store, of_all([value]), found)
    assert done.proof is not None
    assert done.proof.is_clean
    assert done.proof.part_of_others == 1
    assert store.get(rest) is not None


@pytest.mark.parametrize("in_a_copy", [False, True])
@pytest.mark.parametrize(
    ("value", "spelled", "others"),
    [
        ("748392", b64encode(b"748392"), [b64encode(b"1748392"), b'{"id":"1748392"}']),
        ("anna", b64encode(b"anna"), [b64encode(b"hannah")]),
        ("Олена", "до Олена".encode("utf-16"), ["Оленаш".encode("utf-16-le"), "шОлена".encode("utf-16-be")]),
        ("+380501234567", "т. 0501234567".encode("utf-16"), [b"+" + "10501234567".encode("utf-16-be")]),
    ],
)
def test_what_only_the_bytes_show_is_the_contact_when_it_is_the_whole_word_and_else_somebody_who_stays(
    profile: Profile, store: HistoryStore, value: str, spelled: bytes, others: list[bytes], in_a_copy: bool
) -> None:
    copy = backup_path(store.path, 3)
    traces = of_all([value])
    with HistoryStore.open(copy) if in_a_copy else nullcontext(store) as history:
        rest = [history.begin(request(other)).result(PATIENCE_S) for other in others]
        about = history.begin(request(spelled)).result(PATIENCE_S)
        assert history.wait_until_indexed(PATIENCE_S)
    found = forgetting.look(profile, store, traces)
    assert (list(found.exchanges), found.copies) == (([], ((copy, 1),)) if in_a_copy else ([about], ()))
    done = forgetting.forget(profile, store, traces, found)
    assert done.copies == (((copy, len(rest)),) if in_a_copy else ())
    assert done.proof is not None
    assert done.proof.left == ()
    assert done.proof.part_of_others == (0 if in_a_copy else len(rest))
    again = forgetting.look(profile, store, traces)
    assert again.is_nothing
    if not in_a_copy:
        assert sorted(store.ids(Query())) == rest
        assert "somebody else" in " ".join(found_lines(again))


def test_what_was_not_overwritten_is_not_taken_for_somebody_else(profile: Profile, store: HistoryStore) -> None:
    fill(store)
    traces = of_all([MAIL, PHONE])
    assert not forgetting.prove(profile, store, traces, left=residue.Left(nothing=False, only_rows=True)).is_clean
    forgetting.forget(profile, store, traces, forgetting.look(profile, store, traces))
    assert [path for path, _places in forgetting.prove(profile, store, traces).left] == [store.path]


def test_the_proof_says_that_no_file_holds_the_contact(profile: Profile, store: HistoryStore) -> None:
    number = store.begin(request(f'{{"email":"{MAIL}"}}')).result(PATIENCE_S)
    store.begin(request('{"email":"somebody@example.com"}')).result(PATIENCE_S)
    assert store.wait_until_indexed(PATIENCE_S)
    traces = of_all([MAIL])
    assert not forgetting.prove(profile, store, traces).is_clean
    done = forgetting.forget(profile, store, traces, forgetting.look(profile, store, traces))
    assert done.proof is not None
    assert done.proof.is_clean
    assert done.proof.files >= 2
    assert done.proof.size > 4096
    assert "the contact is in none of them" in " ".join(proof_lines(done))
    assert store.get(number) is None


@pytest.mark.parametrize("version", [1, 2])
def test_copies_of_every_version_are_cleaned_and_still_open(
    profile: Profile, store: HistoryStore, version: int, tmp_path: Path
) -> None:
    copy = backup_path(store.path, version)
    shutil.copy(RELEASED / f"schema-{version}.sqlite3", copy)
    traces = of_all([MAIL])
    found = forgetting.look(profile, store, traces)
    ((path, count),) = found.copies
    assert path == copy
    assert count
    done = forgetting.forget(profile, store, traces, found)
    assert done.proof is not None
    assert done.proof.is_clean
    assert done.copies == ((copy, 5 - count),)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    restored = tmp_path / "restored.sqlite3"
    shutil.copy(copy, restored)
    with HistoryStore.open(restored) as again:
        assert again.wait_until_indexed(PATIENCE_S)
        assert again.count(Query()) == 5 - count
        assert again.count(Query(MAIL)) == 0
    assert checking.check(restored).faults == ()


@pytest.mark.parametrize("with_contact", [True, False])
@pytest.mark.parametrize("is_damaged", [True, False])
def test_a_copy_in_which_somebody_elses_longer_address_stands_is_no_trace_of_the_contact(
    profile: Profile, store: HistoryStore, with_contact: bool, is_damaged: bool
) -> None:
    copy = backup_path(store.path, 3)
    with HistoryStore.open(copy) as other:
        for _time in range(20):
            other.begin(request(f'{{"email":"jo{MAIL}","text":"{"x" * 2000}"}}')).result(PATIENCE_S)
        if with_contact:
            other.begin(request(f'{{"email":"{MAIL}"}}')).result(PATIENCE_S)
    if is_damaged:
        with copy.open("r+b") as file:
            file.seek(copy.stat().st_size // 2)
            file.write(b"\xff" * 4096)
    traces = of_all([MAIL])
    for _time in range(2):
        found = forgetting.look(profile, store, traces)
        done = forgetting.forget(profile, store, traces, found)
        assert done.proof is not None
        assert done.proof.left == ()
        with closing(sqlite3.connect(next(store.path.parent.glob("history.version-3*.sqlite3")))) as connection:
            assert connection.execute("SELECT count(*) FROM exchange").fetchone()[0] > 10


def test_what_is_left_of_the_contact_in_a_copy_beside_a_longer_address_is_overwritten(
    profile: Profile, store: HistoryStore
) -> None:
    copy = backup_path(store.path, 3)
    with HistoryStore.open(copy) as other:
        other.begin(request(f'{{"email":"jo{MAIL}"}}')).result(PATIENCE_S)
        number = other.begin(request(f'{{"email":"{MAIL}"}}')).result(PATIENCE_S)
    with closing(sqlite3.connect(copy)) as connection:  # as a program does that was killed before it wrote it anew
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DELETE FROM exchange WHERE id = ?", (number,))
        connection.commit()
    traces = of_all([MAIL])
    assert copy.read_bytes().count(f'"{MAIL}"'.encode())
    done = forgetting.forget(profile, store, traces, forgetting.look(profile, store, traces))
    assert done.proof is not None
    assert done.proof.is_clean
    assert not copy.read_bytes().count(f'"{MAIL}"'.encode())
    assert copy.read_bytes().count(MAIL.encode())


def test_what_can_be_read_of_a_damaged_copy_takes_its_place(profile: Profile, store: HistoryStore) -> None:
    copy = store.path.with_name("history.damaged.20261101T101010000000Z.sqlite3")
    with HistoryStore.open(copy) as other:
        fill(other)
        for number in range(60):
            other.begin(request(f'{{"text":"parasol {number}","long":"{"x" * 2000}"}}')).result(PATIENCE_S)
    with copy.open("r+b") as file:
        file.seek(copy.stat().st_size // 2)
        file.write(b"\xff" * 4096)
    traces = of_all([MAIL, PHONE])
    found = forgetting.look(profile, store, traces)
    assert found.copies == ((copy, None),)
    assert "a damaged copy" in " ".join(found_lines(found))
    told: list[Reached] = []
    done = forgetting.forget(profile, store, traces, found, told.append)
    assert {Stage.READING, Stage.RECOVERING} <= {one.stage for one in told}
    assert done.proof is not None
    assert not [path for path, _ in done.proof.left if path == copy]
    assert not copy.exists()
    (readable,) = store.path.parent.glob("history.damaged.*.readable.sqlite3")
    with HistoryStore.open(readable) as other:
        assert other.count(Query("parasol")) > 40
        assert other.count(Query()) == done.copies[0][1]
        assert list(forgetting.look(profile, other, traces).exchanges) == []


def test_what_stands_beside_the_contact_and_in_further_exchanges_is_counted(
    profile: Profile, store: HistoryStore
) -> None:
    for locators in (
        (("email", MAIL), ("phone", PHONE), ("externalCustomerId", "77"), ("contactId", "900123")),
        (("email", MAIL.upper()),),
        (("phone", "380501234567"), ("keyValue", "A-1042")),
        (("PHONE", "38 050 1234567"), ("email", "taras@example.com")),
        (("externalCustomerId", "77"),),
        (("email", "anna@example.com"),),
    ):
        store.begin(request("{}", locators=locators)).result(PATIENCE_S)
    found = forgetting.look(profile, store, of_all([MAIL]))
    assert [(one.name, one.value, one.exchanges) for one in found.others] == [("phone", "380501234567", 2)]
    assert any(
        line.startswith("2 further exchanges hold phone 380501234567, which stands beside the contact")
        for line in found_lines(found)
    )
    assert forgetting.look(profile, store, of_all([MAIL, PHONE])).others == ()
    assert forgetting.look(profile, store, of_all(["anna@example.com"])).others == ()


@pytest.mark.parametrize(
    ("beside", "further", "other"),
    [
        (("phone", "+380671234567"), ("keyValue", "+380671234567"), ("phone", "380671234567")),
        (("phone", "+380671234567"), ("phone", "0671234567"), ("phone", "380671234567")),
        (("phone", "0671234567"), ("keyValue", "+38 (067) 123-45-67"), ("phone", "380671234567")),
        (("keyValue", "+380671234567"), ("phone", "+380671234567"), ("phone", "380671234567")),
        (("keyValue", "Taras@example.com"), ("email", "taras@example.com"), ("email", "taras@example.com")),
        (("email", "anna@müller.de"), ("email", "anna@müller.de"), ("email", "anna@müller.de")),
        (("externalCustomerId", "C-77"), ("keyValue", "C-77"), ("externalCustomerId", "C-77")),
        (("keyValue", "20260417"), ("keyValue", "20260417"), None),  # may be an order
        (("externalCustomerId", "C-77"), ("keyValue", "C-777"), None),
    ],
)
def test_a_key_value_and_every_form_of_a_number_count_beside_the_contact(
    profile: Profile,
    store: HistoryStore,
    beside: tuple[str, str],
    further: tuple[str, str],
    other: tuple[str, str] | None,
) -> None:
    for locators in ((("email", MAIL), beside), (further, ("keyValue", further[1]))):
        store.begin(request("{}", locators=locators)).result(PATIENCE_S)
    found = forgetting.look(profile, store, of_all([MAIL]))
    assert [(one.name, one.value, one.exchanges) for one in found.others] == ([(*other, 1)] if other else [])


def test_who_stands_beside_a_contact_of_hundreds_of_orders_is_told_on_the_way_and_looked_for_no_longer_than_wanted(
    profile: Profile, store: HistoryStore
) -> None:
    shop = "shop@example.com"
    people = [(("email", f"user{number}@example.com"), ("phone", f"3805012{number:05}")) for number in range(150)]
    orders = [request(f'{{"shop":"{shop}"}}', locators=one) for one in people]
    wait([store.begin(one) for one in (*orders, request("{}", locators=people[7]))])
    told: list[Reached] = []
    found = forgetting.look(profile, store, of_all([shop]), told.append)
    assert {(one.value, one.exchanges) for one in found.others} == {("user7@example.com", 1), ("380501200007", 1)}
    shares = [one.share or 0 for one in told if one.stage is Stage.OTHERS]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len(shares) > 3
    cancel = Cancellation()

    def stop(reached: Reached) -> None:
        told.append(reached)
        if reached.stage is Stage.OTHERS:
            cancel.cancel()

    told.clear()
    found = forgetting.look(profile, store, of_all([shop]), stop, cancel)
    assert [one.share for one in told if one.stage is Stage.OTHERS] == [0.0]
    assert not found.complete


def test_who_is_only_a_part_of_longer_words_is_said_to_be_that(profile: Profile, store: HistoryStore) -> None:
    for one in ("sofia", "sofiavska", "sofiavska 2", "anna"):
        store.begin(request(json.dumps({"name": one}))).result(PATIENCE_S)
    longer = "exchanges hold it as a part of a longer word, which is somebody else."
    found = forgetting.look(profile, store, of_all(["sofiav"]))
    assert found_lines(found) == ["Nothing about this contact was found.", f"2 {longer} They stay."]
    found = forgetting.look(profile, store, of_all(["sofia"]))
    assert found_lines(found)[:2] == ["1 exchange of the history is about this contact.", f"2 {longer} They stay."]
    assert found_lines(forgetting.look(profile, store, of_all(["olena"]))) == ["Nothing about this contact was found."]


def letters_known(path: Path) -> dict[int, set[str]]:
    """The letters and pairs of letters that the index knows of each block."""
    known: dict[int, set[str]] = {}
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.known USING fts5vocab (main, pair_index, instance)")
        for block, token in connection.execute("SELECT doc, term FROM temp.known"):
            known.setdefault(block, set()).add(token)
    return known


@pytest.mark.parametrize("most", [500, 0])
def test_the_letters_of_a_contact_go_from_their_block_and_other_short_words_are_found(
    profile: Profile, store: HistoryStore, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("yespo_console.history.letters._MOST", most)
    everybody = [store.begin(request(f'{{"text":"чашка {n}"}}')) for n in range(300)]
    wait([store.complete(one.result(PATIENCE_S), Answer(status=200)) for one in everybody])
    about = store.begin(request(f'{{"email":"{MAIL}","name":"Ґжицький"}}')).result(PATIENCE_S)
    store.complete(about, Answer(status=200)).result(PATIENCE_S)
    wait([store.complete(store.begin(request("{}")).result(PATIENCE_S), Answer(status=200)) for _ in range(128)])
    assert store.wait_until_indexed(PATIENCE_S)
    before = letters_known(store.path)
    held = f"{ord('ґ'):x}x{ord('ж'):x}"
    assert [block for block, tokens in before.items() if held in tokens] == [about >> 7]
    traces = of_all([MAIL])
    forgetting.forget(profile, store, traces, forgetting.look(profile, store, traces))
    if most == 0:
        store.begin(request("{}")).result(PATIENCE_S)  # wakes the index
        assert store.wait_until_indexed(PATIENCE_S)
    after = letters_known(store.path)
    assert after.keys() == before.keys()
    assert not any(held in tokens for tokens in after.values())
    assert {block: tokens for block, tokens in after.items() if block != about >> 7} == {
        block: tokens for block, tokens in before.items() if block != about >> 7
    }
    assert store.count(Query("ча")) == 300
    assert store.count(Query("ґж")) == 0
    assert checking.check(store.path).faults == ()


def test_the_search_for_the_proof_can_be_given_up(
    profile: Profile, store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.begin(request(f'{{"email":"{MAIL}"}}')).result(PATIENCE_S)
    traces = of_all([MAIL])
    found = forgetting.look(profile, store, traces)
    cancel = Cancellation()

    def files(of: Profile) -> list[Path]:
        cancel.cancel()
        return held_files.files_of(of)

    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "files_of", files)
        done = forgetting.forget(profile, store, traces, found, cancel=cancel)
    assert done.removed == 1
    assert done.proof is None
    assert forgetting.prove(profile, store, traces).is_clean


def test_giving_up_deletes_no_more_and_can_be_taken_up_again(
    profile: Profile, store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yespo_console.history.writer.PART_SECONDS", 0.0)
    for number in range(120):
        store.begin(request(f'{{"email":"{MAIL}","n":{number}}}')).result(PATIENCE_S)
    traces = of_all([MAIL])
    found = forgetting.look(profile, store, traces)
    cancel = Cancellation()
    done = forgetting.forget(profile, store, traces, found, progress=lambda *_: cancel.cancel(), cancel=cancel)
    assert done.proof is None
    assert 0 < done.removed < 120
    assert "given up" in " ".join(proof_lines(done))
    again = forgetting.forget(profile, store, traces, forgetting.look(profile, store, traces))
    assert again.removed == 120 - done.removed
    assert again.proof is not None
    assert again.proof.is_clean


def test_giving_up_while_a_copy_is_cleaned_leaves_it_as_it_was(
    profile: Profile, store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup_path(store.path, 2)
    shutil.copy(RELEASED / "schema-2.sqlite3", copy)
    traces = of_all([MAIL])
    found = forgetting.look(profile, store, traces)
    cancel = Cancellation()
    rows_about_in = forgetting.rows_about_in

    def found_and_given_up(*arguments: Any) -> Any:
        rows = rows_about_in(*arguments)
        cancel.cancel()
        return rows

    with monkeypatch.context() as patched:
        patched.setattr(forgetting, "rows_about_in", found_and_given_up)
        patched.setattr(reading, "_STEPS_OF_LONG_WORK", 1)
        done = forgetting.forget(profile, store, traces, found, cancel=cancel)
    assert (done.copies, done.proof) == ((), None)
    again = forgetting.look(profile, store, traces)
    assert again.copies == found.copies
    done = forgetting.forget(profile, store, traces, again)
    assert done.proof is not None
    assert done.proof.is_clean


def test_a_copy_that_another_program_writes_to_is_complained_of(
    profile: Profile, store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup_path(store.path, 2)
    shutil.copy(RELEASED / "schema-2.sqlite3", copy)
    traces = of_all([MAIL])
    found = forgetting.look(profile, store, traces)
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryBusyError, match="version-2"):
            forgetting.forget(profile, store, traces, found)


def test_while_another_window_reads_the_journal_is_said_to_hold_old_pages(
    profile: Profile, store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yespo_console.history.space.empty_journal.__defaults__", (0.1, None))
    store.begin(request(f'{{"email":"{MAIL}"}}')).result(PATIENCE_S)
    traces = of_all([MAIL])
    found = forgetting.look(profile, store, traces)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM exchange").fetchone()
        done = forgetting.forget(profile, store, traces, found)
    assert done.proof is not None
    assert not done.proof.journal_emptied
    assert not done.proof.is_clean
    assert "Another window was reading" in " ".join(proof_lines(done))


@pytest.mark.parametrize("seed", range(3))
def test_copies_of_rows_that_moved_between_pages_are_overwritten_too(
    profile: Profile, store: HistoryStore, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page by page: the whole file is not written anew, for which a send would wait."""
    monkeypatch.setattr("yespo_console.history.residue.WRITTEN_ANEW", 0)
    chance = random.Random(seed)
    begun = [
        store.begin(
            request(
                f'{{"email":"{MAIL if number % 3 == 0 else "somebody@example.com"}","n":{number}}}',
                note=f"{MAIL if number % 9 == 0 else ''} {'x' * chance.randrange(300)}",
                event_type="cartUpdated",
                key_value=MAIL if number % 12 == 0 else f"key-{number}",
            )
        )
        for number in range(500)
    ]
    answers = [Answer(status=200, body=("слово " * chance.randrange(40)).encode()) for _ in begun]
    wait([store.complete(one.result(PATIENCE_S), answer) for one, answer in zip(begun, answers, strict=True)])
    assert store.wait_until_indexed(PATIENCE_S)
    before = {number: store.get(number) for number in store.ids(Query("somebody"))}
    traces = of_all([MAIL])
    done = forgetting.forget(profile, store, traces, forgetting.look(profile, store, traces))
    assert done.proof is not None
    assert done.proof.left == ()
    left = {number: store.get(number) for number in store.ids(Query())}
    assert left == {number: one for number, one in before.items() if one is not None and MAIL not in one.note}
    assert store.wait_until_indexed(PATIENCE_S)
    assert checking.check(store.path).faults == ()


def test_a_large_file_is_searched_once_and_then_only_the_pages_that_held_something(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yespo_console.history.residue.WRITTEN_ANEW", 0)
    store.begin(request(f'{{"email":"{MAIL}"}}')).result(PATIENCE_S)
    assert store.wait_until_indexed(PATIENCE_S)
    space.empty_journal(store.path)
    size = store.path.stat().st_size
    searched: list[int] = []

    def search(file: BinaryIO) -> list[int]:
        content = file.read()
        searched.append(len(content))
        return [found.start() for found in re.finditer(MAIL.encode(), content)]

    assert residue.overwrite(store, search) == residue.UNKNOWN  # it stands in a row that is there
    whole, *pages = searched
    assert whole == size
    assert pages
    assert set(pages) == {4096}
    assert residue.overwrite(store, lambda _file: []) == residue.Left(nothing=True, only_rows=True)


@pytest.mark.parametrize("pages", [[1, 2], [1, 2, 3]])
def test_what_overwriting_leaves_on_another_page_is_overwritten_too(store: HistoryStore, pages: list[int]) -> None:
    for _ in range(20):
        store.begin(request("{}" + " " * 1000)).result(PATIENCE_S)
    assert store.wait_until_indexed(PATIENCE_S)
    space.empty_journal(store.path)
    size = store.path.stat().st_size
    copies = [page * 4096 for page in pages]
    looks = 0

    def search(file: BinaryIO) -> list[int]:
        nonlocal looks
        if len(file.read()) < size:
            return []  # it is gone from the page
        looks += 1
        return copies[looks - 1 : looks]

    assert residue.overwrite(store, search) == residue.Left(nothing=True, only_rows=True)
    assert looks == len(copies) + 1


def test_a_history_that_was_searched_meanwhile_is_counted_and_not_searched_again(
    profile: Profile, store: HistoryStore
) -> None:
    store.begin(request(f'{{"email":"{MAIL}"}}')).result(PATIENCE_S)
    assert store.wait_until_indexed(PATIENCE_S)
    space.empty_journal(store.path)
    traces = of_all([MAIL])
    searched = forgetting.prove(profile, store, traces)
    told = forgetting.prove(profile, store, traces, left=residue.Left(nothing=True, only_rows=True))
    assert [path for path, _places in searched.left] == [store.path]
    assert (told.left, told.files, told.size) == ((), searched.files, searched.size)


@pytest.mark.skipif(sys.platform == "win32", reason="locks are of another kind on Windows")
def test_searching_the_bytes_of_an_open_history_leaves_its_locks_alone(profile: Profile, store: HistoryStore) -> None:
    store.count(Query())
    forgetting.prove(profile, store, of_all([MAIL]))
    code = """
        import sys
        from pathlib import Path
        from yespo_console.history.recovery import is_open_elsewhere
        print(is_open_elsewhere(Path(sys.argv[1])))
    """
    command = [sys.executable, "-c", textwrap.dedent(code), str(store.path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "True\n"


def test_looking_tells_how_far_it_is_while_others_are_looked_for_and_copies_too(
    profile: Profile, store: HistoryStore
) -> None:
    store.begin(request("{}", locators=(("email", MAIL), ("phone", "380501112233")))).result(PATIENCE_S)
    shutil.copy(RELEASED / "schema-2.sqlite3", backup_path(store.path, 2))
    told: list[Reached] = []
    forgetting.look(profile, store, of_all([MAIL]), told.append)
    assert {reached.stage for reached in told} == {Stage.LOOKING, Stage.OTHERS}
    assert {reached.share for reached in told if reached.stage is Stage.LOOKING} == {1.0}
    assert [reached.share for reached in told if reached.stage is Stage.OTHERS] == [0.0, 0.5, 1.0]
    assert told[-1].stage is Stage.OTHERS
    assert [reached.stage for reached in told].count(Stage.LOOKING) == 2, "the copy as well"
