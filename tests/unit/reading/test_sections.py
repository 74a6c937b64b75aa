"""One event of several that cannot be read is told, and those that stand apart from it are read all the same."""

import json
import re

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"


def event(name):
    return {
        "eventTypeKey": "cartUpdated",
        "keyValue": name,
        "params": [
            {"name": "email", "value": f"{name}@example.com"},
            {"name": "products", "value": json.dumps([{"productId": name, "quantity": 1, "price": 10.5}])},
        ],
    }


LAYOUTS = {"line": lambda name: json.dumps(event(name)), "pretty": lambda name: json.dumps(event(name), indent=2)}
FAULTS = {
    "cut off in a text": lambda text: text[: text.index("@example") + 5],
    "without its last bracket": lambda text: text[:-1].rstrip(),
    "with a quote that is never closed": lambda text: text.replace('@example.com"', "@example.com"),
    "with dots for its params": lambda text: text[: text.index('"params"')] + '"params": [...]}',
    "with a text without quotes": lambda text: re.sub('"([a-d])@example.com"', r"\1 at example", text),
}
#: ``{a}`` is an event, ``{A}`` the same with a fault.
MAILS = (
    "Добрий день!\n\nПерша подія:\n{A}\n\nА це друга:\n{b}\n\nДякую,\nОлена\n",
    "Добрий день!\n\nПерша подія:\n{a}\n\nА це друга:\n{B}\n\nДякую,\nОлена\n",
    "Перша:\n{A}\n\nДруга:\n{b}\n\nТретя:\n{c}\n",
    "Перша:\n{a}\n\nДруга:\n{B}\n\nТретя:\n{c}\n",
    "Перша:\n{a}\n\nДруга:\n{b}\n\nТретя:\n{C}\n",
    "Вітаю! Ось усі чотири.\n\n{A}\n\n{b}\n\n{c}\n\n{d}\n",
    "Вітаю! Ось усі чотири.\n\n{a}\n\n{B}\n\n{c}\n\n{d}\n",
    "Вітаю! Ось усі чотири.\n\n{a}\n\n{b}\n\n{C}\n\n{d}\n",
    "Вітаю! Ось усі чотири.\n\n{a}\n\n{b}\n\n{c}\n\n{D}\n\nЗ повагою,\nІван Петренко\n",
    "Вітаю! Ось усі чотири.\n\n{A}\n\n{b}\n\n{C}\n\n{d}\n",
    "Hello team,\n\nthis one works:\n\n{a}\n\nand this one does not:\n\n{B}\n\nBest regards,\nOlena\n",
    "Hello team,\n\nthis one does not work:\n\n{A}\n\nand this one does:\n\n{b}\n\n--\nOlena Koval\nSupport\n",
    "1. {A}\n\n2. {b}\n\n3. {c}\n",
    "1) {a}\n\n2) {B}\n\n3) {c}\n",
    "- {a}\n\n- {b}\n\n- {C}\n",
    "Подія кошика: {a}\n\nПодія перегляду: {B}\n\nПодія пошуку: {c}\n",
    "Event A: {A}\n\nEvent B: {b}\n",
    "Перша:\n{a}\nДруга:\n{B}\nТретя:\n{c}\nДякую!\n",
    "**Перша**\n\n{a}\n\n**Друга**\n\n{B}\n\n### Третя\n\n{c}\n",
    "Олена, 10:15\n{a}\n\nІван, 10:16\n{B}\n\nОлена, 10:18\n{c}\n",
    'Перша:\n{a}\nВідповідь: {{"status":200}}\n\nДруга:\n{B}\n\nТретя:\n{c}\nВідповідь: {{"status":200}}\n',
    "From: olena@shop.ua\nSubject: події\n\nПерша:\n{a}\n\n-----Original Message-----\nFrom: ivan@shop.ua\n\n{B}\n",
    "Моя подія:\n{a}\n\nПн, 1 лист. 2026 Олена пише:\n> Вітаю!\n>\n> {q:B}\n>\n> Олена\n",
    "Моя подія:\n{A}\n\nПн, 1 лист. 2026 Олена пише:\n> Вітаю!\n>\n> {q:b}\n>\n> Олена\n",
    "> Вітаю!\n>\n> {q:A}\n\nА моя така:\n\n{b}\n",
    "> Вітаю!\n>\n> {q:a}\n\nА моя така:\n\n{B}\n",
    "> {q:a}\n>\n> і друга:\n>\n> {q:B}\n>\n> і третя:\n>\n> {q:c}\n",
    "Моя:\n{a}\n\nOlena wrote:\n> Моя:\n> {q:B}\n>\n> Ivan wrote:\n>> Перша:\n>> {qq:c}\n",
    "Моя:\n{a}\n\nOlena wrote:\n> Моя:\n> {q:b}\n>\n> Ivan wrote:\n>> Перша:\n>> {qq:C}\n",
    "Спершу так:\n\n{a}\n\nПотім:\n\n> {q:b}\n\nА тоді:\n\n{C}\n",
    "{A}\n\n{b}\n",
    "{a}\n\n{B}\n",
    "Перша:\r\n{a}\r\n\r\nДруга:\r\n{B}\r\n\r\nТретя:\r\n{c}\r\n",
)
WHOLE_IN_QUOTED_MAILS = (
    "Моя подія:\n{a}\n\nПн, 1 лист. 2026 Олена пише:\n> Вітаю!\n>\n> {q:b}\n>\n> Олена\n",
    "{a}\n\n> {q:b}\n",
    "Моя:\n{a}\n\nOlena wrote:\n> Моя:\n> {q:b}\n>\n> Ivan wrote:\n>> Перша:\n>> {qq:c}\n\nДякую\n",
    "Моя:\n{a}\n\n> {q:b}\n\nІ ще одна:\n{c}\n",
)


def written(mail, layout, fault=None):
    """The mail, and the names of the events in it that are whole and of those that are not."""
    whole, broken = [], []

    def put(match):
        name = match[2].lower()
        (broken if match[2].isupper() else whole).append(name)
        text = layout(name) if match[2].islower() else fault(layout(name))
        return text.replace("\n", f"\n{'>' * len(match[1] or '')} " if match[1] else "\n")

    text = re.sub(r"(?<!\{)\{(?:(q+):)?([a-dA-D])\}", put, mail).replace("{{", "{").replace("}}", "}")
    return text, whole, broken


def names(reading):
    read = [json.loads(each.text) for each in reading.events]
    assert [each for each in read if each != event(each["keyValue"])] == []
    return [each["keyValue"] for each in read]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("mail", MAILS)
def test_of_a_mail_with_several_events_those_are_read_that_are_whole(mail, fault, layout):
    text, whole, _broken = written(mail, LAYOUTS[layout], FAULTS[fault])
    reading = read_payload(text)
    assert names(reading) == whole
    assert reading.error
    told = "\n".join(repair.before for each in reading.events for repair in each.repairs if repair.leaves_out_words)
    for line in re.findall(r"^[^\W\d_][\w ,:!.-]*$", text, re.MULTILINE):
        assert line[:20] in told


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("mail", WHOLE_IN_QUOTED_MAILS)
def test_events_are_read_of_which_only_some_stand_in_a_quoted_mail(mail, layout):
    text, whole, _broken = written(mail, LAYOUTS[layout])
    reading = read_payload(text)
    assert reading.error is None
    assert names(reading) == whole


#: What stands right behind an event that was left open may be a part of it.
DOUBTFUL = (
    "{a}\n\n{b}}}",
    "{a}\n{b}}}",
    "{a}\n\nА це друга:\n{b}}}",
    "[\n{a}\n\n{b}\n]",
    "[\n{a}\n\nі ще:\n{b}\n]",
    "{a}\n\n   {b}\n\nДякую",
    "{a}\n\nА це друга:\n{b}\n\nА це третя:\n{b}}}",
    '{a},\n"data":\n{b}',
    "/*\n\n{a}\n\n{b}\n*/",
    "<!-- старі\n\n{a}\n\n{b}\n-->",
)


@pytest.mark.parametrize("payload", DOUBTFUL)
def test_what_may_be_a_part_of_an_event_that_was_left_open_is_not_read(payload):
    left_open = '{"eventTypeKey":"a","keyValue":"1","params":[]'
    whole = '{"eventTypeKey":"b","keyValue":"2","params":[]}'
    text = payload.replace("{a}", left_open).replace("{b}", whole).replace("}}", "}")
    reading = read_payload(text)
    assert reading.events == ()
    assert reading.error


def test_an_event_that_is_not_read_since_it_may_be_a_part_of_another_is_told_with_its_place():
    text = '{"eventTypeKey":"a","keyValue":"1","params":[]\n\n{"eventTypeKey":"b","keyValue":"2"}}\n\nі ще:\n\n'
    reading = read_payload(text + json.dumps(event("c")))
    assert names(reading) == ["c"]
    assert reading.error.count("Line ") == 2
    assert "Line 3, column 1: the event that begins here may be a part of what stands before it." in reading.error


OTHERS = {
    "JSON Lines": "{a}\n{B}\n{c}\n",
    "JSON Lines that begin with the end of a line": 'alue":"1","params":[{{"name":"x","value":"y"}}]}}\n{a}\n{b}',
    "one behind the other": "{a}{b}{C}",
    "one behind the other, in layout": "{a}\n{b}\n{C}",
    "a log": "2026-11-01 10:00:00 INFO body={a} status=200\n2026-11-01 10:00:01 INFO body={B}\n"
    "2026-11-01 10:00:02 INFO body={c} status=200",
    "Markdown": "Ось:\n\n```json\n{a}\n```\n\nі ще:\n\n```json\n{B}\n```\n\nі ще:\n\n```json\n{c}\n```\n",
    "a ticket": "h3. Перша\n{{code}}\n{a}\n{{code}}\nh3. Друга\n{{code}}\n{B}\n{{code}}",
    "commands": f"curl -X POST {URL} -d '{{a}}'\n\nа ця ні:\n\ncurl -X POST {URL} -d '{{B}}'\n",
    "commands of which the last is cut off": f"curl -X POST {URL} -d '{{a}}'\n\ncurl -X POST {URL} -d '{{B}}",
    "commands of which the first is cut off": f"curl -X POST {URL} -d '{{A}}\n\ncurl -X POST {URL} -d '{{b}}'",
    "commands of which one is cut off": f"curl {URL} -d '{{a}}'\n\ncurl {URL} -d '{{B}}\n\ncurl {URL} -d '{{c}}'",
    "commands with keys": f"curl -u api:A1b2C3d4E5f6G7h8 {URL} -d '{{A}}\n\n"
    f"curl -u api:H8g7F6e5D4c3B2a1 {URL} -d '{{b}}'",
    "commands of PowerShell": f"irm {URL} -Method Post -Body '{{a}}'\n\nirm {URL} -Method Post -Body '{{B}}\n\n"
    f"irm {URL} -Method Post -Body '{{c}}'",
    "commands of HTTPie": f"http POST {URL} --raw '{{A}}\n\nhttp POST {URL} --raw '{{b}}'",
    "JSON and a command": f"Тіло:\n{{A}}\n\nКоманда:\ncurl {URL} -d '{{b}}'\n",
    "a code block and JSON": "```json\n{a}\n```\n\nі ще:\n{B}\n\nта:\n{c}\n",
    "a list and JSON": "[{a},\n{b}]\n\nі ще:\n{C}\n",
    "requests": f"POST {URL} HTTP/1.1\nAccept: */*\n\n{{A}}\n\nPOST {URL} HTTP/1.1\nAccept: */*\n\n{{b}}\n",
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", OTHERS)
def test_of_several_events_of_other_kinds_those_are_read_that_are_whole(kind, fault):
    layout = LAYOUTS["pretty" if kind in ("Markdown", "a ticket", "one behind the other, in layout") else "line"]
    text, whole, _broken = written(OTHERS[kind], layout, FAULTS[fault])
    reading = read_payload(text)
    assert names(reading) == whole
    assert reading.error


def test_of_a_table_those_rows_are_read_that_are_whole():
    rows = ["a,1,a@example.com", "b,2,b@example.com,x,y", "c,3,c@example.com"]
    reading = read_payload("\n".join(["eventTypeKey,keyValue,email", *rows]))
    assert [json.loads(each.text)["eventTypeKey"] for each in reading.events] == ["a", "c"]
    assert "Line 3" in reading.error


def test_of_a_quoted_mail_only_the_event_is_left_out_whose_lines_a_program_may_have_wrapped():
    wrapped = json.dumps(event("b")).replace("@example", "@ex\n> ample")
    reading = read_payload(f"> {json.dumps(event('a'))}\n>\n> і ще:\n>\n> {wrapped}\n")
    assert names(reading) == ["a"]
    assert "Line 5" in reading.error


def test_words_around_an_event_that_cannot_be_read_may_be_kept_and_then_nothing_is_read_in_parts():
    text, _whole, _broken = written("Перша:\n{A}\n\nДруга:\n{b}\n", LAYOUTS["line"], lambda each: each[:-1])
    [read] = read_payload(text).events
    [first, *_others] = read.repairs
    assert first.before == "Перша:"
    assert read_payload(text, refused={first.identity}).events == ()


#: A line of words makes the text one of JavaScript or of Python to a grammar, which passes over what is faulty.
LIKE_CODE = (
    "Вітаю, колеги.\n\n---\n{a}\n\n{B}\n\n--\nОлена\n",
    "=====\n\n{a}\n2)\n{B}\n",
    "order_id=15\n\n{a}\n\n{B}\n",
)


@pytest.mark.parametrize("mail", LIKE_CODE)
def test_an_event_without_its_colons_is_told_where_the_mail_looks_like_code(mail):
    text, whole, _broken = written(mail, LAYOUTS["pretty"], lambda each: each.replace(":", "", 3))
    reading = read_payload(text)
    assert names(reading) == whole
    assert reading.error


@pytest.mark.parametrize(
    "label",
    [
        "Подія кошика (cartUpdated): ",
        'Подія "кошик": ',
        "**Подія:** ",
        "### Подія ",
        "12:30 Олена: ",
        "[23.11.2026 10:15] Олена: ",
        "2. ",
        "— ",
    ],
)
def test_words_in_the_line_of_an_event_may_hold_brackets_quotes_and_a_time(label):
    text, whole, _broken = written(f"{label}{{A}}\n\n{label}{{b}}\n", LAYOUTS["line"], FAULTS["cut off in a text"])
    reading = read_payload(text)
    assert names(reading) == whole
    assert reading.error


@pytest.mark.parametrize("end", ['"keyValue":', '"keyValue":"1",', '"params":[', '"params":[{'])
def test_behind_an_event_that_was_cut_off_before_a_value_only_words_set_another_event_apart(end):
    text = f'Перша:\n{{"eventTypeKey":"x",{end}\n\nА це друга:\n{json.dumps(event("a"), indent=2)}'
    reading = read_payload(text)
    assert names(reading) == ["a"]
    assert "Line 2" in reading.error
    reading = read_payload(text.replace("А це друга:\n", ""))
    assert reading.events == ()
    assert reading.error


def test_json_in_a_text_of_a_program_is_no_event_beside_it():
    payload = (
        'import requests\n\ndef send():\n    """\n{"eventTypeKey": "old", \n    """\n'
        f"    requests.post('{URL}', json={event('a')!r})\n"
    )
    assert names(read_payload(payload)) == ["a"]


CUT_OFF_BEFORE_A_VALUE = (
    '{"eventTypeKey":"x","params":[{"name":"email","value":"x@example.com"},{"name":"previous","value":',
    '{"eventTypeKey":"x","params":[{"name":"email","value":"x@example.com"},',
    '{"eventTypeKey":"x","params":[',
    '{"eventTypeKey":"x","params":[{"name":"email","value":"x@example.com"},\n{"name":"previous","value":',
)


@pytest.mark.parametrize("below", ["", "\n\nДруга:\n{b}\n", "\n{b}\n", "\n\n{b}\n"])
@pytest.mark.parametrize("cut_off", CUT_OFF_BEFORE_A_VALUE)
def test_the_event_on_the_line_below_one_that_was_cut_off_before_a_value_may_be_that_value(cut_off, below):
    text, *_names = written(f"{{a}}{below}", LAYOUTS["line"])
    reading = read_payload(f"{cut_off}\n{text}")
    assert names(reading) == (["b"] if below else [])
    line = cut_off.count("\n") + 2
    reason = f"Line {line}, column 1: the event that begins here may be a part of what stands before it."
    assert reading.error.count(reason) == 1


def test_events_in_a_list_of_lines_are_read_behind_one_that_cannot_be():
    text, whole, _broken = written("{a},\n{B},\n{c}\n", LAYOUTS["line"], FAULTS["with a text without quotes"])
    reading = read_payload(text)
    assert names(reading) == whole
    assert reading.error


UNREAD_BELOW = (
    "eventTypeKey: C, email: c@example.com, price 15\n",
    "eventTypeKey;email\nC;c@example.com\n\n",
    '"eventTypeKey":"C","params":[{"name":"email","value":"c@example.com"}]\n',
)


@pytest.mark.parametrize("unread", UNREAD_BELOW)
def test_what_stands_below_an_event_that_cannot_be_read_is_told_with_its_lines_and_in_words(unread):
    broken = '{"eventTypeKey":"B","params":[{"name":"email","value":"b@example.com"}'
    reading = read_payload(f"{LAYOUTS['line']('a')}\n{broken}\n{unread}{LAYOUTS['line']('d')}\n")
    assert names(reading) == ["a", "d"]
    last = 2 + len(unread.strip().splitlines())
    assert f"Nothing is read from line 2, column 1, to the end of line {last}, which ends with:" in reading.error
    assert unread.strip().splitlines()[-1] in reading.error


def test_a_key_below_an_event_that_cannot_be_read_is_not_shown():
    broken = '{"eventTypeKey":"B","params":[{"name":"email","value":"b@example.com"}'
    reading = read_payload(f"{LAYOUTS['line']('a')}\n{broken}\npassword: Qwerty12!\n{LAYOUTS['line']('d')}\n")
    assert names(reading) == ["a", "d"]
    assert "Qwerty12" not in reading.error


def test_of_the_line_of_an_event_that_was_read_no_more_is_said_to_be_unread_than_what_is_behind_it():
    text, whole, _broken = written("{a}{b}{C}\neventTypeKey: D, price 15\n", LAYOUTS["line"], lambda each: each[:-9])
    reading = read_payload(text)
    assert names(reading) == whole
    column = 1 + 2 * len(LAYOUTS["line"]("a"))
    assert f"Nothing is read from line 1, column {column}, to the end of line 2, which ends with:" in reading.error
    assert "“eventTypeKey: D, price 15”" in reading.error


def test_a_name_that_only_looks_like_the_beginning_of_an_event_is_refused():
    reading = read_payload('\nPOST /api HTTP/1.1\n{eventKey"eventTypeKey')
    assert not reading.events
    assert reading.error


def test_a_section_whose_only_line_end_was_struck_out_is_refused():
    reading = read_payload('{"eventTypeKey"""<s>{\neventTypeKey:</s>t\n{eventTypeKey"')

    assert reading.events == ()
    assert reading.error.startswith("Line 1, column 16: a colon is missing after the name.")
