"""Addresses and credentials in a source text: every text in it is looked at once."""

import re
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.credentials import is_secret_name
from yespo_console.reading.literals import Items, Text, mentions_event
from yespo_console.reading.source_code.nearest_address import Addresses

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

_HEADER: Final = re.compile(r"\s*(authorization|cookie|x-[\w-]{1,40}|[\w-]{0,20}(?:key|token))\s*:\s*(\S.*)", re.I)
_BASE_64: Final = re.compile(r"base_?64|b64|btoa", re.IGNORECASE)
_BASIC_AUTH: Final = re.compile(r"basic_?auth|digest_?auth|\bauth$", re.IGNORECASE)
#: Options of curl that a login follows, in a list of its arguments.
_LOGIN_OPTIONS: Final = ("-u", "--user")
#: What parts the query and the fragment of an address, and their names and values.
_PARTS: Final = re.compile(r"[?&#=](?!$)")
#: Longer texts are neither addresses nor credentials.
_LONGEST: Final = 4000


class _Handed:
    """What the calls of a text are handed, found once for all its texts.

    Attributes:
        encoding: the ids of the calls that make Base64.
        second: the calls of two arguments, by the id of the second one.
        is_login: the text that is looked at stands behind an option for a login: ``["curl", "-u", "api:.."]``.
    """

    def __init__(self, reader: "CodeReader") -> None:
        calls = [(call, *reader.call(call)) for call in reader.calls]
        self.is_login = False
        self.encoding = {call.id for call, name, _arguments in calls if _BASE_64.search(name)}
        self.second = {arguments[1].id: call for call, _name, arguments in calls if len(arguments) == 2}


def note_texts(reader: "CodeReader", addresses: Addresses) -> None:
    """Look at every text that stands by itself: it may be an address or a credential."""
    handed = _Handed(reader)
    behind_option = -1
    for node in reader.texts:
        spelled = reader.code.spelled(node)
        if mentions_event(spelled) or len(spelled) > _LONGEST:
            continue
        between = reader.code.text.text[behind_option : reader.code.start(node)] if behind_option >= 0 else ""
        handed.is_login = between.strip() == ","
        _note_text(reader, handed, node, addresses)
        behind_option = reader.code.end(node) if spelled.strip("'\"`") in _LOGIN_OPTIONS else -1
    _note_keys_in_addresses(reader, addresses)
    for pair in reader.pairs:
        _note_pair(reader, pair)


def _note_keys_in_addresses(reader: "CodeReader", addresses: Addresses) -> None:
    """What is called ``key`` and nothing more may be anything, but in an address it is one."""
    written = {part for address in addresses.noted() for part in _PARTS.split(address)[1:]}
    for node in reader.texts if written else ():
        name = reader.name_of(node)
        if name is None or name.lower() != "key":
            continue
        value = reader.value(node)
        if isinstance(value, Text) and value.traced.text in written:
            reader.credentials.add("token", value.traced.text, value.offset)


def _note_text(reader: "CodeReader", handed: _Handed, node: Node, addresses: Addresses) -> None:
    value = reader.value(node)
    name = reader.name_of(node)
    if not isinstance(value, Text):
        _note_parts(reader, node)
        return
    text, offset = value.traced.text, value.offset
    if addresses.note(node, text, name):
        return
    header = _HEADER.fullmatch(text)
    if header is not None:
        reader.credentials.header(header[1], header[2], offset)
    elif reader.credentials.scheme(text, offset):
        return
    elif name is not None and name.upper().endswith("USERPWD"):
        reader.credentials.user(text, offset)
    elif name is not None and is_secret_name(name):
        reader.credentials.header(name, text, offset)
    else:
        _note_argument(reader, handed, node, text, offset)


def _note_parts(reader: "CodeReader", node: Node) -> None:
    """The literal parts of a text that is partly computed: ``"Bearer " + key`` hides nothing, others may."""
    for child in node.named_children:
        if child.type in reader.TEXTS and isinstance(value := reader.value(child), Text):
            reader.credentials.scheme(value.traced.text, value.offset)


def _note_argument(reader: "CodeReader", handed: _Handed, node: Node, text: str, offset: int) -> None:
    """Credentials that are recognised by the call they are handed to."""
    if ":" in text and (handed.is_login or (handed.encoding and _is_encoded(reader, handed, node))):
        reader.credentials.user(text, offset)
        return
    call = handed.second.get(node.id)
    if call is None:
        return
    name, arguments = reader.call(call)
    first = reader.value(arguments[0])
    if _BASIC_AUTH.search(name):
        reader.credentials.add("user", text, offset, first.traced.text if isinstance(first, Text) else None)
    elif isinstance(first, Text) and is_secret_name(first.traced.text):
        reader.credentials.header(first.traced.text, text, offset)


def _is_encoded(reader: "CodeReader", handed: _Handed, node: Node) -> bool:
    """Whether one of the nearest nodes around a text makes Base64 of it."""
    around = reader.around(node)
    for _step in range(8):
        if around is None or around.id in handed.encoding:
            return around is not None
        around = reader.around(around)
    return False


def _note_pair(reader: "CodeReader", node: Node) -> None:
    """A list or tuple of user and key (``auth=("api", "..")``)."""
    value = reader.value(node)
    if isinstance(value, Items) and len(value.values) >= 2:
        user, key = value.values[0], value.values[1]
        if isinstance(key, Text):
            reader.credentials.add(
                "user", key.traced.text, key.offset, user.traced.text if isinstance(user, Text) else None
            )
