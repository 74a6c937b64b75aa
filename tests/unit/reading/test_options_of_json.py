"""JSON made with a flag or an option that makes other JSON: what the array says is not what is sent."""

import pytest

from yespo_console.reading.reader import read_payload

EVENT = "['eventTypeKey' => 'note', 'keyValue' => '380671112233', 'params' => [['name' => 'v', 'value' => '15']]]"


@pytest.mark.parametrize(
    "code",
    [
        "$b = json_encode(EVENT, JSON_NUMERIC_CHECK);",
        "$b = json_encode(EVENT, JSON_UNESCAPED_UNICODE | JSON_NUMERIC_CHECK);",
        "$b = json_encode(EVENT, JSON_FORCE_OBJECT);",
        "$b = json_encode(EVENT, 32);",
        "$b = wp_json_encode(EVENT, JSON_NUMERIC_CHECK);",
        "$e = EVENT;\n$b = json_encode($e, JSON_NUMERIC_CHECK);",
        "$e = EVENT;\n$b = json_encode($e, flags: JSON_NUMERIC_CHECK);",
        "$flags = JSON_NUMERIC_CHECK | JSON_UNESCAPED_UNICODE;\n$b = json_encode(EVENT, $flags);",
        "$b = collect(EVENT)->toJson(JSON_NUMERIC_CHECK);",
        "function body($e) { return json_encode($e, JSON_NUMERIC_CHECK); }\n$b = body(EVENT);",
        "$b = json_encode(EVENT, 0x20);",
        "$b = json_encode(EVENT, 1 << 5);",
        "$b = json_encode(EVENT, 8 + 8);",
        "$e = EVENT;\n$b = json_encode($e, self::FLAGS);",
        "$e = EVENT;\n$b = json_encode(value: $e, flags: 0x20);",
        "$e = EVENT;\n$options = ['flags' => JSON_NUMERIC_CHECK];\n$b = json_encode($e, $options['flags']);",
        "$e = EVENT;\n$flags = JSON_PRETTY_PRINT;\n$flags |= JSON_NUMERIC_CHECK;\n$b = json_encode($e, $flags);",
        "function body($e, $flags = 0) { return json_encode($e, $flags); }\n$b = body(EVENT, JSON_NUMERIC_CHECK);",
        "$b = json_encode(EVENT, $pretty ? JSON_PRETTY_PRINT : JSON_NUMERIC_CHECK);",
        "$b = json_encode(EVENT, JSON_UNHEARD_OF);",
    ],
)
def test_an_event_that_a_flag_changes_is_refused(code):
    payload = f"<?php\n{code.replace('EVENT', EVENT)}\ncurl_setopt($ch, CURLOPT_POSTFIELDS, $b);"
    assert read_payload(payload).events == ()


@pytest.mark.parametrize(
    "flags",
    [
        "JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR",
        "JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRETTY_PRINT, 512",
        "JSON_UNESCAPED_UNICODE + JSON_PRETTY_PRINT",
        "\\JSON_UNESCAPED_UNICODE",
        "$pretty ? JSON_PRETTY_PRINT : 0",
        "320",
        "JSON_HEX_TAG",
    ],
)
def test_an_event_that_a_flag_only_spells_otherwise_is_read(flags):
    payload = f"<?php\n$b = json_encode({EVENT}, {flags});\ncurl_setopt($ch, CURLOPT_POSTFIELDS, $b);"
    [event] = read_payload(payload).events
    assert event.repairs == ()


@pytest.mark.parametrize("flags", ["JSON_HEX_TAG", "JSON_NUMERIC_CHECK", "8"])
def test_a_value_that_a_flag_spells_otherwise_is_empty_and_told(flags):
    event = EVENT.replace("'15'", f"json_encode(['a' => '<1>'], {flags})")
    [event] = read_payload(f"<?php\n$client->post('https://yespo.io/api/v2/event', ['json' => {event}]);").events
    assert [repair.code for repair in event.repairs] == ["computed_value"]


@pytest.mark.parametrize("option", ["only: [:eventTypeKey]", "except: :keyValue", "root: true"])
def test_an_event_of_ruby_of_which_members_are_picked_is_refused(option):
    event = "{ eventTypeKey: 'note', keyValue: 'u1', params: [] }"
    assert read_payload(f"e = {event}\nreq.body = e.to_json({option})").events == ()
