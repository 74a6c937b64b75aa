"""Keeping secrets out of what is shown, stored and handed on."""

from collections.abc import Iterable
from typing import Final

#: Stands where the API key belongs in a copied command.
PLACEHOLDER: Final = "YOUR_API_KEY"

MASK: Final = "***"

_SECRET_HEADERS: Final = frozenset(
    {"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token"}
)
_SCHEMES: Final = frozenset({"basic", "bearer", "digest", "negotiate", "token"})


def mask_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The same headers in the same order with every value that is a secret hidden.

    The scheme of an Authorization header stays (``Basic ***``): it helps to see how a request was signed.
    """
    return tuple((name, _masked(value) if name.lower() in _SECRET_HEADERS else value) for name, value in headers)


def _masked(value: str) -> str:
    scheme, separator, _rest = value.partition(" ")
    return f"{scheme} {MASK}" if separator and scheme.lower() in _SCHEMES else MASK
