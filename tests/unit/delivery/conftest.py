"""A profile of its own, no proxy and no keychain of whoever runs the tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from delivery_desk import Desk

from yespo_console.events.catalog import Catalog, load_catalog
from yespo_console.history.store import HistoryStore
from yespo_console.platform.profile import Profile


@pytest.fixture(autouse=True)
def no_system_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(autouse=True)
def no_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keychain of whoever runs the tests is never touched."""
    import keyring
    from keyring.backends.fail import Keyring

    monkeypatch.setattr(keyring.core, "_keyring_backend", Keyring())


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.at(tmp_path).ensure()


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def history(profile: Profile) -> Iterator[HistoryStore]:
    with HistoryStore.open(profile.history_file) as history:
        yield history


@pytest.fixture
def desk(profile: Profile, history: HistoryStore, catalog: Catalog) -> Desk:
    return Desk(profile, history, catalog)
