"""The JSON of an event in the texts of Rust, Objective-C, Perl and Dart, as generators of code write it.

There is no reader of these languages, so little of the code is understood: one text holds the whole event, nothing
behind it looks as if it changed that, and everything else is refused.
"""

import re
from collections.abc import Callable
from typing import Final

from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.escapes import Dialect, UndecodableError, unescape
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import repair_at
from yespo_console.reading.source_code.reasons import put_together
from yespo_console.reading.source_code.typed.credentials_in_typed_code import address_in, note_typed_credentials
from yespo_console.reading.spans import Span

_LONGEST: Final = 300_000
#: Each begins with a character of its own, that of a line with the break before it, so that the search goes from one
#: of these to the next.
_OF_RUST: Final = r":(?:(?<=\breqwest:)|(?<=\bserde_json:)|(?<=\bureq:)):"
_RUST: Final = re.compile(rf"\n[ \t]*(?:let[ \t]+(?:mut[ \t]+)?\w+[ \t]*[:=]|use[ \t]+\w+::)|{_OF_RUST}")
_OBJECTIVE_C: Final = re.compile(r"N(?<=\bN)S(?:Mutable)?(?:String|Data|URLRequest|Dictionary)\b|H(?<=\bsetH)TTPBody:")
_PERL: Final = re.compile(r"\n[ \t]*(?:my[ \t]+[$@%(]|use[ \t]+(?:strict|warnings|LWP|HTTP|JSON)\b)")
_DART: Final = re.compile(
    r"U(?<=\bU)ri\.parse\(|D(?<=\bD)io\(|\.(?<=\bhttp\.)(?:Request|post)\(|:(?<=['\"]dart:)"
    r"|M(?<=\bM)ap<String, ?\w{1,20}>|S(?<=\bS)tring \w{1,40} ="
)
_SURELY: Final = re.compile(rf"{_OF_RUST}|D(?<=\bD)io\(|\.(?<=\bhttp\.)(?:Request|StreamedResponse)\b|:(?<=['\"]dart:)")
_RAW: Final = re.compile(r'r(?<!\wr)(#{0,5})"(?=\s{0,200}[{\[])')
_AT_QUOTED: Final = re.compile(r'(?<!\w)(?P<open>@")(?P<text>\s{0,200}[{\[](?:[^"\\\n]|\\.)*+)"')
_SINGLE: Final = re.compile(r"(?:=>?|\(|,)\s{0,20}(?P<open>')(?P<text>\s{0,200}[{\[](?:[^'\\]|\\.)*+)'", re.DOTALL)
_ENCODED: Final = re.compile(r"\bjson(?:\.e|E)ncode\(\s{0,200}(?=[{\[])")
_SIGN: Final = re.compile(r'"(?:[^"\\\n]|\\.)*+"|[{}\[\]]')
_MEANINGS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\\": "\\", '"': '"', "'": "'"}
_OF_C: Final = Dialect(
    re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL),
    lambda match: chr(int(match[1], 16)) if match[1] else _MEANINGS.get(match[2]),
)
_OF_PERL: Final = Dialect(re.compile(r"\\([\\'])"), lambda match: match[1])
_MEMBER: Final = r"(?:eventTypeKey|eventKey|keyValue|params|name|value)"
#: What may make another text of the one before it, or set a member of what is read out of it.
_CHANGES: Final = re.compile(
    r"[Rr]eplac|\bformat!|push_str|\bsprintf\b|stringByAppending|stringWithFormat|=~|\bs/|[^!=<>]\.=|\+=|\bsubstr"
    rf"|\.insert\(|[\[{{]@?[\"']?{_MEMBER}[\"']?[\]}}]|\.pointer_mut\(|setObject:|setValue:[^;]{{0,200}}forKey:"
)
#: Something is added to the text, or asked of it.
#: Before a text that values are put into.
_FORMATS: Final = re.compile(r"(?:[Ff]ormat:?|printf|format!)[ \t]{0,9}\(?\s{0,20}\Z")
_COMMENT: Final = re.compile(r"(?:^|\n)[ \t]{0,40}(?://|#)[^\n]{0,200}\Z")
_GOES_ON: Final = re.compile(r"\s{0,20}(?:\+|\.\s|x\s)")
_NAME_BEFORE: Final = re.compile(r"(\w{1,60})(?:\s{0,9}:\s{0,9}[&'\w ]{1,40})?\s{0,9}=\s{0,9}\Z")
_FAR: Final = 200
#: What makes JSON of a variable, which is JSON already.
_ENCODES: Final = r"(?:\.json\(|encode_json[ (]|json(?:\.e|E)ncode\(|serde_json::to_(?:string|vec)\()\s{{0,9}}[&$]?{}\b"

#: A text: what it holds, and where it stands with its quotes.
_Text = tuple[Traced, Span]


def find_other_text(text: Traced, budget: Budget) -> Found | None:
    """The one text of such a language that holds an event."""
    raw = text.text
    if len(raw) > _LONGEST or not mentions_event(raw):
        return None
    lines = f"\n{raw}"
    for sign, read in _LANGUAGES:
        if sign.search(lines) is None:
            continue
        budget.spend(len(raw))
        found = read(text)
        if found is not None and not any(map(mentions_event, (raw[: found[1][0]], raw[found[1][1] :]))):
            return _sent(text, found)
    return None


def is_surely_other(raw: str) -> bool:
    """Whether a text is of one of these languages and of no other, whose lines are known."""
    lines = f"\n{raw[:_LONGEST]}"
    return any(pattern.search(lines) for pattern in (_OBJECTIVE_C, _PERL, _SURELY))


def _sent(text: Traced, found: _Text) -> Found | None:
    body, (begin, end) = found
    rest = text.text[end:]
    before = text.text[max(0, begin - _FAR) : begin]
    name = _NAME_BEFORE.search(before)
    if _COMMENT.search(before):
        return None
    is_made = _FORMATS.search(before) or (
        _ENCODED.match(text.text, begin) and "$" in body.text
    )  # ``$`` puts in a value
    if is_made or _CHANGES.search(rest) or _GOES_ON.match(rest) or _is_set_again(name, rest):
        return Found("javascript", error=put_together(text, begin))
    if not is_json(body.text):
        return None
    again = None if name is None else re.search(_ENCODES.format(re.escape(name[1])), rest)
    told = () if again is None else (repair_at(text, end + again.start(), end + again.end(), "encoded_twice"),)
    credentials = Credentials(text.original)
    code = text.respelled((text.text[:begin] + " " * (end - begin) + rest).replace("'", '"'))  # of either kind
    url = address_in(code, credentials)
    note_typed_credentials(code, credentials)
    return Found("javascript", (FoundRequest(body, url, told),), credentials.found)


def _is_set_again(name: re.Match[str] | None, rest: str) -> bool:
    return name is not None and re.search(rf"(?<![\w.>-]){name[1]}\s{{0,9}}=[^=>]", rest) is not None


def _in_rust(text: Traced) -> _Text | None:
    begin = _RAW.search(text.text)
    while begin is not None:
        end = text.text.find('"' + begin[1], begin.end())
        if end < 0:
            return None
        behind = end + 1 + len(begin[1])
        if mentions_event(text.text[begin.end() : end]):
            return text.slice(begin.end(), end), (begin.start(), behind)
        begin = _RAW.search(text.text, behind)
    return None


def _in_quotes(pattern: re.Pattern[str], escapes: Dialect) -> Callable[[Traced], _Text | None]:
    def read(text: Traced) -> _Text | None:
        match = next((each for each in pattern.finditer(text.text) if mentions_event(each["text"])), None)
        if match is None:
            return None
        try:
            return unescape(text, escapes, *match.span("text")), (match.start("open"), match.end())
        except UndecodableError:
            return None

    return read


def _in_dart(text: Traced) -> _Text | None:
    """An object that is made JSON where it is spelled out, as JSON spells it."""
    begin = _ENCODED.search(text.text)
    while begin is not None:
        end = _end_of_brackets(text.text, begin.end())
        if end < 0:
            return None
        if mentions_event(text.text[begin.end() : end]):
            return text.slice(begin.end(), end), (begin.start(), end)
        begin = _ENCODED.search(text.text, end)
    return None


def _end_of_brackets(raw: str, begin: int) -> int:
    depth = 0
    for sign in _SIGN.finditer(raw, begin):
        depth += (sign[0] in "{[") - (sign[0] in "}]")
        if depth == 0:
            return sign.end()
    return -1


_LANGUAGES: Final = (
    (_RUST, _in_rust),
    (_OBJECTIVE_C, _in_quotes(_AT_QUOTED, _OF_C)),
    (_PERL, _in_quotes(_SINGLE, _OF_PERL)),
    (_DART, _in_dart),
)
