"""Keys: in the keychain when there is one, else for the session, and that is said."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordSetError

from yespo_console.delivery.credentials import SERVICE, Credentials, InvalidKeyError, Storage, checked_key
from yespo_console.platform.secret import Secret


class Keychain(KeyringBackend):
    priority = 5

    def __init__(self, trouble=None):
        super().__init__()
        self.passwords = {}
        self.trouble = trouble

    def get_password(self, service, username):
        self._maybe_fail()
        return self.passwords.get((service, username))

    def set_password(self, service, username, password):
        self._maybe_fail()
        self.passwords[service, username] = password

    def delete_password(self, service, username):
        self._maybe_fail()
        del self.passwords[service, username]

    def _maybe_fail(self):
        if self.trouble is not None:
            raise self.trouble


@pytest.fixture
def keychain(monkeypatch):
    keychain = Keychain()
    monkeypatch.setattr(keyring.core, "_keyring_backend", keychain)
    return keychain


def test_a_key_is_kept_in_the_keychain(keychain):
    assert Credentials().set("Yespo", Secret(" key\n")) is Storage.KEYCHAIN
    assert keychain.passwords == {(SERVICE, "Yespo"): "key"}
    later = Credentials()
    assert later.known("Yespo") == (False, None)
    assert later.get("Yespo").reveal() == "key"
    assert later.known("Yespo")[0]
    assert later.get("Other") is None
    assert (later.storage, later.problem) == (Storage.KEYCHAIN, None)


def test_a_key_is_deleted_and_moved(keychain):
    credentials = Credentials()
    credentials.set("Old", Secret("key"))
    credentials.move("Old", "Old")
    credentials.move("Old", "New")
    assert keychain.passwords == {(SERVICE, "New"): "key"}
    assert Credentials().get("New").reveal() == "key"
    assert credentials.get("Old") is None
    assert credentials.delete("New")
    assert credentials.delete("New")
    assert keychain.passwords == {}
    assert credentials.get("New") is None


def test_a_keychain_that_lets_a_key_go_again_works_again(keychain):
    credentials = Credentials()
    credentials.set("Shop", Secret("key"))
    keychain.trouble = KeyringLocked()
    assert not credentials.delete("Shop")
    assert credentials.problem is not None
    keychain.trouble = None
    assert credentials.delete("Shop")
    assert (credentials.storage, credentials.problem) == (Storage.KEYCHAIN, None)


def test_a_key_changed_by_another_program_is_seen_after_forgetting(keychain):
    credentials = Credentials()
    credentials.set("Yespo", Secret("old"))
    Credentials().set("Yespo", Secret("new"))
    assert credentials.get("Yespo").reveal() == "old"
    credentials.forget("Yespo")
    assert credentials.get("Yespo").reveal() == "new"


def test_the_key_of_the_command_line_wins_and_is_never_stored(keychain):
    Credentials().set("Yespo", Secret("stored"))
    credentials = Credentials(override=Secret("given"))
    assert credentials.get("Yespo").reveal() == "given"
    assert credentials.known("Any") == (True, Secret("given"))
    credentials.move("Yespo", "New")
    assert "given" not in keychain.passwords.values()


@pytest.mark.parametrize("backend", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"])
def test_without_a_keychain_keys_live_as_long_as_the_program(monkeypatch, backend):
    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.core.load_keyring(backend))
    credentials = Credentials()
    assert credentials.set("Yespo", Secret("key")) is Storage.SESSION
    assert credentials.storage is Storage.SESSION
    assert "no keychain that is running" in credentials.problem
    assert credentials.get("Yespo").reveal() == "key"
    credentials.forget("Yespo")
    assert credentials.get("Yespo").reveal() == "key"
    assert Credentials().get("Yespo") is None
    assert credentials.delete("Yespo")
    assert credentials.get("Yespo") is None


def test_a_store_that_writes_a_plain_file_is_not_a_keychain(keychain, monkeypatch):
    monkeypatch.setattr(Keychain, "priority", 0.5)
    assert Credentials().set("Yespo", Secret("key")) is Storage.SESSION
    assert keychain.passwords == {}


@pytest.mark.parametrize(
    "trouble", [KeyringLocked("x"), PasswordSetError("x"), OSError("bus"), RuntimeError("x"), TypeError("x")]
)
def test_a_locked_keychain_keeps_keys_for_the_session_until_it_is_unlocked(keychain, trouble):
    keychain.passwords[SERVICE, "Stored"] = "stored"
    keychain.trouble = trouble
    credentials = Credentials()
    assert credentials.set("Yespo", Secret("key")) is Storage.SESSION
    assert credentials.storage is Storage.SESSION
    assert type(trouble).__name__ in credentials.problem
    assert credentials.get("Yespo").reveal() == "key"
    assert credentials.get("Stored") is None
    assert not credentials.delete("Stored")
    keychain.trouble = None
    other = Credentials()
    assert other.get("Stored").reveal() == "stored"
    assert credentials.set("Yespo", Secret("key")) is Storage.KEYCHAIN
    assert (credentials.storage, credentials.problem) == (Storage.KEYCHAIN, None)


def test_the_key_is_not_lost_when_the_keychain_fails_in_between(keychain):
    credentials = Credentials()
    credentials.set("A", Secret("in the keychain"))
    keychain.trouble = KeyringLocked("x")
    credentials.set("B", Secret("only here"))
    keychain.trouble = None
    credentials.forget("B")
    assert credentials.get("B").reveal() == "only here"


def test_an_error_of_a_foreign_library_is_recognised(keychain):
    secretstorage = pytest.importorskip("secretstorage")
    keychain.trouble = secretstorage.exceptions.SecretStorageException("no bus")
    assert Credentials().set("Yespo", Secret("key")) is Storage.SESSION


@pytest.mark.parametrize("backend", ["no.such.module.Keyring", "keyring.backends.fail.NoSuchClass"])
def test_a_keychain_that_is_configured_badly_is_told(monkeypatch, backend):
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    credentials = Credentials()
    assert credentials.storage is Storage.SESSION
    assert "could not be used" in credentials.problem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("abc\x00def", "a control character at position 4"),
        ("abc\ndef", "a control character at position 4"),
        ("ключ", "“к” at position 1"),
        ("abc\u200b", "at position 4"),
        ("né", "“é” at position 2"),
    ],
)
def test_a_text_that_cannot_be_a_key_is_refused_without_showing_it(text, words):
    with pytest.raises(InvalidKeyError) as caught:
        checked_key(text)
    assert words in str(caught.value)
    assert "abc" not in str(caught.value)
    with pytest.raises(InvalidKeyError):
        Credentials().set("Yespo", Secret(text))


def test_a_stored_text_that_is_no_key_is_told(keychain):
    keychain.passwords[SERVICE, "Yespo"] = "кл"
    with pytest.raises(InvalidKeyError):
        Credentials().get("Yespo")


def test_a_key_is_shown_nowhere(keychain):
    credentials = Credentials(override=Secret("5EC4E7"))
    credentials.set("Yespo", Secret("5EC4E7"))
    assert "5EC4E7" not in repr(credentials) + str(vars(credentials))
