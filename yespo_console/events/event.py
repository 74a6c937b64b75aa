"""An event as a person means it: a key and named params with decoded, exact values.

Values are JSON nodes that lose nothing a text can say:

=============  =======================================================================
JSON           node
=============  =======================================================================
``null``       ``None``
``true/false`` ``bool``
string         ``str``
number         ``Number`` (keeps its spelling: ``45.50``, ``1e2``, any length)
array          ``tuple`` of nodes
object         ``Object`` (keeps order and names that stand twice)
not there      ``ABSENT``
=============  =======================================================================

All nodes are immutable and hashable, so checks can be cached by value.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Union


class Absent(enum.Enum):
    """Marks what is not in the text at all, which is neither ``null`` nor ``""``."""

    ABSENT = "absent"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Number:
    """A JSON number as it is spelled. Equal only to the same spelling: ``1.0`` is not ``1``."""

    spelling: str

    @property
    def value(self) -> Decimal:
        """The exact value. Very large exponents stay a Decimal and are never expanded."""
        return Decimal(self.spelling)

    @property
    def is_integer_spelling(self) -> bool:
        """True for digits with an optional minus, without fraction or exponent."""
        return self.spelling.lstrip("-").isdigit()


@dataclass(frozen=True, slots=True)
class Object:
    """A JSON object: its members in order, names that stand twice included."""

    pairs: tuple[tuple[str, "Node"], ...] = ()

    def get(self, name: str) -> Union["Node", Absent]:
        """The value of the last member called ``name`` (what most readers take), or ``ABSENT``."""
        for key, value in reversed(self.pairs):
            if key == name:
                return value
        return ABSENT

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[tuple[str, "Node"]]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple([key for key, _ in self.pairs])


Node = None | bool | str | Number | tuple["Node", ...] | Object
Value = Node | Absent


class ApiVersion(enum.StrEnum):
    """The versions of the Generate event call."""

    V1 = "v1"
    V2 = "v2"
    V3 = "v3"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How an event is written for the wire.

    Attributes:
        api: the version of the call.
        native: nested objects and lists travel as JSON (True) or as a string that holds JSON (False). v1 knows only
            False, v3 only True; see ``normal``.
    """

    api: ApiVersion = ApiVersion.V2
    native: bool = False

    def normal(self) -> "Encoding":
        """The same with ``native`` as the version demands it."""
        if self.api is ApiVersion.V2:
            return self
        return Encoding(self.api, self.api is ApiVersion.V3)


@dataclass(frozen=True, slots=True)
class Param:
    """One named value of an event.

    Attributes:
        name: the name, as spelled.
        value: the decoded value: a string that holds a JSON object or list is that object or list. ``ABSENT`` when the
            item has no ``value``.
    """

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Event:
    """A reading of a body. Frozen: a change makes a new one.

    Attributes:
        event_type_key: the value of ``eventTypeKey`` (any node: a wrong one is shown, not hidden), or ``ABSENT``.
        key_value: the value of ``keyValue``, or ``ABSENT``.
        params: in the order of the text.
        extra: other members of the body, in order.
    """

    event_type_key: Value = ABSENT
    key_value: Value = ABSENT
    params: tuple[Param, ...] = ()
    extra: tuple[tuple[str, Node], ...] = ()

    def param(self, name: str) -> Value:
        """The value of the first param called exactly ``name``, or ``ABSENT``."""
        for param in self.params:
            if param.name == name:
                return param.value
        return ABSENT


#: The five params whose value Yespo takes for ``keyValue`` when there is none, in its order (source document).
KEY_PARAMS: Final = ("contactId", "externalCustomerId", "email", "phone", "pushToken")
