"""Finds commands in a text: which program, which shell, and the requests they send."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.conditions import ShellConditions
from yespo_console.reading.commands.curl import read_curl
from yespo_console.reading.commands.files_below import file_below
from yespo_console.reading.commands.httpie import read_httpie
from yespo_console.reading.commands.left_around import left_before
from yespo_console.reading.commands.powershell_words import (
    is_of_bash_and_powershell,
    is_powershell,
    powershell_commands,
    written_file,
)
from yespo_console.reading.commands.prompt_conditions import PromptConditions
from yespo_console.reading.commands.request import Request
from yespo_console.reading.commands.sentences import beside_events, of_powershell, of_two_shells
from yespo_console.reading.commands.shell import ShellText
from yespo_console.reading.commands.wget import read_wget
from yespo_console.reading.commands.windows_shell import (
    decoded_file,
    is_at_prompt,
    is_marked,
    is_of_both_shells,
    is_windows_shell,
    windows_commands,
)
from yespo_console.reading.commands.windows_variables import without_variables
from yespo_console.reading.commands.words import Command, CommandTextError, Word, open_quote
from yespo_console.reading.commands.xargs import without_items
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.finder import Found
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Original, Traced, TracedBuilder, index_of
from yespo_console.reading.reading import LeftOut, Source
from yespo_console.reading.source_code.reasons import never_sent

_Reader = Callable[[Command, Credentials, Original, Callable[[str], Word | None]], Iterator[Request]]

#: A command begins a line (behind a prompt, an assignment or ``sudo``) or follows another in a pipe or list.
_PROMPT: Final = (
    r"(?:[A-Za-z]:\\[^>\n]{0,200}>[ \t]{0,9})?(?:[\w.@~:/\\-]{0,60}[$%>#][ \t]{1,9})?(?:PS [^>\n]{0,100}>[ \t]{0,9})?"
    r"(?:sudo[ \t]{1,9})?"
)
_START: Final = rf"(?:^[ \t]{{0,40}}{_PROMPT}|[|;&(][ \t]{{0,9}})"
#: Or it stands behind other words (another program, a prompt of one's own), and then an option or an address follows.
_BEHIND_WORDS: Final = r"(?:(?<![\w.$%/\\-])|(?<=^\$))"
#: Right behind any other sign it follows something that is no part of a command: ``body=curl ..``, ``<p>curl ..``.
_MAY_BE_BEFORE: Final = re.compile(r"[\s`'\"!@(|;&]\Z")
_FOLLOWED: Final = r"(?:\.exe|:[\w.-]{1,60})?(?=[ \t]{1,9}(?:(?:-{1,2}|[–—])[A-Za-z]|--%|[\"'^“‘]{0,2}https?://))"
#: ``> `` of bash, ``>> `` of PowerShell, ``More? `` of the Windows prompt.
_WAITING: Final = re.compile(r"^[ \t]{0,9}(?:>{1,2}|More\?)(?:[ \t]|\r?$)", re.MULTILINE)
#: What begins a comment, before a command in the same line.
_COMMENT: Final = re.compile(r"(?:^|\s)(?:#|//|<!--|/\*+)(?:\s|\Z)|^\s*\*+\s+(?=[^\W\d]|`)")
_FAR: Final = 300
#: In a longer text without an event nobody needs to be told which of many commands sends none.
_LONGEST_WITHOUT_EVENT: Final = 100_000
#: How an object or a list of objects begins in Base64.
_BASE_64: Final = re.compile(r"eyJ|ewog|W3si")
#: JSON that begins a line.
_JSON_LINE: Final = re.compile(r"^[ \t]{0,8}[{\[]", re.MULTILINE)
#: What no address is without; a word of a sentence has nothing of it.
_ADDRESS: Final = re.compile(r"[./\\${%]|:\d|\blocalhost\b")
#: A command on a line of its own.
_ANOTHER: Final = re.compile(
    rf"\n[ \t]{{0,40}}{_PROMPT}(?:(?:curl|wget|https?|xhs?){_FOLLOWED}|https?[ \t]{{1,9}}[A-Z]{{3,7}}[ \t])"
)
_FOLDER: Final = r"(?:/(?!/)[\w./-]{0,60}/)?"
#: The same, or that of an image of Docker: ``curlimages/curl:8.5.0``.
_FOLDER_OR_IMAGE: Final = r"(?:/(?!/)[\w./-]{0,60}/|(?:[\w.-]{1,60}/){1,3})?"


def _program(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(rf"{_START}{_FOLDER}{name}(?:\.exe)?(?=[ \t\\^`\r\n])", re.MULTILINE),
        re.compile(_BEHIND_WORDS + _FOLDER_OR_IMAGE + name + _FOLLOWED, re.MULTILINE),
    )


_CURL: Final = _program("curl")
_WGET: Final = _program("wget")
_METHOD: Final = r"(?:[A-Z]{3,10}|get|post|put|patch|delete)[ \t]+"
_HTTPIE_NAME: Final = re.compile(r"http[ \t]|https[ \t]|xh[ \t]|xhs[ \t]")
_HTTPIE: Final = (
    re.compile(
        _START
        + rf"(?:https?|xhs?)(?=[ \t]+(?:-|[A-Z]{{3,10}}[ \t]|(?:{_METHOD})?(?::|https?://|[\w.-]{{1,80}}[./][^\s=:])))",
        re.MULTILINE,
    ),
    re.compile(
        _BEHIND_WORDS + rf"(?:https?|xhs?)(?=[ \t]+(?:-{{1,2}}[a-z][\w-]{{0,20}}[ \t]+)?{_METHOD}(?::|https?://))"
    ),
)


def find_curl(text: Traced, budget: Budget) -> Found | None:
    """curl of every shell."""
    return _find("curl", _CURL, ("curl",), read_curl, text, budget)


def find_wget(text: Traced, budget: Budget) -> Found | None:
    """wget."""
    return _find("wget", _WGET, ("wget",), read_wget, text, budget)


def find_httpie(text: Traced, budget: Budget) -> Found | None:
    """HTTPie, and xh, which takes the same words."""
    if _HTTPIE_NAME.search(text.text) is None:  # costs little in a long text with addresses
        return None
    return _find("httpie", _HTTPIE, ("http", "https", "xh", "xhs"), read_httpie, text, budget)


def _find(
    source: Source,
    starts: tuple[re.Pattern[str], re.Pattern[str]],
    names: tuple[str, ...],
    read: _Reader,
    text: Traced,
    budget: Budget,
) -> Found | None:
    if not any(name in text.text for name in names):  # costs little in a long text
        return None
    if len(text) > _LONGEST_WITHOUT_EVENT and not mentions_event(text.text) and _BASE_64.search(text.text) is None:
        return None
    start = starts[0]
    first = start.search(text.text)
    if first is None:
        start = starts[1]
        first = next((match for match in start.finditer(text.text) if not _in_comment(text.text, match)), None)
    if first is None:
        return None
    unmarked = _without_marks(text, start, budget)
    if unmarked is not text:
        text = unmarked
        first = start.search(text.text)
        if first is None:
            return None
    credentials = Credentials(text.original)
    wanted = Requests(names, read, credentials, text.original)
    requests, error = wanted.of(text, budget)
    parts = list(_parts(text, first))
    for part in parts[-1:] if error is None and start is starts[1] else parts:
        if any(each.has_body for each in requests):
            break
        requests, error = wanted.of(part, budget)
    behind = index_of(text, wanted.end_of_last)
    sending = [each for each in requests if each.has_body]
    of_shell = PromptConditions if is_windows_shell(text.text) else ShellConditions
    conditions = of_shell(text) if sending else None
    for each in sending:
        budget.spend(200)
        depends = () if conditions is None else conditions.told(each.at)
        each.repairs = (*left_before(text, each.at), *depends, *each.repairs)
    found = tuple([each.found(text.original, credentials, budget, error) for each in sending])
    is_glued = found and start is starts[1] and _is_glued(text.text, first)
    if is_glued and (mentions_event(text.text[: first.start()]) or mentions_event(text.text[behind:])):
        return Found(source, secrets=credentials.found, error=beside_events())
    without = sum(not each.has_body for each in requests)
    if (
        not found
        and requests
        and mentions_event(text.text)
        and _is_beside(requests, (text.text[: first.start()], text.text[behind:]))
    ):
        return None
    if not found and (start is starts[1] or first[0].lstrip().startswith("# ")):
        return None  # a word in a sentence or a comment, and no command
    if not found:
        sentence = _("This command sends no body, so there is no event in it.")
        if error is not None:
            sentence = error.sentence(text.original)
        return Found(source, secrets=credentials.found, error=sentence)
    left_out = (LeftOut("request_without_body", without),) if without else ()
    cut_off = start.search(text.text, behind) is not None
    return Found(
        source, found, credentials.found, left_out, error.sentence(text.original) if error and cut_off else None
    )


def _is_beside(requests: list[Request], around: tuple[str, str]) -> bool:
    """Whether commands without a body are sentences that begin like one, or stand beside an event."""
    addresses = [each.address.text.text for each in requests if each.address is not None]
    if not any(map(_ADDRESS.search, addresses)):
        return True
    return any(_JSON_LINE.search(part) and mentions_event(part) for part in around)


def _is_glued(string: str, first: re.Match[str]) -> bool:
    """Whether something else than a blank or a quote stands right before a command."""
    return first.start() > 0 and not _MAY_BE_BEFORE.search(string, first.start() - 1, first.start())


def _is_whole(request: Request) -> bool:
    """Whether the body of a command within a word kept its quotes; the word has lost those that were not escaped."""
    return request.has_body and all('"' in part.text.text for part in request.parts)


def _without_marks(text: Traced, start: re.Pattern[str], budget: Budget) -> Traced:
    """The text without the marks with which a shell waits for the rest of a command, in the lines right behind one."""
    string = text.text
    if _WAITING.search(string) is None:
        return text
    builder = TracedBuilder(text.original)
    done = 0
    for match in start.finditer(string):
        at = string.find("\n", match.end()) + 1
        if at <= done:
            continue
        while at and (mark := _WAITING.match(string, at)) is not None:
            budget.spend()
            builder.copy(text, done, at)
            done = mark.end()
            at = string.find("\n", done) + 1
    if not done:
        return text
    builder.copy(text, done)
    return builder.build()


def _in_comment(string: str, command: re.Match[str]) -> bool:
    """Whether a command stands in a comment of source code, whose own event is the one that is meant."""
    begin = max(0, command.start() - _FAR)
    return (
        _COMMENT.search(string[string.rfind("\n", begin, command.start()) + 1 or begin : command.start()]) is not None
    )


def _parts(text: Traced, first: re.Match[str]) -> Iterator[Traced]:
    """What is tried when the whole makes no sense: words before a command may look like quotes and options to a shell.

    It is the text from the line of the command on, and then from the command itself, within backticks if it stands in
    some.
    """
    string = text.text
    begin = string.rfind("\n", 0, max(first.start(), string.find("\n", first.start(), first.end())) + 1) + 1
    if begin > 0:
        yield text.slice(begin)
    if first.start() > begin:
        marked = string.startswith("`", first.start() - 1)
        end = string.find("`", first.start()) if marked else -1
        yield text.slice(first.start(), len(text) if end < 0 else end)


class Requests:
    """The commands of one program, as they are found in a text."""

    def __init__(self, names: tuple[str, ...], read: _Reader, credentials: Credentials, original: Original) -> None:
        self._names = names
        #: A whole command within one word of another. It is shorter than that one, so this comes to an end.
        self._starts = re.compile(rf"\s*(?:{'|'.join(names)})[ \t]+(?:-{{1,2}}[A-Za-z]|https?://)")
        self._read = read
        self._credentials = credentials
        self._original = original
        #: Behind the last word of the last of them, in the text.
        self.end_of_last = 0

    def _handed_on(self, command: Command, budget: Budget) -> list[Request]:
        """What another shell is given to run, as one word: ``ssh server "curl .."``, ``os.system("curl ..")``."""
        found: list[Request] = []
        for word in command.words:
            if self._starts.match(word.text.text) is None:
                continue
            requests, error = self.of(word.text, budget)
            if error is None:
                found += [request for request in requests if _is_whole(request)]
        return found

    def _note_likely(self, text: Traced, budget: Budget) -> None:
        """The keys in variables that are not sure: nobody should see them either."""
        try:
            for each in ShellText(text, budget, believes_all=True).commands():
                command = each.calling(self._names)
                if command is not None:
                    deque(self._read(command, self._credentials, self._original, lambda _name: None), 0)
        except CommandTextError:
            return  # so far as it makes sense

    def _note_encoded(self, command: Command) -> None:
        """The login that a header is given by way of another command: ``$(echo -n api:.. | base64)``."""
        given = command.input
        if command.name in ("base64", "openssl") and given is not None and not given.holes:
            self._credentials.user(given.text.text.strip(), given.offset)

    def of(self, text: Traced, budget: Budget) -> tuple[list[Request], CommandTextError | None]:
        """What they send, up to a place at which the text makes no sense any more, and what is wrong there."""
        found: list[Request] = []
        # the text says this as a whole, so it is not asked for each command
        is_of_prompt = is_windows_shell(text.text)
        is_of_powershell = not is_of_prompt and is_powershell(text.text)
        marked, at_prompt = is_marked(text.text), is_of_prompt and is_at_prompt(text.text)
        for_windows = is_of_prompt or is_of_powershell
        commands, file, shell = _commands(text, budget, of_prompt=is_of_prompt, of_powershell=is_of_powershell)
        try:
            for each in commands:
                command = each.calling(self._names)
                if command is None:
                    self._note_encoded(each)
                    found += self._handed_on(each, budget)
                    continue
                behind_words = command is not each
                command = without_items(each, command, budget) if behind_words else command
                if not marked and (for_windows or command.words[0].text.text.lower().endswith(".exe")):
                    # it may be one of the Windows prompt or PowerShell, and no browser wrote it
                    command = without_variables(command, budget, at_prompt=at_prompt)
                for request in self._read(command, self._credentials, self._original, file):
                    _refuse_quotes_left_open((*command.words, *request.parts), budget)
                    if behind_words and not request.has_body:
                        continue
                    request.repairs = (*command.repairs, *request.repairs)
                    if command.is_never_run and request.has_body:
                        request.error = never_sent((request.parts or command.words)[0].text, 0)
                    found.append(request)
                last = command.words[-1].text
                self.end_of_last = last.offset(len(last))
        except CommandTextError as error:
            return found, error
        finally:
            if shell is not None and shell.variables.has_doubted:
                self._note_likely(text, budget)
        if found and not for_windows:
            if is_of_both_shells(text.text):
                self._refuse_where_shells_differ(found, windows_commands(text, budget), budget, of_two_shells())
            elif is_of_bash_and_powershell(text.text):
                self._refuse_where_shells_differ(found, powershell_commands(text, budget), budget, of_powershell())
        return found, None

    def _refuse_where_shells_differ(
        self, found: list[Request], commands: Iterator[Command], budget: Budget, sentence: str
    ) -> None:
        """Refuse the bodies, as bash reads them, of which another shell makes JSON that is not the same.

        ``commands`` are those of that shell.
        """
        other: list[Request] = []
        try:
            for each in commands:
                command = each.calling(self._names)
                if command is not None:
                    other += self._read(command, Credentials(self._original), self._original, lambda _name: None)
        except CommandTextError:
            return  # to that shell it is no command
        if len(found) != len(other):
            return
        for request, another in zip(found, other, strict=True):
            budget.spend(sum(len(part.text) for part in request.parts))
            if any(map(_differ, request.parts, another.parts)):
                line, column = request.parts[0].text.line_column(0)
                request.error = sentence.format(line=line, column=column)


def _refuse_quotes_left_open(words: Iterable[Word], budget: Budget) -> None:
    """Refuse a command with a word that holds the next command: apostrophes of both end and open its quotations.

    Raises:
        CommandTextError: there is one.
    """
    for word in words:
        if "\n" in word.text.text:
            budget.spend(len(word.text) // 10)
            if _ANOTHER.search(word.text.text) is not None:
                raise open_quote(word.offset)


def _differ(bash: Word, other: Word) -> bool:
    """Whether a word is JSON to another shell, and not the same, or none, to bash."""
    if bash.holes or bash.text.text == other.text.text:
        return False
    try:
        of_other = parse(other.text.text)
    except JsonTextError:
        return False
    try:
        return parse(bash.text.text) != of_other
    except JsonTextError:
        return "'" not in bash.text.text and "'" in other.text.text


def _commands(
    text: Traced, budget: Budget, *, of_prompt: bool, of_powershell: bool
) -> tuple[Iterator[Command], Callable[[str], Word | None], ShellText | None]:
    """The commands of a text, what gives the content of a file, and the reader of a text of bash.

    It is ``of_prompt``, that of Windows, ``of_powershell`` or else of bash.
    """
    if of_prompt:
        written = lambda name: decoded_file(text, name) or file_below(text, name, budget)  # noqa: E731
        return windows_commands(text, budget), written, None
    if of_powershell:
        written = lambda name: written_file(text, name) or file_below(text, name, budget)  # noqa: E731
        return powershell_commands(text, budget), written, None
    shell = ShellText(text, budget)
    return shell.commands(), lambda name: shell.files.get(name) or file_below(text, name, budget), shell
