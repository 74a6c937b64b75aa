"""Sentences around a paste: a greeting before it, a name below it."""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import from_base_64
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
#: What code, data and commands have and sentences have not; a quote in the middle of a word is an apostrophe.
_NO_WORDS: Final = re.compile(r"[{}\[\]<>=\"`$|\\^&;%~*_]|(?<!\w)'|'(?!\w)|\S{60}|\w[.(:]\w+\(|^\s*[-#/+]")
#: What a mail program writes above a mail that somebody answers or hands on.
_OF_A_MAIL: Final = re.compile(
    r"\s*(?:(?:From|Sent|To|Cc|Subject|Від|Надіслано|Кому|Копія|Тема|От|Отправлено|Копия)[ \t]?:[ \t][^{}=\"\r\n]*"
    r"|[-_]{5,}(?:[ \t]?[A-ZА-ЯІЇЄ][a-zа-яіїє'’]{1,20}(?:[ \t][^\W\d_]{1,20}){1,3}[ \t]?[-_]{5,})?)\s*\Z"
)
#: A line that begins with a letter of no program: a sentence, be there quotes and brackets in it, but no sign of code.
_SENTENCE: Final = re.compile(r"[ \t]*+[(«„“]?[^\W\d_a-zA-Z][^{}=;$\\`|\r\n]*+[\r\n]*\Z")
_FIRST_LETTER: Final = re.compile(r"[^\W\d_]")
_WORD: Final = re.compile(r"\w+")
#: A name that code gives to something.
_NAMED: Final = re.compile(r"(?<![\w.])(\w{1,100})[ \t]{0,9}(?::?=|:)")
#: What begins as the Base64 of an object does, on lines of its own or behind the name that somebody gave it.
_BASE_64: Final = re.compile(
    r"^[ \t]*+(?:[^\W\d_][\w .-]{0,40}[:=]\s{0,9}[\"']?)?"
    r"(?P<digits>(?:eyJ|ewog|ew0K|W3si)[A-Za-z0-9+/_-]{20,}+={0,2})",
    re.MULTILINE,
)
_MORE_LINES: Final = re.compile(r"(?>(?:[ \t]*+\r?\n(?!--)[A-Za-z0-9+/_-]++(?=[ \t]*+(?:[\r\n\"';=]|\Z)))*)={0,2}")
_END_OF_BASE_64: Final = re.compile(r"[\"']?;?[ \t]*+$|[ \t]", re.MULTILINE)
#: A line of a request above its body.
_HEADER: Final = re.compile(r"\bHTTP/\d|^[\w-]{1,60}:[ \t]*\S|^(?:GET|POST|PUT)[ \t]", re.MULTILINE)
#: The first line of a request, which a finder reads whatever its body is in.
REQUEST: Final = re.compile(r"^[A-Z]{3,7}[ \t]+\S{1,2000}[ \t]+HTTP/\d", re.MULTILINE)
#: A line that is nothing but a percent-encoded event, with or without the name of its field.
_FORM: Final = re.compile(
    r"^[ \t]*+(?P<form>[\w.~!$&'()*+,;=:@/?%\[\]-]*?%22(?:eventTypeKey|keyValue|params)%22[^\s<>\"]*+)(?=[ \t]*+\r?$)",
    re.MULTILINE | re.ASCII,
)
#: How no statement begins or is written.
_NO_CODE: Final = re.compile(
    r"(?i)^\s*(?:thanks|thank you|thx|cheers|(?:best|kind|warm) regards|regards|sincerely|br,|p\.? ?s\.)"
    r"|[^\W\d_]'[^\W\d_]|[\u0400-\u04ff]{2}|^--\s*\Z"
)
#: Where a here-document begins whose lines follow.
_HERE_DOCUMENT: Final = re.compile(r"<<[~-]?(?P<quote>['\"]?)(?P<tag>[^\W\d]\w{0,60})(?P=quote)")
_SIGNATURE: Final = re.compile(r"--\s*\Z")
#: The end of a list that has no sign of code in it.
_CLOSING: Final = re.compile(r"\s*+\)[\s);,]*+\Z")
#: What stands around Base64 is told of each of the texts in it.
_MOST_TOLD: Final = 10_000
#: More words are no greeting.
_LONGEST: Final = 4000
_FOUND: Final = 60


def is_words(line: str) -> bool:
    """Whether a line is empty, a part of a sentence or of the head of a mail, and neither code, data nor a command."""
    return (_NO_WORDS.search(line) is None or _OF_A_MAIL.match(line) is not None) and not mentions_event(line)


def around_base_64(text: Traced, budget: Budget) -> Unwrapped | None:
    """Base64 without the name before it (``body: eyJ..``) and the words around it; None where it stands alone.

    Whatever is on a line that it could go on with belongs to it. An event as it is makes the text one of another kind.
    """
    raw = text.text
    if mentions_event(raw) or REQUEST.search(raw) is not None:
        return None
    budget.spend(len(raw) // 4)
    blocks = list(_blocks_of_base_64(text, budget))
    edges = [0, *(edge for block in blocks for edge in block), len(raw)]
    around = [text.slice(begin, end).strip() for begin, end in zip(edges[::2], edges[1::2], strict=True)]
    told = [
        repair_at(part, 0, len(part), "text_around", found=excerpt_around(part.text, _FOUND))
        for part in around
        if part.text
    ]
    if not blocks or len(blocks) + len(told) == 1 or len(blocks) * len(told) > _MOST_TOLD:
        return None
    return Unwrapped(tuple(text.slice(*block) for block in blocks), tuple(told))


def _blocks_of_base_64(text: Traced, budget: Budget) -> Iterator[tuple[int, int]]:
    """Where Base64 stands: the lines that a first one goes on in are a part of it, unless that is whole by itself."""
    raw = text.text
    done = 0
    for match in _BASE_64.finditer(raw):
        start, end = match.span("digits")
        if start < done:
            continue
        budget.spend(2 * (end - start))
        line = from_base_64(text.slice(start, end))
        if line is None or not is_json(line.text):
            end = _MORE_LINES.match(raw, end).end()  # type: ignore[union-attr] # it matches nothing too
        if _END_OF_BASE_64.match(raw, end):
            yield start, end
            done = end


def around_form(text: Traced, budget: Budget) -> Unwrapped | None:
    """Percent-encoded events that stand on lines of their own among words; None where anything else is there."""
    raw = text.text
    if "%22" not in raw:
        return None
    budget.spend(len(raw) // 4)
    lines = [match.span("form") for match in _FORM.finditer(raw)]
    edges = [0, *(edge for line in lines for edge in line), len(raw)]
    around = [text.slice(begin, end).strip() for begin, end in zip(edges[::2], edges[1::2], strict=True)]
    if not lines or not any(part.text for part in around) or any(_HEADER.search(part.text) for part in around):
        return None
    if not all(is_words(line) for part in around for line in part.text.splitlines() if line.strip()):
        return None
    return Unwrapped(tuple(text.slice(*line) for line in lines), _left_out(*around))


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
    end = _behind_here_documents(raw, begin, end)
    said = {word[0] for word in _WORD.finditer(raw, end)}
    if said and any(name[1] in said for name in _NAMED.finditer(raw, begin, end)):
        end = len(raw)
    if not raw[begin:end].strip() or not (raw[:begin] + raw[end:]).strip():
        return None
    return Unwrapped((text.slice(begin, end),), _left_out(text.slice(0, begin), text.slice(end)))


def _left_out(*parts: Traced) -> tuple[Repair, ...]:
    return tuple(
        repair_at(part, 0, len(part), "text_around", "", None, found=excerpt_around(part.text, _FOUND))
        for part in (part.strip() for part in parts)
        if part.text
    )


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


def _behind_here_documents(raw: str, begin: int, end: int) -> int:
    """Where the words at the end begin without those of a here-document that begins before them."""
    tags = {match["tag"] for match in _HERE_DOCUMENT.finditer(raw, begin, end)}
    ends = [line.end() for line in _LINE.finditer(raw, end) if line[0].strip() in tags] if tags else []
    return ends[-1] if ends else end


def _last_paragraphs(ending: str) -> int:
    """How many characters at the end are sentences behind an empty line, or what no code is; 0 when there are none."""
    length = said = 0
    for line in reversed([line[0] for line in _LINE.finditer(ending)]):
        is_sentence = _SENTENCE.match(line) is not None and not mentions_event(line)
        if (not is_sentence and not is_words(line) and not _SIGNATURE.match(line)) or _CLOSING.match(line):
            break
        if not line.strip() and (letter := _FIRST_LETTER.search(ending, len(ending) - length)) and letter[0].isupper():
            said = length
        length += len(line)
        if is_sentence or _NO_CODE.search(line):
            said = length
    return said
