"""Cyrillic in UTF-8 that was read in another encoding on its way here."""

import json

import pytest

from yespo_console.events.catalog import load_catalog
from yespo_console.events.checking import check
from yespo_console.events.misread_letters import is_misread
from yespo_console.events.problems import Severity

WORDS = ("Привіт", "Київ, вул. Лесі 7", "Її їжак — «ґава» №5", "Кава 2", "Щастя’ я")


def read_as(text, codec):
    return "".join(bytes((byte,)).decode(codec, "ignore") or chr(byte) for byte in text.encode())


def found(params):
    event = {"eventTypeKey": "mine", "params": [{"name": name, "value": value} for name, value in params.items()]}
    problems = check(json.dumps(event), load_catalog()).problems
    return [problem for problem in problems if problem.code == "letters_misread"]


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "cp1251"])
@pytest.mark.parametrize("words", WORDS)
def test_it_is_told_with_its_place_and_without_its_words(words, codec):
    (problem,) = found({"email": "a@example.com", "firstName": read_as(words, codec)})
    assert problem.severity is Severity.WARNING
    assert problem.pointer == "/params/1/value"
    assert "firstName" in problem.message
    assert words not in problem.message


def test_it_is_told_inside_of_string_json():
    held = json.dumps({"city": read_as("Київ", "cp1251")}, ensure_ascii=False)
    assert found({"email": "a@example.com", "delivery": held})


@pytest.mark.parametrize(
    "text",
    [
        *WORDS,
        "Ðe Ñandú, Âge, âme",
        "Рі",
        "РС і РСФ",
        "Святослав Вікторович",
        "plain",
        "",
        read_as("Café", "latin-1"),
        read_as("日本", "cp1252"),
        read_as("Привіт", "cp1252").replace("Ñ", "?"),
        read_as("Привіт", "cp1251") + " Привіт",
    ],
)
def test_other_texts_are_left_alone(text):
    assert not is_misread(text)
    assert found({"email": "a@example.com", "firstName": text}) == []
