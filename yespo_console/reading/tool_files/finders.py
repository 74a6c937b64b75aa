"""Tells which tool has written a file, and reads it."""

import re
from typing import Final

from yespo_console.events.event import Node, Object
from yespo_console.events.json_errors import JSON_TEXTS
from yespo_console.events.json_places import open_document
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import Found
from yespo_console.reading.literals import may_hold_event
from yespo_console.reading.origin import Traced
from yespo_console.reading.passed_over import beside
from yespo_console.reading.reading import Source, excerpt_around, repair_at
from yespo_console.reading.standing_apart import sound_value
from yespo_console.reading.tool_files.collections import (
    is_insomnia,
    is_postman,
    read_insomnia,
    read_insomnia_5,
    read_postman,
)
from yespo_console.reading.tool_files.har import is_har, read_har
from yespo_console.reading.tool_files.requests_in_json import JsonFile
from yespo_console.reading.tool_files.yaml_file import YamlError, open_yaml

#: How the files begin, or what stands near their beginning: enough to name a file that is cut off.
_HAR: Final = re.compile(r'\s*\{\s*"log"\s*:\s*\{')
_POSTMAN: Final = re.compile(r'"_postman_id"|getpostman\.com/')
_INSOMNIA: Final = re.compile(r'"_type"\s{0,9}:\s{0,9}"export"|"__export_format"')
_INSOMNIA_5: Final = re.compile(r"^type: [\"']?[\w.]{1,60}\.insomnia\.rest/5", re.MULTILINE)
_BEGINNING: Final = 4000
_OPENING: Final = re.compile(r"^[ \t]*\{", re.MULTILINE)
_LINE_END: Final = re.compile(r"[ \t]*(?:[\r\n]|\Z)")
_FOUND: Final = 60
_HIDDEN: Final = "***"


def find_tool_file(text: Traced, budget: Budget) -> Found | None:
    """A HAR recording, a Postman collection or an Insomnia export."""
    beginning = text.text[:_BEGINNING]
    if _INSOMNIA_5.search(beginning):
        try:
            return read_insomnia_5(open_yaml(text, budget), budget)
        except YamlError as error:
            return Found("insomnia", error=str(error))
    if not beginning.lstrip().startswith("{"):
        return _among_words(text, budget)
    budget.spend(len(text))
    try:
        node = parse(text.text)
    except JsonTextError as error:
        return _among_words(text, budget) or _faulty(beginning, error)
    return _read(text, node, budget)


def _among_words(text: Traced, budget: Budget) -> Found | None:
    """A file with words above or below it, which are told; None where they may hold an event too."""
    raw = text.text
    opening = _OPENING.search(raw, 0, _BEGINNING)
    if opening is None:
        return None
    start = opening.end() - 1
    budget.spend(200 + start)
    node, end = sound_value(raw, start, budget)
    above, below = text.slice(0, start).strip(), text.slice(end).strip()
    if node is None or may_hold_event(above.text) or may_hold_event(below.text) or not _LINE_END.match(raw, end):
        return None
    found = _read(text.slice(start, end), node, budget)
    told = (
        repair_at(part, 0, len(part), "text_around", found=excerpt_around(part.text, _FOUND))
        for part in (above, below)
        if part.text
    )
    return None if found is None else beside(found, told)


def _read(text: Traced, node: Node, budget: Budget) -> Found | None:
    """What the file holds whose JSON is ``node``; None when none of these tools has written it."""
    if not isinstance(node, Object):
        return None
    file = JsonFile(text, node, open_document(text.text))
    if is_har(file):
        return read_har(file)
    if is_insomnia(file):
        return read_insomnia(file, budget)
    return read_postman(file, budget) if is_postman(file) else None


def _faulty(beginning: str, error: JsonTextError) -> Found | None:
    """A file that is recognised and is no JSON: cut off, or edited by hand."""
    source: Source
    if _HAR.match(beginning):
        source = "har"
    elif _POSTMAN.search(beginning):
        source = "postman"
    elif _INSOMNIA.search(beginning):
        source = "insomnia"
    else:
        return None
    # what stands where a value is expected may be a key, which no name shows as one: a sign alone is named
    args = {name: _HIDDEN if name == "found" and any(map(str.isalnum, arg)) else arg for name, arg in error.args_}
    reason = _(JSON_TEXTS[error.code]).format(**args)
    return Found(source, error=_("The file is faulty or cut off: {reason}").format(reason=reason))
