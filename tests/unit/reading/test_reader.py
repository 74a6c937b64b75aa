"""Plain JSON becomes an event; everything else is refused with a reason."""

import base64
import json

import pytest

from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.reading.reader import read_payload

CART = '{"eventTypeKey": "cartUpdated", "params": [{"name": "products", "value": "[{\\"price\\": 45.50}]"}]}'


def test_an_event_is_read_as_it_is_spelled() -> None:
    reading = read_payload(CART)
    assert (reading.source, reading.error) == ("json", None)
    [event] = reading.events
    assert (event.url, event.text, event.repairs) == (None, CART, ())
    assert event.encoding == Encoding(ApiVersion.V2, native=False)


def test_bytes_are_utf_8_with_or_without_a_mark() -> None:
    text = '{"eventTypeKey": "пошук", "params": []}\r\n'
    [plain] = read_payload(text.encode()).events
    [marked] = read_payload(b"\xef\xbb\xbf" + text.encode()).events
    assert plain.text == marked.text == text
    assert plain.repairs == ()
    [repair] = marked.repairs
    assert (repair.code, repair.line, repair.column) == ("byte_order_mark", 1, 1)
    assert "byte order mark" in repair.message
    assert read_payload("\ufeff" + text).events == (marked,)


def test_the_byte_that_ends_a_text_of_a_program_in_c_is_left_out_and_told() -> None:
    text = '{"eventTypeKey": "mine", "params": []}'
    [event] = read_payload(text.encode() + b"\x00").events
    [repair] = event.repairs
    assert event.text == text
    assert (repair.code, repair.line, repair.column) == ("end_mark", 1, len(text) + 1)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ('{"eventTypeKey": "a", "params": {"email": "a@example.com"}}', Encoding(ApiVersion.V3, native=True)),
        ('{"params": [{"name": "page", "value": {"location": "x"}}]}', Encoding(ApiVersion.V2, native=True)),
        ('{"params": [{"name": "tags", "value": []}]}', Encoding(ApiVersion.V2, native=True)),
        ('{"params": [{"name": "a", "value": 1}, 5, {"name": "b"}]}', Encoding(ApiVersion.V2, native=False)),
        ('{"eventTypeKey": "a"}', Encoding(ApiVersion.V2, native=False)),
        ('{"eventTypeKey": "a", "params": "x"}', Encoding(ApiVersion.V2, native=False)),
    ],
)
def test_the_shape_tells_the_encoding(text: str, encoding: Encoding) -> None:
    [event] = read_payload(text).events
    assert event.encoding == encoding
    assert event.text == text


@pytest.mark.parametrize(
    "text",
    [
        CART,
        '{"eventTypeKey": "cartUpdated", "params": [{"name": "products", "value": [{"price": 45.50}]}]}',
        '{"eventTypeKey": "cartUpdated", "params": {"products": [{"price": 45.50}]}}',
    ],
    ids=["v2 text", "v2 native", "v3"],
)
def test_the_body_is_that_of_version_2_with_nested_values_as_text(text: str) -> None:
    [event] = read_payload(text).events
    body = event.body()
    assert body.losses == ()
    decoded = json.loads(body.text)
    assert decoded["eventTypeKey"] == "cartUpdated"
    [param] = decoded["params"]
    assert param["name"] == "products"
    assert json.loads(param["value"], parse_float=str) == [{"price": "45.50"}]


@pytest.mark.parametrize("text", ['{"eventTypeKey": 5}', '{"params": 1}', '{"keyValue": "a@example.com"}'])
def test_a_faulty_event_is_an_event(text: str) -> None:
    [event] = read_payload(text).events
    assert event.text == text


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ("", "nothing to read"),
        (" \n\t", "nothing to read"),
        (b"\xef\xbb\xbf", "nothing to read"),
        ('{"eventTypeKey": "a", "params": [}', "Line 1, column 33"),
        ('{"eventTypeKey": "a"} and "more": 1', "Line 1, column 23"),
        ('[{"name": "a"}]', "list"),
        ('"eventTypeKey"', "single value"),
        ("null", "single value"),
        ("5", "single value"),
        ('{"name": "value"}', "not an event"),
        ("{}", "not an event"),
        (b'{"eventTypeKey":\n"Gr\xfc\xdfe"}', "line 2"),
        (b"\x00\xff\x00", "not text"),
        ("[" * 100_000, "Line 1"),
        ('{"params":' * 2_000 + "1" + "}" * 2_000, "Line 1"),
    ],
)
def test_what_is_no_event_is_refused_with_a_reason(payload: str | bytes, words: str) -> None:
    reading = read_payload(payload)
    assert reading.events == ()
    assert reading.error is not None
    assert words in reading.error


@pytest.mark.parametrize(
    "around",
    [
        "Request:\n{event}\n\nAnswer: 400\n" + '{{"message": "The event should have the following params"}}',
        "sendEvent({event});",
        "var event = {event};",
        "Hello,\n\n{event}\n\nThanks",
    ],
)
def test_an_event_is_found_whatever_stands_around_it(around: str) -> None:
    [event] = read_payload(around.format(event=CART)).events
    assert json.loads(event.text) == json.loads(CART)


def test_many_lines_that_cannot_be_read_are_counted_and_the_others_are_read() -> None:
    lines = [CART if number % 10 == 0 else CART[:-9] for number in range(100)]
    reading = read_payload("\n".join(lines))
    assert len(reading.events) == 10
    assert reading.error is not None
    assert reading.error.count("Line ") == 5
    assert reading.error.startswith("Line 2, column")
    assert reading.error.endswith("85 more parts cannot be read.")


def test_a_long_file_gives_the_same_events_as_its_parts() -> None:
    """Sound events of a long file are copied without a walk; nothing else may differ."""
    broken = (CART, CART.replace("}]", "},]"), CART.replace('"params"', '"parameters"'), CART.replace('"', "'", 4))
    parts = [broken[number % 4] for number in range(2_000)]
    alone = [read_payload(part).events[0] for part in broken]
    for text in (f"[{','.join(parts)},]", ",".join(parts), "\n".join(parts)):
        assert len(text) > 65_536
        events = read_payload(text).events
        assert [event.text for event in events] == [alone[number % 4].text for number in range(2_000)]
        assert all(
            {repair.code for repair in event.repairs} - {"extra_comma", "trailing_comma"}
            == {repair.code for repair in alone[number % 4].repairs} - {"trailing_comma"}
            for number, event in enumerate(events)
        )


def test_backslashes_of_markdown_are_taken_off_where_they_stand_before_brackets_of_the_json():
    text = r'{"eventTypeKey":"cart\_updated","keyValue":"\*a\*","params":\[{"name":"n","value":"\[1\]"}\]}'
    [event] = read_payload(text).events
    assert json.loads(event.text) == {
        "eventTypeKey": "cart_updated",
        "keyValue": "*a*",
        "params": [{"name": "n", "value": "[1]"}],
    }
    assert [repair.identity for repair in event.repairs] == ["markdown_escapes@1:22"]


@pytest.mark.parametrize(
    "text",
    [
        r'{"eventTypeKey":"cart\_updated","keyValue":"k","params":[]}',
        r'{"eventTypeKey":"a","keyValue":"C:\temp","params":\[{"name":"n","value":"1"}\]}',
    ],
)
def test_a_backslash_that_may_be_meant_is_no_markdown(text):
    assert read_payload(text).events == ()


@pytest.mark.parametrize("named", ["body: {}", "body={}", 'payload = "{}";', "Тіло: {}"])
def test_base_64_with_a_name_before_it_is_read_and_the_name_told(named):
    encoded = base64.b64encode(b'{"eventTypeKey":"x","keyValue":"o@e.ua","params":[]}').decode()
    reading = read_payload(named.format(encoded))
    assert (reading.source, reading.error) == ("base64", None)
    [event] = reading.events
    assert event.repairs[0].code == "text_around"


#: Its Base64 ends with a sign that nothing follows.
EVENT_OF_50_BYTES = b'{"eventTypeKey":"x","keyValue":"o@e.","params":[]}'


@pytest.mark.parametrize(
    "words",
    ["{}\nНе працює", '{}\nЩо не так? (див. "x" [1])', "{} не йде", "Ось\n{}\nthis does not work", "{}\nThanks"],
)
@pytest.mark.parametrize("width", [64, 1000])
def test_base_64_is_read_whatever_words_stand_around_it(words, width):
    encoded = base64.b64encode(EVENT_OF_50_BYTES).decode()
    lines = "\n".join(encoded[start : start + width] for start in range(0, len(encoded), width))
    [event] = read_payload(words.format(lines)).events
    assert event.text == EVENT_OF_50_BYTES.decode()
    assert [repair.code for repair in event.repairs].count("text_around") == len(words.split("{}")) - words.startswith(
        "{}"
    )


def test_each_of_several_events_in_base_64_is_read():
    encoded = base64.b64encode(b'{"eventTypeKey":"x","keyValue":"o@e.ua","params":[]}').decode()
    assert len(read_payload(f"one\n{encoded}\n\nand two\n{encoded}").events) == 2
