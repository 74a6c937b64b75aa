"""ICU's data without the parts that Qt never asks for.

Qt asks ICU for four things: sorting, converting encodings, names of time zones, and upper and lower case (see which
``ucol_ ucnv_ ucal_ u_str`` functions libQt6Core imports). The data also holds words of other kinds, and ICU's own
documentation describes how to leave them out. It is an archive: a header, a table of names and places in the order of
the names, then the items, each at a multiple of 16.
"""

import re
import struct
import subprocess
from pathlib import Path
from typing import Final

#: Folders of the archive: rules for line breaks, units of measure, currencies, names of languages, transliteration and
#: numbers in words.
UNUSED: Final = frozenset({"brkitr", "unit", "curr", "lang", "translit", "rbnf"})

_ALIGNMENT: Final = 16
_MAGIC: Final = re.compile(rb"..\xda\x27.{8}CmnD", re.DOTALL)
_SYMBOL: Final = re.compile(r"^\s*\d+:\s+([0-9a-f]+)\s+(0x[0-9a-f]+|\d+)\s+OBJECT\s.*\s(icudt\d+_dat)$", re.MULTILINE)


class IcuDataError(Exception):
    """This is not ICU's data as we know it, so it is not touched."""


def smaller_library(library: Path, folder: Path) -> Path:
    """A library of the same name in ``folder`` with the data of ``library`` less ``UNUSED``. Needs binutils.

    Raises IcuDataError, or CalledProcessError when a tool refuses.
    """
    symbols = _run("readelf", "--wide", "--dyn-syms", library)
    match = _SYMBOL.search(symbols)
    if match is None:
        raise IcuDataError(f"{library} exports no data")
    # The data lies in the first segment of the file, where addresses are places in the file; the magic proves it.
    at, size, symbol = int(match[1], 16), int(match[2], 0), match[3]
    data = without(library.read_bytes()[at : at + size], UNUSED)
    folder.mkdir(parents=True, exist_ok=True)
    archive, source, compiled = folder / "icu.dat", folder / "icu.s", folder / "icu.o"
    archive.write_bytes(data)
    source.write_text(
        f'.section .rodata,"a"\n.balign {_ALIGNMENT}\n.globl {symbol}\n.type {symbol}, STT_OBJECT\n{symbol}:\n'
        f'.incbin "{archive}"\n.size {symbol}, . - {symbol}\n.section .note.GNU-stack,""\n',
        encoding="ascii",
    )
    made = folder / library.name
    _run("as", "-o", compiled, source)
    _run("ld", "-shared", "-z", "noexecstack", "-soname", library.name, "-o", made, compiled)
    return made


def without(archive: bytes, folders: frozenset[str]) -> bytes:
    """The archive without the items of ``folders``. Raises IcuDataError when it is none."""
    if _MAGIC.match(archive) is None:
        raise IcuDataError("the archive's header is not known")
    (start,) = struct.unpack_from("<H", archive)
    items = _items(archive, start)
    kept = [(name, item) for name, item in items if name.split(b"/")[1].decode() not in folders]
    if len(kept) == len(items):
        raise IcuDataError("the archive has none of the parts to leave out")
    return archive[:start] + _table(kept)


def _items(archive: bytes, start: int) -> list[tuple[bytes, bytes]]:
    """Names and contents in the order of the archive."""
    (count,) = struct.unpack_from("<I", archive, start)
    places = [struct.unpack_from("<II", archive, start + 4 + 8 * at) for at in range(count)]
    ends = [*(data for _name, data in places[1:]), len(archive) - start]
    items = []
    for (name, data), end in zip(places, ends, strict=True):
        text = archive[start + name : archive.index(b"\0", start + name)]
        if not 0 < data < end or text.count(b"/") < 1:
            raise IcuDataError(f"item {text!r} does not lie where the archive says")
        items.append((text, archive[start + data : start + end]))
    return items


def _table(items: list[tuple[bytes, bytes]]) -> bytes:
    names_at = 4 + 8 * len(items)
    data_at = _aligned(names_at + sum(len(name) + 1 for name, _item in items))
    table, names, data = [struct.pack("<I", len(items))], [], []
    for name, item in items:
        table.append(struct.pack("<II", names_at, data_at))
        names.append(name + b"\0")
        padded = item.ljust(_aligned(len(item)), b"\0")
        data.append(padded)
        names_at += len(names[-1])
        data_at += len(padded)
    head = b"".join([*table, *names])
    return b"".join([head.ljust(_aligned(len(head)), b"\0"), *data])


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def _run(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
