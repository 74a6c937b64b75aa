"""A server that says back what it was sent does not bring the key to light."""

import html
import json
from base64 import b64encode
from urllib.parse import quote, quote_plus

import pytest

from yespo_console.platform.secret import Secret
from yespo_console.sharing.http_request import Credential
from yespo_console.sharing.masking import mask_text, written_forms

KEY = "5EC4E7/key+with \"quotes\" & 'more'\\"


def hidden(key=KEY, user="api"):
    return written_forms(Credential(user, Secret(key)))


@pytest.mark.parametrize(
    "written",
    [
        KEY,
        quote(KEY),
        quote(KEY, safe=""),
        quote_plus(KEY),
        json.dumps(KEY),
        html.escape(KEY),
        repr(KEY),
        b64encode(KEY.encode()).decode(),
        b64encode(f"api:{KEY}".encode()).decode(),
    ],
)
def test_the_key_is_hidden_however_it_is_written(written):
    text = mask_text(f"before {written} after", hidden())
    assert "5EC4E7" not in text
    assert written.strip("\"'") not in text
    assert text.startswith("before ")
    assert text.endswith(" after")


def test_the_longest_form_goes_first_so_that_nothing_of_it_is_left():
    forms = hidden("a" * 20 + "/")
    assert list(forms) == sorted(forms, key=len, reverse=True)


def test_a_key_as_short_as_a_word_is_not_looked_for():
    assert hidden("sandbox") == ()
    assert mask_text("the sandbox", hidden("sandbox")) == "the sandbox"
