"""Throws mutated payloads at the reader: it must answer, in bounded steps, and never alter sound JSON.

    pip install atheris
    mkdir found
    python tests/fuzz/fuzz_reader.py found tests/data/reading/json tests/data/reading/printed -max_total_time=1800

The first folder takes what is found; the others are where it begins. Not part of `make test`: it runs until it is told
to stop, and `atheris` is no dependency of the product. Without it, `--plain SECONDS` mutates the same payloads in
Python alone, which finds less.
"""

import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from yespo_console.events import wire
from yespo_console.events.event import Object
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.reading.mending.broken_texts import broken_texts
from yespo_console.reading.reader import read_payload

CORPUS = Path(__file__).parents[1] / "data" / "reading"
#: What of sound JSON is altered, and told: params that PHP numbered, placeholders of the documentation and of tools,
#: values and params that were made text too often, codes and links of a mail or of a page, invisible signs; and broken
#: JSON in a text that is to hold JSON.
MEANT = {
    "numbered_params",
    "placeholder",
    "value_encoded_twice",
    "params_in_quotes",
    "quoted_printable",
    "mail_links",
    "invisible_signs",
    "html_entities",
}
#: Far more than is promised (2 s per MB), so that only a text that is really slow counts.
SECONDS_PER_CHARACTER = 2e-5
SECONDS_AT_LEAST = 5.0


def check(payload: bytes) -> None:
    """Read a payload and hold what must be true of every reading.

    Raises:
        AssertionError: something is not.
    """
    begun = time.process_time()
    reading = read_payload(payload)
    seconds = time.process_time() - begun
    assert seconds < max(SECONDS_AT_LEAST, len(payload) * SECONDS_PER_CHARACTER), f"{seconds:.1f} s"
    assert reading.events or reading.error, "neither an event nor an error"
    for event in reading.events:
        assert isinstance(parse(event.text), Object)
        event.body()
        event.problems()
        for repair in event.repairs:
            assert repair.message
            assert repair.line >= 1
            assert repair.column >= 1
    _check_sound(payload)
    if reading.events and reading.events[0].repairs:
        first = reading.events[0].repairs[0].identity
        again = read_payload(payload, refused=frozenset([first]))
        assert again.events or again.error
        assert all(repair.identity != first for event in again.events for repair in event.repairs), first


def _check_sound(payload: bytes) -> None:
    try:
        text = payload.decode("utf-8")
        node = parse(text)
    except (UnicodeDecodeError, JsonTextError):
        return
    if isinstance(node, Object) and "eventTypeKey" in node and "params" in node:
        reading = read_payload(text)
        if not reading.events and reading.error:  # sound JSON may have two readings
            return
        [event] = reading.events
        meant = {repair.code for repair in event.repairs} & MEANT or broken_texts(node)
        assert event.text == text or meant, "sound JSON was altered"
        wire.read(event.body().text)


def plain(seconds: float) -> None:
    """Mutate the payloads of the tests for so long; a failing payload is written to the working folder."""
    payloads = [path.read_bytes() for path in sorted(CORPUS.rglob("*.in"))]
    pieces = [b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"'", b"//", b"/*", b"*/", b"\n", b"...", b"> ", b"```"]
    seed = int(time.time())
    chance = random.Random(seed)
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        payload = bytearray(chance.choice(payloads))
        for _mutation in range(chance.randint(1, 8)):
            at = chance.randrange(len(payload) + 1)
            if chance.random() < 0.3:
                other = chance.choice(payloads)
                start = chance.randrange(len(other) + 1)
                payload[at:at] = other[start : start + chance.randint(1, 60)]
            else:
                payload[at : at + chance.randint(0, 6)] = chance.choice(pieces)
        count += 1
        try:
            check(bytes(payload))
        except BaseException:
            Path(f"failing-{count}.in").write_bytes(payload)
            sys.stderr.write(f"{json.dumps({'payload': repr(bytes(payload)), 'seed': seed})}\n")
            raise
    sys.stderr.write(f"{count} payloads, nothing found\n")


def main(arguments: Sequence[str]) -> None:
    if arguments[1:2] == ["--plain"]:
        plain(float(arguments[2]))
        return
    import atheris

    atheris.instrument_all()
    atheris.Setup(list(arguments), check)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
