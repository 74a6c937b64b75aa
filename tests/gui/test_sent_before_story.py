"""After a restart a draft that was sent says so: nobody is invited to send it a second time."""

import json
import socket

import pytest

from yespo_console.delivery.credentials import checked_key
from yespo_console.delivery.environments import Environment
from yespo_console.history.removing import remove

NOTE = '{"eventTypeKey": "mine", "params": [{"name": "email", "value": "a@example.com"}]}'


@pytest.fixture
def again(start):
    """Closes the window and starts another, in which the drafts are there again."""

    def run(user):
        text = user.text
        start.end(user)
        user = start()
        user.wait(lambda: user.text == text)
        return user

    return run


def test_the_answer_is_there_again_after_a_restart(user, again):
    user.write_text(NOTE)
    sent = user.send()
    user = again(user)
    assert user.answer() == sent
    assert user.sees("200: accepted")
    assert not user.sees("Not sent yet")
    assert not user.sees("You have changed the event since")
    assert again(user).answer() == sent


def test_a_draft_that_was_changed_since_says_so_after_a_restart(user, again):
    user.write_text(NOTE)
    sent = user.send()
    user.write_text(NOTE.replace("mine", "another"))
    user = again(user)
    assert user.answer() == sent
    assert user.sees("You have changed the event since")


def test_a_draft_that_was_never_sent_says_so_after_a_restart(user, again):
    user.write_text(NOTE)
    assert again(user).sees("Not sent yet")


def test_a_draft_whose_exchange_was_removed_says_so_after_a_restart(user, again):
    user.write_text(NOTE)
    sent = user.send()
    remove(user.store, [sent.id])
    user = again(user)
    assert user.answer() is None
    assert "was removed from the history" in user.compose.response.words


def test_a_closed_draft_that_comes_back_keeps_what_it_was_sent_as(user, again):
    user.write_text(NOTE)
    sent = user.send()
    user.window.actions_by_id["close"].trigger()
    user.window.actions_by_id["reopen"].trigger()
    assert again(user).answer() == sent


def test_what_was_under_way_when_the_program_was_ended_is_not_called_unsent(user, start, again, profile):
    services = user.console.backend.services
    with socket.create_server(("127.0.0.1", 0)) as silent:
        services.environments.save(
            Environment(name="Silent", base_url=f"http://127.0.0.1:{silent.getsockname()[1]}/api")
        )
        services.credentials.set("Silent", checked_key("a-key"))
        user.console.selection.take(services.environments.all())
        user.console.selection.choose("Silent")
        user.write_text(NOTE)
        user.press_send()
        user.wait(lambda: user.count_sent() == 1)
        # killed from here on, the program finds it again
        user.wait(lambda: _kept(profile) == [user.newest().id])
        assert user.newest().answer is None
        user.window.close()
        user.press_button(user.question(), "Quit now")
        user = again(user)
    assert user.answer() == user.newest()
    assert user.answer().answer.error.kind == "cancelled"
    assert not user.sees("Not sent yet")


def _kept(profile):
    """What the drafts on disk were sent as."""
    return [json.loads(file.read_bytes())["sent"] for file in profile.drafts_dir.glob("*/*.json")]
