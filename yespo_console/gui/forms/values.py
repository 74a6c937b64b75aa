"""Between a value and what a person types and reads in a field. Free of Qt.

A field never guesses away what a tester means: what does not fit its kind is still taken, as text, and what already
has another type keeps that type while it is being edited.
"""

import re
from typing import Final

from yespo_console.events import json_text
from yespo_console.events.event import ABSENT, Number, Object, Value
from yespo_console.platform.i18n import _

NUMBER_TYPES: Final = frozenset({"number", "integer"})
_NODES: Final[dict[str, type]] = {"string": str, "boolean": bool, "array": tuple, "object": Object}
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_WORDS: Final[dict[Value, bool]] = {"true": True, "false": False}


def is_number(text: str) -> bool:
    """True when ``text`` is spelled as a JSON number."""
    return _NUMBER.fullmatch(text) is not None


def spelled(value: Value) -> str:
    """The text a field shows for ``value``: a string as it is, everything else as JSON; nothing for absent and null."""
    if value is ABSENT or value is None:
        return ""
    return value if isinstance(value, str) and shows_as_text(value) else json_text.dump(value)


def typed(text: str, node_type: str, previous: Value) -> Value:
    """The value that ``text``, typed into a field, stands for.

    Args:
        text: what stands in the field now.
        node_type: the JSON type the field is for, as in ``FieldSpec``.
        previous: the value before this key press. A number in a field for text stays a number while it looks like
            one, a text in a field for numbers stays text: both were put there on purpose.

    Nothing typed means not sent. Empty text and null are chosen, not typed.
    """
    if text == "":
        return ABSENT
    if node_type in NUMBER_TYPES:
        keeps_text = isinstance(previous, str) and is_number(previous)
        return Number(text) if is_number(text) and not keeps_text else text
    if text in _WORDS and (isinstance(previous, bool) or (node_type == "boolean" and previous not in _WORDS)):
        return _WORDS[text]
    if isinstance(previous, Number) and is_number(text):
        return Number(text)
    return text


def as_text(value: Value) -> Value:
    """The same as text: the number 45.50 becomes the text 45.50."""
    return value if value is ABSENT else spelled(value)


def as_number(value: Value) -> Value:
    """The same as a number when its spelling is one; else unchanged."""
    return Number(value) if isinstance(value, str) and is_number(value) else value


def fits(node_type: str, value: Value) -> bool:
    """True when the type of ``value`` is the one a field of ``node_type`` makes. Absent and null fit everywhere."""
    if value is ABSENT or value is None or not node_type:
        return True
    if node_type in NUMBER_TYPES:
        return isinstance(value, Number)
    return isinstance(value, _NODES[node_type])


def shows_as_text(value: Value) -> bool:
    """True when a line of text can show ``value`` as it is: no list or object, and no half of a surrogate pair."""
    if isinstance(value, tuple | Object):
        return False
    return not isinstance(value, str) or _SURROGATE.search(value) is None


def type_name(value: Value) -> str:
    """The word for the type of ``value``, as shown beside a value that has another type than its field expects."""
    if value is ABSENT:
        return _("not sent")
    if value is None:
        return "null"
    if isinstance(value, bool):
        return _("true/false")
    if isinstance(value, Number):
        return _("number")
    if isinstance(value, str):
        return _("text")
    return _("object") if isinstance(value, Object) else _("list")


def next_state(value: Value) -> Value:
    """What one press of the state key makes of ``value``: not sent, then empty text, then null, then not sent."""
    if value is ABSENT:
        return ""
    return None if value == "" else ABSENT


def state_hint(value: Value, default: str = "") -> str:
    """What an empty field says about itself: absent, empty and null look alike without a word."""
    if value is None:
        return "null"
    if value == "":
        return _("empty text")
    return _("not sent (taken as {value})").format(value=default) if default else _("not sent")
