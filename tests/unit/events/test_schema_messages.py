"""Translators get every text of the schemas."""

import io
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir

from yespo_console.events.schema_messages import extract
from yespo_console.platform.resources import resources_dir

SCHEMAS = [*sorted((resources_dir() / "events").glob("*.json")), resources_dir() / "locators.json"]
PROJECT = Path(__file__).parents[3]


def texts_in(part: Any) -> Iterator[str]:
    """Each title, description, note and meaning, wherever it stands in the file."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name in ("title", "description", "x-key-note") and isinstance(value, str):
                yield value
            elif name == "x-enum-descriptions":
                yield from value.values()
            elif name != "examples":
                yield from texts_in(value)
    elif isinstance(part, list):
        for item in part:
            yield from texts_in(item)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_every_text_of_a_schema_is_extracted_from_its_line(path: Path) -> None:
    with path.open("rb") as file:
        found = {message: line for line, _function, message, _comments in extract(file, {}, (), {})}
    content = json.loads(path.read_bytes())
    assert set(found) == set(texts_in(content)) - {""}
    lines = path.read_text("utf-8").splitlines()
    assert all(message in lines[line - 1] for message, line in found.items())


def test_a_param_may_be_called_like_a_keyword() -> None:
    schema = {"title": "Own", "properties": {"title": {"type": "string", "description": "The title."}}}
    found = extract(io.BytesIO(json.dumps(schema).encode()), {}, (), {})
    assert [message for _line, _function, message, _comments in found] == ["Own", "The title."]


def test_the_project_file_names_every_place_with_texts() -> None:
    mappings = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods, options = [], {}
    for mapping in mappings:
        patterns = mapping["pattern"] if isinstance(mapping["pattern"], list) else [mapping["pattern"]]
        for pattern in patterns:
            methods.append((pattern, mapping["method"]))
            options[pattern] = {name: value for name, value in mapping.items() if name not in ("method", "pattern")}
    found = {row[2] for row in extract_from_dir(str(resources_dir()), methods, options)}
    expected = {text for path in SCHEMAS for text in texts_in(json.loads(path.read_bytes()))} - {""}
    assert expected | {"Ukrainian hryvnia"} <= found
    in_code = {row[2] for row in extract_from_dir(str(PROJECT / "yespo_console" / "events"), methods, options)}
    assert "The file is not UTF-8 text. Save it as UTF-8." in in_code
