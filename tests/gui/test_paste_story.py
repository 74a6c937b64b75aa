"""What a customer sent is pasted, dropped or opened, and becomes an event with every change shown."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

CORPUS = Path(__file__).parents[1] / "data" / "reading"
PRINTED = sorted((CORPUS / "printed").glob("*.in"))
KEY = "k3yThatNobodyMaySee77AQ"
CURL = (
    "curl 'https://yespo.io/api/v2/event' -H 'content-type: application/json' -u 'marketing:"
    + KEY
    + """' --data-raw '{"eventTypeKey":"pageViewed","params":[{"name":"email","value":"olha@example.com"},"""
    + """{"name":"page","value":"{\\"location\\":\\"https://example.com\\"}"}]}'"""
)
DAMAGED = '{"eventKey": "mine", "params": [{"name": "email", "value": "a@example.com"},]}'
SHIFT = Qt.KeyboardModifier.ShiftModifier


def event(number):
    return f'{{"eventTypeKey": "mine", "params": [{{"name": "email", "value": "a{number}@example.com"}}]}}'


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_a_printed_example_is_pasted_and_its_changes_are_listed(user, path):
    user.paste(path.read_text("utf-8"))
    user.wait_for_bar()
    assert "made to read it" in user.bar.headline.text()
    user.press("Show the changes")
    rows = user.bar.rows()
    assert rows
    assert rows[0].words.text().startswith("Line ")
    for problem in user.compose.readings.of(user.compose.draft).empty_placeholders(user.compose.draft):
        assert user.find(QPushButton, f"Fill in {dict(problem.args)['value']}").isVisible()


def test_a_key_in_a_pasted_command_is_found_nowhere(user, profile):
    user.paste(CURL)
    user.wait_for_bar()
    assert "pageViewed" in user.text
    assert user.sees("A key stood beside the event")
    assert not user.sees(KEY)
    user.send()
    QTest.qWait(400)
    held = [path for path in profile.data.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    held += [path for path in profile.log_dir.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert held == []
