"""The sentences of all repairs and of what was left out, by code. Past tense: they tell what has been done."""

from typing import Final

from yespo_console.platform.i18n import N_

REPAIRS: Final[dict[str, str]] = {
    # The file or the copy as a whole
    "byte_order_mark": N_("An invisible byte order mark before the text was left out."),
    "end_mark": N_("The byte 0 behind the text, with which some programs end one, was left out."),
    "utf_16": N_("The file is in UTF-16 and was read as such; a request travels as UTF-8."),
    "windows_1251": N_("The file is in Windows-1251 and was read as such; a request travels as UTF-8."),
    "code_fence": N_("The marks of a code block around the event were left out: {mark}"),
    "mail_quoting": N_("The “>” marks of a quoted mail before each line were left out."),
    "quoted_printable": N_(
        "This is the source of a mail (quoted-printable): its codes such as =3D became the characters they mean, and "
        "lines that end in “=” were joined."
    ),
    "invisible_signs": N_(
        "Invisible characters (such as soft hyphens) that a program put between letters were left out: {count}."
    ),
    "mail_links": N_("Links that a mail program wrote behind addresses, such as {found}, were left out: {count}."),
    "terminal_colours": N_("What tells a terminal about colours was left out: {count}."),
    "line_numbers": N_("The line numbers before each line were left out."),
    "line_marks": N_("The “{mark}” before each line was left out."),
    "psql_rows": N_("The “+” at the ends of lines, and what else psql prints around a cell, was left out."),
    "log_line_ends": N_(
        "Line ends and tabs that rsyslog wrote as #012 and #011 became the white space that they mean: {count}."
    ),
    "patch": N_(
        "This is a patch: the lines that it takes away (-) were left out, and the “+” before those that it adds."
    ),
    "html_entities": N_("HTML codes for characters (such as &quot;) were turned back into the characters: {count}."),
    "form_encoded": N_("The text was encoded as a form or an address carries it (%7B for a bracket); it was decoded."),
    "base64_encoded": N_("The text was in Base64; it was decoded."),
    "escaped_text": N_("The whole event was escaped as if it stood in quotes; that was undone."),
    "command_cut_off": N_(
        "The beginning of this command is missing, and with it perhaps its address: it was read as one of curl from "
        "here on."
    ),
    "shell_apostrophe": N_(
        "Apostrophes stood as a shell wants them within single quotes ('\\''); each became one again: {count}."
    ),
    "doubled_quotes": N_("Every quote stood twice, as in a cell of a table; each became one."),
    "markdown_escapes": N_("The backslashes that Markdown puts before brackets and other signs were left out."),
    "html_attribute": N_("The event stood in an attribute of HTML; the rest of the page was left out."),
    "encoded_twice": N_("The whole event was made JSON text more than once; it was taken out."),
    "sent_as_form": N_(
        "The code sends the event as a form, which Yespo does not take as an event. It was read as the JSON of it."
    ),
    "sent_without_json": N_(
        "The code sends the event without making JSON of it, and Yespo takes JSON only. It was read as the JSON of it."
    ),
    "sent_on_condition": N_(
        "Whether the code sends the event depends on “{condition}”. It was read as it is when it is sent."
    ),
    "sent_in_loop": N_(
        "The code sends the event in a loop, “{found}”: perhaps more than once, or never. It was read once, as it "
        "stands."
    ),
    "sent_when_called": N_(
        "Whether and how often the code sends the event is up to “{found}”. It was read once, as it stands."
    ),
    "sent_another": N_(
        "What the code sends is “{found}”, and nothing shows that it is this event. The event was read as it stands."
    ),
    "value_encoded_twice": N_("The data of {name} was made text more than once; now it is text once."),
    "params_in_quotes": N_("The params stood in quotes as one text; they were taken out."),
    "text_around": N_("Text around the event was left out: “{found}”."),
    "taken_out": N_("The event was taken out of a JSON text that holds more than it."),
    # Tables
    "cell_spaces": N_("Spaces around the cells of the table were left out."),
    "layout_rows": N_("Rows that draw a line, repeat the header or count the rows are no events; left out: {count}."),
    "params_column": N_("The JSON in the column params was read as the params of the event."),
    # Spaces and comments
    "comment": N_("A comment was left out; JSON has none."),
    "struck_out": N_("What was struck out was left out."),
    "layout_tag": N_("Tags of HTML for line ends and spaces between the values were left out: {count}."),
    "line_backslash": N_("Backslashes at the ends of lines between the values were left out: {count}."),
    "odd_space": N_("Special spaces (such as no-break spaces) between the values became plain ones: {count}."),
    "spaces_lost": N_(
        "Every space had become a special one (a no-break space), inside texts too; all became plain again: {count}."
    ),
    "space_doubted": N_(
        "The no-break space beside a number or its sign became a plain one, as all others did; it may have been one by "
        "itself."
    ),
    "ellipsis": N_("“{dots}”, which stands for more of the same, was left out."),
    # Commas and brackets
    "missing_comma": N_("A missing comma was put in."),
    "trailing_comma": N_("A comma with nothing after it was left out."),
    "semicolon": N_("Semicolons between the members became commas: {count}."),
    "extra_comma": N_("A comma too many was left out."),
    "lost_braces": N_("The curly brackets around the members of the event were missing; they were put in."),
    "stray_bracket": N_("A bracket that belongs to nothing was left out: {bracket}"),
    "missing_bracket": N_("A bracket that was missing was put in: {bracket}"),
    # Quotes
    "inner_json": N_("The quotes of the JSON inside a value were escaped, so that the value is one text."),
    "nested_layout": N_("Line breaks between the parts of the JSON inside a value were left out."),
    "inner_quote": N_("A quote inside a text was escaped, because it belongs to the text."),
    "single_quotes": N_("Single quotes around names and texts became double ones: {count}."),
    "typographic_quotes": N_("Typographic quotes around names and texts became straight ones: {count}."),
    "backquotes": N_("Backquotes around names and texts became double quotes: {count}."),
    "unquoted_name": N_("Names without quotes were put in quotes: {count}, the first is {name}."),
    "unquoted_text": N_("A text without quotes was put in quotes."),
    "line_break": N_("A line break or another control character inside a text was written as an escape."),
    "control_character": N_("An invisible control character stands inside a text; it was kept, as an escape."),
    "escape": N_("An escape that JSON does not know was written as the character it means."),
    "backslash": N_("A backslash that belongs to the text was doubled, as JSON wants it."),
    # Commands
    "continuation": N_(
        "The command went on in the next line without a backslash at the very end of this one; it was put in."
    ),
    "typographic_command": N_("A typographic quote or dash of the command was read as the plain one that was typed."),
    "content_length": N_(
        "The request says that its body has {said} bytes, and {found} stand here. It was changed since it was "
        "sent, or does not arrive whole."
    ),
    "api_version": N_(
        "The address is that of API {called}, where params is {wanted}. The event is written as {version} takes it, and"
        " was read so."
    ),
    # Values and names
    "printed_values": N_(
        "This print of PHP shows neither quotes nor types: every value was read as a text, nothing as an empty one."
    ),
    "placeholder": N_("“{placeholder}” is a placeholder and no value. It became an empty text: fill it in."),
    "bare_word": N_(
        "“{placeholder}” stands without quotes, so it may be a placeholder or a value. It became empty: fill it in."
    ),
    "computed_value": N_("The code computes this value: {value}. It became an empty text: fill it in."),
    "other_literal": N_("{found} of another language was written as {json}."),
    "loose_number": N_("The number {found} was written as {json}, as JSON has it."),
    "mongodb_value": N_("{found}, as MongoDB prints a value, was written as {json}."),
    "rounded_number": N_(
        "JavaScript sends {json} for the number {found}, of which it keeps no more; it was written so."
    ),
    "undefined_twice": N_(
        "“{name}” stands more than once in this object, once as undefined. JavaScript takes the last one, and JSON "
        "leaves out what is undefined; the event was read so."
    ),
    "empty_item": N_("Nothing stood before a comma of a list, which JavaScript sends as null; it was written so."),
    "variable": N_("The text sets the variable {name}, so its value was put in: {value}"),
    "numbered_params": N_("The params were numbered, as PHP writes a list with gaps; they were read as a list."),
    "misnamed_member": N_("“{name}” was renamed {right}, which is how Yespo calls it."),
}

#: What tells how code sends an event, of which it changes nothing.
OF_SENDING: Final = frozenset(
    (
        "encoded_twice",
        "sent_as_form",
        "sent_without_json",
        "sent_on_condition",
        "sent_in_loop",
        "sent_when_called",
        "sent_another",
        "taken_out",
    )
)

#: Changes of a whole file, table, command or print: without one of them there is no event, or another one.
NEEDED: Final = frozenset(
    (
        "byte_order_mark",
        "utf_16",
        "windows_1251",
        "cell_spaces",
        "layout_rows",
        "params_column",
        "log_line_ends",
        "patch",
        "printed_values",
        "quoted_printable",
        "computed_value",
        "undefined_twice",
        "variable",
        "continuation",
        "typographic_command",
        "encoded_twice",
        "sent_as_form",
        "sent_without_json",
        "sent_on_condition",
        "sent_in_loop",
        "sent_when_called",
        "sent_another",
        "escaped_text",
        "command_cut_off",
        "shell_apostrophe",
        "spaces_lost",
        "lost_braces",
        "taken_out",
    )
)

#: Singular and plural; ``{count}`` is how many.
LEFT_OUT: Final[dict[str, tuple[str, str]]] = {
    "request_without_body": (
        N_("One request without a body was passed over."),
        N_("{count} requests without a body were passed over."),
    ),
    "request_elsewhere": (
        N_("One request that is no event call to Yespo was passed over."),
        N_("{count} requests that are no event calls to Yespo were passed over."),
    ),
    "description": (
        N_("What only describes an event, as a schema or the rules of a validator do, was passed over."),
        N_("{count} objects that only describe an event, as schemas or the rules of validators do, were passed over."),
    ),
    "variable_kept": (
        N_("One variable of the tool stands in the events, and its value is not read: {names}"),
        N_("{count} variables of the tool stand in the events, and their values are not read: {names}"),
    ),
    "text_beside": (
        N_("One more piece of text around the events was left out."),
        N_("{count} more pieces of text around the events were left out."),
    ),
    "log_entry_without_event": (
        N_("One log entry without an event was passed over."),
        N_("{count} log entries without an event were passed over."),
    ),
}
