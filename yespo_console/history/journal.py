"""The journal (WAL) beside a history, read without SQLite: to that all behind a broken frame was never written.

Often it was not. A power cut leaves the last transaction in pieces, and that is no damage. But none is begun before the
one before it is on the disk. So where two are finished behind a broken frame, what the frame belongs to was written for
good. Frames are known by their marks; only of those two the pages are summed up, so that it costs a start nothing.

See "WAL-mode File Format" in SQLite's documentation.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

_HEADER: Final = 32
_FRAME_HEADER: Final = 24
#: In which order of bytes all is summed up, by what the journal begins with.
_ORDERS: Final = {b"\x37\x7f\x06\x82": "<", b"\x37\x7f\x06\x83": ">"}
_USUAL_ORDER: Final = "<"
_USUAL_PAGE: Final = 4096
_SUMS: Final = struct.Struct(">II")
#: So many transactions finished behind a broken frame tell that it was written for good.
_ENOUGH: Final = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """A page that was written.

    Attributes:
        page: its number, from 1.
        count: how many pages the file has with this transaction, which it finishes; 0: it does not.
        at: where its content begins.
    """

    page: int
    count: int
    at: int


class Journal:
    """What was written since the journal was begun anew; what was before stands behind that.

    Attributes:
        is_headed: whether its header is whole; otherwise the first frame tells what belongs together.
        page_size: of the file.
        most: how many frames there are, older ones included.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._header = header = self._read_header()
        self._order = _ORDERS.get(header[:4], _USUAL_ORDER)
        self.is_headed = (
            header[:4] in _ORDERS
            and len(header) == _HEADER
            and _sums(header[:24], self._order) == _SUMS.unpack(header[24:])
        )
        self.page_size = int.from_bytes(header[8:12], "big") if self.is_headed else _USUAL_PAGE
        self._salts = header[16:24] if self.is_headed else file.read(_FRAME_HEADER)[8:16]
        self._step = _FRAME_HEADER + self.page_size
        self.most = max(0, file.seek(0, 2) - _HEADER) // self._step

    def is_whole(self, frame: Frame) -> bool:
        """Whether it is as it was written, behind the one that is before it now."""
        start = max(frame.at - self._step, _HEADER) - _SUMS.size
        self._file.seek(start)
        read = self._file.read(frame.at + self.page_size - start)
        if start + len(read) < frame.at + self.page_size:
            return False  # it was cut meanwhile
        header = read[frame.at - _FRAME_HEADER - start : frame.at - start]
        summed = header[:8] + read[frame.at - start :]
        return _sums(summed, self._order, *_SUMS.unpack(read[: _SUMS.size])) == _SUMS.unpack(header[16:])

    @property
    def stands(self) -> bool:
        """Whether it was not begun anew since this was made."""
        return self._read_header() == self._header

    def frames(self) -> Iterator[Frame | None]:
        """One after the other, from the oldest; None: it is broken, or from before."""
        for at in range(_HEADER, _HEADER + self.most * self._step, self._step):
            self._file.seek(at)
            header = self._file.read(_FRAME_HEADER)
            if len(header) < _FRAME_HEADER:
                return  # it was cut meanwhile
            page, count, salts = struct.unpack(">II8s8x", header)
            yield Frame(page, count, at + _FRAME_HEADER) if page and salts == self._salts else None

    def _read_header(self) -> bytes:
        self._file.seek(0)
        return self._file.read(_HEADER)


def journal_of(history: Path) -> Path:
    """Where its journal is, if there is one."""
    return history.with_name(history.name + "-wal")


def is_broken(history: Path) -> bool:
    """Whether something in the journal is destroyed that was written for good. Others may write to it meanwhile.

    Raises OSError.
    """
    try:
        file = journal_of(history).open("rb", buffering=0)
    except FileNotFoundError:
        return False
    with file:
        journal = Journal(file)
        is_behind, finished = not journal.is_headed, 0
        for frame in journal.frames():
            if frame is None:
                is_behind = True
            elif is_behind and frame.count and journal.is_whole(frame):
                finished += 1
                if finished == _ENOUGH:
                    return journal.stands
    return False


def _sums(content: bytes, order: str, first: int = 0, second: int = 0) -> tuple[int, int]:
    for one, other in struct.iter_unpack(f"{order}II", content):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second
