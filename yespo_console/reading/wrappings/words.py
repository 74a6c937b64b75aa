"""Sentences around a paste: a greeting before it, a name below it."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.masking import word_without_secrets
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import excerpt, repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
#: What code, data and commands have and sentences have not; a quote in the middle of a word is an apostrophe.
_NO_WORDS: Final = re.compile(r"[{}\[\]<>=\"`$|\\^&;%~*_]|(?<!\w)'|'(?!\w)|\S{60}|\w[.(:]\w+\(|^\s*[-#/+]")
_FIRST_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"\w+")
#: A name that code gives to something.
_NAMED: Final = re.compile(r"(?<![\w.])(\w{1,100})[ \t]{0,9}(?::?=|:)")
#: More lines of words are no greeting.
_MOST_LINES: Final = 40
_FOUND: Final = 60


def is_words(line: str) -> bool:
    """Whether a line is empty or a part of a sentence, and neither code, data nor a command."""
    return _NO_WORDS.search(line) is None and not mentions_event(line)


def without_words(text: Traced, budget: Budget) -> Unwrapped | None:
    """What stands between sentences; None when no sentences stand around it.

    Sentences begin with a capital letter, so that ``else:`` is none, and an empty line parts them from code. Below code
    they name nothing that it does: ``Push event`` may be a part of it.
    """
    raw = text.text
    budget.spend(len(raw))
    lines = [match for match in _LINE.finditer(raw) if match[0]]
    start = _first_behind_words([line[0] for line in lines[: _MOST_LINES + 1]])
    count = _last_paragraphs([line[0] for line in lines[max(start, len(lines) - _MOST_LINES) :]])
    begin = lines[start].start() if start < len(lines) else len(raw)
    end = lines[len(lines) - count].start() if count else len(raw)
    named = {match[1] for match in _NAMED.finditer(raw, begin, end)}
    if any(word[0] in named for word in _WORD.finditer(raw, end)):
        end = len(raw)
    if not raw[begin:end].strip() or not (raw[:begin] + raw[end:]).strip():
        return None
    around = [
        repair_at(part, 0, len(part), "text_around", "", None, found=word_without_secrets(excerpt(part.text, _FOUND)))
        for part in (text.slice(0, begin).strip(), text.slice(end).strip())
        if part.text
    ]
    return Unwrapped((text.slice(begin, end),), tuple(around))


def _first_behind_words(lines: list[str]) -> int:
    """The number of the first line that no sentence before it goes on to; 0 when no sentence begins the text."""
    letter = next((_FIRST_LETTER.search(line) for line in lines if line.strip()), None)
    if letter is None or not letter[0].isupper():
        return 0
    first = next((number for number, line in enumerate(lines) if not is_words(line)), 0)
    if not first or lines[first].lstrip().startswith(("{", "[", '"')):
        return first
    return max((number for number, line in enumerate(lines[:first], 1) if not line.strip()), default=0)


def _last_paragraphs(lines: list[str]) -> int:
    """How many lines at the end are sentences behind an empty line; 0 when there are none."""
    words = next((number for number, line in enumerate(reversed(lines)) if not is_words(line)), 0)
    behind = lines[len(lines) - words :]
    empty = next((number for number, line in enumerate(behind) if not line.strip()), len(behind))
    said = "".join(behind[empty:])
    letter = _FIRST_LETTER.search(said)
    return len(behind) - empty if letter is not None and letter[0].isupper() else 0
