"""What ``send`` tells people."""

from yespo_console.cli.results import SendResult
from yespo_console.cli.send import _describe


def test_every_line_of_an_answer_is_indented(capsys):
    meaning = ("The answer says: first line\nsecond line", "Send it again.")
    _describe("a.json", SendResult(outcome="refused", status=400, history_id=7, error=None, meaning=meaning))
    told = capsys.readouterr().out.splitlines()
    assert told[1:4] == ["  The answer says: first line", "  second line", "  Send it again."]
