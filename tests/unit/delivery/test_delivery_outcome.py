"""What every answer means, in words; nothing is said about Yespo that is not known."""

from datetime import UTC, datetime

import pytest

from yespo_console.delivery.outcome import expected_params, explain, explain_error
from yespo_console.events.event import ApiVersion
from yespo_console.history.exchange import Answer, Exchange, ExchangeError


def exchange(answer, is_real=True, environment="Shop"):
    return Exchange(
        id=1,
        sent_at=datetime.now(UTC),
        environment=environment,
        is_real=is_real,
        url="https://yespo.io/api/v2/event",
        api=ApiVersion.V2,
        request_body=b"{}",
        source="test",
        answer=answer,
    )


def told(status, body=b"", headers=(), **where):
    explanation = explain(exchange(Answer(status=status, body=body, headers=headers), **where))
    return explanation, " ".join((explanation.title, *explanation.sentences, *explanation.next_steps))


def test_an_empty_200_is_success_and_no_more_than_accepted():
    explanation, words = told(200)
    assert explanation.is_success
    assert "accepted, empty body as usual" in words
    assert "does not mean linked to a contact" in words
    assert "Event history" in words


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_2xx_is_success(status):
    explanation, words = told(status, b"{}" if status < 204 else b"")
    assert explanation.is_success
    assert f"{status}: accepted" in words


def test_the_sandbox_does_not_send_anybody_to_the_account():
    explanation, words = told(200, is_real=False, environment="Sandbox")
    assert explanation.is_success
    assert explanation.next_steps == ()
    assert "The event was recorded" in words
    assert "nobody was written to" in words


def test_of_another_server_on_this_computer_it_is_only_said_that_it_went_there():
    explanation, words = told(200, is_real=False)
    assert explanation.is_success
    assert "another server on this computer" in words
    assert "does not know" in words
    for promise in ("nobody was written to", "recorded", "usual", "not to Yespo"):
        assert promise not in words


def test_the_params_that_the_account_wants_are_listed():
    text = (
        'The event should have the following params: [ {"name":"EmailAddress","required":true}, '
        '{"name":"Цвет","required":false} ]'
    )
    explanation, words = told(400, text.encode())
    assert not explanation.is_success
    assert "EmailAddress (required)" in explanation.sentences
    assert "Цвет (may be left out)" in explanation.sentences
    assert "{" not in words


@pytest.mark.parametrize(
    "text",
    [
        "should have the following params: [",
        "should have the following params: [1]",
        'should have the following params: [{"name":1}]',
        "should have the following params: [x]",
        "something else",
    ],
)
def test_any_other_refusal_is_shown_as_it_is(text):
    assert expected_params(text) == ()
    assert f"The answer says: {text}" in told(400, text.encode())[1]


def test_a_refusal_without_or_with_too_many_words():
    assert "does not say why" in told(400)[1]
    assert len(told(400, b"x" * 10_000)[1]) < 1_000


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (401, (), "90 days"),
        (403, (), "may post events"),
        (429, (), "350 events a second"),
        (429, (("retry-after", "7"),), "Retry-After 7"),
        (302, (("Location", "https://x.test"),), "https://x.test"),
        (304, (), "Check the base URL"),
        (404, (), "base URL of the environment is wrong"),
        (405, (), "base URL of the environment is wrong"),
        (418, (), "does not document"),
        (500, (), "documents nothing"),
        (503, (), "Whether the event was recorded is not known"),
    ],
)
def test_what_other_answers_mean(status, headers, words):
    explanation, all_words = told(status, headers=headers)
    assert not explanation.is_success
    assert words in all_words
    assert all_words.startswith(str(status))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("unreachable", "cannot be reached"),
        ("from_a_newer_version", "The request failed"),
        ("tls", "secure connection"),
    ],
)
def test_errors_with_few_details_are_told_too(kind, words):
    explanation = explain_error(ExchangeError(kind=kind, args=(("host", "h"),)))
    assert words in explanation.title + " ".join(explanation.sentences)
    assert "{" not in str(explanation.sentences)
