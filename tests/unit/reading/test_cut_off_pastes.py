"""A paste that is cut off never becomes another event: what is read of it is an event of the whole, or nothing."""

from pathlib import Path

import pytest

from yespo_console.events import wire
from yespo_console.reading.reader import read_payload

CORPUS = Path(__file__).parents[2] / "data" / "reading"
KINDS = (
    "bruno", "curl", "fetch", "har", "http", "httpie", "insomnia", "javascript", "log", "php", "postman", "powershell",
    "python", "ruby", "wget",
)  # fmt: skip
#: Put together from several statements or items: cut between two of them, what is left is whole by itself.
IN_PIECES = {
    "httpie/broken_json_item", "httpie/items", "httpie/method_in_lower_case", "httpie/nested_items",
    "httpie/transcript_of_httpie", "httpie/xh", "javascript/axios", "javascript/spread_of_known",
    "php/object", "powershell/here_string_expanded", "powershell/members_added", "powershell/members_by_method",
    "python/append_and_members", "python/members_taken_over", "ruby/appended", "httpie/as_sent_httpie_items",
    "httpie/as_sent_httpie_nested", "httpie/unknown_variable", "javascript/as_sent_js_push", "php/as_sent_php_object",
    "curl/plain_fields", "python/line_ends_of_an_old_mac", "javascript/changed_under_another_name",
}  # fmt: skip
#: What is left when it is cut off early is only the comment, with a whole command in it.
BEHIND_A_COMMENT = {"fetch/command_in_a_comment", "python/command_in_a_comment_of_python"}
CASES = sorted(
    name
    for kind in KINDS
    for path in (CORPUS / kind).glob("*.in")
    if "refused" not in (name := f"{kind}/{path.stem}") and name not in IN_PIECES | BEHIND_A_COMMENT
)


@pytest.mark.parametrize("name", CASES)
def test_a_cut_off_paste_is_an_event_of_the_whole_or_refused(name):
    text = (CORPUS / f"{name}.in").read_text(encoding="utf-8")
    whole = [wire.read(event.body().text) for event in read_payload(text).events]
    for end in range(1, len(text), max(1, len(text) // 30)):
        reading = read_payload(text[:end])
        assert reading.events or reading.error
        for event in reading.events:
            assert wire.read(event.body().text) in whole, text[:end]


def test_code_behind_an_event_that_is_cut_off_may_have_changed_it():
    reading = read_payload(
        "const payload = { eventTypeKey: 'a', params: [] };\npayload.params.push({ name: 'email', va"
    )
    assert reading.events == ()
    assert "line 1, column 17 the code is faulty or cut off" in reading.error
