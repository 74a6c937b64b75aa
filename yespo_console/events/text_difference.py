"""The edits that lead from a text to another tree, leaving alone what is the same in both."""

from collections.abc import Iterator

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import inner, join, parse
from yespo_console.events.text_edit import (
    TextEdit,
    append_members,
    insert_items,
    remove_children,
    set_value,
)


def edits_to(text: str, new: Node) -> tuple[TextEdit, ...]:
    """The edits after which ``text`` holds ``new``, all referring to the text as given (see ``text_edit.apply``).

    Two strings that both hold JSON are compared by what they hold, so the inner layout stays as it is and an inner
    spelling that means the same is no difference.

    Raises:
        JsonTextError: the text is not JSON.
    """
    return tuple(_Difference(text).edits((), parse(text), new))


class _Difference:
    def __init__(self, text: str) -> None:
        self._text = text

    def edits(self, tokens: tuple[str | int, ...], old: Node, new: Node) -> Iterator[TextEdit]:
        if old == new:
            return
        pieces = None
        if isinstance(old, str) == isinstance(new, str):
            pieces = self._inside(tokens, inner(old), inner(new))
        if pieces is None:
            yield set_value(self._text, join(*tokens), new, keep_string=False)
        else:
            yield from pieces

    def _inside(self, tokens: tuple[str | int, ...], old: Node, new: Node) -> Iterator[TextEdit] | None:
        """The edits within a container, or None when it must be written anew."""
        if old is not None and old == new:
            return iter(())
        if isinstance(old, Object) and isinstance(new, Object):
            if old.names == new.names:
                return self._same_names(tokens, old, new)
            return self._other_names(tokens, old, new)
        if isinstance(old, tuple) and isinstance(new, tuple) and old and new:
            return self._items(tokens, old, new)
        return None

    def _same_names(self, tokens: tuple[str | int, ...], old: Object, new: Object) -> Iterator[TextEdit] | None:
        last = {name: position for position, name in enumerate(old.names)}
        changed = [
            (position, name, before, after)
            for position, ((name, before), (_, after)) in enumerate(zip(old, new, strict=True))
            if before != after
        ]
        if any(last[name] != position for position, name, _, _ in changed):
            return None  # a pointer reaches only the last of several members with one name
        return (edit for _, name, before, after in changed for edit in self.edits((*tokens, name), before, after))

    def _other_names(self, tokens: tuple[str | int, ...], old: Object, new: Object) -> Iterator[TextEdit] | None:
        kept = [name for name in old.names if name in new]
        unique = len(set(old.names)) == len(old) and len(set(new.names)) == len(new)
        if not unique or not kept or list(new.names[: len(kept)]) != kept:
            return None
        return self._members(tokens, old, new, kept)

    def _members(self, tokens: tuple[str | int, ...], old: Object, new: Object, kept: list[str]) -> Iterator[TextEdit]:
        pointer = join(*tokens)
        start = None
        for position, name in enumerate((*old.names, None)):
            gone = name is not None and name not in kept
            if gone and start is None:
                start = position
            if not gone and start is not None:
                yield remove_children(self._text, pointer, start, position)
                start = None
        before = dict(old.pairs)
        for name, value in new.pairs[: len(kept)]:
            yield from self.edits((*tokens, name), before[name], value)
        if len(new) > len(kept):
            yield append_members(self._text, pointer, new.pairs[len(kept) :])

    def _items(self, tokens: tuple[str | int, ...], old: tuple[Node, ...], new: tuple[Node, ...]) -> Iterator[TextEdit]:
        """Items that are the same at both ends stay; those between are compared one by one, the rest comes or goes."""
        shorter = min(len(old), len(new))
        head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
        room = shorter - head
        tail = next((n for n in range(room) if old[-1 - n] != new[-1 - n]), room)
        pairs = room - tail
        for position in range(head, head + pairs):
            yield from self.edits((*tokens, position), old[position], new[position])
        come = new[head + pairs : len(new) - tail]
        if come:
            yield insert_items(self._text, join(*tokens), head + pairs, come)
        if len(old) - tail > head + pairs:
            yield remove_children(self._text, join(*tokens), head + pairs, len(old) - tail)
