"""The command line as a script uses it: words in, JSON and exit codes out, a real sandbox behind it."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from one_command import Run
from patience import PATIENCE_S

from yespo_console.delivery.environments import Environment, EnvironmentStore
from yespo_console.platform.profile import Profile

TYPES = [
    "pageViewed",
    "productViewed",
    "productCategoryViewed",
    "cartUpdated",
    "productImpressions",
    "productAddedToWishlist",
    "searchRequest",
    "orderCreated",
    "orderUpdated",
    "orderDelivered",
    "orderCancelled",
]

NO_LOCATOR = {"eventTypeKey": "pageViewed", "params": [{"name": "page", "value": '{"location":"https://example.com"}'}]}


def test_lists_the_eleven_types(run: Run) -> None:
    assert [known["key"] for known in run("types", "--format", "json").json["types"]] == TYPES
    assert "cartUpdated" in run("types").out


@pytest.mark.parametrize("key", TYPES)
@pytest.mark.parametrize("api", ["v1", "v2", "v3"])
def test_every_sample_validates_and_the_sandbox_takes_it(
    run: Run, body: Callable[..., str], key: str, api: str
) -> None:
    sample = run("sample", key, "--api", api)
    file = body(sample.out.encode())
    checked = run("validate", file, "--api", api, "--format", "json")
    assert (checked.code, checked.json["valid"]) == (0, True)
    sent = run("send", file, "--env", "sandbox", "--api", api, "--format", "json")
    assert (sent.code, sent.json["status"], sent.json["body"]) == (0, 200, "")
    found = run("history", "search", f"type:{key}", "--format", "json").rows
    assert [row["id"] for row in found] == [sent.json["history_id"]]
    assert json.loads(found[0]["request"]["body"]) == json.loads(sample.out)


def test_an_unknown_type_gets_a_hint(run: Run) -> None:
    failed = run("sample", "PageViewed")
    assert failed.code == 2
    assert "pageViewed" in failed.err


def test_validate_says_what_is_wrong_and_where(run: Run, body: Callable[..., str]) -> None:
    checked = run("validate", body(NO_LOCATOR), "--format", "json")
    assert checked.code == 1
    assert set(checked.json) == {"valid", "problems"}
    error = checked.json["problems"][0]
    assert {"code", "severity", "pointer", "message", "fix"} <= set(error)
    assert error["severity"] == "error"
    assert "has errors" in run("validate", body(NO_LOCATOR)).out


def test_validate_reads_standard_input_and_text_that_is_not_json(run: Run) -> None:
    checked = run("validate", "-", "--format", "json", stdin=b'{"eventTypeKey": }')
    assert (checked.code, checked.json["valid"]) == (1, False)


def test_several_files_give_a_line_each_and_one_bad_file_does_not_stop_the_rest(
    run: Run, body: Callable[..., str], tmp_path: Path
) -> None:
    good = body(run("sample", "pageViewed").out.encode(), "good.json")
    checked = run("validate", str(tmp_path / "missing.json"), good, body(b"\xff{}", "bytes.json"), "--format", "json")
    assert checked.code == 2
    assert [row["valid"] for row in checked.rows] == [False, True, False]
    assert "missing.json" in checked.rows[0]["error"]
    assert "UTF-8" in checked.rows[2]["error"]


def test_what_the_sandbox_refuses_is_kept_with_its_text(run: Run, body: Callable[..., str]) -> None:
    refused = run("send", body(NO_LOCATOR), "--env", "SandBox", "--format", "json")
    assert (refused.code, refused.json["status"]) == (1, 400)
    assert refused.json["body"]
    shown = run("history", "show", str(refused.json["history_id"]), "--format", "json")
    assert shown.json["response"]["body"] == refused.json["body"]
    assert shown.json["problems"][0]["message"]
    assert "400" in run("history", "show", str(refused.json["history_id"])).out


def test_bytes_travel_as_they_are(run: Run, body: Callable[..., str]) -> None:
    odd = '{ "eventTypeKey" :"page\\u0056iewed","params":[ ],"keyValue":"Київ" }\n'.encode()
    sent = run("send", body(odd), "--env", "sandbox", "--format", "json")
    assert (
        run("history", "show", str(sent.json["history_id"]), "--format", "json").json["request"]["body"] == odd.decode()
    )
    assert [row["id"] for row in run("history", "search", "київ", "--format", "json").rows] == [sent.json["history_id"]]


def test_an_unknown_environment_is_named_with_those_there_are(run: Run, body: Callable[..., str]) -> None:
    failed = run("send", body(NO_LOCATOR), "--env", "nowhere")
    assert failed.code == 2
    assert "Sandbox" in failed.err


def test_a_real_account_is_not_written_to_without_yes(
    run: Run, body: Callable[..., str], profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A real account in every respect but that nothing can answer there: the name is reserved and never resolves.
    EnvironmentStore(profile).save(
        Environment(name="Shop", base_url="https://shop.invalid/api", test_contacts=("test@example.com",))
    )
    monkeypatch.setenv("YESPO_API_KEY", "planted-key-4711")
    stranger = {"eventTypeKey": "pageViewed", "params": [{"name": "email", "value": "somebody@example.org"}]}
    tester = {"eventTypeKey": "pageViewed", "params": [{"name": "email", "value": "Test@Example.com"}]}
    held = run("send", body(stranger), "--env", "shop", "--format", "json")
    assert (held.code, held.json["history_id"]) == (1, None)
    assert "somebody@example.org" in held.json["error"]
    assert "--yes" in held.json["error"]
    beside = {**tester, "params": [*tester["params"], {"name": "user", "value": {"email": "real@example.org"}}]}
    held = run("send", body(beside), "--env", "shop", "--format", "json")
    assert (held.code, held.json["history_id"]) == (1, None)
    assert "user.email real@example.org" in held.json["error"]
    assert "a workflow may write there" in held.json["error"]
    slip = run("send", body({**tester, "eventTypeKey": "PageViewed"}), "--env", "shop", "--format", "json")
    assert (slip.code, slip.json["history_id"]) == (1, None)
    assert "pageViewed" in slip.json["error"]
    unknown = run("send", body({**tester, "eventTypeKey": "loyaltyLevel"}), "--env", "shop", "--format", "json")
    assert (unknown.code, unknown.json["history_id"]) == (1, None)
    assert "The event type “loyaltyLevel” is not known here." in unknown.json["error"]
    assert "--yes" in unknown.json["error"]
    (profile.event_types_dir / "loyaltyPoints.json").parent.mkdir(parents=True, exist_ok=True)
    (profile.event_types_dir / "loyaltyPoints.json").write_text('{"title": "Points", "type": "object"}')
    described = body({**tester, "eventTypeKey": "loyaltyPoints"}, "described.json")
    yes = body({**tester, "eventTypeKey": "loyaltyLevel"}, "unknown.json")
    for words in ((body(stranger), "--yes"), (body(beside), "--yes"), (yes, "--yes"), (described,), (body(tester),)):
        went = run("send", *words, "--env", "shop", "--format", "json")
        assert went.code == 1
        assert went.json["history_id"] is not None
        assert went.json["status"] is None
    planted = [
        path for path in profile.config.parent.rglob("*") if path.is_file() and b"planted-key-4711" in path.read_bytes()
    ]
    assert planted == []


def test_without_a_key_nothing_leaves_and_it_is_said(
    run: Run, body: Callable[..., str], profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    EnvironmentStore(profile).save(Environment(name="Shop", base_url="https://shop.invalid/api"))
    failed = run("send", body(NO_LOCATOR), "--env", "Shop", "--yes")
    assert failed.code == 1
    assert "key" in failed.err


def test_import_gives_the_body_with_its_problems(run: Run, body: Callable[..., str]) -> None:
    native = {
        "eventTypeKey": "pageViewed",
        "params": {"email": "test@example.com", "page": {"location": "https://example.com"}},
    }
    read = run("import", body(native), "--format", "json")
    assert read.code == 0
    assert set(read.json) == {"source", "events", "error"}
    event = read.json["events"][0]
    assert event["body"]["params"][1] == {"name": "page", "value": '{"location":"https://example.com"}'}
    assert event["repairs"] == []
    faulty = run("import", body(NO_LOCATOR), "--format", "json")
    assert faulty.code == 0
    assert faulty.json["events"][0]["problems"]


PRINTED = Path(__file__).parents[1] / "data" / "reading" / "printed"


@pytest.mark.parametrize("path", sorted(PRINTED.glob("*.in")), ids=lambda path: path.stem)
def test_import_reads_the_printed_examples(run: Run, path: Path) -> None:
    read = run("import", str(path), "--format", "json")
    assert read.code == 0
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert (read.json["source"], read.json["error"]) == ("json", None)
    [event] = read.json["events"]
    assert _decoded(event["body"]) == _decoded(expected["events"][0]["body"])
    for repair in event["repairs"]:
        assert set(repair) == {"code", "message", "line", "column"}
    placeholders = [repair for repair in event["repairs"] if repair["code"] == "placeholder"]
    emptied = [problem["pointer"] for problem in event["problems"] if problem["code"] == "placeholder_emptied"]
    assert len(emptied) == len(placeholders)


def _decoded(body: dict[str, Any]) -> dict[str, Any]:
    """The body with nested values as JSON, so that spaces in them do not count."""
    params = {
        param["name"]: json.loads(param["value"]) if param["value"][:1] in ("{", "[") else param["value"]
        for param in body["params"]
    }
    return {**body, "params": params}


def test_import_prints_numbers_as_they_are_spelled(run: Run, body: Callable[..., str]) -> None:
    spellings = ["1e3", "10e2", "0.0000001", "-0", "0e0", "1.10", "1E+400", "9" * 40]
    params = ",".join(f'{{"name":"n{at}","value":{one}}}' for at, one in enumerate(spellings))
    event = f'{{"eventTypeKey":"promo","params":[{params}]}}'
    printed = run("import", body(event), "--format", "jsonl").out
    assert re.findall(r'"name":"n\d+","value":([^}]*)}', printed) == spellings


def test_import_loses_no_member_that_stands_twice(run: Run, body: Callable[..., str]) -> None:
    param = '{"name":"search","value":"x","name":"email","value":"o@e.ua"}'
    event = f'{{"eventTypeKey":"a","keyValue":"k","params":[{param}]}}'
    printed = run("import", body(event), "--format", "jsonl").out
    assert param in printed
    assert printed.count('"member_twice"') == 2


def test_import_names_one_of_the_sources_for_a_file_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    read = run("import", str(tmp_path / "gone.txt"), "--format", "json")
    assert read.code == 2
    assert (read.json["source"], read.json["events"]) == ("json", [])
    assert "gone.txt" in read.json["error"]


def test_import_prints_a_line_for_each_file_in_order(run: Run, body: Callable[..., str]) -> None:
    broken = body(b"{'eventTypeKey': 'custom', params: [],}", "broken.txt")
    lines = body(b'{"eventTypeKey": "a"}\n{"eventTypeKey": "b"}\n', "two.jsonl")
    rows = run("import", broken, body(b"nothing", "words.txt"), lines, "--format", "jsonl").rows
    assert [[event["body"]["eventTypeKey"] for event in row["events"]] for row in rows] == [["custom"], [], ["a", "b"]]
    assert [row["error"] is None for row in rows] == [True, False, True]
    assert [repair["code"] for repair in rows[0]["events"][0]["repairs"]] == [
        "single_quotes",
        "unquoted_name",
        "trailing_comma",
    ]


def test_import_tells_people_what_was_repaired_and_where(run: Run, body: Callable[..., str]) -> None:
    told = run("import", body(b'{"eventTypeKey": "custom",\n "params": [{"name": "phone", "value": Phone}]}'))
    assert "line 2, column 40: \u201cPhone\u201d is a placeholder" in told.out
    assert "/params/0/value: The placeholder \u201cPhone\u201d" in told.out
    assert told.code == 0


def test_import_never_prints_a_key(run: Run, body: Callable[..., str]) -> None:
    payload = body(b'Authorization: Basic YXBpOjVFQzRFN0Ex\n{"eventTypeKey": "custom", "params": [],}')
    for form in ("text", "json", "jsonl"):
        told = run("import", payload, "--format", form)
        assert told.code == 0
        assert "YXBpOjVFQzRFN0Ex" not in told.out + told.err


def test_import_says_why_nothing_could_be_read(run: Run, body: Callable[..., str]) -> None:
    failed = run("import", body(b"hello"), body([1], "list.json"), "--format", "jsonl")
    assert failed.code == 2
    assert [bool(row["error"]) for row in failed.rows] == [True, True]


def test_history_search_stays_readable_beside_a_very_long_event_type(run: Run, body: Callable[..., str]) -> None:
    long = "begin" + "x" * 300 + "end"
    run(
        "send",
        body({"eventTypeKey": long, "params": [{"name": "email", "value": "a@example.com"}]}),
        "--env",
        "sandbox",
    )
    listed = run("history", "search")
    assert max(map(len, listed.out.splitlines())) < 160
    assert "beginxxx" in listed.out
    assert "xend" in listed.out
    assert run("history", "search", "--format", "json").rows[0]["request"]["body"].count(long) == 1


def test_history_search_takes_filters_and_refuses_what_it_cannot_understand(run: Run, body: Callable[..., str]) -> None:
    run("send", body(NO_LOCATOR), "--env", "sandbox")
    assert run("history", "search", "status:400", "--format", "json").rows
    assert run("history", "search", "status:2xx", "--format", "json").rows == []
    assert run("history", "search", "status:soon").code == 2
    assert "Nothing found" in run("history", "search", "zebra").out
    assert run("history", "show", "999").code == 2


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        (["-type:cart*"], True),
        (["-type:page*"], False),
        (["status:400", "-type:page*"], False),
        (["-has:answer"], False),  # begins as the call for help does
        (["--limit", "5", "-status:4xx"], False),
        (["-source:cli", "--limit", "5"], False),
        (["-zebra"], True),
        (['-"a zebra"', "-5xx"], False),  # a minus before a digit is a part of the word
        (["--", "-type:page*"], False),
    ],
)
def test_a_search_may_begin_with_a_minus(
    run: Run, body: Callable[..., str], tmp_path: Path, words: list[str], finds: bool
) -> None:
    run("send", body(NO_LOCATOR), "--env", "sandbox")
    searched = run("history", "search", "--format", "json", *words)
    assert (searched.code, searched.err, bool(searched.rows)) == (0, "", finds)
    others = [word for word in words if word not in ("--limit", "5")]
    exported = run("history", "export", "--to", str(tmp_path / "found.jsonl"), *others)
    assert exported.code == (0 if finds else 1)


def test_a_search_for_programs_says_that_there_is_more_and_its_lines_stay_objects(
    run: Run, body: Callable[..., str]
) -> None:
    for number in range(3):
        run("send", body({"eventTypeKey": "shopVisited", "keyValue": f"A-{number}"}), "--env", "sandbox")
    cut = run("history", "search", "--limit", "2", "--format", "json")
    assert [row["id"] for row in cut.rows] == [3, 2]
    assert cut.err.strip() == "2 of 3; --limit shows more."
    assert run("history", "search", "--limit", "3", "--format", "json").err == ""


def test_a_value_with_spaces_that_finds_nothing_is_shown_in_quotes(
    run: Run, body: Callable[..., str], tmp_path: Path
) -> None:
    phone = {"name": "phone", "value": "380501234567"}
    run("send", body({"eventTypeKey": "shopVisited", "keyValue": "A 1", "params": [phone]}), "--env", "sandbox")
    told = run("history", "search", "phone:050 123-45-67")
    assert "Nothing found. Search for less" in told.out
    search = shlex.split(told.out.partition("takes away:")[2])
    assert search == ['phone:"050 123-45-67"']
    assert len(run("history", "search", *search, "--format", "json").rows) == 1
    refused = run("history", "export", "--to", str(tmp_path / "found.csv"), "phone:050", "123-45-67")
    assert refused.code == 1
    assert """'phone:"050 123-45-67"'""" in refused.err
    assert "quotes" not in run("history", "search", "phone:050 zebra").out


def test_help_and_a_slip_of_an_option_are_no_search(run: Run) -> None:
    helped = run("history", "search", "-h")
    assert helped.code == 0
    assert "-word -type:cartUpdated" in helped.out
    assert run("history", "search", "--limt", "5").code == 2
    wrong = run("history", "search", "--limit", "-type:cart*")
    assert wrong.code == 2
    assert "-type:cart* is not a whole number" in wrong.err


def test_history_compare_says_what_changed_and_is_fine_either_way(run: Run, body: Callable[..., str]) -> None:
    for key in ("pageViewed", "PageViewed"):
        run("send", body(NO_LOCATOR | {"eventTypeKey": key, "keyValue": "k"}), "--env", "sandbox")
    told = run("history", "compare", "1", "2")
    assert told.code == 0
    assert "  - eventTypeKey pageViewed became PageViewed" in told.out.splitlines()
    assert "The two events are the same." in run("history", "compare", "1", "1").out
    assert run("history", "compare", "1", "999").code == 2
    assert run("history", "compare", "1").code == 2


def test_history_timeline_tells_a_contact_by_any_spelling_of_the_phone(run: Run, body: Callable[..., str]) -> None:
    for phone in ("380501234567", "+38 (050) 123-45-67"):
        event = {"eventTypeKey": "pageViewed", "params": [*NO_LOCATOR["params"], {"name": "phone", "value": phone}]}
        run("send", body(event), "--env", "sandbox")
    told = run("history", "timeline", "--contact", "+380501234567")
    assert told.code == 0
    assert "Timeline of the contact +380501234567" in told.out
    assert "(1)" in told.out
    assert 'phone "380501234567" became "+38 (050) 123-45-67"' in told.out
    cut = ("history", "timeline", "--contact", "380501234567", "--limit", "1")
    assert "earlier events" in run(*cut).out
    printed = run(*cut, "--format", "json")
    assert len(printed.rows) == 1
    assert "earlier events" in printed.err
    assert "Nothing found" in run("history", "timeline", "--cart", "none").out
    assert run("history", "timeline").code == 2
    assert run("history", "timeline", "--contact", " ").code == 2


def test_demo_sends_one_of_each_and_history_holds_them(run: Run) -> None:
    shown = run("demo")
    assert shown.code == 0
    assert all(key in shown.out for key in TYPES)
    assert len(run("history", "search", "--format", "json", "--limit", "99").rows) == len(TYPES)


def test_wrong_words_end_with_two(run: Run) -> None:
    assert run("validate").code == 2
    assert run("fly").code == 2
    assert run("history", "show", "none").code == 2


@pytest.fixture
def sandbox(profile: Profile) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    with subprocess.Popen(
        [sys.executable, "-m", "yespo_console", "sandbox", "--port", "0", "--format", "json"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "YESPO_CONSOLE_HOME": str(profile.config.parent)},
    ) as process:
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def test_the_sandbox_command_serves_other_programs_and_a_second_one_joins(
    run: Run, body: Callable[..., str], sandbox: tuple[subprocess.Popen[str], dict[str, Any]]
) -> None:
    process, announced = sandbox
    sent = run("send", body(NO_LOCATOR), "--env", "sandbox", "--format", "json")
    row = run("history", "show", str(sent.json["history_id"]), "--format", "json").json
    assert row["url"] == announced["base_url"] + "/v2/event"
    assert process.stdout is not None
    seen = json.loads(process.stdout.readline())
    assert (seen["status"], seen["event_type"]) == (400, "pageViewed")
    joined = run("sandbox", "--port", "0", "--format", "json")
    assert joined.json == {"base_url": announced["base_url"], "joined": True}
    with urllib.request.urlopen(announced["base_url"].removesuffix("/api") + "/_sandbox/identity") as identity:
        assert json.load(identity)["pid"] == process.pid
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE_S) == 0


def test_a_port_of_another_program_is_left_to_it(run: Run, profile: Profile) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with subprocess.Popen(
            [sys.executable, "-m", "yespo_console", "sandbox", "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "YESPO_CONSOLE_HOME": str(profile.config.parent)},
        ) as process:
            try:
                assert process.stderr is not None
                assert process.stdout is not None
                assert str(port) in process.stderr.readline()
                assert str(port) not in process.stdout.readline()
            finally:
                process.kill()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
def test_output_to_a_full_disk_is_a_sentence() -> None:
    command = [sys.executable, "-m", "yespo_console", "types"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("The output cannot be written: No space left")
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_while_something_is_sent_is_not_taken_for_a_folder_that_cannot_be_used(
    run: Run, body: Callable[..., str], profile: Profile
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "yespo_console", "send", body(NO_LOCATOR), "--env", "sandbox"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "YESPO_CONSOLE_HOME": str(profile.config.parent)},
        timeout=PATIENCE_S,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(run("history", "search", "--format", "json").rows) == 1
