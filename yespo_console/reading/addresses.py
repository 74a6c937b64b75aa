"""Where a request goes: what can be told about an address without asking the network."""

import re
from collections.abc import Collection
from itertools import islice
from typing import Final

from yespo_console.events.event import ApiVersion

#: The hosts on which Yespo documents the call, the older brand among them.
YESPO_HOSTS: Final = ("yespo.io", "api.yespo.io", "esputnik.com")

_ADDRESS: Final = re.compile(
    r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]{0,20}://)?(?:(?P<user>[^/?#\s@]*+)@)?(?P<host>\[[^/?#\s@\]]*+\]|[^/?#:\s@]*+)(?P<port>:\d{1,5})?"
    r"(?P<path>[^?#\s]*+)(?P<rest>[^\s]*+)"
)
#: What stands before a login: schemes and slashes, with the slips of a broken paste (``https:/``, ``https//``).
_BEFORE_LOGIN: Final = re.compile(
    r"[\s\"'<(:]{0,9}(?P<schemes>(?:[a-zA-Z][a-zA-Z0-9+.-]{0,20}(?: ?[:;] ?[/\\]+|[/\\]{2,})|https?[:;]){0,3})"
    r"[/\\]{0,4}"
)
#: Up to a host, and what may stand behind that. A port is a number or a variable.
_LOGIN_END: Final = re.compile(r"@[^\s/\\?#@:]+(?::(?:\d{1,5}|[{$%<][^\s/\\@]{1,80}))?(?:(?P<path>[/\\])|[?#]|\Z)")
_OF_A_PATH: Final = re.compile(r"[/\\?#]")
#: A user and the beginning of a password, but no host and its port.
_PAIR: Final = re.compile(r"(?i)[^/\\?#:%]*+(?::|%3a)(?!\d{0,5}(?:[/\\?#]|\Z)|[{$%<])")
#: More of them are in no address.
_MOST_AT_SIGNS: Final = 20
_EVENT_PATH: Final = re.compile(r"/(v[123])/event/?")
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def is_event_call(address: str) -> bool:
    """Whether the path is that of a Generate event call, on whatever host."""
    return version_called(address) is not None


def version_called(address: str) -> ApiVersion | None:
    """The API version of the Generate event call that an address names, on whatever host; None for any other."""
    match = _ADDRESS.fullmatch(address.strip())
    path = None if match is None else _EVENT_PATH.fullmatch(match["path"], max(0, _version_at(match["path"])))
    return None if path is None else ApiVersion(path[1])


def _version_at(path: str) -> int:
    return path.rstrip("/").rfind("/", 0, max(0, path.rstrip("/").rfind("/")))


def is_yespo_event_call(address: str, hosts: Collection[str] = ()) -> bool:
    """Whether the address is that of a Generate event call on Yespo's hosts, on this computer, or on one of ``hosts``.

    ``hosts`` are in small letters, those of the user's own environments.
    """
    match = _ADDRESS.fullmatch(address.strip())
    if match is None or not is_event_call(address):
        return False
    host = match["host"].lower().removeprefix("[").removesuffix("]")
    return host in (*YESPO_HOSTS, *_LOOPBACK) or host in hosts


def split_user(address: str) -> tuple[str, str | None]:
    """The address without ``user:password@``, and that part when there was one.

    Programs take an address without a scheme too, and a slip in it makes the key in it no less of one. An ``@`` may
    stand in a path or a query as well: behind a sign of these it ends a login only with a colon before that sign.
    """
    before = _BEFORE_LOGIN.match(address)
    assert before is not None
    begin = before.end()
    for at in islice(re.finditer("@", address[begin:]), _MOST_AT_SIGNS):
        end = _LOGIN_END.match(address, begin + at.start())
        if end is None:
            continue
        login = address[begin : end.start()]
        if _PAIR.match(login) or (not _OF_A_PATH.search(login) and (before["schemes"] or end["path"])):
            return address[:begin] + address[end.start() + 1 :], login
    return address, None
