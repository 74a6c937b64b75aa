"""Collections of API clients: Postman (2.0 and 2.1) and Insomnia (export formats 4 and 5)."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from yespo_console.events.event import Node, Object
from yespo_console.platform.i18n import _
from yespo_console.reading.addresses import is_event_call
from yespo_console.reading.budget import Budget
from yespo_console.reading.credentials import Credentials, is_secret_name
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.reading import LeftOut, Source
from yespo_console.reading.tool_files.modes import kept_unsent
from yespo_console.reading.tool_files.requests_in_json import ToolFile, get, list_of, note_headers, text_of
from yespo_console.reading.tool_files.scripts import set_by_script, sets_body
from yespo_console.reading.tool_files.variables import EVERYWHERE, VARIABLE, Variables, spelled

#: Folders in folders are opened down to this depth.
_DEEPEST: Final = 50
#: The bodies that Insomnia makes of fields or of a file, whatever text it keeps.
_WITHOUT_TEXT: Final = ("application/x-www-form-urlencoded", "multipart/form-data", "application/octet-stream")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One request of a collection, wherever the tool keeps its parts.

    Attributes:
        url: as spelled, variables included.
        body: the way to the text of the body; None when it has none of plain text.
        mode: what the request sends instead of that text; None when it sends it.
        headers: as objects.
        authentication: objects that hold user names, passwords and tokens.
        path: the way to the request.
        scopes: the parts of the file that it is in, from the innermost one on, as ``_Kept`` names them.
    """

    url: str
    body: tuple[str | int, ...] | None
    mode: str | None
    headers: Sequence[Node]
    authentication: Sequence[Node]
    path: tuple[str | int, ...]
    scopes: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """Something that a collection keeps beside its requests: a variable of an environment, or a cookie.

    Attributes:
        name: of the variable.
        value: as a tool puts it in; None for what is no text or number.
        path: the way to it.
        scope: the part of the file in which it holds; None where it is switched off.
        kind: what it is: a variable, a cookie, or a script that may set variables, and one before a request its body.
    """

    name: str
    value: str | None
    path: tuple[str | int, ...]
    scope: Hashable = EVERYWHERE
    kind: Literal["variable", "secret", "cookie", "script", "script before"] = "variable"

    @property
    def is_secret(self) -> bool:
        """Whether it is a credential."""
        is_named_so = self.kind == "variable" and is_secret_name(self.name.rpartition(".")[2])
        return is_named_so or self.kind in ("secret", "cookie")


def is_postman(file: ToolFile) -> bool:
    """Whether a file is a collection of Postman."""
    has_items = isinstance(get(file.node, "item"), tuple)
    return has_items and (
        isinstance(get(file.node, "info"), Object) or "postman" in text_of(file.node, "info", "schema")
    )


def read_postman(file: ToolFile, budget: Budget) -> Found:
    """The event calls of a Postman collection, folder by folder."""
    return _read("postman", file, _postman_entries(file), _postman_kept(file), budget)


def is_insomnia(file: ToolFile) -> bool:
    """Whether a file is an export of Insomnia in format 4."""
    return isinstance(get(file.node, "resources"), tuple) and text_of(file.node, "_type") == "export"


def read_insomnia(file: ToolFile, budget: Budget) -> Found:
    """The event calls of an Insomnia export in format 4."""
    parents = _Parents(file)
    return _read("insomnia", file, _insomnia_entries(file, parents), _insomnia_kept(file, parents), budget)


def read_insomnia_5(file: ToolFile, budget: Budget) -> Found:
    """The event calls of an Insomnia export in format 5, folder by folder."""
    return _read("insomnia", file, _insomnia_5_entries(file), _insomnia_5_kept(file), budget)


def _cookies(node: object, path: tuple[str | int, ...]) -> Iterator[_Kept]:
    for number, each in enumerate(list_of(node, "cookies")):
        yield _Kept(text_of(each, "key"), text_of(each, "value"), (*path, "cookies", number), kind="cookie")


def _members(node: object, path: tuple[str | int, ...], scope: Hashable = EVERYWHERE) -> Iterator[_Kept]:
    """The variables of an environment, and those in objects within it, which are called ``shop.name``."""
    pending = [(node, path)]
    while pending:
        inner, way = pending.pop()
        for name, value in inner if isinstance(inner, Object) else ():
            if isinstance(value, Object | tuple):
                if len(way) < _DEEPEST:
                    pending.append((value, (*way, name)))
                continue
            yield _Kept(".".join(map(str, (*way[len(path) :], name))), spelled(value), (*way, name), scope)


def _scripts(node: object, path: tuple[str | int, ...], scope: Hashable) -> Iterator[_Kept]:
    """The scripts of a request or a folder, wherever a tool keeps them."""
    for number, event in enumerate(list_of(node, "event")):
        lines = get(event, "script", "exec")
        text = "\n".join(line for line in lines if isinstance(line, str)) if isinstance(lines, tuple) else lines
        kind: Literal["script", "script before"] = (
            "script before" if text_of(event, "listen") == "prerequest" else "script"
        )
        yield _Kept("", text if isinstance(text, str) else None, (*path, "event", number), scope, kind)
    for way in (("preRequestScript",), ("scripts", "preRequest")):
        yield _Kept("", text_of(node, *way), (*path, *way), scope, "script before")
    for way in (("afterResponseScript",), ("scripts", "afterResponse")):
        yield _Kept("", text_of(node, *way), (*path, *way), scope, "script")


def _within(path: tuple[str | int, ...]) -> tuple[Hashable, ...]:
    """The folders that a path leads through, two steps each, from the innermost one on, and the file itself."""
    return tuple(path[:end] for end in range(len(path), -1, -2))


def _postman_kept(file: ToolFile) -> Iterator[_Kept]:
    for item, path, _inherited in _postman_items(file):
        for number, each in enumerate(list_of(item, "variable")):
            scope = None if get(each, "disabled") is True else path
            kind: Literal["variable", "secret"] = "secret" if text_of(each, "type") == "secret" else "variable"
            value = spelled(get(each, "value"))
            yield _Kept(text_of(each, "key"), value, (*path, "variable", number), scope, kind)
        yield from _scripts(item, path, path)


class _Parents:
    """What stands in what, in an export of Insomnia 4, which names it by identities."""

    def __init__(self, file: ToolFile) -> None:
        resources = list_of(file.node, "resources")
        self._parents = {text_of(each, "_id"): text_of(each, "parentId") for each in resources}

    def of(self, resource: Node) -> tuple[str, ...]:
        """The identities of what stands around a resource, from the innermost one on."""
        found: list[str] = []
        parent = text_of(resource, "parentId")
        while parent and len(found) < _DEEPEST:
            found.append(parent)
            parent = self._parents.get(parent, "")
        return tuple(found)


def _insomnia_kept(file: ToolFile, parents: _Parents) -> Iterator[_Kept]:
    for number, resource in enumerate(list_of(file.node, "resources")):
        path = ("resources", number)
        around = parents.of(resource)  # an environment holds in the whole of its workspace
        yield from _members(get(resource, "data"), (*path, "data"), around[-1] if around else EVERYWHERE)
        yield from _members(get(resource, "environment"), (*path, "environment"), text_of(resource, "_id"))
        yield from _cookies(resource, path)
        yield from _scripts(resource, path, text_of(resource, "_id"))


def _insomnia_5_kept(file: ToolFile) -> Iterator[_Kept]:
    yield from _members(get(file.node, "environments", "data"), ("environments", "data"))
    for number, environment in enumerate(list_of(file.node, "environments", "subEnvironments")):
        yield from _members(get(environment, "data"), ("environments", "subEnvironments", number, "data"))
    for item, path, _folders in _insomnia_5_items(file):
        yield from _members(get(item, "environment"), (*path, "environment"), path)
        yield from _scripts(item, path, path)
    yield from _cookies(get(file.node, "cookieJar"), ("cookieJar",))


def _postman_items(file: ToolFile) -> Iterator[tuple[Node, tuple[str | int, ...], list[object]]]:
    """The collection, its folders and its requests, each with the way to it and how the folders around it log in."""
    pending: list[tuple[Node, tuple[str | int, ...], list[object]]] = [(file.node, (), [])]
    while pending:
        item, path, inherited = pending.pop()
        yield item, path, inherited
        items = get(item, "item")
        if isinstance(items, tuple) and len(path) <= 2 * _DEEPEST:
            below = [*inherited, get(item, "auth")]
            pending += reversed([(each, (*path, "item", number), below) for number, each in enumerate(items)])


def _postman_entries(file: ToolFile) -> Iterator[_Entry]:
    for item, path, inherited in _postman_items(file):
        if not isinstance(get(item, "item"), tuple) and isinstance(get(item, "request"), Object):
            yield _postman_entry(item, path, inherited)


def _postman_entry(item: Node, path: tuple[str | int, ...], inherited: list[object]) -> _Entry:
    url = text_of(item, "request", "url") or text_of(item, "request", "url", "raw")
    body = get(item, "request", "body")
    mode = text_of(body, "mode")
    sent_instead = "disabled" if get(body, "disabled") is True else None if mode in ("", "raw") else mode
    authentication = [each for each in (*inherited, get(item, "request", "auth")) if isinstance(each, Object)]
    return _Entry(
        url,
        (*path, "request", "body", "raw") if isinstance(get(body, "raw"), str) else None,
        sent_instead,
        list_of(item, "request", "header"),
        authentication,
        (*path, "request"),
        _within(path),
    )


def _insomnia_entries(file: ToolFile, parents: _Parents) -> Iterator[_Entry]:
    for number, resource in enumerate(list_of(file.node, "resources")):
        if text_of(resource, "_type") == "request":
            scopes = (text_of(resource, "_id"), *parents.of(resource), EVERYWHERE)
            yield _insomnia_entry(resource, ("resources", number), (), scopes)


def _insomnia_5_entries(file: ToolFile) -> Iterator[_Entry]:
    for item, path, folders in _insomnia_5_items(file):
        if not isinstance(get(item, "children"), tuple):
            yield _insomnia_entry(item, path, folders, _within(path))


def _insomnia_5_items(file: ToolFile) -> Iterator[tuple[Node, tuple[str | int, ...], tuple[Node, ...]]]:
    """The folders and requests, each with the way to it and the folders around it."""
    pending: list[tuple[Node, tuple[str | int, ...], tuple[Node, ...]]] = []
    pending += reversed(
        [(each, ("collection", number), ()) for number, each in enumerate(list_of(file.node, "collection"))]
    )
    while pending:
        item, path, folders = pending.pop()
        yield item, path, folders
        children = get(item, "children")
        if isinstance(children, tuple) and len(path) <= 2 * _DEEPEST:
            below = (*folders, item)
            pending += reversed([(each, (*path, "children", number), below) for number, each in enumerate(children)])


def _insomnia_entry(
    item: Node, path: tuple[str | int, ...], folders: tuple[Node, ...], scopes: tuple[Hashable, ...]
) -> _Entry:
    """A request; what the folders around it set holds for it too."""
    holders = (*folders, item)
    authentication = [get(holder, "authentication") for holder in holders]
    kind = text_of(item, "body", "mimeType")
    return _Entry(
        text_of(item, "url"),
        (*path, "body", "text") if isinstance(get(item, "body", "text"), str) else None,
        kind if kind in _WITHOUT_TEXT else None,
        [header for holder in holders for header in list_of(holder, "headers")],
        [each for each in authentication if isinstance(each, Object)],
        path,
        scopes,
    )


def _read(source: Source, file: ToolFile, entries: Iterator[_Entry], keeps: Iterator[_Kept], budget: Budget) -> Found:
    credentials = Credentials(file.text.original)
    found: list[FoundRequest] = []
    variables, kept = Variables(budget), list(keeps)
    setting: dict[Hashable, _Kept] = {}  # scripts that may set the body of each request in a part of the file
    for each in kept:
        if each.kind in ("script", "script before"):
            variables.script(each.value or "")
            if each.kind == "script before" and sets_body(each.value or "", budget):
                setting.setdefault(each.scope, each)
        elif each.is_secret:
            variables.secret(each.value or "")
        else:
            variables.set(each.name, each.value, each.scope)
    others = 0
    for entry in entries:
        body = None if entry.body is None else file.string(entry.body)
        address = variables.in_address(entry.url, entry.scopes)
        is_call = body is not None and entry.mode is None and is_event_call(address)
        if body is None or not (is_call or mentions_event(body.text)):
            others += 1
            continue
        note_headers(entry.headers, credentials, lambda at=entry.path: file.offset(at))  # type: ignore[misc]
        _note_authentication(entry, file, credentials)
        url = credentials.address(address, file.offset(entry.path)) if address else None
        body, repairs = variables.put_in(body, entry.scopes)
        script = next((setting[scope] for scope in entry.scopes if scope in setting), None)
        reason = None if script is None else set_by_script(file.text.original, file.offset(script.path))
        if entry.mode is not None:
            reason = kept_unsent(file.text.original, body.offset(0), entry.mode)
        found.append(FoundRequest(body, url, repairs, reason))
    for each in kept:
        if each.is_secret:
            kind: Literal["token", "cookie"] = "cookie" if each.kind == "cookie" else "token"
            credentials.add(kind, each.value or "", file.offset(each.path))
    left_out = [LeftOut("request_elsewhere", others)] if others else []
    error = None if found else _("This collection holds no event call with a body of text. Form fields are not read.")
    return Found(source, tuple(found), credentials.found, (*left_out, *variables.left_out), error)


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
