"""The API keys, in the system's keychain.

Without a keychain, or when it stays locked, keys are kept in memory until the program ends, and ``storage`` says so.
They are never written to a file of ours. The keychain may ask the user and wait: call from a worker thread.
"""

import enum
import threading
from typing import TYPE_CHECKING, Final

from yespo_console.platform.i18n import _
from yespo_console.platform.logs import hide
from yespo_console.platform.secret import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "Yespo Console"
KEY_VARIABLE: Final = "YESPO_API_KEY"


class InvalidKeyError(ValueError):
    """A text cannot be an API key; ``str()`` says what about it, without showing it."""


class Storage(enum.StrEnum):
    """Where keys are kept."""

    KEYCHAIN = "keychain"
    SESSION = "session"


def checked_key(text: str) -> Secret:
    """``text`` as a key, without the blanks and line breaks around it that come with a paste.

    From now on it is hidden in logs and diagnostics.
    Raises InvalidKeyError for an empty text and for characters that Basic authentication does not carry safely.
    """
    key = text.strip()
    if not key:
        raise InvalidKeyError(_("The API key is empty. Copy it from your Yespo account."))
    for at, character in enumerate(key, start=1):
        if not (character.isascii() and character.isprintable()):
            name = _("a control character") if ord(character) < 32 or ord(character) == 127 else f"“{character}”"
            message = _("The API key has {character} at position {position}, which no key has. Copy it again.")
            raise InvalidKeyError(message.format(character=name, position=at))
    hide(key)
    return Secret(key)


class Credentials:
    """Keys by environment name. Safe to use from several threads.

    ``override`` is a key for every environment that wins over the stored ones and is never stored: the command line
    passes what it finds in ``YESPO_API_KEY``.
    """

    def __init__(self, *, override: Secret | None = None) -> None:
        self._override = override
        self._lock = threading.RLock()
        self._session: dict[str, Secret | None] = {}
        self._only_here: set[str] = set()
        self._keychain: KeyringBackend | None = None
        self._asked = False
        self._problem: str | None = None

    @property
    def storage(self) -> Storage:
        """Where a key would be kept. Finds the keychain when first asked, which takes a moment."""
        with self._lock:
            return Storage.KEYCHAIN if self._find_keychain() is not None and self._problem is None else Storage.SESSION

    @property
    def problem(self) -> str | None:
        """A sentence that says why keys are kept for the session only; None while the keychain works."""
        with self._lock:
            self._find_keychain()
            return self._problem

    def known(self, environment: str) -> tuple[bool, Secret | None]:
        """Whether the key can be told without asking the keychain, and the key. Never waits for the keychain."""
        if self._override is not None:
            return True, self._override
        try:
            return True, self._session[environment]
        except KeyError:
            return False, None

    def get(self, environment: str) -> Secret | None:
        """The key of an environment, or None. Raises InvalidKeyError when the keychain holds what is no key."""
        with self._lock:
            known, secret = self.known(environment)
            if known:
                return secret
            keychain = self._find_keychain()
            text = None
            if keychain is not None:
                try:
                    text = keychain.get_password(SERVICE, environment)
                except Exception as error:  # noqa: BLE001  (see _lost)
                    self._lost(error)
                    return None  # not remembered: the keychain may be unlocked later
                self._problem = None
            secret = checked_key(text) if text else None
            self._session[environment] = secret
            return secret

    def set(self, environment: str, key: Secret) -> Storage:
        """Keep ``key`` and say where it is kept now: the session, when the keychain does not take it."""
        with self._lock:
            key = checked_key(key.reveal())
            self._session[environment] = key
            self._only_here.add(environment)
            keychain = self._find_keychain()
            if keychain is None:
                return Storage.SESSION
            try:
                keychain.set_password(SERVICE, environment, key.reveal())
            except Exception as error:  # noqa: BLE001  (see _lost)
                self._lost(error)
                return Storage.SESSION
            self._only_here.discard(environment)
            self._problem = None
            return Storage.KEYCHAIN

    def delete(self, environment: str) -> bool:
        """Forget the key here and in the keychain. False: the keychain was not reached and may still have it."""
        with self._lock:
            self._session[environment] = None
            self._only_here.discard(environment)
            keychain = self._find_keychain()
            if keychain is None:
                return True
            try:
                if keychain.get_password(SERVICE, environment) is not None:
                    keychain.delete_password(SERVICE, environment)
            except Exception as error:  # noqa: BLE001  (see _lost)
                self._lost(error)
                return False
            self._problem = None
            return True

    def move(self, old: str, new: str) -> None:
        """Take the key along when an environment gets another name."""
        if old == new:
            return
        with self._lock:
            secret = self._session.get(old) or (self.get(old) if self._override is None else None)
            if secret is not None:
                self.set(new, secret)
            self.delete(old)

    def forget(self, environment: str) -> None:
        """Ask the keychain again next time: the key may have been changed by another program.

        A key that only this session has is kept.
        """
        with self._lock:
            if environment not in self._only_here and self._keychain is not None:
                self._session.pop(environment, None)

    def _find_keychain(self) -> "KeyringBackend | None":
        if not self._asked:
            self._asked = True
            try:
                import keyring

                found = keyring.get_keyring()
                # Below 1 are the back ends that keep nothing, fail always or write a plain file.
                usable = found.priority >= 1
            except Exception as error:  # noqa: BLE001  (see _lost)
                self._lost(error)
            else:
                if usable:
                    self._keychain = found
                else:
                    self._problem = _(
                        "This system has no keychain that is running. The key is kept until the program ends; "
                        "start a keychain, such as GNOME Keyring or KWallet, to keep it."
                    )
        return self._keychain

    def _lost(self, error: Exception) -> None:
        """The keychain failed. A back end is anybody's program, so it may raise whatever it likes."""
        message = _(
            "The keychain could not be used ({reason}). The key is kept until the program ends; "
            "unlock the keychain and enter the key again to keep it."
        )
        self._problem = message.format(reason=type(error).__name__)
