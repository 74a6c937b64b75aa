"""A command behind marks: commented out, as a line that a patch adds, behind the prompt of an administrator.

To whoever reads it as words around JSON its quoting would be data, so it is read as a command or not at all.
"""

import re
from itertools import islice
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.windows_variables import OF_PROMPT
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.mending.quoting import IN_APOSTROPHES
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
#: What stands right before a text in double quotes, or a here-document without any, in which variables are filled in.
_OPTION: Final = re.compile(r"(?:^|\s)-{1,2}[A-Za-z][\w-]{0,30}[ \t=]{0,9}\Z")
_HERE_DOCUMENT: Final = re.compile(r"<<-?[ \t]{0,9}\w{1,60}[ \t]{0,9}\r?\n\s{0,99}(?=[{\[])")
#: The same at any place, behind other words as well.
_HERE_LINES: Final = re.compile(
    r"(?<!<)<<[-~]?[ \t]{0,9}(?P<tag>[A-Za-z_]\w{0,60})(?![\w'\"]|>>|[ \t]{0,9}<<)[^\n]{0,200}\n"
)
#: A program that reads it, and is called so by a shell alone.
_READS_IT: Final = re.compile(r"(?:^|[\s(;|&$])(?:cat|tee|jq|read|mapfile|readarray)(?=[ \t])")
#: What is one backslash to a shell, and what none.
_HALVED: Final = re.compile(r"\\[\\$`]|\\\r?\n")
#: Of so many here-documents it is asked what they hold.
_MOST_HERE: Final = 20
_VARIABLE: Final = re.compile(rf"(?<!\\)(?:\$[A-Za-z_{{(]|`)|{OF_PROMPT.pattern}")
_OF_BASH: Final = re.compile(r"(?<!\\)(?:\$[A-Za-z_{(]|`)")
#: As a shell has the body of a command, on a line that goes on with one.
_OPTION_LINE: Final = re.compile(r"(?m)^[ \t]{0,20}-{1,2}[A-Za-z][\w-]{0,30}[ \t=]{1,9}'\s{0,9}[{\[]")
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
    """Nothing when the first JSON in quotes stands in no command, nor in a part of one or of a program that shows.

    Raises:
        RefusedError: it does, and nobody has read that.
    """
    here = _HERE_DOCUMENT.search(text.text)
    if here is not None and _OF_BASH.search(text.text, here.end()) is not None:
        raise RefusedError(text, here.end(), "quoting", final=True)
    refusal = unread_here_document(text)
    if refusal is not None:
        raise refusal
    quoted = next((each for each in _QUOTED_JSON.finditer(text.text) if not _ends_a_text(text.text, each)), None)
    if quoted is None:
        return
    if quoted[0][0] == "'" and _SHELL_APOSTROPHE.search(text.text, quoted.end()) is not None:
        raise RefusedError(text, quoted.start(), "unread_command", final=True)
    before = max(0, quoted.start() - _FAR_BEFORE)
    is_in_apostrophes = quoted[0][0] == "'"
    if (is_in_apostrophes and IN_APOSTROPHES.search(text.text, quoted.end()) is not None) or (
        not is_in_apostrophes
        and _OPTION.search(text.text[before : quoted.start()]) is not None
        and _VARIABLE.search(text.text, quoted.end()) is not None
    ):
        raise RefusedError(text, quoted.start(), "quoting", final=True)
    if _ANY_COMMAND.search(text.text, before, quoted.start()) is not None:
        raise RefusedError(text, quoted.start(), "unread_command", final=True)


def unread_option(text: Traced) -> RefusedError | None:
    """Why a text is no code: an option with JSON in the quotes of a shell begins a line, and no command was read."""
    option = _OPTION_LINE.search(text.text)
    if option is None or _SHELL_APOSTROPHE.search(text.text, option.end()) is None:
        return None
    return RefusedError(text, option.end() - 1, "unread_command", final=True)


def unread_here_document(text: Traced, *, of_shell: bool = False) -> RefusedError | None:
    """Why an event in a here-document cannot be read: a shell halves its backslashes, and JSON does not.

    ``of_shell``: only where the program that reads it belongs to a shell, so that no other language has it.
    """
    raw = text.text
    for match in islice(_HERE_LINES.finditer(raw), _MOST_HERE):
        line = raw[max(raw.rfind("\n", 0, match.start()) + 1, match.start() - _FAR_BEFORE) : match.start()]
        is_of_shell = _READS_IT.search(line) is not None
        last = re.compile(rf"^[ \t]*{match['tag']}\b", re.MULTILINE).search(raw, match.end())
        if not is_of_shell and (of_shell or last is None):
            continue
        end = len(raw) if last is None else last.start()
        halved = _HALVED.search(raw, match.end(), end)
        if halved is not None and mentions_event(raw[match.end() : end]):
            return RefusedError(text, halved.start(), "here_document", final=True)
    return None


def _ends_a_text(raw: str, quoted: re.Match[str]) -> bool:
    """Whether a quote closes a text on its own line, and the JSON stands on another: ``-H "Accept: */*"`` above it."""
    if "\n" not in quoted[0]:
        return False
    begin = max(0, quoted.start() - _FAR_BEFORE)
    before = raw[max(begin, raw.rfind("\n", begin, quoted.start()) + 1) : quoted.start()]
    return before.count(quoted[0][0]) % 2 == 1
