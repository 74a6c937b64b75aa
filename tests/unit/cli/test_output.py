"""What the command line prints for people."""

from yespo_console.cli.output import ForPeople


def test_what_a_terminal_would_carry_out_is_shown_instead(capsys):
    ForPeople.say("x\x1b[31mRED\x07\r", "tab\there\nnext")
    ForPeople.complain("\x1b]0;title\x07\x7f")
    printed = capsys.readouterr()
    assert printed.out == "x␛[31mRED␇␍\ntab\there\nnext\n"
    assert printed.err == "␛]0;title␇␡\n"
