"""HTTPie and its likes: a body put together from items, ``--raw``, or standard input."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.bodies import BODY_MEMBERS
from yespo_console.reading.commands.request import Request, in_a_file
from yespo_console.reading.commands.words import Command, Word
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.escapes import HTTPIE, unescape
from yespo_console.reading.literals import Items, Json, Members, Text, Value
from yespo_console.reading.origin import Original
from yespo_console.reading.source_code.members import with_member
from yespo_console.reading.word_set import word_set

#: Options that take a value in the next word.
_VALUES: Final = word_set(
    "-a --auth -A --auth-type --raw -o --output --session --timeout --verify --proxy -p --print --pretty -s "
    "--style --bearer --max-redirects"
)
_MOST_ITEMS: Final = 1000
_MOST_STEPS: Final = 50
_METHOD: Final = re.compile(r"[A-Z]{3,10}|get|post|put|patch|delete")
#: An item up to the sign that tells what it is; ``\\`` escapes a sign in a name.
_ITEM: Final = re.compile(r"((?:[^\\:=@]|\\.)*)(:=@|=@|==|:=|@|=|:)", re.DOTALL)
_STEPS: Final = re.compile(r"[^\[\]]+|\[[^\[\]]*\]")


def read_httpie(
    command: Command, credentials: Credentials, original: Original, file: Callable[[str], Word | None]
) -> Iterator[Request]:
    """The request of one HTTPie command."""
    request = Request(command.words[0].offset)
    items: list[Word] = []
    words = list(command.words[1:])
    at = 0
    while at < len(words):
        word = words[at]
        text = word.text.text
        at += 1
        if text.startswith("-") and text != "-":
            name, equals, _value = text.partition("=")
            value = word.after(len(name) + 1) if equals else None
            if value is None and name in _VALUES and at < len(words):
                value = words[at]
                at += 1
            _option(request, name, value, credentials)
        elif request.address is None:
            if not _METHOD.fullmatch(text):
                request.address = word
        else:
            items.append(word)
    _add_items(request, items, credentials, original, file)
    if command.input is not None and not request.has_body:
        request.parts.append(command.input)
    yield request


def _option(request: Request, name: str, value: Word | None, credentials: Credentials) -> None:
    if name in ("-f", "--form", "--multipart"):
        request.error = _("This command sends a form, which Yespo does not take as an event.")
    elif value is None:
        return
    elif name == "--raw":
        request.parts.append(value)
    elif value.missing is not None:
        return  # a key is in a variable
    elif name in ("-a", "--auth"):
        credentials.user(value.text.text, value.offset)
        if ":" not in value.text.text:
            credentials.add("token", value.text.text, value.offset)
    elif name == "--bearer":
        credentials.add("token", value.text.text, value.offset)


def _add_items(
    request: Request,
    items: list[Word],
    credentials: Credentials,
    original: Original,
    file: Callable[[str], Word | None],
) -> None:
    if len(items) > _MOST_ITEMS:
        request.error = _("This command has too many items. Send the body with --raw and copy that.")
        return
    body: Value = Members((), request.at)
    any_item = False
    for item in items:
        match = _ITEM.match(item.text.text)
        if match is None or (match[2] == ":" and match[1] in BODY_MEMBERS):  # a header of such a name there is none
            line, column = original.line_column(item.offset)
            request.error = _(
                "Line {line}, column {column}: this is no item of the command. It is cut off, or it lacks its = or :=."
            ).format(line=line, column=column)
            return
        sign = match[2]
        content = item.after(match.end())
        name = re.sub(r"\\(.)", r"\1", match[1])
        if sign == ":":
            if content.missing is None:
                credentials.header(name, content.text.text, content.offset)
            continue
        if sign == "==" or (sign == "@" and name):
            continue
        if sign == "@":
            if (whole := file(content.text.text)) is None:
                request.error = in_a_file(content.text.text)
                return
            request.parts.append(whole)
            continue
        if sign.endswith("@"):
            written = file(content.text.text)
            if written is None:
                request.error = in_a_file(content.text.text)
                return
            content = written
        any_item = True
        text = content.text if sign.endswith("@") else unescape(content.text, HTTPIE)
        value: Value = content.missing or (Json(text) if sign.startswith(":=") else Text(text))
        steps = [step.strip("[]") for step in _STEPS.findall(name)]
        changed = _with_item(body, steps, item, value) if len(steps) <= _MOST_STEPS else None
        if changed is None:
            line, column = original.line_column(item.offset)
            request.error = _("Line {line}, column {column}: this item of the command cannot be followed.").format(
                line=line, column=column
            )
            return
        body = changed
    if any_item:
        request.value = body


def _with_item(value: Value | None, steps: list[str], item: Word, new: Value) -> Value | None:
    """``value`` with ``new`` where ``params[0][name]`` leads."""
    if not steps:
        return new
    step, rest = steps[0], steps[1:]
    if step == "" or step.isdigit():
        old = value if isinstance(value, Items) else Items((), item.offset)
        if value is not None and not isinstance(value, Items):
            return None
        number = len(old.values) if step == "" else int(step) if len(step) < 7 else -1
        if not 0 <= number <= len(old.values):
            return None
        inner = _with_item(old.values[number] if number < len(old.values) else None, rest, item, new)
        return None if inner is None else Items((*old.values[:number], inner, *old.values[number + 1 :]), old.offset)
    if value is not None and not isinstance(value, Members):
        return None
    members = value or Members((), item.offset)
    inner = _with_item(members.get(step), rest, item, new)
    if inner is None:
        return None
    start = item.text.text.find(step)
    key = Text(item.text.slice(start, start + len(step)))
    # an item that is given twice is kept twice, as JSON does, so that it is told
    return with_member(members, key, inner, held=step if rest else None)
