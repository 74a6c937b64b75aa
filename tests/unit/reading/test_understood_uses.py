"""Whatever is done to an event that is not understood: what was spelled out is never shown as what is sent.

``tests/data/reading_changed`` holds scripts, parted by ``====``, in which EVENT and OTHER stand for two events. Each
does something that changes EVENT, may change it, or leaves open which of the two is sent.
"""

import json
from pathlib import Path

import pytest
from event_literals import AS_WRITTEN, LITERALS, read_whole

_SCRIPTS = Path(__file__).parents[2] / "data" / "reading_changed"
_OTHER = {**AS_WRITTEN, "keyValue": "n@e.ua"}
_CASES = [
    (path.stem, script.strip())
    for path in sorted(_SCRIPTS.glob("*.txt"))
    for script in path.read_text(encoding="utf-8").split("====\n")
]


@pytest.mark.parametrize(("language", "script"), _CASES)
def test_an_event_is_not_shown_as_it_was_spelled_out_when_it_may_be_another_one(language, script):
    literal = LITERALS[language]

    reading = read_whole(language, script.replace("EVENT", literal).replace("OTHER", literal.replace("o@", "n@")))

    shown = [json.loads(event.text) for event in reading.events]
    assert AS_WRITTEN not in shown
    assert _OTHER not in shown
    assert shown or reading.error


def test_each_language_has_scripts_in_which_an_event_is_changed():
    assert {language for language, _script in _CASES} == set(LITERALS)
