"""What reading costs: seconds of processor time for each million characters, by kind of text and size.

``python -m benchmarks.reading [KIND ...] [--sizes 0.1 1 5] [--hostile 30]``. Each text is read in this process a few
times, and the least time counts. Of source code there is a limit of 300,000 characters, so it has sizes of its own.
What is promised is 2 s for each million characters, and an answer or a reason for every text.
"""

import argparse
import base64
import json
import quopri
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote_plus

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.figures import verdict
from benchmarks.source_programs import LANGUAGES, SHAPES, program
from yespo_console.reading.reader import read_payload

_GOAL: Final = 2.0
_SIZES: Final = (0.1, 1.0, 5.0)
#: Of source code.
_LENGTHS: Final = (50_000, 100_000, 299_000)
_TIMES: Final = 3
#: No text is read again that takes so many seconds.
_LONG: Final = 4.0
_PRODUCTS: Final = (
    '{"productId":"WS-%d","quantity":2,"price":45.50,"name":"Shirt \\"%d\\"","url":"https://example.com/p/%d"}'
)
Maker = Callable[[int], str]


def _event(number: int) -> str:
    params = [
        {"name": "email", "value": f"olha{number}@example.com"},
        {"name": "products", "value": "[" + _PRODUCTS.replace("%d", str(number)) + "]"},
        {"name": "recycleStateId", "value": f"d59c6e6d-4123-4b0e-8c32-{number:012}"},
    ]
    return json.dumps({"eventTypeKey": "cartUpdated", "keyValue": f"olha{number}@example.com", "params": params})


def _many(one: Callable[[int], str], length: int, parted: str = "\n") -> str:
    size = len(one(1000)) + len(parted)
    return parted.join(map(one, range(max(1, length // size))))


def _one_event(length: int) -> str:
    """One event with as many products as make that length."""
    products = _many(lambda number: _PRODUCTS.replace("%d", str(number)), length * 8 // 10, ",")
    params = [{"name": "products", "value": f"[{products}]"}]
    return json.dumps({"eventTypeKey": "cartUpdated", "keyValue": "olha@example.com", "params": params})


def _curl(number: int) -> str:
    return (
        "curl 'https://yespo.io/api/v2/event' -H 'Content-Type: application/json' -u 'api:secretkey1' "
        f"--data-raw '{_event(number)}'"
    )


def _invoke(number: int) -> str:
    return (
        'Invoke-WebRequest -Uri "https://yespo.io/api/v2/event" -Method "POST" '
        f"-ContentType 'application/json' -Body '{_event(number)}'"
    )


def _entry(number: int) -> dict[str, object]:
    body = {"mimeType": "application/json", "text": _event(number)}
    request = {"method": "POST", "url": "https://yespo.io/api/v2/event", "headers": [], "postData": body}
    return {"startedDateTime": "2026-11-01T10:00:00Z", "request": request, "response": {"status": 200}}


def _item(number: int) -> dict[str, object]:
    body = {"mode": "raw", "raw": _event(number)}
    return {
        "name": f"event {number}",
        "request": {"method": "POST", "url": "https://yespo.io/api/v2/event", "body": body},
    }


def _har(length: int) -> str:
    entries = [_entry(number) for number in range(max(1, length // len(json.dumps(_entry(1000)))))]
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "browser"}, "entries": entries}})


def _postman(length: int) -> str:
    items = [_item(number) for number in range(max(1, length // len(json.dumps(_item(1000)))))]
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    return json.dumps({"info": {"name": "shop", "schema": schema}, "item": items})


def _csv(length: int) -> str:
    def row(number: int) -> str:
        return f"type{number},olha{number}@example.com,olha{number}@example.com,{number}.50"

    return "eventTypeKey,keyValue,email,price\n" + _many(row, length)


def _mail(length: int) -> str:
    words = "Hello Olha,\n\nthis event does not arrive, could you look at it? Пароль: немає\n\n"
    text = quopri.encodestring((words + _one_event(length * 8 // 10) + "\n\nThanks\n").encode()).decode()
    head = "From: a@example.com\nTo: b@example.com\nContent-Type: text/plain; charset=utf-8\n"
    return f"{head}Content-Transfer-Encoding: quoted-printable\n\n{text}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


KINDS: Final[Mapping[str, Maker]] = {
    "json, one event": _one_event,
    "json, a list": lambda length: "[" + _many(_event, length, ",\n") + "]",
    "json, broken": lambda length: "[" + _many(lambda n: _event(n)[:-2] + ",]}", length, ",\n") + ",]",
    "json, single quotes": lambda length: _many(lambda n: _event(n).replace('\\"', "").replace('"', "'"), length),
    "jsonl": lambda length: _many(_event, length),
    "csv": _csv,
    "curl": lambda length: _many(_curl, length),
    "curl, one": lambda length: f"curl 'https://yespo.io/api/v2/event' -d '{_one_event(length)}'",
    "powershell": lambda length: _many(_invoke, min(length, _LENGTHS[-1])),
    "fetch": lambda length: _many(
        lambda n: f'fetch("https://yespo.io/api/v2/event", {{"method": "POST", "body": {json.dumps(_event(n))}}});',
        min(length, _LENGTHS[-1]),
    ),
    "har": _har,
    "postman": _postman,
    "log": lambda length: _many(lambda n: f"2026-11-01 10:00:00 [INFO] shop.send: body={_event(n)} status=200", length),
    "form": lambda length: "event=" + quote_plus(_one_event(length * 6 // 10)),
    "base64": lambda length: base64.b64encode(_one_event(length * 3 // 4).encode()).decode(),
    "html": lambda length: f"<html><body><pre>{_escaped(_one_event(length * 8 // 10))}</pre></body></html>",
    "mail": _mail,
    "mail, quoted": lambda length: "Hi,\n\n" + _many(lambda n: "> " + _event(n), length),
    "words": lambda length: _many(lambda n: f"Olha wrote about the event {n} that did not arrive.", length) + "\n{",
}


def _bytes(length: int) -> str | bytes:
    return random.Random(1).randbytes(length)


HOSTILE: Final[Mapping[str, Callable[[int], str | bytes]]] = {
    "opening brackets": lambda length: "[" * length,
    "members in members": lambda length: '{"a":' * (length // 5),
    "quotes": lambda length: '{"a":' + '"' * length,
    "backslashes": lambda length: '{"a":"' + "\\" * length,
    "nested texts": lambda length: '{"a":"' + '{"b":"' * (length // 6),
    "spaces": lambda length: " " * length + "x",
    "lines": lambda length: "\n" * length + "{",
    "carriage returns": lambda length: "\r" * length + "{",
    "words": lambda length: "hello world " * (length // 12),
    "commas": lambda length: "[" + "," * length,
    "binary bytes": _bytes,
    "invalid UTF-8": lambda length: b'{"eventTypeKey":"' + b"\xd0" * length,
    "one long line": lambda length: '{"eventTypeKey":"' + "x" * length,
    "code without an end": lambda length: "fetch(" + "{eventTypeKey:" * (length // 14),
    "events cut off": lambda length: (_event(1)[:-3] + "\n") * (length // len(_event(1))),
}


def _texts(wanted: list[str], sizes: list[float], hostile: float) -> Iterator[tuple[str, str | bytes]]:
    for name, make in KINDS.items():
        if not wanted or name in wanted or name.partition(",")[0] in wanted:
            for size in sizes:
                yield name, make(int(size * 1e6))
    for language in LANGUAGES:
        if not wanted or language in wanted:
            for shape in SHAPES:
                for length in _LENGTHS:
                    yield f"{language}, {shape}", program(language, shape, length)
    if not wanted or "hostile" in wanted:
        for name, make_hostile in HOSTILE.items():
            yield f"hostile, {name}", make_hostile(int(hostile * 1e6))


def measure(wanted: list[str], sizes: list[float], hostile: float) -> int:
    """Print the figures; how many are above the goal."""
    above = 0
    for name, text in _texts(wanted, sizes, hostile):
        seconds, told = _least_time(text)
        rate = seconds / len(text) * 1e6
        above += rate > _GOAL
        print(
            f"{name:50} {len(text) / 1e6:6.2f} MB {seconds:7.2f} s {rate:6.2f} s/MB, {verdict(rate, _GOAL)}; {told}",
            flush=True,
        )
    print(f"above {_GOAL:g} s/MB: {above}")
    return above


def _least_time(text: str | bytes) -> tuple[float, str]:
    least = float("inf")
    for _attempt in range(_TIMES):
        begun = time.process_time()
        reading = read_payload(text)
        least = min(least, time.process_time() - begun)
        if least > _LONG:
            break
    return least, f"{reading.source}, {len(reading.events):,} events" + (
        f", {reading.error[:50]}" if reading.error else ""
    )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("kinds", nargs="*", help="as they are printed before the comma; none for all")
    arguments.add_argument("--sizes", nargs="+", type=float, default=list(_SIZES), help="million characters")
    arguments.add_argument("--hostile", type=float, default=30, help="million characters of the hostile texts")
    given = arguments.parse_args()
    sys.exit(measure(given.kinds, given.sizes, given.hostile) > 0)
