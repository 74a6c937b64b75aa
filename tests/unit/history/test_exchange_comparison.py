"""Two exchanges side by side: where they went, what they carried, what came back."""

import json
from datetime import UTC, datetime

from yespo_console.events.event import ApiVersion
from yespo_console.history.exchange import Answer, Exchange, ExchangeError, Timing
from yespo_console.history.exchange_comparison import compare_exchanges

BODY = json.dumps({"eventTypeKey": "pageViewed", "keyValue": "k", "params": []})
REFUSED = Answer(status=400, reason="Bad Request", body=b'{"error":"no"}', timing=Timing(total_ms=12.4))
ACCEPTED = Answer(status=200, reason="OK", headers=(("Date", "today"), ("Server", "one")), timing=Timing(total_ms=34))


def exchange(**changes: object) -> Exchange:
    values = {
        "id": 1,
        "sent_at": datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
        "environment": "Sandbox",
        "is_real": False,
        "url": "http://127.0.0.1:8377/api/v2/event",
        "api": ApiVersion.V2,
        "request_headers": (("Authorization", "Basic c2VjcmV0"), ("Content-Length", "52")),
        "request_body": BODY.encode(),
        "source": "window",
        "answer": ACCEPTED,
    }
    return Exchange(**{**values, **changes})


def test_two_sends_of_one_thing_are_the_same_whatever_the_moment() -> None:
    later = ACCEPTED.model_copy(update={"headers": (("date", "tomorrow"), ("server", "one"))})
    compared = compare_exchanges(exchange(), exchange(id=2, answer=later))
    assert compared.same
    assert compared.request.identical
    assert compared.times_in_words == "Time: 34 ms and 34 ms."


def test_where_it_went_is_told_and_no_secret_with_it() -> None:
    other = exchange(
        environment="Yespo",
        url="https://yespo.io/api/v3/event",
        api=ApiVersion.V3,
        request_headers=(("authorization", "Basic b3RoZXI="), ("X-Trace", "1")),
    )
    compared = compare_exchanges(exchange(), other)
    assert [one.message for one in compared.about] == [
        "environment Sandbox became Yespo",
        "API version v2 became v3",
        'address "http://127.0.0.1:8377/api/v2/event" became "https://yespo.io/api/v3/event"',
        'header X-Trace "1" was added',
    ]
    assert not compared.same
    assert compared.answer_same


def test_answers_are_told_apart() -> None:
    compared = compare_exchanges(exchange(), exchange(answer=REFUSED))
    assert [one.message for one in compared.answer] == [
        "status 200 became 400",
        'words of the status "OK" became "Bad Request"',
        "header Server is missing",
    ]
    assert compared.answer_body.is_text
    assert compared.times_in_words == "Time: 34 ms and 12 ms."


def test_the_body_of_an_answer_is_compared_as_json() -> None:
    other = REFUSED.model_copy(update={"body": b'{"error":"never"}'})
    compared = compare_exchanges(exchange(answer=REFUSED), exchange(answer=other))
    assert [one.message for one in compared.answer_body.differences] == ["error no became never"]


def test_bytes_that_are_no_text_are_not_the_letters_that_stand_for_them() -> None:
    byte, letters = exchange(request_body=b"k\xff"), exchange(request_body=rb"k\xff")
    compared = compare_exchanges(byte, letters)
    assert not compared.same
    assert not compared.request.identical
    assert [one.message for one in compared.request.differences] == [r"line 1: “k⟨FF⟩” became “k\xff”"]
    assert compare_exchanges(byte, byte).request.identical
    answers = (exchange(answer=REFUSED.model_copy(update={"body": body})) for body in (b"\xfe", rb"\xfe"))
    assert len(compare_exchanges(*answers).answer_body.differences) == 1


def test_an_answer_that_never_came() -> None:
    failed = Answer(error=ExchangeError(kind="timeout"))
    assert [one.message for one in compare_exchanges(exchange(), exchange(answer=None)).answer] == ["answer is missing"]
    assert [one.message for one in compare_exchanges(exchange(answer=None), exchange()).answer] == [
        "answer 200 was added"
    ]
    assert [one.message for one in compare_exchanges(exchange(answer=REFUSED), exchange(answer=failed)).answer] == [
        "status 400 became (nothing)",
        'words of the status "Bad Request" became (nothing)',
        'failure of the network (nothing) became "timeout"',
    ]
    assert compare_exchanges(exchange(answer=None), exchange(answer=None)).times_in_words == ""
