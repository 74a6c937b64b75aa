"""Tells which language a source text is written in, and reads it. The grammars are loaded when a text needs one."""

import re
from typing import TYPE_CHECKING, Final

from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget, ReadingStoppedError
from yespo_console.reading.doubled_apostrophes import doubled_in, of_two_languages
from yespo_console.reading.finder import Found
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Source
from yespo_console.reading.repair_texts import OF_SENDING
from yespo_console.reading.source_code.language_signs import JAVASCRIPT, KOTLIN, PHP, POWERSHELL, PYTHON, RUBY
from yespo_console.reading.source_code.languages.prompts import without_powershell_prompts, without_python_prompts
from yespo_console.reading.source_code.node_kinds import TAG_LETTER
from yespo_console.reading.source_code.reasons import put_together

if TYPE_CHECKING:
    from yespo_console.reading.source_code.languages.javascript import JavaScriptReader

#: Longer source is not read: an event is at most some tens of kilobytes of it.
LONGEST: Final = 300_000
#: In their texts an apostrophe is not written by two.
_WITHOUT_DOUBLING: Final = ("javascript", "python", "ruby")

_ARROW: Final = re.compile(r"[\"'](?:eventTypeKey|eventKey|keyValue|params|parameters)[\"']\s{0,9}=>")
#: A value of a hash into which Ruby puts another one.
_RUBY_HOLE: Final = re.compile(r"[{,(]\s{0,200}[\"']?\w{1,60}[\"']?:\s{0,9}\"[^\"\n{]{0,200}#\{\w")
#: A param as Ruby prints it, beside members that it prints with a colon; Elixir has a sign before the brace.
_RUBY_PARAM: Final = re.compile(r"(?<!%)\{\s{0,99}\"(?:name|value)\"\s{0,9}=>")
_RUBY_PERCENT: Final = re.compile(r"%[wWiIqQxrs]?[^\w\s]")
_MOST_PERCENTS: Final = 400
_PYTHON_DICT: Final = re.compile(r"\s*(?:[bu]?['\"(]|\{\s*u?')")
#: What a printed dict has and JSON has not: a word, a text in two pieces, an object that tells how it is made.
_PYTHON_WORD: Final = re.compile(
    r"[:,\[(]\s{0,9}(?:True|False|None)\b|[:\[,{]\s{0,9}u'|['\"][ \t]{0,9}\r?\n\s{0,200}['\"]"
    r"|['\"]: (?:[A-Za-z_][\w.]{0,60})?\("
)
#: JavaScript, if it is no other language: a call with an event.
_CALL: Final = re.compile(r"[\w>]\(\{\s{0,9}['\"]?eventTypeKey\b|[\w>]\([^()\n]{1,200}, ?\{\s{0,9}eventTypeKey\s{0,9}:")
#: The same: JSON that is handed to something or set, in quotes or without.
_QUOTED_JSON: Final = re.compile(
    r"[\w)\]] ?[=(,+]\s{0,99}[@$]?['\"`]\s{0,99}\{|\w\(\s{0,99}\"[^\"\n]{1,300}\",\s{0,99}\"\{"
)
#: An ``=`` right behind a word at the end of a line is the last character of Base64.
_HANDED_OVER: Final = re.compile(r"[\w)\]](?: ?\(| =|=(?![ \t]{0,9}[\r\n]))\s{0,99}[{\[]")
#: A text in parts, as Node prints a long one.
_IN_PARTS: Final = re.compile(r"['\"`]\s{0,9}\+\s{0,99}['\"`]")
#: A value that other languages put into such a text: ``"$name"``, ``${..}``, ``#{..}``, ``\(..)``, ``%s``.
_PUT_IN: Final = re.compile(r"\"\$[A-Za-z_]\w{0,60}\\?\"|[$#]\{\w|\\\(\w|%[sdv@](?!\w)")
#: A value that Dart is given by a name which is set once: ``final body = {``; and one that it puts into a text.
_DART: Final = re.compile(
    r"^[ \t]{0,40}final [\w<>, ?]{0,80}\w\s{0,9}=\s{0,9}(?:<[\w<>, ?]{1,80}>)?[{\[]", re.MULTILINE
)
_PUT_IN_BY_DART: Final = re.compile(r"(?:'[^'\n$]{0,400}|\"[^\"\n$]{0,400})\$[A-Za-z_{]")
#: A text of C#, in which each quote stands twice.
_VERBATIM: Final = re.compile(r"@\"\s{0,200}[{\[]\s{0,200}\"\"")
_SCRIPT: Final = re.compile(r"<script\b[^>]{0,300}>", re.IGNORECASE)
#: What only TypeScript has; asked of texts that are no JavaScript.
_TYPES: Final = re.compile(
    r"\b(?:interface|enum|satisfies|private|public|protected|readonly) \w|\btype \w{1,60}\s{0,9}[=<]|\bas [\w{\[(]"
    r"|[\w)\]?]\s{0,9}: ?(?:string|number|boolean|any|void|unknown|object|[A-Z]\w{0,60})\b"
    r"|<\w{1,60}> ?[({]|[\w)\]]![.,;)\s]"
)
#: A call of TypeScript, which JavaScript takes for two comparisons.
_TYPED_CALL: Final = re.compile(r"\w<[\w\[\]., |]{1,80}>\(")
#: An indent with a no-break space; a text over several lines is passed as a whole.
_INDENT: Final = re.compile(
    r"(?P<text>\"{3}[\s\S]*?\"{3}|'{3}[\s\S]*?'{3})|^[ \t]{0,400}\u00a0[ \t\u00a0]*", re.MULTILINE
)
#: A tag of a template where a value is expected.
_TAG: Final = re.compile(r"(:\s{0,20})\{\{[^{}:,;]{1,80}\}\}")
_ASSIGNMENT: Final = re.compile(r"\s*(?:[A-Za-z_]\w{0,60}\s{0,9}=\s{0,9})(?=[{\[\"'`(\w])")
_KEY: Final = re.compile(r"(?P<quote>['\"]?)(?:eventTypeKey|eventKey)(?P=quote)\s{0,9}(?P<sign>=>|:|=)")


def find_powershell(text: Traced, budget: Budget) -> Found | None:
    """PowerShell: a script, or the one command that a browser copies."""
    if _looks_like_json(text.text) or not POWERSHELL.stand_in(text.text, LONGEST):
        return None
    return _read("powershell", text, budget)


def find_php(text: Traced, budget: Budget) -> Found | None:
    """PHP: a file, a fragment, or an array alone."""
    if not _is_php(text.text):
        return None
    return _read("php", text, budget)


def find_ruby(text: Traced, budget: Budget) -> Found | None:
    """Ruby: a file, a fragment, or a hash alone."""
    if _looks_like_json(text.text):
        return None
    filled_in = _RUBY_HOLE.search(text.text) is not None and not JAVASCRIPT.stand_in(text.text, LONGEST)
    is_printed = _arrow_in(text.text) == "{" or _RUBY_PARAM.search(text.text) is not None
    if not (filled_in or is_printed or RUBY.stand_in(text.text, LONGEST)):
        return None
    return _read("ruby", text, budget)


def find_python(text: Traced, budget: Budget) -> Found | None:
    """Python: a file, a fragment, or a dict that JSON could not be taken for."""
    if _looks_like_json(text.text) or any(each.stand_in(text.text, LONGEST) for each in (JAVASCRIPT, KOTLIN)):
        return None
    dictionary = (_PYTHON_DICT.match(text.text) or _CALL.search(text.text)) and _PYTHON_WORD.search(text.text)
    key = _KEY.search(text.text)
    assigned = _ASSIGNMENT.match(text.text) and key is not None and (key["quote"] or key["sign"] == "=")
    if not (PYTHON.stand_in(text.text, LONGEST) or dictionary or (assigned and not text.text.rstrip().endswith(";"))):
        return None
    return _read("python", text, budget)


def find_javascript(text: Traced, budget: Budget) -> Found | None:
    """JavaScript: a file, a fragment, or an object with calls in it."""
    if _looks_like_json(text.text) or _VERBATIM.search(text.text):
        return None
    if (dart := _DART.search(text.text)) and _PUT_IN_BY_DART.search(text.text, dart.end()):
        return Found("javascript", error=put_together(text, dart.end() - 1))
    if not (
        JAVASCRIPT.stand_in(text.text, LONGEST)
        or _CALL.search(text.text)
        or (_ASSIGNMENT.match(text.text) and _KEY.search(text.text))
    ):
        return None
    return _read("javascript", text, budget)


def find_code_around(text: Traced, budget: Budget) -> Found | None:
    """JSON in code of any kind, as far as the rest of it reads like JavaScript.

    It is asked last. Bare JSON cut out of its quotes would hold what the code puts into it as if it were data; JSON
    without quotes is better mended by itself when it is not read to the letter here.
    """
    if _looks_like_json(text.text):
        return None
    quoted = _QUOTED_JSON.search(text.text)
    if quoted is not None and _PUT_IN.search(text.text, quoted.end()):
        return Found("javascript", error=put_together(text, quoted.end() - 1))
    if quoted is None and not any(sign.search(text.text) for sign in (_HANDED_OVER, _IN_PARTS)):
        return None
    found = _read("javascript", text, budget)
    certain = quoted or all(
        request.error is None and all(repair.code in OF_SENDING for repair in request.repairs)
        for request in found.requests
    )
    return found if found.requests and certain else None


def _is_php(text: str) -> bool:
    if _looks_like_json(text):
        return False
    if "<?php" in text or _arrow_in(text) in ("[", "("):
        return True
    return PHP.stand_in(text, LONGEST) and (";" in text or "=>" in text) and "$.ajax" not in text


def _arrow_in(text: str) -> str | None:
    """The bracket in which ``"eventTypeKey" =>`` or another member stands: an array of PHP or a hash of Ruby.

    That may have no braces.
    """
    match = _ARROW.search(text)
    if match is None:
        return None
    before = text[max(0, match.start() - 2000) : match.start()]
    at = max(before.rfind(bracket) for bracket in "{[(")
    if at < 0:
        return None
    return "{" if before[at] == "(" and not before[:at].rstrip().lower().endswith("array") else before[at]


def _looks_like_json(text: str) -> bool:
    """A text that begins as JSON and has nothing of another language where JSON has its first colon."""
    text = text[:4000].lstrip()
    if not text.startswith(("{", "[")):
        return False
    inside = text.lstrip("{[ \t\r\n")
    if not inside.startswith('"'):
        return False
    end = inside.find('"', 1)
    return end < 0 or not inside[end + 1 :].lstrip().startswith("=>")


def _read(source: Source, text: Traced, budget: Budget) -> Found:
    if not mentions_event(text.text) and "eyJ" not in text.text:
        return Found(source, error=_("This looks like source code, but there is no event with “eventTypeKey” in it."))
    if len(text) > LONGEST:
        return Found(
            source,
            error=_(
                "This is too much source code to read at once: {length:,} characters, and at most {limit:,} are read. "
                "Copy only the part that makes the event and sends it; split a list of many events into shorter ones."
            ).format(length=len(text), limit=LONGEST),
        )
    if source == "ruby" and sum(1 for _match in _RUBY_PERCENT.finditer(text.text)) > _MOST_PERCENTS:
        # The parser takes ever longer for texts of this kind that are opened within each other and never closed.
        raise ReadingStoppedError(cancelled=False)
    if source in _WITHOUT_DOUBLING and (doubled := next(doubled_in(text.text, budget), None)) is not None:
        return Found(source, error=of_two_languages(text, doubled))
    if source == "powershell":
        from yespo_console.reading.source_code.languages.powershell import PowerShellReader
        from yespo_console.reading.source_code.languages.powershell_quotes import straightened

        return PowerShellReader(straightened(without_powershell_prompts(text, budget)), budget).read()
    if source == "php":
        from yespo_console.reading.source_code.languages.php import php_reader

        return php_reader(text, budget).read()
    if source == "ruby":
        from yespo_console.reading.source_code.languages.ruby import RubyReader

        return RubyReader(_with_last_line_end(text), budget).read()
    if source == "python":
        from yespo_console.reading.source_code.languages.python import PythonReader

        return PythonReader(without_python_prompts(_with_plain_indents(text), budget), budget).read()
    return _javascript_reader(_as_expression(_script_in_page(text)), budget).read()


def _javascript_reader(text: Traced, budget: Budget) -> "JavaScriptReader":
    """The reader of that kind of JavaScript in which a text has the fewest faults."""
    from yespo_console.reading.source_code.languages.javascript import JavaScriptReader

    reader = JavaScriptReader(text, budget)
    has_typed_calls = _TYPED_CALL.search(text.text) is not None
    if not reader.code.root.has_error and not has_typed_calls:
        return reader
    readers = [reader]
    if has_typed_calls or _TYPES.search(text.text):
        from yespo_console.reading.source_code.languages.typescript import TypeScriptReader

        readers.insert(0 if has_typed_calls else 1, TypeScriptReader(text, budget))
    if _TAG.search(text.text):
        readers.append(JavaScriptReader(_with_names_for_tags(text), budget))
    return min(readers, key=lambda each: len(each.code.errors()))


def _with_names_for_tags(text: Traced) -> Traced:
    """JavaScript with ``{{ tags }}`` of a template in the places of values: each becomes a name of the same length."""
    return text.respelled(_TAG.sub(lambda tag: tag[1] + TAG_LETTER * (len(tag[0]) - len(tag[1])), text.text))


def _with_plain_indents(text: Traced) -> Traced:
    """Python whose lines are indented with spaces only: no-break ones come from web pages and hide what is in a branch.

    A text over several lines keeps its own.
    """
    if "\u00a0" not in text.text:
        return text
    return text.respelled(_INDENT.sub(lambda match: match["text"] or " " * len(match[0]), text.text))


def _with_last_line_end(text: Traced) -> Traced:
    """Ruby whose last line ends: to its grammar the word that ends a here-document is else a part of that."""
    builder = TracedBuilder(text.original)
    builder.copy(text)
    builder.put("\n", text.offset(len(text)), 0)
    return builder.build()


def _script_in_page(text: Traced) -> Traced:
    """The first script of a web page that speaks of an event; the text itself when it is no page."""
    for opening in _SCRIPT.finditer(text.text):
        end = text.text.find("</script", opening.end())
        end = len(text) if end < 0 else end
        if mentions_event(text.text[opening.end() : end]):
            return text.slice(opening.end(), end)
    return text


def _as_expression(text: Traced) -> Traced:
    """An object alone in brackets: otherwise JavaScript takes it for a block of statements."""
    if not text.text.lstrip().startswith("{"):
        return text
    builder = TracedBuilder(text.original)
    builder.put("(", text.offset(0), 0)
    builder.copy(text)
    builder.put(")", text.offset(len(text)), 0)
    return builder.build()
