"""Environments: the built-in two, the user's own, and a file that is never lost."""

import json
import os
import re
import subprocess
import sys
import threading

import pytest
from patience import PATIENCE_S
from pydantic import ValidationError

from yespo_console.delivery import config_file
from yespo_console.delivery.base_url import checked_base_url, is_loopback
from yespo_console.delivery.config_file import ConfigError
from yespo_console.delivery.environments import (
    Environment,
    EnvironmentStore,
    UnknownEnvironmentError,
    describe_invalid,
)
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.sandbox.address import DEFAULT_PORT


@pytest.fixture
def store(profile):
    return EnvironmentStore(profile)


def names(store):
    return [environment.name for environment in store.all()]


def shop(**changes):
    return Environment(**{"name": "Shop", "base_url": "https://api.yespo.io/api", **changes})


def test_sandbox_comes_first_and_yespo_second(store):
    sandbox, yespo = store.all()
    assert (sandbox.name, sandbox.is_real, sandbox.base_url) == (
        "Sandbox",
        False,
        f"http://127.0.0.1:{DEFAULT_PORT}/api",
    )
    assert (yespo.name, yespo.is_real, yespo.base_url) == ("Yespo", True, "https://yespo.io/api")
    assert yespo.event_url == "https://yespo.io/api/v2/event"
    assert yespo.account_url == "https://yespo.io/api/v1/account/info"


def test_names_are_found_and_unique_in_any_case(store):
    store.save(shop(name="Мій  магазин"))
    assert store.get(" мій МАГАЗИН ").name == "Мій  магазин"
    assert store.get("SANDBOX").name == "Sandbox"
    store.save(shop())
    with pytest.raises(ValueError, match="already an environment called мій магазин"):
        store.save(shop(name="мій магазин"), previous_name="Shop")
    with pytest.raises(ValueError, match="already an environment called YESPO"):
        store.save(shop(name="YESPO"), previous_name="Shop")
    with pytest.raises(UnknownEnvironmentError, match=r"no environment called x\. There are: Sandbox, Yespo, Мій"):
        store.get("x")


def test_an_environment_can_be_changed_renamed_and_removed(store, profile):
    store.save(shop())
    store.save(shop(colour="#112233", api="v3", test_contacts=("a@example.com", "", "a@example.com")))
    found = EnvironmentStore(profile).get("shop")
    assert (found.colour, found.api, found.test_contacts) == ("#112233", ApiVersion.V3, ("a@example.com",))
    assert found.encoding == Encoding(ApiVersion.V3, True)
    store.save(shop(name="Store"), previous_name="SHOP")
    assert names(store) == ["Sandbox", "Yespo", "Store"]
    store.remove("store")
    assert names(store) == ["Sandbox", "Yespo"]
    with pytest.raises(UnknownEnvironmentError):
        store.remove("store")


def test_built_in_ones_can_be_set_but_neither_renamed_moved_nor_removed(store, profile):
    sandbox, yespo = store.all()
    store.save(yespo.model_copy(update={"test_contacts": ("me@example.com",), "base_url": "https://evil.example/api"}))
    store.save(sandbox.model_copy(update={"api": ApiVersion.V1, "kind": "account"}))
    sandbox, yespo = EnvironmentStore(profile).all()
    assert (yespo.test_contacts, yespo.base_url) == (("me@example.com",), "https://yespo.io/api")
    assert (sandbox.api, sandbox.kind) == (ApiVersion.V1, "sandbox")
    with pytest.raises(ValueError, match="Yespo is built in and keeps its name"):
        store.save(yespo.model_copy(update={"name": "yespo"}))
    with pytest.raises(ValueError, match="Sandbox is built in and keeps its name"):
        store.save(shop(), previous_name="sandbox")
    with pytest.raises(ValueError, match="Yespo is built in and stays"):
        store.remove("YESPO")


def test_the_file_cannot_turn_an_account_into_a_sandbox(store, profile):
    entry = {"name": "Shop", "base_url": "https://yespo.io/api", "kind": "sandbox"}
    profile.environments_file.write_text(json.dumps({"environments": [entry]}))
    assert store.get("shop").is_real


def test_changes_by_another_program_are_seen(store, profile):
    assert names(store) == ["Sandbox", "Yespo"]
    code = (
        "import sys; from pathlib import Path; from yespo_console.platform.profile import Profile\n"
        "from yespo_console.delivery.environments import *\n"
        "EnvironmentStore(Profile.at(Path(sys.argv[1]))).save(Environment(name='Other', base_url='https://x.test'))"
    )
    subprocess.run([sys.executable, "-c", code, str(profile.config.parent)], check=True, timeout=PATIENCE_S)
    assert names(store) == ["Sandbox", "Yespo", "Other"]


def test_many_writers_lose_nothing(profile):
    def add(number):
        EnvironmentStore(profile).save(shop(name=f"Shop {number}"))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(EnvironmentStore(profile).all()) == 12


def test_what_a_newer_version_wrote_is_kept(store, profile):
    entry = {"name": "Shop", "base_url": "https://yespo.io/api", "region": "eu", "sharing": {"a": 1}}
    unreadable = {"name": "Future", "base_url": "quic://yespo.io"}
    profile.environments_file.write_text(json.dumps({"version": 9, "environments": [entry, unreadable, 7]}))
    store.save(store.get("Shop").model_copy(update={"colour": "#000000"}))
    content = json.loads(profile.environments_file.read_text())
    assert content["version"] == 9
    assert content["environments"][0]["region"] == "eu"
    assert content["environments"][0]["sharing"] == {"a": 1}
    assert content["environments"][0]["colour"] == "#000000"
    assert content["environments"][1:] == [unreadable, 7]
    assert names(store) == ["Sandbox", "Yespo", "Shop"]
    assert any("Future" in notice and "https://" in notice and "kept" in notice for notice in store.notices)
    assert any("not an object" in notice for notice in store.notices)


def test_a_name_that_stands_twice_in_the_file_is_named(store, profile):
    entry = {"name": "Shop", "base_url": "https://yespo.io/api"}
    profile.environments_file.write_text(json.dumps({"environments": [entry, {**entry, "name": "SHOP"}]}))
    assert names(store) == ["Sandbox", "Yespo", "Shop"]
    assert "stands twice" in store.notices[0]


@pytest.mark.parametrize("content", ["{", "[]", "null", '"x"', "\ufffe", "[" * 100_000])
def test_a_broken_file_is_set_aside_and_said(store, profile, content):
    profile.environments_file.write_text(content)
    assert names(store) == ["Sandbox", "Yespo"]
    (aside,) = profile.config.glob("environments.json.broken-*")
    assert aside.read_text() == content
    assert str(aside) in store.notices[0]
    store.save(shop())
    assert names(store) == ["Sandbox", "Yespo", "Shop"]


def test_a_list_that_is_none_stops_before_anything_is_lost(store, profile):
    profile.environments_file.write_text('{"environments": {}}')
    for use in (store.all, lambda: store.save(shop())):
        with pytest.raises(ConfigError, match="environments is not a list"):
            use()
    assert profile.environments_file.read_text() == '{"environments": {}}'


def test_a_file_that_cannot_be_read_or_written_says_why(store, profile, monkeypatch):
    profile.environments_file.mkdir()
    with pytest.raises(ConfigError, match=r"could not be read: Is a directory"):
        store.all()
    profile.environments_file.rmdir()

    def full(*_args):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(config_file, "write_atomically", full)
    with pytest.raises(ConfigError, match=r"could not be written: No space left"):
        store.save(shop())


def test_a_lock_that_is_held_too_long_is_told(store, profile, monkeypatch):
    monkeypatch.setattr(config_file, "_LOCK_WITHIN", 0.05)
    held, done = threading.Event(), threading.Event()

    def hold():
        with config_file.FileLock(f"{profile.environments_file}.lock"):
            held.set()
            done.wait(PATIENCE_S)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(PATIENCE_S)
    with pytest.raises(ConfigError, match="Another program is writing"):
        store.save(shop())
    done.set()
    other.join()


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (" https://yespo.io/api/ ", "https://yespo.io/api"),
        ("https://yespo.io/api///", "https://yespo.io/api"),
        ("HTTPS://api.yespo.io:8443", "HTTPS://api.yespo.io:8443"),
        ("http://127.0.0.1:8377/api", "http://127.0.0.1:8377/api"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:80/api", "http://[::1]:80/api"),
    ],
)
def test_good_base_urls(url, kept):
    assert checked_base_url(url) == kept


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "is empty"),
        ("yespo.io/api", "does not start with https://"),
        ("ftp://yespo.io", "does not start with https://"),
        ("http://yespo.io/api", "readable for everyone on the way"),
        ("http://127.0.0.1.evil.test/api", "readable for everyone"),
        ("https://api:key@yespo.io/api", "must not contain a user name or a key"),
        ("https://api:key@yespo.io:port/api", "must not contain a user name or a key"),
        ("https://api:k/ey@yespo.io/api", "must not contain a user name or a key"),
        ("api:key@yespo.io/api", "must not contain a user name or a key"),
        ("https://yespo.io/a pi", "blanks"),
        ("https://yespo.io/api\nX: y", "blanks"),
        ("https://yespo.io\\@evil.test", "backslashes"),
        ("https://", "not a web address"),
        ("https://yespo.io:0/", "not a web address"),
        ("https://yespo.io:99999/", "not a web address"),
        ("https://[::1/api", "not a web address"),
        ("https://yespo.io/api?x=1", "end before any"),
        ("https://yespo.io/api#", "end before any"),
        ("https://yespo.io/api;key=5EC4E7", "end before any"),
        ("https://yespo.io/api/v2/event", "Leave out /v2/event: the program adds it. Enter https://yespo.io/api."),
        ("https://yespo.io/api/v1/", "Leave out /v1"),
    ],
)
def test_base_urls_that_would_go_wrong(url, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        checked_base_url(url)
    with pytest.raises(ValidationError) as invalid:
        shop(base_url=url)
    assert words in describe_invalid(invalid.value)


@pytest.mark.parametrize(
    "changes",
    [{"name": " "}, {"name": "a\nb"}, {"name": "x" * 61}, {"colour": "red"}, {"user": "a:b"}, {"user": "ключ"}],
)
def test_other_members_that_would_go_wrong(changes):
    with pytest.raises(ValidationError) as invalid:
        shop(**changes)
    assert describe_invalid(invalid.value)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("a.localhost", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("[::1]", True),
        ("10.0.0.1", False),
        ("localhost.evil.test", False),
        ("", False),
        (None, False),
    ],
)
def test_what_is_this_computer(host, expected):
    assert is_loopback(host) is expected
