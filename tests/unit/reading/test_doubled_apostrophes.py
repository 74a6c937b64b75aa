"""An apostrophe that stands twice in JSON between apostrophes: one where it is SQL beyond doubt, else refused."""

import pytest

from yespo_console.reading.reader import read_payload

SAID = """{"eventTypeKey":"a","keyValue":"k","params":[{"name":"n","value":"it's"}]}"""
DOUBLED = SAID.replace("'", "''")
PLAIN = '{"eventTypeKey":"a","keyValue":"k","params":[{"name":"n","value":""}]}'
OPENED = {"@": "@json='{}'", "params": "[Parameters=[@p0='{}']]", "call": "console.log('{}')"}


@pytest.mark.parametrize(
    "around",
    [
        "$1 = '{}'",
        "parameters: $1 = '{}', $2 = 'x'",
        "DETAIL:  parameters: $1 = '{}'",
        "2024-05-01 10:00:00 UTC [1]: DETAIL:  parameters: $1 = '{}'",
        "2024-05-01 10:00:00 [sql] SELECT f('{}')",
        "2024-05-01 10:00:00 LOG:  statement: INSERT INTO t (body) VALUES (1, '{}')",
        "  @json = N'{}', @x = 5",
    ],
)
def test_it_is_one_in_sql(around):
    reading = read_payload(around.format(DOUBLED))
    assert ([event.text for event in reading.events], reading.error) == ([SAID], None)


@pytest.mark.parametrize(
    "around",
    [
        "body = '{}'",
        "payload='{}'",
        "requests.post(url, data='{}')",
        "2024-05-01 10:00:00 INFO payload='{}' sent",
        "INFO payload '{}' sent",
    ],
)
def test_elsewhere_it_has_two_readings(around):
    text = around.format(DOUBLED)
    reading = read_payload(text)
    assert reading.events == ()
    assert reading.error.startswith(f"Line 1, column {text.index('it') + 3}: two apostrophes are one in SQL")


@pytest.mark.parametrize("around", OPENED.values(), ids=OPENED.keys())
def test_what_reads_like_nothing_certain_is_refused(around):
    assert read_payload(around.format(DOUBLED)).events == ()


@pytest.mark.parametrize("around", [*OPENED.values(), "body = '{}'", "2024-05-01 10:00:00 INFO payload='{}' sent"])
def test_json_without_apostrophes_is_read_as_ever(around):
    reading = read_payload(around.format(PLAIN))
    assert ([event.text for event in reading.events], reading.error) == ([PLAIN], None)


def test_a_log_that_doubles_no_apostrophe_is_read_as_it_stands():
    said = SAID.replace("it's", "it's '' here")
    reading = read_payload(f"2024-05-01 10:00:00 INFO payload='{said}' sent")
    assert [event.text for event in reading.events] == [said]
