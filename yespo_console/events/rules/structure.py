"""Rules over the skeleton: the members of the body and the items of ``params``."""

from collections import defaultdict
from collections.abc import Iterator

from yespo_console.events.event import ABSENT, ApiVersion, Node, Object
from yespo_console.events.json_text import dump
from yespo_console.events.key_syntax import MAX_PARAM_NAME
from yespo_console.events.problems import Fix, Problem
from yespo_console.events.rules.body import (
    EVENT_TYPE_KEY,
    MEMBERS,
    PARAMS,
    Body,
    BodyParam,
    item_member,
)
from yespo_console.events.rules.findings import error, info, remove_fix, rename_fix, set_fix, token, warning

MAX_BODY_BYTES = 20_480


def body_size(body: Body) -> Iterator[Problem]:
    """At most 20 KB as sent; support can raise it, hence a warning."""
    size = len(body.text)
    if size * 4 > MAX_BODY_BYTES:
        size = len(body.text.encode("utf-8", "surrogatepass"))
        if size > MAX_BODY_BYTES:
            yield warning("body_too_big", "", size=f"{size:,}", limit=f"{MAX_BODY_BYTES:,}")


def members(body: Body) -> Iterator[Problem]:
    """Misnamed and unknown members, and a body without params."""
    for right, spelling in body.misnamed.items():
        fix = rename_fix("rename", token(spelling), right, name=right)
        make = error if right == EVENT_TYPE_KEY or (right == PARAMS and body.wants_list) else warning
        yield make("member_misnamed", token(spelling), fix=fix, spelling=spelling, name=right)
    known = {*MEMBERS, *body.misnamed.values()}
    for name in dict.fromkeys(body.node.names):
        if name not in known:
            yield info("member_unknown", token(name), name=name)
    if body.params_node is ABSENT:
        if body.wants_list:
            yield error("params_missing", body.params_pointer, fix=set_fix("add_empty_params", body.params_pointer, ()))
        else:
            yield warning("params_missing_v3", body.params_pointer)


def key_value_in_v3(body: Body) -> Iterator[Problem]:
    """v3 has no known place for ``keyValue``."""
    if body.api is ApiVersion.V3 and body.key_value is not ABSENT:
        yield warning("key_value_in_v3", body.key_value_pointer)


def params_shape(body: Body) -> Iterator[Problem]:
    """A list of items for v1 and v2, an object of named values for v3, and neither as a text."""
    if body.params_node is ABSENT:
        return
    shape = body.shape
    wanted = tuple if body.wants_list else Object
    if shape is wanted:
        if isinstance(body.params_node, str):
            fix = set_fix("decode", body.params_pointer, body.container)
            yield error("params_are_text", body.params_pointer, fix=fix)
    elif body.wants_list:
        yield error("params_not_list", body.params_pointer, fix=_as_list(body), api=body.api.value)
    else:
        yield error("params_not_object", body.params_pointer, fix=_as_object(body))


def _as_list(body: Body) -> Fix | None:
    if body.shape is None:
        return set_fix("add_empty_params", body.params_pointer, ()) if body.params_node in (None, "") else None
    items: list[Node] = []
    for param in body.params:
        if param.name is ABSENT or param.raw is ABSENT:
            return None
        raw = param.raw
        if body.api is ApiVersion.V1 and not isinstance(raw, str | None):
            raw = dump(raw)
        items.append(Object((("name", param.name), ("value", raw))))
    return set_fix("params_as_list", body.params_pointer, tuple(items))


def _as_object(body: Body) -> Fix | None:
    if body.shape is None:
        return None
    items = body.container
    names = [param.name for param in body.params]
    readable = isinstance(items, tuple) and len(items) == len(names) == len(set(names))
    if not readable or not all(isinstance(name, str) for name in names):
        return None
    pairs: list[tuple[str, Node]] = []
    for param in body.params:
        value = param.raw if _is_single(body, str(param.name)) else param.value
        if value is ABSENT:
            return None
        pairs.append((str(param.name), value))
    return set_fix("params_as_object", body.params_pointer, Object(tuple(pairs)))


def _is_single(body: Body, name: str) -> bool:
    """True for a param that the event type describes as a single value, whatever its text looks like."""
    known = body.event_type
    return known is not None and name in known.params and name not in known.containers


def items(body: Body) -> Iterator[Problem]:
    """Every item of ``params`` is an object with a name and a value, and nothing else."""
    for index, item in body.odd_items:
        pointer = f"{body.params_pointer}/{index}"
        number = str(index + 1)
        if not isinstance(item, Object):
            yield error(
                "item_not_object", pointer, fix=remove_fix("remove_item", pointer, number=number), number=number
            )
            continue
        spellings = {right: item_member(item, right) for right in ("name", "value")}
        for right, spelling in spellings.items():
            place = pointer + token(right)
            if spelling != right:
                fix = rename_fix("rename", pointer + token(spelling), right, name=right)
                yield error(
                    "item_misnamed", pointer + token(spelling), fix=fix, number=number, spelling=spelling, name=right
                )
            elif right not in item:
                label = item.get(spellings["name"])
                if right == "name":
                    yield error("item_without_name", place, number=number)
                else:
                    yield error("item_without_value", place, name=label if isinstance(label, str) else f"#{number}")
        for name in dict.fromkeys(item.names):
            if name not in spellings.values():
                yield info("item_member_unknown", pointer + token(name), number=number, name=name)


def names(body: Body) -> Iterator[Problem]:
    """A name is a text of 1 to 100 characters that no other param has."""
    for param in body.params:
        yield from _name(param)
    for name, alike in body.alike.items():
        if name and len(alike) > 1:
            yield from _names_twice(alike)


def _names_twice(alike: list[BodyParam]) -> Iterator[Problem]:
    exact: defaultdict[str, list[BodyParam]] = defaultdict(list)
    for param in alike:
        exact[str(param.name)].append(param)
    folded: defaultdict[str, list[BodyParam]] = defaultdict(list)
    for name, same in exact.items():
        folded[name.casefold()].append(same[0])
        for again in same[1:]:
            equal = again.raw == same[0].raw and again.listed
            fix = remove_fix("remove_param", again.item_pointer, name=name) if equal else None
            yield error("name_twice", again.name_pointer, fix=fix, name=name)
    for variants in folded.values():
        for again in variants[1:]:
            yield warning("name_twice_case", again.name_pointer, name=again.name, other=variants[0].name)


def _name(param: BodyParam) -> Iterator[Problem]:
    name = param.name
    if name is ABSENT:
        return
    if not isinstance(name, str):
        yield error("name_not_text", param.name_pointer, number=param.index + 1, value=name)
    elif not (bare := name.strip()):
        yield error("name_empty", param.name_pointer, number=param.index + 1)
    elif len(name) > MAX_PARAM_NAME:
        yield error("name_too_long", param.name_pointer, name=name, length=len(name), limit=MAX_PARAM_NAME)
    elif name != bare:
        yield warning("name_spaces", param.name_pointer, fix=param.renamed(bare), name=name)


RULES = (body_size, members, key_value_in_v3, params_shape, items, names)
