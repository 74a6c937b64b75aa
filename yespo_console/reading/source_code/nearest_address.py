"""Which of the addresses in a source text an event goes to."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Final

from tree_sitter import Node

from yespo_console.reading.addresses import YESPO_HOSTS, is_event_call
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.source_code.tree import Code

#: Members that hold an address to which something is sent; under other names (``referrer``) stands something else.
_ADDRESS_NAMES: Final = ("url", "uri", "endpoint", "base", "host", "address", "api", "link", "href", "target")
_RELATIVE: Final = re.compile(r"/?(?:api/)?v[123]/event/?")
_HOST: Final = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
#: The brackets of faulty code, and what they do not count in.
_PARTS: Final = re.compile(
    r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`[^`]*+`|(?<![:\w])//[^\n]*+|(?:^|(?<=\s))#[ \t][^\n]*+|[()\[\]{}]",
    re.MULTILINE,
)
_CLOSING: Final = {")": "(", "]": "[", "}": "{"}
#: Between a call that is cut off and what does not belong to it any more: a blank line, or the next statement.
_NEXT: Final = re.compile(
    r"\n[ \t\r]*+\n|;[ \t\r]*+\n|\n[ \t]*+(?:const|let|var|function|class|import|export|await|return|async|def|if|for"
    r"|print)\b|\n[A-Za-z_$][\w$.]*+\(|\n[^\W\d_][^\n{}()'\"]{0,200}:[ \t\r]*+\n"
)
#: So far below a call that is cut off stands what belongs to it, at most.
_FAR: Final = 5000
#: So many pieces of faulty code stand around an event, and so many addresses in one of them.
_MOST: Final = 200
_ELSEWHERE: Final = ("referer", "referrer", "origin", "accept")


class Addresses:
    """The addresses of one text."""

    def __init__(
        self,
        code: Code,
        credentials: Credentials,
        parent: Callable[[Node], Node | None],
        events: Sequence[Node],
    ) -> None:
        """Addresses within one of ``events`` (in order, none within another) belong to it and to no request."""
        self._code = code
        self._credentials = credentials
        self._parent = parent
        self._starts = [event.start_byte for event in events]
        self._ends = [event.end_byte for event in events]
        self._noted: list[tuple[int, str]] = []
        self._bases: list[str] = []
        #: Those of the pieces of code that were asked about.
        self._inside: dict[int, str | None] = {}

    def note(self, node: Node, text: str, name: str | None) -> bool:
        """Take a text for an address, if it is one; ``name`` is what it is called there, if anything.

        Texts come in the order of the source.
        """
        text = text.strip()
        is_host = name is not None and name.lower() in ("host", "hostname") and _HOST.fullmatch(text)
        if is_host or text in YESPO_HOSTS:
            self._bases.append(f"https://{text}")
            return True
        whole = text.startswith(("http://", "https://")) and not any(character.isspace() for character in text)
        if not whole and _RELATIVE.fullmatch(text) is None:
            return False
        event = bisect_right(self._starts, node.start_byte) - 1
        if event >= 0 and node.start_byte < self._ends[event]:
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

    def noted(self) -> Iterator[str]:
        """All of them so far, in order."""
        return (address for _start, address in self._noted)

    def nearest(self, event: Node) -> str | None:
        """The address of an event: the only one of the innermost piece of code around it that has any."""
        if self._cut_off:
            return self._nearest_of_faulty(event)
        way: list[int] = []
        around = self._parent(event)
        while around is not None and around.id not in self._inside:
            way.append(around.id)
            first = bisect_left(self._noted, (around.start_byte, ""))
            behind = bisect_left(self._noted, (around.end_byte, ""))
            if first < behind:
                self._inside[around.id] = self._only({address for _start, address in self._noted[first:behind]})
                break
            around = self._parent(around)
        if around is not None:
            address = self._inside[around.id]
        else:
            address = self._bases[0] if len(set(self._bases)) == 1 and not self._noted else None
        self._inside |= dict.fromkeys(way, address)
        return address

    def _nearest_of_faulty(self, event: Node) -> str | None:
        """The same in code with calls that are cut off: what stands below one of them is none of it."""
        raw, end = self._code.text.text, self._code.start(event)
        around = self._parent(event)
        for _step in range(_MOST):
            if around is None:
                break
            first = bisect_left(self._noted, (around.start_byte, ""))
            behind = bisect_left(self._noted, (around.end_byte, ""))
            reaching: set[str] = set()
            for start, address in self._noted[first:behind][:_MOST]:
                begin = self._code.start_of(start)
                is_near = begin <= end <= begin + _FAR
                if start not in self._cut_off or (is_near and _NEXT.search(raw, begin, end) is None):
                    reaching.add(address)
            if first < behind:
                return self._only(reaching)
            around = self._parent(around)
        return None

    @cached_property
    def _cut_off(self) -> frozenset[int]:
        """Where the addresses stand that are given to a call whose bracket is never closed."""
        return frozenset(self._never_closed()) if self._code.root.has_error else frozenset()

    def _never_closed(self) -> Iterator[int]:
        opened: list[tuple[str, list[int]]] = []  # each bracket with the addresses in it
        starts = iter(start for start, _address in self._noted)
        next_start = next(starts, None)
        for part in _PARTS.finditer(self._code.text.text):
            sign = part[0]
            if sign in ("(", "[", "{"):
                opened.append((sign, []))
            elif sign in _CLOSING:
                while opened and opened[-1][0] != _CLOSING[sign]:
                    yield from opened.pop()[1]
                del opened[-1:]
            while next_start is not None and self._code.start_of(next_start) < part.end():
                call = next((inside for bracket, inside in reversed(opened) if bracket == "("), None)
                if call is not None:
                    call.append(next_start)
                next_start = next(starts, None)
        for _sign, inside in opened:
            yield from inside

    def _only(self, addresses: set[str]) -> str | None:
        calls = {address for address in addresses if is_event_call(address)}
        chosen = calls or addresses
        return self._whole(chosen.pop()) if len(chosen) == 1 else None

    def _whole(self, address: str) -> str:
        if address.startswith(("http://", "https://")):
            return address
        bases = set(self._bases) or {noted for _start, noted in self._noted if noted.rstrip("/").endswith("/api")}
        if len(bases) != 1:
            return address
        base = bases.pop().rstrip("/")
        if base.endswith("/api") and address.lstrip("/").startswith("api/"):
            base = base.removesuffix("/api")
        return f"{base}/{address.lstrip('/')}"
