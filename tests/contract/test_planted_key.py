"""The key is nowhere but in the keychain and on the wire: a planted one is sent, and everything is searched for it."""

import contextlib
import json
import re
import shlex
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

import pytest
from patience import PATIENCE_S
from planted_key import CORE, KEY, ODD_KEYS, echoes, environments_to_fear, holders, shown_in

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
    # as long as the one that never answers is waited for; the others have answered by then on a busy machine, too
    settings.save(settings.load().model_copy(update={"connect_timeout": 1.0, "read_timeout": 3.0}))
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
        [sys.executable, *program, *words], env=environment, input=stdin, capture_output=True, timeout=PATIENCE_S
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


@pytest.fixture
def key(request):
    """The key that is planted; a test may ask for another one."""
    return getattr(request, "param", KEY)


@pytest.mark.parametrize("form", ["json", "text"])
def test_the_sandbox_tells_and_keeps_no_key_it_is_sent(bare_environment, home, form):
    words = [sys.executable, "-m", "yespo_console", "sandbox", "--port", "0", "--format", form]
    with subprocess.Popen(words, env=bare_environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as sandbox:
        first = sandbox.stdout.readline().decode()
        url = re.search(r"http://[\w.:]+/api", first)[0]
        for body in (EVENT, "no JSON", '{"eventTypeKey": 5}'):
            request = urllib.request.Request(f"{url}/v2/event?api_key={quote(KEY, safe='')}", body.encode())
            request.add_header("Authorization", f"Basic {b64encode(f'api:{KEY}'.encode()).decode()}")
            request.add_header("X-Api-Key", KEY)
            with contextlib.suppress(urllib.error.HTTPError):
                urllib.request.urlopen(request).close()
        sandbox.send_signal(signal.SIGINT)
        told = first.encode() + sandbox.stdout.read()
    assert told.count(b"/v2/event") >= 3
    assert shown_in(told) == []
    assert holders(home) == []


def at_the_window(feared, desktop, key, program, *words):
    """What a person at the window saw and copied; nothing of it, nor any file that came of it, may hold the key."""
    environment = desktop.environment | {"QT_QPA_PLATFORM": "offscreen"}
    names = ("Sandbox", "wrong", "echo", "slow", "tls", "refused", "parrot")
    path = str(Path(__file__).with_name(program))
    used = run(environment, *words, feared.url("ok"), *names, program=(path,), stdin=key.encode())
    told = used.stdout.decode()
    assert used.returncode == 0, told[-2000:] + used.stderr.decode()
    assert holders(desktop.home) == []
    # What was to be searched is really there.
    assert "kept: keychain" in told
    assert re.search("drafts: [1-9]", told)
    return told


def test_the_window_leaves_no_key(feared, desktop, key):
    told = at_the_window(feared, desktop, key, "window_with_key.py")
    assert told.count("answer of ") == 8
    assert told.count("RuntimeError: not understood: ***") >= 2
    assert told.count("RuntimeError: illegal request [") >= 3, "seen, copied, and in the lines of the log"
    assert "broken send: {" in told
    assert "About: Yespo Console" in told
    assert feared.keys == {"ok": 2, "wrong": 1, "echo": 1, "slow": 1}
    log = (Profile.at(desktop.home / "profile").log_dir / "window.log").read_text()
    assert "not understood: ***" in log
    assert "illegal request [" in log
    assert "some.library: it was sent" in log


def test_the_window_takes_in_and_hands_on_no_key(feared, desktop, came, key):
    written = desktop.home / "written"
    written.mkdir()
    told = at_the_window(feared, desktop, key, "window_handing_on.py", str(came), str(written))
    assert "Imported, but not all" in told
    assert told.count("sent: {") == 8
    assert "written: 14" in told, "seven formats, with personal data and without"
    assert re.search("compared: .", told)
    assert "ticket: ## " in told
    assert feared.keys == {"ok": 1, "wrong": 1, "echo": 1, "slow": 1}


@pytest.mark.soak
@pytest.mark.parametrize("key", ODD_KEYS, indirect=True, ids=range(len(ODD_KEYS)))
def test_the_window_leaves_no_odd_key(feared, desktop, came, key):
    test_the_window_leaves_no_key(feared, desktop, key)
    feared.keys.clear()
    test_the_window_takes_in_and_hands_on_no_key(feared, desktop, came, key)


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


@pytest.fixture
def came(tmp_path, key):
    """A folder, outside what is searched, with what strangers hand on: a recording, an export, a command."""
    elsewhere = tmp_path / "mail"
    elsewhere.mkdir()
    quoted, pair = quote(key, safe=""), b64encode(f"api:{key}".encode()).decode()
    page = {"name": "page", "value": f"https://shop.ua/?apikey={quoted}"}
    params = [{"name": "note", "value": f"with {key}"}, {"name": "externalCustomerId", "value": key}, page]
    body = {"eventTypeKey": "pageViewed", "keyValue": key, "apiKey": key, "params": params}
    beside = {
        "Authorization": f"Basic {pair}",
        "X-Api-Key": key,
        "X-Forwarded-Authorization": f"Bearer {quoted}",
        "Referer": f"https://shop.ua/?apikey={quoted}",
        "Origin": f"https://api:{quoted}@shop.ua",
    }
    request = {
        "method": "POST",
        "url": f"https://api:{quoted}@yespo.io/api/v2/event?api_key={quoted}",
        "headers": [{"name": name, "value": value} for name, value in beside.items()],
        "cookies": [{"name": "session", "value": key}],
        "postData": {"mimeType": "application/json", "text": json.dumps(body)},
    }
    said = echoes(key, f"Basic {pair}").decode("latin-1")
    cookie = [{"name": "Set-Cookie", "value": key}]
    answer = {"status": 400, "statusText": f"bad {key}", "headers": cookie, "content": {"text": said}}
    entry = {"startedDateTime": "2026-11-20T12:00:00Z", "time": 1, "request": request, "response": answer}
    (elsewhere / "shop.har").write_text(json.dumps({"log": {"version": "1.2", "creator": {}, "entries": [entry]}}))
    line = {
        "version": 1,
        "sent_at": "2026-11-20T12:00:00Z",
        "environment": "Yespo",
        "is_real": True,
        "url": request["url"],
        "api": "v2",
        "event_type": key,
        "key_value": key,
        "locators": [["externalCustomerId", key]],
        "tags": [key],
        "note": f"the key is {key}: curl -u 'api:{CORE}'",
        "request": {"headers": [["Authorization", f"Basic {pair}"], ["X-Note", pair]], "body": json.dumps(body)},
        "response": {"status": 400, "reason": key, "headers": [["X-Note", key]], "body": said},
    }
    before = {**line, "url": "https://yespo.io/api/v2/event", "request": {"headers": [], "body": "{}"}}
    (elsewhere / "shop.jsonl").write_text(
        "".join(json.dumps(one) + "\n" for one in (before, line, {**line, "note": [key]}))
    )
    command = f"curl https://yespo.io/api/v2/event -H 'Authorization: Basic {pair}' -d {shlex.quote(EVENT)}\n"
    (elsewhere / "command.txt").write_text(command)
    return elsewhere


def test_a_key_in_what_others_hand_on_is_not_taken_in(bare_environment, home, came):
    recording, lines = str(came / "shop.har"), str(came / "shop.jsonl")
    assert json.loads(run(bare_environment, "history", "import", recording, "--format", "json").stdout)["added"] == 1
    taken = json.loads(run(bare_environment, "history", "import", lines, "--format", "json").stdout)
    assert (taken["added"], taken["unreadable"]) == (2, 1)
    run(bare_environment, "history", "import", lines)
    run(bare_environment, "history", "search", "--format", "json")
    run(bare_environment, "history", "export", "--to", str(home / "out.har"))
    for form in ("json", "jsonl", "text"):
        read = run(bare_environment, "import", str(came / "command.txt"), "--format", form)
        assert b"pageViewed" in read.stdout
    assert holders(home) == []


@pytest.mark.parametrize(
    "paste",
    [
        "Пароль: KEY\nEVENT",
        "EVENT\nтокен KEY",
        "// curl -uapi:KEY https://yespo.io/api/v2/event -d 'EVENT'",
        "+curl -b sid=KEY https://yespo.io/api/v2/event -d 'EVENT'",
        '{"headers":{"Authorization": Basic KEY},"body":EVENT}',
        '{"eventTypeKey":"x","keyValue":"o@e.ua","password":KEY,"params":[{"name":"a","value":"y"}]}',
        'Authorization: Basic KEY\n\n{"eventTypeKey":"x","keyValue":KEY,"params":[]}',
        "API_KEY='KEY'\nrequests.post('https://yespo.io/api/v2/event?k='+API_KEY, json=EVENT)",
        "curl 'https://yespo.io/api/v2/event#token=KEY' -d 'EVENT'",
    ],
)
def test_a_key_in_a_paste_is_not_printed(bare_environment, tmp_path, paste):
    path = tmp_path / "paste.txt"
    path.write_text(paste.replace("EVENT", EVENT).replace("KEY", CORE))
    for form in ("text", "json"):
        read = run(bare_environment, "import", str(path), "--format", form)
        assert read.stdout + read.stderr
