"""Types that a text of Go, C# or Java declares, and what their members are called in JSON.

Only what the text says counts: a tag of Go, an attribute of C#, or names that every serializer spells alike because
they begin with a small letter. Go sends members that are not set, so their zero values are known too; of the others a
value counts only where every member is given.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from yespo_console.reading.budget import Budget

#: More types are not looked at.
_MOST: Final = 100
_GO: Final = re.compile(r"\btype[ \t]{1,9}(\w{1,60})[ \t]{1,9}struct[ \t]{0,9}\{([^{}]{0,4000})\}")
_GO_FIELD: Final = re.compile(
    r"[ \t]*(?P<name>[A-Z]\w{0,60})[ \t]+(?P<type>[\w.*\[\]]{1,80}(?:\{\})?)[ \t]*(?:`(?P<tag>[^`\n]{0,200})`)?"
    r"[ \t]*(?://[^\n]*)?"
)
_GO_TAG: Final = re.compile(r'\bjson:"([^",]{0,100})((?:,\w{1,20}){0,3})"')
_ZERO_VALUES: Final = {"string": '""', "bool": "false", "int": "0", "int64": "0", "float64": "0", "any": "null"}
_CLASS: Final = re.compile(r"\b(?:class|record|struct)[ \t]{1,9}(\w{1,60})[^{}();]{0,200}\{")
_PROPERTY: Final = re.compile(
    r"(?P<attributes>(?:\[[^\]\n]{0,200}\]\s{0,100}){0,4})public[ \t]{1,9}(?:required[ \t]{1,9}|virtual[ \t]{1,9})?"
    r"[\w<>,?\[\]. ]{1,80}?[ \t]{1,9}@?(?P<name>\w{1,60})\s{0,40}\{\s{0,40}get;[^}]{0,40}\}"
)
_NAMED: Final = re.compile(r'Json(?:PropertyName|Property)\(\s{0,9}(?:PropertyName\s{0,9}=\s{0,9})?"([^"\n]{1,100})"')
_RECORD: Final = re.compile(
    r"\brecord[ \t]{1,9}(?:class[ \t]{1,9}|struct[ \t]{1,9})?(\w{1,60})\s{0,9}\(([^(){}]{0,2000})\)"
)
_PARAMETER: Final = re.compile(r"\s*[\w<>,?\[\]. ]{1,80}?\s@?(?P<name>\w{1,60})\s*")
#: What makes other JSON of a type than its members say.
_OWN_WAYS: Final = re.compile(
    r"MarshalJSON|MarshalText|JsonConverter|JsonIgnore|JsonSerialize\b|ContractResolver|JsonNaming"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One member of a type.

    Attributes:
        name: how the language calls it.
        json: how JSON calls it.
        zero: its value in JSON when it is not set; None where it must be set to be known.
        leaves_out_empty: whether it is left out when it is empty.
    """

    name: str
    json: str
    zero: str | None = None
    leaves_out_empty: bool = False


#: The members of a type, in the order in which they are sent.
Shape = tuple[Field, ...]


def shapes_in(text: str, budget: Budget) -> Mapping[str, Shape]:
    """The types that a text declares and whose JSON is told, by their names."""
    budget.spend(len(text) // 4)
    if _OWN_WAYS.search(text) is not None:
        return {}
    found: dict[str, Shape] = {}
    twice: set[str] = set()
    for name, shape in (*_of_go(text), *_of_classes(text), *_of_records(text)):
        budget.spend(100)
        if name in found:
            twice.add(name)
        if shape:
            found[name] = shape
    return {name: shape for name, shape in found.items() if name not in twice}


def _of_go(text: str) -> Iterator[tuple[str, Shape]]:
    for declared in islice(_GO.finditer(text), _MOST):
        fields = []
        for line in declared[2].replace(";", "\n").split("\n"):
            line = line.strip()
            if not line or line.startswith("//"):
                continue
            match = _GO_FIELD.fullmatch(line)
            tag = None if match is None else _GO_TAG.search(match["tag"] or "")
            if match is None or (tag is None and match["tag"] and "json" in match["tag"]):
                break
            json, options = (match["name"], "") if tag is None else (tag[1] or match["name"], tag[2])
            if json == "-" or ",string" in options:
                break
            kind = match["type"]
            zero = _ZERO_VALUES.get(kind, "null" if kind.startswith(("[]", "*", "map[", "interface")) else None)
            fields.append(Field(match["name"], json, zero, "omitempty" in options))
        else:
            yield declared[1], tuple(fields)


def _of_classes(text: str) -> Iterator[tuple[str, Shape]]:
    for declared in islice(_CLASS.finditer(text), _MOST):
        end = _closing(text, declared.end())
        body = text[declared.end() : end]
        fields = []
        for match in _PROPERTY.finditer(body):
            named = _NAMED.search(match["attributes"])
            if named is None and not match["name"][0].islower():
                break
            fields.append(Field(match["name"], match["name"] if named is None else named[1]))
        else:
            yield declared[1], tuple(fields) if body.count("get;") == len(fields) else ()


def _closing(text: str, start: int) -> int:
    """Where the braces end in which ``start`` stands."""
    depth = 1
    for match in re.compile(r"[{}]").finditer(text, start, start + 8000):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return start


def _of_records(text: str) -> Iterator[tuple[str, Shape]]:
    for declared in islice(_RECORD.finditer(text), _MOST):
        fields = []
        for part in _split(declared[2]):
            match = _PARAMETER.fullmatch(part)
            if match is None or not match["name"][0].islower():
                break
            fields.append(Field(match["name"], match["name"]))
        else:
            yield declared[1], tuple(fields)


def _split(parameters: str) -> list[str]:
    """The parameters between commas that stand in no brackets."""
    parts, depth = [""], 0
    for character in parameters:
        depth += (character in "<[") - (character in ">]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts
