"""What the command line prints for people."""

from yespo_console.cli.output import ForPeople, table


def test_what_a_terminal_would_carry_out_is_shown_instead(capsys):
    ForPeople.say("x\x1b[31mRED\x07\r", "tab\there\nnext")
    ForPeople.complain("\x1b]0;title\x07\x7f")
    printed = capsys.readouterr()
    assert printed.out == "x␛[31mRED␇␍\ntab\there\nnext\n"
    assert printed.err == "␛]0;title␇␡\n"


def test_a_row_of_a_table_stays_one_row_and_in_its_order():
    rows = [("1", "olha\r\nexample\u2028x", "200"), ("2", "a\u202ebc\tde", "200")]
    assert table(rows, ("Id", "Key", "Answer"))[2:] == ["1   olha␍␊example�x  200", "2   a�bc␉de          200"]


def test_nothing_to_say_is_no_line(capsys):
    ForPeople.say()
    ForPeople.complain()
    assert capsys.readouterr() == ("", "")
