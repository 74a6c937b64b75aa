"""Marks by which the quotes of a shell or a program show in JSON that somebody selected out of it.

Whose quotes they are is said by what stands before the JSON, which is not there; as data they would be wrong.
"""

import re
from typing import Final

#: An apostrophe as shells want it within single quotes, and a variable between two texts in such quotes.
SHELL_QUOTES: Final = re.compile(r"'\\''|'\"'\"'|'\"(?:\$[A-Za-z_{(]|`)[^\"'\r\n]{0,200}\"'")
#: What means something else than itself in single quotes: an apostrophe doubled or behind a backslash, a variable
#: between two texts, and the next text of an option.
IN_APOSTROPHES: Final = re.compile(
    r"\w''\w|\\'|'\"?(?:\$[A-Za-z_{(]|`)[^'\r\n]{0,200}'|'[ \t]{1,9}-{1,2}[A-Za-z][\w-]{0,30}[ \t=]{1,9}['\"]"
)
