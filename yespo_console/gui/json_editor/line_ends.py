"""Line ends of two characters (CR LF, as Windows writes them) shown as one.

A carriage return before a line feed is kept in the text, which travels as it is, and takes no place on the screen: the
projections work on a text with plain line feeds, and this one knows which of them have a companion. A carriage return
anywhere else is no line end and is shown as a picture.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from yespo_console.events.text_edit import TextEdit, apply
from yespo_console.gui.json_editor.projection import Edited, Projection
from yespo_console.gui.text_sizes import LONGEST_TEXT

CRLF: Final = "\r\n"


def keeping_line_ends(project: Callable[[str], Projection]) -> Callable[[str], Projection]:
    """``project`` for texts whose lines may end in CR LF; texts without any pass straight through.

    So does a text above ``LONGEST_TEXT``, of which only the ends are shown: there a return is seen as what it is.
    """

    def projected(text: str) -> Projection:
        if len(text) > LONGEST_TEXT or CRLF not in text:
            return project(text)
        plain = text.replace(CRLF, "\n")
        carried = [match.start() for match in re.finditer(CRLF, text)]
        return WithLineEnds.around(project(plain), text, tuple(at - nth for nth, at in enumerate(carried)))

    return projected


@dataclass(frozen=True, slots=True)
class WithLineEnds(Projection):
    """A projection of a text in which some line feeds follow a carriage return.

    Attributes:
        text, shown, lost: as of any projection; ``text`` has the carriage returns.
        pieces: their places in the text are those of ``plain``; only ``plain`` reads them.
        plain: the same without the carriage returns.
        carried: the places, in the text of ``plain``, of the line feeds that have one before them; ascending.
    """

    plain: Projection = field(default_factory=lambda: Projection("", ""))
    carried: tuple[int, ...] = ()

    @classmethod
    def around(cls, plain: Projection, text: str, carried: tuple[int, ...]) -> "WithLineEnds":
        return cls(text, plain.shown, plain.pieces, plain.lost, plain, carried)

    def to_shown(self, offset: int) -> int:
        return self.plain.to_shown(self.plain_offset(offset))

    def to_text(self, shown: int) -> int:
        return self._true_offset(self.plain.to_text(shown))

    def plain_offset(self, offset: int) -> int:
        """A place of the text in the text of ``plain``; between CR and LF it is the place before both."""
        low, high = 0, len(self.carried)
        while low < high:  # the returns before ``offset``: number n of them stands at carried[n] + n
            middle = (low + high) // 2
            if self.carried[middle] + middle < offset:
                low = middle + 1
            else:
                high = middle
        return offset - low

    def _true_offset(self, offset: int) -> int:
        return offset + bisect_left(self.carried, offset)

    def edit(self, start: int, end: int, inserted: str) -> Edited | None:
        """As of any projection; a line break that is typed or pasted is one as the line before it has it."""
        edited = self.plain.edit(start, end, inserted)
        if edited is None:
            return None
        edits = [_trimmed(self.plain.text, one) for one in edited.edits]
        return Edited(tuple(map(self._true_edit, edits)), self.after(edits, edited.projection))

    def after(self, edits: Sequence[TextEdit], plain: Projection) -> "WithLineEnds":
        """This one after edits of the text of ``plain``, which becomes the given one."""
        carried: list[int] = []
        grown = done = 0
        for edit in sorted(edits, key=lambda one: one.start):
            upto = bisect_left(self.carried, edit.start)
            carried += [at + grown for at in self.carried[done:upto]]
            if self._breaks_carried(edit.start):
                carried += [edit.start + grown + match.start() for match in re.finditer("\n", edit.text)]
            grown += len(edit.text) - (edit.end - edit.start)
            done = bisect_left(self.carried, edit.end)
        carried += [at + grown for at in self.carried[done:]]
        return WithLineEnds.around(plain, apply(self.text, map(self._true_edit, edits)), tuple(carried))

    def _true_edit(self, edit: TextEdit) -> TextEdit:
        text = edit.text.replace("\n", CRLF) if self._breaks_carried(edit.start) else edit.text
        return TextEdit(self._true_offset(edit.start), self._true_offset(edit.end), text)

    def _breaks_carried(self, offset: int) -> bool:
        """Whether a line break at a place is CR LF: as the one before it, else as the one behind it."""
        text = self.plain.text
        at = text.rfind("\n", 0, offset)
        if at < 0:
            at = text.find("\n", offset)
        place = bisect_left(self.carried, at)
        return at < 0 or (place < len(self.carried) and self.carried[place] == at)


def with_line_ends_of(text: str, new: str) -> str:
    """``new``, its line ends CR LF when most of those of ``text`` are."""
    carried = text.count(CRLF)
    return new.replace("\n", CRLF) if 2 * carried > text.count("\n") else new


def _trimmed(text: str, edit: TextEdit) -> TextEdit:
    """``edit`` without the lines that stay as they are at its two ends: their line ends stay too."""
    old, new = text[edit.start : edit.end].split("\n"), edit.text.split("\n")
    shorter = min(len(old), len(new))
    head = next((nth for nth in range(shorter) if old[nth] != new[nth]), shorter)
    head = min(head, shorter - 1)
    rest = shorter - head - 1
    tail = next((nth for nth in range(rest) if old[-1 - nth] != new[-1 - nth]), rest)
    start = edit.start + sum(len(line) + 1 for line in old[:head])
    end = edit.end - sum(len(line) + 1 for line in old[len(old) - tail :]) if tail else edit.end
    kept = new[head : len(new) - tail]
    return TextEdit(start, end, "\n".join(kept))
