"""Rules from the schema of an event type, worked out once for each value and place.

A place is a param that the type describes. Its value is validated by itself, and of a list each item by itself, so that
a key press in one of a thousand products looks at that one alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from yespo_console.events.event import ABSENT, ApiVersion, Node, Object, Value
from yespo_console.events.event_type import EventType
from yespo_console.events.json_text import dump
from yespo_console.events.problems import Effect, Problem
from yespo_console.events.rules.body import Body, BodyParam
from yespo_console.events.rules.findings import error, set_fix, token, warning
from yespo_console.events.rules.schema_problems import Reading, as_number, read_errors

#: Keywords of a list that say nothing about its length or order.
_LIST_NOTES = frozenset(("type", "items", "title", "description", "examples", "default", "$comment"))
#: Keywords of a type that the rules over single params cover.
_TYPE_NOTES = frozenset(
    ("type", "properties", "required", "title", "description", "examples", "$schema", "$id", "$defs", "$comment")
)


@dataclass(frozen=True, eq=False)
class Place:
    """A param that an event type describes, ready to be checked. Compared by identity, so that results can be cached.

    Attributes:
        name: the param.
        schema: its part of the type's schema.
        kind: ``object``, ``list``, or None for a single value.
        required: the type wants it.
        reading: how a breach is judged.
        value: validates the value (of a list: what concerns the list as a whole), or None when there is nothing to say.
        item: validates one item of a list.
    """

    name: str
    schema: dict[str, Any]
    kind: str | None
    required: bool
    reading: Reading
    value: Any
    item: Any

    @property
    def item_reading(self) -> Reading:
        return self.reading.inside_list()


@dataclass(frozen=True, eq=False)
class CompiledType:
    """An event type, ready to be checked.

    Attributes:
        event_type: the entry of the catalog.
        places: by param.
        demanded: the places whose absence is told, or whose empty value is.
        undescribed: the params that it wants and does not describe.
        whole: validates all params together, or None when single params say everything.
        effect: what an error against the type's own description does.
    """

    event_type: EventType
    places: dict[str, Place] = field(default_factory=dict)
    demanded: tuple[Place, ...] = ()
    undescribed: tuple[str, ...] = ()
    whole: Any = None
    effect: Effect = Effect.UNKNOWN


_compiled: dict[int, CompiledType] = {}


def compiled(event_type: EventType) -> CompiledType:
    """``event_type`` ready to be checked, made once. A user's schema that cannot be used has no places."""
    known = _compiled.get(id(event_type.schema))
    if known is None or known.event_type.schema is not event_type.schema:
        while len(_compiled) >= 256:
            _compiled.pop(next(iter(_compiled)))
        known = _compiled[id(event_type.schema)] = _compile(event_type)
    return known


def _compile(event_type: EventType) -> CompiledType:
    from yespo_console.events.rules.validator import validator

    schema = event_type.schema
    own = event_type.source == "user"
    effect = Effect.IGNORED if event_type.is_order else Effect.UNKNOWN
    if own:
        from yespo_console.events.schema_check import schema_fault

        if schema_fault(event_type) is not None:
            return CompiledType(event_type)
    whole = validator(schema)
    places = {
        name: _place(
            event_type, name, part, whole, Reading(part, own, event_type.is_order, name in event_type.required)
        )
        for name, part in event_type.params.items()
    }
    special = any(name not in _TYPE_NOTES and not name.startswith("x-") for name in schema)
    demanded = [each for each in places.values() if each.required or each.schema.get("x-absent-warning") is True]
    undescribed = [name for name in event_type.required if places and name not in places]
    return CompiledType(event_type, places, tuple(demanded), tuple(undescribed), whole if special else None, effect)


def _place(event_type: EventType, name: str, part: dict[str, Any], whole: Any, reading: Reading) -> Place:
    kind = event_type.containers.get(name)
    value, item = whole.evolve(schema=part), None
    if kind == "list" and isinstance(part.get("items"), dict) and "prefixItems" not in part:
        item = whole.evolve(schema=part["items"])
        rest = {keyword: rule for keyword, rule in part.items() if keyword not in ("items", "unevaluatedItems")}
        telling = any(keyword not in _LIST_NOTES and not keyword.startswith("x-") for keyword in rest)
        value = whole.evolve(schema=rest) if telling else None
    return Place(name, part, kind, name in event_type.required, reading, value, item)


def value_problems(place: Place, value: Node) -> tuple[Problem, ...]:
    """What is wrong with ``value`` at ``place``, relative to the value; of a list, what concerns it as a whole."""
    return read_errors(place.value, value, place.reading) if place.value is not None else ()


def item_problems(place: Place, item: Node) -> tuple[Problem, ...]:
    """What is wrong with one item of the list at ``place``, relative to the item."""
    return read_errors(place.item, item, place.item_reading) if place.item is not None else ()


def required_params(body: Body) -> Iterator[Problem]:
    """Params that the type wants and that are not there, or say nothing."""
    if body.event_type is None or (body.params_node is not ABSENT and body.shape is None):
        return
    known = compiled(body.event_type)
    for place in known.demanded:
        param = body.param(place.name)
        if param is None:
            if place.required:
                yield _missing(body, place.name, known.effect)
            elif body.param_like(place.name) is None:
                yield warning("param_absent_unclear", body.params_pointer, name=place.name)
        elif place.required and place.kind is None and isinstance(param.raw, str) and not param.raw.strip():
            yield error("required_empty", param.pointer, effect=known.effect, place=place.name)
    for name in known.undescribed:
        if body.param(name) is None:
            yield _missing(body, name, known.effect)


def _missing(body: Body, name: str, effect: Effect) -> Problem:
    other = body.param_like(name)
    if other is not None and isinstance(other.name, str):
        fix = other.renamed(name)
        return error("param_misnamed", other.name_pointer, effect=effect, fix=fix, spelling=other.name, name=name)
    return error("param_missing", body.params_pointer, effect=effect, name=name)


def container_problem(place: Place, param: BodyParam, body: Body, effect: Effect) -> Problem | None:
    """What is wrong with a param that has to hold an object or a list, as a whole."""
    value = param.value
    fits = isinstance(value, Object) if place.kind == "object" else isinstance(value, tuple)
    if fits or value is ABSENT:
        return None
    where = param.pointer
    lead = value.lstrip()[:1] if isinstance(value, str) else ""
    if lead and lead in "{[":
        return error(f"{place.kind}_not_json", where, effect=effect, place=place.name)
    if place.kind == "list":
        fix = set_fix("wrap_in_list", where, _encoded((value,), body, param)) if isinstance(value, Object) else None
        return error("list_expected", where, effect=effect, fix=fix, place=place.name, found=value)
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], Object):
        fix = set_fix("unwrap_list", where, _encoded(value[0], body, param))
        if place.schema.get("x-accepts-list-of-one") is True:
            return warning("list_of_one", where, fix=fix, place=place.name)
        return error("object_expected", where, effect=effect, fix=fix, place=place.name, found=value)
    fix = None
    only = place.schema.get("required", [])
    if isinstance(value, str) and value.strip() and len(only) == 1 and not value.lstrip().startswith('"'):
        part = place.schema.get("properties", {}).get(only[0], {})
        if part.get("type") == "string":
            wrapped = Object(((only[0], value),))
            fix = set_fix("wrap_in_object", where, _encoded(wrapped, body, param), name=only[0])
    return error("object_expected", where, effect=effect, fix=fix, place=place.name, found=value)


def _encoded(node: Object | tuple[Node, ...], body: Body, param: BodyParam) -> Node:
    """``node`` as the param's value was written: as text, or as JSON."""
    as_text = isinstance(param.raw, str) if body.api is ApiVersion.V2 else body.api is ApiVersion.V1
    return dump(node) if as_text else node


def scalar_value(place: Place, param: BodyParam, body: Body) -> Value:
    """What the schema judges of a single value: as sent, but a number that v1 could only write as text is a number."""
    raw = param.raw
    if body.api is ApiVersion.V1 and isinstance(raw, str) and place.reading.wants_number:
        return as_number(raw) or raw
    return raw if place.reading.wants_single else param.value


def whole_problems(body: Body) -> Iterable[Problem]:
    """What a user's schema says about all params together, such as which belong together."""
    if body.event_type is None:
        return
    known = compiled(body.event_type)
    if known.whole is None:
        return
    described = known.event_type.params
    from yespo_console.events.locators import locator_named

    pairs = tuple(
        (param.name, param.value)
        for param in body.params
        if isinstance(param.name, str)
        and param.value is not ABSENT
        and (param.name in described or locator_named(param.name) is None)
    )
    for problem in whole_value_problems(known, Object(pairs)):
        name = problem.pointer.split("/")[1] if problem.pointer else ""
        param = body.param(name.replace("~1", "/").replace("~0", "~")) if problem.pointer else None
        if param is not None:
            pointer = param.pointer + problem.pointer[len(token(str(param.name))) :]
            yield Problem(problem.code, problem.severity, pointer, problem.args, problem.effect)
        else:
            yield Problem(problem.code, problem.severity, body.params_pointer, problem.args, problem.effect)


@lru_cache(maxsize=256)
def whole_value_problems(known: CompiledType, params: Object) -> tuple[Problem, ...]:
    """Relative problems of all params together; those of single described params are told elsewhere."""
    reading = Reading(known.event_type.schema, own=True, order=False, required=False)
    described = tuple(token(name) for name in known.event_type.params)
    return tuple(
        problem
        for problem in read_errors(known.whole, params, reading)
        if problem.code != "required_missing"
        and not any((problem.pointer + "/").startswith(f"{d}/") for d in described)
    )
