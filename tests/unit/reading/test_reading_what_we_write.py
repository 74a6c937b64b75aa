"""What this program writes to be handed on it can read again: the same body, address and key, for any event."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yespo_console.events.json_text import dumps_plain
from yespo_console.platform.secret import Secret
from yespo_console.reading.reader import read_payload
from yespo_console.sharing.http_request import Credential, HttpRequest
from yespo_console.sharing.writers import WRITERS

URL = "https://yespo.io/api/v2/event"
KEY = "PLANTED-key-'\"$%!&"
SOURCES = {"curl_bash": "curl", "curl_cmd": "curl", "powershell": "curl", "php": "php", "python_httpx": "python"}

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
BODIES = st.builds(
    lambda key, texts, nested: dumps_plain(
        {
            "eventTypeKey": key,
            "params": [
                *({"name": f"p{number}", "value": text} for number, text in enumerate(texts)),
                {"name": "product", "value": dumps_plain(nested)},
            ],
        }
    ),
    TEXTS,
    st.lists(TEXTS, max_size=3),
    st.dictionaries(TEXTS, TEXTS | st.integers() | st.lists(TEXTS, max_size=2), max_size=3),
)


def _written(writer: str, body: str) -> str:
    headers = (("Content-Type", "application/json; charset=UTF-8"),)
    request = HttpRequest("POST", URL, headers, body.encode(), Credential("api", Secret(KEY)))
    return WRITERS[writer].write(request, reveal_secret=True)


def test_every_way_to_copy_is_tried():
    assert set(SOURCES) == set(WRITERS)


@pytest.mark.parametrize("writer", sorted(SOURCES))
@given(body=BODIES)
@example(body='{"eventTypeKey":"Array(","params":[]}')
@example(body='{"eventTypeKey":"\'\'","params":[]}')
def test_a_copied_request_comes_back_character_for_character(writer, body):
    reading = read_payload(_written(writer, body))
    assert (reading.source, reading.error) == (SOURCES[writer], None)
    [event] = reading.events
    assert (event.text, event.url, event.repairs) == (body, URL, ())
    [secret] = reading.secrets
    assert (secret.user, secret.secret.reveal()) == ("api", KEY)
    assert "PLANTED" not in repr(reading)
