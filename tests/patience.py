"""How long a test waits for what is to come. Nothing is asserted about time: that it never comes is all this can tell.

So it is long enough for a machine that does much else, and ends only a test that would hang for ever.
"""

import time
from collections.abc import Callable
from typing import Final

PATIENCE_S: Final = 180
PATIENCE_MS: Final = 1000 * PATIENCE_S
_NOISE_S: Final = 0.05


def assert_cost_grows_as_length(work: Callable[[int], object], length: int, times: int = 4) -> None:
    """``work`` on a text (or a list) so many ``times`` as long costs about so many times as much, not the square of it.

    What is compared is the processor time of this thread, so that it does not matter what else the machine does; and
    twice as much is allowed for. When all is well each length is worked on once.
    """
    for _attempt in range(5):
        short, long = (_cost(work, size) for size in (length, times * length))
        if long <= 2 * times * short + _NOISE_S:
            return
    raise AssertionError(f"{times} times the length cost {long / short:.1f} times as much")


def _cost(work: Callable[[int], object], size: int) -> float:
    begun = time.thread_time()
    work(size)
    return time.thread_time() - begun
