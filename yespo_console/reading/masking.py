"""Excerpts of a paste without the keys that may stand in it: sentences and the list of repairs are shown to anybody."""

import re
from typing import Final

from yespo_console.reading.named_keys import without_named_keys

_HIDDEN: Final = "***"
#: Less than a name and a value.
_SHORTEST: Final = 5
#: Less than what looks like a key by itself.
_SHORTEST_KEY: Final = 10
#: Between a name or an option and its value stands one of these.
_BETWEEN: Final = re.compile(r"[\s:=]")
_AFTER_A_NAME: Final = re.compile(
    r"(?i)\b(authorization|proxy-authorization|cookie|set-cookie|(?:x-)?api[-_ ]?key|(?:access|auth)?[-_ ]?token"
    r"|passw(?:or)?d|pwd|secret)\b([\"']?\]?\s{0,20}(?:[!=]==?|[:=](?!=))\s{0,20}[\"']?)[^\r\n\"']{1,4000}"
)
_SCHEME: Final = re.compile(r"(?i)\b(basic|bearer)\s{1,20}[A-Za-z0-9+/=_.~-]{4,4000}")
_USER_OPTION: Final = re.compile(
    r"(?<![\w-])(?:(-u|--user|-a|--auth)(\s{1,20}|=)|(-u|-a)([\"']?)(?=[^\s:]{1,100}:))[^\s]{1,400}"
)
_IN_URL: Final = re.compile(r"([:;/\\][/\\])[^/\\\s@:]{0,200}:[^/\\\s@]{1,400}@")
#: Long words of letters and digits mixed, as keys are; the address of an event call is none.
_LIKE_A_KEY: Final = re.compile(
    r"(?<![A-Za-z0-9+/=_.~-])(?!//[\w.-]{1,80}(?::\d{1,5})?/api/v[123]/event(?![\w/+=~-]))"
    r"(?=[A-Za-z0-9+/=_.~-]*\d)(?=[A-Za-z0-9+/=_.~-]*[A-Za-z])[A-Za-z0-9+/=_.~-]{16,}"
    # shorter ones where digits stand in two places between large and small letters, as they do in no name or time
    r"|(?<![A-Za-z0-9+/=_.~-])(?=[A-Za-z0-9+/=_-]{0,14}[A-Z])(?=[A-Za-z0-9+/=_-]{0,14}[a-z])"
    r"(?=[A-Za-z+/=_-]{0,14}\d{1,14}[A-Za-z]{1,14}\d|[A-Za-z0-9]{0,14}[+/=])(?=[A-Za-z0-9+/=_-]{0,14}\d)"
    r"[A-Za-z0-9+/=_-]{10,15}(?![A-Za-z0-9+/=_@-])"  # see _SHORTEST_KEY
)
#: The number of a bank card, and the short codes that go with one: nothing of an event stands so between words.
_CARD: Final = re.compile(r"(?<![\w-])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}|\d{4}([ -])\d{6}\2\d{5})(?![\w-])")
_CODE_OF_CARD: Final = re.compile(
    r"(?i)(?<!\w)((?:pin|п[іи]н|cvv2?|cvc2?)(?:[ -]?(?:code|код))?[\s:=#№–—-]{1,5})\d{3,8}(?!\w)"
)

#: An expression that makes a signature or the like of its texts, or logs in with them; and such a text, unless it names
#: how that is done.
_SIGNS: Final = re.compile(
    r"(?i)hash|hmac|md5|sha\d|sign|crypt|digest|pbkdf|jwt|salt|secret|token|log_?in|auth(?!or)|passw|pwd|credential"
)
_LITERAL: Final = re.compile(r"(['\"`])([^'\"`\r\n]{0,400})\1")
_METHOD: Final = re.compile(
    r"(?i)(?:sha|md|ripemd|whirlpool|crc|[hre]s\d|aes|base64|utf-?8|ascii|latin|hex)[\w/-]{0,12}|.{0,3}"
)


def without_secrets(text: str) -> str:
    """A part of a body, with the values of headers, options and names that say they are secret hidden."""
    if len(text) < _SHORTEST or _BETWEEN.search(text) is None:
        return text
    text = _AFTER_A_NAME.sub(rf"\1\2{_HIDDEN}", text)
    text = _SCHEME.sub(rf"\1 {_HIDDEN}", text)
    text = _USER_OPTION.sub(rf"\1\2\3\4{_HIDDEN}", text)
    return _IN_URL.sub(rf"\1{_HIDDEN}@", text) if "@" in text else text


def word_without_secrets(text: str) -> str:
    """A part of what stands around a body, for a sentence; there, whatever looks like a key is hidden as well."""
    text = _CODE_OF_CARD.sub(rf"\1{_HIDDEN}", _CARD.sub(_HIDDEN, without_named_keys(without_secrets(text))))
    return text if len(text) < _SHORTEST_KEY else _LIKE_A_KEY.sub(_HIDDEN, text)


def expression_without_secrets(code: str) -> str:
    """An expression of code, for a sentence: without what its texts salt or sign with, and what looks like a key."""
    return word_without_secrets(_LITERAL.sub(_hidden, code) if _SIGNS.search(code) else code)


def _hidden(literal: re.Match[str]) -> str:
    is_name = literal.string[max(0, literal.start() - 1) : literal.start()] == "["
    return literal[0] if is_name or _METHOD.fullmatch(literal[2]) else f"{literal[1]}{_HIDDEN}{literal[1]}"


def looks_like_a_key(word: str) -> bool:
    """Whether a word by itself may be a key, whatever it is called."""
    return len(word) >= _SHORTEST_KEY and _LIKE_A_KEY.fullmatch(word) is not None
