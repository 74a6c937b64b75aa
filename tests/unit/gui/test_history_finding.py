"""The parts of the history's search that need no window: completion, changes of one filter, words, saved searches."""

import json
from pathlib import Path

import pytest

from yespo_console.gui.history.finding import query_edits
from yespo_console.gui.history.finding.completions import completion
from yespo_console.gui.history.finding.not_searched import may_be_shown_again, sentences_about
from yespo_console.gui.history.finding.saved_searches import SavedSearch, SavedSearches, SearchNameError
from yespo_console.gui.history.finding.words import STATES, TITLES, in_words
from yespo_console.history.query import Condition, Facets
from yespo_console.history.query_text import parse_query, read_query
from yespo_console.history.search_fields import FIELDS, Holds, search_language
from yespo_console.platform.profile import Profile

KNOWN = Facets(("cartUpdated", "pageViewed"), ("Client Ltd", "Sandbox"), (200, 404), ("done", "Ще раз"))


def offered(text: str, cursor: int | None = None, **more: bool) -> list[str]:
    found = completion(text, len(text) if cursor is None else cursor, KNOWN, **more)
    return [offer.text for offer in found.offers] if found is not None else []


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("ty", ["type:"]),
        ("chair TY", ["type:"]),
        ("-st", ["-status:"]),
        ("answ", ["status:"]),
        ("environ", ["env:"]),
        ("type:", ["type:cartUpdated ", "type:pageViewed "]),
        ("type:VIEW", ["type:pageViewed "]),
        ("-env:cl", ['-env:"Client Ltd" ']),
        ('env:"Client L', ['env:"Client Ltd" ']),
        ("tag:ще", ['tag:"Ще раз" ']),
        ("has:pro", ["has:problems "]),
        ("on:to", ["on:today "]),
        ("status:40", ["status:404 "]),
        # Nothing that anybody needs help with:
        ("t", []),
        ("umbrella", []),
        ("type:cartUpdated", []),
        ("key:A", []),
        ("-since:", []),
        ('"red ty', []),
        ("http://ty", []),
        ("", []),
    ],
)
def test_what_is_offered_for_what_is_typed(typed: str, texts: list[str]) -> None:
    assert offered(typed) == texts


def test_a_completion_replaces_the_whole_part_and_nothing_else() -> None:
    text = 'mug type:page env:"Client Ltd" lamp'
    found = completion(text, len("mug type:pag"), KNOWN)
    assert found is not None
    assert text[found.start : found.end] == "type:page"
    assert [offer.text for offer in found.offers] == ["type:pageViewed"]
    quoted = completion(text, text.index("Client") + 3, KNOWN)
    assert quoted is not None
    assert text[quoted.start : quoted.end] == 'env:"Client Ltd"'
    assert [offer.text for offer in quoted.offers] == ['env:"Client Ltd"']


def test_names_are_offered_without_a_mark_and_half_typed_values_with_one() -> None:
    marks = {text: found.marked for text in ("ty", "type:", "type:car", "since:2") if (found := _found(text))}
    assert marks == {"ty": -1, "type:": -1, "type:car": 0, "since:2": -1}


def _found(text: str):
    return completion(text, len(text), KNOWN)


def test_every_filter_can_be_asked_for() -> None:
    assert offered("", everything=True) == [f"{field.name}:" for field in FIELDS]
    without_times = [f"-{field.name}:" for field in FIELDS if field.holds is not Holds.TIME]
    assert offered("-", everything=True) == without_times


def test_every_filter_has_words_for_its_chip() -> None:
    for field in FIELDS:
        if field.holds is Holds.STATE:
            assert {value for name, value in STATES if name == field.name} == {value for value, _words in field.choices}
        else:
            assert field.name in TITLES


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("type:cartUpdated", "Type: cartUpdated"),
        ("-env:Shop", "Environment: not Shop"),
        ("status:4XX", "Answer: refused (4xx)"),
        ("-status:404", "Answer: not 404"),
        ("is:pinned", "Pinned"),
        ("-has:problems", "Has no problems"),
        ("since:7d", "Last 7 days"),
        ("on:2026-11-20", "On: 2026-11-20"),
        ("source:cli", "Sent by: the command line"),
    ],
)
def test_chips_speak_in_words(typed: str, words: str) -> None:
    (part,) = read_query(typed).parts
    assert part.fault is None
    assert in_words(part) == words


def test_one_filter_changes_and_the_rest_stays_as_it_was_typed() -> None:
    text = 'red  "a  mug" type:cartUpdated -type:x since:2d status:nine'
    assert query_edits.toggled(text, "type", "CARTUPDATED") == 'red  "a  mug" -type:x since:2d status:nine'
    assert query_edits.toggled("red", "env", "Client Ltd") == 'red env:"Client Ltd"'
    assert query_edits.toggled('red env:"Cli', "type", "x") == 'type:x red env:"Cli'
    assert query_edits.narrowed(text, "type", "y") == 'red  "a  mug" since:2d status:nine type:y'
    assert query_edits.at_time(text, "on:today") == 'red  "a  mug" type:cartUpdated -type:x status:nine on:today'
    assert query_edits.at_time("since:2d") == ""
    (part,) = read_query("type:x").parts
    assert query_edits.turned("type:x", part) == "-type:x"
    (part,) = read_query("-type:x").parts
    assert query_edits.turned("-type:x", part) == "type:x"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("type:cart lamp", "type:cart* lamp"),
        ("env:CLI red type:page", "env:CLI* red type:page*"),
        ('env:"Client L"', 'env:"Client L*"'),
        ("lamp 2026-11-20", "lamp on:2026-11-20"),
        ("2026-11 TODAY", "on:2026-11 on:today"),
        ("phone:050 123-45-67 lamp", 'phone:"050 123-45-67" lamp'),
        ("lamp contact:+38 (050)  123 45 67", 'lamp contact:"+38 (050) 123 45 67"'),
        ("env:Client Ltd type:cart -blue", 'env:"Client Ltd" type:cart* -blue'),
        ("-env:client ltd lamp", '-env:"client ltd" lamp'),
        ("tag:ще раз", 'tag:"ще раз"'),
        ("on:2026-11-20 14:30", 'on:"2026-11-20 14:30"'),
        # The words behind it are no part of it:
        ("phone:050 lamp", "phone:050 lamp"),
        ("env:Sandbox lamp", "env:Sandbox lamp"),
        ("tag:new mug", "tag:new mug"),
        ("email:a@example.com 123", "email:a@example.com 123"),
        ('phone:"050" 123', 'phone:"050" 123'),
        ('phone:050 "123" status:4xx 567', 'phone:050 "123" status:4xx 567'),
        ("key:A 1042", "key:A 1042"),
        ("tag:do", "tag:do*"),
        # Nothing begins so, it is a whole name, it has a star already, or it is not wanted:
        ("type:updated", "type:updated"),
        ("type:CARTUPDATED", "type:CARTUPDATED"),
        ("type:cart*", "type:cart*"),
        ("-type:cart", "-type:cart"),
        ("email:ol status:nine type:", "email:ol status:nine type:"),
        ("cart", "cart"),
        ('"2026-11-20" -today 2026-99 2026', '"2026-11-20" -today 2026-99 2026'),
    ],
)
def test_half_a_name_a_day_without_its_filter_and_a_value_without_its_quotes_are_completed(
    typed: str, meant: str
) -> None:
    assert query_edits.perhaps_meant(typed, KNOWN) == meant


@pytest.mark.parametrize(
    "value",
    [
        'клієнт "Ромашка"',
        '"Ромашка" клієнт',
        '"Ромашка"',
        'a"b',
        '"',
        '""',
        '" "',
        "(test)",
        "Shop, second",
        "a|b",
        "x*",
    ],
)
@pytest.mark.parametrize("field", ["tag", "env", "type"])
def test_every_value_that_occurs_can_be_asked_for(field: str, value: str) -> None:
    word = query_edits.spelled(field, value)
    assert word is not None
    assert parse_query(f"red {word} lamp").conditions == (Condition(field, (value,)),)
    assert query_edits.toggled("red", field, value) == f"red {word}"
    assert query_edits.toggled(f"red {word}", field, value) == "red"
    known = Facets((value,), (value,), (), (value,))
    if " " in value:
        typed = word.rstrip('"')[:-1]  # less its end
        found = completion(typed, len(typed), known)
        assert found is not None
        assert [offer.text for offer in found.offers] == [f"{word} "]


def test_a_value_that_a_filter_cannot_have_is_not_written() -> None:
    assert query_edits.spelled("env", "") is None
    assert query_edits.toggled("red", "status", "9") == "red"


def test_the_help_and_the_readme_tell_every_filter() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    told = [typed for typed, _meaning in search_language()]
    for field in FIELDS:
        assert f"`{field.name}:" in readme
        assert any(one.startswith(f"{field.name}:") for one in told)
    for typed in told[2:]:
        assert read_query(typed).faults == ()


# -- saved searches


@pytest.fixture
def saved(tmp_path: Path) -> SavedSearches:
    return SavedSearches(Profile.at(tmp_path).ensure())


def test_saved_searches_keep_their_order_and_come_back_to_their_place(saved: SavedSearches) -> None:
    for name in ("One", "Two", "Three"):
        saved.save(f"  {name} ", name.lower())
    saved.save("TWO", "other")
    assert saved.all() == (SavedSearch("One", "one"), SavedSearch("TWO", "other"), SavedSearch("Three", "three"))
    assert saved.remove("two") == 1
    assert saved.remove("two") is None
    saved.save("Two", "other", 1)
    assert [one.name for one in saved.all()] == ["One", "Two", "Three"]


def test_a_name_is_there_once(saved: SavedSearches) -> None:
    saved.save("One", "1")
    saved.save("Two", "2")
    with pytest.raises(SearchNameError, match="Another saved search"):
        saved.rename("One", "two")
    saved.rename("One", "ONE")
    with pytest.raises(SearchNameError, match="a name"):
        saved.save("  ", "3")
    with pytest.raises(SearchNameError, match="too long"):
        saved.save("n" * 81, "3")
    assert saved.remove("Two") == 1
    saved.rename("ONE", "Two")
    with pytest.raises(SearchNameError, match="Another saved search"):
        saved.save("Two", "2", 1)
    assert saved.all() == (SavedSearch("Two", "1"),)


def test_what_gave_way_comes_back_unless_a_third_has_its_name(saved: SavedSearches) -> None:
    assert saved.save("One", "1") is None
    assert saved.save("one", "1") is None
    replaced = saved.save("ONE", "2")
    assert replaced == (SavedSearch("one", "1"), 0)
    saved.save("One", "3")
    with pytest.raises(SearchNameError, match="Another saved search"):
        saved.save("one", "1", 0, "2")
    saved.save("one", "1", 0, "3")
    assert saved.all() == (SavedSearch("one", "1"),)


def test_what_this_version_cannot_read_stays_in_the_file(saved: SavedSearches, tmp_path: Path) -> None:
    file = Profile.at(tmp_path).searches_file
    file.write_text(json.dumps({"later": 1, "searches": [{"name": "Old", "query": "x", "colour": 2}, "odd", {"n": 1}]}))
    assert saved.all() == (SavedSearch("Old", "x"),)
    saved.save("New", "y")
    kept = json.loads(file.read_text("utf-8"))
    assert kept["later"] == 1
    assert kept["searches"][:3] == [{"name": "Old", "query": "x", "colour": 2}, "odd", {"n": 1}]
    assert [one.name for one in saved.all()] == ["Old", "New"]


KEY = "aB3dE7fGh9KlMn2PqR"


@pytest.mark.parametrize(
    "typed", [f"status:{KEY}", f'is:"{KEY}"', f"-has:{KEY}", f"on:{KEY}", f'"{KEY}', f"stats:{KEY}"]
)
def test_what_is_said_of_a_key_in_a_filter_does_not_repeat_it_in_letters_of_any_size(typed: str) -> None:
    faults = [part for part in read_query(typed).parts if part.fault is not None]
    (sentence,) = sentences_about(typed, faults)
    assert KEY.lower() not in sentence.lower()
    assert "***" in sentence


@pytest.mark.parametrize("typed", [f"key:{KEY}", f"env:{KEY}", f"-on:'{KEY}'", f'email:"{KEY}"', "user:pa55wOrd9", KEY])
def test_a_search_with_a_key_behind_a_filter_is_not_kept(typed: str) -> None:
    assert not may_be_shown_again(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "key:A-1042 env:Yespo",
        "type:abandonedCart2026v2",
        "cart:3f2a9c1e-7b1d-4e0a-9c55-0d2f6a7b8c9d",
        "email:olena.kovalenko2024@example.com",
        "since:2026-11-20T14:30 status:4xx",
    ],
)
def test_a_search_without_one_is_kept(typed: str) -> None:
    assert may_be_shown_again(typed)
