"""The events that the rooms below are tested with, and hypothesis without a stop-watch."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parents[1] / "events"))

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
