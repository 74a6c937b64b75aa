"""Following a small change of the text without laying all of it out anew.

A form that types into a cart of a thousand products changes one value; laying out the whole cart for each key would
take longer than the screen waits. Whatever is not plainly a change within one value is left to the full projection.
"""

import json
import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import Final

from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.json_editor import layout
from yespo_console.gui.json_editor.line_ends import WithLineEnds
from yespo_console.gui.json_editor.projection import Kind, Piece, Projection

#: Letters that may begin or end a value, an escape or a line.
_STRUCTURE: Final = re.compile(r'[\[\]{}"\\\n\r]')
_MARKS: Final = re.compile(r"[,:\s]")
#: The beginning of a laid out line; the group is the space behind a member's name, which is layout too.
_LINE: Final = re.compile(r' *(?:"[^"\\]*(?:\\.[^"\\]*)*":( ))?')
#: What holds whole strings only.
_OUTSIDE: Final = re.compile(r'[^"]*(?:"[^"\\]*(?:\\.[^"\\]*)*"[^"]*)*')


def followed(projection: Projection, edit: TextEdit) -> Projection | None:
    """The projection after ``edit`` of its text; None when only a full one can tell."""
    removed = projection.text[edit.start : edit.end]
    if isinstance(projection, WithLineEnds):
        if "\r" in removed or "\r" in edit.text:
            return None
        start = projection.plain_offset(edit.start)
        moved = TextEdit(start, start + len(removed), edit.text)
        plain = followed(projection.plain, moved)
        return projection.after((moved,), plain) if plain is not None else None
    if projection.lost or _STRUCTURE.search(removed) or _STRUCTURE.search(edit.text):
        return None
    for piece in projection.pieces:
        if piece.text_start < edit.end and edit.start < piece.text_end:
            return _within(projection, piece, edit, removed) if piece.kind is Kind.INNER and not piece.broken else None
    line = projection.text.rfind("\n", 0, edit.start) + 1
    if not projection.text[line : edit.start].strip():
        return None  # it may change how far what follows is indented
    return _changed(projection, edit, projection.to_shown(edit.start), None)


def _within(projection: Projection, piece: Piece, edit: TextEdit, removed: str) -> Projection | None:
    """A change within a decoded value: in a number, a word, or the letters of a string."""
    text, shown = projection.text, projection.shown
    place = _shown_place(projection, piece, edit.start)
    if place is None or not shown.startswith(removed, place[1]):
        return None
    line, start = place
    inside_string = _OUTSIDE.fullmatch(shown, line, start) is None
    if not inside_string and (_MARKS.search(removed) or _MARKS.search(edit.text)):
        return None
    before = layout.literal(_without_layout(shown[line:start]))[1:-1]
    begins = edit.start - len(before)
    anchor = (line, begins) if text.startswith(before, begins) and begins > piece.text_start else None
    after = _changed(projection, edit, start, replace(piece, anchor=anchor))
    changed = next(one for one in after.pieces if one.text_start == piece.text_start)
    return after if layout.is_json(after.shown_of(changed)) else None


def _shown_place(projection: Projection, piece: Piece, offset: int) -> tuple[int, int] | None:
    """The line in which a place of the text is shown, as the offset of its start, and the offset of the place.

    None when the value is not spelled compactly, so that its letters cannot simply be counted.
    """
    known_shown, known_text = piece.shown_start, piece.text_start + 1
    if piece.anchor is not None and piece.anchor[1] <= offset:
        known_shown, known_text = piece.anchor
    lines = projection.shown[known_shown : piece.shown_end].split("\n")
    totals = list(accumulate(map(_letters, lines), initial=0))
    try:
        wanted = _decoded_length(projection.text[known_text:offset])
        whole = wanted + _decoded_length(projection.text[offset : piece.text_end - 1])
    except ValueError:
        return None  # the place is in the middle of an escape
    if totals[-1] != whole:
        return None
    at = min(bisect_right(totals, wanted) - 1, len(lines) - 1)
    line = known_shown + sum(map(len, lines[:at])) + at
    start = len(lines[at]) - len(lines[at].lstrip(" ")) + wanted - totals[at]
    match = _LINE.match(lines[at])
    if match is not None and match[1] and start >= match.end() - 1:
        start += 1
    return line, line + start


def _letters(line: str) -> int:
    """How many letters of a laid out line are no layout."""
    match = _LINE.match(line)
    return len(line.lstrip(" ")) - (1 if match is not None and match[1] else 0)


def _without_layout(line: str) -> str:
    match = _LINE.match(line)
    if match is not None and match[1]:
        line = line[: match.end() - 1] + line[match.end() :]
    return line.lstrip(" ")


def _decoded_length(escaped: str) -> int:
    return len(json.loads(f'"{escaped}"', strict=False))


def _changed(projection: Projection, edit: TextEdit, start: int, within: Piece | None) -> Projection:
    """The same edit in the text and, at ``start``, in the shown text; ``within`` is the piece that holds both."""
    end = start + edit.end - edit.start
    grown = len(edit.text) - (edit.end - edit.start)
    pieces = tuple(
        replace(within, text_end=within.text_end + grown, shown_end=within.shown_end + grown)
        if within is not None and piece.text_start == within.text_start
        else piece.moved(grown, grown)
        if piece.text_start >= edit.end
        else piece
        for piece in projection.pieces
    )
    return Projection(
        projection.text[: edit.start] + edit.text + projection.text[edit.end :],
        projection.shown[:start] + edit.text + projection.shown[end:],
        pieces,
    )
