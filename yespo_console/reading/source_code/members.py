"""Objects and lists that are read, with members changed: each change gives another one."""

from collections.abc import Callable, Iterable

from yespo_console.reading.literals import Items, Members, Text, Value
from yespo_console.reading.source_code.variables.variable import How, Step


def size_of(value: Value) -> int:
    """How many items a change of a value copies, about."""
    if isinstance(value, Members):
        return len(value.pairs) + max([size_of(each) for _name, each in value.pairs[-3:]], default=0)
    return len(value.values) if isinstance(value, Items) else 1


def merged(pairs: Iterable[tuple[Text, Value]], offset: int) -> Members:
    """The object of these members, of which a later one replaces an earlier one of its name, at its place."""
    kept: dict[str, tuple[Text, Value]] = {}
    for name, value in pairs:
        first = kept.get(name.traced.text)
        kept[name.traced.text] = (name if first is None else first[0], value)
    return Members(tuple(kept.values()), offset)


def with_member(members: Members, name: Text, value: Value, held: str | None) -> Members:
    """The object with the member ``held`` replaced, or added at its end as ``name`` when it holds none so called.

    Of several of that name the last is replaced: it is the one that counts.
    """
    pairs = list(members.pairs)
    for number, (old, _value) in reversed(list(enumerate(pairs))):
        if old.traced.text == held:
            pairs[number] = (old, value)
            return Members(tuple(pairs), members.offset, doubled=members.doubled)
    return Members((*pairs, (name, value)), members.offset, doubled=members.doubled)


def applied(
    value: Value, path: tuple[Step | None, ...], how: How, new: Value, same_name: Callable[[str, str], bool]
) -> Value | None:
    """``value`` with ``new`` at ``path``; None when that place cannot be told.

    ``same_name`` tells whether two names of members mean the same one.
    """
    if not path:
        if how == "append" and isinstance(value, Members) and not value.pairs:
            value = Items((), value.offset)
        if how == "append" and isinstance(value, Items):
            return Items((*value.values, new), value.offset)
        return new if how == "put" else None
    step, rest = path[0], path[1:]
    if isinstance(value, Items) and not value.values and isinstance(step, Text):
        value = Members((), value.offset)  # an empty array of PHP is either
    if isinstance(value, Members) and isinstance(step, Text):
        held = next((name for name in value.names if same_name(name, step.traced.text)), None)
        old = None if held is None else value.get(held)
        if old is None:
            old = Items((), step.offset) if rest and isinstance(rest[0], int) else Members((), step.offset)
        inner = applied(old, rest, how, new, same_name)
        return None if inner is None else with_member(value, step, inner, held)
    if isinstance(value, Items) and isinstance(step, int) and 0 <= step <= len(value.values):
        old = value.values[step] if step < len(value.values) else Members((), value.offset)
        inner = applied(old, rest, how, new, same_name)
        if inner is None:
            return None
        return Items((*value.values[:step], inner, *value.values[step + 1 :]), value.offset)
    return None
