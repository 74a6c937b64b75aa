"""What only describes an event: a schema, the rules of a validator or what they say when one is broken.

It has the members of an event, so whoever looks for one by these finds it as well. Its ``eventTypeKey`` is no name of
an event type: an object or a list of what is asked for, or rules in one text (``required|string``).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from yespo_console.events.event import Object
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.platform.i18n import _
from yespo_console.reading.origin import Original
from yespo_console.reading.outcome import Outcome, at_place
from yespo_console.reading.reading import LeftOut, ReadEvent, Repair
from yespo_console.reading.word_set import word_set

_KEYS: Final = ("eventTypeKey", "eventKey")
#: What may describe an event, in a text that is not looked at any closer else.
_SIGNS: Final = re.compile(
    r"\"(?:eventTypeKey|eventKey|keyValue)\"\s{0,9}:\s{0,9}(?:[\[{]|\"\s?[a-z_]{1,40}(?:[|:\[]|\"))"
    r"|\"params\"\s{0,9}:\s{0,9}\"[a-z]"
    r"|\"(?:eventTypeKey|keyValue|params)\.[\w.*]{1,60}\"\s{0,9}:"
)
#: Members of a description that an event has not: ``params.*.name``, ``eventTypeKey.required``.
_PARTS: Final = re.compile(r"(?:eventTypeKey|keyValue|params)\.[\w.*]+")
#: A rule by itself, alone or with more behind it.
_RULES: Final = word_set("required nullable optional permit_empty bail")
#: Further ones, beside another rule.
_OTHER_RULES: Final = word_set(
    "sometimes present filled string array integer int numeric number boolean bool trim json uuid ulid alpha alpha_num "
    "alpha_dash alpha_numeric valid_email confirmed distinct not_empty"
)
#: Rules that are told how far they go.
_ASKING: Final = word_set(
    "max min between size in not_in in_list regex not_regex exists unique is_unique digits max_length min_length "
    "exact_length length starts_with ends_with required_if required_unless required_with required_without same "
    "different max_len min_len regex_match"
)
_RULE: Final = re.compile(r"\s?(?P<name>[a-z_]{1,40})(?P<told>:[^|]{0,300}|\[[^\[\]|]{0,300}\])?\s?")
#: What the params are to be.
_OF_PARAMS: Final = word_set("array object list json required optional")
#: What a schema says of a value.
_OF_SCHEMA: Final = word_set(
    "type required enum const format pattern description title example examples default minLength maxLength nullable "
    "min max anyOf oneOf allOf $ref unique index trim minlength maxlength rules validate message errorMessage"
)
#: Whatever was left out around a description is told at an event beside it.
_AROUND: Final = frozenset(("text_around", "struck_out", "comment"))


def is_description(body: str) -> bool:
    """Whether a body only tells of an event, as a schema does: the name of its type is no text, or it is a rule."""
    try:
        node = parse(body)
    except JsonTextError:
        return False
    if not isinstance(node, Object):
        return False
    return not any(isinstance(node.get(name), str) for name in _KEYS) or _describes(node)


def without_descriptions(outcome: Outcome, original: Original) -> Outcome:
    """``outcome`` without what only describes an event: that is counted, or is why there is none."""
    dropped = [_is_surely_description(event.text) for event in outcome.events]
    if not any(dropped):
        return outcome
    descriptions = [event for event, is_dropped in zip(outcome.events, dropped, strict=True) if is_dropped]
    events = [event for event, is_dropped in zip(outcome.events, dropped, strict=True) if not is_dropped]
    if not events and not outcome.errors:
        return replace(outcome, events=(), errors=(_reason(descriptions[0], original),))
    if events:
        around = (each for event in descriptions for each in event.repairs if each.code in _AROUND)
        events[0] = _with_told(events[0], around, [each.identity for event in events for each in event.repairs])
    left_out = (*outcome.left_out, LeftOut("description", len(descriptions)))
    return replace(outcome, events=tuple(events), left_out=left_out)


def _with_told(event: ReadEvent, repairs: Iterable[Repair], known: Iterable[str]) -> ReadEvent:
    missing = {each.identity: each for each in repairs}
    for identity in known:
        missing.pop(identity, None)
    told = sorted((*event.repairs, *missing.values()), key=lambda each: each.offset)
    return replace(event, repairs=tuple(told))


def _reason(description: ReadEvent, original: Original) -> str:
    reason = _(
        "what stands here only describes an event, as a schema or the rules of a validator do: its “eventTypeKey” "
        "is no name of an event type. Copy the event itself."
    )
    return reason if description.at is None else at_place(*original.line_column(description.at), reason)


def _is_surely_description(text: str) -> bool:
    if _SIGNS.search(text) is None:
        return False
    node = parse(text)
    return isinstance(node, Object) and _describes(node)


def _describes(node: Object) -> bool:
    """Whether an object says of the members of an event what they are to be."""
    if any(_PARTS.fullmatch(name) for name in node.names):
        return True
    if any(isinstance(node.get(name), Object | tuple) or _is_rule(node.get(name), alone=True) for name in _KEYS):
        return True
    if node.get("params") in _OF_PARAMS:
        return True
    key_value = node.get("keyValue")
    return _is_rule(key_value, alone=False) or (
        isinstance(key_value, Object) and bool(key_value.names) and _OF_SCHEMA.issuperset(key_value.names)
    )


def _is_rule(value: object, *, alone: bool) -> bool:
    """Whether a text is made of rules for a value; one ``alone`` may be a value of another member."""
    if not isinstance(value, str):
        return False
    rules = [_RULE.fullmatch(each) for each in value.split("|")[:20]]
    if not all(rules):
        return False
    known = [_is_known(rule) for rule in rules if rule is not None]
    if len(known) > 1:
        return any(known)
    return alone and rules[0] is not None and (rules[0]["name"] in _RULES or (known[0] and bool(rules[0]["told"])))


def _is_known(rule: re.Match[str]) -> bool:
    return rule["name"] in (_ASKING if rule["told"] else _RULES | _OTHER_RULES)
