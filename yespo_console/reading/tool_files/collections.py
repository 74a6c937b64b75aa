"""Collections of API clients: Postman (2.0 and 2.1) and Insomnia (export formats 4 and 5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from yespo_console.events.event import Node, Object
from yespo_console.platform.i18n import _
from yespo_console.reading.addresses import is_event_call
from yespo_console.reading.credentials import Credentials, is_secret_name
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.reading import LeftOut, Source
from yespo_console.reading.tool_files.requests_in_json import ToolFile, get, list_of, note_headers, text_of
from yespo_console.reading.tool_files.variables import VARIABLE, variables_kept

#: Folders in folders are opened down to this depth.
_DEEPEST: Final = 50


@dataclass(frozen=True, slots=True)
class _Entry:
    """One request of a collection, wherever the tool keeps its parts.

    Attributes:
        url: as spelled, variables included.
        body: the way to the text of the body; None when it has none of plain text.
        headers: as objects.
        authentication: objects that hold user names, passwords and tokens.
        path: the way to the request.
    """

    url: str
    body: tuple[str | int, ...] | None
    headers: Sequence[Node]
    authentication: Sequence[Node]
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """Something that a collection keeps beside its requests: a variable of an environment, or a cookie.

    Attributes:
        name: of the variable.
        value: a text.
        path: the way to it.
        kind: what it is when it is a credential.
    """

    name: str
    value: str
    path: tuple[str | int, ...]
    kind: Literal["token", "cookie"] = "token"


def is_postman(file: ToolFile) -> bool:
    """Whether a file is a collection of Postman."""
    has_items = isinstance(get(file.node, "item"), tuple)
    return has_items and (
        isinstance(get(file.node, "info"), Object) or "postman" in text_of(file.node, "info", "schema")
    )


def read_postman(file: ToolFile) -> Found:
    """The event calls of a Postman collection, folder by folder."""
    return _read("postman", file, _postman_entries(file), _named(file, ("variable",)))


def is_insomnia(file: ToolFile) -> bool:
    """Whether a file is an export of Insomnia in format 4."""
    return isinstance(get(file.node, "resources"), tuple) and text_of(file.node, "_type") == "export"


def read_insomnia(file: ToolFile) -> Found:
    """The event calls of an Insomnia export in format 4."""
    return _read("insomnia", file, _insomnia_entries(file), _insomnia_kept(file))


def read_insomnia_5(file: ToolFile) -> Found:
    """The event calls of an Insomnia export in format 5, folder by folder."""
    return _read("insomnia", file, _insomnia_5_entries(file), _insomnia_5_kept(file))


def _named(file: ToolFile, path: tuple[str | int, ...], kind: Literal["token", "cookie"] = "token") -> Iterator[_Kept]:
    """Objects with a ``key`` and a ``value``, in the list that ``path`` leads to."""
    for number, each in enumerate(_at(file, path) or ()):
        yield _Kept(text_of(each, "key"), text_of(each, "value"), (*path, number), kind)


def _at(file: ToolFile, path: tuple[str | int, ...]) -> tuple[Node, ...] | None:
    """The list that ``path`` leads to."""
    node: object = file.node
    for step in path:
        if isinstance(step, int):
            node = node[step] if isinstance(node, tuple) and step < len(node) else None
        else:
            node = get(node, step)
    return node if isinstance(node, tuple) else None


def _members(node: object, path: tuple[str | int, ...]) -> Iterator[_Kept]:
    """The variables of an environment, and those in objects within it."""
    pending = [(node, path)]
    while pending:
        inner, way = pending.pop()
        for name, value in inner if isinstance(inner, Object) else ():
            if isinstance(value, str):
                yield _Kept(name, value, (*way, name))
            elif len(way) < _DEEPEST:
                pending.append((value, (*way, name)))


def _insomnia_kept(file: ToolFile) -> Iterator[_Kept]:
    for number, resource in enumerate(list_of(file.node, "resources")):
        path = ("resources", number)
        yield from _members(get(resource, "data"), (*path, "data"))
        yield from _members(get(resource, "environment"), (*path, "environment"))
        yield from _named(file, (*path, "cookies"), "cookie")


def _insomnia_5_kept(file: ToolFile) -> Iterator[_Kept]:
    yield from _members(get(file.node, "environments", "data"), ("environments", "data"))
    for number, environment in enumerate(list_of(file.node, "environments", "subEnvironments")):
        yield from _members(get(environment, "data"), ("environments", "subEnvironments", number, "data"))
    yield from _named(file, ("cookieJar", "cookies"), "cookie")


def _postman_entries(file: ToolFile) -> Iterator[_Entry]:
    pending: list[tuple[Node, tuple[str | int, ...], list[object]]] = [(file.node, (), [])]
    while pending:
        item, path, inherited = pending.pop()
        items = get(item, "item")
        if isinstance(items, tuple):
            if len(path) <= 2 * _DEEPEST:
                below = [*inherited, get(item, "auth")]
                pending += reversed([(each, (*path, "item", number), below) for number, each in enumerate(items)])
        elif isinstance(get(item, "request"), Object):
            yield _postman_entry(item, path, inherited)


def _postman_entry(item: Node, path: tuple[str | int, ...], inherited: list[object]) -> _Entry:
    url = text_of(item, "request", "url") or text_of(item, "request", "url", "raw")
    raw = get(item, "request", "body", "mode") == "raw" or isinstance(get(item, "request", "body", "raw"), str)
    authentication = [each for each in (*inherited, get(item, "request", "auth")) if isinstance(each, Object)]
    return _Entry(
        url,
        (*path, "request", "body", "raw") if raw else None,
        list_of(item, "request", "header"),
        authentication,
        (*path, "request"),
    )


def _insomnia_entries(file: ToolFile) -> Iterator[_Entry]:
    for number, resource in enumerate(list_of(file.node, "resources")):
        if text_of(resource, "_type") != "request":
            continue
        yield _insomnia_entry(resource, ("resources", number), ())


def _insomnia_5_entries(file: ToolFile) -> Iterator[_Entry]:
    pending: list[tuple[Node, tuple[str | int, ...], tuple[Node, ...]]] = []
    pending += reversed(
        [(each, ("collection", number), ()) for number, each in enumerate(list_of(file.node, "collection"))]
    )
    while pending:
        item, path, folders = pending.pop()
        children = get(item, "children")
        if not isinstance(children, tuple):
            yield _insomnia_entry(item, path, folders)
        elif len(path) <= 2 * _DEEPEST:
            below = (*folders, item)
            pending += reversed([(each, (*path, "children", number), below) for number, each in enumerate(children)])


def _insomnia_entry(item: Node, path: tuple[str | int, ...], folders: tuple[Node, ...]) -> _Entry:
    """A request; what the folders around it set holds for it too."""
    holders = (*folders, item)
    authentication = [get(holder, "authentication") for holder in holders]
    return _Entry(
        text_of(item, "url"),
        (*path, "body", "text") if isinstance(get(item, "body", "text"), str) else None,
        [header for holder in holders for header in list_of(holder, "headers")],
        [each for each in authentication if isinstance(each, Object)],
        path,
    )


def _read(source: Source, file: ToolFile, entries: Iterator[_Entry], kept: Iterator[_Kept]) -> Found:
    credentials = Credentials(file.text.original)
    found: list[FoundRequest] = []
    variables: dict[str, None] = {}
    others = 0
    for entry in entries:
        body = None if entry.body is None else file.string(entry.body)
        if body is None or not (is_event_call(entry.url) or mentions_event(body.text)):
            others += 1
            continue
        note_headers(entry.headers, credentials, lambda at=entry.path: file.offset(at))  # type: ignore[misc]
        _note_authentication(entry, file, credentials)
        url = credentials.address(entry.url, file.offset(entry.path)) if entry.url else None
        found.append(FoundRequest(body, url))
        variables |= dict.fromkeys(match[1] for match in VARIABLE.finditer(body.text))
    for each in kept:
        if each.kind == "cookie" or is_secret_name(each.name):
            credentials.add(each.kind, each.value, file.offset(each.path))
    left_out = [LeftOut("request_elsewhere", others)] if others else []
    error = None if found else _("This collection holds no event call with a body of text. Form fields are not read.")
    return Found(source, tuple(found), credentials.found, (*left_out, *variables_kept(variables)), error)


def _note_authentication(entry: _Entry, file: ToolFile, credentials: Credentials) -> None:
    """User, password and token, as one object (Insomnia) or as lists of key and value (Postman)."""
    for node in entry.authentication:
        if not isinstance(node, Object):
            continue
        values = {name: value for name, value in node if isinstance(value, str)}
        for _name, part in node:
            for pair in part if isinstance(part, tuple) else ():
                values[text_of(pair, "key")] = text_of(pair, "value")
            if isinstance(part, Object):
                values |= {name: value for name, value in part if isinstance(value, str)}
        for name in ("password", "token", "value", "secret", "accessToken"):
            text = values.get(name, "")
            if text and VARIABLE.fullmatch(text) is None:
                kind = "password" if name == "password" else "token"
                credentials.add(kind, text, file.offset(entry.path), values.get("username"))  # type: ignore[arg-type]
