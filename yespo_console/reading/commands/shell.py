"""Command lines of bash and the like, as words: quoting, continuation, here-documents, pipes, variables that are set.

Nothing is run. A variable that the text surely sets to one value has that; anything else that only a shell could know
makes the word incomplete.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final

from yespo_console.reading import escapes
from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.apostrophes import ends_at_apostrophe
from yespo_console.reading.commands.here_documents import HereDocument, announced
from yespo_console.reading.commands.shell_files import ShellFiles, Target
from yespo_console.reading.commands.shell_output import output_of
from yespo_console.reading.commands.shell_variables import ShellVariables
from yespo_console.reading.commands.typographic import option_dash, quotation_end
from yespo_console.reading.commands.words import Command, CommandTextError, Word, WordBuilder, open_quote, undecodable
from yespo_console.reading.commands.wrapped_commands import goes_on
from yespo_console.reading.escapes import UndecodableError, unescape
from yespo_console.reading.literals import Unknown
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, repair_at

_PLAIN: Final = re.compile(r"[^\s'\"\\$`|&;<>()#]+|#")
_SINGLE: Final = re.compile(r"'[^']++'")
_QUOTED: Final = re.compile(r'[^"\\$`]+')
_VARIABLE: Final = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
#: ``$ ``, ``user@host:~# ``; a lone ``#`` begins a comment.
_PROMPT: Final = re.compile(
    r"[ \t]*[A-Za-z]:\\[^>\n]{0,200}>[ \t]*|[ \t]*(?:[\w.@~:/\\-]{0,60}[$%>]|[\w.@~:/\\-]{1,60}#)[ \t]+"
)
_ANSI_C_END: Final = re.compile(r"[^'\\]*+(?:\\.[^'\\]*+)*+'", re.DOTALL)
_DESCRIPTOR: Final = re.compile(r"\d>")
_REDIRECTION: Final = re.compile(r"[0-9>&]*+")
#: ``$(..)``, and not the sums of ``$((..))``.
_SUBSTITUTION: Final = re.compile(r"\$\((?!\()")
#: A backslash at the end of a line; spaces behind it undo it for a shell, and are not meant.
_CONTINUED: Final = re.compile(r"\\[ \t]++\r?\n")
#: Blanks, and lines that go on as a shell has it.
_BLANK: Final = re.compile(r"(?>(?:[ \t\r\u00a0]++|\\\r?\n)*)")
#: Substitutions within substitutions are followed down to this depth.
_DEEPEST: Final = 20
#: What parts words: no other kind of space does (a no-break space comes from a web page).
_BLANKS: Final = frozenset(" \t\r\u00a0")
_PARTING: Final = _BLANKS | frozenset("\n|&;<>()")
#: More of them are in no command.
_MOST_PRETTY: Final = 100
#: What a word processor makes of quotes and hyphens.
_PRETTY: Final = frozenset("“„”‘‚’–—")
#: What ends a command.
_ENDS: Final = frozenset("\n;&|()")


class ShellText:
    """Splits one text into commands.

    Raises (while reading):
        CommandTextError: a quotation never ends, or an escape stands for no character.
        ReadingStoppedError: there are no steps left, or the reading was cancelled.
    """

    def __init__(self, text: Traced, budget: Budget, *, looks_ahead: bool = True, believes_all: bool = False) -> None:
        """Split one text.

        Args:
            text: the text.
            budget: is spent.
            looks_ahead: whether variables have values, for which the whole text is split once more.
            believes_all: whether a variable has the last value it was set to, also where that is not sure.
        """
        self._whole = self._text = text
        self._string = text.text
        self._budget = budget
        self._at = 0
        self.variables = ShellVariables(text.text, (lambda: self._ahead.variables) if looks_ahead else None)
        self.variables.believes_all = believes_all
        #: What the text itself writes into files (``cat > body.json <<EOF``).
        self.files = ShellFiles(self.variables.blocks, (lambda: self._ahead.files) if looks_ahead else None)
        self._waiting: list[HereDocument] = []  # whose body begins after this line
        self._repairs: list[Repair] = []
        self._within: list[Command] = []  # in substitutions of the command that is being read
        self._depth = 0
        self._pretty = _PRETTY

    def commands(self) -> Iterator[Command]:
        """The commands of the text, in order. A pipe's output is the input of the next where the text tells it."""
        return self._commands(None)

    def _commands(self, substitution: int | None) -> Iterator[Command]:
        """The commands from here up to the end, or up to the bracket that ends the substitution which begins there."""
        piped: Word | None = None
        depth = 0
        while substitution is not None or self._at < len(self._string):
            command, ended_by, target = self._command()
            if piped is not None and command.input is None:
                command = replace(command, input=piped)
            piped = None
            if command.words:
                output = output_of(command, self.files, self._budget)
                if ended_by == "|":
                    piped = output or Word(self._text.slice(0, 0), [(0, Unknown(command.words[0].offset))])
                self.files.note(command)
                if target is not None:
                    self.files.write(target, output)
            within, self._within = self._within, []
            yield from within
            if command.words or (substitution is not None and command.input is not None):
                yield command
            if substitution is None:
                continue
            depth += (ended_by == "(") - (ended_by == ")")
            if depth < 0:
                return
            if self._at >= len(self._string):
                raise open_quote(self._text.offset(substitution))

    def _command(self) -> tuple[Command, str, Target | None]:
        """The next command, what ended it, and the file that its output goes to."""
        words: list[Word] = []
        given: Word | None = None
        target: Target | None = None
        at_start = True
        while True:
            self._budget.spend()
            self._blank()
            if self._at >= len(self._string):
                given = self._heredoc_bodies() or given
                return self._done(words, given, ""), "", target
            character = self._string[self._at]
            if at_start and (prompt := _PROMPT.match(self._string, self._at)) and self._at_line_start():
                self._at = prompt.end()
                self.variables.is_session = True
                at_start = False
                continue
            at_start = False
            if character == "#":
                end = self._string.find("\n", self._at)
                self._at = len(self._string) if end < 0 else end
            elif character in _ENDS:
                self._at += 1
                may_go_on = character == "\n" and words and not self._waiting
                if may_go_on and goes_on(self._text, self._at, words, self._budget):
                    self._go_on(self._at - 1, self._at)
                    continue
                if character == "\n":
                    given = self._heredoc_bodies() or given
                    return self._done(words, given, "\n"), "\n", target
                if character in "&|;" and self._string.startswith(character, self._at):
                    self._at += 1
                    character *= 2
                if self._waiting and character == "|":
                    given = self._heredoc_now() or given
                return self._done(words, given, character), character, target
            elif character == "<":
                given = self._input() or given
            elif character == ">" or (character.isdigit() and _DESCRIPTOR.match(self._string, self._at)):
                target = self._redirect()
            else:
                words.append(self._word())

    def _at_line_start(self) -> bool:
        before = self._string[max(0, self._at - 40) : self._at]
        return not before.strip(" \t") or before.rstrip(" \t").endswith("\n")

    def _go_on(self, start: int, end: int) -> None:
        """The command goes on in the next line, as its options show, although the line does not say so."""
        self._repairs.append(repair_at(self._text, start, end, "continuation", "\\\n"))

    def _done(self, words: list[Word], given: Word | None, sign: str) -> Command:
        repairs, self._repairs = tuple(self._repairs), []
        return Command(tuple(self.variables.take(words, sign)), given, repairs, self.variables.has_left)

    @cached_property
    def _ahead(self) -> "ShellText":
        """The same text, read to its end."""
        ahead = ShellText(self._whole, self._budget, looks_ahead=False)
        try:
            deque(ahead.commands(), 0)
        except CommandTextError:
            ahead.variables.break_off()
        return ahead

    def _blank(self) -> None:
        while True:
            self._at = _BLANK.match(self._string, self._at).end()  # type: ignore[union-attr] # it matches nothing, too
            continued = _CONTINUED.match(self._string, self._at) if self._string.startswith("\\", self._at) else None
            if continued is None:
                return
            self._go_on(continued.start(), continued.end())
            self._at = continued.end()

    def _parts_at(self, at: int) -> bool:
        return at == len(self._string) or self._string[at] in _PARTING

    def _word(self) -> Word:
        begin = self._at
        plain = _PLAIN.match(self._string, begin)
        if plain and plain[0][0] not in self._pretty and self._parts_at(plain.end()):
            self._at = plain.end()  # most words are of this kind
            return Word(self._text.slice(begin, plain.end()))
        quoted = _SINGLE.match(self._string, begin)
        if quoted and self._parts_at(quoted.end()) and not ends_at_apostrophe(self._string, begin):
            self._at = quoted.end()
            return Word(self._text.slice(begin + 1, quoted.end() - 1))
        builder = WordBuilder(self._text.original, self._budget)
        if self._string[begin : begin + 1] in self._pretty:
            self._typographic(builder)
        while self._at < len(self._string):
            self._budget.spend()
            character = self._string[self._at]
            if character in _PARTING:
                break
            if character == "'":
                self._single(builder)
            elif character == '"':
                self._double(builder)
            elif character == "\\":
                self._escaped(builder)
            elif character == "$" or character == "`":
                if self._string.startswith("$'", self._at):
                    self._ansi_c(builder)
                elif self._string.startswith('$"', self._at):
                    self._at += 1
                else:
                    self._expansion(builder)
            else:
                match = _PLAIN.match(self._string, self._at)
                end = match.end() if match else self._at + 1
                builder.copy(self._text, self._at, end)
                self._at = end
        if not len(builder):
            builder.put("", self._text.offset(begin), 0)
            return Word(self._text.slice(begin, begin), builder.holes)
        return builder.word()

    def _typographic(self, builder: TracedBuilder) -> None:
        """A quotation or an option that was made pretty, read as it was typed."""
        start = self._at
        end = quotation_end(self._string, start)
        hyphens = option_dash(self._string, start)
        if len(self._repairs) > _MOST_PRETTY:
            end = hyphens = None
        if end is not None:
            self._repairs.append(repair_at(self._text, start, start + 1, "typographic_command", "'"))
            builder.copy(self._text, start + 1, end)
            self._at = end + 1
            self._budget.spend(end - start)
        elif hyphens is not None:
            self._repairs.append(repair_at(self._text, start, start + 1, "typographic_command", hyphens))
            builder.put(hyphens, self._text.offset(start))
            self._at += 1
        else:
            self._pretty = frozenset()  # words, not a command: looking for the end of each quotation takes too long

    def _single(self, builder: TracedBuilder) -> None:
        end = self._string.find("'", self._at + 1)
        if end < 0 or ends_at_apostrophe(self._string, self._at):
            raise open_quote(self._text.offset(self._at))
        builder.copy(self._text, self._at + 1, end)
        self._at = end + 1

    def _ansi_c(self, builder: TracedBuilder) -> None:
        start = self._at + 2
        match = _ANSI_C_END.match(self._string, start)
        if match is None:
            raise open_quote(self._text.offset(self._at))
        try:
            builder.copy(unescape(self._text, escapes.ANSI_C, start, match.end() - 1))
        except UndecodableError as error:
            raise undecodable(error.offset) from None
        self._at = match.end()

    def _escaped(self, builder: TracedBuilder) -> None:
        following = self._string[self._at + 1 : self._at + 2]
        if following == "\n":
            self._at += 2
        elif self._string.startswith("\\\r\n", self._at):
            self._at += 3
        else:
            builder.put(following, self._text.offset(self._at), 2)
            self._at += 1 + len(following)

    def _double(self, builder: WordBuilder) -> None:
        opening = self._at
        self._at += 1
        while self._at < len(self._string):
            self._budget.spend()
            match = _QUOTED.match(self._string, self._at)
            if match is not None:
                builder.copy(self._text, self._at, match.end())
                self._at = match.end()
                continue
            character = self._string[self._at]
            if character == '"':
                self._at += 1
                return
            if character == "\\":
                following = self._string[self._at + 1 : self._at + 2]
                if following and following in '\\$`"\n':
                    builder.put(following.replace("\n", ""), self._text.offset(self._at), 2)
                    self._at += 2
                elif following == "!":
                    builder.put("!", self._text.offset(self._at), 2)
                    self._at += 2
                else:
                    builder.copy(self._text, self._at, self._at + 1)
                    self._at += 1
            else:
                self._expansion(builder)
        raise open_quote(self._text.offset(opening))

    def _expansion(self, builder: WordBuilder) -> None:
        """``$NAME``, ``$(...)`` or backticks: what the text tells about it, or that part as unknown."""
        start = self._at
        match = _VARIABLE.match(self._string, start)
        if match is not None:
            self._at = match.end()
            name = match[1] or match[2]
            value = self.variables.get(name)
            if value is None:
                builder.leave_out(self._text, start, self._at)
            else:
                builder.fill_in(self._text, start, self._at, name, value)
            return
        if self._string[start] == "$" and not self._string.startswith(("$(", "${"), start):
            builder.copy(self._text, start, start + 1)
            self._at += 1
            return
        if _SUBSTITUTION.match(self._string, start) and self._depth < _DEEPEST:
            self._substitution(builder)
            return
        opening, closing_sign = (
            (start, "`") if self._string[start] == "`" else (start + 1, ")" if self._string[start + 1] == "(" else "}")
        )
        end_at = self._string.find(closing_sign, opening + 1)
        if end_at < 0:
            raise open_quote(self._text.offset(start))
        self._at = end_at + 1
        builder.leave_out(self._text, start, self._at)

    def _substitution(self, builder: WordBuilder) -> None:
        """Put in what ``$(...)`` certainly prints, and keep its commands: they may be the ones that are looked for."""
        start = self._at
        around = self._waiting, self._repairs, self._within
        state = self.variables.blocks.enter()
        self._at += 2
        self._waiting, self._repairs, self._within = [], [], []
        self._depth += 1
        commands = list(self._commands(start))
        self._depth -= 1
        self._waiting, self._repairs, self._within = around
        self.variables.blocks.leave(state)
        self._within += commands
        output = output_of(commands[0], self.files, self._budget) if len(commands) == 1 else None
        if output is None:
            name = commands[0].name if commands else ""
            builder.leave_out(self._text, start, self._at, f"$({name}...)" if name else "")
            return
        builder.put_in(output.without_line_ends())

    # -- input and output

    def _input(self) -> Word | None:
        if self._string.startswith("<<<", self._at):
            self._at += 3
            self._blank()
            return self._word()
        document = announced(self._string, self._at)
        if document is not None:
            self._waiting.append(document)
            self._at = document.end
            return None
        self._at += 1
        self._blank()
        word = self._word()
        return self.files.content_of(word)

    def _redirect(self) -> Target:
        """The file that the output goes to."""
        signs = _REDIRECTION.match(self._string, self._at)
        assert signs is not None  # it may be empty
        self._at = signs.end()
        self._blank()
        return Target(self._word().text.text, ">>" in signs[0])

    def _heredoc_bodies(self) -> Word | None:
        """The here-documents that were announced in the line that has just ended; the last one counts."""
        word = None
        for document in self._waiting:
            body, self._at = document.body(self._text, self._at, self._budget)
            word = document.word(body, self.variables.get, self._budget)
        self._waiting = []
        return word

    def _heredoc_now(self) -> Word | None:
        """The same when the line goes on after a pipe: the bodies stand after it, and are taken out of the text."""
        end = self._string.find("\n", self._at)
        rest, self._at = self._at, len(self._string) if end < 0 else end + 1
        word = self._heredoc_bodies()
        self._budget.spend(len(self._string))
        builder = TracedBuilder(self._text.original)
        builder.copy(self._text, 0, len(self._string) if end < 0 else end + 1)
        builder.copy(self._text, self._at)
        self._text = builder.build()
        self._string = self._text.text
        self._at = rest
        return word
