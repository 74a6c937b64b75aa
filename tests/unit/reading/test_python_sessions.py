"""Sessions of Python as a page or a notebook shows them, of which not each line has a prompt."""

import pytest

from yespo_console.reading.reader import read_payload

SEND = '>>> requests.post("https://yespo.io/api/v2/event", json=data)\n'
EVENT = '{"eventTypeKey":"a","params":[]}'


@pytest.mark.parametrize(
    "session",
    [
        f'>>> data = {{\n    "eventTypeKey": "a",\n    "params": []\n}}\n{SEND}',
        f'>>> data = {{\n    "eventTypeKey": "a",\n    "params": []\n}}\n{SEND}<Response [200]>\n',
        f'>>> data = {{\n...     "eventTypeKey": "a",\n    "params": []\n... }}\n{SEND}',
        '>>> requests.post("https://yespo.io/api/v2/event", json={\n    "eventTypeKey": "a",\n    "params": []\n})\n',
    ],
)
def test_what_is_open_goes_on_without_a_prompt(session: str) -> None:
    reading = read_payload(session)

    [event] = reading.events
    assert event.text == EVENT
    assert reading.source == "python"


def test_what_a_session_printed_is_no_code() -> None:
    [event] = read_payload(f">>> print(len(data))\n2\n>>> data = {EVENT}\n{SEND}<Response [200]>\n").events

    assert event.text == EVENT
