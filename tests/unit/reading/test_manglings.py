"""Every event, damaged in any one way, comes back exactly or is refused; it never comes back as another one.

`-s` prints what share of each kind comes back. One kind of damage can be undone only where the text itself tells how:
it is refused more often, and never guessed.
"""

import random
import sys
from collections import Counter, defaultdict

import pytest
from event_strategies import events as any_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from manglings import MANGLINGS
from samples_realistic import realistic_event, realistic_events

from yespo_console.events import wire
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.reading.reader import read_payload

ENCODINGS = (Encoding(ApiVersion.V2, False), Encoding(ApiVersion.V2, True), Encoding(ApiVersion.V3, True))
#: Sound JSON that is to be read all the same.
STAY_SOUND = (
    "in_a_list",
    "encoded_twice",
    "encoded_three_times",
    "values_encoded_twice",
    "params_in_quotes",
    "misnamed_members",
    "carriage_returns",
)
#: Kinds of which less can come back, because the text itself does not tell what was there. When every double quote
#: became a single one, an escaped one in a text may have been an apostrophe: both kinds of damage make the same text of
#: two events.
LESS_COME_BACK = {"single_quotes_blunt": 0.85}

#: Damage to the structure, which leaves every text in its double quotes, so that any other damage may come on top.
STRUCTURE = (
    "stray_bracket",
    "stray_bracket_behind_bracket",
    "missing_comma",
    "trailing_comma",
    "doubled_comma",
    "ellipsis",
    "unquoted_names",
    "no_break_spaces",
    "in_a_list",
    "misnamed_members",
)
#: What comes on top and can be told from what was there before: not where an apostrophe may have been a quote, or
#: a code of HTML one that belongs to the text.
ON_TOP = (
    *STRUCTURE[:-1],
    "line_comments",
    "block_comments",
    "raw_line_breaks",
    "single_quotes",
    "typographic_quotes",
    "code_fence",
    "mail_quoting",
    "among_words",
    "encoded_twice",
    "escaped_without_quotes",
    "percent_encoded",
    "form_field",
    "base_64",
)

seeds = st.integers(0, 2**32)
thorough = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


def mangled(event, name, seed):
    """The event's text in some encoding and layout, and damaged; None where the damage does not apply."""
    chance = random.Random(seed)
    encoding = ENCODINGS[0] if name.startswith("inner_") else chance.choice(ENCODINGS)
    text = wire.write(event, encoding, indent=chance.choice((None, 2, 4)))
    payload = MANGLINGS[name](text, chance)
    if payload is None or (name not in STAY_SOUND and isinstance(payload, str) and is_sound(payload)):
        return None
    return payload, wire.read(wire.convert(text, encoding, Encoding()).text)


def is_sound(text):
    try:
        parse(text)
    except JsonTextError:
        return False
    return True


def outcome(payload, wanted):
    reading = read_payload(payload)
    if reading.error is not None or len(reading.events) != 1:
        assert reading.error
        return "refused"
    [event] = reading.events
    read = wire.read(event.body().text)
    assert read == wanted, [repair.identity for repair in event.repairs]
    return "recovered"


@pytest.mark.parametrize("name", MANGLINGS)
def test_no_damage_makes_another_event_of_it(name):
    @thorough
    @given(any_events | realistic_events, seeds)
    def check(event, seed):
        made = mangled(event, name, seed)
        if made is not None:
            outcome(*made)

    check()


def test_nearly_all_of_each_kind_come_back(capsys):
    counts = defaultdict(Counter)
    for seed in range(150):
        for name in MANGLINGS:
            made = mangled(realistic_event(seed), name, seed)
            if made is not None:
                counts[name][outcome(*made)] += 1
    shares = {name: count["recovered"] / count.total() for name, count in counts.items()}
    with capsys.disabled():
        table = [f"{name:30} {share:6.1%} of {counts[name].total():4}" for name, share in sorted(shares.items())]
        sys.stdout.write("\n".join(("", *table, "")))
    assert [name for name, share in shares.items() if share < LESS_COME_BACK.get(name, 0.95)] == []
    assert set(counts) == set(MANGLINGS)


@pytest.mark.parametrize("first", STRUCTURE)
def test_two_kinds_of_damage_at_once_make_no_other_event(first):
    outcomes = Counter()
    for seed in range(120):
        chance = random.Random(f"{first} {seed}")
        second = chance.choice([name for name in ON_TOP if name != first])
        encoding = chance.choice(ENCODINGS)
        text = wire.write(realistic_event(seed), encoding, indent=chance.choice((None, 2, 4)))
        payload = MANGLINGS[first](text, chance)
        payload = None if payload is None else MANGLINGS[second](payload, chance)
        if payload is not None and not is_sound(payload):
            outcomes[outcome(payload, wire.read(wire.convert(text, encoding, Encoding()).text))] += 1
    assert outcomes["recovered"] >= outcomes["refused"] or first.startswith("stray_bracket")


@given(any_events, st.sampled_from(ENCODINGS), st.sampled_from((None, 2)))
def test_sound_json_is_never_altered(event, encoding, indent):
    text = wire.write(event, encoding, indent=indent)
    [read] = read_payload(text).events
    assert (read.text, read.repairs) == (text, ())


@given(any_events, any_events, st.sampled_from(("\n", "", " ", "\r\n\r\n")))
def test_several_events_in_a_row_are_read_in_order(first, second, between):
    texts = [wire.write(event, ENCODINGS[0], indent=None) for event in (first, second)]
    for payload in (between.join(texts), f"[{texts[0]},{between}{texts[1]}]"):
        reading = read_payload(payload)
        assert reading.error is None
        assert [event.text.strip() for event in reading.events] == texts
