"""What two texts have in common at their ends: a change is then as small as it really is."""


def common_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters they share at their beginning and, apart from those, at their end."""
    head = _common(old, new)
    return head, _common(old[head:][::-1], new[head:][::-1])


def _common(one: str, other: str) -> int:
    """How many characters both begin with; by halving, so that long texts are compared at C speed."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
