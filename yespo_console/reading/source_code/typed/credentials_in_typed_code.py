"""Credentials in code of C#, Go, Java and Kotlin, known by the variable, header or call that they are given to."""

import re
from typing import Final

from yespo_console.reading.addresses import is_event_call
from yespo_console.reading.credentials import Credentials, is_secret_name
from yespo_console.reading.origin import Traced

_TEXT: Final = r'"(?P<{}>[^"\\\r\n]{{1,4000}})"'
#: ``string apiKey = "..."``, ``val apiKey: String = "..."``, ``["X-Api-Key"] = "..."``, ``"Authorization" to "..."``.
_SET: Final = re.compile(
    r'(?<![\w-])(?P<name>[\w-]{1,60})"?\]?\s{0,9}(?::\s{0,9}\w{1,20}\??\s{0,9}(?==))?'
    r"(?::=?|=|\bto\b)\s{0,9}(?:\w{1,20}\()?@?" + _TEXT.format("value")
)
#: ``req.Header.Set("X-Api-Key", "...")``; a comma alone parts the members of a map as well.
_HANDED: Final = re.compile(
    r'(?i)(?:header|add|set|put|property)\w{0,20}\(\s{0,9}"(?P<name>[\w-]{1,60})"\s{0,9},\s{0,9}'
    + _TEXT.format("value")
)
#: ``SetBasicAuth("api", "...")``, ``Credentials.basic("api", "...")``, ``new NetworkCredential("api", "...")``.
_BASIC: Final = re.compile(
    r"(?i)(?:basic\w{0,20}|credentials?)\(\s{0,9}" + _TEXT.format("user") + r"\s{0,9},\s{0,9}" + _TEXT.format("value")
)
#: ``new AuthenticationHeaderValue("Bearer", "...")``.
_SCHEME: Final = re.compile(
    r'AuthenticationHeaderValue\(\s{0,9}"(?P<scheme>\w{1,20})"\s{0,9},\s{0,9}' + _TEXT.format("value")
)
#: ``"Bearer ..."`` by itself.
_ALONE: Final = re.compile(_TEXT.format("value"))
#: ``GetBytes("api:...")``, ``[]byte("api:...")``, ``"api:...".toByteArray()``.
_PAIR: Final = re.compile(
    r'(?i)(?:(?:getbytes|\[\]byte|encode\w{0,20})\(\s{0,9}"(?P<inside>[^":\s\\]{1,200}:[^"\s\\]{1,4000})"'
    r'|"(?P<before>[^":\s\\]{1,200}:[^"\s\\]{1,4000})"\)?\.(?:getbytes|tobytearray|encode))'
)

_ADDRESS: Final = re.compile(r'"(https?://[^\s"]{1,300})"')


def address_in(text: Traced, credentials: Credentials) -> str | None:
    """The address of the calls that send events, where the text names one; keys in it are noted."""
    addresses = {each[1] for each in _ADDRESS.finditer(text.text) if is_event_call(each[1])}
    return credentials.address(addresses.pop(), 0) if len(addresses) == 1 else None


def note_typed_credentials(text: Traced, credentials: Credentials) -> None:
    """Hand on all of them."""
    raw = text.text
    for match in _SCHEME.finditer(raw):
        credentials.authorization(f"{match['scheme']} {match['value']}", text.offset(match.start("value")))
    for match in _BASIC.finditer(raw):
        credentials.add("user", match["value"], text.offset(match.start("value")), match["user"])
    for pattern in (_SET, _HANDED):
        for match in pattern.finditer(raw):
            if is_secret_name(match["name"]):
                credentials.header(match["name"], match["value"], text.offset(match.start("value")))
    for match in _ALONE.finditer(raw):
        credentials.scheme(match["value"], text.offset(match.start("value")))
    for match in _PAIR.finditer(raw):
        group = "inside" if match["inside"] else "before"
        credentials.user(match[group], text.offset(match.start(group)))
