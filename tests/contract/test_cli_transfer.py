"""The history handed on and taken in from the command line: files, standard output, exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from patience import PATIENCE_S

from yespo_console.cli import main
from yespo_console.cli.progress_line import ProgressLine
from yespo_console.delivery.environments import Environment, EnvironmentStore
from yespo_console.events.event import ApiVersion
from yespo_console.history.exchange import Answer, Exchange
from yespo_console.history.store import HistoryStore
from yespo_console.platform.profile import Profile

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BODY = '{"eventTypeKey":"shopVisited","params":[{"name":"email","value":"olha@example.com"}]}'


@pytest.fixture
def profile(tmp_path, monkeypatch):
    monkeypatch.setenv("YESPO_CONSOLE_HOME", str(tmp_path / "home"))
    return Profile.default().ensure()


@pytest.fixture
def run(profile, capfdbinary):
    """Runs a command; gives its exit code, what it printed and what it complained of."""

    def run(*words):
        try:
            code = main(list(map(str, words)))
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        captured = capfdbinary.readouterr()
        return code, captured.out.decode(), captured.err.decode()

    return run


def fill(profile, count=3, moments=()):
    """So many exchanges, one a minute; or one at each of ``moments``."""
    moments = moments or [NOON + timedelta(minutes=number) for number in range(count)]
    kept = [
        Exchange(
            id=0,
            sent_at=moment,
            environment="Yespo",
            is_real=True,
            url="https://yespo.io/api/v2/event",
            api=ApiVersion.V2,
            event_type="shopVisited",
            key_value="olha@example.com",
            locators=(("email", "olha@example.com"),),
            request_body=BODY.encode(),
            source="cli",
            note=f"number {number}",
            answer=Answer(status=200 if number % 2 else 400),
        )
        for number, moment in enumerate(moments)
    ]
    with HistoryStore.open(profile.history_file) as store:
        for start in range(0, count, 500):
            store.bring_in(kept[start : start + 500]).result(PATIENCE_S)


def test_a_recording_of_calls_to_an_environment_of_ones_own_is_taken_in(profile, run, tmp_path):
    EnvironmentStore(profile).save(Environment(name="Client", base_url="https://events.client.example/yespo"))
    entries = [
        {
            "startedDateTime": "2026-11-20T12:00:00Z",
            "request": {"method": "POST", "url": f"https://{host}/v2/event", "postData": {"text": BODY}},
            "response": {"status": 200},
        }
        for host in ("events.client.example/yespo", "events.others.example/yespo")
    ]
    path = tmp_path / "client.har"
    path.write_text(json.dumps({"log": {"entries": entries}}))
    code, out, _err = run("history", "import", path)
    assert code == 0
    assert "1 exchange came in." in out
    assert "1 request was no event call" in out
    profile.environments_file.write_text("{")
    code, _out, err = run("history", "import", path)
    assert code == 0
    assert str(profile.environments_file) in err, "nobody knows which environments there are"


@pytest.mark.parametrize("ending", ["jsonl", "har", "csv", "sh", "postman_collection.json", "md", "html"])
def test_the_ending_chooses_the_format_and_redaction_leaves_nobody(run, profile, tmp_path, ending):
    fill(profile)
    path = tmp_path / f"out.{ending}"
    code, out, _ = run("history", "export", "type:shopVisited", "status:400", "--to", path, "--redact")
    assert code == 0
    assert out.startswith("2 exchanges written.")
    assert "E-mail addresses" in out
    assert "olha" not in path.read_text(encoding="utf-8")
    assert "email-1@example.invalid" in path.read_text(encoding="utf-8")


def test_exchanges_are_written_oldest_first(run, profile):
    fill(profile)
    code, out, err = run("history", "export", "--to", "-", "--format", "jsonl")
    assert code == 0
    assert [json.loads(line)["note"] for line in out.splitlines()] == ["number 0", "number 1", "number 2"]
    assert "3 exchanges written." in err


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone of a process cannot be set here")
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Kyiv"])
def test_a_moment_at_the_edge_of_all_dates_is_told_in_every_command(run, profile, tmp_path, monkeypatch, zone):
    edges = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    fill(profile, moments=edges)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        for words in (
            ("search", "status:200"),
            ("show", 1),
            ("show", 2),
            ("timeline", "--contact", "olha@example.com"),
        ):
            code, out, _err = run("history", *words)
            assert code == 0
            assert "0001-01-01 " in out or "9999-12-31 " in out
        for ending in ("jsonl", "har", "csv", "sh", "json", "md", "html"):
            assert run("history", "export", "--to", tmp_path / f"all.{ending}")[0] == 0
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_file_that_is_there_is_replaced_only_by_force(run, profile, tmp_path):
    fill(profile)
    path = tmp_path / "out.md"
    path.write_text("mine")
    code, _, err = run("history", "export", "--to", path)
    assert (code, path.read_text()) == (1, "mine")
    assert "--force" in err
    assert run("history", "export", "--to", path, "--force")[0] == 0
    assert "shopVisited" in path.read_text()


def test_what_cannot_be_done_says_so_and_writes_nothing(run, profile, tmp_path):
    fill(profile)
    for words, code, told in (
        (("--to", tmp_path / "out.txt"), 2, "--format"),
        (("--to", "-"), 2, "--format"),
        (("status:soon", "--to", tmp_path / "out.md"), 2, "status"),
        (("zebra", "--to", tmp_path / "out.md"), 1, "Nothing found"),
        (("--to", tmp_path / "missing" / "out.md"), 2, "cannot be written"),
        (("--to", tmp_path / f"{'long' * 100}.md"), 2, "cannot be written: File name too long."),
    ):
        left, out, err = run("history", "export", *words)
        assert (left, out) == (code, ""), words
        assert told in err
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_what_one_profile_wrote_another_takes_in(run, profile, tmp_path, monkeypatch):
    fill(profile)
    path = tmp_path / "out.jsonl"
    run("history", "export", "--to", path)
    with path.open("a", encoding="utf-8") as file:
        file.write("not a line of ours\n")
    monkeypatch.setenv("YESPO_CONSOLE_HOME", str(tmp_path / "colleague"))
    code, out, err = run("history", "import", path)
    assert code == 1
    assert out.startswith("3 exchanges came in.")
    assert "Line 4: " in err
    code, out, _ = run("history", "import", path, "--format", "json")
    told = json.loads(out)
    assert (told["added"], told["known"], told["unreadable"]) == (0, 3, 1)
    assert told["places"][0]["place"] == 4
    _, out, _ = run("history", "search", "number", "--format", "json")
    assert [json.loads(row)["note"] for row in out.splitlines()] == ["number 2", "number 1", "number 0"]


def test_a_file_that_is_none_of_ours_is_unusable(run, profile, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("hello\n")
    code, _, err = run("history", "import", path)
    assert code == 2
    assert "neither a JSON Lines export of Yespo Console nor a recording" in err
    code, _, err = run("history", "import", tmp_path / "missing.jsonl")
    assert code == 2
    assert "cannot be read" in err


def test_a_reader_that_goes_away_is_no_fault(profile):
    fill(profile, 500)
    command = f"{sys.executable} -m yespo_console history export --to - --format html | head -c 100 >/dev/null"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env={**os.environ, "YESPO_CONSOLE_HOME": str(profile.config.parent)},
        capture_output=True,
        timeout=PATIENCE_S,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_ctrl_c_leaves_nothing_half_written(profile, tmp_path):
    fill(profile, 3_000)
    target = tmp_path / "out" / "big.html"
    target.parent.mkdir()
    words = ("history", "export", "--to", str(target), "--redact")
    with subprocess.Popen(
        [sys.executable, "-m", "yespo_console", *words],
        env={**os.environ, "YESPO_CONSOLE_HOME": str(profile.config.parent)},
        stderr=subprocess.DEVNULL,
    ) as process:
        until = time.monotonic() + PATIENCE_S
        while not list(target.parent.iterdir()):
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 130
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("as_json", [False, True])
def test_ctrl_c_in_an_import_says_what_came_in(run, profile, tmp_path, monkeypatch, as_json):
    fill(profile, 250)
    path = tmp_path / "all.jsonl"
    assert run("history", "export", "--to", path)[0] == 0
    monkeypatch.setenv("YESPO_CONSOLE_HOME", str(tmp_path / "other"))
    reach, pressed = ProgressLine.reach, []

    def reach_half(self, done):
        if done > self.total // 2 and not pressed:
            pressed.append(done)
            os.kill(os.getpid(), signal.SIGINT)
        reach(self, done)

    monkeypatch.setattr(ProgressLine, "reach", reach_half)
    words = ("history", "import", path, *(("--format", "json") if as_json else ()))
    code, out, err = run(*words)
    assert code == 130
    assert err == "Cancelled. What had come in stays; import the file again to bring the rest.\n"
    assert json.loads(out)["added"] == 100 if as_json else out == "100 exchanges came in.\n"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    code, out, _err = run(*words)
    assert code == 0
    assert json.loads(out)["known"] == 100 if as_json else out.startswith("150 exchanges came in.\n")
