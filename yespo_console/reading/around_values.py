"""What stands between the events of a text that is almost JSON, and behind the last: it is left out, and told."""

import re
from collections.abc import Iterable, Set
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.mending.ahead import ENDS_OF_QUOTING
from yespo_console.reading.mending.level import COUNTED
from yespo_console.reading.mending.mend import Mended
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.tokens import gap, gap_code, word_at
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, excerpt_around, repair_at

#: Words between two events: no quotes, and no brackets but whole ones such as those of ``[12:30]``; a comma at first
#: would be one between members.
_WORDS: Final = re.compile(r"[^\s,{}\[\]\"'](?>(?:[^{}\[\]\"]|\[[^{}\[\]\"\r\n]{0,80}\]){0,4000})(?=\{)")
#: Words behind the last event, on a line of their own: brackets in them are whole.
_WORDS_BEHIND: Final = re.compile(
    r"[^\s,:{}\[\]\"'](?>(?:[^{}\[\]\"]++|\[[^{}\[\]\"\r\n]{0,80}\]|\{[^{}\[\]\":\r\n]{0,80}\}){0,100000})"
)
_BRACKETS: Final = re.compile(r"[{}\[\]\"]")
_FOUND: Final = 60
#: So wide a margin is seen before a comment.
_MARGIN: Final = 80
#: More brackets behind an event are the rest of something else.
_MOST_STRAY: Final = 8
#: A line with a number sign and words before an event: Markdown has such headings, and programs such comments.
_COMMENT_OR_HEADING: Final = re.compile(
    r"^[ \t]*+#++[ \t]*+[^\s{\[][^\r\n{]{0,200}+(?P<event>\{[ \t]*+[\"'“]?(?:eventTypeKey|eventKey|keyValue|params)\b)",
    re.MULTILINE,
)


class Around:
    """What stands between and behind the values of a text; all of it is a repair of the one before.

    Attributes:
        after_words: whether words stood before the value that was found last.
        not_read: why the events are not read that stand in lines which are either comments or headings.
    """

    def __init__(self, text: Traced, budget: Budget, refused: Set[str]) -> None:
        self.after_words = False
        self.not_read: list[str] = []
        self._passed_over = False
        self._repairs: list[Repair] = []
        self._text = text
        self._budget = budget
        self._refused = refused

    def taken(self) -> tuple[Repair, ...]:
        """The repairs since the last call, in the order of the text."""
        repairs, self._repairs = tuple(self._repairs), []
        return repairs

    def next_value(self, position: int) -> int | None:
        """Where the next value begins behind the one that ends at ``position``; None when there is none."""
        raw = self._text.text
        end, comments = gap(raw, position, self._budget)
        words = self._words(end)
        self.after_words = words is not None
        comma = None
        if raw[end : end + 1] == ",":
            comma = end
            end, further = gap(raw, end + 1, self._budget)
            comments = (*comments, *further)
        if words is not None:
            begin = end
            end = words
        elif raw[end : end + 1] not in ("{", "["):
            return None
        self._leave_out(comments)
        if comma is not None:
            self._repair("extra_comma", comma, comma + 1)
        if words is not None:
            found = raw[begin:end].rstrip()
            self._repair("text_around", begin, begin + len(found), found=excerpt_around(found, _FOUND))
        return end

    def _words(self, position: int) -> int | None:
        """Where the next event begins when only words stand before it; None when there is none or it is close by."""
        match = _WORDS.match(self._text.text, position)
        self._budget.spend(20 if match is None else 20 + (match.end() - position) // 8)
        return match.end() if match else None

    def pass_over(self, value: Mended) -> None:
        """Leave out a value that is no event."""
        found = excerpt_around(value.json, _FOUND)
        self._repair("text_around", value.start, value.end, found=found)
        self._passed_over = True

    def behind(self, position: int, shiftable: str) -> None:
        """Brackets that belong to nothing, comments, and words after the last value.

        Args:
            position: where that value ends.
            shiftable: see ``Mended``.

        Raises:
            RefusedError: what stands there may belong to the event.
        """
        raw = self._text.text
        end = position
        for _bracket in range(_MOST_STRAY + 1):
            position, comments = gap(raw, position, self._budget)
            self._leave_out(comments)
            here = raw[position : position + 1]
            if here not in ("]", "}"):
                break
            if here == shiftable or self._passed_over:
                raise RefusedError(self._text, position, "stray_bracket", final=True, bracket=here)
            self._repair("stray_bracket", position, position + 1, bracket=here)
            position += 1
        rest = raw[position:].rstrip()
        if not rest:
            return
        on_its_own = "\n" in raw[end:position] and _WORDS_BEHIND.fullmatch(rest) is not None
        if _BRACKETS.search(rest) and rest.strip(ENDS_OF_QUOTING) != '"' and not on_its_own:
            raise RefusedError(self._text, position, "after_end", found=word_at(raw, position))
        self._repair("text_around", position, position + len(rest), found=excerpt_around(rest, _FOUND))

    def _leave_out(self, comments: Iterable[tuple[int, int]]) -> None:
        """Leave out comments and tags; an event behind words in a line with a number sign may stand in a heading."""
        for begin, stop in comments:
            self._repair(gap_code(self._text.text, begin), begin, stop)
            self._budget.spend(stop - begin)
            near = self._text.text[max(0, begin - _MARGIN) : begin]
            begin -= len(near) - len(near.rstrip(" \t"))
            self.not_read += (
                str(RefusedError(self._text, line.start("event"), "comment_or_heading"))
                for line in _COMMENT_OR_HEADING.finditer(self._text.text, begin, stop)
            )

    def _repair(self, code: str, start: int, end: int, **args: str) -> None:
        if code in COUNTED:
            args["count"] = "1"
        made = repair_at(self._text, start, end, code, "", None, **args)
        if made.identity in self._refused:
            raise RefusedError(self._text, start, "without_repair", final=True, repair=made.message)
        self._repairs.append(made)
