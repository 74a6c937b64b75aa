"""Placeholders in sound JSON, cut out of it: what stands between their quotes goes, all else stays as it is written."""

from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import NamedTuple

from yespo_console.events.json_places import Document, Place
from yespo_console.reading.mending.placeholders import Placeholders, Way


class Emptied(NamedTuple):
    """A placeholder that can be made empty.

    Attributes:
        start, end: what stands between its quotes, in the whole text.
        begin, stop: the placeholder with its quotes, where it is to be shown.
        word: the placeholder itself.
        pointer: where it stands in the event.
    """

    start: int
    end: int
    begin: int
    stop: int
    word: str
    pointer: str


def emptied(whole: Document, placeholders: Placeholders, shown_in: Document) -> list[Emptied]:
    """The placeholders of ``whole``, in order, with their places in it and in ``shown_in``, a document within it."""
    return sorted(_emptied(whole, whole.root, placeholders, shown_in))


def _emptied(document: Document, place: Place, placeholders: Placeholders, shown_in: Document) -> Iterator[Emptied]:
    for way, found in placeholders.items():
        around, here = located(document, place, way)
        if isinstance(found, dict):
            yield from _emptied(around, here, found, shown_in)
            continue
        yield Emptied(
            around.outer_offset(here.start + 1),
            around.outer_offset(here.end - 1),
            around.outer_offset(here.start, shown_in),
            around.outer_offset(here.end, shown_in),
            scanstring(around.text, here.start + 1, True)[0],
            found,
        )


def located(document: Document, place: Place, way: Way) -> tuple[Document, Place]:
    """Where the value stands that a way leads to from ``place``, and in which document."""
    for position in way:
        entered = document.enter(place)
        if entered is None:
            raise AssertionError("a way leads to where nothing stands")
        document, place = entered[0], entered[1].places[position]
    return document, place


def without(text: str, placeholders: list[Emptied]) -> str:
    """The text with these placeholders empty."""
    pieces: list[str] = []
    position = 0
    for each in placeholders:
        pieces.append(text[position : each.start])
        position = each.end
    return "".join((*pieces, text[position:]))
