"""Where a repair says that it is: at the character that a person sees there, in whatever the event stands."""

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
SENT = f'\nfetch("{URL}", {{body: JSON.stringify(d)}})'


def _places(payload, code):
    [event] = read_payload(payload).events
    return [(repair.line, repair.column, repair.before) for repair in event.repairs if repair.code == code]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_takes_no_column(mark):
    payload = f'{mark}{{"eventTypeKey":"x",}}'
    assert _places(payload, "trailing_comma") == [(1, 20, ",")]
    assert _places(payload.encode(), "trailing_comma") == [(1, 20, ",")]


def test_lines_behind_a_byte_order_mark_have_their_columns():
    assert _places('\ufeff{"eventTypeKey":\n"x",}', "trailing_comma") == [(2, 4, ",")]


@pytest.mark.parametrize(
    ("payload", "place"),
    [
        ('{"eventKey":"x","params":[]}', (1, 2, '"eventKey"')),
        (
            f'const d = {{"eventKey": "x", "params": []}};{SENT}',
            (1, 12, '"eventKey"'),
        ),
        (
            f"const d = {{'eventKey': 'x', params: []}};{SENT}",
            (1, 12, "'eventKey'"),
        ),
        (f"const d = {{eventKey: 'x', params: []}};{SENT}", (1, 12, "eventKey")),
        (f'd = {{"eventKey": "x", "params": []}}\nrequests.post("{URL}", json=d)', (1, 6, '"eventKey"')),
    ],
)
def test_a_name_that_was_changed_is_shown_with_its_quotes_in_json_and_in_code(payload, place):
    assert _places(payload, "misnamed_member") == [place]


@pytest.mark.parametrize("opening", ['{"keyValue":', 'const d = {"keyValue":'])
def test_a_placeholder_stands_at_its_opening_quote_in_json_and_in_code(opening):
    payload = opening + '"{{ email }}","eventTypeKey":"x","params":[]}'
    assert _places(payload, "placeholder") == [(1, len(opening) + 1, '"{{ email }}"')]
