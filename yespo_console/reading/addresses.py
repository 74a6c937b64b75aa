"""Where a request goes: what can be told about an address without asking the network."""

import re
from typing import Final

from yespo_console.events.event import ApiVersion

#: The hosts on which Yespo documents the call, the older brand among them.
YESPO_HOSTS: Final = ("yespo.io", "api.yespo.io", "esputnik.com")

_ADDRESS: Final = re.compile(
    r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]{0,20}://)?(?:(?P<user>[^/?#\s@]*+)@)?(?P<host>[^/?#:\s@]*+)(?P<port>:\d{1,5})?"
    r"(?P<path>[^?#\s]*+)(?P<rest>[^\s]*+)"
)
#: What stands before a login: a scheme and slashes, with the slips of a broken paste (``https:/``, ``https//``).
_BEFORE_LOGIN: Final = re.compile(
    r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]{0,20}://)"
    r"|[a-zA-Z][a-zA-Z0-9+.-]{0,20}(?:[:;][/\\]{1,4}|[/\\]{2,4})|https?[:;]|[/\\]{1,4}|"
)
_LOGIN: Final = re.compile(r"([^/\\?#\r\n]*)@")
_PAIR: Final = re.compile(r"(?i)[^:%]*+(?::|%3a)")
#: A password with signs in it that should have been escaped. A port is none, nor is what stands for one.
_UNESCAPED_LOGIN: Final = re.compile(
    r"([^/\\?#\s@:.]{1,80}:(?![{$<%]|\d{0,5}(?:[/\\?#]|\Z))[^\s@]*)@(?=[\w.-]{1,200}(?::\d{1,5})?(?:/|\Z))"
)
_EVENT_PATH: Final = re.compile(r"/(v[123])/event/?")
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


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


def is_yespo_event_call(address: str) -> bool:
    """Whether the address is that of a Generate event call on Yespo's hosts, or on a sandbox of this computer."""
    match = _ADDRESS.fullmatch(address.strip())
    if match is None or not is_event_call(address):
        return False
    return match["host"].lower() in (*YESPO_HOSTS, *_LOOPBACK)


def split_user(address: str) -> tuple[str, str | None]:
    """The address without ``user:password@``, and that part when there was one.

    Programs take an address without a scheme too, and a slip in it makes the key in it no less of one. Without a scheme
    only a pair with a colon is a login: an ``@`` may stand in a path.
    """
    before = _BEFORE_LOGIN.match(address)
    assert before is not None
    login = _LOGIN.match(address, before.end())
    if login is None or not (before["scheme"] or _PAIR.match(login[1])):
        login = _UNESCAPED_LOGIN.match(address, before.end())
    if login is None:
        return address, None
    return address[: login.start()] + address[login.end() :], login[1]
