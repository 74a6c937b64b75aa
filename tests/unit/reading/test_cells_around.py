"""What stands in the other cells of a table that holds events in a column is shown nowhere; its header stays."""

import re

import pytest

from yespo_console.reading.reader import read_payload

EVENT = '{"eventTypeKey":"A","params":[{"name":"email","value":"a@example.com"}]}'
IN_CSV = '"' + EVENT.replace('"', '""') + '"'
IN_LINE = IN_CSV.replace('"', '"INFO sent body=', 1)
ESCAPED = (
    '{"eventTypeKey":"A","params":[{"name":"email","value":"a@example.com"},{"name":"j","value":"{\\\\"a\\\\":1}"}]}'
)


def _shown(reading):
    repairs = [repair for event in reading.events for repair in event.repairs]
    return "\n".join([reading.error or "", *(f"{each.message} {each.before} {each.args}" for each in repairs)])


@pytest.mark.parametrize(
    ("text", "header"),
    [
        (f"id,body,password,api_key,note\n1,{IN_CSV},Pa55word!,Qwerty12,hello\n2,{IN_CSV},Qwerty12,k,Pa55word!", True),
        (f"id\tpassword\tbody\n1\tPa55word!\t{ESCAPED}\n2\tQwerty12\t{ESCAPED}\n", True),
        (f"id;login;password;body\n1;Qwerty12;Pa55word!;{IN_CSV}\n2;Qwerty12;Pa55word!;{IN_CSV[:60]}", True),
        (f"time,token,body\n10:00,Qwerty12,{IN_CSV}", True),
        (f"id,userPass,body\n1,Qwerty12,{IN_CSV}", True),
        (f"ід,Пароль,подія\n1,Qwerty12,{IN_CSV}", True),
        (f"COPY public.queue (id, password, body) FROM stdin;\n1\tPa55word!\t{EVENT}\n2\tQwerty12\t{EVENT}\n\\.", True),
        (f"| login | password |\n|-------|-----|\n| Qwerty12  | Pa55word! |\n\n{EVENT}", True),
        (f"login\tpassword\tkey\nanna\tPa55word!\tQwerty12\n{EVENT}", True),
        (f"login     password\nanna      Pa55word!\n{EVENT}", True),
        (f"id|password|body\n1|Pa55word!|{EVENT}\n2|Qwerty12|{EVENT}", True),
        (f"+--+----------+\n| id | password  | body |\n+--+---+\n|  1 | Pa55word! | {EVENT} |\n+--+-----+", True),
        (f"Pa55word!,{IN_LINE},Qwerty12\nQwerty12,{IN_LINE},Pa55word!", False),
        (f"{IN_CSV},\"some\nPa55word!\nQwerty12\"\n", False),
        (f"Pa55word!\t{IN_LINE}", False),
        (f'note\n"Qwerty12\nPa55word!",{IN_CSV}', True),
        (f'id,note,body\n1,"one\nPa55word!\nend",{IN_CSV}\n2,"two\nQwerty12\nend",{IN_CSV}', True),
        (f"<tr><td>id</td><td>password</td></tr><tr><td>1</td><td>Pa55word!</td><td>{EVENT}</td></tr>", True),
        (f"Hi,\n\nid password body\n1 Pa55word! {EVENT}", True),
        (f"(1, 'Pa55word!', '{EVENT}')", False),
        (f"id│password│body\n1│Pa55word!│{EVENT}", True),
        (f"login / password\nanna / Pa55word!\n{EVENT}", True),
        (f"1,Pa55word!,{IN_CSV}\n2,Qwerty12,{IN_CSV}", False),
        (f"1|Pa55word!|{EVENT}\n2|Qwerty12|{EVENT}", False),
        (f"1\tPa55word!\t{EVENT}\n2\t{EVENT}\tQwerty12", False),
        (f"id,note,body\n1,Pa55word!,{IN_CSV}", True),
    ],
)  # fmt: skip
def test_a_password_in_another_cell_of_a_table_is_not_shown(text, header):
    reading = read_payload(text)
    assert reading.events
    shown = _shown(reading)
    assert "Pa55word" not in shown
    assert "Qwerty12" not in shown
    if header:
        assert re.search(r"password|пароль|token|note|userpass", shown.casefold())
    if text.startswith(("id", "login\t")):
        assert text.splitlines()[0] in shown


@pytest.mark.parametrize("time", ["2026-11-28 10:00:00", "2026-11-28T10:00:00Z", "10:00"])
def test_when_a_row_was_written_is_told(time):
    shown = _shown(read_payload(f"{time},{IN_CSV},Pa55word!\n{time},{IN_CSV},Qwerty12"))
    assert time in shown
    assert "***" in shown


@pytest.mark.parametrize(
    "words", ["Hi, the key of it, please, is not sent:", "Hello; we send this:", "login, then buy"]
)
def test_words_around_an_event_that_are_no_table_are_told(words):
    assert words in _shown(read_payload(f"{words}\n{EVENT}"))
