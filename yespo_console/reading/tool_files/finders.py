"""Tells which tool has written a file, and reads it."""

import re
from typing import Final

from yespo_console.events.event import Object
from yespo_console.events.json_places import open_document
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import Found
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Source
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


def find_tool_file(text: Traced, budget: Budget) -> Found | None:
    """A HAR recording, a Postman collection or an Insomnia export."""
    beginning = text.text[:_BEGINNING]
    if _INSOMNIA_5.search(beginning):
        try:
            return read_insomnia_5(open_yaml(text, budget), budget)
        except YamlError as error:
            return Found("insomnia", error=str(error))
    if not beginning.lstrip().startswith("{"):
        return None
    budget.spend(len(text))
    try:
        node = parse(text.text)
        file = JsonFile(text, node, open_document(text.text)) if isinstance(node, Object) else None
    except JsonTextError as error:
        return _faulty(beginning, error)
    if file is None:
        return None
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
    return Found(source, error=_("The file is faulty or cut off: {reason}").format(reason=str(error)))
