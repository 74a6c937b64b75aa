"""The JSON of the command line, name by name: scripts rely on the names, their order and the kind of each value."""

import json
from pathlib import Path

import pytest

from yespo_console.cli import main
from yespo_console.delivery.environments import Environment, EnvironmentStore
from yespo_console.platform.profile import Profile

FAULTY = (
    '{"eventTypeKey":"productViewed","keyValue":"k",'
    '"params":[{"name":"product","value":{"productId":"a","price":"45.50"}}]}'
)
EXACT = (
    '{"eventTypeKey":"x","keyValue":"k",'
    '"params":[{"name":"n","value":1.50},{"name":"big","value":1e99999999999999999999}]}'
)

FIX = {"label": "str", "operation": "str", "pointer": "str", "value": "any"}
PROBLEM = {
    "code": "str", "severity": "str", "effect": "str", "pointer": "str", "message": "str", "fix": FIX,
}  # fmt: skip
STORED_PROBLEM = {
    "code": "str", "severity": "str", "effect": "str", "pointer": "str", "args": [["str"]], "message": "str",
}  # fmt: skip
SENT = {
    "status": "int", "body": "str", "time_ms": "float", "history_id": "int", "outcome": "str", "meaning": ["str"],
    "may_have_been_accepted": "bool", "problems": [PROBLEM], "error": "null",
}  # fmt: skip
NOT_SENT = SENT | {"status": "null", "time_ms": "null", "history_id": "null", "meaning": [], "error": "str"}
TIMING = {
    "connect_ms": "float", "tls_ms": "null", "first_byte_ms": "float", "total_ms": "float", "reused": "bool",
}  # fmt: skip
EXCHANGE = {
    "id": "int", "sent_at": "str", "environment": "str", "method": "str", "url": "str", "event_type": "str",
    "key_value": "str", "status": "int", "duration_ms": "float", "source": "str",
    "request": {"headers": [["str"]], "body": "str"},
    "response": {
        "status": "int", "reason": "str", "headers": [["str"]], "body": "str", "timing": TIMING, "error": "null",
    },
    "problems": [STORED_PROBLEM], "tags": ["str"], "note": "str",
}  # fmt: skip

DIFFERENCE = {
    "change": "str", "place": "str", "before_pointer": "str", "after_pointer": "str", "before_line": "null",
    "after_line": "null", "before": "any", "after": "any", "message": "str",
}  # fmt: skip
LINES = DIFFERENCE | {
    "place": "null", "before_pointer": "null", "after_pointer": "null", "before_line": "int", "after_line": "int",
}  # fmt: skip
OUTSIDE = DIFFERENCE | {"before_pointer": "any", "after_pointer": "any"}
COMPARED_BODIES = {
    "same": "bool", "identical": "bool", "compared_as": "str", "only_written_otherwise": ["str"],
    "differences": [DIFFERENCE], "left_out": "int",
}  # fmt: skip
COMPARED = {
    "ids": ["int"], "same": "bool",
    "request": {"same": "bool", "differences": [OUTSIDE], "body": COMPARED_BODIES},
    "response": {
        "same": "bool", "differences": [OUTSIDE], "body": COMPARED_BODIES | {"differences": ["any"]},
        "times_ms": ["float"],
    },
}  # fmt: skip

STEP = {
    "id": "int", "sent_at": "str", "gap_seconds": "float", "environment": "str", "event_type": "str",
    "key_value": "str", "status": "int", "changes": [DIFFERENCE],
}  # fmt: skip


def assert_outline(value, outline, place="$"):
    """``value`` has exactly the names of ``outline``, in its order; every item of a list is like the one named."""
    if isinstance(outline, dict):
        if value is None and outline is FIX:
            return
        assert list(value) == list(outline), place
        for name, inner in outline.items():
            assert_outline(value[name], inner, f"{place}.{name}")
    elif isinstance(outline, list):
        assert isinstance(value, list), place
        for at, item in enumerate(value):
            assert_outline(item, outline[0], f"{place}[{at}]")
    elif outline != "any":
        kind = {type(None): "null", str: "str", bool: "bool", int: "int", float: "float"}[type(value)]
        assert kind == outline, place


@pytest.fixture
def profile(tmp_path, monkeypatch):
    monkeypatch.setenv("YESPO_CONSOLE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("YESPO_API_KEY", "any-key")
    return Profile.default().ensure()


@pytest.fixture
def printed(profile, capsys):
    """What a command prints for programs."""

    def printed(*words):
        main([*words, "--format", "json"])
        return capsys.readouterr().out

    return printed


@pytest.fixture
def file(tmp_path):
    def file(text: str, name: str = "event.json") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return file


def test_validate(printed, file):
    text = printed("validate", file(FAULTY))
    result = json.loads(text)
    assert_outline(result, {"valid": "bool", "problems": [PROBLEM]})
    assert {bool(problem["fix"]) for problem in result["problems"]} == {True, False}
    assert '"value": 45.50' in text
    good, missing = printed("validate", file(EXACT), str(Path(file(EXACT)).with_name("none.json"))).splitlines()
    assert_outline(json.loads(good), {"valid": "bool", "problems": [PROBLEM]})
    assert_outline(json.loads(missing), {"valid": "bool", "problems": [PROBLEM], "error": "str"})


def test_send_answered_refused_and_not_sent(printed, file, profile):
    assert_outline(json.loads(printed("send", file(FAULTY), "--env", "sandbox")), SENT)
    EnvironmentStore(profile).save(Environment(name="Shop", base_url="https://shop.invalid/api"))
    assert_outline(json.loads(printed("send", file(FAULTY), "--env", "shop")), NOT_SENT)
    unresolved = SENT | {"status": "null", "error": "str"}
    assert_outline(json.loads(printed("send", file(FAULTY), "--env", "shop", "--yes")), unresolved)


def test_history_rows(printed, file):
    printed("send", file(FAULTY), "--env", "sandbox")
    (row,) = printed("history", "search").splitlines()
    shown = json.loads(printed("history", "show", "1"))
    assert json.loads(row) == shown
    assert_outline(shown, EXCHANGE)
    assert shown["problems"]
    assert shown["sent_at"].endswith("Z")


def test_history_compare(printed, file):
    printed("send", file(FAULTY), "--env", "sandbox")
    printed("send", file(FAULTY.replace('"45.50"', "45.50").replace('"k"', '"l"')), "--env", "sandbox")
    printed("send", file(FAULTY[:-1]), "--env", "sandbox")
    text = printed("history", "compare", "1", "2")
    compared = json.loads(text)
    assert_outline(compared, COMPARED)
    assert [one["message"] for one in compared["request"]["body"]["differences"]] == [
        "keyValue k became l",
        'product: price "45.50" became 45.50',
    ]
    assert '"after": 45.50,' in text
    assert (compared["ids"], compared["same"]) == ([1, 2], False)
    lines = json.loads(printed("history", "compare", "2", "3"))["request"]["body"]
    assert_outline(lines, COMPARED_BODIES | {"differences": [LINES]})
    assert lines["compared_as"] == "text"
    assert json.loads(printed("history", "compare", "3", "3"))["same"]


def test_history_timeline(printed, file):
    for key in ("k", "l"):
        printed(
            "send",
            file(FAULTY.replace('"k"', f'"{key}"').replace("[", '[{"name":"email","value":"a@b.co"},')),
            "--env",
            "sandbox",
        )
    first, second = map(json.loads, printed("history", "timeline", "--contact", "A@b.co").splitlines())
    assert_outline(first, STEP | {"gap_seconds": "null", "changes": "null"})
    assert_outline(second, STEP)
    assert [one["message"] for one in second["changes"]] == ["keyValue k became l"]
    assert printed("history", "timeline", "--cart", "none") == ""


def test_import_keeps_every_number_as_it_was_written(printed, file):
    text = printed("import", file(EXACT))
    assert_outline(
        json.loads(text),
        {
            "source": "str",
            "events": [{"url": "null", "body": "any", "repairs": [], "problems": [PROBLEM]}],
            "error": "null",
        },
    )
    (event,) = json.loads(text, parse_float=str)["events"]
    assert list(event["body"]) == ["eventTypeKey", "keyValue", "params"]
    assert [param["value"] for param in event["body"]["params"]] == ["1.50", "1e99999999999999999999"]
    assert_outline(json.loads(printed("import", file("hello"))), {"source": "str", "events": [], "error": "str"})
    missing = str(Path(file(EXACT)).with_name("none.json"))
    assert_outline(json.loads(printed("import", missing)), {"source": "str", "events": [], "error": "str"})


def test_types(printed, profile):
    profile.event_types_dir.mkdir(parents=True)
    (profile.event_types_dir / "broken.json").write_text("{")
    known = {"key": "str", "title": "str", "summary": "str", "source": "str"}
    result = json.loads(printed("types"))
    assert_outline(result, {"types": [known], "broken": [{"path": "str", "reason": "str"}]})
    assert result["broken"]
