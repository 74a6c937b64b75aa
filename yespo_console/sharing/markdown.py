"""Pieces of Markdown that hold any text and show it as it is."""

import re
from typing import Final

_TICKS: Final = re.compile("`+")
_MARKED: Final = re.compile(r"([\\`*_\[\]<>|~&])")
#: What makes a heading or a list when a line begins with it.
_AT_START: Final = re.compile(r"^([#+=-]|\d{1,9}(?=[.)]))")


def in_one_line(text: str) -> str:
    """``text`` with all space as single blanks."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """``text`` in a line, with every character that Markdown would act on marked."""
    return _AT_START.sub(_marked, _MARKED.sub(r"\\\1", in_one_line(text)))


def _marked(match: re.Match[str]) -> str:
    return f"{match[1]}\\" if match[1].isdigit() else f"\\{match[1]}"


def fenced(text: str, language: str = "json") -> list[str]:
    """``text`` as a block of code, line by line."""
    fence = "`" * max(3, 1 + _longest_run(text))
    return [f"{fence}{language}", *text.split("\n"), fence]


def code(text: str) -> str:
    """``text`` as a piece of code in a line; empty for an empty text."""
    text = text.replace("\r", "").replace("\n", "⏎")
    if not text:
        return ""
    ticks = "`" * (1 + _longest_run(text))
    room = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{room}{text}{room}{ticks}"


def code_in_cell(text: str) -> str:
    """The same for a cell of a table, in a line.

    Programs disagree about a bar in code, whatever is marked; a number stands for a sign everywhere, and ends no cell.
    """
    text = in_one_line(text)
    return f"<code>{_MARKED.sub(_numbered, text)}</code>" if "|" in text else code(text)


def _numbered(match: re.Match[str]) -> str:
    return f"&#{ord(match[1])};"


def _longest_run(text: str) -> int:
    return max((len(run) for run in _TICKS.findall(text)), default=0)
