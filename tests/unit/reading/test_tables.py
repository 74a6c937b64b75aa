"""Tables of events as spreadsheets write them, and what people leave around them."""

import pytest

from yespo_console.reading.reader import read_payload

EVENT = '{"eventTypeKey":"note","keyValue":"1","params":[{"name":"email","value":"a@x.ua"}]}'


@pytest.mark.parametrize("more", [";", ";;;", "; ;"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_empty_cells_too_many_at_the_end_of_a_row_are_none(more, delimiter):
    table = f"eventTypeKey;keyValue;email\nnote;1;a@x.ua{more}\nnote;2;b@x.ua\n".replace(";", delimiter)
    reading = read_payload(table)
    assert (reading.source, reading.error, len(reading.events)) == ("csv", None, 2)
    assert (reading.events[0].text, reading.events[0].repairs) == (EVENT, ())


@pytest.mark.parametrize("row", ["note;1;a@x.ua;x", "note;;1;a@x.ua", "note;1;a@x.ua;;x"])
def test_a_row_with_more_than_empty_cells_too_many_is_refused_with_its_line(row):
    reading = read_payload(f"eventTypeKey;keyValue;email\n{row}\n")
    assert reading.events == ()
    assert reading.error.startswith("Line 2: the row has more cells than the header.")


@pytest.mark.parametrize(
    "above",
    [
        "Вивантаження за листопад\n",
        "Вивантаження за листопад;;\n",
        "Добрий день, ось таблиця:\n",
        "Звіт 5\r\nСкладено 26 листопада\r\n\r\n",
        "\nnotes of November\n\n",
    ],
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_title_above_the_header_is_left_out_and_told(above, delimiter):
    above = above.replace(";", delimiter)
    table = above + "eventTypeKey;keyValue;email\nnote;1;a@x.ua\nnote;2\n".replace(";", delimiter)
    reading = read_payload(table)
    [event] = reading.events
    assert (reading.source, event.text) == ("csv", EVENT)
    [repair] = event.repairs
    assert (repair.code, repair.line) == ("text_around", 2 if above.startswith("\n") else 1)
    title = above.strip().strip(delimiter)
    assert table.replace("\r\n", "\n").count("\n") > 2
    assert repair.before == title
    assert reading.error.startswith(f"Line {table.count(chr(10))}: the row has fewer cells")


def test_a_title_that_is_refused_to_be_left_out_leaves_no_event():
    table = "Листопад\neventTypeKey;keyValue;email\nnote;1;a@x.ua\n"
    [repair] = read_payload(table).events[0].repairs
    reading = read_payload(table, refused={repair.identity})
    assert reading.events == ()
    assert "that you refused" in reading.error


@pytest.mark.parametrize(
    "text",
    [
        "note;2;b@x.ua\neventTypeKey;keyValue;email\nnote;1;a@x.ua\n",
        "note,2,b@x.ua\neventTypeKey,keyValue,email\nnote,1,a@x.ua\n",
        "Send these:\neventTypeKey, keyValue and params are what Yespo wants\nnote, 1, 2\n",
        "Send these:\neventTypeKey, keyValue",
        "function send(\neventTypeKey, keyValue, email\n) {\n",
    ],
)
def test_rows_code_and_words_above_are_no_title_of_a_table(text):
    assert read_payload(text).events == ()


@pytest.mark.parametrize(
    "table",
    [
        "| eventTypeKey | keyValue | email |\n|---|:-:|---|\n| note | 1 | a@x.ua |\n",
        "|eventTypeKey|keyValue|email|\n|-|-|-|\n|note|1|a@x.ua|\n",
        "eventTypeKey\tkeyValue\temail\n------------\t--------\t-----\nnote\t1\ta@x.ua\n\n(1 rows affected)\n",
        "eventTypeKey,keyValue,email\n---,---,---\nnote,1,a@x.ua\n",
        " eventTypeKey | keyValue | email \n--------------+----------+--------\n note | 1 | a@x.ua\n(1 row)\n",
        "+----+----+\n| eventTypeKey | keyValue | email |\n+----+----+\n| note | 1 | a@x.ua |\n+----+----+\n",
        "eventTypeKey,keyValue,email\nnote,1,a@x.ua\neventTypeKey,keyValue,email\n",
        "|eventTypeKey|keyValue|email|\n|===|===|===|\n|note|1|a@x.ua|\n",
        "|eventTypeKey|keyValue|email|\n|———|———|———|\n|note|1|a@x.ua|\n|___|___|___|\n",
        "│ eventTypeKey │ keyValue │ email │".replace("│", "|") + "\n├──────┼───┼───┤\n| note | 1 | a@x.ua |\n",
    ],
)
def test_rows_that_only_lay_a_table_out_are_left_out_and_told(table):
    reading = read_payload(table)
    assert ([event.text for event in reading.events], reading.error) == ([EVENT], None)
    assert "layout_rows" in [repair.code for repair in reading.events[0].repairs]


def test_a_second_export_below_with_the_same_header_goes_on_with_the_table():
    table = "eventKey;keyValue;email\nnote;1;a@x.ua\neventKey;keyValue;email\nnote;2;b@x.ua\neventKey;keyValue;email\n"
    reading = read_payload(table)
    assert (len(reading.events), reading.error) == (2, None)
    [repair] = [each for each in reading.events[1].repairs if each.code == "layout_rows"]
    assert (repair.line, repair.args, repair.before) == (3, (("count", "2"),), "eventKey;keyValue;email")


def test_a_second_header_with_other_columns_ends_the_table():
    reading = read_payload("eventTypeKey;keyValue;email\nnote;1;a@x.ua\neventTypeKey;email;keyValue\nnote;b@x.ua;2\n")
    assert [event.text for event in reading.events] == [EVENT]
    assert reading.error.startswith("In line 3 another table begins")


def test_a_type_in_the_backquotes_of_markdown_is_refused():
    reading = read_payload("|eventTypeKey|keyValue|email|\n|-|-|-|\n|`note`|`1`|`a@x.ua`|\n")
    assert reading.events == ()
    assert "backquotes" in reading.error
