"""Placeholders in quotes: ``"Phone"``, ``"{{email}}"``, also in JSON that is a text of its own.

Most words in quotes are values, ``"search": "phone"`` among them. A placeholder is only a word that can be no value of
this name (see ``printed_words``), and a text with a mark that some tool was to fill in: what would have come out of
``"A-{{id}}"`` is known as little as what would have come out of ``"{{id}}"``. A sentence with such a mark stays: it may
be meant for a message, and a problem is told of it.
"""

import re
from dataclasses import dataclass
from typing import Final

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import inner, join
from yespo_console.events.rules.script_names import meant_name
from yespo_console.reading.bodies import is_body
from yespo_console.reading.mending.printed_words import (
    Part,
    is_placeholder,
    is_placeholder_of_a_member,
    params_of,
    part_of_param,
)

#: The steps of a pointer.
Steps = tuple[str | int, ...]
#: The way to a value: which item of the outermost bracket, which item of that one, and so on. Names may stand twice.
Way = tuple[int, ...]
#: The placeholders of a JSON value: each with its pointer in the whole; a text that holds JSON with those in that.
Placeholders = dict[Way, "str | Placeholders"]

#: A mark of a template, wherever it stands in a text: ``{{email}}``, ``{% uuid 'v4' %}``, ``${email}``,
#: ``<%= @user.email %>``, ``<?= $email ?>``.
_MARK: Final = re.compile(
    r"\{\{[^{}\"\r\n]{1,80}\}\}|\{%[^{}\r\n]{1,200}%\}|\$\{[^\W\d]\w{0,60}(?:\.\w{1,60}){0,4}\}"
    r"|<%(?:(?!%>|<%)[^\r\n]){1,200}%>|<\?(?:=|php\b)(?:(?!\?>|<\?)[^\r\n]){1,200}\?>"
)
#: What is one only as the whole of a text: any expression, also of Ruby, and ``<your email>``, but no element of HTML.
_WHOLE_MARK: Final = re.compile(
    r"[$#]\{[^{}\"\r\n]{1,80}\}"
    r"|<(?!(?:br|hr|p|b|i|u|a|s|em|li|ul|ol|td|tr|th|h[1-6]|div|span|img|html|body|head|table|strong)>)"
    r"[^\W\d][\w .-]{0,78}>",
    re.IGNORECASE,
)
#: A variable as the whole of a text, where values of others are to be filled in: ``$email`` beside ``${user.id}``.
_VARIABLE: Final = re.compile(r"\$[A-Za-z_]\w{0,60}")
_LETTER: Final = re.compile(r"\w")


def is_mark(text: str) -> bool:
    """Whether the whole of a text is a mark that some tool was to fill in."""
    return _MARK.fullmatch(text) is not None or _WHOLE_MARK.fullmatch(text) is not None


def _holds_mark(text: str) -> bool:
    """Whether a text is made of such marks, and of no more than one word beside: no sentence is."""
    if "{" not in text and "<" not in text:
        return False  # as nearly all: without these there is no mark
    rest, marks = _MARK.subn("", text)
    if marks:
        return sum(_LETTER.search(word) is not None for word in rest.split()) <= 1
    return _WHOLE_MARK.fullmatch(text) is not None


def quoted_placeholders(node: Node) -> Placeholders:
    """The placeholders in quotes of a body, or of the bodies in a list."""
    if not isinstance(node, tuple):
        return _in_body(node, ())
    found: Placeholders = {}
    for number, body in enumerate(node):
        found |= _in_body(body, (number,))
    return found


def holds_placeholders(body: Object) -> bool:
    """Whether a body has placeholders in quotes; what costs least to know."""
    return bool(_in_members(body, (), others=False))


def _in_body(body: Node, before: Way) -> Placeholders:
    """The placeholders of a body: those certain by themselves, and where there are such, those certain by these."""
    if not is_body(body):
        return {}
    found = _in_members(body, before, others=False)
    return _in_members(body, before, others=True) if found else found


def _in_members(body: Object, before: Way, *, others: bool) -> Placeholders:
    event_type = body.get("eventTypeKey")
    looked_at = _Event(params_of(event_type) if isinstance(event_type, str) else {}, others)
    found: Placeholders = {}
    for position, (name, value) in enumerate(body):
        way = (*before, position)
        steps: Steps = (*before, name)
        if name != "params":
            if isinstance(value, str) and (looked_at.is_mark(value) or is_placeholder_of_a_member(value, name)):
                found[way] = join(*steps)
        elif not isinstance(value, str):
            found |= looked_at.in_params(value, way, steps)
        elif within := looked_at.in_params(inner(value), (), steps):
            found[way] = within
    return found


@dataclass(frozen=True, slots=True)
class _Event:
    """What is known of an event whose params are looked through.

    Attributes:
        params: the schemas of those that the documentation gives its type.
        others: it holds other placeholders.
    """

    params: dict[str, Part]
    others: bool

    def in_params(self, params: Node, way: Way, steps: Steps) -> Placeholders:
        found: Placeholders = {}
        if isinstance(params, Object):
            for position, (name, value) in enumerate(params):
                found |= self._in_param(name, value, (*way, position), (*steps, name))
        elif isinstance(params, tuple):
            for number, item in enumerate(params):
                named = item.get("name") if isinstance(item, Object) else None
                if isinstance(item, Object) and isinstance(named, str):
                    for position, (name, value) in enumerate(item):
                        if name == "value":
                            found |= self._in_param(named, value, (*way, number, position), (*steps, number, name))
        return found

    def _in_param(self, name: str, value: Node, way: Way, steps: Steps) -> Placeholders:
        meant = _meant(name)
        return self._in_value(value, way, steps, meant, part_of_param(meant, self.params))

    def _in_value(self, value: Node, way: Way, steps: Steps, meant: str, part: Part) -> Placeholders:
        """The placeholders in a value, which ``way`` and ``steps`` lead to; ``meant`` is what its name means."""
        if isinstance(value, str) and inner(value) is None:  # as nearly all are
            return {way: join(*steps)} if self._is_one(value, meant, part) else {}
        found: Placeholders = {}
        pending = [(value, way, steps, meant, part)]
        while pending:
            each, way, steps, meant, part = pending.pop()
            if isinstance(each, str):
                if (held := inner(each)) is not None:
                    if within := self._in_value(held, (), steps, meant, part):
                        found[way] = within
                elif self._is_one(each, meant, part):
                    found[way] = join(*steps)
            elif isinstance(each, Object):
                known = part.get("properties", {})
                for position, (name, member) in enumerate(each):
                    right = _meant(name)
                    pending.append((member, (*way, position), (*steps, name), right, known.get(right, {})))
            elif isinstance(each, tuple):
                known = part.get("items", part)
                pending += [(item, (*way, number), (*steps, number), meant, known) for number, item in enumerate(each)]
        return found

    def _is_one(self, text: str, meant: str, part: Part) -> bool:
        return self.is_mark(text) or is_placeholder(text, meant, part, others=self.others)

    def is_mark(self, text: str) -> bool:
        """Whether a tool or a language was to put a value in the place of a text."""
        return _holds_mark(text) or (self.others and _VARIABLE.fullmatch(text) is not None)


def _meant(name: str) -> str:
    """A name of the web script as the one that it stands for: the documentation prints both for one value."""
    return meant_name(name) or name
