"""The request of a stored exchange once more, to be handed on."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from yespo_console.platform.secret import Secret
from yespo_console.sharing.http_request import Credential, HttpRequest

if TYPE_CHECKING:
    from yespo_console.delivery.environments import Environment
    from yespo_console.history.exchange import Exchange

#: What whoever sends it makes anew, or must not get.
_NOT_HANDED_ON: Final = frozenset(
    ("authorization", "host", "content-length", "accept-encoding", "connection", "accept", "user-agent")
)
_ANY_USER: Final = "api"


def request_of(exchange: "Exchange", environments: "Iterable[Environment]") -> HttpRequest:
    """The same address, headers and bytes; the key is not known any more, its user name as far as it still is."""
    environment = next((one for one in environments if one.name == exchange.environment), None)
    headers = tuple((name, value) for name, value in exchange.request_headers if name.lower() not in _NOT_HANDED_ON)
    user = environment.user if environment is not None else _ANY_USER
    return HttpRequest(exchange.method, exchange.url, headers, exchange.request_body, Credential(user, Secret("")))
