"""A command behind marks: commented out, as a line that a patch adds, behind the prompt of an administrator.

To whoever reads it as words around JSON its quoting would be data, so it is read as a command or not at all.
"""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_MARK: Final = re.compile(r"[ \t]{0,20}(\+|//|#)[ \t]?")
_FOLLOWED: Final = r"(?:\.exe|:[\w.-]{1,60})?(?=[ \t]{1,9}(?:-{1,2}[A-Za-z]|[\"'^]{0,2}https?://))"
_COMMAND: Final = re.compile(rf"[ \t]{{0,20}}(?:[$%][ \t]{{1,9}})?(?:curl|wget){_FOLLOWED}")
_ANY_COMMAND: Final = re.compile(rf"(?<![\w.-])(?:curl|wget){_FOLLOWED}")
_QUOTED_JSON: Final = re.compile(r"(?:['\"]|\\[\"'])\s{0,9}[{\[]")
#: An apostrophe as shells want it within single quotes, whatever the command is called.
_SHELL_APOSTROPHE: Final = re.compile(r"\w'(?:\\'|\"'\")'\w")
#: A command is looked for no further before the quoted JSON.
_FAR_BEFORE: Final = 2000


def marked_command(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text without the same mark before each of its lines, one of which begins with a command.

    A ``#`` before the first line alone is a prompt when no other command follows.
    """
    raw = text.text
    first = _MARK.match(raw, len(raw) - len(raw.lstrip("\r\n")))
    if first is None or ("curl" not in raw and "wget" not in raw):
        return None
    builder = TracedBuilder(text.original)
    position = first.start()
    is_command = False
    lines = 0
    while position < len(raw):
        budget.spend(60)
        mark = _MARK.match(raw, position)
        line = _LINE.match(raw, position)
        assert line is not None
        if mark is not None and mark[1] == first[1]:
            is_command = is_command or _COMMAND.match(raw, mark.end()) is not None
            builder.copy(text, mark.end(), line.end())
        elif not line[0].strip():
            builder.copy(text, position, line.end())
        elif lines == 1 and first[1] == "#" and is_command and _is_all_one_command(raw, position):
            builder.copy(text, position)
            break
        else:
            return None
        position = line.end()
        lines += 1
    if not is_command:
        return None
    return Unwrapped((builder.build(),), (repair_at(text, first.start(), first.end(), "line_marks", mark=first[1]),))


def _is_all_one_command(raw: str, end: int) -> bool:
    """Whether what stands behind the first line, which ends at ``end``, is its rest, or nothing that sends an event."""
    line = raw[:end].replace("\\'", "").rstrip()
    if _ANY_COMMAND.search(raw, end) is not None:
        return False
    return line.endswith("\\") or line.count("'") % 2 == 1 or not mentions_event(raw[end:])


def refuse_unread_command(text: Traced) -> None:
    """Nothing when the first JSON in quotes stands in no command.

    Raises:
        RefusedError: it does, and nobody has read that command.
    """
    quoted = next((each for each in _QUOTED_JSON.finditer(text.text) if not _ends_a_text(text.text, each)), None)
    if quoted is None:
        return
    if quoted[0][0] == "'" and _SHELL_APOSTROPHE.search(text.text, quoted.end()) is not None:
        raise RefusedError(text, quoted.start(), "unread_command", final=True)
    before = max(0, quoted.start() - _FAR_BEFORE)
    if _ANY_COMMAND.search(text.text, before, quoted.start()) is not None:
        raise RefusedError(text, quoted.start(), "unread_command", final=True)


def _ends_a_text(raw: str, quoted: re.Match[str]) -> bool:
    """Whether a quote closes a text on its own line, and the JSON stands on another: ``-H "Accept: */*"`` above it."""
    if "\n" not in quoted[0]:
        return False
    begin = max(0, quoted.start() - _FAR_BEFORE)
    before = raw[max(begin, raw.rfind("\n", begin, quoted.start()) + 1) : quoted.start()]
    return before.count(quoted[0][0]) % 2 == 1
