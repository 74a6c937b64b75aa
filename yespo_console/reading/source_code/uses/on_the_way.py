"""Whether code changes whatever it sends on the way, for all requests at once.

A function is put in the place of the one that sends or makes JSON (``JSON.stringify = ..``), or HTTP clients are given
one that sees each request before it leaves (interceptors, middleware). Such a one that only adds a header changes no
event, which is what most of them are for.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from yespo_console.reading.literals import Text
from yespo_console.reading.source_code.uses.use_kinds import doing_of

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: The calls that give a client a function which sees its requests.
_SEES_REQUESTS: Final = re.compile(r"(?:\.interceptors\.request\.use|\.ajaxPrefilter|\.ajaxSetup|\bmapRequest)$")
#: What such a function names when it may change more than the headers.
_OF_BODY: Final = re.compile(r"\b(?:data|body|json|payload|params|withBody|getBody)\b")
#: The option of axios that makes the body anew.
_MAKES_BODY: Final = re.compile(r"transformRequest(?<=\btransformRequest)['\"]?\s{0,9}[:=.]")
#: The object to which every variable of a page belongs.
_GLOBAL: Final = re.compile(r"(?:window|globalThis|global|self)\.")
#: No program that is written by hand has so long a name.
_LONGEST_NAME: Final = 100


def changes_requests(reader: "CodeReader") -> bool:
    """Whether the events that a text spells out may be others when they arrive."""
    if _MAKES_BODY.search(reader.code.text.text):
        return True
    sending = set()
    for call in reader.calls:
        name, arguments = reader.call(call)
        if _SEES_REQUESTS.search(name[-_LONGEST_NAME:]) and _OF_BODY.search(reader.code.spelled(call)):
            return True
        if arguments and doing_of(name.rpartition(".")[2]) in ("sends", "encodes"):
            sending.add(_GLOBAL.sub("", name))
    return not sending.isdisjoint(_replaced(reader))


def _replaced(reader: "CodeReader") -> Iterator[str]:
    """The functions of others that the text puts its own in the place of, by the names under which they are called."""
    for name, _settings in reader.variables.all_settings():
        if _GLOBAL.match(name):
            yield _GLOBAL.sub("", name)
    for name, put in reader.variables.all_puts():
        yield ".".join([name, *(str(step.traced.text if isinstance(step, Text) else step) for step in put.path)])
