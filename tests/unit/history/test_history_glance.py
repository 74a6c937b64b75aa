"""What is passed over unread is never what would be found by reading, whatever spelling stands in which."""

import html
import json
import re
import sys
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yespo_console.history.glance import BECOMES_ASCII, Glance
from yespo_console.history.traces import Traces

VALUES = [
    "anna@example.com",
    "Olena.K+shop@example.com.ua",
    "a.b@c.de",
    "олена@пошта.укр",
    "anna@müller.de",
    "+380501234567",
    "+44 20 7946 0958",
    "0671112223",
    "order-77421",
    "id7/x",
    "12ab",
    "Anna Smith",
    "O'Brien Sean",
    "Müller",
    "Weißmann",
    "Іван Петренко",
]
TRACES = {value: Traces(value) for value in VALUES}
UNSEEN = "\u00ad\u200b\u200d\u2060"
BETWEEN_DIGITS = [" ", "-", ".", "(", ") ", "\t", "\n", "\u00a0", "\u2009", " -", "\u2013", ", "]
BETWEEN_LINES = ["\n", "\r\n", " ", "\t", "\\t", "\\r\\n", "%20", "%0D%0A", "&#32;", "\\u0020", "\f", " \r\n"]


def base64_of(text: str) -> str:
    return b64encode(text.encode("utf-8", "replace")).decode()


@st.composite
def some_signs(draw: st.DrawFn, text: str, *ways: Callable[[str], str]) -> str:
    """``text`` with some of its signs, or all, written in one of these ways."""
    every = draw(st.booleans())
    chosen = [
        draw(st.sampled_from(ways)) if every or draw(st.integers(0, 4)) == 0 else str  # type: ignore[list-item]
        for _sign in text
    ]
    return "".join(way(sign) for way, sign in zip(chosen, text, strict=True))


def as_unit(sign: str) -> str:
    return "".join(f"\\u{unit:04x}" for unit in memoryview(sign.encode("utf-16-le", "replace")).cast("H"))


def as_bytes(sign: str) -> str:
    return "".join(f"%{byte:02x}" for byte in sign.encode("utf-8", "replace"))


def in_another_form(sign: str) -> str:
    if sign.isdecimal() and sign.isascii():
        return chr(0x966 + int(sign))
    return chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign


@st.composite
def written(draw: st.DrawFn, value: str) -> str:
    """A value in any case, a number with anything between its digits."""
    if sum(map(str.isdigit, value)) < 9:
        return draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase, str.casefold, str]))(value)
    digits = re.sub(r"\D", "", value)
    between = st.sampled_from([*[""] * 12, *BETWEEN_DIGITS])
    return "".join(digit + draw(between) for digit in digits).strip()


@st.composite
def in_lines(draw: st.DrawFn, text: str) -> str:
    word = base64_of(f"{'dear all ' * draw(st.integers(1, 9))}{text}, and so on, with best regards from the shop")
    wide = draw(st.integers(32, 76))
    cut = draw(st.sampled_from(BETWEEN_LINES))
    return cut.join(word[at : at + wide] for at in range(0, len(word), wide))


@st.composite
def wrapped(draw: st.DrawFn, text: str) -> str:
    """``text`` inside something else."""
    way = draw(st.integers(0, 9))
    if way == 0:
        return json.dumps({"to": text}, ensure_ascii=draw(st.booleans()))
    if way == 1:
        return json.dumps([text]).replace("/", "\\/")
    if way == 2:
        return f"https://shop.example/?a=1&to={quote(text, safe='', errors='replace')}&b=2"
    if way == 3:
        return html.escape(text).encode("ascii", "xmlcharrefreplace").decode() if draw(st.booleans()) else text
    if way == 4:
        return f"before{draw(st.sampled_from(['.', '/', ' ', '%22', chr(92) + 'n']))}{base64_of('x' + text + ', and')}"
    if way == 5:
        return draw(in_lines(text))
    ways: list[list[Callable[[str], str]]] = [
        [as_unit],
        [as_bytes, lambda sign: quote(sign, safe="", errors="replace")],
        [lambda sign: f"&#{ord(sign)};", lambda sign: f"&#x{ord(sign):X};"],
        [in_another_form, *(lambda sign, unseen=unseen: sign + unseen for unseen in (*UNSEEN, "&shy;", "&zwnj;"))],
    ]
    return draw(some_signs(text, *ways[way - 6]))


@given(st.data(), st.sampled_from(VALUES), st.integers(0, 3))
def test_a_text_is_not_passed_over_if_reading_finds_somebody_in_it(data: st.DataObject, value: str, depth: int) -> None:
    text = f"{data.draw(st.sampled_from(['', 'to: ', '<', '(']))}{data.draw(written(value))}"
    for _layer in range(depth):
        text = data.draw(wrapped(text))
    traces = TRACES[value]
    if traces.is_part_of(text):
        assert traces.may_stand_in(f"id\0{text}\0other".encode("utf-8", "replace"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Müller", json.dumps({"name": "Anna Müller"})),
        ("anna@müller.de", json.dumps([["email", "anna@müller.de"]])),
        ("Іванна", quote(quote("Іванна"))),
        ("Müller", quote(quote("Müller"))),
        ("Іванна", base64_of(json.dumps({"n": "Іванна"}))),
        ("Іванна", base64_of(f"name={quote('Іванна')}")),
        ("Weißmann", base64_of(json.dumps({"n": "WEISSMANN"}))),
        ("макдональд", base64_of("name: МакДональд here")),
        ("anna@example.com", "anna@exam&shy;ple.com"),
        ("anna@example.com", "anna@example&zwnj;.com"),
        ("+380671234567", "067\\u0009123\\u00094567"),
        ("+380671234567", "067%0A123%0A4567"),
        ("+380671234567", "067\\u2004123\\u20044567"),
        ("+380671234567", "".join(chr(0x966 + int(digit)) for digit in "0671234567")),
        ("office@example.com", "o\ufb03ce@example.com"),
        ("kate@example.com", "\u212aate@example.com"),
        ("////", "to \\/\\/\\/\\/ and"),
        ("anna@example.com", "%22" + base64_of("anna@example.com and") + "%22"),
        ("anna@example.com", "\\n" + base64_of("anna@example.com and").replace("/", "\\/")),
    ],
)
def test_these_were_passed_over(value: str, text: str) -> None:
    traces = Traces(value)
    assert traces.in_text(text)
    assert traces.may_stand_in(text.encode())


@pytest.mark.parametrize("between", BETWEEN_LINES)
def test_lines_of_base64_are_read_together_whatever_parts_them(between: str) -> None:
    traces = Traces("anna@example.com")
    for before in range(76):
        word = base64_of(f"{' ' * before}Dear all, write to anna@example.com as soon as you can, thank you very much.")
        text = between.join(word[at : at + 76] for at in range(0, len(word), 76))
        assert traces.in_text(text) <= traces.may_stand_in(text.encode())


def test_every_sign_that_is_taken_for_one_of_ascii_is_known() -> None:
    letters = re.compile("[a-z0-9]", re.IGNORECASE)
    becomes = {
        sign
        for sign in map(chr, range(0x80, sys.maxunicode + 1))
        if any(one.isascii() or letters.fullmatch(one) for one in sign.casefold()) or letters.fullmatch(sign)
    }
    assert becomes == {sign for sign in becomes if re.fullmatch(f"[{BECOMES_ASCII}]", sign)}


@pytest.mark.parametrize(
    "text",
    [
        '{"eventTypeKey":"orderCreated","params":[{"name":"text","value":"Чашка \\"27\\", 100% & 30%"}]}',
        json.dumps({"text": "Чашка й блюдце", "url": "https://shop.example/a/b?c=1&d=2#e"}),
        "https://shop.example/?next=https%3A%2F%2Fshop.example%2F%3Fa%3D1%26b%3D2&name=%D0%A7%D0%B0%D1%88",
        "<p>&#1063;&#1072;&#1096;&#1082;&#1072;&nbsp;&mdash; &laquo;&#1044;&raquo; &amp;c=1</p>",
        "data:image/png;base64," + b64encode(sha256(b"a picture").digest() * 30).decode(),
    ],
)
def test_what_texts_are_full_of_is_passed_over_unread(text: str) -> None:
    assert not list(Glance("anna@example.com", is_number=False).hiding(text.encode()))
