"""A person at the window who takes in what strangers hand on with a key in it, and hands it on.

Until the key is kept at the end, this process has never been told it: only what was read can say that it is one.

Run as ``window_with_key`` is.

Usage: python window_handing_on.py FOLDER_WITH_WHAT_CAME FOLDER_TO_WRITE_TO BASE_URL_OF_OK ENVIRONMENT...
"""

import shlex
import sys
from base64 import b64encode
from functools import partial
from pathlib import Path
from urllib.parse import quote

from person_at_window import copied_by, person_at_window, send, tell, tell_all
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit

from yespo_console.gui.history.transfer.import_dialog import ImportDialog
from yespo_console.sharing.exchanges.formats import FORMATS

REDACT = "Replace personal data by placeholders, equal values by equal ones"
BODY = '{"eventKey":"pageViewed","keyValue":"k-1","params":[{"name":"email","value":"somebody@example.com"}]}'


def do(user, action):
    """A command of the window, whoever has the keys: without a screen a dialog that closed does not hand them back."""
    user.window.actions_by_id[action].trigger()


def paste(user, text):
    user.copy(text)
    do(user, "paste")


def take_in(user, came):
    """Import what lies in the folder: by the dialog, whose list of what cannot be read names the places."""
    do(user, "section-history")
    for path in sorted(came.glob("shop.*")):
        user.history._transfer.take_in([path])
        dialogs = partial(user.window.findChildren, ImportDialog)
        # One that is shown while it goes on would be cancelled.
        user.wait(lambda: bool(user.notice()) or any(one.close_button.isVisible() for one in dialogs()))  # noqa: B023
        for dialog in dialogs():
            tell_all(dialog)
            dialog.close()
        tell(user.notice())
        user.window.notices.dismiss()
    user.wait(lambda: len(user.listed()) == user.count_sent() > 0)
    for number in user.listed():
        user.pick(number)
        tell_all(user.window)


def commands(base_url, key):
    """Ways in which a key stands beside an event: in an option, a header, an address."""
    pair = b64encode(f"api:{key}".encode()).decode()
    quoted = quote(key, safe="")
    address = f"{base_url}/v2/event"
    signed = address.replace("://", f"://api:{quoted}@")
    body = shlex.quote(BODY)
    yield f"curl {address} -u {shlex.quote(f'marketing:{key}')} -d {body}"
    yield f"curl {address} -H 'Authorization: Basic {pair}' -d {body}"
    yield f"curl '{signed}' -d {body}"
    yield f"curl '{address}?apikey={quoted}' -d {body}"


def paste_and_drop(user, command):
    """Paste a command, look at everything, drop its key."""
    paste(user, command)
    user.wait_for_bar()
    user.press("Show the changes")
    assert user.sees("A key stood beside the event")
    tell_all(user.window)
    user.press("Drop it")
    assert not user.sees("A key stood beside the event")
    tell(*copied_by(*(partial(do, user, f"copy-{what}") for what in ("curl-bash", "ticket"))))


def paste_what_is_no_event(user, command):
    """A command without a body; it is opened with its key hidden."""
    while user.notice():
        user.window.notices.dismiss()
    paste(user, command.partition(" -d ")[0] + " -d @body.json")
    user.wait(lambda: "looks like a key" in user.notice())
    tell_all(user.window)
    user.press("Open it with the keys hidden")
    tell(user.text)


def open_file(user, path):
    """A file in which somebody kept the command; it is opened, changed, and its draft kept."""
    before = user.compose.draft
    do(user, "open")
    user.name_file(path)
    user.wait(lambda: user.compose.draft is not before)
    user.wait_for_bar()
    # On a busy machine it came late, and what is typed before anybody can have seen it would go to the draft before.
    user.wait(lambda: not user.window.late.unseen.isActive())
    tell_all(user.window)
    user.write_text(user.text.replace("pageViewed", "productViewed"))
    QTest.qWait(300)


def keep(user, base_url, command):
    """The key of a pasted command is kept for a new environment."""
    paste(user, command)
    user.wait_for_bar()
    user.press("Keep it in the keychain for an environment…")
    dialog = user.find_dialog()
    user.choose(dialog.environment, "A new environment")
    user.type_into(dialog.name, "kept")
    user.type_into(dialog.base_url, base_url)
    tell_all(dialog)
    user.press("Keep the key", dialog)
    user.wait_closed(dialog)
    user.wait(lambda: "kept" in [one.name for one in user.console.selection.environments])
    tell(f"kept: {user.console.backend.services.credentials.storage}", user.notice())


def hand_on(user, folder):
    """Export everything by the dialog: in each format, with personal data and without."""
    do(user, "section-history")
    user.wait(lambda: len(user.listed()) == user.count_sent())
    for format_ in FORMATS.values():
        for redact in (True, False):
            do(user, "export")
            dialog = user.find_dialog()
            dialog.of_found.click()
            user.choose(user.find(QComboBox, "Format", dialog), format_.title)
            if not redact:
                user.find(QCheckBox, REDACT, dialog).click()
            user.wait(lambda: not dialog.look_ahead.is_looking)  # noqa: B023  (it is over before the next one)
            tell_all(dialog)
            path = folder / f"{format_.id}-{redact}{format_.endings[0]}"
            user.type_into(user.find(QLineEdit, "File", dialog), str(path))
            user.press("Export", dialog)
            user.wait_closed(dialog)
            tell(user.notice())
            assert path.stat().st_size > 500, path


def copy_from_history(user):
    """Each exchange again: everything that can be copied from it, and a comparison with its neighbour."""
    table = user.history.table
    for number in user.listed():
        user.pick(number)
        actions = user.history.exchange_actions.copy_actions(user.history)
        tell(*copied_by(*(action.trigger for action in actions)))
        QGuiApplication.clipboard().clear()
        do(user, "copy-ticket")
        user.wait(lambda: bool(QGuiApplication.clipboard().text()))
        tell(f"ticket: {QGuiApplication.clipboard().text()}")
    table.selectAll()
    user.pick(user.listed()[0])
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    do(user, "compare")
    dialog = user.find_dialog()
    user.wait(dialog.copy.isEnabled)
    tell_all(dialog)
    tell(*(f"compared: {text}" for text in copied_by(dialog.copy.click)))
    dialog.close()


def main(came, folder, ok_url, *names):
    key = sys.stdin.read()
    with person_at_window() as (user, profile, _faults):
        take_in(user, Path(came))
        do(user, "section-compose")
        spelled = list(commands(ok_url, key))
        for command in spelled:
            paste_and_drop(user, command)
        paste_what_is_no_event(user, spelled[0])
        open_file(user, Path(came) / "command.txt")
        keep(user, ok_url, spelled[0])
        credentials = user.console.backend.services.credentials
        for name in ("kept", *names):
            if name != "kept":
                credentials.set(name, credentials.get("kept"))
            user.console.selection.choose(name)
            user.wait(lambda: user.console.selection.environment.name == name)  # noqa: B023
            assert not user.console.selection.environment.is_real
            send(user, partial(do, user, "send"))
        hand_on(user, Path(folder))
        copy_from_history(user)
        QGuiApplication.clipboard().clear()
        assert not user.window.findChildren(QDialog) or not user._dialogs()
    written = [path for path in Path(folder).iterdir() if path.is_file()]
    tell(f"written: {len(written)}")
    kept = [path for path in profile.data.rglob("*") if path.is_file() and b"productViewed" in path.read_bytes()]
    tell(f"drafts: {len(kept)}")


if __name__ == "__main__":  # a process that checks a long text imports this
    main(*sys.argv[1:])
