"""A key that is known is hidden however a server spells it when it says it back."""

import html
import json
from base64 import b64encode, encodebytes, urlsafe_b64encode
from urllib.parse import quote, quote_plus

import pytest

from yespo_console.platform.secret import Secret
from yespo_console.sharing.http_request import Credential
from yespo_console.sharing.known_keys import KnownKeys

KEYS = (
    "5EC4E7/key+with \"quotes\" & 'more'\\",
    "AbCdEf0123456789plantedKEY",
    'kEy/88%41 "q"',
    "\\u0041bc5EC4E7\\n\\\\",
    "<5EC4E7x&amp;>",
    "8letters",
)


def in_units(text):
    return "".join(f"\\u{ord(sign):04x}" for sign in text)


def in_percents(text):
    return "".join(f"%{ord(sign):02X}" for sign in text)


def in_entities(text):
    return "".join(f"&#{ord(sign)};" for sign in text)


def basic(key):
    return f"Basic {in_base64(f'api:{key}')}"


def in_base64(text):
    return b64encode(text.encode()).decode()


SPELLINGS = {
    "as it is": str,
    "in an address": quote,
    "in a parameter": lambda key: quote(key, safe=""),
    "in a form": quote_plus,
    "with small letters in the escapes": lambda key: quote(key, safe="").replace("%2F", "%2f").replace("%2B", "%2b"),
    "in JSON": lambda key: json.dumps(key)[1:-1],
    "in JSON as PHP writes it": lambda key: json.dumps(key)[1:-1].replace("/", "\\/"),
    "in JSON in JSON": lambda key: json.dumps(json.dumps(key)[1:-1])[1:-1],
    "in HTML": html.escape,
    "in Python": lambda key: repr(key)[1:-1],
    "letter by letter in JSON": in_units,
    "letter by letter in JSON in JSON": lambda key: json.dumps(in_units(key))[1:-1],
    "letter by letter in an address": in_percents,
    "letter by letter in an address in an address": lambda key: quote(in_percents(key)),
    "letter by letter in HTML": in_entities,
    "in base64": in_base64,
    "in base64 as the pair": lambda key: in_base64(f"api:{key}"),
    "in base64 of an address": lambda key: urlsafe_b64encode(f"{key}?>".encode()).decode(),
    "in base64 behind bytes": lambda key: b64encode(b"\0\xff" + key.encode()).decode(),
    "in base64 in JSON": lambda key: in_base64(json.dumps({"key": key, "at": "12:00"})),
    "in base64 in base64": lambda key: in_base64(in_base64(key)),
    "the whole header in base64": lambda key: in_base64(f"Authorization: {basic(key)}"),
    "base64 as PHP writes it": lambda key: in_base64(f"ap:{key}").replace("/", "\\/"),
    "in lines of base64": lambda key: encodebytes(b"x" * 50 + f" {key} ".encode() + b"y" * 90).decode().strip(),
}


def hidden(key=KEYS[0]):
    return KnownKeys(Credential("api", Secret(key)))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
def test_the_key_is_hidden_however_it_is_spelled(key, spell):
    written = f"before {spell(key)}"
    mask = hidden(key)
    assert mask.text(f"{written} \u0444 after") == "before *** \u0444 after"
    assert mask.content(f"{written} after \xff".encode("latin-1")) == b"before *** after \xff"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("key", KEYS)
def test_the_key_is_hidden_in_utf_16(key, encoding):
    content = json.dumps({"said": f"ключ {key}", "pair": basic(key)}, ensure_ascii=False)
    assert json.loads(hidden(key).content(content.encode(encoding)).decode(encoding))["said"] == "ключ ***"
    for before, behind in ((b"x", b""), (b"", b"x"), (b"xx", b"y")):
        kept = hidden(key).content(before + content.encode(encoding) + behind)
        assert kept.startswith(before)
        assert kept.endswith(behind)
        assert "***".encode(encoding)[-6:] in kept


def test_what_is_hidden_leaves_json_what_it_is():
    said = json.dumps({"a": KEYS[0], "b": in_units(KEYS[0]), "c": f"{KEYS[0]}\\"})
    for text in (said, said.replace("\\\\u", "\\u")):
        assert set(json.loads(hidden().text(text))) == {"a", "b", "c"}


ORDINARY = [
    "",
    "nothing of it",
    json.dumps({"name": "Анна", "page": "https://a.ua/?q=%D0%B0%20b", "inside": json.dumps({"a": 'x"y'})}),
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=",
    "5EC4E7 and quotes",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_what_holds_no_key_stays_as_it_is(text):
    for mask in (hidden(), hidden(KEYS[1]), KnownKeys()):
        assert mask.text(text) == text
        for content in (text.encode(), text.encode("utf-16"), b"\xff\0\xfe" + text.encode()):
            assert mask.content(content) == content


def test_several_keys_are_hidden_in_one_text():
    mask = KnownKeys(*(Credential("api", Secret(key)) for key in KEYS))
    assert mask.text(" | ".join(KEYS)) == " | ".join(["***"] * len(KEYS))


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
def test_each_of_the_many_keys_of_a_recording_is_hidden(spell):
    keys = [f"{key}{number:03}" for number in range(40) for key in KEYS]
    known = KnownKeys(*(Credential("any", Secret(key)) for key in keys))
    for key in (keys[0], keys[-1], keys[len(keys) // 2]):
        assert "***" in known.text(f"said: {spell(key)} .")
        assert key not in known.text(f"said: {spell(key)} .")


def test_a_key_as_short_as_a_word_is_not_looked_for():
    assert hidden("sandbox").text("the sandbox") == "the sandbox"
