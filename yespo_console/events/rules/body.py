"""What the rules look at: a body read with tolerance, so that one mistake does not hide the next.

Params that were sent as an object, under ``parameters`` or as a text are read all the same; a rule of its own names the
shape, and every other rule judges the params as if it were mended.
"""

from dataclasses import dataclass, field

from yespo_console.events.catalog import Catalog, EventType
from yespo_console.events.event import ABSENT, ApiVersion, Node, Object, Value
from yespo_console.events.json_text import inner
from yespo_console.events.locators import Locator, locator_named, usable_text
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


#: The members of an item of ``params``.
_ITEM = ("name", "value")


@dataclass(frozen=True, slots=True)
class BodyParam:
    """One param as it stands in the body.

    Attributes:
        index: its place among the params, from 0.
        name: the node that names it, or ``ABSENT``.
        raw: its value as sent, or ``ABSENT``.
        value: the value with a text that holds a JSON object or list decoded.
        holder: where the params stand.
        spelled: how an item of a list spells its members ``name`` and ``value``; None for a member of an object.
    """

    index: int
    name: Value
    raw: Value
    value: Value
    holder: str
    spelled: tuple[str, str] | None

    @property
    def listed(self) -> bool:
        """True in a list of items, False as a member of an object."""
        return self.spelled is not None

    @property
    def item_pointer(self) -> str:
        """What to remove to be rid of the param."""
        return f"{self.holder}/{self.index}" if self.spelled is not None else self.holder + token(str(self.name))

    @property
    def name_pointer(self) -> str:
        """Where the name stands, or belongs."""
        return self.item_pointer if self.spelled is None else self.item_pointer + token(self.spelled[0])

    @property
    def pointer(self) -> str:
        """Where the value stands, or belongs."""
        return self.item_pointer if self.spelled is None else self.item_pointer + token(self.spelled[1])

    @property
    def label(self) -> str:
        """How a sentence calls it: its name, or its number from 1."""
        return self.name if isinstance(self.name, str) and self.name.strip() else f"#{self.index + 1}"

    def renamed(self, name: str) -> Fix:
        """The fix that gives the param another name."""
        if self.listed:
            return set_fix("rename", self.name_pointer, name, name=name)
        return rename_fix("rename", self.item_pointer, name, name=name)


@dataclass(frozen=True, slots=True)
class Located:
    """A param that can find the contact.

    Attributes:
        param: the param as it stands in the body.
        locator: what Yespo reads it as.
        text: its value as text; None when it is empty, ``"null"``, or no text at all.
    """

    param: BodyParam
    locator: Locator
    text: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is a JSON object, as the rules see it. What several of them ask for is worked out at once.

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
        container: what holds the params, decoded when it is a text; None for anything else.
        params: every item that could be read as a param.
        odd_items: the items of a list of params, by their place, that are more or less than a name and its value.
        by_name: the first param of each name.
        alike: the params by their names, but for case and the spaces around them.
        located: the locators among the params, in order, the useless ones included.
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
    container: Object | tuple[Node, ...] | None = None
    params: tuple[BodyParam, ...] = ()
    odd_items: tuple[tuple[int, Node], ...] = ()
    by_name: dict[str, BodyParam] = field(default_factory=dict)
    alike: dict[str, list[BodyParam]] = field(default_factory=dict)
    located: tuple[Located, ...] = ()

    def param(self, name: str) -> BodyParam | None:
        """The first param called exactly ``name``."""
        return self.by_name.get(name)

    def param_like(self, name: str) -> BodyParam | None:
        """The first param that differs from ``name`` only in case or in spaces around it."""
        alike = self.alike.get(name.casefold(), ())
        return next((param for param in alike if param.name != name), None)

    @property
    def wants_list(self) -> bool:
        """True where ``params`` has to be a list (v1 and v2), False where an object (v3)."""
        return self.api is not ApiVersion.V3

    @property
    def shape(self) -> type[tuple[Node, ...]] | type[Object] | None:
        """What ``params`` is once a text is decoded: ``tuple``, ``Object``, or None for anything else."""
        return tuple if isinstance(self.container, tuple) else Object if self.container is not None else None


def read_body(text: str, node: Object, api: ApiVersion, catalog: Catalog) -> Body:
    """``node`` (the tree of ``text``) as the rules see it. Never fails."""
    misnamed = _misnamed(node)
    place = {name: misnamed.get(name, name) for name in MEMBERS}
    key = node.get(place[EVENT_TYPE_KEY])
    params_node = node.get(place[PARAMS])
    params_pointer = token(place[PARAMS])
    container = inner(params_node)
    params = _read_params(container, params_pointer)
    by_name: dict[str, BodyParam] = {}
    alike: dict[str, list[BodyParam]] = {}
    located: list[Located] = []
    for param in params:
        name = param.name
        if isinstance(name, str):
            by_name.setdefault(name, param)
            alike.setdefault(name.strip().casefold(), []).append(param)
            if (locator := locator_named(name)) is not None:
                located.append(Located(param, locator, usable_text(param.raw)))
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
        container,
        params,
        _odd_items(container),
        by_name,
        alike,
        tuple(located),
    )


def meant_member(name: str) -> str | None:
    """The member of the body that a name can mean; None for any other name."""
    return _MEANT.get(name.casefold().replace("_", "").replace("-", ""))


def _misnamed(node: Object) -> dict[str, str]:
    names = node.names
    found: dict[str, str] = {}
    for name in names:
        right = meant_member(name) if name not in MEMBERS else None
        if right is not None and right not in names:
            found.setdefault(right, name)
    return found


def _odd_items(container: Object | tuple[Node, ...] | None) -> tuple[tuple[int, Node], ...]:
    if not isinstance(container, tuple):
        return ()
    return tuple([(index, item) for index, item in enumerate(container) if not is_plain_item(item)])


def _read_params(container: Object | tuple[Node, ...] | None, pointer: str) -> tuple[BodyParam, ...]:
    if isinstance(container, Object):
        last = {name: index for index, (name, _value) in enumerate(container)}
        return tuple(
            [
                BodyParam(index, name, value, decoded(value), pointer, None)
                for index, (name, value) in enumerate(container)
                if last[name] == index
            ]
        )
    if isinstance(container, tuple):
        return tuple(
            [_read_item(index, item, pointer) for index, item in enumerate(container) if isinstance(item, Object)]
        )
    return ()


def _read_item(index: int, item: Object, pointer: str) -> BodyParam:
    spelled = _ITEM if is_plain_item(item) else (item_member(item, "name"), item_member(item, "value"))
    raw = item.get(spelled[1])
    return BodyParam(index, item.get(spelled[0]), raw, decoded(raw), pointer, spelled)


def is_plain_item(item: Node) -> bool:
    """Whether an item of ``params`` is an object with exactly a name and a value, as nearly all are."""
    if not isinstance(item, Object) or len(item.pairs) != len(_ITEM):
        return False
    (first, _name), (second, _value) = item.pairs
    return first == _ITEM[0] and second == _ITEM[1]


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
