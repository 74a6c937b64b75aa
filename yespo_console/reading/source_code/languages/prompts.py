"""What was typed into an interactive session or a notebook, without its prompts and what the session printed."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.wrappings.sentences import OpenSigns

_PYTHON: Final = re.compile(r"^[ \t]{0,40}(?:(?P<first>>>>|In \[\d{0,5}\]:)|\.\.\.:?)(?: |$)", re.MULTILINE)
_POWERSHELL: Final = re.compile(r"^[ \t]{0,40}(?:(?P<first>PS(?: [^>\n]{0,200})?>)|>>)(?: |$)", re.MULTILINE)
_LINE: Final = re.compile(r"[^\n]*\n?")
#: The end of a line that goes on in the next one.
_GOES_ON: Final = re.compile(r"[|`,][ \t\r\n]*\Z")


def without_python_prompts(text: Traced, budget: Budget) -> Traced:
    """Python without prompts: lines without one are what the session printed, or go on in open brackets or quotes.

    When nothing typed speaks of an event, the event is there.
    """
    prompts = list(_PYTHON.finditer(text.text))
    if not any(prompt["first"] for prompt in prompts):
        return text
    typed, printed = TracedBuilder(text.original), TracedBuilder(text.original)
    signs = OpenSigns(text.text, budget)
    done = 0
    for prompt in prompts:
        goes_on = _end_of_open(text.text, done, prompt.start(), signs) if done else done
        typed.copy(text, done, goes_on)
        printed.copy(text, goes_on, prompt.start())
        signs.pass_over(prompt.end())
        end = text.text.find("\n", prompt.end())
        done = len(text) if end < 0 else end + 1
        typed.copy(text, prompt.end(), done)
    goes_on = _end_of_open(text.text, done, len(text), signs)
    typed.copy(text, done, goes_on)
    done = goes_on
    rest = text.text[done:].strip()
    # A prompt that is cut off is code that is cut off; what was answered is whole.
    is_cut_off = bool(rest) and any(sign.startswith(rest) for sign in (">>>", "...", "In ["))
    (typed if is_cut_off else printed).copy(text, done)
    if rest and not is_cut_off:
        typed.put("pass\n", text.offset(len(text)), 0)
    code = typed.build()
    return code if mentions_event(code.text) else printed.build()


def _end_of_open(raw: str, begin: int, end: int, signs: OpenSigns) -> int:
    """Where the lines end from ``begin`` up to ``end`` which go on in what is open above them."""
    while not signs.is_outside(begin) and begin < end:
        below = raw.find("\n", begin, end)
        begin = end if below < 0 else below + 1
    return begin


def without_powershell_prompts(text: Traced, budget: Budget) -> Traced:
    """PowerShell without prompts: a line without one is a part of the command above as long as that goes on."""
    prompts = {prompt.start(): prompt for prompt in _POWERSHELL.finditer(text.text)}
    if not any(prompt["first"] for prompt in prompts.values()):
        return text
    typed, printed = TracedBuilder(text.original), TracedBuilder(text.original)
    signs = OpenSigns(text.text, budget)
    goes_on = True  # what stands above the first prompt may be a part of the script
    for line in _LINE.finditer(text.text):
        budget.spend(20)
        prompt = prompts.get(line.start())
        is_open = not signs.is_outside(line.start())
        if prompt is not None:
            signs.pass_over(prompt.end())
            typed.copy(text, prompt.end(), line.end())
        elif is_open or goes_on:
            typed.copy(text, line.start(), line.end())
        else:
            signs.pass_over(line.end())
            printed.copy(text, line.start(), line.end())
            continue
        goes_on = _GOES_ON.search(text.text, max(line.start(), line.end() - 9), line.end()) is not None
    code = typed.build()
    return code if mentions_event(code.text) else text
