"""How columns that need more room than there is share what there is."""

from collections.abc import Collection, Sequence


def shrunk(needs: Sequence[int], room: int, giving_way: Collection[int], least: int) -> list[int]:
    """What the columns need in px; where that is more than ``room``, those ``giving_way`` have less, the widest first.

    None of them becomes narrower than ``least`` by it.
    """
    widths = list(needs)
    most = max(widths[column] for column in giving_way)
    while sum(widths) > room and most > least:
        most -= 1
        for column in giving_way:
            widths[column] = min(widths[column], most)
    return widths
