"""The last look at a reading, before anybody sees it: no key of the paste is in a sentence, excerpt or address.

Finders take credentials out of what they know (a command, a header); sentences are written by many hands. So every
reading comes through here once: keys that only words name are added to those that were found, and then all of them are
hidden wherever they are told. An event's own values are the customer's data and stay.
"""

import base64
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Final
from urllib.parse import quote, quote_plus

from yespo_console.reading.cells_around import without_cells
from yespo_console.reading.credentials import Credentials, Kind
from yespo_console.reading.logins import logins
from yespo_console.reading.named_keys import named_keys
from yespo_console.reading.origin import Original, Traced
from yespo_console.reading.outcome import Outcome
from yespo_console.reading.reading import FoundSecret, ReadEvent, Reading, Repair

#: Repairs of what is no value of an event that was sent: a key may stand there.
_AROUND: Final = (
    "text_around",
    "comment",
    "struck_out",
    "taken_out",
    "html_attribute",
    "placeholder",
    "bare_word",
    "sent_on_condition",
    "sent_in_loop",
    "sent_when_called",
    "sent_another",
)
#: So far before a value may stand the word that names it.
_BEFORE: Final = 80
#: A shorter one would be found in ordinary words.
_SHORTEST: Final = 4
#: Of a text without an event no more is searched.
_LONGEST: Final = 100_000
_HIDDEN: Final = "***"


def without_keys(reading: Reading, original: Original) -> Reading:
    """The reading with the keys that people named in ``original`` among its secrets, and none of them told."""
    secrets = (*reading.secrets, *_named(reading, original))
    reading = without_cells(reading, original)
    hidden = _Hidden(secrets)
    return replace(
        reading,
        events=tuple(_event(event, hidden) for event in reading.events),
        error=None if reading.error is None else hidden.out_of(reading.error),
        left_out=tuple(replace(left, args=hidden.out_of_args(left.args)) for left in reading.left_out),
        secrets=secrets,
    )


def _named(reading: Reading, original: Original) -> tuple[FoundSecret, ...]:
    """Keys in what was left out or could not be read, each once."""
    credentials = Credentials(original, (found.secret.reveal() for found in reading.secrets))
    parts = sorted(_parts(reading, original))
    ends = list(accumulate((end for _start, end in parts), max))
    searched = dict.fromkeys(_with_words_before(parts))
    for begin, stop in searched:
        for key in named_keys(original.text[begin:stop]):
            # of the parts in here, the first that ends behind the beginning of the key
            nearest = bisect_right(ends, begin + key.start)
            if key.certain and nearest < len(parts) and begin + key.end > parts[nearest][0]:
                _add(credentials, original, key.kind, begin + key.start, begin + key.end, key.user)
    for start, end in parts:  # to which the text before may be the beginning of the line
        if (start, end) in searched:
            continue  # there is none, and its logins are among the keys
        for login in logins(original.text[start:end]):
            if login.certain:
                _add(credentials, original, "user", start + login.start, start + login.end, login.user)
    return credentials.found


def with_keys_beside(outcome: Outcome, text: Traced, parts: Iterable[Traced]) -> Outcome:
    """What the parts of a text hold, with the keys that are named in it beside them: nothing else of that is told."""
    original = text.original
    credentials = Credentials(original, (found.secret.reveal() for found in outcome.secrets))
    done = text.offset(0)
    for part in (*parts, text.slice(len(text))):
        begin = part.offset(0)
        for key in named_keys(original.text[done:begin]):
            if key.certain:
                _add(credentials, original, key.kind, done + key.start, done + key.end, key.user)
        done = part.offset(len(part))
    return replace(outcome, secrets=(*outcome.secrets, *credentials.found))


def _with_words_before(parts: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts, which are in order, with the text before each that may name it; those that touch as one."""
    begin = stop = 0
    for start, end in parts:
        before = max(0, start - _BEFORE)
        if before > stop and stop:
            yield begin, stop
            begin = before
        begin, stop = (begin if stop else before), max(stop, end)
    if stop:
        yield begin, stop


def _add(credentials: Credentials, original: Original, kind: Kind, start: int, end: int, user: str | None) -> None:
    text = original.text[start:end]
    if kind != "token" or not credentials.encoded_pair(text, start):
        credentials.add(kind, text, start, user)


def _parts(reading: Reading, original: Original) -> Iterable[tuple[int, int]]:
    if reading.error is not None:
        return ((0, min(len(original.text), _LONGEST)),)
    return dict.fromkeys(
        (repair.offset, repair.offset + min(repair.length, _LONGEST))
        for event in reading.events
        for repair in event.repairs
        if repair.code in _AROUND
    )


def _event(event: ReadEvent, hidden: "_Hidden") -> ReadEvent:
    if not hidden:
        return event
    url = None if event.url is None else hidden.out_of(event.url)
    return replace(event, url=url, repairs=tuple(_repair(repair, hidden) for repair in event.repairs))


def _repair(repair: Repair, hidden: "_Hidden") -> Repair:
    before, after = hidden.out_of(repair.before), hidden.out_of(repair.after)
    return replace(repair, args=hidden.out_of_args(repair.args), before=before, after=after)


class _Hidden:
    """Keys in the forms in which they may be told. One search costs the length of a text, however many they are."""

    def __init__(self, secrets: Iterable[FoundSecret]) -> None:
        #: By their first characters, and then by length, the longest first.
        self._forms: dict[str, dict[int, set[str]]] = {}
        self._done: dict[str, str] = {}
        for found in secrets:
            for form in _forms(found.secret.reveal(), found.user):
                if len(form) >= _SHORTEST:
                    self._forms.setdefault(form[:_SHORTEST], {}).setdefault(len(form), set()).add(form)
        for start, lengths in self._forms.items():
            self._forms[start] = dict(sorted(lengths.items(), reverse=True))

    def __bool__(self) -> bool:
        return bool(self._forms)

    def out_of_args(self, args: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple((name, self.out_of(value)) for name, value in args)

    def out_of(self, text: str) -> str:
        """``text`` with every key hidden."""
        if not self._forms:
            return text
        if text not in self._done:
            self._done[text] = "".join(self._pieces(text))
        return self._done[text]

    def _pieces(self, text: str) -> Iterator[str]:
        done = at = 0
        while at <= len(text) - _SHORTEST:
            lengths = self._forms.get(text[at : at + _SHORTEST])
            found = 0 if lengths is None else next((n for n in lengths if text[at : at + n] in lengths[n]), 0)
            if found and _is_whole(text, at, at + found):
                yield text[done:at] + _HIDDEN
                done = at = at + found
            else:
                at += 1
        yield text[done:]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a short key is no part of a word: ``user`` hides nothing of ``users``."""
    return end - start >= 2 * _SHORTEST or not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


def _forms(key: str, user: str | None) -> Iterator[str]:
    spelled = key.encode("utf-8", "surrogatepass")  # half a character can come out of an escape
    yield from {key, quote(spelled), quote(spelled, safe=""), quote_plus(spelled)}
    login = f"{user or 'api'}:{key}".encode("utf-8", "surrogatepass")
    yield base64.b64encode(login).decode("ascii").rstrip("=")
