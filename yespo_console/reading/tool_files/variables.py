"""Variables of API clients and editors: ``{{host}}``."""

import re
from typing import Final

from yespo_console.reading.reading import LeftOut

VARIABLE: Final = re.compile(r"\{\{\s{0,20}([^{}\s]{1,80})\s{0,20}\}\}")


def variables_kept(names: dict[str, None]) -> tuple[LeftOut, ...]:
    """Says which variables of a tool stand in the events as they are."""
    if not names:
        return ()
    return (LeftOut("variable_kept", len(names), (("names", ", ".join(f"{{{{{name}}}}}" for name in names)),)),)
