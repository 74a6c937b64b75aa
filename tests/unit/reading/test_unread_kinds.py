"""What is no JSON and not read either is called by its name, with what to paste instead."""

import pytest

from yespo_console.reading.reader import read_payload

EVENT = '{"eventTypeKey":"a","keyValue":"k","params":[{"name":"n","value":"x"}]}'
BYTES = EVENT.encode()
ROWS = [BYTES[start : start + 16] for start in range(0, len(BYTES), 16)]
KINDS = {
    "serialize": 'a:2:{s:12:"eventTypeKey";s:1:"a";s:6:"params";a:0:{}}',
    "serialize in a log": '2024-05-01 10:00:00 body a:1:{s:12:"eventTypeKey";s:1:"a";}',
    "xxd": "\n".join(f"{number * 16:08x}: {row.hex(' ', 2)}  {row.decode()}" for number, row in enumerate(ROWS)),
    "hexdump": "\n".join(f"{number * 16:08x}  {row.hex(' ')}  |{row.decode()}|" for number, row in enumerate(ROWS)),
    "Go": "2024/05/01 10:00:00 payload: map[keyValue:k eventTypeKey:a params:[map[name:n value:x]]]",
    "Java": "{keyValue=k, eventTypeKey=a, params=[{name=n, value=x}]}",
    "Elixir": '%{eventTypeKey: "a", params: [%{name: "n", value: nil}]}',
    "Perl": "my $b = { eventTypeKey => 'a', keyValue => 'k', params => [ { name => 'n', value => 'x' } ] };",
    "Swift": 'let body: [String: Any] = [\n  "eventTypeKey": "a",\n  "params": [["name": "n", "value": "x"]]\n]',
}
NAMED = {"xxd": "hexdump, xxd", "serialize in a log": "serialize()", "serialize": "serialize()"}


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_named(kind):
    reading = read_payload(KINDS[kind])
    assert reading.events == ()
    assert NAMED.get(kind, kind) in reading.error
    assert "paste that" in reading.error


def test_it_is_not_spoken_of_where_an_event_is_read():
    reading = read_payload(f"{EVENT}\n\n2024/05/01 10:00:00 sent map[eventTypeKey:a keyValue:k]")
    assert [event.text.strip() for event in reading.events] == [EVENT]
    assert "Go" not in (reading.error or "")


@pytest.mark.parametrize("end", range(15, len(EVENT)))
def test_json_that_ends_too_soon_is_called_cut_off(end):
    assert "cut off" in read_payload(f"INFO send {EVENT[:end]}").error
