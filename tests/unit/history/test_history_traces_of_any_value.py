r"""Whatever signs a contact's value has, it is found in every spelling: where it is read, and in the bytes of a file.

Ids of other systems hold what spellings are made of: ``SHOP\nina`` reads as a line end, ``50%25`` as an escape.
"""

import html
import json
from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from unicodedata import normalize
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from yespo_console.history.traces import Traces

VALUES = (
    "SHOP\\nina",
    "SHOP\\bohdan",
    "corp\\olena",
    "\\\\server\\taras",
    "C:\\users\\77",
    "ends\\",
    "key%41x",
    'a%20b "q"',
    "ключ%20б",
    '50%25-"ключ"',
    "100% é",
    "%d0%b0-77",
    'x%41"y',
    'q\\"w123',
    "Tom&amp;Jerry",
    "id&lt;77",
    "\\u0041bc",
    "O'Brien-77",
    "a/b/c/12345",
    'ТОВ "Ромашка"',
    "Коваленко, Олена",
    "Андрій Заїка",
    "йé/ї",
    "user+tag%2B1@x.ua",
    'kEy/88%41 "q"',
    "74839201",
    "ab\uff11\uff12",
)
traces_of = lru_cache(Traces)

any_value = st.sampled_from(VALUES) | st.builds(
    "{}{}{}".format,
    st.sampled_from(["n7", "Ш2"]),
    st.text("\\%&;\"'/nu4125aй ", max_size=6),
    st.sampled_from(["t8", "ї3"]),
)


def as_units(text: str) -> str:
    return "".join(f"\\u{unit:04x}" for unit in memoryview(text.encode("utf-16-le")).cast("H"))


WAYS: tuple[Callable[[str], str], ...] = (
    json.dumps,
    lambda text: json.dumps(text, ensure_ascii=False),
    lambda text: json.dumps(text).replace("/", "\\/"),
    lambda text: json.dumps({"a": [text]}, ensure_ascii=False),
    lambda text: f"https://x.ua/?b={quote(text, safe='')}&c=1",
    lambda text: quote(text),
    html.escape,
)
#: All signs are escaped, those of other escapes too.
IN_THE_MIDDLE: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: "".join(f"&#{ord(sign)};" for sign in text),
    as_units,
)
CASES: tuple[Callable[[str], str], ...] = (str, str.upper, str.lower, lambda text: normalize("NFD", text))


def seen(traces: Traces, text: str) -> bool:
    """Whether it stands in the bytes of a file, amid others."""
    return any(True for _span in traces.spans(BytesIO(b"\0\xff.. " * 9 + text.encode() + b" \0\xff..")))


@settings(max_examples=60, deadline=None)
@given(
    any_value,
    st.sampled_from(CASES),
    st.sampled_from(IN_THE_MIDDLE),
    st.lists(st.sampled_from(WAYS), max_size=3),
    st.sampled_from([False, False, False, True]),
)
def test_a_value_is_found_in_every_spelling_whatever_signs_it_has(
    value: str,
    case: Callable[[str], str],
    sign_by_sign: Callable[[str], str],
    ways: list[Callable[[str], str]],
    in_base64: bool,
) -> None:
    text = value
    for way in (case, sign_by_sign, *ways):
        text = way(text)
    text = b64encode(f"to: {text}, and so on".encode()).decode() if in_base64 else f"to: {text}, and so on"
    traces = traces_of(value)
    assert traces.in_text(text)
    assert traces.is_part_of(text)
    assert traces.may_stand_in(f"{{}}\0{text}\0other".encode())
    assert seen(traces, text)


@settings(max_examples=60, deadline=None)
@given(any_value, st.sampled_from(WAYS), st.sampled_from("x7ж_"), st.booleans())
def test_a_longer_word_is_somebody_else_whatever_signs_the_value_has(
    value: str, way: Callable[[str], str], sign: str, before: bool
) -> None:
    traces = traces_of(value)
    if value[0 if before else -1].isalnum():
        assert not traces.in_text(way(f"to {sign}{value} or" if before else f"to {value}{sign} or"))
