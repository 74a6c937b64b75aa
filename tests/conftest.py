"""What holds for all tests: no stop-watch in Hypothesis, and no garbage looked for among the tests themselves."""

import gc

from hypothesis import settings

# On a machine with other work to do, a slow example is no failure.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_collection_finish() -> None:
    """Thousands of tests are objects that stay: whoever looks for garbage after a window need not look through them."""
    gc.collect()
    gc.freeze()
