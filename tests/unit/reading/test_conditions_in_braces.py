"""Code of C#, Go or Swift that sends an event only sometimes: the event is read, and on what that depends is told."""

import json

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
BODY = '{"eventTypeKey":"note","keyValue":"u1","params":[{"name":"v","value":"if (x) { return; }"}]}'
QUOTED = json.dumps(BODY)
GO = f'http.Post("{URL}", "application/json", strings.NewReader({QUOTED}))'
CSHARP = f'await client.PostAsync("{URL}", new StringContent({QUOTED}));'
SWIFT = f"send({QUOTED})"

#: Each with what it depends on.
SOMETIMES = [
    (f"if user.ID > 0 {{\n\t{GO}\n}}", "user.ID > 0"),
    (f"if a {{\n\tlog()\n}} else {{\n\t{GO}\n}}", "a"),
    (f"if a {{\n\tlog()\n}} else if b {{\n\t{GO}\n}}", "b"),
    (f"if dry {{\n\treturn\n}}\n{GO}", "dry"),
    (f"switch kind {{\ncase 1:\n\t{GO}\n}}", "kind"),
    (f'if key == "sonechko" {{\n\t{GO}\n}}', "key == ***"),
    (f"if (user /* sonechko */ == 1) {{\n    {CSHARP}\n}}", "(user == 1)"),
    (f"if (user != null)\n{{\n    {CSHARP}\n}}", "(user != null)"),
    (f"if (user == null) return;\n{CSHARP}", "user == null"),
    (f"if (user == null)\n{{\n    return;\n}}\n{CSHARP}", "(user == null)"),
    (f"if (code == 48213977) {{\n    {CSHARP}\n}}", "(code == ***)"),
    (f"if (live) {{ // {{\n    foreach (var x in y) {{\n    {CSHARP}\n}}\n}}", "(live)"),
    (f"if loggedIn {{\n  {SWIFT}\n}}", "loggedIn"),
    (f"if !loggedIn {{\n  return\n}}\n{SWIFT}", "!loggedIn"),
]
IN_ANY_CASE = [
    GO,
    CSHARP,
    f"resp, err := load()\nif err != nil {{\n\treturn\n}}\n{GO}",
    f"if dry {{\n\tlog()\n}}\n{GO}",
    f"func send() {{\n\t{GO}\n}}",
    f"while (true)\n{{\n    {CSHARP}\n}}",
    f'if (key == null) throw new Exception("no key");\n{CSHARP}',
    f"void A() {{\n    if (dry) return;\n}}\nvoid B() {{\n    {CSHARP}\n}}",
    f"/*\nif (dry) return;\n*/\n{CSHARP}",
]


def _told(payload):
    [event] = read_payload(payload).events
    assert json.loads(event.text) == json.loads(BODY)
    return [repair for repair in event.repairs if repair.code == "sent_on_condition"]


@pytest.mark.parametrize(("payload", "condition"), SOMETIMES)
def test_on_what_it_depends_whether_an_event_is_sent_is_told(payload, condition):
    [repair] = _told(payload)

    assert f"depends on “{condition}”" in repair.message


@pytest.mark.parametrize("payload", IN_ANY_CASE)
def test_nothing_is_told_of_an_event_that_is_sent_in_any_case(payload):
    assert _told(payload) == []
