"""What the sandbox remembers, and how it is found by other programs of the same profile."""

import http.server
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from yespo_console.events.catalog import load_catalog
from yespo_console.platform.profile import Profile
from yespo_console.sandbox import state as state_module
from yespo_console.sandbox.address import (
    HOST,
    IDENTITY_PATH,
    SandboxAddress,
    probe,
    profile_mark,
    register,
    running,
    unregister,
)
from yespo_console.sandbox.state import Received, SandboxState


def received(event_type: str | None = None, *, would_create: bool = False) -> Received:
    return Received(datetime.now(UTC), "POST", "/api/v2/event", 200, event_type, b"{}", would_create=would_create)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.at(tmp_path).ensure()


def test_any_key_is_good_unless_it_is_blocked_and_none_is_none() -> None:
    state = SandboxState(load_catalog(), blocked_keys=["bad", "ключ"])
    assert state.accepts_key("anything")
    assert not state.accepts_key("")
    assert not state.accepts_key("bad")
    assert not state.accepts_key("ключ")
    state.block_keys(["anything"])
    assert state.accepts_key("bad")
    assert not state.accepts_key("anything")


def test_blocked_keys_are_not_shown() -> None:
    state = SandboxState(load_catalog(), blocked_keys=["planted-key"])
    assert "planted-key" not in repr(state)


def test_the_inbox_keeps_the_last_requests_and_tells_who_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_module, "INBOX_SIZE", 3)
    state = SandboxState(load_catalog())
    heard: list[Received] = []
    end = state.listen(heard.append)
    sent = [received(f"type{number}") for number in range(4)]
    for one in sent:
        state.add(one)
    assert state.received == tuple(sent[1:])
    assert heard == sent
    end()
    end()
    state.add(received())
    assert heard == sent


def test_types_that_an_account_would_have_been_given_are_counted() -> None:
    state = SandboxState(load_catalog())
    for event_type in ("mine", "mine", "other"):
        state.add(received(event_type, would_create=True))
    state.add(received("pageViewed"))
    assert state.created_types == {"mine": 2, "other": 1}
    state.clear()
    assert state.created_types == {}
    assert state.received == ()


@pytest.fixture
def somebody_else() -> Iterator[tuple[int, list[bytes]]]:
    """Another program at a port; it answers everything with what the list holds."""
    reply = [b"<html>"]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(reply[0])

        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer((HOST, 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.server_address[1], reply
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_sandbox_is_believed_only_when_it_says_who_it_is(
    profile: Profile, somebody_else: tuple[int, list[bytes]]
) -> None:
    port, reply = somebody_else
    ours = SandboxAddress(port, os.getpid(), "token", profile_mark(profile))
    register(profile, ours)
    strangers: list[object] = [[], {}, {**ours.identity(), "token": 5}, {**ours.identity(), "port": port + 1}]
    for stranger in strangers:
        reply[0] = json.dumps(stranger).encode()
        assert probe(port) is None
    reply[0] = b"\xff"
    assert probe(port) is None
    reply[0] = json.dumps({**ours.identity(), "token": "of a later start"}).encode()
    assert probe(port) is not None
    assert running(profile) is None
    reply[0] = json.dumps(ours.identity()).encode()
    assert running(profile) == ours
    assert ours.base_url == f"http://127.0.0.1:{port}/api"


@pytest.mark.parametrize(
    "noted", [b"", b"[]", b"{}", b"\xff", b'{"port": 0, "pid": 1, "token": "", "profile": ""}', b'{"port": "1"}']
)
def test_a_note_that_makes_no_sense_is_no_sandbox(profile: Profile, noted: bytes) -> None:
    profile.sandbox_file.write_bytes(noted)
    assert running(profile) is None


def test_nobody_at_the_port_and_no_note_are_no_sandbox(profile: Profile) -> None:
    assert running(profile) is None
    with socket.socket() as free:
        free.bind((HOST, 0))
        register(profile, SandboxAddress(free.getsockname()[1], 1, "token", "p"))
        assert running(profile) is None


def test_only_the_own_note_is_removed(profile: Profile) -> None:
    mine, other = SandboxAddress(8377, 1, "mine", "p"), SandboxAddress(8377, 1, "other", "p")
    register(profile, other)
    unregister(profile, mine)
    assert profile.sandbox_file.exists()
    unregister(profile, other)
    assert not profile.sandbox_file.exists()
    unregister(profile, other)


def test_profiles_are_told_apart_without_saying_where_they_are(tmp_path: Path) -> None:
    one, other = Profile.at(tmp_path / "one"), Profile.at(tmp_path / "other")
    assert profile_mark(one) == profile_mark(Profile.at(tmp_path / "one")) != profile_mark(other)
    assert str(tmp_path) not in profile_mark(one)


def test_looking_for_a_sandbox_needs_only_the_standard_library() -> None:
    code = (
        "import sys, yespo_console.sandbox.address;"
        "print(sorted({'starlette', 'uvicorn', 'httpx', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert IDENTITY_PATH.startswith("/_sandbox/")
