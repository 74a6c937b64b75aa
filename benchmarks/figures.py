"""How figures are summed up and printed."""

import statistics
from collections.abc import Sequence


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def p99(values: Sequence[float]) -> float:
    """The value that 99 of 100 stay under; the largest of fewer than a hundred."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def verdict(value: float, goal: float) -> str:
    """Whether a goal is met, in words."""
    return f"goal {goal:g}: {'met' if value <= goal else 'MISSED'}"
