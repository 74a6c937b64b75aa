"""Export: what is selected or found, written in one of the formats, with personal data replaced when asked for."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from yespo_console.history.exchange import Exchange
from yespo_console.history.store import HistoryStore
from yespo_console.history.transfer.progress import Progress
from yespo_console.history.transfer.redacting import CredentialMask, ExchangeRedactor
from yespo_console.platform.user_file import replacing
from yespo_console.sharing.exchanges.formats import FORMATS, Format
from yespo_console.sharing.redaction import Replaced

#: A look ahead tells what it found in so many of the first before it has gone through all.
FIRST_LOOKS: Final = (1_000, 10_000, 100_000)


class StoredExchanges:
    """Exchanges of a history, read one by one and as often as they are gone through; those removed meanwhile are left
    out."""

    def __init__(self, store: HistoryStore, ids: Sequence[int]) -> None:
        """``ids``: in the order in which they are to be handed on."""
        self._store = store
        self._ids = ids

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Exchange]:
        for number in self._ids:
            exchange = self._store.get(number)
            if exchange is not None:
                yield exchange

    def first(self, most: int) -> "StoredExchanges":
        """The first of them, at most so many."""
        return StoredExchanges(self._store, self._ids[:most])


@dataclass(frozen=True, slots=True)
class Redaction:
    """What a redaction replaces.

    Attributes:
        exchanges: in how many exchanges it was looked for.
        replaced: kind by kind.
        left_out: how many bodies were left out whole, because nobody can tell what in them is personal.
    """

    exchanges: int
    replaced: tuple[Replaced, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of an export.

    Attributes:
        exchanges: how many were written.
        redaction: None when nothing was to be replaced.
    """

    exchanges: int
    redaction: Redaction | None


def export_file(
    exchanges: StoredExchanges, format_: Format, path: Path, *, redact: bool, progress: Progress | None = None
) -> Exported:
    """Write the exchanges to ``path``, which gets its new content whole or keeps the old one.

    Raises TransferCancelledError, OSError and the errors of the history.
    """
    with replacing(path, private=True) as file:  # it is about customers
        return export(exchanges, format_, file, redact=redact, progress=progress)


def export(
    exchanges: StoredExchanges, format_: Format, out: BinaryIO, *, redact: bool, progress: Progress | None = None
) -> Exported:
    """Write the exchanges to ``out``, in UTF-8. Errors as ``export_file``.

    Credentials are never written. Beside what is known for a redaction, memory holds one exchange at a time.
    """
    progress = progress or Progress()
    redactor = ExchangeRedactor() if redact else None
    progress.expect(len(exchanges) * (2 if redact else 1))
    if redactor is not None:
        for exchange in exchanges:
            redactor.learn(exchange)
            progress.step()
    counted = _Counted(exchanges, redactor, progress)
    # Half a character, which UTF-8 has no form for, is written as JSON escapes it.
    text = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="")
    try:
        format_.write(counted, text)
        text.flush()
    finally:
        text.detach()
    redaction = None
    if redactor is not None:
        redaction = Redaction(counted.written, redactor.redactor.summary(), redactor.left_out)
    return Exported(counted.written, redaction)


def page_for_ticket(exchange: Exchange) -> str:
    """One exchange as a Markdown page, without credentials and with personal data replaced."""
    redactor = ExchangeRedactor()
    redactor.learn(exchange)
    page = io.StringIO()
    FORMATS["markdown"].write((redactor.redacted(CredentialMask().exchange(exchange)),), page)
    return page.getvalue()


def preview(exchanges: StoredExchanges, progress: Progress | None = None) -> Redaction:
    """What an export of these exchanges would replace. Raises TransferCancelledError and the errors of the history.

    Of many exchanges ``progress.so_far`` tells soon what would be replaced in the first of them alone, then in ten
    times as many, until it is known for all; that costs a ninth more.
    """
    progress = progress or Progress()
    sizes = [size for size in FIRST_LOOKS if size < len(exchanges)]
    looks = [*map(exchanges.first, sizes), exchanges]
    progress.expect(2 * sum(map(len, looks)))
    for look in looks:
        found = _look(look, progress)
        progress.so_far = found
    return found


def _look(exchanges: StoredExchanges, progress: Progress) -> Redaction:
    redactor = ExchangeRedactor()
    for exchange in exchanges:
        redactor.learn(exchange)
        progress.step()
    counted = _Counted(exchanges, redactor, progress)
    for _each in counted:
        pass
    return Redaction(counted.written, redactor.redactor.summary(), redactor.left_out)


class _Counted:
    """The exchanges as they are handed on, once."""

    def __init__(self, exchanges: StoredExchanges, redactor: ExchangeRedactor | None, progress: Progress) -> None:
        self._exchanges = exchanges
        self._redactor = redactor
        self._progress = progress
        self._mask = CredentialMask()
        self.written = 0

    def __iter__(self) -> Iterator[Exchange]:
        for exchange in self._exchanges:
            shared = self._mask.exchange(exchange)
            yield self._redactor.redacted(shared) if self._redactor is not None else shared
            self.written += 1
            self._progress.step()
