"""A new draft is there at once: it was made, with its form, while nobody waited for it."""

import pytest
from PySide6.QtCore import Qt
from vocabulary import CTRL, type_letters

from yespo_console.gui.forms import event_form


@pytest.fixture
def ready(user):
    """A window in which the next draft is ready."""
    user.wait(lambda: user.compose._next._draft is not None and not user.compose._next._pause.isActive())
    return user


@pytest.fixture
def made(ready, monkeypatch):
    """The forms that are made from now on."""
    forms, make = [], event_form.EventForm.__init__

    def noted(form, *given, **more):
        forms.append(form)
        make(form, *given, **more)

    monkeypatch.setattr(event_form.EventForm, "__init__", noted)
    return forms


def test_nobody_waits_for_the_form_of_a_new_draft_and_keys_go_into_it_at_once(ready, made):
    user = ready
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Qt.Key.Key_T, CTRL)
    assert made == []
    assert len(user.compose.drafts) == 2
    field = user.find_type_field()
    assert field.hasFocus()
    type_letters(field, "cartUpdated")
    user.key(Qt.Key.Key_Tab)
    assert '"eventTypeKey": "cartUpdated"' in user.text
    user.wait(lambda: user.compose.draft.check is not None)
    assert '"eventTypeKey": "cartUpdated"' not in user.compose.drafts[0].text


def test_what_is_ready_is_no_draft_of_the_window_and_is_kept_on_no_disk(ready, profile):
    user = ready
    assert len(user.compose.drafts) == 1
    user.wait(lambda: user.compose._keeper._store is not None)
    assert user.compose.save() == ""
    assert len(list(profile.drafts_dir.glob("*/*.json"))) <= 1


def test_where_a_new_draft_would_be_another_by_now_it_is_made_anew(ready, made, monkeypatch):
    user = ready
    samples = user.compose._samples
    text, encoding = samples.new()
    monkeypatch.setattr(samples, "new", lambda: (text.replace("test@example.com", "olena@example.com"), encoding))
    before = user.compose._next._draft
    draft = user.compose.new_draft()
    assert draft is not before
    assert "olena@example.com" in user.text
    assert len(made) == 1
    assert user.compose.form.current in made
