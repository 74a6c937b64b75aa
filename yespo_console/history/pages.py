"""The pages of a history file and the records on them, read without SQLite: for a file that it cannot read through.

Only what is needed to find rows again is known here: leaves of tables and of indexes, records, overflow, and the
journal (WAL) beside the file. See "Database File Format" in SQLite's documentation, whose names are used. Whatever
makes no sense is passed over; nothing raises but OSError.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from yespo_console.history.journal import Journal, journal_of

_HEADER: Final = b"SQLite format 3\0"
_USUAL_SIZE: Final = 4096
_TABLE_LEAF: Final = 0x0D
_INDEX_KINDS: Final = {0x0A: 0, 0x02: 4}
_INDEX_INNER: Final = 0x02
#: More columns than any table of ours has; a record with more makes no sense.
_MOST_COLUMNS: Final = 100
#: Serial types that no file has: SQLite keeps them for itself.
_RESERVED: Final = (10, 11)
#: Bytes of a number (or of nothing) by its serial type.
_NUMBER_SIZES: Final = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)

Value = None | int | float | str | bytes


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a record is.

    Attributes:
        page: number of the page, from 1.
        at: where its payload begins on it.
        size: bytes of the whole payload, overflow included.
        rowid: of a table's row; None for an index.
    """

    page: int
    at: int
    size: int
    rowid: int | None


class Pages:
    """A database file as it is now, its journal included. Close it after use.

    A process that has the file open through SQLite hands over ``file``, which is not closed then; see ``beside``.
    """

    def __init__(self, path: Path, file: BinaryIO | None = None) -> None:
        self._is_own = file is None
        self._file = path.open("rb") if file is None else file
        self._file.seek(0)
        header = self._file.read(100)
        self.size = _page_size(header) or _USUAL_SIZE
        self._claimed = _page_count(header)
        reserved = header[20] if header[:16] == _HEADER and header[20] < 128 else 0
        self._usable = self.size - reserved
        self._file.seek(0, 2)
        self.count = self._file.tell() // self.size
        self._newer: dict[int, bytes] = {}
        journal = journal_of(path)
        if journal.exists():
            with journal.open("rb") as journal_file:
                self._read_journal(journal_file)

    def close(self) -> None:
        if self._is_own:
            self._file.close()

    @property
    def cut_off(self) -> int:
        """How many bytes are missing at the end of the file, by what it says of itself, and are not in the journal."""
        there = self._file.seek(0, 2)
        in_journal = sum(there < number * self.size for number in self._newer if number <= self._claimed)
        return max(0, (self._claimed - in_journal) * self.size - there)

    def cells(self) -> Iterator[Cell]:
        """All records of tables and indexes, in the order of their pages."""
        for number in range(1, self.count + 1):
            yield from self.cells_on(number)

    def cells_on(self, number: int) -> Iterator[Cell]:
        """The records that begin on one page."""
        page, start, kind = self._start(number)
        if kind == _TABLE_LEAF or kind in _INDEX_KINDS:
            yield from self._cells_of(number, page, start, kind)

    def index(self, root: int) -> tuple[list[Cell], bool]:
        """The records of the index that begins on page ``root``, and whether they are all of them.

        They are not where a page that another leads to is none of an index, for it is destroyed.
        """
        cells: list[Cell] = []
        is_whole = True
        waiting, seen = [root], set[int]()
        while waiting:
            number = waiting.pop()
            page, start, kind = self._start(number) if 0 < number <= self.count else (b"", 0, 0)
            if kind not in _INDEX_KINDS or number in seen:
                is_whole = False
                continue
            seen.add(number)
            cells += self._cells_of(number, page, start, kind)
            if kind == _INDEX_INNER:
                waiting += _children(page, start)
        return cells, is_whole

    def is_table_leaf(self, number: int) -> bool:
        """Whether rows of a table begin on the page."""
        return self._start(number)[2] == _TABLE_LEAF

    def free_on(self, number: int) -> int:
        """How many bytes of a leaf are free, between its cells and elsewhere on it."""
        page, start, _kind = self._start(number)
        block, count, content = struct.unpack_from(">HHH", page, start + 1)
        free = (content or 65536) - (start + 8 + 2 * count) + page[start + 7]
        while 0 < block <= len(page) - 4:
            following, size = struct.unpack_from(">HH", page, block)
            free += size
            if following <= block:
                break
            block = following
        return int(free)

    def _start(self, number: int) -> tuple[bytes, int, int]:
        """A page, where its header begins, and its kind (0: it has none)."""
        page = self.page(number)
        start = 100 if number == 1 else 0
        return page, start, page[start] if len(page) > start + 12 else 0

    def page(self, number: int) -> bytes:
        """One page; empty when there is none."""
        newer = self._newer.get(number)
        if newer is not None:
            return newer
        self._file.seek((number - 1) * self.size)
        return self._file.read(self.size)

    def values(self, cell: Cell, most: int = _MOST_COLUMNS) -> list[Value] | None:
        """The columns of a record; None when it makes no sense, or has more than ``most``.

        A text that is not UTF-8 makes none.
        """
        payload = self._payload(cell)
        if payload is None:
            return None
        try:
            return _record(payload, most)
        except (IndexError, UnicodeDecodeError):
            return None

    def columns(self, cell: Cell) -> list[int] | None:
        """The serial types of a record, from what is on its own page; None when it makes no sense."""
        payload = self.page(cell.page)[cell.at : cell.at + self._local(cell)]
        try:
            return _types(payload)[0]
        except IndexError:
            return None

    def _cells_of(self, number: int, page: bytes, start: int, kind: int) -> Iterator[Cell]:
        is_table = kind == _TABLE_LEAF
        (count,) = struct.unpack_from(">H", page, start + 3)
        pointers = start + (12 if kind == _INDEX_INNER else 8)
        if pointers + 2 * count > len(page):
            return
        for at in struct.unpack_from(f">{count}H", page, pointers):
            try:
                size, at = _varint(page, at + _INDEX_KINDS.get(kind, 0))
                rowid = None
                if is_table:
                    rowid, at = _varint(page, at)
            except IndexError:
                continue
            if 0 < size < self.size * self.count:
                yield Cell(number, at, size, rowid)

    def _local(self, cell: Cell) -> int:
        """How much of the payload is on the cell's own page."""
        usable = self._usable
        most = usable - 35 if cell.rowid is not None else (usable - 12) * 64 // 255 - 23
        if cell.size <= most:
            return cell.size
        least = (usable - 12) * 32 // 255 - 23
        wanted = least + (cell.size - least) % (usable - 4)
        return wanted if wanted <= most else least

    def _payload(self, cell: Cell) -> bytes | None:
        page = self.page(cell.page)
        local = self._local(cell)
        parts = [page[cell.at : cell.at + local]]
        missing = cell.size - local
        following = int.from_bytes(page[cell.at + local : cell.at + local + 4], "big") if missing else 0
        while missing > 0:
            overflow = self.page(following) if 0 < following <= self.count else b""
            if len(overflow) < self.size:
                return None
            part = overflow[4 : min(self._usable, 4 + missing)]
            parts.append(part)
            missing -= len(part)
            following = int.from_bytes(overflow[:4], "big")
        whole = b"".join(parts)
        return whole if len(whole) == cell.size else None

    def _read_journal(self, file: BinaryIO) -> None:
        """Take the pages of all transactions in the journal that were finished, as far as they are whole."""
        journal = Journal(file)
        if journal.page_size != self.size:
            return
        waiting: dict[int, bytes] = {}
        most = self.count + journal.most  # each page is in the file or in the journal
        for frame in journal.frames():
            if frame is None or frame.page > most or frame.count > most:
                continue
            file.seek(frame.at)
            waiting[frame.page] = file.read(self.size)
            if frame.count:
                self._newer |= waiting
                self.count = frame.count
                waiting = {}


def _children(page: bytes, start: int) -> list[int]:
    """The pages that an inner page of an index leads to."""
    (count,) = struct.unpack_from(">H", page, start + 3)
    places = (start + 12 + 2 * number for number in range(count) if start + 14 + 2 * number <= len(page))
    cells = (struct.unpack_from(">H", page, place)[0] for place in places)
    return [int.from_bytes(page[at : at + 4], "big") for at in (start + 8, *cells)]


def _page_size(header: bytes) -> int:
    """By the header of the file; 0 where that makes no sense."""
    size = int.from_bytes(header[16:18], "big")
    size = 65536 if size == 1 else size
    return size if header[:16] == _HEADER and size >= 512 and size & (size - 1) == 0 else 0


def _page_count(header: bytes) -> int:
    """By the header of the file; 0 where that was not noted with the last change: nor does SQLite believe it then."""
    return int.from_bytes(header[28:32], "big") if _page_size(header) and header[24:28] == header[92:96] else 0


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends. Raises IndexError."""
    value = 0
    for step in range(8):
        byte = content[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    value = value << 8 | content[at + 8]
    return (value - (1 << 64) if value >= 1 << 63 else value), at + 9


def _types(payload: bytes) -> tuple[list[int], int]:
    """The serial types of a record, and where its values begin. Raises IndexError, for unknown types too."""
    end, at = _varint(payload, 0)
    types: list[int] = []
    while at < end:
        kind, at = _varint(payload, at)
        if kind < 0 or kind in _RESERVED or len(types) == _MOST_COLUMNS:
            raise IndexError
        types.append(kind)
    return types, end


def _record(payload: bytes, most: int) -> list[Value] | None:
    types, at = _types(payload)
    if len(types) > most:
        return None
    values: list[Value] = []
    for kind in types:
        size = (kind - 12) // 2 if kind >= 12 else _NUMBER_SIZES[kind]
        content = payload[at : at + size]
        if len(content) < size:
            raise IndexError
        if kind >= 12:
            values.append(content.decode() if kind % 2 else content)
        elif kind == 7:
            values.append(float(struct.unpack(">d", content)[0]))
        elif size == 0:
            values.append({0: None, 8: 0, 9: 1}[kind])
        else:
            values.append(int.from_bytes(content, "big", signed=True))
        at += size
    return values
