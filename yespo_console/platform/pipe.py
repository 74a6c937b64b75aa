"""Values through the pipe to another process, long texts in parts.

Pickling a text of 30 MB, or reading it back, is one call into C during which no other thread of the program moves, the
window's included. So texts travel beside the value that they belong to, a part at a time, and one that the other side
has already does not travel at all: to put its parts together again would be such a call, too.
"""

import io
import pickle
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any, Final

#: Texts and bytes from this length on travel beside the value.
_LONG: Final = 16_000
_PART: Final = 500_000


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.texts: list[str | bytes] = []
        self._numbers: dict[int, int] = {}

    def persistent_id(self, value: Any) -> int | None:
        if type(value) not in (str, bytes) or len(value) < _LONG:
            return None
        number = self._numbers.setdefault(id(value), len(self.texts))
        if number == len(self.texts):
            self.texts.append(value)
        return number


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, texts: list[str | bytes]) -> None:
        super().__init__(file)
        self._texts = texts

    def persistent_load(self, number: Any) -> str | bytes:
        text: str | bytes = self._texts[number]
        return text


class Packed:
    """A value ready to be sent, which may be done in a thread of its own. Raises what pickling raises.

    Attributes:
        texts: its long texts.
    """

    def __init__(self, value: object, known: Sequence[str | bytes] = ()) -> None:
        """``known``: texts that the other side has, in the order in which it gives them to ``receive``."""
        self._file = io.BytesIO()
        pickler = _Pickler(self._file)
        pickler.dump(value)
        self.texts = pickler.texts
        self._known = [_place(text, known) for text in self.texts]

    def send(self, connection: Connection) -> None:
        """Send it. Raises OSError when the other end is gone."""
        connection.send([(type(text) is str, len(text)) for text in self.texts])
        connection.send(self._known)
        for text, known in zip(self.texts, self._known, strict=True):
            if known is not None:
                continue
            for at in range(0, len(text), _PART):
                part = text[at : at + _PART]
                connection.send_bytes(part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass"))
        connection.send_bytes(self._file.getbuffer())


def _place(text: str | bytes, known: Sequence[str | bytes]) -> int | None:
    return next((at for at, one in enumerate(known) if type(one) is type(text) and one == text), None)


def send(connection: Connection, value: object, known: Sequence[str | bytes] = ()) -> None:
    """Send ``value``, which may be pickled, to ``receive`` at the other end. Raises OSError when that is gone."""
    Packed(value, known).send(connection)


def receive(connection: Connection, known: Sequence[str | bytes] = ()) -> Any:
    """The next value from ``send``. Raises EOFError or OSError when the other end is gone."""
    return receive_with_texts(connection, known)[0]


def receive_with_texts(connection: Connection, known: Sequence[str | bytes] = ()) -> tuple[Any, list[str | bytes]]:
    """The next value, and its long texts, which this side knows from now on."""
    texts: list[str | bytes] = []
    kinds, places = connection.recv(), connection.recv()
    for (is_text, length), place in zip(kinds, places, strict=True):
        if place is not None:
            texts.append(known[place])
            continue
        parts = [connection.recv_bytes() for _at in range(0, length, _PART)]
        texts.append("".join([part.decode("utf-8", "surrogatepass") for part in parts]) if is_text else b"".join(parts))
    return _Unpickler(io.BytesIO(connection.recv_bytes()), texts).load(), texts
