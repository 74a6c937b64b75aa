"""Sentences around a paste: a greeting before it, a name below it."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
#: What code, data and commands have and sentences have not; a quote in the middle of a word is an apostrophe.
_NO_WORDS: Final = re.compile(r"[{}\[\]<>=\"`$|\\^&;%~*_]|(?<!\w)'|'(?!\w)|\S{60}|\w[.(:]\w+\(|^\s*[-#/+]")
_FIRST_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"\w+")
#: A name that code gives to something.
_NAMED: Final = re.compile(r"(?<![\w.])(\w{1,100})[ \t]{0,9}(?::?=|:)")
#: What begins as the Base64 of an object does, behind the name that somebody gave it.
_NAMED_BASE_64: Final = re.compile(
    r"\s*+([^\W\d_][\w .-]{0,40}[:=]\s{0,9}[\"']?)"
    r"((?:eyJ|ewog|ew0K|W3si)[A-Za-z0-9+/_\s-]{20,}+={0,2}\s*+)([\"']?;?)\s*+"
)
_END_OF_A_SENTENCE: Final = re.compile(r"[^\W\d_][\"')]?[:.,!?…]\s*\Z")
#: How no statement begins or is written.
NO_CODE: Final = re.compile(
    r"(?i)^\s*(?:thanks|thank you|thx|cheers|(?:best|kind|warm) regards|regards|sincerely|br,|p\.? ?s\.)"
    r"|[^\W\d_]'[^\W\d_]|[\u0400-\u04ff]{2}|^--\s*\Z"
)
_SIGNATURE: Final = re.compile(r"--\s*\Z")
_REQUEST_LINE: Final = re.compile(r" HTTP/\d")
#: More words are no greeting.
_LONGEST: Final = 4000
_FOUND: Final = 60


def is_words(line: str) -> bool:
    """Whether a line is empty or a part of a sentence, and neither code, data nor a command."""
    return _NO_WORDS.search(line) is None and not mentions_event(line)


def without_name(text: Traced, budget: Budget) -> Unwrapped | None:
    """Base64 without the name before it: ``body: eyJ..``; None for any other text."""
    named = _NAMED_BASE_64.fullmatch(text.text)
    if named is None:
        return None
    budget.spend(len(text))
    around = [
        repair_at(text, *named.span(each), "text_around", found=excerpt_around(named[each], _FOUND))
        for each in (1, 3)
        if named[each]
    ]
    return Unwrapped((text.slice(*named.span(2)),), tuple(around))


def without_words(text: Traced, budget: Budget) -> Unwrapped | None:
    """What stands between sentences; None when no sentences stand around it.

    Sentences begin with a capital letter, so that ``else:`` is none, and an empty line parts them from code, unless
    they can be no code: a greeting, words with an apostrophe or in another script. Below code they name nothing that
    it does: ``Push event`` may be a part of it.
    """
    raw = text.text
    budget.spend(len(raw) // 4)
    begin = _behind_first_words(raw)
    end = len(raw) - _last_paragraphs(raw[max(begin, len(raw) - _LONGEST) :])
    said = {word[0] for word in _WORD.finditer(raw, end)}
    if said and any(name[1] in said for name in _NAMED.finditer(raw, begin, end)):
        end = len(raw)
    if not raw[begin:end].strip() or not (raw[:begin] + raw[end:]).strip():
        return None
    return Unwrapped((text.slice(begin, end),), _left_out(text.slice(0, begin), text.slice(end)))


def told_words(text: Traced) -> tuple[Repair, ...]:
    """The sentences that a text begins and ends with, for whoever passed over them: ``Here is the request:``."""
    end = _behind_first_sentences(text.text)
    below = len(text) - _last_paragraphs(text.text[max(end, len(text) - _LONGEST) :])
    return _left_out(text.slice(0, end), text.slice(below))


def _left_out(*parts: Traced) -> tuple[Repair, ...]:
    return tuple(
        repair_at(part, 0, len(part), "text_around", "", None, found=excerpt_around(part.text, _FOUND))
        for part in (part.strip() for part in parts)
        if part.text
    )


def _behind_first_sentences(raw: str) -> int:
    letter = _FIRST_LETTER.search(raw, 0, _LONGEST)
    if letter is None or not letter[0].isupper():
        return 0
    end = 0
    for line in _LINE.finditer(raw, 0, _LONGEST):
        if not is_words(line[0]) or _REQUEST_LINE.search(line[0]):
            break
        if _END_OF_A_SENTENCE.search(line[0]):
            end = line.end()
    return end


def _behind_first_words(raw: str) -> int:
    """Where a text goes on behind the sentences that it begins with; 0 when none do."""
    letter = _FIRST_LETTER.search(raw, 0, _LONGEST)
    if letter is None or not letter[0].isupper():
        return 0
    behind_an_empty_line = 0
    for line in _LINE.finditer(raw, 0, _LONGEST):
        if not is_words(line[0]):
            return line.start() if line[0].lstrip().startswith(("{", "[", '"')) else behind_an_empty_line
        if not line[0].strip():
            behind_an_empty_line = line.end()
    return 0


def _last_paragraphs(ending: str) -> int:
    """How many characters at the end are sentences behind an empty line, or what no code is; 0 when there are none."""
    length = said = 0
    for line in reversed([line[0] for line in _LINE.finditer(ending)]):
        if not is_words(line) and not _SIGNATURE.match(line):
            break
        if not line.strip() and (letter := _FIRST_LETTER.search(ending, len(ending) - length)) and letter[0].isupper():
            said = length
        length += len(line)
        if NO_CODE.search(line):
            said = length
    return said
