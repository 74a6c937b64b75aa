"""Two bodies compared by what they mean: what is different, in words, and what is only written otherwise.

The order of names, escapes, layout, and the way params travel (a list of names and values or one object; nested values
as JSON or as a text that holds it) make no difference. They are named apart, as matters of writing.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from yespo_console.events.differences import Beside, Change, Difference, Item
from yespo_console.events.event import ABSENT, Node, Number, Object
from yespo_console.events.json_text import JsonTextError, join, parse
from yespo_console.events.line_difference import line_differences
from yespo_console.events.tree_difference import (
    MOST_KEPT,
    Findings,
    Named,
    Writing,
    compare_members,
    compare_values,
)
from yespo_console.events.tree_difference import ComparisonCancelledError as ComparisonCancelledError
from yespo_console.events.wire_shape import name_of
from yespo_console.platform.i18n import N_, _, ngettext

_STRING: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SPACE: Final = re.compile(r"\s+")
_KNOWN: Final = ("eventTypeKey", "keyValue")

_WRITING: Final[dict[Writing, str]] = {
    Writing.KEY_ORDER: N_("the order of the names"),
    Writing.PARAM_ORDER: N_("the order of the params"),
    Writing.PARAMS_SHAPE: N_("the params are a list in one and an object in the other"),
    Writing.NESTING: N_("nested values are JSON in one and text that holds JSON in the other"),
    Writing.INSIDE_TEXT: N_("the layout of the JSON inside a text"),
    Writing.WHITESPACE: N_("spaces and line breaks"),
    Writing.ESCAPING: N_("how characters are escaped"),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two texts come to, side by side.

    Attributes:
        differences: in the order of the first text; what the second adds to an object or list follows it.
        left_out: differences beyond ``MOST_KEPT``, counted only.
        writing: what is only written otherwise, in the order of ``Writing``.
        identical: the two texts are the same, character for character.
        is_text: they were compared line by line, because at least one of them is no JSON.
        are_events: both are bodies of events. False too for JSON that is none.
        not_json: whether the first and the second text are no JSON. An empty text is none.
    """

    differences: tuple[Difference, ...]
    left_out: int = 0
    writing: tuple[Writing, ...] = ()
    identical: bool = False
    is_text: bool = False
    are_events: bool = False
    not_json: tuple[bool, bool] = (False, False)

    @property
    def same(self) -> bool:
        """They mean the same, however they are written."""
        return not self.differences

    @property
    def count(self) -> int:
        """How many differences there are."""
        return len(self.differences) + self.left_out

    @property
    def summary(self) -> str:
        """The result in a sentence."""
        if not self.same:
            return ngettext("{count} difference", "{count} differences", self.count).format(count=f"{self.count:,}")
        return _("The two events are the same.") if self.are_events else _("The two texts are the same.")

    @property
    def remarks(self) -> tuple[str, ...]:
        """What else there is to know: how they were compared, what is only written otherwise, what is not listed."""
        said: list[str] = []
        if self.is_text and not self.identical:
            said.append(_(_NO_JSON[self.not_json]))
        if self.writing:
            ways = ", ".join(_(_WRITING[way]) for way in self.writing)
            said.append(_("Only written otherwise: {ways}.").format(ways=ways))
        if self.left_out:
            said.append(_("Only the first {count} are listed.").format(count=f"{MOST_KEPT:,}"))
        return tuple(said)


_NO_JSON: Final[dict[tuple[bool, bool], str]] = {
    (True, True): N_("Neither text is JSON, so they were compared line by line."),
    (True, False): N_("The first text is no JSON, so they were compared line by line."),
    (False, True): N_("The second text is no JSON, so they were compared line by line."),
}


def _never() -> bool:
    return False


def compare_bodies(before: str, after: str, cancelled: Callable[[], bool] = _never) -> Comparison:
    """What changed from one body to another.

    Params meet by name, items of lists by what they are known by (a product by its ``productId``), else by place. A
    text that is no JSON is compared line by line; JSON that is no event by its values.

    Args:
        before, after: the two texts, whole.
        cancelled: asked now and then, from the thread of the caller.

    Raises:
        ComparisonCancelledError: ``cancelled`` said yes.
    """
    return _compare(before, after, cancelled, as_events=True)


def compare_texts(before: str, after: str, cancelled: Callable[[], bool] = _never) -> Comparison:
    """The same for two texts that are no events, as the bodies of answers. Raises ComparisonCancelledError."""
    return _compare(before, after, cancelled, as_events=False)


def _compare(before: str, after: str, cancelled: Callable[[], bool], *, as_events: bool) -> Comparison:
    if before == after:
        return _identical(before, as_events)
    first, second = _parsed(before), _parsed(after)
    if isinstance(first, JsonTextError) or isinstance(second, JsonTextError):
        not_json = isinstance(first, JsonTextError), isinstance(second, JsonTextError)
        differences = line_differences(before, after)
        kept = tuple(differences[:MOST_KEPT])
        ends = (Writing.WHITESPACE,) if not differences else ()
        return Comparison(kept, len(differences) - len(kept), ends, is_text=True, not_json=not_json)
    found = Findings(cancelled)
    are_events = as_events and isinstance(first, Object) and isinstance(second, Object)
    if are_events and isinstance(first, Object) and isinstance(second, Object):
        _compare_events(found, first, second)
    else:
        compare_values(found, (), Named("", first, ""), Named("", second, ""))
    if not found.differences:
        found.writing |= _spelling(before, after, found.writing)
    writing = tuple(way for way in Writing if way in found.writing)
    return Comparison(tuple(found.differences), found.left_out, writing, are_events=are_events)


def _identical(text: str, as_events: bool) -> Comparison:
    node = _parsed(text) if as_events else None
    is_json = not isinstance(node, JsonTextError)
    return Comparison(
        (),
        identical=True,
        is_text=not is_json,
        are_events=isinstance(node, Object),
        not_json=(not is_json, not is_json),
    )


def _parsed(text: str) -> Node | JsonTextError:
    try:
        return parse(text)
    except JsonTextError as error:
        return error


def _compare_events(found: Findings, before: Object, after: Object) -> None:
    ours, theirs = before.get("params"), after.get("params")
    with_params = isinstance(ours, (tuple, Object)) and isinstance(theirs, (tuple, Object))
    known = (*_KNOWN, "params") if with_params else _KNOWN
    for names, step in ((_KNOWN, str), (None, Beside)):
        if names is None and with_params:
            if type(ours) is not type(theirs):
                found.writing.add(Writing.PARAMS_SHAPE)
            compare_members(found, (), _params(ours), _params(theirs), are_params=True)
            _compare_odd_parts(found, ours, theirs)
        first, second = (_body_members(body, names, known) for body in (before, after))
        compare_members(found, (), first, second, step=step)
    if with_params:
        _compare_repeated_params(found, before, after)
    if [name for name in before.names if name in after] != [name for name in after.names if name in before]:
        found.writing.add(Writing.KEY_ORDER)


def _compare_repeated_params(found: Findings, before: Object, after: Object) -> None:
    """``params`` that stand several times: of those that do not count, whatever is different is a difference."""
    ours, theirs = ([value for name, value in body.pairs if name == "params"] for body in (before, after))
    if len(ours) != len(theirs):
        counts = Number(str(len(ours))), Number(str(len(theirs)))
        found.add(Difference(Change.TIMES, ("params",), "/params", "/params", *counts))
    for one, other in zip(ours[:-1], theirs[:-1], strict=False):
        compare_values(found, ("params",), Named("params", one, "/params"), Named("params", other, "/params"))


def _body_members(body: Object, names: tuple[str, ...] | None, known: tuple[str, ...]) -> list[Named]:
    return [
        Named(name, value, join(name))
        for name, value in body.pairs
        if (name in names if names is not None else name not in known)
    ]


def _params(params: object) -> list[Named]:
    """The params with a name, whichever way they are written."""
    if isinstance(params, Object):
        return [Named(name, value, join("params", name)) for name, value in params.pairs]
    assert isinstance(params, tuple)
    return [
        Named(name_of(item), item.get("value"), join("params", at, "value"))
        for at, item in enumerate(params)
        if isinstance(item, Object) and "name" in item
    ]


def _compare_odd_parts(found: Findings, before: object, after: object) -> None:
    """What stands in a list of params and is not a name with a value: members beside them, items of another kind."""
    ours, theirs = _beside_values(before), _beside_values(after)
    for name, members in ours.items():
        for one, other in zip(members, theirs.get(name, ()), strict=False):
            compare_values(found, (name,), one, other)
    nothing = Named("", ABSENT, "")
    for (at, one), (other_at, other) in zip_longest(_nameless(before), _nameless(after), fillvalue=(-1, nothing)):
        steps = ("params", Item(max(at, other_at) + 1))
        if one is nothing:
            found.add(Difference(Change.ADDED, steps, None, other.pointer, ABSENT, other.value))
        elif other is nothing:
            found.add(Difference(Change.MISSING, steps, one.pointer, None, one.value))
        else:
            compare_values(found, steps, one, other)


def _beside_values(params: object) -> dict[str, list[Named]]:
    """Name of a param -> what stands beside its name and value; an empty object where there is nothing."""
    beside: dict[str, list[Named]] = {}
    for at, item in enumerate(params if isinstance(params, tuple) else ()):
        if isinstance(item, Object) and "name" in item:
            rest = tuple([(name, value) for name, value in item.pairs if name not in ("name", "value")])
            beside.setdefault(name_of(item), []).append(Named("", Object(rest), join("params", at)))
    return beside


def _nameless(params: object) -> list[tuple[int, Named]]:
    if not isinstance(params, tuple):
        return []
    return [
        (at, Named("", item, join("params", at)))
        for at, item in enumerate(params)
        if not isinstance(item, Object) or "name" not in item
    ]


def _spelling(before: str, after: str, known: set[Writing]) -> set[Writing]:
    """How two texts of one meaning differ in their letters, besides what is ``known``."""
    ways: set[Writing] = set()
    nested_otherwise = known & {Writing.NESTING, Writing.INSIDE_TEXT}
    if not nested_otherwise and _counts(_ESCAPE, before) != _counts(_ESCAPE, after):
        ways.add(Writing.ESCAPING)
    if _counts(_SPACE, _STRING.sub('""', before)) != _counts(_SPACE, _STRING.sub('""', after)):
        ways.add(Writing.WHITESPACE)
    return ways


def _counts(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(match[0] for match in pattern.finditer(text))
