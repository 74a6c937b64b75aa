"""History handed on in each format: who opens the file finds what was sent, and of people only what may be seen."""

import csv
import io
import json
import subprocess
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit
from vocabulary import CTRL

SHIFT = Qt.KeyboardModifier.ShiftModifier
REDACT = "Replace personal data by placeholders, equal values by equal ones"
OLHA, TARAS = "olha@example.com", "taras@example.com"
#: Who the events are about, and who stands for them where personal data is replaced.
PEOPLE = {False: (OLHA, TARAS, OLHA), True: tuple(f"email-{number}@example.invalid" for number in (1, 2, 1))}
TYPES = ("shopVisited", "basketFilled", "shopLeft")


@pytest.fixture
def sent(user):
    """Three exchanges, the first and the last of Olha; the history is open. Oldest first."""
    exchanges = []
    for event_type, email in zip(TYPES, PEOPLE[False], strict=True):
        params = [
            {"name": "email", "value": email},
            {"name": "products", "value": '[{"productId":"Чашка-1","price":45.50}]'},
        ]
        user.write_text(
            json.dumps({"eventTypeKey": event_type, "keyValue": "=1+1", "params": params}, ensure_ascii=False)
        )
        exchanges.append(user.send())
    user.open_history()
    user.wait(lambda: len(user.listed()) == 3)
    user.history.table.setFocus()
    return exchanges


def _exported(user, path, title, *, redact):
    """Hand on all that was found; what the file holds."""
    dialog = user.open_dialog(Qt.Key.Key_X, CTRL | SHIFT)
    user.wait(lambda: not dialog.look_ahead.is_looking)
    user.choose(user.find(QComboBox, "Format", dialog), title)
    if not redact:
        user.find(QCheckBox, REDACT, dialog).click()
    user.type_into(user.find(QLineEdit, "File", dialog), str(path))
    user.press("Export", dialog)
    user.wait_closed(dialog)
    assert f"{path.name}: 3 exchanges written." in user.notice()
    user.history.table.setFocus()
    return path.read_bytes().decode()


def _events_of_har(text):
    entries = json.loads(text)["log"]["entries"]
    assert [entry["response"]["status"] for entry in entries] == [200, 200, 200]
    assert all(entry["request"]["url"].endswith("/api/v2/event") for entry in entries)
    assert all(entry["time"] > 0 for entry in entries)
    return [entry["request"]["postData"]["text"] for entry in entries]


def _events_of_postman(text):
    collection = json.loads(text)
    assert collection["info"]["schema"].endswith("/v2.1.0/collection.json")
    assert [item["response"][0]["code"] for item in collection["item"]] == [200, 200, 200]
    return [item["request"]["body"]["raw"] for item in collection["item"]]


def _events_of_script(text):
    """What a script would send, run with a program called curl that only notes what it is given."""
    with tempfile.TemporaryDirectory() as folder:
        curl = Path(folder) / "curl"
        curl.write_text("#!/bin/sh\nfor word; do printf '%s\\0' \"$word\"; done\nprintf '\\n'\n")
        curl.chmod(0o700)
        path = {"PATH": f"{folder}:/usr/bin:/bin"}
        ran = subprocess.run(["bash"], input=text.encode(), env=path, capture_output=True, timeout=PATIENCE_S)
    assert (ran.returncode, ran.stderr) == (0, b"")
    calls = [call.split("\0") for call in ran.stdout.decode().splitlines()]
    assert all("api:YOUR_API_KEY" in call for call in calls)
    assert all(any(word.endswith("/api/v2/event") for word in call) for call in calls)
    return [next(word for word in call if word.startswith("{")) for call in calls]


OPENED_ELSEWHERE = {
    "har": ("HAR", _events_of_har),
    "sh": ("curl", _events_of_script),
    "postman_collection.json": ("Postman", _events_of_postman),
}


@pytest.mark.parametrize("ending", OPENED_ELSEWHERE)
def test_what_other_programs_open_holds_each_event_again(user, sent, tmp_path, ending):
    title, events_of = OPENED_ELSEWHERE[ending]
    for redact, people in PEOPLE.items():
        text = _exported(user, tmp_path / f"{redact}.{ending}", title, redact=redact)
        bodies = events_of(text)
        events = [json.loads(body) for body in bodies]
        assert [event["eventTypeKey"] for event in events] == list(TYPES)
        assert tuple(event["params"][0]["value"] for event in events) == people
        assert all(json.loads(event["params"][1]["value"])[0]["productId"] == "Чашка-1" for event in events)
        assert (OLHA in text, TARAS in text) == (not redact, not redact)
        assert redact or bodies == [one.request_text for one in sent], "byte for byte"
    assert [user.store.get(one.id) for one in sent] == sent, "the originals are untouched"


def test_a_table_has_a_row_for_each_exchange_and_no_formula(user, sent, tmp_path):
    for redact, people in PEOPLE.items():
        text = _exported(user, tmp_path / f"{redact}.csv", "CSV", redact=redact)
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        assert [row["event_type"] for row in rows] == list(TYPES)
        assert tuple(row["email"] for row in rows) == people
        assert [row["status"] for row in rows] == ["200"] * 3
        assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
        assert redact or [row["key_value"] for row in rows] == ["'=1+1"] * 3
        assert (OLHA in text, TARAS in text) == (not redact, not redact)
    assert [user.store.get(one.id) for one in sent] == sent, "the originals are untouched"


class _Page(HTMLParser):
    """What a page shows: its headings, and the rows of its tables."""

    def __init__(self):
        super().__init__()
        self.headings, self.rows, self._open = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "h2":
            self.headings.append("")
        self._open.append(tag)

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if "h2" in self._open:
            self.headings[-1] += data
        elif {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data


def _of_html(text):
    page = _Page()
    page.feed(text)
    return page.headings, [tuple(row) for row in page.rows]


def _of_markdown(text):
    lines = text.splitlines()
    rows = [tuple(cell.strip(" `") for cell in line.strip("|").split("|")) for line in lines if line.startswith("| ")]
    return [line.removeprefix("## ") for line in lines if line.startswith("## ")], rows


@pytest.mark.parametrize(
    ("title", "ending", "shown_by"), [("Markdown", "md", _of_markdown), ("HTML", "html", _of_html)]
)
def test_a_page_for_a_ticket_shows_each_event_decoded(user, sent, tmp_path, title, ending, shown_by):
    for redact, people in PEOPLE.items():
        text = _exported(user, tmp_path / f"{redact}.{ending}", title, redact=redact)
        headings, rows = shown_by(text)
        assert [event_type in heading for event_type, heading in zip(TYPES, headings, strict=True)] == [True] * 3
        assert tuple(value for field, value in rows if field == "email") == people
        assert [value for field, value in rows if field == "products[0].productId"] == ["Чашка-1"] * 3
        assert [value for field, value in rows if field == "products[0].price"] == ["45.50"] * 3
        assert (OLHA in text, TARAS in text) == (not redact, not redact)
    assert [user.store.get(one.id) for one in sent] == sent, "the originals are untouched"
