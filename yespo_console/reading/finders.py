"""All finders, in the order in which they are asked; the first that knows the text has it.

A text that says plainly what it is (a HAR file) comes before one that only looks like something (a line of a log).
"""

from typing import Final

from yespo_console.reading.finder import Finder

FINDERS: Final[tuple[Finder, ...]] = ()
