"""The key is nowhere but in the keychain and on the wire: a planted one is sent, and everything is searched for it."""

import json
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

import pytest
from planted_key import CORE, KEY, environments_to_fear, holders, shown_in

from yespo_console.delivery.environments import Environment, EnvironmentStore
from yespo_console.delivery.settings import SettingsStore
from yespo_console.platform.profile import Profile

EVENT = '{"eventTypeKey":"pageViewed","params":[{"name":"email","value":"a@example.com"}]}'
READS = {
    "ok": 200,
    "wrong": 401,
    "echo": 400,
    "slow": None,
    "tls": None,
    "refused": None,
    "parrot": None,
    "unknown": None,
}


@pytest.fixture
def feared(home):
    """A profile with an environment for every way in which a send ends; gives the server."""
    folder = home / "profile"
    profile = Profile.at(folder).ensure()
    settings = SettingsStore(profile)
    settings.save(settings.load().model_copy(update={"connect_timeout": 1.0, "read_timeout": 1.0}))
    with environments_to_fear() as (server, urls):
        store = EnvironmentStore(profile)
        for name, url in urls.items():
            store.save(Environment(name=name, base_url=url))
        yield server


@pytest.fixture
def event(tmp_path):
    path = tmp_path / "event.json"
    path.write_text(EVENT)
    return str(path)


def run(environment, *words, program=("-m", "yespo_console"), stdin=None):
    """Everything that a command printed; it must not have been the key."""
    done = subprocess.run(
        [sys.executable, *program, *words], env=environment, input=stdin, capture_output=True, timeout=60
    )
    assert shown_in(done.stdout + b"\n" + done.stderr) == []
    return done


@pytest.mark.parametrize(
    "form",
    [
        KEY,
        quote(KEY, safe=""),
        json.dumps(KEY),
        *(b64encode(f"{x}{KEY}".encode()).decode() for x in ("", "a", "ap", "api:")),
    ],
)
def test_the_search_finds_the_key_in_every_form(tmp_path, form):
    (tmp_path / "clean").write_bytes(b"nothing")
    (tmp_path / "found").write_bytes(b"before " + form.encode() + b" after")
    assert holders(tmp_path) == [tmp_path / "found"]
    assert shown_in(f"one\ntwo {form}") == [f"two {form}".encode()]


def test_the_commands_leave_no_key_given_by_variable(feared, bare_environment, event, home):
    environment = bare_environment | {"YESPO_API_KEY": KEY}
    answers = {}
    for name, status in READS.items():
        sent = run(environment, "send", event, "--env", name, "--yes", "--format", "json")
        answers[name] = json.loads(sent.stdout)
        assert answers[name]["status"] == status, name
    assert feared.keys == dict.fromkeys(("ok", "wrong", "echo", "slow"), 1)
    assert "***" in answers["echo"]["body"]
    run(environment, "send", event, "--env", "echo", "--yes")
    run(environment, "history", "show", str(answers["echo"]["history_id"]))
    rows = run(environment, "history", "search", "--format", "json").stdout.splitlines()
    assert len(rows) == len(READS) + 1
    assert run(environment, "history", "search", CORE).stdout.startswith(b"Nothing found")
    assert holders(home) == []


def test_a_key_that_is_none_is_refused_without_being_shown(feared, bare_environment, event, home):
    for key in (f"{KEY}\u200b", f"ключ {KEY}", f"{KEY}\x07"):
        refused = run(bare_environment | {"YESPO_API_KEY": key}, "send", event, "--env", "ok", "--yes")
        assert refused.returncode == 2
        assert b"position" in refused.stderr
    assert holders(home) == []


def test_a_fault_of_the_program_itself_shows_no_key(feared, bare_environment, event, home):
    # A fault whose message quotes the request: what a library would say about a header it does not like.
    program = """
import sys
from yespo_console.delivery.http import Prepared
from yespo_console.__main__ import main
async def broken(self, trip):
    raise RuntimeError(f"illegal header {dict(self.headers)['Authorization']!r}")
Prepared.send = broken
sys.exit(main())
"""
    failed = run(
        bare_environment | {"YESPO_API_KEY": KEY}, "send", event, "--env", "ok", "--yes", program=("-c", program)
    )
    assert failed.returncode == 1
    assert b"Traceback" in failed.stderr
    assert b"RuntimeError: illegal header" in failed.stderr
    assert holders(home) == []


def test_the_commands_leave_no_key_of_the_keychain(feared, desktop, event):
    save = """
import sys
from yespo_console.delivery.credentials import Credentials, checked_key
print(Credentials().set("ok", checked_key(sys.stdin.read())))
"""
    assert run(desktop.environment, program=("-c", save), stdin=KEY.encode()).stdout == b"keychain\n"
    sent = run(desktop.environment, "send", event, "--env", "ok", "--yes", "--format", "json")
    assert json.loads(sent.stdout)["status"] == 200
    assert feared.keys == {"ok": 1}
    assert holders(desktop.home) == []


def test_the_window_leaves_no_key(feared, desktop):
    environment = desktop.environment | {"QT_QPA_PLATFORM": "offscreen"}
    names = ("wrong", "echo", "slow", "tls", "refused", "parrot")
    program = str(Path(__file__).with_name("window_with_key.py"))
    used = run(environment, feared.url("ok"), *names, program=(program,), stdin=KEY.encode())
    told = used.stdout.decode()
    assert used.returncode == 0, told + used.stderr.decode()
    # What was to be searched is really there.
    assert "kept: keychain" in told
    assert told.count("answer of ") == 1 + len(names)
    assert told.count("RuntimeError: not understood: ***") >= 2
    assert "drafts: 1" in told
    assert feared.keys == {"ok": 2, "wrong": 1, "echo": 1, "slow": 1}
    log = (Profile.at(desktop.home / "profile").log_dir / "window.log").read_text()
    assert "not understood: ***" in log
    assert "some.library: it was sent" in log
    assert holders(desktop.home) == []


def test_what_is_handed_on_holds_no_key(feared, bare_environment, event, home):
    environment = bare_environment | {"YESPO_API_KEY": KEY}
    for name in ("ok", "echo", "wrong"):
        run(environment, "send", event, "--env", name, "--yes")
    for ending in ("jsonl", "har", "csv", "sh", "json", "md", "html"):
        path = home / f"out.{ending}"
        assert run(environment, "history", "export", "--to", str(path)).returncode == 0
        assert path.stat().st_size > 500
    run(environment, "history", "export", "--to", "-", "--format", "har", "--redact")
    assert holders(home) == []


def test_a_key_in_what_others_hand_on_is_not_taken_in(bare_environment, home, tmp_path):
    elsewhere = tmp_path / "mail"
    elsewhere.mkdir()
    quoted, pair = quote(KEY, safe=""), b64encode(f"api:{KEY}".encode()).decode()
    body = {"eventTypeKey": "pageViewed", "apiKey": KEY, "params": [{"name": "note", "value": f"with {KEY}"}]}
    request = {
        "method": "POST",
        "url": f"https://api:{quoted}@yespo.io/api/v2/event?api_key={quoted}",
        "headers": [{"name": "Authorization", "value": f"Basic {pair}"}, {"name": "X-Api-Key", "value": KEY}],
        "cookies": [{"name": "session", "value": KEY}],
        "postData": {"mimeType": "application/json", "text": json.dumps(body)},
    }
    answer = {"status": 400, "headers": [{"name": "Set-Cookie", "value": KEY}], "content": {"text": f"{KEY} {pair}"}}
    entry = {"startedDateTime": "2026-11-20T12:00:00Z", "time": 1, "request": request, "response": answer}
    recording = elsewhere / "shop.har"
    recording.write_text(json.dumps({"log": {"version": "1.2", "creator": {}, "entries": [entry]}}))
    line = {
        "version": 1,
        "sent_at": "2026-11-20T12:00:00Z",
        "environment": "Yespo",
        "is_real": True,
        "url": request["url"],
        "api": "v2",
        "note": f"the key is {KEY}",
        "request": {"headers": [["Authorization", f"Basic {pair}"], ["X-Note", pair]], "body": json.dumps(body)},
        "response": {"status": 400, "headers": [["X-Note", KEY]], "body": f"{KEY} {pair}"},
    }
    lines = elsewhere / "shop.jsonl"
    lines.write_text(json.dumps(line) + "\n" + json.dumps({**line, "note": [KEY]}) + "\n")
    assert (
        json.loads(run(bare_environment, "history", "import", str(recording), "--format", "json").stdout)["added"] == 1
    )
    taken = json.loads(run(bare_environment, "history", "import", str(lines), "--format", "json").stdout)
    assert (taken["added"], taken["unreadable"]) == (1, 1)
    run(bare_environment, "history", "import", str(lines))
    run(bare_environment, "history", "search", "--format", "json")
    run(bare_environment, "history", "export", "--to", str(home / "out.har"))
    assert holders(home) == []
