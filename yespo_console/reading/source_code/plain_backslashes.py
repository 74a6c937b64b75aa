"""A text in quotes that a language of programs reads otherwise than a shell or a file of settings does.

``BODY='{..}'`` is Python as well as a line of a shell, of ``.env`` or of TOML, and only the backslashes in it tell the
difference: to a program they begin escapes, to all of these they are backslashes, and JSON is what they are meant for.
Where the rest of the text shows which of both it is, that counts. Elsewhere both are read, and it is said when they are
not the same event.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from yespo_console.events.json_text import parse
from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import Finder, Found
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.outcome import Outcome
from yespo_console.reading.source_code.language_signs import JAVASCRIPT, PHP, PYTHON, RUBY, TYPED
from yespo_console.reading.spans import Span

_SIGNS: Final = (JAVASCRIPT, PHP, PYTHON, RUBY, TYPED)
_SOURCES: Final = ("javascript", "fetch", "python", "ruby")
#: What is given to a name: a text in quotes that holds JSON, or a here-document.
_GIVEN: Final = re.compile(
    r"=(?P<space>[ \t]{0,9})(?:(?P<open>'{3}|'(?!')|`)(?=\s{0,200}[{\[])|<<-?[ \t]{0,9}(?P<word>\w{1,40})[ \t]*\r?\n)"
)
_CONTENT: Final = {
    "'": re.compile(r"(?:[^'\\]|\\.)*+(?=')", re.DOTALL),
    "`": re.compile(r"(?:[^`\\]|\\.)*+(?=`)", re.DOTALL),
    "'''": re.compile(r"(?>(?:[^'\\]|\\.|'(?!''))*)(?=''')", re.DOTALL),
}
_NAME: Final = re.compile(r"(?<![\w.$@-])(?P<name>[$@]?[A-Za-z_][\w.-]{0,60})(?P<space>[ \t]{0,9})[:?+]?\Z")
#: Words with which only a shell, or a file for Docker, declares a variable, and its prompt.
_SHELL: Final = re.compile(
    r"(?:(?:^|[;&|]|\s)(?:export|local|readonly|declare|typeset|ENV|ARG)(?:[ \t]+-\w+)*"
    r"|^[ \t]*[\w.@~:/-]{0,60}[$%])[ \t]+\Z"
)
#: How languages of programs declare one; a name and its type of any other word may be a sentence.
_DECLARED: Final = re.compile(
    r"(?:^|[;{}(\s])(?:const|let|var|final|def|my|our|auto|static|local|public|private|protected|[sS]tring)[ \t]"
    r"(?:[\w<>, ?]{1,60}[ \t])?\Z"
)
#: With these Go names a text between backquotes, too.
_AS_IN_GO: Final = re.compile(r"(?:const|var)[ \t]+\Z")
_SHEBANG: Final = re.compile(r"^#!\S*/(?:env[ \t]+)?(?:ba|z|k|da)?sh\b", re.MULTILINE)
#: Something is added to the text, or asked of it.
_GOES_ON: Final = re.compile(r"\s{0,20}(?:\+\s|\.\w{1,60}\()")
_STATEMENT_ENDS: Final = re.compile(r"[ \t]*;")
_LONGEST: Final = 300_000
_FAR: Final = 300
#: Of so many texts it is asked how they are used, and so many here-documents may lack their end.
_MOST: Final = 20
_BACKSLASH: Final = re.compile(r"\\")


class _Given(NamedTuple):
    """A text that holds an event and backslashes.

    Attributes:
        start: where the line begins that gives it to a name.
        content: where it stands without its quotes.
        end: behind its quotes.
        is_program: what is written around it is code of a language in which backslashes begin escapes.
        is_plain: the same for one in which they do not.
    """

    start: int
    content: Span
    end: int
    is_program: bool
    is_plain: bool


def as_backslashes_are_meant(
    found: Found,
    finder: Finder,
    text: Traced,
    budget: Budget,
    told: Callable[[Traced, Found], Found],
    read: Callable[[Found], Outcome],
) -> Found:
    """What was ``found`` in ``text``, or what is found in it if its backslashes stand for themselves.

    Args:
        found: what the finder gives for ``text``, with the words in it told.
        told: gives what was found in a text the words that it has beside.
        read: reads the bodies of what was found.

    Raises:
        RefusedError: the events differ, and nothing tells which of them are meant.
    """
    raw = text.text
    if found.source not in _SOURCES or "\\" not in raw or len(raw) > _LONGEST:
        return found
    given = [*_given(raw, budget)]
    is_plain = any(each.is_plain for each in given)
    if not given or (not is_plain and (any(each.is_program for each in given) or _is_program(raw, given))):
        return found
    plain = _with_plain_backslashes(text, [each.content for each in given])
    budget.spend(len(raw))
    if (plainly := finder(plain, budget)) is None:
        return found
    plainly = told(plain, plainly)
    if is_plain:
        return plainly
    if _is_sound(found) and not _is_sound(plainly):
        return found
    as_code, as_it_stands = read(found), read(plainly)
    if not as_it_stands.events or as_it_stands.errors:
        return found
    if not as_code.events:
        return plainly
    if as_code.errors or _bodies(as_code) != _bodies(as_it_stands):
        raise RefusedError(text, given[0].content[0] - 1, "backslashes_of_language", final=True)
    return found


def _is_sound(found: Found) -> bool:
    return bool(found.requests) and all(each.error is None and is_json(each.body.text) for each in found.requests)


def _bodies(outcome: Outcome) -> list[object]:
    return [parse(event.text) for event in outcome.events]


def _given(raw: str, budget: Budget) -> Iterator[_Given]:
    """The texts that hold an event and are given to a name, of which nobody knows what backslashes are to it."""
    done = count = endless = 0
    shebang = _SHEBANG.search(raw)
    script = len(raw) if shebang is None else shebang.end()
    for match in _GIVEN.finditer(raw):
        if match.start() < done or (match["word"] is not None and endless > _MOST):
            continue
        end, behind = _end_of(raw, match)
        budget.spend(100)
        if end < 0:
            endless += match["word"] is not None
            continue
        content = raw[match.end() : end]
        if "\\" not in content or not mentions_event(content):
            continue
        done = behind
        count += 1
        begin = raw.rfind("\n", 0, match.start()) + 1
        before = raw[max(begin, match.start() - _FAR) : match.start()]
        named = _NAME.search(before)
        if named is None:
            continue
        head = before[: named.start()]
        is_close = not named["space"] and not match["space"]
        is_statement = not is_close and not match["word"] and _STATEMENT_ENDS.match(raw, behind) is not None
        is_declared = _DECLARED.search(head) is not None and not (
            match["open"] == "`" and _AS_IN_GO.search(head) is not None
        )
        is_used = "program" if _GOES_ON.match(raw, behind) is not None else ""
        if not is_used and count <= _MOST:
            budget.spend(len(raw) // 10)
            is_used = _is_used(raw, named["name"], (begin, behind), is_close)
        is_shell = is_close and (_SHELL.search(head) is not None or begin > script)
        yield _Given(
            begin,
            (match.end(), end),
            behind,
            not is_shell and (is_statement or is_used == "program" or is_declared),
            is_shell or is_used == "shell",
        )


def _end_of(raw: str, match: re.Match[str]) -> Span:
    """Where a text ends that begins behind ``match``, and where its quotes do; -1 for one that does not."""
    if match["word"] is not None:
        last = re.compile(rf"^[ \t]*{re.escape(match['word'])}\b", re.MULTILINE).search(raw, match.end())
        return (-1, -1) if last is None else (last.start(), last.end())
    content = _CONTENT[match["open"]].match(raw, match.end())
    return (-1, -1) if content is None else (content.end(), content.end() + len(match["open"]))


def _is_used(raw: str, name: str, span: Span, is_close: bool) -> str:
    """Whose way of using a variable stands in the text: that of a ``program``, of a ``shell`` or nobody's."""
    rest = f"{raw[: span[0]]}\n{raw[span[1] :]}"
    if name.startswith("$"):
        return ""
    spelled = re.escape(name)
    if is_close and re.search(rf"\$(?:{spelled}\b|\{{{spelled}\}})", rest):
        return "" if "`" in rest else "shell"
    if re.search(rf"[\w\])]\([^()\n]{{0,200}}(?<![\w$.]){spelled}\b|(?<![\w$.]){spelled}\.\w{{1,60}}\(", rest):
        return "program"
    return ""


def _is_program(raw: str, given: list[_Given]) -> bool:
    """Whether the text beside them shows that it is one of a language in which backslashes begin escapes."""
    edges = [0, *(edge for each in given for edge in (each.start, each.end)), len(raw)]
    rest = "\n".join(raw[begin:end] for begin, end in zip(edges[::2], edges[1::2], strict=True))
    return any(signs.stand_in(rest, len(rest)) for signs in _SIGNS)


def _with_plain_backslashes(text: Traced, contents: list[Span]) -> Traced:
    """Code that reads these texts as they stand: with two backslashes in it for each one."""
    builder = TracedBuilder(text.original)
    done = 0
    for start, end in contents:
        for backslash in _BACKSLASH.finditer(text.text, start, end):
            builder.copy(text, done, backslash.start())
            builder.put("\\\\", text.offset(backslash.start()), 1)
            done = backslash.end()
    builder.copy(text, done)
    return builder.build()
