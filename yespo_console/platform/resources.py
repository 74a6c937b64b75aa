"""The one module that knows where the data files lie: source tree, installed wheel, frozen program."""

import sys
from functools import cache
from pathlib import Path


@cache
def resources_dir() -> Path:
    """The folder with events/, icons/, qss/, samples/ and translations/. FileNotFoundError when none is there."""
    package = Path(__file__).resolve().parent.parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else []
    places += [package / "_resources", package.parent / "resources"]
    for place in places:
        if (place / "events").is_dir():
            return place
    tried = ", ".join(str(place) for place in places)
    raise FileNotFoundError(f"Yespo Console is not installed completely: no resources in {tried}. Install it again.")
