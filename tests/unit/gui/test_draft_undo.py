"""One text, one undo: whoever changed it, and however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yespo_console.events import text_edit
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.compose.draft import Draft

FORM, TEXT = "form", "text"


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def draft(clock):
    return Draft("", clock=clock)


def type_in(draft, letters, at=None, origin=TEXT):
    for letter in letters:
        place = len(draft.text) if at is None else at
        draft.replace(TextEdit(place, place, letter), origin, merge=True)
        at = None if at is None else at + 1


def undo_steps(draft):
    """What one sees while pressing undo to the end."""
    seen = []
    while draft.can_undo:
        draft.undo()
        seen.append(draft.text)
    return seen


def test_undo_takes_back_a_word_at_a_time(draft):
    type_in(draft, "one two")
    assert undo_steps(draft) == ["one ", ""]


def test_what_undo_and_redo_bring_back_is_known_before(draft, clock):
    for word in ("one", "two", "three", "four"):
        type_in(draft, word)
        clock.now += 1.5
    draft.undo()
    draft.undo()
    known = list(draft.brought_back())
    redone = []
    while draft.can_redo:
        draft.redo()
        redone.append(draft.text)
    assert redone == ["onetwothree", "onetwothreefour"]
    assert known == ["one", "", *redone]


def test_of_a_long_text_only_what_stands_around_a_step_is_told(draft):
    draft.replace(TextEdit(0, 0, "x" * 100_000), FORM)
    draft.replace(TextEdit(50_000, 50_003, "olena@example.com"), TEXT)
    draft.replace(TextEdit(50_005, 50_017, ""), TEXT)
    (mended, *_earlier) = draft.brought_back()
    assert "xolena@example.comx" in mended
    assert len(mended) < 5_000


def test_a_pause_begins_a_new_step(draft, clock):
    type_in(draft, "ab")
    clock.now += 1.5
    type_in(draft, "c")
    assert undo_steps(draft) == ["ab", ""]


def test_typing_elsewhere_begins_a_new_step(draft):
    type_in(draft, "abc")
    type_in(draft, "x", at=0)
    assert undo_steps(draft) == ["abc", ""]


def test_another_hand_begins_a_new_step(draft):
    type_in(draft, "ab")
    type_in(draft, "c", origin=FORM)
    assert undo_steps(draft) == ["ab", ""]


def test_backspaces_are_one_step_and_the_typing_before_another(draft):
    type_in(draft, "abc")
    draft.replace(TextEdit(2, 3, ""), TEXT, merge=True)
    draft.replace(TextEdit(1, 2, ""), TEXT, merge=True)
    assert undo_steps(draft) == ["abc", ""]


def test_typing_into_a_form_field_is_one_step_although_it_writes_the_whole_value(draft):
    draft.replace(TextEdit(0, 0, '{"a": ""}'), FORM)
    for value in ("x", "xy", "xyz"):
        quoted = draft.text[draft.text.index(": ") + 2 : -1]
        start = draft.text.index(quoted, 3)
        draft.replace(TextEdit(start, start + len(quoted), f'"{value}"'), FORM, merge=True)
    draft.undo()
    assert draft.text == '{"a": ""}'


def test_typing_over_a_longer_text_is_one_step(draft):
    draft.replace(TextEdit(0, 0, "Winter socks"), FORM)
    for value in ("W", "Wa", "War", "Warm"):
        draft.replace(TextEdit(0, len(draft.text), value), FORM, merge=True)
    draft.undo()
    assert draft.text == "Winter socks"


def test_what_is_taken_away_after_typing_over_a_text_is_a_step_of_its_own(draft):
    draft.replace(TextEdit(0, 0, "Winter socks"), TEXT)
    draft.replace(TextEdit(0, 12, "a"), TEXT, merge=True)
    type_in(draft, "b")
    draft.replace(TextEdit(1, 2, ""), TEXT, merge=True)
    assert undo_steps(draft) == ["ab", "Winter socks", ""]


def test_a_paste_is_a_step_of_its_own(draft):
    type_in(draft, "ab")
    draft.replace(TextEdit(2, 2, "cd"), TEXT)
    type_in(draft, "e")
    assert undo_steps(draft) == ["abcd", "ab", ""]


def test_several_edits_at_once_are_one_step(draft):
    draft.replace(TextEdit(0, 0, "a-b-c"), FORM)
    draft.replace([TextEdit(1, 2, "+"), TextEdit(3, 4, "+")], FORM)
    assert draft.text == "a+b+c"
    draft.undo()
    assert draft.text == "a-b-c"


def test_a_change_names_each_piece_so_that_it_can_be_followed(draft):
    draft.replace(TextEdit(0, 0, "a-b-c"), FORM)
    told = []
    draft.changed.connect(told.append)
    draft.replace([TextEdit(1, 2, "+"), TextEdit(3, 4, "+")], FORM)
    assert [edit.start for edit in told[0].edits] == [3, 1]
    assert (told[0].start, told[0].removed, told[0].inserted) == (1, "-b-", "+b+")


def test_a_change_that_changes_nothing_is_no_step(draft):
    type_in(draft, "abc")
    assert not draft.replace(TextEdit(0, 3, "abc"), FORM)
    assert undo_steps(draft) == [""]


def test_redo_is_gone_once_something_else_is_typed(draft):
    type_in(draft, "a")
    draft.undo()
    assert draft.can_redo
    type_in(draft, "b")
    assert not draft.can_redo
    draft.redo()
    assert draft.text == "b"


def test_undo_says_where_the_cursor_belongs(draft):
    carets = []
    draft.replace(TextEdit(0, 0, "abc"), TEXT)
    draft.replace(TextEdit(1, 2, "xyz"), TEXT, caret=2)
    draft.changed.connect(lambda change: carets.append(change.caret))
    draft.undo()
    draft.redo()
    assert carets == [2, 4]


def test_undo_and_redo_on_an_untouched_draft_do_nothing(draft):
    draft.undo()
    draft.redo()
    assert draft.text == ""


def test_another_encoding_is_undone_like_an_edit():
    text = '{"eventTypeKey":"x","params":[{"name":"a","value":"{\\"b\\":1}"}]}'
    draft = Draft(text)
    told = []
    draft.encoding_changed.connect(told.append)
    assert draft.set_encoding(Encoding(ApiVersion.V2, True)) == ()
    assert '"value":{"b":1}' in draft.text
    draft.undo()
    assert (draft.text, draft.encoding) == (text, Encoding())
    draft.redo()
    assert draft.encoding == Encoding(ApiVersion.V2, True)
    assert [one.native for one in told] == [True, False, True]


def test_what_another_encoding_cannot_carry_is_named():
    draft = Draft('{"eventTypeKey":"x","keyValue":"k","params":[]}')
    losses = draft.set_encoding(Encoding(ApiVersion.V3))
    assert len(losses) == 1
    assert "key value" in losses[0].message


def test_a_text_that_is_no_json_keeps_its_text_in_another_encoding():
    draft = Draft("{half")
    assert draft.set_encoding(Encoding(ApiVersion.V1)) == ()
    assert (draft.text, draft.encoding.api) == ("{half", ApiVersion.V1)
    draft.undo()
    assert draft.encoding.api is ApiVersion.V2


def test_a_text_that_cannot_be_read_says_why(draft):
    draft.replace(TextEdit(0, 0, "{"), TEXT)
    assert draft.reading is None
    assert draft.unreadable is not None
    draft.replace(TextEdit(1, 1, '"eventTypeKey": "x"}'), TEXT)
    assert draft.reading is not None
    assert draft.reading.event_type_key == "x"
    assert draft.unreadable is None


def test_saved_means_the_text_is_what_the_file_holds(draft, tmp_path):
    told = []
    draft.modified_changed.connect(told.append)
    type_in(draft, "ab")
    draft.mark_saved(tmp_path / "x.json")
    assert draft.path == tmp_path / "x.json"
    type_in(draft, "c")
    draft.undo()
    assert draft.text == "ab"
    assert told == [True, False, True, False]


def test_a_listener_may_not_change_the_text_it_is_told_of(draft):
    refused = []

    def meddle(change):
        try:
            draft.replace(TextEdit(0, 0, "x"), FORM)
        except RuntimeError as error:
            refused.append(error)

    draft.changed.connect(meddle)
    type_in(draft, "a")
    assert draft.text == "a"
    assert refused


actions = st.lists(
    st.tuples(
        st.floats(0, 1), st.floats(0, 0.4), st.text("ab \n\U0001f600", max_size=3), st.booleans(), st.sampled_from("xy")
    ),
    max_size=12,
)


@given(st.text("ab c", max_size=8), actions)
def test_undoing_everything_gives_the_first_text_and_redoing_the_last(text, edits):
    clock = Clock()
    draft = Draft(text, clock=clock)
    model = text
    for at, length, inserted, merge, origin in edits:
        start = int(at * len(model))
        end = min(len(model), start + int(length * len(model)))
        edit = TextEdit(start, end, inserted)
        model = text_edit.apply(model, [edit])
        draft.replace(edit, origin, merge=merge)
        clock.now += 0.4
        assert draft.text == model
    undo_steps(draft)
    assert draft.text == text
    while draft.can_redo:
        draft.redo()
    assert draft.text == model
