"""Whatever is done to an event that is not understood: what was spelled out is never shown as what is sent.

``tests/data/reading_changed`` holds scripts, parted by ``====``, in which EVENT and OTHER stand for two events, and
JSONTEXT for the first as a text. Each does something that changes EVENT, may change it, or leaves open which of the two
is sent. Those in ``tests/data/reading_kept`` look much like them, and send EVENT as it is. Whole ordinary programs are
in ``tests/data/reading_plain``.
"""

import json
import re
from pathlib import Path

import pytest
from event_literals import AS_WRITTEN, LITERALS, TEXTS, read_whole

from yespo_console.reading.reader import read_payload

_DATA = Path(__file__).parents[2] / "data"
_OTHER = {**AS_WRITTEN, "keyValue": "n@e.ua"}


def _scripts(folder):
    return [
        (path.stem, script.strip())
        for path in sorted((_DATA / folder).glob("*.txt"))
        for script in path.read_text(encoding="utf-8").split("====\n")
    ]


def _shown(language, script):
    literal = LITERALS[language]
    source = script.replace("JSONTEXT", TEXTS.get(language, "")).replace("EVENT", literal)
    reading = read_whole(language, source.replace("OTHER", literal.replace("o@", "n@")))
    return reading, [json.loads(event.text) for event in reading.events]


_CHANGED = _scripts("reading_changed")
_KEPT = _scripts("reading_kept")


@pytest.mark.parametrize(("language", "script"), _CHANGED)
def test_an_event_is_not_shown_as_it_was_spelled_out_when_it_may_be_another_one(language, script):
    reading, shown = _shown(language, script)

    assert AS_WRITTEN not in shown
    assert _OTHER not in shown
    assert shown or reading.error


@pytest.mark.parametrize(("language", "script"), _KEPT)
def test_an_event_that_is_only_kept_looked_at_and_sent_is_read_as_it_was_spelled_out(language, script):
    reading, shown = _shown(language, script)

    assert shown == [AS_WRITTEN], reading.error
    repeated = re.search(
        r"for (?:\(const )?\w+ (?:of|in) \[?(?:u1|urls|clients)|foreach .\$urls? |urls(?:\.map|\.each)", script
    )
    assert [repair.code for repair in reading.events[0].repairs] == ["sent_in_loop"] * bool(repeated)


@pytest.mark.parametrize(("language", "script"), _scripts("reading_plain"))
def test_an_ordinary_program_is_read_and_nothing_of_it_is_told_as_if_it_were_no_code(language, script):
    reading = read_payload(script.replace("EVENT", LITERALS[language]))

    assert [json.loads(event.text) for event in reading.events] == [AS_WRITTEN], reading.error
    depends = any(sign in script for sign in ("if ($DryRun) {", "if not created:"))
    told = ["sent_on_condition"] * depends + ["sent_in_loop"] * ("1..3 | ForEach-Object" in script)
    assert [repair.code for repair in reading.events[0].repairs] == told
    assert reading.left_out == ()
    assert reading.error is None


@pytest.mark.parametrize(
    "name",
    [
        *(
            "post_process",
            "patch_event",
            "put_defaults",
            "write_defaults",
            "request_fill",
            "trackable",
            "sendable_fill",
        ),
        *(
            "check_and_fix",
            "log_and_fill",
            "show_and_set",
            "empty_fields",
            "type_cast",
            "describe_into",
            "keys_to_lower",
        ),
        *("stringify_values", "success_handler", "expect_to_set", "assign", "reassign"),
        *("count_up", "compute_fields", "get_ready", "index_params", "has_or_sets"),  # they are asked for nothing
    ],
)
@pytest.mark.parametrize("language", ["JavaScript", "Python", "CSharp", "Java"])
def test_a_function_whose_name_speaks_of_a_change_too_is_not_taken_for_one_that_sends_or_looks(language, name):
    first, *rest = name.split("_")
    camel = first + "".join(word.title() for word in rest)
    script = {
        "JavaScript": f"const e = EVENT;\n{camel}(e);\naxios.post(u, e);",
        "Python": f"e = EVENT\n{name}(e)\nrequests.post(u, json=e)",
        "CSharp": f"var e = EVENT;\n{camel[0].upper()}{camel[1:]}(e);\nawait client.PostAsJsonAsync(url, e);",
        "Java": f"Map<String, Object> e = EVENT;\n{camel}(e);\nString json = mapper.writeValueAsString(e);",
    }[language]

    reading, shown = _shown(language, script)

    assert shown == []
    assert "put together by the code" in (reading.error or "")


def test_each_language_has_scripts_in_which_an_event_is_changed_and_such_in_which_it_is_kept():
    assert {language for language, _script in _CHANGED} == set(LITERALS)
    assert {language for language, _script in _KEPT} == set(LITERALS)
