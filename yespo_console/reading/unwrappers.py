"""What takes off whatever somebody else put around a paste, in the order in which it is tried."""

from collections.abc import Callable, Iterator
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.wrappings.base64_parts import base64_parts
from yespo_console.reading.wrappings.cdata import cdata
from yespo_console.reading.wrappings.code_blocks import fenced
from yespo_console.reading.wrappings.command_marks import marked_command
from yespo_console.reading.wrappings.html_text import (
    attributes,
    between_layout_tags,
    between_tags,
    tagged_lines,
    with_entities,
    without_style,
)
from yespo_console.reading.wrappings.invisible_signs import invisible_signs
from yespo_console.reading.wrappings.line_marks import logged_lines, marked_lines, numbered_lines, quoted_mail
from yespo_console.reading.wrappings.log_line_ends import log_line_ends
from yespo_console.reading.wrappings.lost_braces import lost_braces
from yespo_console.reading.wrappings.mail_links import mail_links
from yespo_console.reading.wrappings.markdown_escapes import markdown_escapes
from yespo_console.reading.wrappings.patches import new_side
from yespo_console.reading.wrappings.payload_views import payload_view
from yespo_console.reading.wrappings.psql_rows import psql_rows
from yespo_console.reading.wrappings.quoted_printable import quoted_printable
from yespo_console.reading.wrappings.quoted_texts import (
    doubled_quotes,
    escaped,
    quoted_lines,
)
from yespo_console.reading.wrappings.shell_apostrophes import apostrophes_around
from yespo_console.reading.wrappings.struck_out import without_struck_out
from yespo_console.reading.wrappings.terminal_colours import terminal_colours
from yespo_console.reading.wrappings.unwrapped import Unwrapped
from yespo_console.reading.wrappings.words import around_base_64, around_form


def _colours_or_fences(text: Traced, budget: Budget) -> Unwrapped | None:
    return terminal_colours(text, budget) or fenced(text, budget)


def _style_or_tags(text: Traced, budget: Budget) -> Unwrapped | None:
    return without_style(text, budget) or between_tags(text, budget)


def _line_ends_of_programs(text: Traced, budget: Budget) -> Unwrapped | None:
    return psql_rows(text, budget) or log_line_ends(text, budget)


def _before_each_line(text: Traced, budget: Budget) -> Unwrapped | None:
    return marked_lines(text, budget) or numbered_lines(text, budget) or logged_lines(text, budget)


def _layout_tags(text: Traced, budget: Budget) -> Unwrapped | None:
    return between_layout_tags(text, budget) or tagged_lines(text, budget)


def _in_quotes(text: Traced, budget: Budget) -> Unwrapped | None:
    return apostrophes_around(text, budget) or quoted_lines(text, budget)


#: Each gives the text without one wrapping, or None where it is not in it.
_Unwrapper = Callable[[Traced, Budget], Unwrapped | None]
#: What programs write between the characters of a mail or a page: a glance says that it is not there.
_WRITTEN_BY_PROGRAMS: Final[tuple[_Unwrapper, ...]] = (
    base64_parts,
    quoted_printable,
    invisible_signs,
    mail_links,
    without_struck_out,
)
_PUT_AROUND: Final[tuple[_Unwrapper, ...]] = (
    _colours_or_fences,
    quoted_mail,
    new_side,
    _style_or_tags,
    cdata,
    payload_view,
    marked_command,
    _line_ends_of_programs,
    _before_each_line,
    with_entities,
    _layout_tags,
    attributes,
    _in_quotes,
    escaped,
    doubled_quotes,
    markdown_escapes,
    around_base_64,
    around_form,
    lost_braces,
)


def without_marks_of_programs(text: Traced, budget: Budget) -> Iterator[Unwrapped]:
    """The text without what the source of a mail or of a page has between the characters of JSON, sound or not.

    Raises:
        RefusedError: it has two readings, or takes the only event back.
    """
    for take_off in _WRITTEN_BY_PROGRAMS:
        if (unwrapped := take_off(text, budget)) is not None:
            yield unwrapped


def without_wrapping(text: Traced, budget: Budget) -> Iterator[Unwrapped]:
    """The text without one of the wrappings that it has: with each of them, in their order.

    Raises:
        RefusedError: it has two readings.
    """
    for take_off in _PUT_AROUND:
        budget.spend(len(text) // 4)
        if (unwrapped := take_off(text, budget)) is not None:
            yield unwrapped
