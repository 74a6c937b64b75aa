"""Both themes can be read: words stand out from every ground they are put on."""

import re
from dataclasses import asdict

import pytest

from yespo_console.gui.settings.environment_form import COLOURS
from yespo_console.gui.theme import style_sheet
from yespo_console.gui.tokens import DARK, LIGHT, TEXT_PAIRS, Tokens, contrast, luminance
from yespo_console.platform.resources import resources_dir

#: Of words that must be read, and of what only has to be seen (the edge of a control, the accent around it).
READABLE, VISIBLE = 4.5, 3.0

themes = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert luminance("#ffffff") == pytest.approx(1)


@themes
@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS, ids="-on-".join)
def test_words_can_be_read_on_their_ground(tokens: Tokens, words: str, ground: str):
    ratio = contrast(getattr(tokens, words), getattr(tokens, ground))
    assert ratio >= READABLE, f"{words} on {ground}: {ratio:.2f}"


@themes
@pytest.mark.parametrize("seen", ["edge", "accent", "error", "warning"])
def test_the_frame_of_a_control_can_be_seen(tokens: Tokens, seen: str):
    assert contrast(getattr(tokens, seen), tokens.surface) >= VISIBLE


@themes
@pytest.mark.parametrize(("name", "colour"), COLOURS)
def test_the_colours_of_environments_can_be_seen_in_both_themes(tokens: Tokens, name: str, colour: str):
    assert contrast(colour, tokens.surface) >= VISIBLE


@themes
def test_what_is_switched_off_is_still_seen(tokens: Tokens):
    for ground in (tokens.surface, tokens.ground):
        assert contrast(tokens.disabled, ground) >= 2.5


def _pairs_of_the_style_sheet() -> set[tuple[str, str]]:
    """Each pair of tokens that one rule of the style sheet puts together as words and ground."""
    template = re.sub(r"/\*.*?\*/", "", (resources_dir() / "qss" / "app.qss").read_text("utf-8"), flags=re.DOTALL)
    found = set()
    for rule in re.finditer(r"([^{}]+)\{([^}]*)\}", template):
        if ":disabled" in rule[1]:
            continue
        words = re.search(r"(?<![-\w])color:\s*\$(\w+)", rule[2])
        ground = re.search(r"(?<![-\w])background:\s*\$(\w+)", rule[2])
        if words and ground:
            found.add((words[1], ground[1]))
        selected = re.search(r"selection-color:\s*\$(\w+)", rule[2])
        under = re.search(r"selection-background-color:\s*\$(\w+)", rule[2])
        if selected and under:
            found.add((selected[1], under[1]))
    return found


def test_every_pair_that_the_style_sheet_makes_is_one_that_is_checked():
    pairs = _pairs_of_the_style_sheet()
    assert ("on_accent", "accent") in pairs
    assert pairs <= set(TEXT_PAIRS) | {("real", "on_real")}


@themes
def test_a_pair_turned_round_reads_the_same(tokens: Tokens):
    assert contrast(tokens.real, tokens.on_real) >= READABLE


@themes
def test_every_colour_is_one_and_the_style_sheet_knows_them_all(tokens: Tokens):
    for name, value in asdict(tokens).items():
        assert name == "dark" or re.fullmatch("#[0-9a-f]{6}", value), name
    assert "$" not in style_sheet(tokens)
