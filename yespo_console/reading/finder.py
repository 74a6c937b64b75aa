"""What a finder is: it knows one kind of text around a body (a command, source code, a log) and takes the body out.

A finder looks at the whole text. ``None`` means "not my kind" and costs little; a ``Found`` means "mine", with the
bodies in it or the reason why there are none. A finder is linear in the length of the text, runs nothing it reads, and
leaves the JSON of a body alone, sound or broken: whoever called it reads that. What it takes from quotes and escapes it
hands on as ``Traced`` text, so that every repair inside names the place in what was pasted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from yespo_console.platform.secret import Secret
from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import FoundSecret, LeftOut, Repair, Source
from yespo_console.reading.spans import Span


@dataclass(frozen=True, slots=True)
class FoundRequest:
    """One request in a payload.

    Attributes:
        body: its body: JSON, sound or broken; or exact JSON that was built from literals of a language.
        url: where it would have gone, as spelled; None when the text does not say.
        repairs: what the finder itself had to change or leave out to get the body.
        error: why this body cannot be had (a value that the code computes), as a sentence with line and column; the
            body then does not count.
    """

    body: Traced
    url: str | None = None
    repairs: tuple[Repair, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a finder made of a text of its kind.

    Attributes:
        source: the kind.
        requests: in the order of the text.
        secrets: credentials that stood beside the bodies; no sentence, excerpt or URL in here may show one of them.
        left_out: what was passed over, with counts.
        error: why there is no request, as a sentence; None when there is one.
        taken: places in the original that belong to what was read and are in no body: the headers of a request.
    """

    source: Source
    requests: tuple[FoundRequest, ...] = ()
    secrets: tuple[FoundSecret, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    error: str | None = None
    taken: tuple[Span, ...] = ()


#: A finder may raise ``ReadingStoppedError`` (through the budget), and nothing else.
Finder = Callable[[Traced, Budget], Found | None]

__all__ = ["Budget", "Finder", "Found", "FoundRequest", "FoundSecret", "LeftOut", "Repair", "Secret", "Traced"]
