"""A history like one that has been used for a year: carts, views, searches and orders in Latin and Cyrillic.

Reproducible: the same ``seed`` gives the same rows. ``fill`` writes through plain SQL in large transactions and then
lets the program's own indexing run, so the file is what the program would have made, only sooner.
"""

import json
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from yespo_console.events.event import ApiVersion
from yespo_console.events.problems import Effect, Severity
from yespo_console.history import records
from yespo_console.history.exchange import Answer, ExchangeError, NewExchange, StoredProblem, Timing
from yespo_console.history.indexing import index_batch, mark_unindexed
from yespo_console.history.schema import connect, prepare

#: A word that is in one row only, so that the rarest search has something to find.
NEEDLE: Final = "Цзиньюань-7391"

_LATIN: Final = (
    "Mug",
    "Lamp",
    "Sofa",
    "Chair",
    'Monitor 27" Pro',
    "Green tea",
    "Winter jacket",
    "Running shoes",
    "Book",
)
_CYRILLIC: Final = ("Чашка", "Лампа", "Диван", "Крісло", "Монітор", "Зелений чай", "Зимова куртка", "Кросівки", "Книга")
_COLOURS: Final = ("green", "red", "blue", "чорний", "білий", "жовтий", "oak", "walnut")
_CATEGORIES: Final = ("Kitchen", "Дім і сад", "Electronics", "Одяг", "Sport", "Книги", "Toys", "Взуття")
_NAMES: Final = ("olena", "taras", "ivan", "maria", "john", "anna", "peter", "oksana", "dmytro", "sofia")
_ENVIRONMENTS: Final = (("Sandbox", 60), ("Yespo", 30), ("Staging", 9), ("Client Ltd", 1))
_REFUSAL: Final = (
    'The event should have the following params: [ {"name":"EmailAddress","required":true}, '
    '{"name":"orderId","required":true} ]'
)


def exchanges(count: int, seed: int = 7) -> Iterator[tuple[NewExchange, Answer | None]]:
    """``count`` sends over one year, oldest first, with what was answered (None: nothing was recorded)."""
    chance = random.Random(seed)
    moment = datetime(2025, 11, 1, tzinfo=UTC)
    step = timedelta(days=365) / max(count, 1)
    for number in range(count):
        moment += step * chance.uniform(0.2, 1.8)
        # Two programs write at once: now and then one is a few milliseconds late.
        sent_at = moment - timedelta(milliseconds=chance.randrange(40)) if number % 50 == 0 else moment
        event_type, params = _event(chance, number == count // 3)
        contact = f"{chance.choice(_NAMES)}{chance.randrange(90_000)}@example.com"
        phone = f"38050{chance.randrange(10**7):07}"
        params = {"email": contact, "phone": phone, **params}
        ensure_ascii = chance.random() < 0.3
        body = json.dumps(
            {
                "eventTypeKey": event_type,
                "keyValue": contact,
                "params": [
                    {
                        "name": name,
                        "value": value
                        if isinstance(value, str)
                        else json.dumps(value, ensure_ascii=ensure_ascii, separators=(",", ":")),
                    }
                    for name, value in params.items()
                ],
            },
            ensure_ascii=ensure_ascii,
        ).encode()
        (environment,) = chance.choices([name for name, _ in _ENVIRONMENTS], [weight for _, weight in _ENVIRONMENTS])
        new = NewExchange(
            sent_at=sent_at,
            environment=environment,
            is_real=environment != "Sandbox",
            url="https://yespo.io/api/v2/event",
            api=ApiVersion.V2,
            event_type=event_type,
            key_value=contact,
            locators=(("email", contact), ("phone", phone)),
            request_headers=(("Content-Type", "application/json; charset=UTF-8"), ("Authorization", "Basic ***")),
            request_body=body,
            source="cli" if number % 3 else "window",
            problems=_problems(chance),
            tags=("checked",) if number % 5_000 == 1 else (),
            note="Asked the client about this lamp" if number % 20_000 == 2 else "",
            pinned=number % 10_000 == 3,
        )
        yield new, _answer(chance)


def _event(chance: random.Random, with_needle: bool) -> tuple[str, dict[str, Any]]:
    kind = chance.random()
    if kind < 0.55 or with_needle:
        products = [_product(chance) for _ in range(chance.randint(1, 7))]
        if with_needle:
            products[0]["name"] = NEEDLE
        cart = f"{chance.getrandbits(128):032x}"
        return "cartUpdated", {"products": products, "currencyCode": "UAH", "recycleStateId": cart}
    if kind < 0.75:
        return "productViewed", {"product": _product(chance), "currencyCode": "USD"}
    if kind < 0.9:
        return "pageViewed", {"page": {"location": f"https://shop.example.com/catalog/{chance.randrange(5_000)}"}}
    if kind < 0.97:
        return "searchRequest", {"search": chance.choice(_LATIN + _CYRILLIC).lower(), "isFound": "0"}
    return "orderCreated", {
        "externalOrderId": f"ORD-{chance.randrange(10**6)}",
        "totalCost": f"{chance.uniform(10, 900):.2f}",
        "status": "INITIALIZED",
        "date": "2026-11-20T10:00:00",
        "items": [_product(chance) for _ in range(chance.randint(1, 5))],
    }


def _product(chance: random.Random) -> dict[str, Any]:
    names = _CYRILLIC if chance.random() < 0.5 else _LATIN
    colour = chance.choice(_COLOURS)
    return {
        "productId": f"WS{chance.randrange(3_000):04}-{chance.choice('SML')}-{colour}",
        "name": f"{chance.choice(names)} {colour} {chance.randrange(400)}",
        "category": chance.choice(_CATEGORIES),
        "price": round(chance.uniform(5, 500), 2),
        "quantity": chance.randint(1, 4),
        "discount": f"{chance.randrange(30)}%",
        "url": f"https://shop.example.com/p/{chance.randrange(3_000)}?utm_source=mail",
    }


def _problems(chance: random.Random) -> tuple[StoredProblem, ...]:
    if chance.random() < 0.92:
        return ()
    return (
        StoredProblem(
            code="price_as_text", severity=Severity.WARNING, effect=Effect.NONE, pointer="/params/2/value/0/price"
        ),
    )


def _answer(chance: random.Random) -> Answer | None:
    kind = chance.random()
    total = chance.uniform(30, 400)
    timing = Timing(first_byte_ms=total * 0.9, total_ms=total, reused=True)
    if kind < 0.9:
        return Answer(status=200, reason="OK", headers=(("Content-Length", "0"),), timing=timing)
    if kind < 0.97:
        return Answer(status=400, reason="Bad Request", body=_REFUSAL.encode(), timing=timing)
    if kind < 0.98:
        return Answer(status=401, reason="Unauthorized", timing=timing)
    if kind < 0.998:
        return Answer(error=ExchangeError(kind="timeout", phase="read", may_have_been_accepted=True), timing=timing)
    return None


def _indexed(connection: sqlite3.Connection) -> int:
    connection.execute("BEGIN IMMEDIATE")
    done = index_batch(connection, seconds=1.0)
    connection.execute("COMMIT")
    return done


def fill(path: Path, count: int, seed: int = 7) -> None:
    """Make ``path`` a history with ``count`` exchanges, all of them indexed. Says on standard error how far it is."""
    prepare(path)
    connection = connect(path)
    connection.execute("PRAGMA synchronous = OFF")  # only here: a file that is made anew for every measurement
    try:
        started = time.monotonic()
        connection.execute("BEGIN")
        for number, (new, answer) in enumerate(exchanges(count, seed), start=1):
            row = records.insert(connection, new)
            mark_unindexed(connection, row)
            if answer is not None:
                records.complete(connection, row, answer)
            if number % 50_000 == 0:
                connection.execute("COMMIT")
                print(f"  written {number:,} in {time.monotonic() - started:.0f} s", file=sys.stderr)
                connection.execute("BEGIN")
        connection.execute("COMMIT")
        indexed = 0
        while done := _indexed(connection):
            indexed += done
            if indexed % 50_000 < done:
                print(f"  indexed {indexed:,} after {time.monotonic() - started:.0f} s", file=sys.stderr)
        print(f"  indexed {indexed:,} after {time.monotonic() - started:.0f} s", file=sys.stderr)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
