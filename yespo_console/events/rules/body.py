"""What the rules look at: a body read with tolerance, so that one mistake does not hide the next.

Params that were sent as an object, under ``parameters`` or as a text are read all the same; a rule of its own names the
shape, and every other rule judges the params as if it were mended.
"""

from dataclasses import dataclass, field

from yespo_console.events.catalog import Catalog, EventType
from yespo_console.events.event import ABSENT, ApiVersion, Node, Object, Value
from yespo_console.events.json_text import inner
from yespo_console.events.problems import Fix
from yespo_console.events.rules.findings import rename_fix, set_fix, token

EVENT_TYPE_KEY = "eventTypeKey"
KEY_VALUE = "keyValue"
PARAMS = "params"
MEMBERS = (EVENT_TYPE_KEY, KEY_VALUE, PARAMS)

#: Spellings of a member that can mean nothing else, compared in lower case without ``_`` and ``-``.
_MEANT = {
    "eventtypekey": EVENT_TYPE_KEY,
    "eventkey": EVENT_TYPE_KEY,
    "keyvalue": KEY_VALUE,
    "params": PARAMS,
    "parameters": PARAMS,
}


@dataclass(frozen=True, slots=True)
class BodyParam:
    """One param as it stands in the body.

    Attributes:
        index: its place among the params, from 0.
        name: the node that names it, or ``ABSENT``.
        raw: its value as sent, or ``ABSENT``.
        value: the value with a text that holds a JSON object or list decoded.
        pointer: where the value stands, or belongs.
        name_pointer: where the name stands, or belongs.
        item_pointer: what to remove to be rid of the param.
        listed: True in a list of items, False as a member of an object.
    """

    index: int
    name: Value
    raw: Value
    value: Value
    pointer: str
    name_pointer: str
    item_pointer: str
    listed: bool

    @property
    def label(self) -> str:
        """How a sentence calls it: its name, or its number from 1."""
        return self.name if isinstance(self.name, str) and self.name.strip() else f"#{self.index + 1}"

    def renamed(self, code: str, name: str, /, **args: object) -> Fix:
        """The fix that gives the param another name."""
        if self.listed:
            return set_fix(code, self.name_pointer, name, **args)
        return rename_fix(code, self.item_pointer, name, **args)


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is a JSON object, as the rules see it.

    Attributes:
        text: the whole text as it would be sent.
        node: its tree.
        api: the version of the call that it is meant for.
        catalog: the known event types.
        misnamed: the spelling of a member that stands for one of ``MEMBERS``, by the right name.
        event_type_key, event_type_pointer: the value, or ``ABSENT``, and where it stands or belongs.
        event_type: the catalog's entry for exactly this key, or None.
        key_value: the value, or ``ABSENT``.
        key_value_pointer: where it stands or belongs.
        params_node: the value of ``params`` as sent, or ``ABSENT``.
        params_pointer: where it stands or belongs.
        params: every item that could be read as a param.
    """

    text: str
    node: Object
    api: ApiVersion
    catalog: Catalog
    misnamed: dict[str, str] = field(default_factory=dict)
    event_type_key: Value = ABSENT
    event_type_pointer: str = ""
    event_type: EventType | None = None
    key_value: Value = ABSENT
    key_value_pointer: str = ""
    params_node: Value = ABSENT
    params_pointer: str = ""
    params: tuple[BodyParam, ...] = ()

    def param(self, name: str) -> BodyParam | None:
        """The first param called exactly ``name``."""
        return next((param for param in self.params if param.name == name), None)

    @property
    def wants_list(self) -> bool:
        """True where ``params`` has to be a list (v1 and v2), False where an object (v3)."""
        return self.api is not ApiVersion.V3

    @property
    def shape(self) -> type[tuple[Node, ...]] | type[Object] | None:
        """What ``params`` is once a text is decoded: ``tuple``, ``Object``, or None for anything else."""
        container = inner(self.params_node) if self.params_node is not ABSENT else None
        return tuple if isinstance(container, tuple) else Object if isinstance(container, Object) else None


def read_body(text: str, node: Object, api: ApiVersion, catalog: Catalog) -> Body:
    """``node`` (the tree of ``text``) as the rules see it. Never fails."""
    misnamed = _misnamed(node)
    place = {name: misnamed.get(name, name) for name in MEMBERS}
    key = node.get(place[EVENT_TYPE_KEY])
    params_node = node.get(place[PARAMS])
    params_pointer = token(place[PARAMS])
    return Body(
        text,
        node,
        api,
        catalog,
        misnamed,
        key,
        token(place[EVENT_TYPE_KEY]),
        catalog.get(key) if isinstance(key, str) else None,
        node.get(place[KEY_VALUE]),
        token(place[KEY_VALUE]),
        params_node,
        params_pointer,
        _read_params(params_node, params_pointer),
    )


def meant_member(name: str) -> str | None:
    """The member of the body that a name can mean; None for any other name."""
    return _MEANT.get(name.casefold().replace("_", "").replace("-", ""))


def _misnamed(node: Object) -> dict[str, str]:
    names = set(node.names)
    found: dict[str, str] = {}
    for name in node.names:
        right = meant_member(name)
        if right is not None and right not in names:
            found.setdefault(right, name)
    return found


def _read_params(node: Value, pointer: str) -> tuple[BodyParam, ...]:
    container = inner(node) if node is not ABSENT else None
    if isinstance(container, Object):
        last = {name: index for index, (name, _value) in enumerate(container)}
        return tuple(
            BodyParam(index, name, value, decoded(value), place, place, place, listed=False)
            for index, (name, value) in enumerate(container)
            if last[name] == index
            for place in (pointer + token(name),)
        )
    if isinstance(container, tuple):
        return tuple(
            _read_item(index, item, f"{pointer}/{index}")
            for index, item in enumerate(container)
            if isinstance(item, Object)
        )
    return ()


def _read_item(index: int, item: Object, pointer: str) -> BodyParam:
    name_member = item_member(item, "name")
    value_member = item_member(item, "value")
    raw = item.get(value_member)
    return BodyParam(
        index,
        item.get(name_member),
        raw,
        decoded(raw),
        pointer + token(value_member),
        pointer + token(name_member),
        pointer,
        listed=True,
    )


def item_member(item: Object, right: str) -> str:
    """How ``item`` spells its member ``right``: exactly, or in another case (``Name``)."""
    if right in item:
        return right
    return next((name for name in item.names if name.casefold() == right), right)


def decoded(value: Value) -> Value:
    """``value``, or the object or list that it holds as a text."""
    if isinstance(value, str):
        container = inner(value)
        return value if container is None else container
    return value
