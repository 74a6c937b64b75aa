"""Objects and lists that are read, with members changed: each change gives another one."""

from collections.abc import Iterable

from yespo_console.reading.literals import Items, Members, Text, Value


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
    """The object with the member ``held`` replaced, or added at its end as ``name`` when it holds none so called."""
    pairs = list(members.pairs)
    for number, (old, _value) in enumerate(pairs):
        if old.traced.text == held:
            pairs[number] = (old, value)
            return Members(tuple(pairs), members.offset)
    return Members((*pairs, (name, value)), members.offset)
