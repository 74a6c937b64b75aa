"""The request of a stored exchange once more, to be handed on."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from yespo_console.sharing.exchanges.request import ANY_USER
from yespo_console.sharing.exchanges.request import request_of as shared_request_of

if TYPE_CHECKING:
    from yespo_console.delivery.environments import Environment
    from yespo_console.history.exchange import Exchange
    from yespo_console.sharing.http_request import HttpRequest


def request_of(exchange: "Exchange", environments: "Iterable[Environment]") -> "HttpRequest":
    """The same address, headers and bytes; the key is not known any more, its user name as far as it still is."""
    environment = next((one for one in environments if one.name == exchange.environment), None)
    return shared_request_of(exchange, environment.user if environment is not None else ANY_USER)
