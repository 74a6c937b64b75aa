import struct

import pytest

from packing.icu_data import IcuDataError, without

START = 32
HEADER = struct.pack("<H2sHH4x", START, b"\xda\x27", 20, 0) + b"CmnD" + bytes(START - 16)


def archive(items):
    """An archive as the format tells it: the place of each item counts from the end of the header."""
    names_at = 4 + 8 * len(items)
    at = -(-(names_at + sum(len(name) + 1 for name in items)) // 16) * 16
    table, names, data = struct.pack("<I", len(items)), b"", b""
    for name, item in items.items():
        table += struct.pack("<II", names_at + len(names), at + len(data))
        names += name + b"\0"
        data += item + bytes(-len(item) % 16)
    return HEADER + (table + names).ljust(at, b"\0") + data


ITEMS = {
    b"icudt73l/brkitr/uk.res": b"where lines break",
    b"icudt73l/coll/root.res": b"how words sort, in more than sixteen bytes",
    b"icudt73l/curr/uk.res": b"what money is called",
    b"icudt73l/uk.res": b"months",
}


def test_only_the_items_of_the_folders_are_left_out():
    kept = {name: item for name, item in ITEMS.items() if b"coll" in name or name == b"icudt73l/uk.res"}
    assert without(archive(ITEMS), frozenset({"brkitr", "curr"})) == archive(kept)


def test_every_item_begins_at_a_multiple_of_sixteen():
    smaller = without(archive(ITEMS), frozenset({"brkitr"}))
    (count,) = struct.unpack_from("<I", smaller, START)
    places = [struct.unpack_from("<II", smaller, START + 4 + 8 * at)[1] for at in range(count)]
    assert count == 3
    assert all((START + place) % 16 == 0 for place in places)


def test_another_format_is_not_touched():
    with pytest.raises(IcuDataError, match="header"):
        without(b"\0" * 64, frozenset({"curr"}))


def test_an_archive_that_ends_too_early_is_not_touched():
    broken = bytearray(archive(ITEMS))
    struct.pack_into("<I", broken, START + 4 + 4, 10**6)
    with pytest.raises(IcuDataError, match="does not lie"):
        without(bytes(broken), frozenset({"curr"}))


def test_data_without_the_parts_to_leave_out_is_not_what_we_think_it_is():
    with pytest.raises(IcuDataError, match="none of the parts"):
        without(archive({b"icudt73l/uk.res": b"months"}), frozenset({"curr"}))
