"""How a draft's text is shown, and what an edit of the shown text means for the draft's.

A projection is the text, the shown text, and the *pieces* in which the two differ; everything between the pieces is the
same in both, character for character.

* INNER: a string literal whose content is JSON, shown decoded and laid out. An edit within it writes the literal anew,
  compact and with every value as spelled; while the content does not parse, exactly as it stands.
* FOLD: a stretch that a screen cannot keep up with, shown as an excerpt that is no text of the body: a very long string
  literal, the middle of a very long line, the middle of a text above ``LONGEST_TEXT``.

Offsets are code points. Projections never change; an edit makes a new one.
"""

import enum
import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from yespo_console.events import json_places, json_text
from yespo_console.events.event import Object, Value
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.json_editor import layout


class Kind(enum.Enum):
    INNER = "inner"
    FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Piece:
    """A string literal that is shown as something else.

    Attributes:
        text_start, text_end: the literal in the text, its quotes included.
        shown_start, shown_end: what is shown for it.
        name: the param it is the value of, as far as the text around it tells; empty when it does not.
        broken: the content is not JSON (any more) and is shown and written as it stands.
        closed: a fold that no view can open.
        anchor: a line start within the piece, as (shown, text) offsets, from which places are counted; without it each
            key would cost a walk through the whole value.
    """

    kind: Kind
    text_start: int
    text_end: int
    shown_start: int
    shown_end: int
    name: str = ""
    broken: bool = False
    anchor: tuple[int, int] | None = None
    closed: bool = False

    def moved(self, text: int, shown: int) -> "Piece":
        anchor = self.anchor and (self.anchor[0] + shown, self.anchor[1] + text)
        return replace(
            self,
            text_start=self.text_start + text,
            text_end=self.text_end + text,
            shown_start=self.shown_start + shown,
            shown_end=self.shown_end + shown,
            anchor=anchor,
        )


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit of the shown text comes to: the edits of the text, and the projection after them."""

    edits: tuple[TextEdit, ...]
    projection: "Projection"


@dataclass(frozen=True, slots=True)
class Projection:
    """See the module.

    Attributes:
        lost: names of params whose literal was taken apart by an edit; their strings come back as soon as the shown
            text is a body again.
    """

    text: str
    shown: str
    pieces: tuple[Piece, ...] = ()
    lost: frozenset[str] = frozenset()

    # -- places

    def piece_at(self, shown: int) -> Piece | None:
        """The piece that the place in the shown text is strictly inside of."""
        at = bisect_left(self.pieces, shown, key=lambda piece: piece.shown_end)
        if at < len(self.pieces) and self.pieces[at].shown_start < shown < self.pieces[at].shown_end:
            return self.pieces[at]
        return None

    def to_shown(self, offset: int) -> int:
        """Where a place of the text is shown. A place inside a fold is shown at the fold's beginning."""
        at = bisect_left(self.pieces, offset, key=lambda piece: piece.text_end)
        if at < len(self.pieces) and self.pieces[at].text_start < offset < self.pieces[at].text_end:
            piece = self.pieces[at]
            return piece.shown_start + self._shown_within(piece, offset - piece.text_start)
        if at < len(self.pieces) and self.pieces[at].text_end == offset:
            return self.pieces[at].shown_end
        before = self.pieces[at - 1] if at else None
        return offset + (before.shown_end - before.text_end if before else 0)

    def to_text(self, shown: int) -> int:
        """The place of the text behind a place of the shown text; the beginning of the literal for a fold."""
        at = bisect_left(self.pieces, shown, key=lambda piece: piece.shown_end)
        if at < len(self.pieces) and self.pieces[at].shown_start < shown < self.pieces[at].shown_end:
            piece = self.pieces[at]
            return piece.text_start + self._text_within(piece, shown - piece.shown_start)
        if at < len(self.pieces) and self.pieces[at].shown_end == shown:
            return self.pieces[at].text_end
        before = self.pieces[at - 1] if at else None
        return shown + (before.text_end - before.shown_end if before else 0)

    def shown_of(self, piece: Piece) -> str:
        return self.shown[piece.shown_start : piece.shown_end]

    def _shown_within(self, piece: Piece, offset: int) -> int:
        if piece.kind is Kind.FOLD:
            return 0
        shown, text = piece.shown_start, piece.text_start + 1
        if piece.anchor is not None and piece.anchor[1] <= piece.text_start + offset:
            shown, text = piece.anchor
        quoted = f'"{self.text[text : piece.text_end]}'
        inside = layout.decoded_offset(quoted, piece.text_start + offset - text + 1)
        if piece.broken:
            return min(shown - piece.shown_start + inside, piece.shown_end - piece.shown_start)
        count = layout.significant(json.loads(quoted, strict=False)[:inside])
        return shown - piece.shown_start + layout.place_of(self.shown[shown : piece.shown_end], count)

    def _text_within(self, piece: Piece, offset: int) -> int:
        if piece.kind is Kind.FOLD:
            return 0
        quoted = self.text[piece.text_start : piece.text_end]
        if not piece.broken:
            count = layout.significant(self.shown_of(piece)[:offset])
            offset = layout.place_of(json.loads(quoted, strict=False), count)
        return layout.quoted_offset(quoted, offset)

    # -- edits of the shown text

    def edit(self, start: int, end: int, inserted: str) -> Edited | None:
        """Replace ``shown[start:end]`` by ``inserted``; None when that would change a fold's excerpt."""
        for piece in self.pieces:
            outside = end <= piece.shown_start or start >= piece.shown_end
            inside = piece.shown_start <= start and end <= piece.shown_end
            whole = start <= piece.shown_start and piece.shown_end <= end
            if piece.kind is Kind.FOLD:
                if not outside and not whole:
                    return None
            elif inside and not whole and (piece.broken or not outside):
                return self._edit_inner(piece, start, end, inserted)
        return self._edit_outer(start, end, inserted)

    def _edit_inner(self, piece: Piece, start: int, end: int, inserted: str) -> Edited:
        shown = self.shown[:start] + inserted + self.shown[end:]
        grown = len(inserted) - (end - start)
        content = shown[piece.shown_start : piece.shown_end + grown]
        if not content.strip():
            return self._edit_outer(start, end, inserted, piece)
        broken = not layout.is_json(content)
        edit, anchor = None, None
        if not broken and not piece.broken:
            edit, anchor = self._edit_lines(piece, start, end, inserted)
        if edit is None:
            quoted = layout.literal(content if broken else layout.minified(content))
            edit = TextEdit(piece.text_start, piece.text_end, quoted)
        longer = len(edit.text) - (edit.end - edit.start)
        text = self.text[: edit.start] + edit.text + self.text[edit.end :]
        after = replace(
            piece,
            text_end=piece.text_end + longer,
            shown_end=piece.shown_end + grown,
            broken=broken,
            anchor=anchor,
        )
        pieces = tuple(
            after if one is piece else one.moved(longer, grown) if one.text_start > piece.text_start else one
            for one in self.pieces
        )
        return Edited((edit,), Projection(text, shown, pieces, self.lost))

    def _edit_lines(
        self, piece: Piece, start: int, end: int, inserted: str
    ) -> tuple[TextEdit | None, tuple[int, int] | None]:
        """The edit of just the lines that changed, and the anchor for the next; (None, None) when it must be all.

        No token of a JSON text runs over a line end, so lines can be laid out one by one.
        """
        first = max(self.shown.rfind("\n", 0, start) + 1, piece.shown_start)
        last = self.shown.find("\n", end, piece.shown_end)
        last = piece.shown_end if last < 0 else last
        known = piece.anchor if piece.anchor and piece.anchor[0] <= first else (piece.shown_start, piece.text_start + 1)
        before = layout.literal(layout.minified(self.shown[known[0] : first]))[1:-1]
        old = layout.literal(layout.minified(self.shown[first:last]))[1:-1]
        if not self.text.startswith(before + old, known[1]):
            return None, None  # spelled in another way than ours
        at = known[1] + len(before)
        new = layout.literal(layout.minified(self.shown[first:start] + inserted + self.shown[end:last]))[1:-1]
        return TextEdit(at, at + len(old), new), (first, at)

    def _edit_outer(self, start: int, end: int, inserted: str, taken: Piece | None = None) -> Edited:
        """An edit between the pieces, or one that takes pieces apart (those it touches, and ``taken``)."""
        grown = len(inserted) - (end - start)
        touched = [
            piece for piece in self.pieces if piece is taken or (start < piece.shown_end and end > piece.shown_start)
        ]
        kept = [piece for piece in self.pieces if piece not in touched]
        lost = self.lost | {piece.name for piece in touched if piece.name and piece.kind is Kind.INNER}
        shown = self.shown[:start] + inserted + self.shown[end:]
        before = [piece for piece in kept if piece.shown_end <= start]
        behind = [piece.moved(0, grown) for piece in kept if piece.shown_end > start]
        if not touched and not lost:
            edit = TextEdit(self.to_text(start), self.to_text(end), inserted)
            text = self.text[: edit.start] + edit.text + self.text[edit.end :]
            pieces = (*before, *(piece.moved(grown, 0) for piece in behind))
            return Edited((edit,), Projection(text, shown, pieces))
        spans = [(piece, self.text[piece.text_start : piece.text_end]) for piece in (*before, *behind)]
        if lost:
            found = dict(_lost_literals(shown, lost))
            taken_places = [(piece.shown_start, piece.shown_end) for piece, _quoted in spans]
            for (value_start, value_end), name in found.items():
                if all(value_end <= first or value_start >= last for first, last in taken_places):
                    quoted = layout.literal(layout.minified(shown[value_start:value_end]))
                    spans.append((Piece(Kind.INNER, 0, 0, value_start, value_end, name), quoted))
            lost = lost - set(found.values()) if found else lost
            if layout.is_json(shown):
                lost = frozenset()
        projection = _assembled(shown, spans, lost)
        edit = TextEdit(0, len(self.text), projection.text)
        return Edited((edit,), projection)


def _assembled(shown: str, spans: list[tuple[Piece, str]], lost: frozenset[str]) -> Projection:
    """The projection of ``shown`` in which each piece (its shown place is right) stands for a literal."""
    out: list[str] = []
    pieces: list[Piece] = []
    at = length = 0
    for piece, quoted in sorted(spans, key=lambda span: span[0].shown_start):
        between = shown[at : piece.shown_start]
        length += len(between)
        out += (between, quoted)
        pieces.append(replace(piece, text_start=length, text_end=length + len(quoted), anchor=None))
        length += len(quoted)
        at = piece.shown_end
    out.append(shown[at:])
    return Projection("".join(out), shown, tuple(pieces), lost)


def _lost_literals(shown: str, lost: frozenset[str]) -> Iterator[tuple[tuple[int, int], str]]:
    """Where an object or list is the value of a param in ``lost``, and of which; none while it is no body."""
    try:
        body = json_text.parse(shown)
    except json_text.JsonTextError:
        return
    params = body.get("params") if isinstance(body, Object) else None
    named: list[tuple[str, Value, Value]]
    if isinstance(params, Object):
        named = [(json_text.join("params", name), name, value) for name, value in params]
    elif isinstance(params, tuple):
        named = [
            (json_text.join("params", nth, "value"), item.get("name"), item.get("value"))
            for nth, item in enumerate(params)
            if isinstance(item, Object)
        ]
    else:
        return
    for pointer, name, value in named:
        if isinstance(name, str) and name in lost and isinstance(value, Object | tuple):
            span = json_places.locate(shown, pointer)
            if span is not None:
                yield (span.start, span.end), name
