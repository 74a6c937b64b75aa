"""The sentences that a finder passes over are told, and a text that only they make faulty is read without them."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import Finder, Found, FoundRequest
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import LeftOut, Repair
from yespo_console.reading.repair_texts import OF_SENDING
from yespo_console.reading.source_code.language_signs import TYPED
from yespo_console.reading.source_code.texts.conditions_in_braces import with_conditions_told
from yespo_console.reading.source_code.texts.other_texts import find_other_text, is_surely_other
from yespo_console.reading.source_code.texts.raw_texts import find_raw_text
from yespo_console.reading.source_code.typed.typed_languages import find_typed_language
from yespo_console.reading.source_code.typed.typed_texts import find_typed_text
from yespo_console.reading.spans import Span, Spans
from yespo_console.reading.wrappings.names_alone import NamesAlone
from yespo_console.reading.wrappings.pieces import lines_beside, pieces_beside
from yespo_console.reading.wrappings.sentences import (
    joined,
    sentences_in,
    told,
    without_sentences,
)

#: A longer text is not read twice.
_LONGEST: Final = 100_000
#: What these finders read of a text is told where they read it, or all of it is theirs.
_WHOLE: Final = ("har", "postman", "insomnia", "json", "csv")
_COMMANDS: Final = ("curl", "wget", "httpie")
#: So many sentences between two events are told one by one; what stands from the next up to the last is one more.
_MOST: Final = 100
#: So many are told one by one in all, and further ones counted.
_MOST_PIECES: Final = 1000
#: What may open a text in a sentence that goes on in code.
_QUOTES: Final = frozenset("\"'`")
#: A name that code gives to something.
_NAMED: Final = re.compile(r"(?<![\w.])(\w{1,100})[ \t]{0,9}(?::?=|:)")
_WORD: Final = re.compile(r"\w+")
#: How C#, Go, Java and Kotlin define a function.
_TYPED_FUNCTION: Final = re.compile(
    r"^[ \t]{0,40}(?:(?:public|private|static|async|suspend|override)[ \t]{1,9}){0,4}"
    r"(?:void|String|object|byte\[\]|Task(?:<\w{1,40}>)?|fun|func)[ \t]{1,9}\w{1,60}\(",
    re.MULTILINE,
)
#: How Go and Swift ask, and JavaScript does not; and how PowerShell and others do around a command.
_WITHOUT_BRACKETS: Final = re.compile(
    r"^[ \t]{0,80}(?:if|guard)[ \t]{1,9}(?!\()[^\n{]{1,200}\{[ \t]{0,80}(?:return\b[^\n{}]{0,60}\}[ \t]{0,80})?\r?$",
    re.MULTILINE,
)
_AROUND_COMMAND: Final = re.compile(
    r"^[ \t}]{0,80}(?:else[ \t]{0,9})?(?:if|while|unless|switch)[ \t]{0,9}\([^\n]{1,300}\)\s{0,80}\{", re.MULTILINE
)
_ASKS: Final = {"javascript": _WITHOUT_BRACKETS} | dict.fromkeys(_COMMANDS, _AROUND_COMMAND)
#: What they read is no code of a language whose statements are known.
_WITHOUT_GRAMMAR: Final = (find_other_text, find_typed_language, find_typed_text, find_raw_text)
#: So many words may be a call.
_FEW: Final = 3


def with_words_told(finder: Finder, taken_off: Iterable[Repair], budget: Budget, text: Traced, found: Found) -> Found:
    """What a finder found in ``text``, with the words in it told, and those that were taken off it before."""
    return beside(with_sentences_told(found, finder, text, budget), taken_off)


def with_sentences_told(found: Found, finder: Finder, text: Traced, budget: Budget) -> Found:
    """What a finder found in ``text``, each event with the sentences behind it, and the first with those before it.

    What is told is in no event. Where the text could not be read as a whole, it is read without the sentences, and that
    counts if all of it can be read then and no event is on both sides of one.
    """
    is_typed = _is_typed(text, found)
    if finder in _WITHOUT_GRAMMAR or is_typed or _asks_in_braces(text, found):
        found = replace(found, requests=tuple(with_conditions_told(found.requests, text, budget)))
    is_short = len(text) <= _LONGEST
    lines = sentences_in(text, budget, found.source) if is_short or found.source in _WHOLE else []
    is_faulty = found.error is not None or not found.requests or any(each.error for each in found.requests)
    if lines and is_short and (is_faulty or any(_QUOTES & {*text.text[slice(*line)]} for line in lines)):
        again = _without(found, finder, text, lines, budget)
        if again is not None:
            found, is_typed = again, _is_typed(text, again)
    if found.source in _WHOLE and not lines:
        return found
    bodies = [each.body.origins() for each in found.requests]
    budget.spend(10 * sum(map(len, bodies)))
    known = [*found.taken, *(span for body in bodies for span in body)]
    known += (_place_of(each, text.original.text) for request in found.requests for each in request.repairs)
    if found.source in _WHOLE or is_typed or (found.source != "log" and all(each.error for each in found.requests)):
        pieces = _not_told(text, lines, Spans(known))
    else:
        pieces = _pieces(text, lines, known, found, budget)
    pieces = _few(text, joined(text, pieces), found)
    further = len(pieces) - _MOST_PIECES
    if further > 0:
        found = replace(found, left_out=(*found.left_out, LeftOut("text_beside", further)))
    pieces = pieces[:_MOST_PIECES]
    budget.spend(1500 * len(pieces))
    return beside(found, [told(text, each) for each in pieces])


def _place_of(repair: Repair, original: str) -> Span:
    """Where in the original a repair is; of one that tells how code sends an event all of its lines, which are code."""
    begin, end = repair.offset, repair.offset + repair.length
    if repair.code not in OF_SENDING or end == begin:
        return begin, end
    behind = original.find("\n", end)
    return original.rfind("\n", 0, begin) + 1, len(original) if behind < 0 else behind


def _pieces(text: Traced, sentences: list[Span], known: list[Span], found: Found, budget: Budget) -> list[Span]:
    """What of the text is to be told where its statements are known: all that is neither an event nor code."""
    if found.source == "log":
        read = (edges_of(each) for each in found.requests if each.error is None)
        return [*lines_beside(text, Spans((*known, *read)), budget)]
    pieces = list(pieces_beside(text, Spans(known), found.source, budget))
    if pieces:
        names = NamesAlone(text.text)
        pieces = [each for each in pieces if not names.are_all_of(text.text[slice(*each)].strip(), found.source)]
    if found.source in _COMMANDS:  # what is said in the line of one
        told = Spans((*known, *((text.offset(begin), text.offset(end)) for begin, end in pieces)))
        pieces += _not_told(text, sentences, told)
    return sorted(pieces)


def _is_typed(text: Traced, found: Found) -> bool:
    """Whether it is code of C#, Go, Java, Kotlin or a language that is read less, whose statements are not known."""
    if found.source != "javascript":
        return False
    is_function = _TYPED_FUNCTION.search(text.text, 0, _LONGEST) is not None
    return is_function or TYPED.stand_in(text.text, _LONGEST) or is_surely_other(text.text)


def _asks_in_braces(text: Traced, found: Found) -> bool:
    """Whether Go or Swift that was read as JavaScript asks, or code that calls a command."""
    asks = _ASKS.get(found.source)
    return asks is not None and asks.search(text.text, 0, _LONGEST) is not None


def _not_told(text: Traced, lines: list[Span], told: Spans) -> list[Span]:
    return [line for line in lines if not told.touch(text.offset(line[0]), text.offset(line[1]))]


def _few(text: Traced, sentences: list[Span], found: Found) -> list[Span]:
    """The sentences with those at the end of very many between the same two events as one."""
    if not sentences:
        return []
    starts = sorted(edges_of(request)[0] for request in found.requests)
    gaps: dict[int, list[Span]] = {}
    for sentence in sentences:
        gaps.setdefault(bisect_right(starts, text.offset(sentence[0])), []).append(sentence)
    for between in gaps.values():
        if len(between) > _MOST:
            between[_MOST:] = [(between[_MOST][0], between[-1][1])]
    return [sentence for between in gaps.values() for sentence in between]


def beside(found: Found, repairs: Iterable[Repair]) -> Found:
    """The same with each of these repairs at the event that stands before it, or at the first."""
    repairs = [*repairs]
    if not repairs:
        return found
    read = [number for number, each in enumerate(found.requests) if each.error is None]
    starts = [edges_of(found.requests[number])[0] for number in read]
    added: dict[int, list[Repair]] = {}
    for repair in repairs if read else ():
        added.setdefault(read[max(0, bisect_right(starts, repair.offset) - 1)], []).append(repair)
    if not added:
        return found
    requests = [
        replace(each, repairs=(*each.repairs, *added.get(number, ()))) for number, each in enumerate(found.requests)
    ]
    return replace(found, requests=tuple(requests))


def _without(found: Found, finder: Finder, text: Traced, lines: list[Span], budget: Budget) -> Found | None:
    """What stands in the text without its sentences, if that is more and all of it can be read."""
    sentences = joined(text, lines)
    if _may_do_something(text, sentences):
        return None
    again = finder(without_sentences(text, sentences), budget)
    if again is None or again.error is not None or not again.requests or any(each.error for each in again.requests):
        return None
    if len(again.requests) < sum(each.error is None for each in found.requests):
        return None
    if found.error is None and len(again.requests) == sum(each.error is None for each in found.requests):
        return None
    places = [text.offset(begin) for begin, _end in sentences]
    return None if any(_lies_around(each, places) for each in again.requests) else again


def _may_do_something(text: Traced, sentences: list[Span]) -> bool:
    """Whether one of a few words names what the code gives a name to: ``push e``."""
    rest = without_sentences(text, sentences)
    names = {name[1] for name in _NAMED.finditer(rest.text)}
    said = (_WORD.findall(text.text[begin:end]) for begin, end in sentences)
    return any(len(words) <= _FEW and not names.isdisjoint(words) for words in said)


def _lies_around(request: FoundRequest, places: list[int]) -> bool:
    """Whether parts of an event stand on both sides of one of these places."""
    first, last = edges_of(request)
    return bisect_right(places, first) != bisect_right(places, last)


def edges_of(request: FoundRequest) -> Span:
    """Where what the body was made of begins and ends in the original."""
    return request.body.edges()
