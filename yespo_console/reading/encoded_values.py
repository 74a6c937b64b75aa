"""Values that were made JSON text once too often: ``"\\"{\\\\\\"a\\\\\\":1}\\""``, and params that are one text.

A text that holds a text that holds an object or a list is what a program makes that encodes what is encoded already;
nobody means it, nor data with codes of HTML for its quotes (``coded_values``). It is decoded as often as needed, where
it stands, so that the rest keeps its place and spelling.
"""

from collections.abc import Iterator, Set
from dataclasses import replace
from typing import Final, NamedTuple, TypeGuard

from yespo_console.events.event import Node, Object
from yespo_console.events.json_places import Document
from yespo_console.events.json_text import dump, inner, parse
from yespo_console.events.rules.values import decoded_twice
from yespo_console.reading.bodies import encoding_of
from yespo_console.reading.budget import Budget
from yespo_console.reading.coded_values import may_be_coded, without_codes
from yespo_console.reading.mending.strings import decoded
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import ReadEvent, Repair, repair_at

#: The second is a slip for the first.
_PARAMS: Final = ("params", "parameters")


class _Encoded(NamedTuple):
    """Such a value: which member of the body it is in, which param, which member of that; and the param's name.

    ``is_coded`` says that it may be data with codes of HTML.
    """

    way: tuple[int, ...]
    name: str
    is_coded: bool


def decoded_values(
    text: Traced, start: int, end: int, body: Object, budget: Budget, refused: Set[str]
) -> tuple[Traced, tuple[Repair, ...]] | None:
    """The sound JSON of ``body``, from ``start`` up to ``end``, with such values decoded; None when it has none.

    Refusing one leaves sound JSON, so it is simply not made.
    """
    found = list(_encoded(body))
    if not found:
        return None
    budget.spend(end - start)
    document = Document(text.text[start:end])
    builder = TracedBuilder(text.original)
    repairs: list[Repair] = []
    position = start
    for each in found:
        place = document.root
        for step in each.way:
            entered = document.enter(place)
            assert entered is not None
            place = entered[1].places[step]
        begin, stop = start + place.start, start + place.end
        literal = text.slice(begin, stop)
        if each.is_coded:
            read = without_codes(literal, budget, refused)
            if read is None:
                continue
            value, repair = read
        else:
            value = _decoded(literal, is_param=len(each.way) > 1)
            code = "value_encoded_twice" if len(each.way) > 1 else "params_in_quotes"
            repair = repair_at(text, begin, stop, code, value.text, None, name=each.name)
            if repair.identity in refused:
                continue
        builder.copy(text, position, begin)
        builder.copy(value)
        position = stop
        repairs.append(repair)
    builder.copy(text, position, end)
    return builder.build(), tuple(repairs)


def has_encoded_values(body: Object) -> bool:
    """Whether a body has such values."""
    return next(_encoded(body), None) is not None


def with_decoded_params(event: ReadEvent, body: Node, text: Traced, start: int, refused: Set[str]) -> ReadEvent:
    """The event of mended JSON with params that were one text as data; the same event where they are none.

    Args:
        event: what was read from ``start`` on.
        body: its text, parsed.
        text: where it stood.
        start: where in it.
        refused: identities of repairs that a person does not want.
    """
    params = body.get(_PARAMS[0]) if isinstance(body, Object) and body.names.count(_PARAMS[0]) == 1 else None
    held = inner(params) if isinstance(params, str) else None
    if held is None or not isinstance(body, Object):
        return event
    place = max(text.text.find(_PARAMS[0], start), start)
    repair = repair_at(text, place, place + len(_PARAMS[0]), "params_in_quotes")
    if repair.identity in refused:
        return event
    decoded_body = Object(tuple((name, held if name == _PARAMS[0] else value) for name, value in body))
    repairs = sorted((*event.repairs, repair), key=lambda each: each.offset)
    return replace(event, text=dump(decoded_body), encoding=encoding_of(decoded_body), repairs=tuple(repairs))


def _encoded(body: Object) -> Iterator[_Encoded]:
    for position, (member, params) in enumerate(body):
        if member not in _PARAMS:
            continue
        if isinstance(params, str):
            if may_be_coded(params) or inner(params) is not None or decoded_twice(params) is not None:
                yield _Encoded((position,), member, may_be_coded(params))
        elif isinstance(params, Object):
            for number, (name, value) in enumerate(params):
                if _is_encoded(value):
                    yield _Encoded((position, number), name, may_be_coded(value))
        elif isinstance(params, tuple):
            for number, item in enumerate(params):
                if isinstance(item, Object):
                    for place, (name, value) in enumerate(item):
                        if name == "value" and _is_encoded(value):
                            yield _Encoded((position, number, place), str(item.get("name")), may_be_coded(value))


def _is_encoded(value: Node) -> TypeGuard[str]:
    return isinstance(value, str) and (may_be_coded(value) or decoded_twice(value) is not None)


def _decoded(literal: Traced, *, is_param: bool) -> Traced:
    """What a JSON string says, decoded until it is a text that holds data (of a param), or that data (of params)."""
    while True:
        inside = decoded(literal, 1, len(literal) - 1)
        assert inside is not None
        literal = inside.strip()
        node = parse(literal.text)
        if not isinstance(node, str) or (is_param and inner(node) is not None):
            return literal
