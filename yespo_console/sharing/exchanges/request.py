"""The request of a recorded exchange once more, as whoever sends it again would make it."""

from typing import Final

from yespo_console.platform.secret import Secret
from yespo_console.sharing.exchanges.shape import SharedExchange
from yespo_console.sharing.http_request import Credential, HttpRequest

#: What whoever sends it makes anew, or must not get.
_NOT_HANDED_ON: Final = frozenset(
    ("authorization", "host", "content-length", "accept-encoding", "connection", "accept", "user-agent")
)
#: Yespo takes any.
ANY_USER: Final = "api"


def request_of(exchange: SharedExchange, user: str = ANY_USER) -> HttpRequest:
    """The same address, headers and bytes, under an empty key."""
    headers = tuple((name, value) for name, value in exchange.request_headers if name.lower() not in _NOT_HANDED_ON)
    return HttpRequest(exchange.method, exchange.url, headers, exchange.request_body, Credential(user, Secret("")))
