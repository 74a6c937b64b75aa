"""Settings: defaults, what is refused, and a file that another version or a person has changed."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from yespo_console.delivery.environments import describe_invalid
from yespo_console.delivery.settings import Settings, SettingsStore


@pytest.fixture
def store(profile):
    return SettingsStore(profile)


def test_without_a_file_the_defaults_hold(store, profile):
    assert store.load() == Settings()
    assert not profile.settings_file.exists()


def test_settings_come_back_and_another_programs_are_seen(store, profile):
    store.save(Settings(ca_file=Path("/x/ca.pem"), theme="dark", read_timeout=5))
    other = SettingsStore(profile)
    assert other.load() == store.load()
    assert other.load().ca_file == Path("/x/ca.pem")
    store.save(store.load().model_copy(update={"theme": "light"}))
    assert other.load().theme == "light"


def test_what_a_newer_version_wrote_is_kept(store, profile):
    profile.settings_file.write_text(json.dumps({"sounds": True, "theme": "dark"}))
    store.save(store.load().model_copy(update={"motion": False}))
    assert json.loads(profile.settings_file.read_text())["sounds"] is True
    assert store.load().theme == "dark"
    assert not store.load().motion


def test_a_wrong_member_falls_back_alone_and_is_named(store, profile):
    profile.settings_file.write_text(json.dumps({"theme": "pink", "read_timeout": -1, "language": "uk"}))
    assert store.load() == Settings(language="uk")
    assert "read_timeout, theme" in store.notices[0]


def test_a_broken_file_is_set_aside(store, profile):
    profile.settings_file.write_text("{")
    assert store.load() == Settings()
    assert "is kept as" in store.notices[0]


@pytest.mark.parametrize("url", ["", "http://proxy:3128", "https://10.0.0.1:8080/"])
def test_good_proxies(url):
    assert Settings(proxy="own", proxy_url=url).proxy_url == url.rstrip("/")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("proxy:3128", "looks like http://host:port"),
        ("socks5://proxy:1", "looks like http://host:port"),
        ("http://[x", "looks like http://host:port"),
        ("http://proxy:0", "looks like http://host:port"),
        ("http://me:secret@proxy:3128", "not kept in a file"),
        ("http://me:secret@proxy:port", "not kept in a file"),
        ("http://me:sec/secret@proxy:3128", "not kept in a file"),
        ("me:secret@proxy:3128", "not kept in a file"),
    ],
)
def test_proxies_that_would_go_wrong(url, words):
    with pytest.raises(ValidationError) as invalid:
        Settings(proxy_url=url)
    assert words in describe_invalid(invalid.value)
    assert "secret" not in describe_invalid(invalid.value)
