"""Hands the texts of our JSON files to translators: the extraction method that ``[tool.babel]`` names.

Event type schemas and locators give their titles, descriptions, notes and the meanings of their choices; the currencies
give their names. Nothing at run time needs this module.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any, Final

#: The keywords of a schema whose text a person reads.
TEXT_KEYWORDS: Final = ("title", "description", "x-key-note")

#: Keywords under which whole schemas stand by a name of their own, so that a param may be called ``title``.
_NAMED_SCHEMAS: Final = ("properties", "$defs")
#: Keywords whose value is a schema.
_SCHEMAS: Final = ("items", "additionalProperties")

Message = tuple[int, str, str, list[str]]


def extract(
    fileobj: IO[bytes], _keywords: Mapping[str, Any], _comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Message]:
    """The messages of one file as Babel wants them: line, function, text, comments.

    ``options["kind"]`` is ``names`` for a flat object of names, else the file is a schema. Raises ValueError for a file
    that is not JSON.
    """
    text = fileobj.read().decode("utf-8")
    content = json.loads(text)
    found = content.values() if options.get("kind") == "names" else schema_texts(content)
    for message in dict.fromkeys(found):
        spelled = json.dumps(message, ensure_ascii=False)
        yield text.count("\n", 0, text.index(spelled)) + 1, "gettext", message, []


def schema_texts(schema: Mapping[str, Any]) -> Iterator[str]:
    """Every text of a schema that a person reads, its inner schemas included."""
    for keyword in TEXT_KEYWORDS:
        if schema.get(keyword):
            yield schema[keyword]
    yield from schema.get("x-enum-descriptions", {}).values()
    for keyword in _NAMED_SCHEMAS:
        for part in schema.get(keyword, {}).values():
            if isinstance(part, dict):
                yield from schema_texts(part)
    for keyword in _SCHEMAS:
        if isinstance(part := schema.get(keyword), dict):
            yield from schema_texts(part)
