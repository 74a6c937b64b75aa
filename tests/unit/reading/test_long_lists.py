"""Lists of many events of which something is to be mended in each: every part is looked at once, wherever it stands."""

import pytest

from yespo_console.reading import last_look, sound_bodies
from yespo_console.reading.reader import read_payload

BROKEN_TEXT = (
    '{"eventTypeKey":"productViewed","keyValue":"k","params":[{"name":"product","value":'
    '"{\\"productId\\":\\"7\\",\\"price\\":5,}"}]}'
)
PLACEHOLDER = BROKEN_TEXT.replace(",}", "}").replace('\\"7\\"', '\\"string\\"')
BOTH = BROKEN_TEXT.replace('\\"7\\"', '\\"string\\"')
BARE = '{"eventTypeKey":"a","keyValue":string,"params":[]}'
ENCODED_TWICE = '{"eventTypeKey":"a","keyValue":"k","params":[{"name":"p","value":"\\"{\\\\\\"b\\\\\\":1}\\""}]}'


def _counting(monkeypatch, module, name, size=lambda *_: 1):
    calls = []
    real = getattr(module, name)

    def counting(*args, **named):
        calls.append(size(*args))
        return real(*args, **named)

    monkeypatch.setattr(module, name, counting)
    return calls


@pytest.mark.parametrize("end", ["]", ",]"], ids=["sound", "broken"])
def test_broken_json_in_the_texts_of_many_events_is_walked_once_for_each(end, monkeypatch):
    walks = _counting(monkeypatch, sound_bodies, "mended_inside")
    reading = read_payload(f"[{','.join([BROKEN_TEXT] * 1000)}{end}")
    assert len(reading.events) == 1000
    assert all("trailing_comma" in {repair.code for repair in event.repairs} for event in reading.events)
    assert len(walks) == 1000


@pytest.mark.parametrize("count", [3, 1000], ids=["few", "many"])
@pytest.mark.parametrize("event", [BROKEN_TEXT, PLACEHOLDER, BOTH, BARE, ENCODED_TWICE])
def test_an_event_in_a_broken_list_is_read_as_it_is_by_itself(event, count):
    [alone] = read_payload(event).events
    assert alone.repairs
    others = [BROKEN_TEXT, BARE, event] * (count // 3)
    listed = read_payload(f"[{','.join(others)},]").events
    assert len(listed) == len(others)
    for number in (2, len(others) - 1):
        assert listed[number].text == alone.text
        codes = [repair.code for repair in listed[number].repairs if repair.code != "trailing_comma"]
        assert codes == [repair.code for repair in alone.repairs if repair.code != "trailing_comma"]
        assert listed[number].problems() == alone.problems()


def test_a_repair_in_an_event_of_a_broken_list_stands_at_its_place_and_can_be_refused():
    payload = f"[{BROKEN_TEXT},{PLACEHOLDER},]"
    _first, second = read_payload(payload).events
    placeholder = second.repairs[0]
    assert payload[placeholder.offset :].startswith('\\"string\\"')
    _first, again = read_payload(payload, refused={placeholder.identity}).events
    assert again.text == PLACEHOLDER


def test_keys_are_looked_for_once_in_a_text_with_very_many_comments(monkeypatch):
    searched = _counting(monkeypatch, last_look, "named_keys", len)
    params = ",".join(f'{{"name":"p{number}","value":"x" /*c*/}}' for number in range(2000))
    payload = f'{{"eventTypeKey":"a","keyValue":"k","params":[{params}]}}'
    assert len(read_payload(payload).events[0].repairs) == 2000
    assert sum(searched) <= len(payload)


def test_a_key_in_one_of_very_many_comments_is_found():
    params = ",".join(f'{{"name":"p{number}","value":"x" /*c*/}}' for number in range(200))
    payload = f'{{"eventTypeKey":"a", /* token: k7Jd93hfKq02 */ "keyValue":"k","params":[{params}]}}'
    assert [found.secret.reveal() for found in read_payload(payload).secrets] == ["k7Jd93hfKq02"]
    payload = payload.replace("token: k7Jd93hfKq02", "c").replace("/*c*/}]", "/* пароль: k7Jd93hfKq02 */}]")
    assert [found.secret.reveal() for found in read_payload(payload).secrets] == ["k7Jd93hfKq02"]


def test_a_list_of_php_that_is_too_long_is_refused_with_the_limit_and_what_to_do():
    one = "array ('eventTypeKey' => 'a', 'params' => array (array ('name' => 'email', 'value' => 'u@example.com'))),\n"
    reading = read_payload(f"array (\n{one * 4000})")
    assert reading.events == ()
    assert "at most 300,000" in reading.error
    assert "split a list of many events into shorter ones" in reading.error
