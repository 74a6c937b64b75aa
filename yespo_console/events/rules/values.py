"""Rules over the values of params: how they are encoded, and what their event type says about them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from yespo_console.events.event import ABSENT, ApiVersion, Node, Number, Object
from yespo_console.events.json_text import JsonTextError, dump, inner, parse
from yespo_console.events.problems import Effect, Problem, Severity
from yespo_console.events.rules.body import MEMBERS, Body, BodyParam
from yespo_console.events.rules.content import member_problems, names_twice, text_problems, told_at, tree_problems
from yespo_console.events.rules.findings import error, info, joined, rebase, set_fix, spelled, token, warning
from yespo_console.events.rules.schema import (
    Place,
    compiled,
    container_problem,
    item_problems,
    required_params,
    scalar_value,
    value_problems,
    whole_problems,
)
from yespo_console.events.rules.schema_problems import takes_any_text
from yespo_console.events.rules.script_names import SCRIPT_EVENTS

CONTACT_JSON = "contactJson"
IS_FOUND = "isFound"


def encoding(body: Body) -> Iterator[Problem]:
    """v1 carries text only, v3 plain JSON; and no version wants JSON in a text in a text."""
    for param in body.params:
        raw = param.raw
        if raw is ABSENT:
            continue
        if body.api is ApiVersion.V1 and not isinstance(raw, str):
            if body.shape is tuple:
                yield from _not_text(param, raw, _place(body, param))
        elif isinstance(raw, str) and (held := decoded_twice(raw)) is not None:
            yield from _twice(body, param, held)
        elif (
            body.api is ApiVersion.V3
            and body.shape is Object
            and isinstance(raw, str)
            and _holds_container(body, param)
        ):
            yield warning(
                "text_in_v3", param.pointer, fix=set_fix("decode", param.pointer, _value(param)), name=param.label
            )


def _holds_container(body: Body, param: BodyParam) -> bool:
    """Whether the value is an object or a list; what looks like one where a single value is wanted is not."""
    place = _place(body, param)
    return not isinstance(param.value, str) and (place is None or place.kind is not None)


def _not_text(param: BodyParam, raw: Node, place: Place | None) -> Iterator[Problem]:
    if isinstance(raw, Object | tuple):
        if place is not None and place.reading.wants_single:
            return  # the rule over the type speaks: as text it would be wrong as well
        yield error(
            "native_in_v1", param.pointer, fix=set_fix("make_json_text", param.pointer, dump(raw)), name=param.label
        )
    else:
        fix = (
            set_fix("make_text", param.pointer, spelled(raw)) if raw is not None and _fits_as_text(raw, place) else None
        )
        yield error("not_text_in_v1", param.pointer, fix=fix, name=param.label, value=raw)


def _fits_as_text(raw: Node, place: Place | None) -> bool:
    """Whether the text of a number or of true and false is what the event type wants here."""
    if place is None:
        return True
    return isinstance(raw, Number) if place.reading.wants_number else takes_any_text(place.schema)


def _twice(body: Body, param: BodyParam, held: Object | tuple[Node, ...]) -> Iterator[Problem]:
    value: Node = held if body.api is ApiVersion.V3 else dump(held)
    fix = set_fix("decode_once", param.pointer, value)
    place = _place(body, param)
    if place is not None and place.kind is not None:
        yield error("encoded_twice", param.pointer, effect=place.reading.effect, fix=fix, name=param.label)
    else:
        yield warning("encoded_twice", param.pointer, fix=fix, name=param.label)


def decoded_twice(raw: str) -> Object | tuple[Node, ...] | None:
    """The object or list in a text that was made JSON text more than once; None for any other text."""
    return _decoded_twice(raw) if raw.lstrip(" \t\r\n").startswith('"') else None


@lru_cache(maxsize=64)
def _decoded_twice(raw: str) -> Object | tuple[Node, ...] | None:
    text: Node = raw
    for _round in range(5):
        if not isinstance(text, str) or not text.lstrip(" \t\r\n").startswith('"'):
            return None
        try:
            text = parse(text)
        except JsonTextError:
            return None
        if isinstance(text, str) and (held := inner(text)) is not None:
            return held
    return None


def values(body: Body) -> Iterator[Problem]:
    """What the event type says about each param, and what stands out in it."""
    places = compiled(body.event_type).places if body.event_type is not None else {}
    documented = body.event_type.source != "user" if body.event_type else body.event_type_key in SCRIPT_EVENTS or None
    for param in body.params:
        if param.value is ABSENT:
            continue
        place = places.get(param.name) if isinstance(param.name, str) else None
        if isinstance(param.name, str) and (
            named := member_problems(param.name, _raw(param), (), documented=documented)
        ):
            yield from (_offering_name(each, param, body) for each in rebase(named, param.pointer, param.label))
        if place is None:
            yield from _free(param, documented)
        elif place.kind is None:
            value = scalar_value(place, param, body)
            if value is not ABSENT and (found := examined(place, value, documented, True)):
                here = rebase(found, param.pointer, param.label)
                yield from here if body.api is not ApiVersion.V1 else map(_for_v1, here)
        else:
            yield from _container(place, param, body, documented)


def _offering_name(problem: Problem, param: BodyParam, body: Body) -> Problem:
    """A name of the web script with the name that it probably stands for, unless another param has that already.

    Only offered: what the script's data means in a request is for the user to say.
    """
    if problem.code != "script_name" or problem.severity is not Severity.WARNING:
        return problem
    meant = dict(problem.args)["meant"]
    if any(other.name == meant for other in body.params):
        return problem
    return replace(problem, fix=param.renamed(meant))


def _for_v1(problem: Problem) -> Problem:
    """The same with a fix that v1 can carry: a number as its text."""
    if problem.fix is None or not isinstance(problem.fix.value, Number):
        return problem
    return replace(problem, fix=replace(problem.fix, value=problem.fix.value.spelling))


def _raw(param: BodyParam) -> Node:
    return None if param.raw is ABSENT else param.raw


def _place(body: Body, param: BodyParam) -> Place | None:
    if body.event_type is None or not isinstance(param.name, str):
        return None
    return compiled(body.event_type).places.get(param.name)


def _free(param: BodyParam, documented: bool | None) -> Iterable[Problem]:
    """A value that no place describes: each item of a list by itself, so that it is remembered by itself."""
    if isinstance(param.value, tuple):
        return _items(None, param, param.value, documented)
    found = examined(None, _value(param), documented, True)
    return rebase(found, param.pointer, param.label) if found else ()


def _value(param: BodyParam) -> Node:
    return None if param.value is ABSENT else param.value


def _container(place: Place, param: BodyParam, body: Body, documented: bool | None) -> Iterator[Problem]:
    value = param.value
    assert body.event_type is not None
    if isinstance(value, str) and decoded_twice(value) is not None:
        return  # the rule over the encoding speaks
    problem = container_problem(place, param, body, compiled(body.event_type).effect)
    if problem is not None:
        yield problem
        if problem.code == "list_of_one" and isinstance(value, tuple):
            yield from rebase(examined(place, value[0], documented, True), f"{param.pointer}/0", param.label)
        elif isinstance(value, str):
            yield from rebase(text_problems(value, ()), param.pointer, param.label)
    elif isinstance(value, tuple):
        yield from rebase(value_problems(place, value), param.pointer, param.label)
        yield from _items(place, param, value, documented)
    elif isinstance(value, Object):
        yield from rebase(examined(place, value, documented, True), param.pointer, param.label)


def _items(
    place: Place | None, param: BodyParam, items: tuple[Node, ...], documented: bool | None
) -> Iterator[Problem]:
    for index, item in enumerate(items):
        found = examined(place, item, documented, False)
        if found:
            yield from rebase(found, f"{param.pointer}/{index}", joined(param.label, f"#{index + 1}"))


@lru_cache(maxsize=8192)
def examined(place: Place | None, node: Node, documented: bool | None, whole: bool) -> tuple[Problem, ...]:
    """All problems of one value or item, relative to it. The one cache that a key press in a long cart relies on."""
    found = tree_problems(node, documented, place is None)
    if place is None:
        return found
    return (*(value_problems(place, node) if whole else item_problems(place, node)), *found)


def other_members(body: Body) -> Iterator[Problem]:
    """What stands out in the members around the params, and names that stand twice there."""
    yield from names_twice(body.node, ())
    taken = {*MEMBERS, *body.misnamed.values()}
    counting = dict(body.node.pairs)
    for name, value in body.node:
        if name not in taken:
            yield from member_problems(name, value, (name,), documented=False)
            inside = examined(None, value, False, True)
            yield from rebase(inside if counting[name] is value else told_at(inside, ""), token(name), name)
    if isinstance(body.key_value, str) and (found := text_problems(body.key_value, ())):
        yield from rebase(found, body.key_value_pointer, "keyValue")
    if isinstance(body.event_type_key, str) and (found := text_problems(body.event_type_key, ())):
        yield from rebase(found, body.event_type_pointer, "eventTypeKey")
    for index, item in body.odd_items:
        if isinstance(item, Object):
            yield from rebase(names_twice(item, ()), f"{body.params_pointer}/{index}", f"#{index + 1}")
    if isinstance(body.container, Object):
        for twice in rebase(names_twice(body.container, ()), body.params_pointer, ""):
            yield error("name_twice", twice.pointer, name=dict(twice.args)["place"])


def contact_json(body: Body) -> Iterator[Problem]:
    """``contactJson`` updates the contact; one that is no JSON object is a documented reason for a 400."""
    param = body.param(CONTACT_JSON)
    if param is None or param.raw is ABSENT:
        return
    if isinstance(param.raw, str) and decoded_twice(param.raw) is not None:
        return  # the rule over the encoding speaks
    try:
        held = parse(param.raw) if isinstance(param.raw, str) else param.raw
    except JsonTextError:
        yield error("contact_json_invalid", param.pointer, effect=Effect.REFUSED)
        return
    if not isinstance(held, Object):
        yield warning("contact_json_not_object", param.pointer)


def search_found(body: Body) -> Iterator[Problem]:
    """A search that found something starts nothing."""
    if body.event_type_key == "searchRequest" and (param := body.param(IS_FOUND)) is not None:
        raw = param.raw
        if raw == "1" or (isinstance(raw, Number) and raw.spelling == "1"):
            yield info("search_found", param.pointer)


RULES = (encoding, values, required_params, whole_problems, other_members, contact_json, search_found)
