"""Keys in the keychain of a real desktop. Each step is a program of its own, so nothing is remembered in between."""

import json
import subprocess
import sys

import pytest
from patience import PATIENCE_S

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the keychain of whoever tests would answer")

KEY = "5EC4E7-first+/="
NEW = "5EC4E7-second"

START = """
import json, sys
from yespo_console.delivery.credentials import SERVICE, Credentials, checked_key
keys = Credentials()
def answer(*values):
    print(json.dumps([value.reveal() if hasattr(value, "reveal") else value for value in values]))
"""

LOCK = """
import secretstorage
with secretstorage.dbus_init() as bus:
    secretstorage.get_default_collection(bus).lock()
"""


def ask(environment, program):
    done = subprocess.run(
        [sys.executable, "-c", START + program], env=environment, capture_output=True, text=True, timeout=PATIENCE_S
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_key_is_saved_read_replaced_and_removed(desktop):
    def steps(program):
        return ask(desktop.environment, program)

    assert steps("answer(keys.storage, keys.problem, keys.get('Мій Yespo'))") == ["keychain", None, None]
    assert steps(f"answer(keys.set('Мій Yespo', checked_key({KEY!r})))") == ["keychain"]
    assert steps("answer(keys.get('Мій Yespo'), keys.get('Other'))") == [KEY, None]
    assert steps(f"answer(keys.set('Мій Yespo', checked_key({NEW!r})))") == ["keychain"]
    assert steps("answer(keys.get('Мій Yespo'))") == [NEW]
    assert steps("keys.move('Мій Yespo', 'Shop'); answer(keys.get('Мій Yespo'), keys.get('Shop'))") == [None, NEW]
    assert steps("answer(keys.get('Мій Yespo'), keys.get('Shop'))") == [None, NEW]
    assert steps("answer(keys.delete('Shop'))") == [True]
    assert steps("answer(keys.get('Shop'), keys.delete('Shop'), keys.problem)") == [None, True, None]


def test_the_keychain_shows_the_key_under_our_name_and_writes_it_only_encrypted(desktop):
    program = f"""
keys.set('Yespo', checked_key({KEY!r}))
import secretstorage
with secretstorage.dbus_init() as bus:
    items = list(secretstorage.get_default_collection(bus).get_all_items())
    answer([item.get_attributes()["service"] == SERVICE for item in items], items[0].get_secret().decode())
"""
    assert ask(desktop.environment, program) == [[True], KEY]
    files = [path for path in desktop.home.rglob("*") if path.is_file()]
    assert any(path.suffix == ".keyring" for path in files)
    assert [path for path in files if KEY.encode() in path.read_bytes()] == []


def test_a_locked_keychain_keeps_the_key_for_the_session_and_says_so(desktop):
    ask(desktop.environment, f"answer(keys.set('Yespo', checked_key({KEY!r})))")
    program = f"""
before = keys.get('Yespo')
kept = keys.set('Yespo', checked_key({NEW!r}))
answer(before, kept, keys.storage, keys.problem, keys.get('Yespo'), keys.delete('Yespo'))
"""
    before, kept, storage, problem, session, removed = ask(desktop.environment, LOCK + program)
    assert (before, kept, storage, session, removed) == (None, "session", "session", NEW, False)
    assert "KeyringLocked" in problem
    assert "until the program ends" in problem


@pytest.mark.parametrize("address", [None, "", "unix:path=/nonexistent/bus", "nonsense"])
def test_without_a_keychain_the_key_is_kept_for_the_session_and_that_is_said(home, bare_environment, address):
    environment = dict(bare_environment)
    if address is None:
        del environment["DBUS_SESSION_BUS_ADDRESS"]
    else:
        environment["DBUS_SESSION_BUS_ADDRESS"] = address
    program = f"answer(keys.set('Yespo', checked_key({KEY!r})), keys.storage, keys.problem, keys.get('Yespo'))"
    kept, storage, problem, session = ask(environment, program)
    assert (kept, storage, session) == ("session", "session", KEY)
    assert "until the program ends" in problem
    assert ask(environment, "answer(keys.get('Yespo'))") == [None]
    assert [path for path in home.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()] == []
