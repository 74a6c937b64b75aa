"""What ``import`` printed leads into ``validate -`` and ``send -``: each event in it is checked, or goes out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from one_command import Run

from yespo_console.delivery.environments import Environment, EnvironmentStore
from yespo_console.platform.profile import Profile

NO_LOCATOR = {"eventTypeKey": "pageViewed", "params": [{"name": "page", "value": '{"location":"https://example.com"}'}]}


def visit(email: str) -> dict[str, Any]:
    return {"eventTypeKey": "shopVisited", "params": [{"name": "email", "value": email}]}


@pytest.fixture
def imported(run: Run, body: Callable[..., str]) -> Callable[..., bytes]:
    """Gives what ``import`` prints of a file with these events, a line each."""

    def imported(*events: object, form: str = "jsonl") -> bytes:
        lines = "\n".join(map(json.dumps, events)).encode()
        return run("import", body(lines, "mail.txt"), "--format", form).out.encode()

    return imported


@pytest.fixture
def shop(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real account in every respect but that nothing can answer there: the name is reserved and never resolves.

    The type of its events is described in the profile.
    """
    profile.event_types_dir.mkdir(parents=True, exist_ok=True)
    (profile.event_types_dir / "shopVisited.json").write_text('{"title": "Visit", "type": "object"}')
    EnvironmentStore(profile).save(
        Environment(name="Shop", base_url="https://shop.invalid/api", test_contacts=("test@example.com",))
    )
    monkeypatch.setenv("YESPO_API_KEY", "planted-key-4711")


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_validate_takes_what_import_prints(run: Run, body: Callable[..., str], form: str) -> None:
    pasted = body(b'{"eventTypeKey": "pageViewed", "params": [{"name": "email", "value": "a@example.com",}]}')
    imported = run("import", pasted, "--format", form)
    checked = run("validate", "-", "--format", "json", stdin=imported.out.encode())
    expected = run("validate", body(json.loads(imported.out)["events"][0]["body"], "clean.json"), "--format", "json")
    assert expected.json["problems"], "the page itself is missing"
    assert checked.json == expected.json
    assert checked.code == expected.code == 1


def test_validate_names_each_event_of_several_imported_files(run: Run, body: Callable[..., str]) -> None:
    sample = json.loads(run("sample", "pageViewed").out)
    lines = body("\n".join([json.dumps(sample), json.dumps(NO_LOCATOR)]).encode(), "lines.txt")
    imported = run("import", lines, body(b"nothing to read", "none.txt"), "--format", "jsonl")
    checked = run("validate", "-", stdin=imported.out.encode())
    assert "-, line 1, event 1: no errors" in checked.out
    assert "-, line 1, event 2: has errors" in checked.out
    assert "-, line 2: " in checked.err
    assert checked.code == 2
    rows = run("validate", "-", "--format", "json", stdin=imported.out.encode()).rows
    assert [row["valid"] for row in rows] == [True, False, False]
    assert "error" in rows[2]


def test_validate_takes_a_body_that_only_begins_like_an_import_as_a_body(run: Run) -> None:
    checked = run("validate", "-", "--format", "json", stdin=b'{"source": "curl", "eventTypeKey": "mine"}')
    assert checked.code == 1
    assert "error" not in checked.json


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_send_takes_what_import_prints(run: Run, body: Callable[..., str], form: str) -> None:
    pasted = body(b'{"eventTypeKey": "shopVisited", "params": [{"name": "email", "value": "a@example.com",}]}')
    printed = run("import", pasted, "--format", form).out
    sent = run("send", "-", "--env", "sandbox", "--format", "json", stdin=printed.encode())
    assert (sent.code, sent.json["status"]) == (0, 200)
    kept = run("history", "show", str(sent.json["history_id"]), "--format", "json").json
    assert json.loads(kept["request"]["body"]) == json.loads(printed)["events"][0]["body"]


def test_send_names_each_event_and_one_that_cannot_be_read_does_not_stop_the_rest(
    run: Run, body: Callable[..., str]
) -> None:
    lines = body(b"\n".join(json.dumps(one).encode() for one in (visit("a@example.com"), NO_LOCATOR)), "lines.txt")
    printed = run("import", body(b"nothing to read", "none.txt"), lines, "--format", "jsonl").out.encode()
    told = run("send", "-", "--env", "sandbox", stdin=printed)
    assert "-, line 1: " in told.err
    assert "-, line 2, event 1: 200" in told.out
    assert "-, line 2, event 2: 400" in told.out
    assert told.code == 2
    rows = run("send", "-", "--env", "sandbox", "--format", "json", stdin=printed).rows
    assert [row["status"] for row in rows] == [None, 200, 400]


def test_several_events_go_to_a_real_account_only_on_a_yes(
    run: Run, imported: Callable[..., bytes], shop: None
) -> None:
    testers = imported(visit("test@example.com"), visit("Test@Example.com"))
    held = run("send", "-", "--env", "shop", "--format", "json", stdin=testers)
    assert (held.code, held.json["history_id"]) == (1, None)
    assert "Shop is a real account and these are 2 events" in held.json["error"]
    assert "--yes" in held.json["error"]
    assert run("history", "search", "--format", "json").rows == []
    went = run("send", "-", "--env", "shop", "--yes", "--format", "json", stdin=testers)
    assert [row["history_id"] for row in went.rows] == [1, 2]


def test_several_files_are_several_events_and_refused_together(
    run: Run, body: Callable[..., str], imported: Callable[..., bytes], shop: None, tmp_path: Path
) -> None:
    one, other = body(visit("test@example.com"), "one.json"), body(visit("anna@example.org"), "other.json")
    missing = str(tmp_path / "missing.json")
    held = run("send", one, missing, other, "--env", "shop")
    assert held.code == 2
    assert held.out == ""
    assert held.err.count("these are 2 events") == 1
    assert "They touch email anna@example.org" in held.err
    assert held.err.count("cannot be read") == 1
    rows = run("send", one, other, "--env", "shop", "--format", "json").rows
    assert [(row["history_id"], "--yes" in row["error"]) for row in rows] == [(None, True), (None, True)]
    held = run("send", one, "-", "--env", "shop", stdin=imported(visit("test@example.com")))
    assert (held.code, held.err.count("these are 2 events")) == (1, 1)
    assert run("history", "search", "--format", "json").rows == []
    assert len(run("send", one, other, "--env", "shop", "--yes", "--format", "json").rows) == 2
    assert len(run("history", "search", "--format", "json").rows) == 2


def test_of_several_events_no_more_strangers_are_named_than_a_person_reads(
    run: Run, imported: Callable[..., bytes], shop: None
) -> None:
    everybody = imported(*(visit(f"somebody{number}@example.org") for number in range(23)))
    held = run("send", "-", "--env", "shop", stdin=everybody)
    assert "somebody19@example.org, and 3 more, not among its test contacts" in held.err
    assert "somebody20@" not in held.err


def test_one_event_beside_a_file_that_is_missing_is_still_one_event(
    run: Run, body: Callable[..., str], shop: None, tmp_path: Path
) -> None:
    sent = run("send", body(visit("test@example.com")), str(tmp_path / "missing.json"), "--env", "shop")
    assert sent.code == 2
    assert [row["id"] for row in run("history", "search", "--format", "json").rows] == [1]


def test_an_address_as_the_event_type_is_asked_about(run: Run, body: Callable[..., str], shop: None) -> None:
    event = {**visit("test@example.com"), "eventTypeKey": "anna@client.ua"}
    held = run("send", body(event), "--env", "shop", "--format", "json")
    assert (held.code, held.json["history_id"]) == (1, None)
    assert "a new event type “anna@client.ua”, which cannot be taken back" in held.json["error"]
    assert "This event holds eventTypeKey anna@client.ua" in held.json["error"]


def test_a_single_imported_event_is_held_like_any_other(run: Run, imported: Callable[..., bytes], shop: None) -> None:
    held = run("send", "-", "--env", "shop", "--format", "json", stdin=imported(visit("somebody@example.org")))
    assert (held.code, held.json["history_id"]) == (1, None)
    assert "email somebody@example.org" in held.json["error"]
    went = run("send", "-", "--env", "shop", "--format", "json", stdin=imported(visit("test@example.com")))
    assert went.json["history_id"] == 1


def test_what_import_prints_is_not_sent_as_another_version_of_the_call(
    run: Run, imported: Callable[..., bytes]
) -> None:
    printed = imported(visit("a@example.com"))
    held = run("send", "-", "--env", "sandbox", "--api", "v3", stdin=printed)
    assert held.code == 2
    assert "Add --api v2" in held.err
    assert run("send", "-", "--env", "sandbox", "--api", "v2", stdin=printed).code == 0


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_what_was_passed_over_is_told_on_standard_error(run: Run, body: Callable[..., str], form: str) -> None:
    """The shape for programs has no member for it, and one that was left out would be missed by nobody."""

    def entry(url: str, **sent: object) -> dict[str, object]:
        return {"request": {"method": "POST", "url": url, "headers": [], **sent}, "response": {"status": 200}}

    event = {"mimeType": "application/json", "text": json.dumps(visit("a@example.com"))}
    recording = {
        "log": {
            "version": "1.2",
            "creator": {"name": "browser", "version": "1"},
            "entries": [
                entry("https://yespo.io/api/v2/event", postData=event),
                entry("https://yespo.io/api/v2/event"),
                entry("https://example.com/collect", postData=event),
            ],
        }
    }
    name = body(json.dumps(recording).encode(), "recording.har")
    imported = run("import", name, "--format", form)
    assert list(imported.json) == ["source", "events", "error"]
    assert len(imported.json["events"]) == 1
    told = imported.err.splitlines()
    assert len(told) == 1
    assert told[0].startswith(f"{name}: ")
    assert "without a body" in told[0]
    assert "no event call to Yespo" in told[0]


def test_nothing_is_told_on_standard_error_where_nothing_was_passed_over(run: Run, body: Callable[..., str]) -> None:
    assert run("import", body(json.dumps(visit("a@example.com")).encode(), "one.json"), "--format", "json").err == ""
