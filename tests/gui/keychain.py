"""A keychain of the system for a window, which otherwise has none."""

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from yespo_console.delivery.credentials import SERVICE


class Keychain(KeyringBackend):
    """One that can be locked."""

    priority = 5

    def __init__(self):
        super().__init__()
        self.is_locked = False
        self._keys = {}

    def holds(self, name):
        return (SERVICE, name) in self._keys

    def get_password(self, service, username):
        return self._open().get((service, username))

    def set_password(self, service, username, password):
        self._open()[service, username] = password

    def delete_password(self, service, username):
        del self._open()[service, username]

    def _open(self):
        if self.is_locked:
            raise KeyringLocked
        return self._keys
