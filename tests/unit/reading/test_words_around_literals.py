"""Words beside an event that is written as a literal of some language are left out, and that is told."""

import pytest

from yespo_console.reading.reader import read_payload

LITERALS = {
    "PHP": "['eventTypeKey'=>'x','keyValue'=>'it\\'s [1','params'=>[]]",
    "PHP, long": "array('eventTypeKey'=>'x','keyValue'=>'1','params'=>array())",
    "var_export": "array (\n  'eventTypeKey' => 'x',\n  'keyValue' => '1',\n  'params' => \n  array (\n  ),\n)",
    "print_r": "Array\n(\n    [eventTypeKey] => x\n    [keyValue] => (it's\n    [params] => Array\n    (\n    )\n\n)",
    "Python": "{'eventTypeKey':'x','keyValue':'1','params':[], 'a':None}",
    "Ruby": "{:eventTypeKey=>'x','keyValue'=>\"]\",:params=>[]}",
}


@pytest.mark.parametrize("literal", LITERALS.values(), ids=LITERALS)
@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("", "\nit does not work"),
        ("", "\nне працює"),
        ("", "\n\nwhy is that"),
        ("this is what we send:\n", ""),
        ("ось подія:\n", "\nчому так?"),
    ],
)
def test_words_around_a_literal_are_told(literal, before, behind):
    [event] = read_payload(before + literal + behind).events
    told = [repair.before for repair in event.repairs if repair.code == "text_around"]
    assert told == [words.strip() for words in (before, behind) if words.strip()]


@pytest.mark.parametrize(
    "code",
    [
        "send({0})",
        "e = {0}",
        "events = [{0}]",
    ],
)
def test_what_is_code_around_a_literal_is_no_words(code):
    reading = read_payload(code.replace("{0}", LITERALS["Python"]))
    assert [repair for event in reading.events for repair in event.repairs if repair.code == "text_around"] == []


def test_words_that_a_person_wants_kept_refuse_the_event():
    payload = LITERALS["PHP"] + "\nit does not work"
    [event] = read_payload(payload).events
    [repair] = [repair for repair in event.repairs if repair.code == "text_around"]
    assert read_payload(payload, refused={repair.identity}).events == ()
