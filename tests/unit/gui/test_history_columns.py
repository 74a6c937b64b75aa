"""How the columns of the history share the room there is."""

from hypothesis import given
from hypothesis import strategies as st

from yespo_console.gui.history.exchange_columns import shared
from yespo_console.gui.history.exchange_model import ENVIRONMENT, EVENT, KEY, PROBLEMS, SENT, TAGS, TIME

#: Signs, time of day, environment, type, key, answer, duration, problems, tags.
USUAL = [30, 152, 120, 130, 180, 132, 66, 140, 50]
LONG = [52, 160, 280, 280, 280, 190, 72, 150, 280]


def test_with_room_for_all_each_has_what_it_needs_and_more():
    widths = shared(USUAL, 1400)
    assert all(width >= need for width, need in zip(widths, USUAL, strict=True))
    assert sum(widths) <= 1400


def test_the_widest_give_way_first_and_what_is_short_stays_whole():
    widths = shared(USUAL, 970)
    assert widths[KEY] < USUAL[KEY]
    assert widths[ENVIRONMENT] == USUAL[ENVIRONMENT]
    assert all(widths)


def test_the_duration_goes_before_the_tags_and_both_before_anything_becomes_too_narrow_to_read():
    assert [at for at, width in enumerate(shared(USUAL, 880)) if not width] == [TIME]
    assert [at for at, width in enumerate(shared(USUAL, 800)) if not width] == [TIME, TAGS]
    assert min(shared(USUAL, 800)[at] for at in (ENVIRONMENT, EVENT, KEY)) >= 112


def test_the_smallest_window_has_room_for_long_names_of_everything():
    widths = shared(LONG, 784)
    assert sum(widths) <= 784
    assert widths[SENT] >= LONG[SENT]
    assert widths[PROBLEMS] >= LONG[PROBLEMS]
    assert min(widths[at] for at in (ENVIRONMENT, EVENT, KEY)) >= 64


@given(st.lists(st.integers(20, 280), min_size=9, max_size=9), st.integers(100, 3000))
def test_more_room_takes_no_column_away(needs, room):
    narrow, wide = shared(needs, room), shared(needs, room + 1)
    assert {at for at, width in enumerate(wide) if not width} <= {at for at, width in enumerate(narrow) if not width}
    assert sum(narrow) <= max(room, sum(shared(needs, 0)))
