"""The events that the rooms below are tested with, and a clock that ends no reading of theirs."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import PATIENCE_S

from yespo_console.reading import budget

sys.path.insert(0, str(Path(__file__).parents[1] / "events"))


@pytest.fixture(autouse=True, scope="session")
def only_steps_end_a_reading() -> Iterator[None]:
    """Steps are counted as ever; one that is watched, on a machine that does much else, takes several times as long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(budget, "SECONDS_AT_LEAST", float(PATIENCE_S))
        yield
