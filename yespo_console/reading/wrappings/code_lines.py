"""Whether a line that a finder passed over is code, data or a command that does nothing to the event.

Such lines need not be told: an import, a line that prints, a setting. Everything else is told, so only what is surely
written for a program is known here.
"""

import re
from typing import Final

from yespo_console.reading.reading import Source
from yespo_console.reading.word_set import word_set

#: Brackets, quotes and other signs that end or open something and say nothing by themselves.
_SIGNS_ALONE: Final = re.compile(r"(?!```|[:;]-?[()]\Z|[<>|]+\Z)[\s()\[\]{}<>'\"`,;:\\|^&]*\Z|=>\s*\Z")
_SHELLS: Final = ("curl", "wget", "httpie", "powershell")
_SCRIPTS: Final = ("python", "ruby", "php", "powershell", "curl", "wget", "httpie", "http")
_HASH: Final = re.compile(r"#(?:[\s!#]|\Z|(?i:requires|region|endregion)\b)|(?i:rem\s|@echo\s|::)")
#: The first line of a text that says what a function, a class or a file of Python is there for.
_DOCSTRING: Final = re.compile(r"[rRuUbB]{0,2}(?:\"\"\"|''')")
#: A comment of one of these languages behind a statement.
_COMMENT_BEHIND: Final = re.compile(r"(?<=[\w)\]}'\";,]) {1,9}#(?= )[^\n]*\Z")
_SLASHES: Final = re.compile(r"//|/\*|\*/?(?:\s|\Z)")
#: A tag of a page with code in it, the prompt of a session, the script of an editor, what changes a function.
_MARKS: Final = re.compile(
    r"#!/|<\?(?:php|=)?|> ?\{%|<> \S|@[A-Za-z_][\w.]{0,100}[ \t]*\n|\?>|<!?/?(?i:script|html|head|body|doctype)\b"
    r"|<!--|-->|>>>|\.\.\. |(?i:PS)(?: [^>\n]{0,100})?>|<#|#>|#\[[A-Z\\]|(?:In|Out) ?\[\d*\]:"
    r"|irb\(|--\s\S"
)
#: How a statement begins in some language; written in small letters, as words that begin a sentence are not.
_KEYWORD: Final = re.compile(r"[a-z_]+(?![\w'’-])")
_KEYWORDS: Final = word_set(
    "assert async await begin break case catch class const continue declare def default defer del delete die do done "
    "echo elif else elseif elsif end ensure enum esac except exec exit export extends fi final finally fn for "
    "foreach from fun func function global go if import in include include_once interface lambda let local loop match "
    "module namespace new nonlocal p package param pass pause pp print private protected public puts raise record "
    "require require_once rescue return set source static struct switch then throw trait try type unless unset until "
    "use using val var when while with yield"
)
_PROGRAMS: Final = word_set(
    "awk bash brew bundle cat cd certutil chmod clear composer cp curl docker export gem git go grep http httpie https "
    "irm iwr java jq kubectl ls mkdir mv node npm npx php pip pip3 pwd python python3 rm sed sh sleep ssh sudo tail "
    "time touch wget yarn"
)
_SIGN: Final = re.compile(r"[(){}\[\]=<>$@;:,\"'\\]|\w\.\w")
#: Words that begin a statement may stand alone, or before one name.
_FEW: Final = 2
#: The name of a command of PowerShell.
CMDLET: Final = (
    r"(?:Add|Clear|Close|Convert|ConvertFrom|ConvertTo|Copy|Disable|Enable|Export|ForEach|Format|Get|Import|Install|Invoke"
    r"|Join|Measure|Move|New|Out|Read|Remove|Rename|Select|Send|Set|Sort|Split|Start|Stop|Test|Update|Where|Write)"
    r"-[A-Z]\w{1,40}(?=\s|\Z)"
)
#: Something is set. Where names begin with ``$``, other words before a sign like this are none.
_SET: Final = re.compile(
    r"(?:[\w.<>,\[\]?*&]{1,60} {1,9})?[$@&]{0,2}[\w$.\[\]'\">:-]{1,100}(?:\s{0,9},\s{0,9}[$@]?\w{1,60}){0,9}"
    r"\s{0,9}(?:[-+*/.|&?:]|\|\||&&|\?\?)?=(?![=>])"
)
_WITH_DOLLARS: Final = ("php", "powershell", "bruno", "http")
_CODE: Final = re.compile(
    r"\$[A-Za-z_][\w$.\[\]'\">:-]{0,100}\s{0,9}(?:[-+*/.|&?]|\?\?)?=(?![=>])"
    r"|[\w$@\\][\w$@.:>\\?!&\[\]-]{0,100}(?:\(| \{ ?\|)|from {1,9}[\w.]{1,100} {1,9}import\b"  # something is called
    r"|\$[A-Za-z_]\w{0,60}\s{0,9}(?:->|[.\[|:])|@[A-Za-z_]\w{0,60}\s{0,9}[(.\[=]"  # a variable, a decorator
    rf"|\{{[^\n]{{1,300}};|[\w$@.!?]{{1,60}} (?:&&|\|\|) "
    r"|export default [\w.]{1,100};?\Z"
    rf"|{CMDLET}|(?:INSERT|SELECT|UPDATE|DELETE|CREATE|ALTER|VALUES|FROM|WHERE|SET|RETURNING|BEGIN|COMMIT|USE)\b"
)
#: What is code in one language only: a call without brackets, a list that is worked out, the value of a function.
_OF: Final[dict[Source, re.Pattern[str]]] = {
    "ruby": re.compile(
        r" ?[a-z_]\w{0,60}[!?]? (?:'[^']*'|\"[^\"]*\"|[:@]\w{1,60})(?:,|\Z)| ?[@\w][\w.\[\]:'\"]{0,100} << "
        r"| (?:'[^']*'|\"[^\"]*\"|[\w:@.]{1,100})\Z"
        r"| ?@{0,2}[A-Za-z_]\w{0,60}(?:(?:\.|::)[A-Za-z_]\w{0,60}){1,9}[!?]?(?=\s|\Z)"
        r"(?<!\.png)(?<!\.jpg)(?<!\.log)(?<!\.txt)| ?sleep [\d.]{1,9}\Z| ?\[[\w, @:.]{0,100}\]\.[a-z]"
        r"| ?[a-z_]\w{1,60} [a-z_]\w{0,60}: :[a-z_]"
        r"| ?(?:warn|abort|fail|at_exit|private|protected|public) (?:['\"%:]|[a-z_]\w{0,60}\.[a-z_])"
    ),
    "curl": re.compile(
        r" ?\[\[? \S"
        r"| ?\(?(?!\d{1,3}\))(?:[^\s()|]{2,100}|[^\s()|]{1,100}(?: ?\| ?[^\s()|]{1,100}){1,9}|\*)\)\Z"
    ),
    "python": re.compile(
        r" ?[\[(][\w.]{1,60}\("
        r"| ?import [\w.]{1,100}(?: as \w{1,60})?(?:, ?[\w.]{1,100}(?: as \w{1,60})?){0,20}\Z"
        r"| ?[A-Za-z_]\w{0,60}: ?[A-Za-z_\"'][\w.\[\], |\"']{0,100}=(?!=)"
        r"| [a-z_]\w{0,60}: (?:str|int|float|bool|bytes|dict|list|tuple|set|object|Any|None|Optional|Union|Literal)"
        r"(?:\[[\w.\[\], |\"']{1,100}\])?(?: \| None)?\Z"
    ),
    "powershell": re.compile(
        r" ?\$[A-Za-z_]\w{0,60} -[a-z]{2,12}\b| ?(?:& ?)?[A-Za-z][\w.-]{0,60} (?:\$[A-Za-z_]|-[A-Za-z])"
        r"| ?& ?['\"$A-Za-z]| ?\. ['\"]?(?:\.{1,2}[\\/]|[$~])| ?\[[\w.]{1,80}(?:\]::[A-Za-z]|\()"
    ),
}
_LAST: Final = re.compile(r"(?:;|[({\[]|=>|&&|(?<=\S)\\|do(?: \|[\w, ]{1,60}\|)?)[ \t]*\Z")
#: What goes on with the value before it.
_GOES_ON: Final = re.compile(
    r"\s*(?:\.(?=\w)|->|\?\.|::|\|\|?|&&?|\?\?|[=?:,]|\+(?![ \t]*\d)|<<|=>|[-+*/.]=)[ \t]*[\w$@'\"`(\[{:]"
    r"|[\[(][\w$'\":@-]{1,60}[\])]|\s*(?:and|as|do|else|for|if|in|is|or|rescue|unless|while|until|then)\b"
)
#: An operator at the end of a line, which goes on in the next.
_OPERATOR: Final = re.compile(r"(?:[+.,&|:]|&&|\|\||=>?|<<)\Z")


def is_code(lines: str, source: Source) -> bool:
    """Whether what is no sentence is a statement of a program, or says nothing; ``source`` is what the text is."""
    is_at_margin = lines[:1] not in (" ", "\t")
    lines = lines.strip()
    line = lines.partition("\n")[0].rstrip()
    if source == "python" and _DOCSTRING.match(line):
        return True
    if source in _SCRIPTS:
        line = _COMMENT_BEHIND.sub("", line)
    if _SIGNS_ALONE.match(line) or is_remark(lines, source):
        return True
    if _CODE.match(line) or _LAST.search(line, max(0, len(line) - 80)):
        return True
    if source not in _WITH_DOLLARS and _SET.match(line):
        return True
    if (of_source := _OF.get(source)) is not None and of_source.match(line if is_at_margin else f" {line}"):
        return True
    if begins_statement(line):
        return _SIGN.search(lines) is not None or len(line.split(maxsplit=_FEW)) <= _FEW
    return source in _SHELLS and line.split(maxsplit=1)[0] in _PROGRAMS


def begins_statement(words: str) -> bool:
    """Whether the first of some words is one that begins a statement."""
    word = _KEYWORD.match(words.strip())
    return word is not None and word[0] in _KEYWORDS


def is_remark(lines: str, source: Source) -> bool:
    """Whether it is a comment, or begins with a mark of a program: a tag, a prompt."""
    return _MARKS.match(lines.strip()) is not None or is_comment(lines.strip(), source)


def is_comment(line: str, source: Source) -> bool:
    """Whether it begins as a comment does."""
    return (source in _SCRIPTS and _HASH.match(line) is not None) or (
        source not in ("python", "ruby", "curl", "wget", "httpie") and _SLASHES.match(line) is not None
    )


def goes_on_in_code(rest: str, source: Source) -> bool:
    """Whether what stands behind a value in its line is no sentence but more of the code."""
    return _GOES_ON.match(rest) is not None or _OPERATOR.match(rest.strip()) is not None or is_code(rest, source)
