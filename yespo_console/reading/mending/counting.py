"""Changes that are the same all over a text, told once with their number."""

from collections.abc import Iterable
from dataclasses import replace

from yespo_console.reading.mending.level import COUNTED
from yespo_console.reading.reading import Repair


def counted(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """The repairs in the order of the text, with those of a kind that is all over it as one."""
    result: list[Repair] = []
    first: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for repair in sorted(repairs, key=lambda repair: repair.offset):
        if repair.code in COUNTED:
            numbers[repair.code] = numbers.get(repair.code, 0) + int(dict(repair.args)["count"])
            if repair.code in first:
                continue
            first[repair.code] = len(result)
        result.append(repair)
    for code, index in first.items():
        if dict(result[index].args)["count"] == str(numbers[code]):
            continue
        args = {**dict(result[index].args), "count": str(numbers[code])}
        result[index] = replace(result[index], args=tuple(args.items()))
    return tuple(result)
