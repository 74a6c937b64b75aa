"""All finders, in the order in which they are asked; the first that knows the text has it.

A text that says plainly what it is (a HAR file) comes before one that only looks like something (a line of a log). A
command may stand in a script and source code may hold a text that looks like a command, so what is written around both
decides: first the quotes of a table or a log, then what begins a line as a command does, then the languages from the
plainest to the most like others.
"""

from typing import Final

from yespo_console.reading.cells import find_cells, find_tab_cells
from yespo_console.reading.commands.cut_curl import find_cut_curl
from yespo_console.reading.commands.finders import find_curl, find_httpie, find_wget
from yespo_console.reading.commands.http_message import find_http_message
from yespo_console.reading.commands.printed import find_printed
from yespo_console.reading.finder import Finder
from yespo_console.reading.log_lines import find_log, find_log_with_commands
from yespo_console.reading.source_code.finders import (
    find_code_around,
    find_javascript,
    find_php,
    find_powershell,
    find_python,
    find_ruby,
)
from yespo_console.reading.source_code.printed.laravel_dump import find_laravel_dump
from yespo_console.reading.source_code.printed.php_dump import find_php_dump
from yespo_console.reading.source_code.printed.php_print import find_php_print
from yespo_console.reading.source_code.texts.other_texts import find_other_text
from yespo_console.reading.source_code.texts.raw_texts import find_raw_text
from yespo_console.reading.source_code.texts.sql_texts import find_sql
from yespo_console.reading.source_code.typed.typed_languages import find_typed_language
from yespo_console.reading.source_code.typed.typed_texts import find_typed_text
from yespo_console.reading.source_code.uses.script_calls import find_script_call
from yespo_console.reading.tool_files.bruno import find_bruno
from yespo_console.reading.tool_files.finders import find_tool_file

FINDERS: Final[tuple[Finder, ...]] = (
    find_tool_file,
    find_bruno,
    find_log_with_commands,
    find_http_message,
    find_powershell,
    find_cells,
    find_curl,
    find_wget,
    find_httpie,
    find_cut_curl,
    find_printed,
    find_tab_cells,
    find_sql,
    find_log,
    find_php_print,
    find_php_dump,
    find_laravel_dump,
    find_other_text,
    find_php,
    find_script_call,
)
#: They are asked last, and read code in which blanks at the beginning of a line may be part of a text; the others
#: read it without its margin: in PHP the end of such a text says how wide that is, and in PowerShell it stands where
#: there is none. What they take for code may as well be sentences, so they read what stands between those.
CODE_FINDERS: Final[tuple[Finder, ...]] = (
    find_ruby,
    find_python,
    find_typed_language,
    find_typed_text,
    find_raw_text,
    find_javascript,
    find_code_around,
)
