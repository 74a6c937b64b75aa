"""Import: exchanges of our JSON Lines and of recordings (HAR) come into the history.

What cannot be read is named by its place and left out, the rest comes in. An exchange that is in the history already
(sent at the same microsecond to the same address with the same bytes) is left as it is, so that a file may be imported
twice. Exchanges are written a few at a time, each whole or not at all: a program that is ended meanwhile, or a cancel,
leaves those that were written, and importing the file again brings the rest.
"""

import codecs
import io
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from yespo_console.events.json_text import JsonTextError
from yespo_console.history.exchange import Exchange
from yespo_console.history.store import HistoryStore
from yespo_console.history.transfer.judged import Judge
from yespo_console.history.transfer.line_keys import keys_in
from yespo_console.history.transfer.progress import Progress
from yespo_console.history.transfer.read_back import NoExchangeError, UnreadableError, from_line
from yespo_console.history.transfer.recordings import exchange_of
from yespo_console.history.transfer.redacting import CredentialMask
from yespo_console.platform.i18n import _
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.tool_files.entries import Entries, begins_recording
from yespo_console.reading.tool_files.recorded_calls import Recording, UnusableEntryError
from yespo_console.reading.tool_files.requests_in_json import text_of
from yespo_console.sharing.exchanges.har import EXTRAS

#: What is written in one transaction at most: a send that starts meanwhile waits for one of these, not for the file.
_MOST_AT_ONCE: Final = 100
_MOST_BYTES_AT_ONCE: Final = 1_000_000
#: A longer line is no exchange: bodies over 20 KB are none that Yespo takes, and answers are cut when recorded.
_LONGEST_LINE: Final = 64_000_000
#: The text of a recording is held in memory.
_LARGEST_RECORDING: Final = 500_000_000
#: A file of which so much at its beginning cannot be read is another kind of file.
_HOPELESS_AFTER: Final = 100
#: So many places that cannot be read are kept; the others are counted.
_MOST_NAMED: Final = 1000

_LINE: Final = re.compile(r'\s*\{\s*"version"\s*:\s*\d+\s*,\s*"sent_at"')
#: What is looked at to tell one file from another.
_BEGINNING: Final = 4096
#: A mark at the beginning is no part of the text.
_UTF_8: Final = "utf-8-sig"
#: Looking for the keys in lines takes a part of the time of bringing them in.
_LOOKING: Final = 8


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What could not be read.

    Attributes:
        place: the line of a JSON Lines file, the entry of a recording; from 1. 0 for the whole file.
        reason: why, as a sentence.
    """

    place: int
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an import.

    Attributes:
        is_recording: places are entries, not lines.
        added: how many exchanges came in.
        known: how many were there already.
        elsewhere: how many requests of a recording were no event calls to Yespo or an environment of the user's.
        keys_hidden: how many keys stood in the file and were not taken along.
        unreadable: what was left out, the first of them by name.
        unreadable_count: how many these were.
    """

    is_recording: bool = False
    added: int = 0
    known: int = 0
    elsewhere: int = 0
    keys_hidden: int = 0
    unreadable: tuple[Unreadable, ...] = ()
    unreadable_count: int = 0


def import_file(
    store: HistoryStore, path: Path, judge: Judge, progress: Progress | None = None, hosts: Collection[str] = ()
) -> Imported:
    """Take in the exchanges of a file. ``hosts`` are those of the user's environments, in small letters.

    Raises TransferCancelledError, OSError and the errors of the history. What was written by then stays, and
    ``progress.so_far`` tells of it: an ``Imported``.
    """
    progress = progress or Progress()
    with path.open("rb") as file:
        beginning, encoding = _beginning(file)
        file.seek(0)
        if begins_recording(beginning):
            return _Import(store, progress, is_recording=True).run(_recorded(file, encoding, judge, progress, hosts))
        size = os.fstat(file.fileno()).st_size
        progress.expect(max(1, size + size // _LOOKING))
        return _Import(store, progress, is_recording=False).run(_lines(file, encoding, progress))


def can_be_imported(path: Path) -> bool:
    """Whether a file looks like what ``import_file`` takes in: a recording, or lines of ours. Raises OSError."""
    with path.open("rb") as file:
        beginning, _encoding = _beginning(file)
    return begins_recording(beginning) or _LINE.match(beginning) is not None


def _beginning(file: BinaryIO) -> tuple[str, str]:
    """How the text begins, and its encoding: Windows' own shell writes UTF-16 into a file that it sends output to."""
    content = file.read(_BEGINNING)
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else _UTF_8
    return codecs.getincrementaldecoder(encoding)("replace").decode(content), encoding


@dataclass(frozen=True, slots=True)
class _Arrival:
    """One exchange of a file, or why there is none; neither: a request that is not taken.

    Attributes:
        is_foreign: what stands there is of another kind of file.
    """

    place: int
    exchange: Exchange | None = None
    reason: str = ""
    keys_hidden: int = 0
    is_foreign: bool = False


class _Import:
    def __init__(self, store: HistoryStore, progress: Progress, *, is_recording: bool) -> None:
        self._store = store
        self._progress = progress
        self._is_recording = is_recording
        self._waiting: list[Exchange] = []
        self._bytes = 0
        self._added = self._known = self._elsewhere = self._hidden = 0
        self._unreadable: list[Unreadable] = []
        self._unreadable_count = 0

    def run(self, arrivals: Iterable[_Arrival]) -> Imported:
        foreign = 0
        for arrival in arrivals:
            self._hidden += arrival.keys_hidden
            if arrival.exchange is not None:
                self._take(arrival.exchange)
            elif arrival.reason:
                self._unreadable_count += 1
                foreign += arrival.is_foreign
                if len(self._unreadable) < _MOST_NAMED:
                    self._unreadable.append(Unreadable(arrival.place, arrival.reason))
                if self._unreadable_count == _HOPELESS_AFTER == arrival.place:
                    return _another_kind()
            elif arrival.place:
                self._elsewhere += 1
        self._write()
        if foreign and foreign == self._unreadable_count and not self._added and not self._known:
            return _another_kind()
        return self._so_far()

    def _so_far(self) -> Imported:
        return Imported(
            self._is_recording,
            self._added,
            self._known,
            self._elsewhere,
            self._hidden,
            tuple(self._unreadable),
            self._unreadable_count,
        )

    def _take(self, exchange: Exchange) -> None:
        self._waiting.append(exchange)
        self._bytes += len(exchange.request_body) + (len(exchange.answer.body) if exchange.answer else 0)
        if len(self._waiting) >= _MOST_AT_ONCE or self._bytes >= _MOST_BYTES_AT_ONCE:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            added = self._store.bring_in(self._waiting).result()
            self._added += added
            self._known += len(self._waiting) - added
            self._progress.so_far = self._so_far()
        self._waiting, self._bytes = [], 0


def _another_kind() -> Imported:
    sentence = _(
        "This is neither a JSON Lines export of Yespo Console nor a recording (HAR), and only these hold exchanges. "
        "Events in other files are read by “Open a file” in the window, and by the command “import”."
    )
    return Imported(unreadable=(Unreadable(0, sentence),), unreadable_count=1)


def _lines(file: BinaryIO, encoding: str, progress: Progress) -> Iterator[_Arrival]:
    with _reading_lines(file, encoding) as read_line:
        lines = iter(partial(read_line, _LONGEST_LINE), b"")
        found = keys_in(lines, _HOPELESS_AFTER, lambda: progress.reach(file.tell() // _LOOKING))
    yield _Arrival(0, keys_hidden=len(found.found))
    mask = _mask_of(found)
    looked = file.tell() // _LOOKING
    file.seek(0)
    number = 0
    with _reading_lines(file, encoding) as read_line:
        while line := read_line(_LONGEST_LINE):
            number += 1
            progress.reach(looked + file.tell())
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            if len(line) >= _LONGEST_LINE and not line.endswith(b"\n"):
                while (rest := read_line(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                    progress.reach(looked + file.tell())
                yield _Arrival(number, reason=_("This line is longer than any exchange."))
            elif line.strip():
                try:
                    yield _Arrival(number, mask.exchange(from_line(line)))
                except UnreadableError as error:
                    yield _Arrival(number, reason=str(error), is_foreign=isinstance(error, NoExchangeError))


@contextmanager
def _reading_lines(file: BinaryIO, encoding: str) -> Iterator[Callable[[int], bytes]]:
    """What reads the next line, or so much of it, in UTF-8."""
    if encoding == _UTF_8:
        yield file.readline
        return
    text = io.TextIOWrapper(file, encoding, "replace", newline="\n")
    try:
        yield lambda most: text.readline(most).encode()
    finally:
        text.detach()  # or it closes the file


def _recorded(
    file: BinaryIO, encoding: str, judge: Judge, progress: Progress, hosts: Collection[str]
) -> Iterator[_Arrival]:
    if os.fstat(file.fileno()).st_size > _LARGEST_RECORDING:
        yield _Arrival(0, reason=_("The recording is larger than 500 MB. Record less, or export JSON Lines instead."))
        return
    progress.expect(1)  # reading it takes a moment that has no measure
    try:
        # What is cut off may be so in the middle of a character, which is then no part of it.
        text = codecs.getincrementaldecoder(encoding)().decode(file.read())
    except UnicodeDecodeError:
        yield _Arrival(0, reason=_("The recording is not UTF-8 text."))
        return
    entries, recording = Entries(text), Recording(EXTRAS, hosts)
    progress.expect(2 * len(text))  # a key that stands in the last entry is masked in the first
    count = 0
    try:
        for entry, end in entries:
            progress.reach(end)
            recording.note(entry)
            recording.credentials.said(text_of(entry, EXTRAS, "note"), 0)
            count += 1
        fault = "" if entries.are_there else _("The recording has no list of entries.")
    except JsonTextError as error:
        fault = _("The file is faulty or cut off: {reason}").format(reason=str(error))
    yield _Arrival(0, keys_hidden=len(recording.credentials.found))
    mask = _mask_of(recording.credentials)
    for number, (entry, end) in zip(range(1, count + 1), entries, strict=False):
        progress.reach(len(text) + end)
        try:
            call = recording.call(entry, number)
            if call is None:
                yield _Arrival(number)
                continue
            exchange, hidden = exchange_of(call, judge, mask.content)
            yield _Arrival(number, mask.exchange(exchange), keys_hidden=hidden)
        except (UnreadableError, UnusableEntryError) as error:
            yield _Arrival(number, reason=str(error))
    if fault:
        yield _Arrival(0, reason=fault)


def _mask_of(found: Credentials) -> CredentialMask:
    """What hides the keys that were found in a file, wherever else in it they stand."""
    mask = CredentialMask()
    for each in found.found:
        mask.add(each.secret.reveal(), each.user)
    return mask
