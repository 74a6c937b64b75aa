"""A curl command whose first lines were not copied is one of curl all the same, and the cut is said."""

import json

import pytest

from yespo_console.reading.reader import read_payload

KEY = "YXBpOlNFQ1JFVEtFWTEyMzQ1Ng=="
BODY = {"eventTypeKey": "a", "keyValue": "1", "params": [{"name": "note", "value": 'Монітор 27" it'}]}
JSON = json.dumps(BODY, ensure_ascii=False)
BASH = (
    "curl 'https://yespo.io/api/v2/event' \\\n  -H 'accept: application/json, text/plain, */*' \\\n"
    f"  -H 'authorization: Basic {KEY}' \\\n  -H 'content-type: application/json' \\\n  --data-raw {{body}} \\\n"
    "  --compressed"
)
COMMANDS = {
    "bash": BASH.format(body=f"'{JSON}'"),
    "bash with escapes": BASH.format(body="$'" + JSON.replace("\\", "\\\\") + "'"),
    "bash in one line": BASH.replace("\\\n ", "").format(body=f"'{JSON}'"),
    "Windows": BASH.replace("'", '"').replace("\\\n", "^\n").format(
        body='"' + JSON.replace("\\", "\\\\").replace('"', '\\"') + '"'
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_curl_command_without_its_beginning_is_read_as_curl_and_the_cut_is_said(kind):
    command = COMMANDS[kind]
    for begin in range(1, command.index("--data-raw") + 1, 2):
        reading = read_payload(command[begin:])
        assert reading.source == "curl", command[begin:]
        assert [json.loads(event.text) for event in reading.events] == [BODY], command[begin:]
        told = reading.events[0].repairs
        assert "command_cut_off" in [repair.code for repair in told]
        assert not any(KEY[begin_of:][:8] in repair.before for repair in told for begin_of in range(len(KEY) - 8))


def test_what_is_left_of_a_header_is_told():
    command = COMMANDS["bash"]
    reading = read_payload(command[command.index("text/plain") :])
    [left, cut] = reading.events[0].repairs
    assert (left.code, left.before) == ("text_around", "text/plain, */*' \\")
    assert (cut.line, cut.column) == (2, 3)


def test_options_without_a_body_are_no_command():
    reading = read_payload(f"-d is the option for data, --json too\n\n{JSON}")
    assert reading.source == "json"
    assert [json.loads(event.text) for event in reading.events] == [BODY]
