"""What the environments dialog says about a key: whether there is one and where it is kept, never the key itself."""

from dataclasses import dataclass, replace

from yespo_console.delivery.credentials import Credentials, InvalidKeyError, Storage
from yespo_console.platform.i18n import _


@dataclass(frozen=True, slots=True)
class KeyState:
    """What is known of the key of an environment.

    Attributes:
        name: of the environment.
        there: it has a key.
        storage: where the key is, or would be, kept.
        problem: why not in the keychain; None when it is.
        wrong: why the key that is there cannot be used, or could not be removed; None as a rule.
    """

    name: str
    there: bool
    storage: Storage
    problem: str | None
    wrong: str | None = None

    @property
    def words(self) -> str:
        if self.wrong is not None:
            return self.wrong
        if self.storage is Storage.KEYCHAIN:
            return (
                _("The key is kept in the system's keychain.")
                if self.there
                else _("No key yet. It will be kept in the system's keychain, in no file of this program.")
            )
        return self.problem or _("The key is kept until the program ends.")


def key_state(credentials: Credentials, name: str) -> KeyState:
    """The state of the key of ``name``. For a worker thread: the keychain may ask the user."""
    try:
        there = credentials.get(name) is not None
    except InvalidKeyError as error:
        return KeyState(name, False, credentials.storage, credentials.problem, str(error))
    return KeyState(name, there, credentials.storage, credentials.problem)


def remove_key(credentials: Credentials, name: str) -> KeyState:
    """Remove the key of ``name``; the state after that. For a worker thread."""
    reached = credentials.delete(name)
    state = key_state(credentials, name)
    if reached:
        return state
    message = _("The key may still be in the system's keychain, which could not be used. Unlock it and try again.")
    return replace(state, there=True, wrong=message)
