"""Scripts that run before a request is sent, and may set another body than the one in the file.

Nothing is run, so what such a script makes of the body is not known: a body is what is sent only where every use of it
in the script is one that reads it.
"""

import re
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Original

#: A line that does nothing. What stands further on in a line may be an address in a text.
_REMARK: Final = re.compile(r"^[ \t]*+//[^\r\n]*+", re.MULTILINE)
#: The request, in the words of Bruno, Postman, Insomnia and the editors; what the answer holds is no part of it.
_REQUEST: Final = r"(?<![\w.$])(?:(?:pm|insomnia|\$)\s{0,9}\.\s{0,9})?(?:req|request)(?![\w$])"
#: What copies or shows what it is given.
_COPIES: Final = (
    r"(?:(?:JSON\s{0,9}\.\s{0,9}stringify|structuredClone|console\s{0,9}\.\s{0,9}\w{1,10})\s{0,9}\(\s{0,9})"
)
#: The text of the body, which becomes another one only where it is set.
_TEXT: Final = (
    r"\.\s{0,9}(?:body\s{0,9}\??\.\s{0,9}"
    r"(?:raw\b|mode\b|toString\(\)|isEmpty\(\)|getRaw\(\)|tryGetSubstituted\(\)|string\(\))|data\b)"
)
_SET: Final = r"\s{0,9}(?:[-+*/|&?]{0,3}=(?!=)|\[|\.\s{0,9}update\b)"
#: Uses of a request that leave its body as it is.
_UNDERSTOOD: Final = re.compile(
    rf"{_COPIES}{_REQUEST}(?:\s{{0,9}}\.\s{{0,9}}(?:getBody\(\)|body))?(?=\s{{0,9}}[,)])"
    rf"|{_REQUEST}\s{{0,9}}{_TEXT}(?!{_SET})"
    rf"|{_REQUEST}\s{{0,9}}\.\s{{0,9}}(?!\w{{0,30}}[bB]ody|update\b|data\b)[A-Za-z]\w{{0,60}}"
)
#: Any use, and not the word in a sentence.
_USE: Final = re.compile(
    rf"{_REQUEST}\s{{0,9}}(?:\.\s{{0,9}}[A-Za-z_$]|\?|[\[\]),;=}}]|\Z)|{_REQUEST}[ \t]*$", re.MULTILINE
)


def sets_body(script: str, budget: Budget) -> bool:
    """Whether a script that runs before the request may give it another body."""
    budget.spend(2 * len(script))
    return _USE.search(_UNDERSTOOD.sub(" ", _REMARK.sub("", script))) is not None


def set_by_script(original: Original, offset: int) -> str:
    """Why a body cannot be had which the script at an offset of the original may set."""
    line, column = original.line_column(offset)
    return _(
        "Line {line}, column {column}: this script may set another body before the request is sent, so the event that "
        "stands in the file is not the one that is sent. Copy the body from the log of the program that sent it."
    ).format(line=line, column=column)
