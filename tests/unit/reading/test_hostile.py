"""Texts made to break a reader: each gets an answer or a clear error, and the work grows no faster than the text."""

import base64
import random
import time

import pytest
from patience import assert_cost_grows_as_length

from yespo_console.reading import budget, reader
from yespo_console.reading.budget import SECONDS_AT_LEAST, SECONDS_PER_CHARACTER, STEPS_PER_CHARACTER, Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.reader import read_payload
from yespo_console.reading.table import read_table
from yespo_console.reading.table_rows import Row

EVENT = '{"eventTypeKey":"a","params":[{"name":"email","value":"x@y.z"}]}'

#: A beginning, what is repeated, and an end: near-misses of every pattern that is looked for.
NEAR_MISSES = {
    "opening brackets": ("", "[", ""),
    "opening braces": ("", "{", ""),
    "closing brackets": ("", "]", ""),
    "both brackets": ("", "{[", ""),
    "members in members": ("", '{"a":', ""),
    "members in lists": ("", '{"a":[', ""),
    "quotes": ('{"a":', '"', ""),
    "quotes and commas": ('{"a":', '",', ""),
    "quotes and colons": ('{"a":', '":', ""),
    "quotes and brackets": ('{"a":', '"]', ""),
    "quotes before many brackets": ('{"a":', '"]]]]]]]]]]]]]]]]', ""),
    "quotes and braces": ('{"a":', '"{', ""),
    "quotes and lines": ('{"a":', '"\n', ""),
    "names of 120 letters": ('{"a":', '","' + "k" * 120, ""),
    "nested texts": ('{"a":"', '{"b":"', ""),
    "nested lists in texts": ('{"a":', '"[ ', ""),
    "nested texts with bare quotes": ('{"a":[', '"[ "x y", "z" w, ', ""),
    "nested texts that are sound": ('{"params":[', '{"name":"a","value":"{"b":"c"}"},', "]}"),
    "comments never closed": ('{"a":', '"/*', ""),
    "slashes": ('{"a":1', "//", ""),
    "line comments": ('{"a":', '"//\n', ""),
    "block comments": ('{"a":', "/* */", ""),
    "backslashes": ('{"a":"', "\\", ""),
    "escaped quotes": ('{"a":', '\\"', ""),
    "backslashes in a log": ("2026-11-01 10:00:00 INFO x ", "\\", " {'eventTypeKey"),
    "doubled backslashes": ('{"a":"{', '\\\\"', ""),
    "spaces": ("", " ", "x"),
    "spaces before a bracket": ("", " ", "{"),
    "no-break spaces": ("", "\u00a0", "{"),
    "lines": ("", "\n", "{"),
    "carriage returns": ('{"a":', "\r", "1,}"),
    "alternatives below a command": (f"curl https://yespo.io/api/v2/event -d '{EVENT}'\n", "|", ""),
    "ellipses": ("[", "...,", ""),
    "commas in a list": ("[", ",", ""),
    "commas in an object": ("{", ",", ""),
    "single quotes": ("{'a':", "'", ""),
    "single quotes and commas": ("{'a':", "',", ""),
    "escaped single quotes": ("{'a':'", "\\'", ""),
    "typographic quotes": ("{“a”:", "“", ""),
    "typographic quotes and commas": ("{“a”:", "”,", ""),
    "guillemets": ("{«a»:", "»:", ""),
    "words": ("[", "abc ", ""),
    "words and commas": ("[", "abc,", ""),
    "numbers": ("[", "1 ", ""),
    "exponents": ('{"a":', "1e", ""),
    "logins": ("", "a1:b2@", "{"),
    "addresses and words": ("", "a@b.co a1\n", "{"),
    "lines of psql": ("", " {+\n", ""),
    "bars of psql": ("{+\n", "+|", "\n}"),
    "fences of languages in a fence": ("```\n", "```a\n", "{"),
    "words below code": ("x = {", "it's\n", "}"),
    "bare quotes and spaces": ('{"a":"', '" ', '"}'),
    "angle placeholders": ('{"a":', "<a", ""),
    "brace placeholders": ('{"a":', "{{a", ""),
    "percent placeholders": ('{"a":', "%a", ""),
    "addresses": ('{"a":', "a@a.", ""),
    "urls": ('{"a":https://', "a/", ""),
    "ampersands": ("{&quot;a", "&", ""),
    "entities": ("{&quot;a&quot;:", "&amp;", ""),
    "fences": ("", "```\n", ""),
    "fences around braces": ("", "```\n{\n", ""),
    "fences in a line": ("", "```{ ", ""),
    "fences in a line around texts": ("", 'x ```{"eventTypeKey ``` ', ""),
    "fences in a line around events": ("", f"x ```{EVENT}``` ", ""),
    "marks of a ticket around events in a line": ("x ", f"{{code}}{EVENT}{{code}} x ", ""),
    "commands in backquotes with a body of many events": (
        "",
        f"10:00:01 INFO run: `curl -X POST https://yespo.io/api/v2/event -d '{EVENT}'`\n",
        "",
    ),
    "mail marks": ("", "> ", ""),
    "mail lines": ("", "> {\n", ""),
    "percent codes": ("%7B", "%22", ""),
    "half percent codes": ("%7B", "%2", ""),
    "form fields": ("a=%7B&", "a&", ""),
    "nested form fields": ("eventTypeKey=a&", "p[a][b][c]=1&", ""),
    "base64": ("", "eyJh", ""),
    "table cells": ("eventTypeKey,a\n", '"x', ""),
    "table rows": ("eventTypeKey,a\n", "x,y\n", ""),
    "events on lines": ("", EVENT + "\n", ""),
    "broken events on lines": ("", EVENT[:-2] + "\n", ""),
    "events with commas too many": ("", EVENT.replace("]}", ",]}") + "\n", ""),
    "events between commas": ("", EVENT + ",", ""),
    "a list cut off": ("[", EVENT + ",", ""),
    "a list with a comma too many": ("[", EVENT + ",", "]"),
    "brackets behind an event": (EVENT, "]", ""),
    "a long text": ('{"a":"', "x", '",}'),
    "a long text with quotes": ('{"eventTypeKey":"', 'x"y ', '"}'),
    "a list of texts with quotes": ('{"a":["', 'x" y", "', '"]}'),
    "an escaped text": ('{\\"a', '\\"', ""),
    "a text never closed": ('"', '{\\"a\\":', ""),
    "nested typographic quotes": ("{“a”:“", "{\\“a\\”:", ""),
    "lone surrogates": ('{"a":"', "\\ud83d", '",}'),
    "prose": ("", "hello world. ", EVENT),
    "numbered lines": ("1 {\n", "2 x\n", ""),
    "lines of a patch": ("", "+{\n", ""),
    "events in a patch": ("", "+" + EVENT.replace("]}", ",]}") + "\n", ""),
    "marks of a ticket": ("", "{code}\n", ""),
    "marks of a ticket in a line": ("", "{code} x ", ""),
    "cells of bodies": ("id,body\n", '1,"{""eventTypeKey"":""a"",}"\n', ""),
    "cells never closed": ('id,"{""eventTypeKey', '"" ', ""),
    "attributes of HTML": ("", '<a b="{&quot;eventTypeKey&quot;:1,}">\n', ""),
    "tags of HTML": ("", "<pre>{&amp;", ""),
    "texts of a program": ("b'{", "\\n", "'"),
    "events in quotes": ("", '"{\\"eventTypeKey\\":\\"a\\",}"\n', ""),
    "envelopes": ('{"a":[', '{"eventTypeKey":"a"},', "{}]}"),
    "envelopes of texts": ('{"a":[', '"{\\"eventTypeKey\\":\\"a\\"}",', "{}]}"),
    "words with brackets behind an event": (EVENT + "\n", "x [1] y ", ""),
    "words with open brackets behind an event": (EVENT + "\n", "x [1 y ", ""),
    "an address with a space": ('{"log":{"entries":[{"request":{"url":"https://a', "/", ' b"}}]}}'),
    "semicolons": ('{"a":1', ';"b":1', ""),
    "quotes closed otherwise": ("{", '"a”:"b”,', ""),
    "quotes that only open": ('{"a":"', 'x "y ', '","b":1}'),
    "tags between values": ('{"a":', "<br>", "1,}"),
    "halves of tags": ('{"a":', "<b", "1,}"),
    "links of a mail": ("", "a@b.co<mailto:a@b.co>", EVENT),
    "links of a mail never closed": ("", "a@b.co<mailto:a@b.co", EVENT),
    "soft hyphens in names": ("", '"par\u00adams"', EVENT),
    "soft hyphens in addresses": ("", "https://a\u00ad@", EVENT),
    "soft hyphens in words": ("https://", "a\u00ad ", EVENT),
    "parts of a mail in Base64": ("eventTypeKey\n", "Content-Transfer-Encoding: base64\n\neyJh\n", ""),
    "headers of parts in Base64": ("eventTypeKey\n", "Content-Transfer-Encoding: base64\n", ""),
    "events in parts in Base64": (
        "",
        f"Content-Transfer-Encoding: base64\n\n{base64.b64encode(EVENT.encode()).decode()}\n\n",
        "",
    ),
    "both sides of a patch": ("-{\n", "+{\n", ""),
    "bullets": ("", "- " + EVENT + "\n+ a: {}\n", ""),
    "struck out and never closed": ("eventTypeKey {", "<s>{ ", ""),
    "words struck out and never closed": ("eventTypeKey {", "~~a ", ""),
    "words struck out": ("eventTypeKey {", "~~a~~ ", ""),
    "words struck out in cells": ('eventTypeKey "', "|~~{}~~|", ""),
    "struck out within": ('{"eventTypeKey":', "<s>a</s>", "1,}"),
    "struck out and never closed within": ('{"eventTypeKey":', "<s>", "1,}"),
    "comments of HTML never closed within": ('{"eventTypeKey":', "<!-- ", "1,}"),
    "struck out in quotes": ('eventTypeKey "', "<s>{'</s>", ""),
    "events struck out": ("", "<s>" + EVENT + "</s> ", EVENT),
    "events commented out line by line": ("", "// " + EVENT + "\nx\n", EVENT),
    "comments of code never closed": ("eventTypeKey\n", "/* {\n", ""),
    "lines of a comment": ("eventTypeKey\n", "# {\n", ""),
    "cells with words": ('"a {""eventTypeKey', '"" ', '"'),
    "tildes": ("eventTypeKey {", "~{ ", "}~"),
    "parts of a patch": ("", "@@ -1 +1 @@\n-{\n", ""),
    "variables of a shell": ('curl x -d "{\\"eventTypeKey\\":\\"a\\",\\"b\\":[', '\\"$a\\",', ']}"'),
    "blanks in a file of options": (
        'curl -K - <<E\nurl = "https://yespo.io/api/v2/event"\ndata',
        " ",
        '{"eventTypeKey":"a"}\nE\n',
    ),
    "variables of a here-document": ('curl x -d @- <<E\n{"eventTypeKey":"a","b":[', '"$a",', "1]}\nE\n"),
    "prose with braces": ("", "a { b ", ""),
    "misnamed members": ("[", '{"eventKey":"a","parameters":[]},', '{"eventKey":"a"}]'),
    "misnamed members in lines": ("", '{"eventKey":"a","parameters":[]}\n', ""),
    "marks in quotes": ('{"eventTypeKey":"a","params":{"b":["', '{{a}}","', '"]}}'),
    "marks in quotes in broken JSON": ('{"eventTypeKey":"a","params":{"b":["', '{{a}}","', '"]},}'),
    "marks in an escaped text": ('{"eventTypeKey":"a","params":{"b":"[1', ',\\"{{a}}\\"', ']"}}'),
    "marks in an escaped text in broken JSON": ('{"eventTypeKey":"a","params":{"b":"[1', ',\\"{{a}}\\"', ']"},}'),
    "marks in texts": ('{"eventTypeKey":"a","params":{"b":[1', ',"[\\"{{a}}\\"]"', "]}}"),
    "a broken text": ('{"eventTypeKey":"cartUpdated","params":{"products":"[1', ',{\\"a\\":\\"b\\",}', ']"}}'),
    "a broken text cut off": ('{"eventTypeKey":"cartUpdated","params":{"products":"[1', ',{\\"a\\":\\"b\\",', '"}}'),
    "broken texts": (
        '{"eventTypeKey":"cartUpdated","params":[',
        '{"name":"products","value":"[{\\"a\\":1,}]"},',
        '{"name":"b","value":1}]}',
    ),
    "broken texts in broken JSON": (
        '{"eventTypeKey":"cartUpdated","params":[',
        '{"name":"products","value":"[{\\"a\\":1,}]"},',
        "]}",
    ),
    "lines with a margin": ("", "    x {\n", ""),
    "margins that grow": ("  {", " \n  ", ""),
    "spaces behind lines": ("x \n", "a  b \n", "{"),
    "no-break spaces before lines": ("a b\n", "\u00a0 {\n", ""),
    "sentences": ("Hello\n\n{", "Olha is here.\n\n", ""),
    "sentences that name things": ("const a = {", "b = c;\n", "}\n\nThanks\nOlha\n"),
    "lines of a mail without brackets": ("", "> x = y\n", "z = {"),
    "marks of code blocks": ("~~~", "~~~", "`"),
    "codes of HTML for quotes": ("(", "&quot; (", "&quot;{"),
    "fields of a form": ("eventTypeKey=a", "&params[0]=x", "+"),
    "a text of a program in a log": ('INFO \'{"eventTypeKey":"', "\\\\n", "\"}'"),
    "texts of a program in a log": ("INFO ", '\'{"eventTypeKey":"\\\\n"}\' ', ""),
}


def steps(payload, monkeypatch):
    """The steps that a reading of the payload takes."""
    made = []

    class Watched(Budget):
        def __init__(self, length, cancelled=None):
            super().__init__(length, cancelled)
            made.append(self)

    monkeypatch.setattr(reader, "Budget", Watched)
    reading = read_payload(payload)
    assert reading.events or reading.error
    return made[0].used


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_four_times_the_text_takes_four_times_the_steps_and_the_work(name, monkeypatch):
    begin, repeated, end = NEAR_MISSES[name]
    made = {}

    def work(size):
        made[size] = steps(begin + repeated * (size // len(repeated)) + end, monkeypatch)

    assert_cost_grows_as_length(work, 5_000)
    assert made[20_000] <= 5 * made[5_000] + 20_000


@pytest.mark.parametrize("size", [100_000])
@pytest.mark.parametrize("name", ["opening brackets", "members in lists", "nested texts", "quotes"])
def test_a_hundred_thousand_brackets_are_an_error_and_no_crash(name, size):
    begin, repeated, end = NEAR_MISSES[name]
    reading = read_payload(begin + repeated * size + end)
    assert reading.events == ()
    assert reading.error


@pytest.mark.parametrize("seed", range(20))
def test_bytes_that_are_no_text_are_refused(seed):
    chance = random.Random(seed)
    payload = chance.randbytes(2_000) + b"\x00"
    reading = read_payload(payload)
    assert reading.events == ()
    assert "not text" in reading.error


@pytest.mark.parametrize("seed", range(200))
def test_a_shuffled_event_never_raises(seed):
    chance = random.Random(seed)
    pieces = [
        '"',
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\\",
        "'",
        "//",
        "/*",
        "*/",
        "\n",
        "...",
        "a",
        "1",
        "“",
        "&quot;",
        "%7B",
    ]
    text = list(EVENT)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(text) + 1)
        text[place : place + chance.randint(0, 3)] = [chance.choice(pieces)]
    for payload in ("".join(text), "".join(text).encode()[: chance.randrange(200)]):
        reading = read_payload(payload)
        assert reading.events or reading.error


def test_a_thousand_small_broken_events_are_read():
    for events in ("[" + "{eventTypeKey:'a'}," * 1_000 + "]", '+{"eventTypeKey":"a",}\n' * 1_000):
        reading = read_payload(events)
        assert (len(reading.events), reading.error) == (1_000, None)


def test_a_reading_can_be_cancelled():
    asked = []

    def cancelled():
        asked.append(True)
        return len(asked) > 1

    reading = read_payload((EVENT[:-1] + ",}\n") * 5_000, cancelled=cancelled)
    assert (reading.events, reading.error) == ((), "The reading was cancelled.")
    assert len(asked) == 2


CART = (
    '{"eventTypeKey": "cartUpdated", "keyValue": "olha@example.com", "params": [{"name": "email", "value": '
    '"olha@example.com"}, {"name": "products", "value": "[{\\"productId\\":\\"WS01-L-Green\\",\\"quantity\\":1,'
    '\\"price\\":45.50}]"}, {"name": "recycleStateId", "value": "d59c6e6d-4123-4b0e-8c32-15f0656a8c60"}]}'
)


@pytest.mark.soak
@pytest.mark.parametrize(
    "event",
    [CART, CART.replace("]}", ",]}"), CART.replace('\\"', '"'), "{[" * 200],
    ids=["sound", "commas", "bare quotes", "brackets"],
)
def test_30_mb_are_read_or_refused_within_2_s_per_mb(event, monkeypatch):
    monkeypatch.setattr(budget, "SECONDS_AT_LEAST", 0.0)  # the clock of the program counts here, and no patience
    payload = ((event + "\n") * (30_000_000 // len(event))).encode()
    begun = time.process_time()
    reading = read_payload(payload)
    assert time.process_time() - begun < 60
    assert reading.events or reading.error


def test_an_escaped_text_with_bytes_that_are_no_letter_is_refused() -> None:
    text = EVENT.replace("x@y.z", r"x@y.z\x93").replace('"', r"\x22")
    reading = read_payload(text)
    assert reading.events == ()
    assert reading.error


@pytest.mark.parametrize("bytes_", [r"\x93", r"\xd0", r"\320", r"\xed\xa0\x80"])
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "b'{}'",
        "2026-11-01 10:00:00 INFO {}",
        '{{"log":"{}\\n","stream":"stdout"}}',
        "curl https://yespo.io/api/v2/event -d $'{}'",
        '<?php $x = "{}";',
        'x = "{}"',
        "1,{},2",
    ],
)
def test_bytes_that_are_no_letter_are_refused_wherever_they_stand(around, bytes_):
    event = EVENT.replace("x@y.z", f"x@y.z{bytes_}")
    for text in (event, event.replace('"', '\\"'), event.replace('"', r"\x22")):
        reading = read_payload(around.format(text))
        assert reading.events or reading.error
        assert all("\ufffd" not in each.text for each in reading.events)


def test_work_in_many_small_steps_looks_at_the_clock_as_often_as_work_in_large_ones(monkeypatch):
    asked = []
    monkeypatch.setattr("yespo_console.reading.budget.time.thread_time", lambda: asked.append(True) or 0.0)
    small, large = Budget(1_000_000), Budget(1_000_000)
    asked.clear()
    for _ in range(50_000):
        small.spend()
    with_small = len(asked)
    for _ in range(50):
        large.spend(21_000)
    assert with_small >= 5
    assert len(asked) - with_small >= 5


def test_the_clock_stops_a_reading_before_what_is_promised():
    assert SECONDS_PER_CHARACTER * 1_000_000 < 1.8
    assert SECONDS_AT_LEAST < 1.8


def test_a_table_of_many_short_rows_is_read_whole():
    reading = read_payload("eventTypeKey,keyValue\n" + "".join(f"a,{row}\n" for row in range(15_000)))
    assert (len(reading.events), reading.error) == (15_000, None)


@pytest.mark.parametrize(
    "text",
    [
        "eventTypeKey,keyValue\n" + "a,1\n" * 22_000,
        '{"eventTypeKey":"a"}\n' * 27_000,
        "[" + '{"eventTypeKey":"a"},' * 27_000 + '{"eventTypeKey":"a"}]',
    ],
    ids=["table", "lines", "list"],
)
def test_more_events_than_can_be_answered_in_time_are_refused_with_what_to_do(text):
    reading = read_payload(text)
    assert reading.events == ()
    most = 20_000 + len(text) // 100
    assert f"more than {most:,} events" in reading.error
    assert "Split it into parts of at most 20,000 events" in reading.error


def test_a_row_of_a_few_characters_costs_no_more_than_these_may():
    table = "eventTypeKey,keyValue\n" + "".join(f"a,{row:04}\n" for row in range(3_000))
    budget = Budget(len(table))
    assert len(read_table(Traced.of(table), budget).rows) == 3_000
    assert budget.used < STEPS_PER_CHARACTER * len(table)


def test_thousands_of_params_of_one_name_with_bare_json_are_read():
    param = '{"name":"a","value":"{"a":"b"}"}'
    [event] = read_payload(f'{{"eventTypeKey":"n","keyValue":"1","params":[{",".join([param] * 8_000)}]}}').events
    assert [repair.code for repair in event.repairs] == ["inner_json"] * 8_000


def test_only_a_row_in_which_something_is_changed_is_laid_beside_the_table(monkeypatch):
    laid = []
    traced = Row.traced
    monkeypatch.setattr(Row, "traced", lambda row: laid.append(row.json) or traced(row))
    table = "eventTypeKey,keyValue,phone\na,1,380501234567\na,2,Phone\na,3,\n"
    assert [event.text.count('""') for event in read_payload(table).events] == [0, 1, 0]
    assert laid == ['{"eventTypeKey":"a","keyValue":"2","params":[{"name":"phone","value":"Phone"}]}']


@pytest.mark.parametrize("comment", ["//x\n", "/**/", "# a\n\n"])
def test_a_block_of_comments_is_one_change_that_shows_where_it_begins_and_ends(comment):
    block = (comment * 80_000).strip()
    [event] = read_payload("{\n" + block + "\n" + EVENT[1:]).events
    [repair] = event.repairs
    assert (repair.code, repair.line, repair.column, repair.length) == ("comment", 2, 1, len(block))
    assert event.text == "{\n" + EVENT[1:]


def test_a_few_comments_in_a_row_are_a_change_each():
    [event] = read_payload("{ // a\n// b\n" + EVENT[1:]).events
    assert [repair.identity for repair in event.repairs] == ["comment@1:3", "comment@2:1"]


@pytest.mark.parametrize(
    ("begin", "repeated", "end"),
    [
        ('{"eventTypeKey":"a","params":{"phone":["Phone"', ',"Phone"', "]}}"),
        ('{"eventTypeKey":"a","params":{"phone":"[\\"Phone\\"', ',\\"Phone\\"', ']"}}'),
        ('{"eventTypeKey":"a","params":{"phone":[Phone', ",Phone", "]}}"),
    ],
)
def test_twenty_thousand_placeholders_in_one_event_are_all_made_empty(begin, repeated, end):
    [event] = read_payload(begin + repeated * 19_999 + end).events
    assert [repair.code for repair in event.repairs] == ["placeholder"] * 20_000
    assert "Phone" not in event.text
