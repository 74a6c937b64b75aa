"""An exchange holds what was sent and answered, and never a credential."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError
from store_words import request

from yespo_console.events.problems import Effect, Problem, Severity
from yespo_console.history.exchange import Answer, Exchange, ExchangeError, StoredProblem

KEY = "b2d1f0c9-planted-key"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Authorization", f"Basic {KEY}", "Basic ***"),
        ("authorization", f"Bearer {KEY}", "Bearer ***"),
        ("AUTHORIZATION", KEY, "***"),
        ("Proxy-Authorization", f"Basic {KEY}", "Basic ***"),
        ("Cookie", f"session={KEY}", "***"),
        ("X-Api-Key", KEY, "***"),
    ],
)
def test_a_credential_in_a_header_is_masked(name: str, value: str, shown: str) -> None:
    made = request(request_headers=((name, value), ("Accept", "*/*")))
    assert made.request_headers == ((name, shown), ("Accept", "*/*"))
    assert KEY not in repr(made)
    assert KEY not in made.model_dump_json()
    answer = Answer(status=200, headers=((name, value),))
    assert KEY not in answer.model_dump_json()


def test_a_password_in_the_address_is_masked() -> None:
    assert request(url=f"https://api:{KEY}@yespo.io/api/v2/event").url == "https://***@yespo.io/api/v2/event"
    assert request(url="https://yespo.io/a?mail=x@example.com").url == "https://yespo.io/a?mail=x@example.com"


def test_times_are_kept_in_utc_and_need_a_zone() -> None:
    kyiv = timezone(timedelta(hours=2))
    assert request(sent_at=datetime(2026, 11, 20, 12, 0, tzinfo=kyiv)).sent_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert request(sent_at=datetime(2026, 11, 20, 12, 0, tzinfo=kyiv)).sent_at.tzinfo is UTC
    with pytest.raises(ValidationError):
        request(sent_at=datetime(2026, 11, 20, 12, 0))  # noqa: DTZ001


def test_an_answer_says_something() -> None:
    with pytest.raises(ValidationError):
        Answer()
    assert Answer(status=200).text == ""
    assert Answer(error=ExchangeError(kind="dns")).error == ExchangeError(kind="dns")


def test_bytes_that_are_no_text_are_shown_readable() -> None:
    made = request(request_body='{"ч":'.encode() + b"\xff}")
    assert made.request_text == '{"ч":\\xff}'
    assert json.loads(made.model_dump_json())["request_body"] == '{"ч":\\xff}'
    assert Answer(status=400, body=b"\xfe").text == "\\xfe"


def test_an_exchange_without_an_answer_is_one() -> None:
    assert Exchange(id=1, **request().model_dump()).answer is None


def test_a_problem_is_kept_without_its_fix_and_says_its_sentence_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from yespo_console.history import exchange

    monkeypatch.setattr(exchange, "TEXTS", {"odd": "{name} is odd.", "more": "{name} needs {other}."})
    problem = Problem("odd", Severity.WARNING, "/params", (("name", "price"),))
    stored = StoredProblem.of(problem)
    assert stored == StoredProblem(
        code="odd", severity=Severity.WARNING, effect=Effect.NONE, pointer="/params", args=(("name", "price"),)
    )
    assert stored.message == "price is odd."
    assert stored.model_copy(update={"code": "of a later version"}).message == "of a later version"
    assert stored.model_copy(update={"code": "more"}).message == "{name} needs {other}."
