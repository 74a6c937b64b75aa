"""Which of the addresses in a source text an event goes to."""

import re
from collections.abc import Sequence
from typing import Final

from tree_sitter import Node

from yespo_console.reading.addresses import is_event_call
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.source_code.tree import Code

#: Members that hold an address to which something is sent; under other names (``referrer``) stands something else.
_ADDRESS_NAMES: Final = ("url", "uri", "endpoint", "base", "host", "address", "api", "link", "href", "target")
_RELATIVE: Final = re.compile(r"/?(?:api/)?v[123]/event/?")
_ELSEWHERE: Final = ("referer", "referrer", "origin", "accept")


class Addresses:
    """The addresses of one text."""

    def __init__(self, code: Code, credentials: Credentials, events: Sequence[Node]) -> None:
        """Addresses within one of ``events`` belong to it and are no addresses of requests."""
        self._code = code
        self._credentials = credentials
        self._events = events
        self._noted: list[tuple[int, str]] = []
        self._bases: list[str] = []

    def note(self, node: Node, text: str, name: str | None) -> bool:
        """Take a text for an address, if it is one; ``name`` is what it is called there, if anything."""
        text = text.strip()
        whole = text.startswith(("http://", "https://")) and not any(character.isspace() for character in text)
        if not whole and _RELATIVE.fullmatch(text) is None:
            return False
        if any(event.start_byte <= node.start_byte < event.end_byte for event in self._events):
            return False
        lowered = (name or "").lower()
        if lowered.endswith(_ELSEWHERE):
            return True
        address = self._credentials.address(text, self._code.offset(node))
        if "base" in lowered and not is_event_call(address):
            self._bases.append(address)
        elif not lowered or is_event_call(address) or any(part in lowered for part in _ADDRESS_NAMES):
            self._noted.append((node.start_byte, address))
        return True

    def nearest(self, event: Node) -> str | None:
        """The address of an event: the only one of the innermost piece of code around it that has any."""
        around: Node | None = event.parent
        while around is not None:
            inside = {address for start, address in self._noted if around.start_byte <= start < around.end_byte}
            if inside:
                calls = {address for address in inside if is_event_call(address)}
                inside = calls or inside
                return self._whole(inside.pop()) if len(inside) == 1 else None
            around = around.parent
        return self._bases[0] if len(set(self._bases)) == 1 and not self._noted else None

    def _whole(self, address: str) -> str:
        if address.startswith(("http://", "https://")):
            return address
        if len(set(self._bases)) == 1:
            return self._bases[0].rstrip("/") + "/" + address.lstrip("/")
        return address
