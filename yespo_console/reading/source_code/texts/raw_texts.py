"""JSON in the texts of C#, Java, Kotlin and Swift between three quotes, and of Go between backquotes."""

import re
from typing import Final

from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced
from yespo_console.reading.source_code.reasons import put_together
from yespo_console.reading.source_code.texts.java_texts import held_in_java, is_of_java

_BEGIN: Final = re.compile(r'([$@#]{0,4})"""(?!")\s{0,200}(?=[{\[])')
#: A text of Go, which leaves everything between backquotes as it is.
_GO: Final = re.compile(r":=\s{0,9}(?:\[\]byte\()?`\s{0,200}(?=[{\[])")
#: Behind such a text: another one, or a value, is added to it.
_GOES_ON: Final = re.compile(r"`\s{0,9}\+")
#: A value that these languages put into such a text.
_PUT_IN: Final = re.compile(r"\$\{|\$[A-Za-z_]|\\\(|\"%(?:\d\$)?[a-z]\"")


def find_raw_text(text: Traced, budget: Budget) -> Found | None:
    """The JSON between three quotes. Python, whose texts these may be too, is asked before.

    Kotlin and C# leave backslashes as they are, Java and Swift do not: what reads the same both ways is read, or what
    is JSON only as it stands. Java shows by the type before the name.
    """
    raw = text.text
    begin = _BEGIN.search(raw) if '"""' in raw else None
    if begin is None:
        return _text_of_go(text, budget)
    end = raw.find('"""', begin.end())
    content = raw[begin.end() : max(end, begin.end())]
    budget.spend(len(raw) // 4)
    if not mentions_event(content) or mentions_event(raw[end:]):
        return None
    is_made = begin[1] or _PUT_IN.search(content)
    held = held_in_java(text, (begin.end(), end)) if not is_made and is_of_java(raw, begin.start()) else None
    if held is not None:
        return Found("javascript", (FoundRequest(held),))
    if is_made or "\\\\" in content or ("\\" in content and not is_json(content)):
        return Found("javascript", error=put_together(text, begin.end()))
    return Found("javascript", (FoundRequest(text.slice(begin.end(), end)),))


def _text_of_go(text: Traced, budget: Budget) -> Found | None:
    raw = text.text
    begin = _GO.search(raw)
    end = -1 if begin is None else raw.find("`", begin.end())
    if begin is None or end < 0:
        return None
    budget.spend(len(raw) // 4)
    if not mentions_event(raw[begin.end() : end]) or mentions_event(raw[end:]):
        return None
    if _GOES_ON.match(raw, end):
        return Found("javascript", error=put_together(text, begin.end()))
    return Found("javascript", (FoundRequest(text.slice(begin.end(), end)),))
