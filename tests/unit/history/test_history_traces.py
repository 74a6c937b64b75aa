"""A contact's value is found however it was written, and nobody else's is."""

import json
from base64 import b64encode, encodebytes
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yespo_console.history.traces import TooShortError, Traces, values_in
from yespo_console.sharing.spellings import Reading, layers

MAIL = "Olena.K+shop@example.com"


def places(traces: Traces, path: Path) -> int:
    """In how many places they stand in a file."""
    with path.open("rb") as file:
        return len(list(traces.spans(file)))


@pytest.mark.parametrize(
    "text",
    [
        MAIL,
        MAIL.upper(),
        f'{{"email":"{MAIL}"}}',
        json.dumps({"params": [{"name": "email", "value": json.dumps({"mail": MAIL})}]}),
        json.dumps(json.dumps(json.dumps({"mail": MAIL}))),
        "".join(f"\\u{ord(letter):04x}" for letter in MAIL),
        json.dumps({"inner": "".join(f"\\u{ord(letter):04X}" for letter in MAIL)}),
        f"https://shop.example/?mail={quote(MAIL, safe='')}&x=1",
        f"https://shop.example/?next={quote(quote(MAIL, safe=''), safe='')}",
        f"Call <{MAIL}>.",
        f"mailto:{MAIL}",
    ],
)
def test_an_address_is_found_in_every_spelling(text: str) -> None:
    assert Traces(MAIL).in_text(text)
    assert Traces(f"  {MAIL.lower()} ").in_content(text.encode())


@pytest.mark.parametrize(
    "text", ["joanna@example.com", "anna@example.com.ua", "x.anna@example.com", "anna@example.community", "anna"]
)
def test_somebody_else_is_not_found(text: str) -> None:
    traces = Traces("anna@example.com")
    assert not traces.in_text(f'{{"email":"{text}"}}')
    assert traces.is_part_of(text) is ("anna@example.com" in text)


@pytest.mark.parametrize(
    "text",
    [
        "380501234567",
        "+380501234567",
        "+38 (050) 123-45-67",
        "38.050.123.45.67",
        "%2B38+050+123+45+67",
        "0501234567",
        "(050) 123/45/67",
        "00380501234567",
        "+38 050 – 123 – 45 – 67",
        "+38\u2011050\u20111234567",
        "+380 50 123,45,67",
        "38050\\u20131234567",
        "050%E2%80%93123%2C4567",
    ],
)
def test_a_phone_number_is_found_with_any_punctuation(text: str) -> None:
    for value in (
        "380501234567",
        "+38 050 123 45 67",
        "00380501234567",
        "050 123-45-67",
        "0501234567",
        "8-050-1234567",
    ):
        assert Traces(value).in_text(f'{{"phone":"{text}"}}')


@pytest.mark.parametrize("text", ["1380501234567", "3805012345670", "38050123456", "0380501234567", "10501234567"])
@pytest.mark.parametrize("value", ["380501234567", "050 123-45-67"])
def test_another_phone_number_is_not_found(value: str, text: str) -> None:
    assert not Traces(value).in_text(text)


@pytest.mark.parametrize("value", ["+48 501 234 567", "0048501234567", "48501234567"])
@pytest.mark.parametrize("text", ["48501234567", "+48 501-234-567", "00 48 501 234 567"])
def test_a_number_of_another_country_is_found_however_it_is_dialled(value: str, text: str) -> None:
    assert Traces(value).in_text(text)
    assert not Traces(value).in_text("148501234567")


@pytest.mark.parametrize(
    ("value", "others"),
    [
        ("20261120", '{"date":"2026-11-20","at":"20.26 11-20"}'),
        ("5012345", "50.12345,30.5"),
        ("12345678", "1234-5678"),
        ("1234567", "1 234 567 UAH"),
        ("1720000000", "172 000 0000"),
    ],
)
def test_an_id_of_digits_is_no_date_and_no_amount(value: str, others: str) -> None:
    traces = Traces(value)
    assert not traces.is_part_of(others)
    assert not list(traces.spans(BytesIO(others.encode())))
    assert traces.in_text(f'{{"externalCustomerId":{value}}}')
    assert traces.in_text(b64encode(f"id={value}&x=1".encode()).decode())


between_digits = st.text(st.sampled_from("+()-./, \t\n\u00a0\u2009\u2010\u2011\u2013\u2014\u2212•→_xé\0"), max_size=4)


@given(
    st.sampled_from([Traces(value) for value in ("0501234567", "+38 (050) 123–45–67", "+48501234567")]),
    st.lists(between_digits, min_size=12, max_size=12),
    st.sampled_from([str, quote, lambda text: json.dumps(text)[1:-1]]),
)
def test_a_number_is_seen_in_bytes_where_it_is_read_and_nowhere_else(
    traces: Traces, between: list[str], spelled: Callable[[str], str]
) -> None:
    digits = "48501234567" if "48" in traces.value else "380501234567"
    text = spelled("".join(map("".join, zip(digits, between, strict=False))))
    assert traces.is_part_of(text) is any(True for _ in traces.spans(BytesIO(text.encode())))
    assert traces.is_part_of(text) <= traces.may_stand_in(text.encode())


@pytest.mark.parametrize("value", ['"Ромашка"', "/id/ТОВ", "\\\\srv\\ТОВ"])
@pytest.mark.parametrize("backslash", ["\\", "%5c", "&#92;"])
def test_a_value_is_found_behind_any_run_of_backslashes_without_going_back_over_each(
    value: str, backslash: str
) -> None:
    content = f"{backslash * 5_000} {backslash * 63}{value}".encode()
    assert {end for _begin, end in Traces(value).spans(BytesIO(content))} == {len(content)}


@pytest.mark.parametrize(
    "between", ["\\\\", "\\" * 7 + "&#92;", "\\&#92;\\\\&#92;\\", "\\u005c\\\\\\u005c", "%5C%255c%5C"]
)
def test_backslashes_within_a_value_are_as_many_at_least_however_each_is_written(between: str) -> None:
    traces = Traces("a\\\\bcd")
    assert list(traces.spans(BytesIO(f"x a{between}bcd".encode()))) == [(2, 6 + len(between))]
    assert not list(traces.spans(BytesIO(b"x a\\bcd")))


def test_a_longer_address_further_up_that_ends_as_the_contacts_does_makes_nobody_else_the_contact() -> None:
    for between in range(1, 128):
        assert not Traces("anna@shop.com").in_text(f"joanna@shop.com{' ' * between}anna@shop.com%2Eua")


def test_a_body_is_read_in_utf_16_and_in_the_shortest_base64_as_elsewhere() -> None:
    for content in (
        "до Олена".encode("utf-16"),
        b64encode("Олена".encode()),
        b'{"to":"' + b64encode(b"1 748392") + b'"}',
    ):
        assert any(Traces(value).in_content(content) for value in ("Олена", "748392"))
    for content in ("Оленаш".encode("utf-16-be"), b64encode("Оленаш".encode()), b64encode(b"1748392")):
        assert any(Traces(value).stands_in_bytes(content) for value in ("Олена", "748392"))
        assert not any(Traces(value).in_content(content) for value in ("Олена", "748392"))


def test_two_texts_make_no_number_together_though_zero_bytes_stand_in_one_of_utf_16() -> None:
    traces = Traces("+380501234567")
    for encoding in ("utf-16-le", "utf-16-be", "utf-8"):
        for number in ("0501234567", "050 123-45-67"):
            assert traces.stands_in_bytes(f"x {number} y".encode(encoding))
    assert not traces.stands_in_bytes(b"050\x001234567")


def test_cyrillic_names_and_ids_are_found_in_any_case_and_escaped() -> None:
    assert Traces("Олена Шевченко").in_text(json.dumps({"name": "ОЛЕНА  шевченко"}))
    assert Traces("Олена Шевченко").in_text(quote("олена шевченко"))
    assert Traces("A-1042").in_text('{"keyValue":"a-1042"}')
    assert not Traces("A-1042").in_text("A-10421 BA-1042 A-1042-1")
    assert Traces("Ірина/К").in_text(json.dumps({"id": "Ірина/К"}).replace("/", "\\/"))


def test_bytes_that_are_no_text_do_not_disturb() -> None:
    assert Traces(MAIL).in_content(b"\xff\xfe\x00" + MAIL.encode() + b"\x00\xff")
    assert not Traces(MAIL).in_content(b"\xff\xfe\x00")


@pytest.mark.parametrize("value", ["", "  ", "abc", "12 "])
def test_a_value_that_stands_everywhere_by_chance_is_refused(value: str) -> None:
    with pytest.raises(TooShortError):
        Traces(value)


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        (f"{MAIL}, +38 (050) 123-45-67; A-1042", [MAIL, "+38 (050) 123-45-67", "A-1042"]),
        (f" {MAIL} ,", [MAIL]),
        ("Коваленко, Олена", ["Коваленко, Олена"]),
        ("вул. Шевченка 5, кв. 7", ["вул. Шевченка 5, кв. 7"]),
        (" , ", []),
        (f"{MAIL}; Іван Петренко;", [MAIL, "Іван Петренко"]),
        ("Коваленко, Олена; Петренко,Іван", ["Коваленко, Олена", "Петренко,Іван"]),
        (f"Коваленко, Олена, {MAIL},, 050 123-45-67, Київ", ["Коваленко, Олена", MAIL, "050 123-45-67", "Київ"]),
        ("Шевченка, 5, 01001, Київ, 20.11.2026", ["Шевченка, 5, 01001, Київ, 20.11.2026"]),
    ],
)
def test_semicolons_part_values_and_commas_part_only_what_is_told_by_itself(typed: str, values: list[str]) -> None:
    assert values_in(typed) == values


@pytest.mark.parametrize(
    "content",
    [
        MAIL.encode(),
        MAIL.upper().encode(),
        MAIL.encode("utf-16-le"),
        MAIL.encode("utf-16-be"),
        quote(MAIL).encode(),
        MAIL.replace("@", "\\u0040").encode(),
    ],
)
def test_files_are_searched_byte_for_byte(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\x00\xff" * 1000 + content + b"more" + content)
    assert places(Traces(MAIL), path) == 2


def test_a_place_across_two_chunks_of_a_large_file_is_seen_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yespo_console.history.traces._CHUNK", 5000)
    path = tmp_path / "file"
    for before in (4995, 4000, 3500, 2999, 3001):
        path.write_bytes(b"." * before + MAIL.encode() + b"." * 7000)
        assert places(Traces(MAIL), path) == 1
    path.write_bytes("тел. +38 (050) 123-45-67".encode())
    assert places(Traces("380501234567"), path) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (MAIL, "".join(f"\\u{ord(letter):04x}" for letter in MAIL)),
        (MAIL, MAIL.replace("@", "%2540")),
        (MAIL, f"line\\n{MAIL}"),
        (MAIL, MAIL.upper()),
        ("380501234567", "+38\\u00a0(050)\\t123-45-67"),
        ("380501234567", "+38%20050%20123%2045%2067"),
        ("380501234567", "+38\u00a0050\u2009123 45 67"),
        ("Ірина/К", "ірина\\/к"),
        ("Olena K", 'Olena\\tK"'),
        ('id "7"', 'ID \\"7\\"'),
    ],
)
def test_what_is_passed_over_quickly_is_never_what_would_be_found(value: str, text: str) -> None:
    assert Traces(value).in_content(text.encode())
    assert Traces(value).may_stand_in(text.encode())
    assert Traces(value).may_stand_in(b"\0" + json.dumps({"inner": text}).encode())
    assert not Traces(MAIL).may_stand_in(b'{"email":"somebody@example.com","text":"\\u0447\\u0430 100% \\"a\\""}')


def stands_in_bytes(content: bytes) -> bool:
    return any(True for _span in Traces(MAIL).spans(BytesIO(content)))


@pytest.mark.parametrize("cut", range(24))
def test_base64_that_begins_or_ends_anywhere_does_not_disturb(cut: int) -> None:
    word = b64encode(f"to {MAIL}, twice".encode())
    of_the_address = 4  # what stands before it are three bytes
    assert stands_in_bytes(word[cut:]) is (cut <= of_the_address)
    assert not stands_in_bytes(word[:cut])
    assert stands_in_bytes(b"=" * cut + word + b"=" * cut)


@pytest.mark.parametrize("value", ["a-b@c.ua", "id7/x"])
@pytest.mark.parametrize("escape", ["{}", "%{:02X}", "\\u{:04x}", "&#{};", "&#x{:X};"])
def test_a_value_without_a_long_word_is_found_in_base64_though_its_signs_are_escaped(value: str, escape: str) -> None:
    text = "".join(sign if sign.isalnum() else escape.format(ord(sign) if escape != "{}" else sign) for sign in value)
    for before in ("", "x", "xy"):
        word = b64encode(f"{before} {text}, and more".encode()).decode()
        assert Traces(value).in_text(word)
        assert Traces(value).may_stand_in(f'{{"to":"{word}"}}'.encode())


def test_words_of_base64_that_follow_one_another_are_read_together_and_each() -> None:
    """The lines of one text cut through an address; but two tokens beside each other are no lines."""
    whole = b64encode(f"to somebody else and to {MAIL}, twice".encode()).decode()
    lines = f"{whole[:40]}\n{whole[40:]}"
    tokens = "\n".join(b64encode(text.encode()).decode() for text in (f"a user of the shop, {MAIL}", "and" * 20))
    for text in (lines, tokens):
        assert Traces(MAIL).in_text(text)
        assert Traces(MAIL).may_stand_in(text.encode())
    longer = b64encode(f"to somebody else and, jo{MAIL}".encode()).decode()
    assert not Traces(MAIL).in_text(f"{longer[:32]}\n{longer[32:]}")
    assert Traces(MAIL).in_text(longer[32:])


def test_a_long_text_in_base64_is_read_a_few_times_however_much_of_it_may_be_the_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def noted(text: str) -> Iterator[Reading]:
        read.append(text)
        return layers(text)

    monkeypatch.setattr("yespo_console.history.traces.layers", noted)
    page = "<p>&#1044;&#1086;&#1073;&#1088;&#1086;&#1075;&#1086;</p>" * 400
    before, after = encodebytes(page.encode()), encodebytes(f"{page}to &#111;{MAIL[1:]}{page}".encode())
    assert not stands_in_bytes(before)
    assert len(read) <= 4  # a group of base64 has four signs
    ((start, _end),) = Traces(MAIL).spans(BytesIO(after))
    sign = len(f"{page}to ") * 8 // 6
    assert start == sign + sign // 76


in_many_ways = pytest.mark.parametrize(
    "spelled",
    [
        lambda value: "".join(sign.upper() if at % 2 else sign.lower() for at, sign in enumerate(value)),
        lambda value: "".join(f"\\u{ord(sign):04X}" if at % 3 else sign for at, sign in enumerate(value)),
        lambda value: "".join(sign if at % 3 else f"\\\\u{ord(sign.swapcase()):04x}" for at, sign in enumerate(value)),
        lambda value: "".join(quote(sign.upper(), safe="") if at % 2 else sign for at, sign in enumerate(value)),
        lambda value: quote("".join(quote(sign) if at % 3 else sign.lower() for at, sign in enumerate(value))),
        lambda value: "".join(f"&#{ord(sign)};" if at % 2 else sign.upper() for at, sign in enumerate(value)),
        lambda value: "".join(f"&amp;#x{ord(sign):x};" if at % 4 else sign for at, sign in enumerate(value)),
        lambda value: value.swapcase().replace(" ", "\\n"),
    ],
    ids=["case", "JSON", "JSON in JSON", "link", "link in a link", "page", "page on a page", "another space"],
)


@pytest.mark.parametrize("value", ["Іван Петренко", "олена@пошта.укр", "Ірина/К", "Müller"])
@in_many_ways
def test_a_value_beyond_ascii_is_seen_in_bytes_in_any_case_and_where_only_some_of_it_is_escaped(
    value: str, spelled: Callable[[str], str], tmp_path: Path
) -> None:
    path = tmp_path / "page"
    for encoding in ("utf-8", *(["utf-16-le", "utf-16-be"] if spelled(value).casefold() == value.casefold() else [])):
        path.write_bytes(b"\x00\x01\x8f" + spelled(value).encode(encoding) + b"\x05\xff")
        assert places(Traces(value), path) == 1, spelled(value)


@pytest.mark.parametrize(
    "lines",
    [lambda word: [word], lambda word: [word[at : at + 5] for at in range(0, len(word), 5)]],
    ids=["one", "several"],
)
@pytest.mark.parametrize("value", ["Іван Петренко", "олена@пошта.укр", "Müller", MAIL])
@in_many_ways
def test_in_base64_it_is_seen_in_bytes_in_any_case_too_and_where_only_some_of_it_is_escaped(
    value: str, spelled: Callable[[str], str], lines: Callable[[str], list[str]]
) -> None:
    traces = Traces(value)
    for before in ("", "x", "xy"):
        word = b64encode(f"{before} {spelled(value)}, more".encode()).decode()
        for cut in (" ", "\n", "\\r\\n", "\n> "):
            content = b"\x00\x8f" + cut.join(lines(word)).encode() + b"\x05\xff"
            assert list(traces.spans(BytesIO(content))), (before, cut)
    assert not list(Traces("Степан Іваненко").spans(BytesIO(content)))


@pytest.mark.parametrize("content", ["Ірина\\/К", "ІРИНА\\\\\\/к", "WEISSMANN", "wei\\u00dfmann", "Weißmann"])
def test_a_letter_that_is_two_and_a_sign_behind_a_backslash_are_seen_in_bytes(content: str) -> None:
    value = "Ірина/К" if "/" in content else "Weißmann"
    assert list(Traces(value).spans(BytesIO(content.encode())))
    assert not list(Traces(value).spans(BytesIO(content.replace(content[1], "о").encode())))
