"""A person at the window: enters a key, checks it, sends, copies, meets faults. Run by ``test_planted_key``.

Reads the key from standard input and prints everything that the window put on the clipboard or offers to copy, and the
answers it showed; whoever runs it searches all of that, the log and the profile for the key.

Usage: python window_with_key.py BASE_URL_OF_OK ENVIRONMENT...
"""

import logging
import shlex
import sys
import threading
from contextlib import contextmanager
from urllib.parse import quote

from person_at_window import copied_by, person_at_window, send, tell, tell_all
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from vocabulary import type_letters

from yespo_console.delivery.http import Prepared
from yespo_console.gui.help.diagnostics import diagnostics


@contextmanager
def patient(user):
    """Wait for an answer as long as a busy machine takes for it, and not only as long as for one that never comes."""
    settings = user.console.backend.services.settings_store
    before = settings.load()
    settings.change(connect_timeout=60.0, read_timeout=60.0)
    yield
    settings.change(connect_timeout=before.connect_timeout, read_timeout=before.read_timeout)


def enter_key(user, name, base_url, key):
    """A new environment, its key typed and checked in the dialog, once with the key in the address by mistake."""
    user.console.edit_environments()
    dialog = user.window.findChild(QDialog)
    dialog.add.click()
    for field, words in ((dialog.form.name, name), (dialog.form.base_url, base_url), (dialog.form.key, key)):
        field.setFocus()
        type_letters(field, words)
    for wrongly in (f"://api:{key}@", f"://api:{quote(key, safe='')}@", f"://api:{quote(key, safe='')}@:port"):
        user.type_into(dialog.form.base_url, base_url.replace("://", wrongly))
        dialog.save.click()
        wrong = dialog.form.rows["base_url"].wrong.text()
        assert "must not contain" in wrong, wrong
        tell(wrong)
    user.type_into(dialog.form.base_url, base_url)
    with patient(user):
        dialog.form.check.click()
        user.wait(lambda: "Test Shop" in dialog.form.checked.text())
    # What the dialog says: where the key is kept, and whose it is.
    tell(*(label.text() for label in dialog.findChildren(QLabel)))
    # Open at this environment again: the key must not come back into the field.
    user.wait(lambda: dialog.form.remove_key.isEnabled())
    assert dialog.form.key.text() == ""
    dialog.close()


def copies(user):
    actions = user.window.actions_by_id
    names = [name for name in actions if name.startswith("copy-")]
    for name, copied in zip(names, copied_by(*(actions[name].trigger for name in names)), strict=True):
        if name in ("copy-curl-bash", "copy-curl-cmd", "copy-curl-powershell", "copy-python", "copy-php"):
            assert "YOUR_API_KEY" in copied, name
        yield copied


def paste_command(user, base_url, key):
    """Paste a command with the key in it, see what was read, and copy it for a ticket."""
    body = '{"eventKey":"pageViewed","params":[{"name":"email","value":"somebody@example.com"}]}'
    user.paste(f"curl {base_url}/v2/event -u {shlex.quote(f'marketing:{key}')} -d {shlex.quote(body)}")
    user.wait_for_bar()
    user.wait(lambda: not user.window.late.unseen.isActive())  # who types at once means the draft before
    user.press("Show the changes")
    tell(*(label.text() for label in user.window.findChildren(QLabel)), *copies(user))
    send(user, user.window.actions_by_id["send"].trigger)


def break_while_sending(user, faults):
    """A fault of the program that rises while a send is under way, and quotes all of the request."""
    whole = Prepared.send

    async def broken(prepared, trip):
        raise RuntimeError(f"illegal request {prepared._request.headers.raw!r}")

    before, seen = user.count_sent(), len(faults.seen)
    Prepared.send = broken
    user.window.actions_by_id["send"].trigger()
    user.wait(lambda: len(faults.seen) == seen + 1)
    Prepared.send = whole
    assert user.count_sent() == before + 1, "the request was recorded before it broke"
    tell_all(faults.window)
    tell(*copied_by(faults.window.copy.click), f"broken send: {user.newest().model_dump_json()}")
    faults.window.close()


def hand_over_the_about_text(user):
    user.console.open_about()
    dialog = user.find_dialog()
    tell_all(dialog)
    tell(*(f"About: {text}" for text in copied_by(dialog.copy.click)))
    dialog.close()


def main(ok_url, *names):
    key = sys.stdin.read()
    with person_at_window() as (user, profile, faults):
        console = user.console
        credentials = console.backend.services.credentials
        enter_key(user, "typed", ok_url, key)
        tell(f"kept: {credentials.storage}")
        for name in ("typed", *names):
            if name != "typed":
                credentials.set(name, credentials.get("typed"))
            console.selection.choose(name)
            user.wait(lambda: console.selection.environment.name == name)  # noqa: B023  (over before the next one)
            send(user, user.window.actions_by_id["send"].trigger)
            tell(f"answer of {name}")
            tell_all(user.window)
        tell(*copies(user))
        paste_command(user, ok_url, key)
        break_while_sending(user, faults)

        # Faults that quote the key, in the window's thread and in another, and a library that logs it.
        def misunderstand():
            raise RuntimeError(f"not understood: {key}")

        try:
            misunderstand()
        except RuntimeError as error:
            faults.report(type(error), error, error.__traceback__)
        threading.Thread(target=misunderstand).start()
        user.wait(lambda: len(faults.seen) == 3)
        logging.getLogger("some.library").warning("it was sent %r", {"X-Key": key, "pair": f"api:{key}"})
        tell(*faults.seen, diagnostics(profile))
        hand_over_the_about_text(user)
        QGuiApplication.clipboard().clear()

        # A text that is still being edited comes back as a draft.
        user.write_text(user.text.replace("pageViewed", "productViewed"))
        QTest.qWait(300)
    kept = [path for path in profile.data.rglob("*") if path.is_file() and b"productViewed" in path.read_bytes()]
    tell(f"drafts: {len(kept)}")


if __name__ == "__main__":  # a process that checks a long text imports this
    main(*sys.argv[1:])
