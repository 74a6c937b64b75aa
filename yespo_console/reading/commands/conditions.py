"""On what it depends whether a command of bash is carried out: ``if [ "$live" ]; then curl ..; fi``, ``test && curl``.

What only prepares for a command (``cd folder && curl ..``) is no condition of it, and a loop through a list is none.
"""

import re
from bisect import bisect_right
from typing import Final

from yespo_console.reading.commands.shell_blocks import PREPARES
from yespo_console.reading.commands.shown_conditions import shown_command
from yespo_console.reading.origin import Traced, index_of
from yespo_console.reading.reading import Repair, sent_on_condition
from yespo_console.reading.spans import Span

#: Texts in quotes and comments, and the words that begin, part and end what is carried out on a condition.
_WORDS: Final = re.compile(
    r"'[^']*+'|\"[^\"\\]*+(?:\\.[^\"\\]*+)*\"|\\.|(?<![\w$])\#[^\n]*+"
    r"|(?<![\w./$=-])(?P<word>if|then|elif|else|fi|while|until|do|done|case|in|esac)(?![\w./=-])",
    re.DOTALL,
)
#: Before a word that begins a command.
_BEGINS: Final = re.compile(r"(?:\A|[;\n&|({])[ \t]{0,40}\Z|\b(?:if|elif|while|until|then|do|else)[ \t\n]{1,40}\Z")
_MAY_BEGIN: Final = ("if", "elif", "while", "until", "case")
_CARRIES_OUT: Final = {"then": ("if", "elif"), "do": ("while", "until"), "in": ("case",)}
_ENDS: Final = {"fi": ("if", "elif"), "done": ("while", "until"), "esac": ("case",)}
#: What is met in any case.
_ALWAYS: Final = re.compile(r"(?:true|:|\[ 1 \]|\(\( ?1 ?\)\)|sleep\b.{0,20})\Z")
#: What leaves off the script without an error.
_LEAVES: Final = re.compile(r"(?:\A|[;\n&|])[ \t]{0,40}(?:exit|return)(?:[ \t]{1,9}0)?[ \t]{0,9}(?:[;\n]|\Z)")
#: What parts commands; the end of a line does not behind another of these, nor behind a backslash.
_PARTS: Final = re.compile(r"(?:&&|\|\||(?<!>)&(?!>)|[;|(){}])(?:\s|\\\n)*|\n")
#: Before the name of a command.
_LEADING: Final = re.compile(r"(?:(?:if|elif|while|until|then|do|else|!|time|sudo)\b)?(?:\s|\\\n){0,40}")
_PREPARES: Final = re.compile(rf"(?:\$ |@)?(?:{'|'.join(map(re.escape, sorted(PREPARES)))}|\w+=\S*)(?:\s|\Z)")
_FAR: Final = 400
#: So many commands of one list are looked at.
_MOST: Final = 40


class ShellConditions:
    """Knows them for the commands of one text."""

    def __init__(self, text: Traced) -> None:
        self._text = text
        #: The text without its quoted texts and comments, and where its commands are parted; known once that is asked.
        self._code = ""
        self._parts: list[Span] = []
        #: Where what is carried out depends on something else than before, and on what then.
        self._places: list[int] = []
        self._conditions: list[Span | None] = []
        if re.search(r"\b(?:then|do|esac)\b", text.text):
            self._look()

    def told(self, offset: int) -> tuple[Repair, ...]:
        """What tells that the command that stands at ``offset`` in the original is carried out only sometimes."""
        start = index_of(self._text, offset)
        found = self._before(start)
        number = bisect_right(self._places, start) - 1
        if found is None and number >= 0:
            found = self._conditions[number]
        if found is None:
            return ()
        shown = shown_command(self._text.text[slice(*found)], is_whole=self._begins_command(found[0]))
        return (sent_on_condition(self._text, *found, shown),)

    def _before(self, start: int) -> Span | None:
        """The nearest command in the same list on which the one that begins at ``start`` depends."""
        raw = self._text.text
        if not self._code and ("&&" in raw or "||" in raw):
            self._code = _WORDS.sub(_hidden, raw)
            self._parts = [part.span() for part in _PARTS.finditer(self._code)]
        number = bisect_right(self._parts, (start, start)) - 1
        for behind in range(number, max(-1, number - _MOST), -1):
            sign = self._code[slice(*self._parts[behind])].rstrip("\\\n\t ")
            if sign not in ("&&", "||", "|"):
                return None
            begin = self._parts[behind - 1][1] if behind else 0
            begin = _LEADING.match(self._code, begin).end()  # type: ignore[union-attr] # it matches nothing too
            end = begin + len(self._code[begin : self._parts[behind][0]].rstrip("\\\n\t "))
            is_condition = sign == "||" or (sign == "&&" and _PREPARES.match(raw, begin) is None)
            if is_condition and begin < end:
                return begin, end
        return None

    def _begins_command(self, at: int) -> bool:
        return _BEGINS.search(self._text.text, max(0, at - _FAR), at) is not None

    def _look(self) -> None:
        raw = self._text.text
        #: Of what is open: the word, where its condition begins and ends, and where what depends on it begins.
        opened: list[tuple[str, int, Span | None, int]] = []
        left: Span | None = None
        for match in _WORDS.finditer(raw):
            word = match["word"]
            if word is None or (word != "in" and not self._begins_command(match.start())):
                continue
            if word in _MAY_BEGIN:
                if word == "elif" and opened:
                    opened.pop()
                opened.append((word, match.end(), None, match.end()))
            elif word in _CARRIES_OUT and opened and opened[-1][0] in _CARRIES_OUT[word] and opened[-1][2] is None:
                begins, start, _none, _at = opened.pop()
                condition = raw[start : match.start()].strip(" \t\r\n;")
                at = raw.find(condition, start)
                always = _ALWAYS.match(condition) is not None
                opened.append((begins, start, None if always else (at, at + len(condition)), match.end()))
            elif word in _ENDS and opened and opened[-1][0] in _ENDS[word]:
                _begins, _start, found, at = opened.pop()
                if found is not None and _LEAVES.search(raw, at, match.start()):
                    left = left or found
            else:
                continue
            self._places.append(match.end())
            self._conditions.append(next((each[2] for each in reversed(opened) if each[2] is not None), left))


def _hidden(part: re.Match[str]) -> str:
    """A quoted text or a comment as one word of the same length; what else there is stays."""
    return part[0] if part["word"] or part[0] == "\\\n" else "_" * len(part[0])
