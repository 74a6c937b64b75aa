"""The content of a file that a command sends, where somebody pasted both: below a line that names the file."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.words import Word
from yespo_console.reading.mending.sound_items import sound_end
from yespo_console.reading.origin import Traced

#: What else may stand in that line: no brackets, and no sign with which a command takes a file.
_BESIDE: Final = r"[^\r\n{}\[\]@<]{0,60}"
#: Nobody pastes more of a command and its file; to look through it costs as much for each file that is sent.
_LONGEST: Final = 50_000


def file_below(text: Traced, name: str, budget: Budget) -> Word | None:
    """The JSON below the line that names a file; None where there is none, several, or it is not sound."""
    if len(name) < len("a.b") or len(text) > _LONGEST:
        return None
    heading = re.compile(
        rf"^(?:{_BESIDE}[\s\"'`*/(])?{re.escape(name.removeprefix('./'))}(?![\w/-]|\.\w){_BESIDE}\r?\n\s{{0,40}}(?=[{{\[])",
        re.MULTILINE,
    )
    found = list(heading.finditer(text.text))
    budget.spend(len(text) // 10)
    end = sound_end(text.text, found[0].end()) if len(found) == 1 else None
    if end is None:
        return None
    budget.spend(end - found[0].end())
    return Word(text.slice(found[0].end(), end))
