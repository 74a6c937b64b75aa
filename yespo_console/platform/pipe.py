"""Values through the pipe to another process, long texts in parts.

Pickling a text of 30 MB, or reading it back, is one call into C during which no other thread of the program moves, the
window's included. So texts travel beside the value that they belong to, a part at a time.
"""

import io
import pickle
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
    """A value ready to be sent, which may be done in a thread of its own. Raises what pickling raises."""

    def __init__(self, value: object) -> None:
        self._file = io.BytesIO()
        pickler = _Pickler(self._file)
        pickler.dump(value)
        self._texts = pickler.texts

    def send(self, connection: Connection) -> None:
        """Send it. Raises OSError when the other end is gone."""
        connection.send([(type(text) is str, len(text)) for text in self._texts])
        for text in self._texts:
            for at in range(0, len(text), _PART):
                part = text[at : at + _PART]
                connection.send_bytes(part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass"))
        connection.send_bytes(self._file.getbuffer())


def send(connection: Connection, value: object) -> None:
    """Send ``value``, which may be pickled, to ``receive`` at the other end. Raises OSError when that is gone."""
    Packed(value).send(connection)


def receive(connection: Connection) -> Any:
    """The next value from ``send``. Raises EOFError or OSError when the other end is gone."""
    texts: list[str | bytes] = []
    for is_text, length in connection.recv():
        parts = [connection.recv_bytes() for _at in range(0, length, _PART)]
        texts.append("".join([part.decode("utf-8", "surrogatepass") for part in parts]) if is_text else b"".join(parts))
    return _Unpickler(io.BytesIO(connection.recv_bytes()), texts).load()
