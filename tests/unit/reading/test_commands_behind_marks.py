"""Commands that somebody commented out, took from a patch or a log: what they send, or a refusal, and no guess."""

import pytest

from yespo_console.events.json_text import parse
from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
#: The value is ``об'єкт``, as bash wants it quoted.
EVENT = r"""{"eventTypeKey":"x","keyValue":"o@e.ua","params":[{"name":"a","value":"об'\''єкт"}]}"""


def _only(text):
    reading = read_payload(text)
    assert (reading.source, reading.error) == ("curl", None)
    [event] = reading.events
    assert event.url == URL
    return event


def _value(event):
    [param] = parse(event.text).get("params")
    return param.get("value")


@pytest.mark.parametrize(
    ("before", "behind", "told"),
    [
        ("+", "", "line_marks"),
        ("// ", "", "line_marks"),
        ("//", "", "line_marks"),
        ("# ", "", "line_marks"),
        ("#", "", "line_marks"),
        ("<pre>", "</pre>", "text_around"),
        ("<pre><code>", "</code></pre>", "text_around"),
        ("2026-11-28 10:00:00 INFO body=", "", "text_around"),
        ("# ", "\nOK", "line_marks"),
    ],
)
def test_what_stands_before_a_command_is_told_and_its_quoting_is_read(before, behind, told):
    event = _only(f"{before}curl {URL} -d '{EVENT}'{behind}")
    assert _value(event) == "об'єкт"
    assert told in [repair.code for repair in event.repairs]


@pytest.mark.parametrize("mark", ["+", "// ", "# ", "#"])
def test_a_mark_before_each_line_of_a_command_is_left_out(mark):
    event = _only(f"{mark}Send it:\n{mark}curl {URL} \\\n{mark}  -H 'A: b' \\\n{mark}  -d '{EVENT}'")
    assert _value(event) == "об'єкт"


def test_the_prompt_of_an_administrator_before_a_command_of_several_lines_is_no_comment():
    assert _value(_only(f"# curl {URL} \\\n  -d '{EVENT}'")) == "об'єкт"


def test_the_event_of_the_code_counts_and_not_the_one_of_a_command_in_a_comment_above_it():
    reading = read_payload(
        f"# curl {URL} -d '{EVENT}'\nimport requests\n"
        f"requests.post('{URL}', json={{'eventTypeKey': 'code', 'params': []}})\n"
    )
    assert (reading.source, reading.error) == ("python", None)
    assert [parse(event.text).get("eventTypeKey") for event in reading.events] == ["code"]


def test_a_command_in_a_comment_with_other_text_below_it_is_refused_and_its_quoting_is_not_taken_for_data():
    reading = read_payload(f"// curl {URL} -d '{EVENT}'\nand it works")
    assert reading.events == ()
    assert reading.error


@pytest.mark.parametrize("program", ["xcurl", "my-sender", "/* curl"])
def test_what_is_quoted_for_a_shell_is_refused_where_the_command_cannot_be_read(program):
    reading = read_payload(f"{program} {URL} -d '{EVENT}'")
    assert reading.events == ()
    assert "belongs to a command" in reading.error


@pytest.mark.parametrize("command_first", [True, False])
def test_a_command_in_a_log_with_other_events_takes_none_of_them_away_unsaid(command_first):
    lines = [
        f"2026-11-28 10:00:00 INFO run=curl {URL} -d '{EVENT}'",
        '2026-11-28 10:00:01 INFO body={"eventTypeKey":"other","params":[]}',
    ]
    reading = read_payload("\n".join(lines if command_first else reversed(lines)))
    assert reading.events == ()
    assert "each event by itself" in reading.error


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("docker run --rm curlimages/curl", "docker run --rm"),
        ("docker run --rm curlimages/curl:8.5.0", "docker run --rm"),
        ("podman run docker.io/curlimages/curl:latest", "podman run"),
        ("$curl", "$"),
    ],
)
@pytest.mark.parametrize("options", ["-s -X POST ", ""])
def test_curl_in_a_container_or_right_behind_a_prompt_is_read_with_its_quoting(before, told, options):
    event = _only(f"{before} {options}{URL} -d '{EVENT}'")
    assert _value(event) == "об'єкт"
    assert [(repair.code, repair.before) for repair in event.repairs] == [("text_around", told)]


def test_a_variable_of_php_that_is_called_curl_is_no_command():
    reading = read_payload(
        f"$curl = curl_init('{URL}');\ncurl_setopt($curl, CURLOPT_POSTFIELDS, '{{\"eventTypeKey\":\"x\"}}');"
    )
    assert (reading.source, reading.error) == ("php", None)
