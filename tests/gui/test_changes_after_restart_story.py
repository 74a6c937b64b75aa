"""What was changed to read an event is still told after a restart: over the draft, and in the copy for the ticket."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from yespo_console.gui.reading.job import ReadingJob

DAMAGED = '{"eventKey": "mine", "params": [{"name": "email", "value": "a@example.com"},]}'
KEY = "k3yThatNobodyMaySee77AQ"
CURL = f"curl 'https://yespo.io/api/v2/event' -u 'marketing:{KEY}' --data-raw '{DAMAGED}'"


def started_anew(start, user):
    text = user.text
    user.window.close()
    start.end(user)
    later = start()
    later.wait(lambda: later.text == text)
    return later


def told(user):
    user.wait(user.bar.isVisible)
    return [row.words.text() for row in user.bar.rows()]


def ticket(user):
    QGuiApplication.clipboard().clear()
    user.window.actions_by_id["copy-ticket"].trigger()
    return QGuiApplication.clipboard().text()


def test_the_list_of_changes_comes_back_with_the_draft(start, user):
    user.paste(DAMAGED)
    user.wait_for_bar()
    before = told(user)
    assert len(before) == 2
    later = started_anew(start, user)
    assert told(later) == before
    assert "2 changes were made" in later.bar.headline.text()
    assert "Changes made to read it" in ticket(later)
    later.press("Show the changes")
    (renamed,) = [row for row in later.bar.rows() if "renamed" in row.words.text()]
    QTest.mouseClick(renamed.refuse, Qt.MouseButton.LeftButton)
    later.wait(lambda: '"eventKey"' in later.text)
    again = started_anew(start, later)
    assert told(again) == [words for words in before if "renamed" not in words]


def test_no_key_is_kept_and_the_changes_are_told_all_the_same(start, user, profile):
    user.paste(CURL)
    user.wait_for_bar()
    before = told(user)
    assert before
    later = started_anew(start, user)
    kept = [path.read_bytes() for path in profile.drafts_dir.rglob("*.json")]
    assert kept
    assert not any(KEY.encode() in content for content in kept)
    assert len(told(later)) == len(before)
    assert not later.sees("A key stood beside the event")


def test_a_list_that_was_closed_does_not_come_back(start, user, profile):
    user.paste(DAMAGED)
    user.wait_for_bar()
    user.press("Done")
    later = started_anew(start, user)
    kept = [json.loads(path.read_bytes()) for path in profile.drafts_dir.rglob("*.json")]
    assert {draft["read_from"] for draft in kept} == {""}
    assert "Changes made to read it" not in ticket(later)
    assert not later.compose.readings.bar.isVisible()


def test_a_ticket_waits_for_the_changes(start, user, monkeypatch):
    user.paste(DAMAGED)
    user.wait_for_bar()
    jobs, begin = [], ReadingJob.start
    monkeypatch.setattr(ReadingJob, "start", lambda job: jobs.append(job))
    later = started_anew(start, user)
    later.wait(lambda: bool(jobs))
    assert ticket(later) == ""
    assert "still being looked up" in later.notice()
    later.send()
    begin(jobs.pop())
    assert told(later)
    assert "Changes made to read it" in ticket(later)


@pytest.mark.parametrize("shown", [True, False])
def test_what_a_draft_was_read_from_is_found_when_a_contact_is_to_be_forgotten(start, user, shown, monkeypatch):
    user.paste("olena@example.com wrote this: " + DAMAGED)
    user.wait_for_bar()
    if not shown:
        monkeypatch.setattr(ReadingJob, "start", lambda _job: None)
    later = started_anew(start, user)
    if shown:
        assert told(later)
    readings = later.compose.readings
    assert [held.where for held in readings.having(lambda text: "olena" in text)] == ["as it was read"]
    readings.close_having(lambda text: "olena" in text)
    assert readings.having(lambda text: "olena" in text) == []
    assert later.compose.draft.identity.read_from is None
