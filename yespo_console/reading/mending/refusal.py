"""Why a text is not mended: the place, and what a person can do. A refusal is better than a guess."""

from typing import Final

from yespo_console.platform.i18n import N_, _
from yespo_console.reading.origin import Traced

#: Sentences by code; each is put behind "Line 3, column 7: ".
REFUSALS: Final[dict[str, str]] = {
    "cut_off": N_("the text ends before the {bracket} that opens here is closed. It is cut off: copy all of it."),
    "not_closed": N_(
        "the [ that opens here is still open where the {bracket} of what stands around it follows. Write the ] that is "
        "missing, or take out the bracket that is too many."
    ),
    "line_end_of_log": N_(
        "“{found}” is how rsyslog writes a line end, and whether it stands for one everywhere in this event cannot be "
        "told. Write a line end for it between the parts of JSON, and \\n within a text."
    ),
    "string_cut_off": N_("the quote that opens here is never closed. The text is cut off, or a quote is missing."),
    "elided": N_("“...” stands for everything inside these brackets, so the content is missing. Copy it whole."),
    "shortened": N_(
        "“{dots}” stands for a part that was left out here, as programs do that show the beginning. It is cut off: "
        "copy all of it from where it is whole."
    ),
    "comment_open": N_("the comment that begins here is never closed with */. Close it, or take it out."),
    "inner_quotes": N_(
        "it cannot be told where the text that opens here ends: quotes inside it look like quotes around it. "
        'Write \\" for every quote that belongs to the text.'
    ),
    "stray_quote": N_(
        'the quote here may belong to the text before it, or be one too many. Write \\" if it belongs to it; else take '
        "it out."
    ),
    "quote_missing": N_(
        "the text that opens here seems to lack its closing quote, or holds quotes that are not escaped. Mend the "
        "quotes by hand."
    ),
    "nested_backslashes": N_(
        'the backslashes in this nested JSON can be read in two ways. Escape its quotes (\\") and backslashes (\\\\) '
        "by hand."
    ),
    "backslash": N_(
        "this backslash can be meant as itself or as the beginning of an escape such as \\n: write \\\\ for itself."
    ),
    "printed_backslashes": N_(
        "the text in quotes that this backslash stands in is JSON as it stands, and other JSON if a program printed it "
        "and doubled its backslashes. Paste the JSON without the quotes around it."
    ),
    "backslashes_of_language": N_(
        "the text that begins here has two readings. In a shell, in .env, INI or TOML, in PowerShell and "
        "between backquotes in Go its backslashes stand for themselves; in code such as Python or JavaScript they "
        "begin escapes, and make another event. "
        "Which of these it is, nothing here tells: copy the whole program, or the event as JSON without the quotes."
    ),
    "here_document": N_(
        "this backslash has two readings. To the shell that reads these lines up to the closing word, two are one; in "
        "JSON both count. Which is meant, nothing here tells: copy the script with the command that sends them, or the "
        "event as JSON without the lines around it."
    ),
    "escaped_quote": N_(
        "\\' can be an apostrophe here, or a double quote that became a single one. Put the names and texts in double "
        "quotes."
    ),
    "shell_apostrophe": N_(
        "'\\'' is an apostrophe as a shell wants it within single quotes, and other single quotes beside it are not "
        "written so. Copy the whole command, or write a plain apostrophe here."
    ),
    "name": N_("a name with a colon is expected here, and “{found}” stands here. Mend this place by hand."),
    "name_or_number": N_(
        "a name with a colon is expected behind the comma, and “{found}” stands here. If both are one number, write it "
        "with a point: 12.5."
    ),
    "colon": N_("a colon is missing after the name. Write it, and the value behind it."),
    "value": N_("a value is expected here, and “{found}” stands here. Put text in double quotes."),
    "value_missing": N_("the value is missing here. Write it; an empty text is two double quotes."),
    "number": N_(
        "“{found}” is not a number as JSON has it and could mean several things. Write it as 12.5, or in quotes."
    ),
    "bare_text": N_("“{found}” stands here without quotes, and where it ends cannot be told. Put it in double quotes."),
    "quotes_missing": N_(
        "“{found}” stands here without quotes. If a shell took them away, escape the quotes in the command or read the "
        "event from a file; else put names and texts in double quotes."
    ),
    "computed": N_(
        "“{found}” is what a program prints when it has no value, or none that it can show. Write the value."
    ),
    "comma_or_quote": N_(
        "either a comma is missing between two texts here, or quotes inside one text are not escaped. Which of the two "
        "cannot be told."
    ),
    "after_value": N_("“{found}” follows the value here, where a comma or a closing bracket is expected."),
    "after_end": N_(
        "the event ends before this place, but “{found}” follows. A bracket is too many, or one is missing."
    ),
    "no_event_behind": N_(
        "what begins here is no event by itself. A bracket before it may be too many, or it does not belong here."
    ),
    "part_of_another": N_(
        "the event that begins here may be a part of what stands before it. Copy it alone and paste it again."
    ),
    "events_among_params": N_(
        "whole events stand among the params of the event that begins here: one of its own brackets is lost, so that "
        "it took those behind it. Copy it alone and paste it again."
    ),
    "events_of_one_key": N_(
        "what begins here has no event type and holds events in “{name}”. Whether its keyValue is that of each of them "
        "cannot be told. Write it into each event, and paste the events alone."
    ),
    "no_whole_event": N_(
        "what begins here speaks of an event and is no whole one. Copy it with its outermost brackets."
    ),
    "stray_bracket": N_("one {bracket} is too many, and which one cannot be told, because both ways give an event."),
    "opening_bracket": N_(
        "the bracket {bracket} is one too many here, or an opening bracket near it is missing. Which of the two cannot "
        "be told: take it out, or write the other one."
    ),
    "wrapped": N_(
        "this line break stands inside a text, and whether it belongs there or a program wrapped the line cannot be "
        "told. Join the lines by hand, or write \\n."
    ),
    "spaces": N_(
        "a special space (no-break space) stands inside this text, and all other spaces have become such ones too. "
        "Whether this one was a plain space cannot be told: write it anew."
    ),
    "struck_out": N_(
        "the event stands in a comment or is struck out, so it may be sent no more. Copy it without these marks."
    ),
    "comment_or_heading": N_(
        "an event begins here in a line that begins with “#”. Whether that is a heading or a comment cannot be told, "
        "so it was not read. Copy the event alone if it is to be sent."
    ),
    "patch_or_list": N_(
        "one event stands behind “-” and another one behind “+”. In a patch only those behind “+” count, in a list all "
        "do, and which of the two this is cannot be told. Copy the events that count, without these signs."
    ),
    "entities": N_(
        "some characters stand as HTML codes such as &amp; and others do not, so what this one means cannot be told."
    ),
    "quoted_printable": N_(
        "this looks like the source of a mail, where “=3D” is an equals sign and “=” at the end of a line joins it to "
        "the next, but not all of it reads so. Copy the event from the mail as it is shown."
    ),
    "base64_part": N_(
        "the part of a mail that begins here is in Base64 and speaks of an event, but it is cut off or changed. Copy "
        "all of it again, or the event from the mail as it is shown."
    ),
    "unread_command": N_(
        "what is quoted here belongs to a command, which cannot be read because of what stands before its name. Copy "
        "the command alone."
    ),
    "quoting": N_(
        "what is quoted here is a part of a command or a program, and its marks for quotes or variables would become "
        "data. Copy all of the command or the program, from its first line on."
    ),
    "too_deep": N_("brackets are nested more than {limit} levels deep. Use fewer levels."),
    "not_certain": N_("the text is too broken to be mended with certainty. Mend this place by hand."),
    "without_repair": N_("without the change that you refused the text cannot be read: {repair}"),
}


class RefusedError(Exception):
    """A text is not mended.

    Attributes:
        code: a key of ``REFUSALS``.
        line, column: the place in the original, from 1.
        args_: named arguments of the sentence.
        final: True when no other reading of the text may be tried instead.
    """

    def __init__(self, text: Traced, index: int, code: str, *, final: bool = False, **args: str) -> None:
        self.code = code
        self.line, self.column = text.line_column(index)
        self.args_ = args
        self.final = final
        super().__init__(code, self.line, self.column)

    def __str__(self) -> str:
        return _("Line {line}, column {column}: {reason}").format(
            line=self.line, column=self.column, reason=_(REFUSALS[self.code]).format(**self.args_)
        )
