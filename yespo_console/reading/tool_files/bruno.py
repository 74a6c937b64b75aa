"""Bruno: a request in its own text format, blocks of a name and curly brackets."""

import re
from itertools import pairwise
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.credentials import Credentials, is_secret_name
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.tool_files.modes import kept_unsent
from yespo_console.reading.tool_files.scripts import set_by_script, sets_body
from yespo_console.reading.tool_files.variables import VARIABLE, Variables

_BLOCK: Final = re.compile(r"^(?P<name>[a-z][a-z0-9:-]{0,40})[ \t]*\{[ \t]*\r?\n", re.MULTILINE)
_METHODS: Final = ("get", "post", "put", "patch", "delete", "options", "head")
#: How a file begins, and a copy of one without its first block.
_META: Final = re.compile(r"meta(?<=^meta)[ \t]*\{[ \t]*\r?$", re.MULTILINE)
_WITHOUT_META: Final = re.compile(
    rf"\s*+(?:{'|'.join(_METHODS)})[ \t]*\{{[ \t]*\r?\n"
    r"(?:[ \t]*~?[\w-]{1,40}[ \t]*:[^\r\n]{0,300}\r?\n){0,9}?[ \t]*url[ \t]*:"
)
_ENTRY: Final = re.compile(r"^[ \t]*(?P<off>~?)(?P<name>[^:\s{}]{1,100})[ \t]*:[ \t]*(?P<value>[^\r\n]*)", re.MULTILINE)
_SEVERAL_LINES: Final = "'''"
_INDENT: Final = re.compile(r"^  ", re.MULTILINE)
#: The blocks that hold a body of text, by the mode in which it is sent; older files have ``body`` for JSON.
_BODIES: Final = {"body:json": "json", "body": "json", "body:text": "text"}


def find_bruno(text: Traced, budget: Budget) -> Found | None:
    """``.bru`` files, one behind the other: the body, address, headers and credentials of each."""
    first = _WITHOUT_META.match(text.text)
    starts = [0] if first is not None else []
    starts += [match.start() for match in _META.finditer(text.text, 0 if first is None else first.end())]
    if not starts:
        return None
    edges = [0, *starts[1:], len(text)]
    files = [_file(text.slice(begin, end), budget) for begin, end in pairwise(edges)]
    found = [each for each in files if each is not None]
    if len(found) < 2:
        return found[0] if found else None
    return Found(
        "bruno",
        tuple(request for each in found for request in each.requests),
        tuple(secret for each in found for secret in each.secrets),
        tuple(left for each in found for left in each.left_out),
        next((each.error for each in found if each.error is not None), None),
    )


def blocks_of(text: Traced, budget: Budget) -> list[tuple[int, int]]:
    """Where in the original the blocks of such files begin and end."""
    return [(content.offset(0) - 1, content.offset(len(content)) + 1) for _name, content in _blocks(text, budget)]


def _file(text: Traced, budget: Budget) -> Found | None:
    blocks = _blocks(text, budget)
    if not any(name in _METHODS for name, _content in blocks):
        return None
    credentials = Credentials(text.original)
    variables = Variables(budget)
    address: tuple[str, int] | None = None
    bodies: dict[str, Traced] = {}
    mode: str | None = None
    error: str | None = None
    for name, content in blocks:
        if name in _BODIES:
            if content.text.strip():
                bodies.setdefault(_BODIES[name], content)
            continue
        entries = {match["name"]: match for match in _ENTRY.finditer(content.text) if not match["off"]}
        if name in _METHODS and "body" in entries:
            mode = entries["body"]["value"].strip()
        if name in _METHODS and "url" in entries:
            address = entries["url"]["value"].strip(), content.offset(entries["url"].start("value"))
        elif name == "headers":
            for match in entries.values():
                credentials.header(match["name"], match["value"], content.offset(match.start("value")))
        elif name.startswith("vars"):
            for match in entries.values():
                value = match["value"].strip()
                if is_secret_name(match["name"]):
                    credentials.add("token", value, content.offset(match.start("value")))
                    variables.secret(value)
                elif name == "vars:pre-request" and not value.startswith(_SEVERAL_LINES):
                    variables.set(match["name"], value)
                else:
                    variables.set_elsewhere(match["name"])
        elif name.startswith("script"):
            variables.script(content.text)
            if name == "script:pre-request" and sets_body(content.text, budget):
                error = set_by_script(content.original, content.offset(0))
        elif name.startswith("auth:"):
            _note_authentication(entries, content, credentials)
    kept = next(iter(bodies.values()), None)
    body = kept if mode is None else bodies.get(mode)
    if body is None and kept is not None and mode is not None:
        reason = kept_unsent(kept.original, kept.offset(0), mode)
        return Found("bruno", secrets=credentials.found, error=error or reason)
    if body is None:
        reason = _("This request has no body of text or JSON, so there is no event in it.")
        return Found("bruno", secrets=credentials.found, error=error or reason)
    url = None if address is None else credentials.address(variables.in_address(address[0]), address[1])
    body, repairs = variables.put_in(_outdented(body, budget))
    return Found("bruno", (FoundRequest(body, url, repairs, error),), credentials.found, variables.left_out)


def _outdented(body: Traced, budget: Budget) -> Traced:
    """A body without the two spaces that the file puts before each of its lines, as a text in it may have several.

    In sound JSON none has, and nothing changes.
    """
    if is_json(body.text):
        return body
    builder = TracedBuilder(body.original)
    done = 0
    for indent in _INDENT.finditer(body.text):
        budget.spend(20)
        builder.copy(body, done, indent.start())
        done = indent.end()
    builder.copy(body, done)
    return builder.build()


def _note_authentication(entries: dict[str, re.Match[str]], content: Traced, credentials: Credentials) -> None:
    user = entries["username"]["value"].strip() if "username" in entries else None
    for name in ("password", "token", "value"):
        if name in entries:
            text = entries[name]["value"].strip()
            if VARIABLE.fullmatch(text) is None:
                kind = "password" if name == "password" else "token"
                offset = content.offset(entries[name].start("value"))
                credentials.add(kind, text, offset, user)  # type: ignore[arg-type]


def _blocks(text: Traced, budget: Budget) -> list[tuple[str, Traced]]:
    """The blocks, in order; a block ends with a bracket that begins a line. One that never ends runs to the end."""
    found: list[tuple[str, Traced]] = []
    match = _BLOCK.search(text.text)
    while match is not None:
        budget.spend()
        end = text.text.find("\n}", match.end() - 1)
        end = len(text) if end < 0 else end + 1
        found.append((match["name"], text.slice(match.end(), end)))
        match = _BLOCK.search(text.text, end)
    return found
