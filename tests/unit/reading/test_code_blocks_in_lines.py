"""Code blocks whose marks stand within a line, as people write them in a chat or a ticket."""

import pytest

from yespo_console.reading.reader import read_payload
from yespo_console.reading.reading import Reading

A = '{"eventTypeKey":"a","params":[{"name":"x","value":"1"}]}'
B = '{"eventTypeKey":"b","params":[{"name":"x","value":"2"}]}'
IN_LINES_A = '{\n  "eventTypeKey": "a",\n  "params": []\n}'
IN_LINES_B = '{\n  "eventTypeKey": "b",\n  "params": []\n}'
CURL = "curl https://yespo.io/api/v2/event -d"


def _types(reading: Reading) -> str:
    return "".join(kind for event in reading.events for kind in "ab" if f'"{kind}"' in event.text)


@pytest.mark.parametrize(
    "payload",
    [
        f"first ```{A}``` and then ```{B}```",
        f"first ```{A}``` and\nthen ```{B}```, please",
        f"```{IN_LINES_A}```\nand\n```{IN_LINES_B}```",
        f"```{A}```\n```{IN_LINES_B}```",
        f"- ```{IN_LINES_A}```\n- ```\n{B}\n```",
        f"```\n{A}\n``` and ```{B}```",
        f"first ```json {A}``` and then ```json\n{IN_LINES_B}```",
        f"first ```{CURL} '{A}'``` and then ```{CURL} '{B}'```",
        f"```{CURL} '{A}'\n```\n```{B}\n```",
        f"~~~{A}~~~ and ~~~\n{B}\n~~~",
        f"see {{code}}{A}{{code}} and {{code:json}}{IN_LINES_B}{{code}} for the rest",
    ],
)
def test_all_blocks_are_read(payload: str) -> None:
    reading = read_payload(payload)

    assert _types(reading) == "ab"
    assert reading.error is None


def test_a_block_that_cannot_be_read_is_told_and_the_other_read() -> None:
    reading = read_payload(f"first ```{A[:-3]}``` and then ```{B}```")

    assert _types(reading) == "b"
    assert reading.error is not None
    assert reading.error.startswith("Line 1, column ")


def test_marks_within_a_text_of_an_event_are_its_own() -> None:
    text = 'say ```hello``` to "eventTypeKey"'.replace('"', '\\"')
    reading = read_payload(f'sent: {{"eventTypeKey":"a","params":[{{"name":"x","value":"{text}",}}]}} thanks')

    [event] = reading.events
    assert "say ```hello``` to" in event.text


def test_what_stands_around_is_told() -> None:
    [first, second] = read_payload(f"first ```{A}``` and then ```{B}``` thanks").events

    assert [repair.before for repair in first.repairs if repair.code == "text_around"] == [
        "first",
        "and then",
        "thanks",
    ]
    assert "code_fence" in [repair.code for repair in second.repairs]


def test_the_marks_of_a_quoted_mail_are_no_part_of_what_stands_around() -> None:
    mail = f"Anna wrote:\n> # curl\n>\n> ```bash\n> curl -d '{A}' https://yespo.io/api/v2/event\n> ```\n>\n"
    mail += f"> # Python\n>\n> ```python\n> import requests\n> requests.post(url, json={B})\n> ```\n>\n\nThanks!\n"
    events = read_payload(mail).events

    assert len(events) == 2
    told = {repair.before for event in events for repair in event.repairs if repair.code == "text_around"}
    assert told == {"Anna wrote:\n> # curl", "# Python", "Thanks!"}


def test_the_words_between_very_many_blocks_are_told_once_each() -> None:
    reading = read_payload("".join(f"no. {number}: ```{A}```\n" for number in range(300)))

    assert len(reading.events) == 300
    told = [repair.before for event in reading.events for repair in event.repairs if repair.code == "text_around"]
    assert told == [f"no. {number}:" for number in range(300)]
