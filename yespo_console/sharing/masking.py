"""Keeping secrets out of what is shown, stored and handed on."""

import re
from base64 import b64encode
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, quote_plus

from yespo_console.sharing.http_request import Credential
from yespo_console.sharing.personal_names import is_secret_header

#: Stands where the API key belongs in a copied command.
PLACEHOLDER: Final = "YOUR_API_KEY"

MASK: Final = "***"

#: A shorter key is not looked for in what a server says: it would be found in ordinary words.
SHORTEST_KEY: Final = 8

#: As such a header is signed, whatever its name; what a server asks for reads ``Basic realm="..."``.
_SIGNED: Final = re.compile(r"(?i)(?:basic|bearer) [\w+/.~-]{8,}=*\Z")
_SCHEMES: Final = frozenset({"basic", "bearer", "digest", "negotiate", "token"})


def mask_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The same headers in the same order with every value that is a secret hidden.

    The scheme of an Authorization header stays (``Basic ***``): it helps to see how a request was signed.
    """
    return tuple((name, _masked(value) if _is_secret(name, value) else value) for name, value in headers)


def _is_secret(name: str, value: str) -> bool:
    return is_secret_header(name) or _SIGNED.match(value) is not None


def _masked(value: str) -> str:
    scheme, separator, _rest = value.partition(" ")
    return f"{scheme} {MASK}" if separator and scheme.lower() in _SCHEMES else MASK


def written_forms(credential: Credential) -> tuple[str, ...]:
    """How a credential may stand in a text: as it is, escaped (address, JSON, HTML, Python), in base64. Longest first.

    Empty for a key too short to be told from an ordinary word.
    """
    import html
    import json

    key = credential.secret.reveal()
    if len(key) < SHORTEST_KEY:
        return ()
    forms = {key, quote(key), quote(key, safe=""), quote_plus(key), json.dumps(key)[1:-1], html.escape(key)}
    forms.add(repr(key)[1:-1])
    for text in (key, f"{credential.user}:{key}"):
        encoded = b64encode(text.encode()).decode("ascii")
        forms |= {encoded, encoded.rstrip("=")}
    return tuple(sorted(forms, key=len, reverse=True))


def mask_text(text: str, forms: Iterable[str]) -> str:
    """``text`` with every one of ``forms`` hidden."""
    for form in forms:
        text = text.replace(form, MASK)
    return text
