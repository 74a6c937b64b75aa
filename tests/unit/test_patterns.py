"""Python 3.11.0 to 3.11.4 match some patterns wrongly; Debian 12 ships 3.11.2, so none of ours is among them.

There a possessive group, ``(?:X)*+``, goes on from where a failed turn of it had come, not from where that turn began
(gh-106052, mended in 3.11.5). It shows where a turn can fail behind a repetition or a look around. ``(?>(?:X)*)`` means
the same and is matched rightly everywhere.
"""

import json
import os
import re
import subprocess
import sys
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pytest
from patience import PATIENCE_S

ALL_PATTERNS = """
import importlib, json, pkgutil, re, sys
compiled, compile = set(), re.compile
def noted(pattern, flags=0):
    made = compile(pattern, flags)
    of_bytes = isinstance(made.pattern, bytes)
    compiled.add((made.pattern.decode("latin-1") if of_bytes else made.pattern, of_bytes, made.flags))
    return made
re.compile = noted
import yespo_console
for module in pkgutil.walk_packages(yespo_console.__path__, "yespo_console."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from yespo_console.history.encoded import _in_any_case, _marks
from yespo_console.history.spelled_out import SpelledOut
SpelledOut("anna horn")
for part in _in_any_case("anna@example.com"):
    list(_marks(part))
print(json.dumps(sorted(compiled)))
"""

REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
SINGLE = (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN, codes.AT, codes.GROUPREF)


def may_fail_half_way(items):
    """Whether a turn of these may fail when the place has been moved."""
    for number, (code, value) in enumerate(items):
        is_last = number == len(items) - 1
        if code in SINGLE:
            continue
        if code is codes.BRANCH and is_last and not any(map(may_fail_half_way, value[1])):
            continue
        if code is codes.POSSESSIVE_REPEAT and is_last and value[0] == 0 and not may_fail_half_way(value[2]):
            continue
        return True
    return False


def possessive_groups(items):
    for code, value in items:
        parts = ()
        if code in REPEATS:
            parts = (value[2],)
            if code is codes.POSSESSIVE_REPEAT and not (len(value[2]) == 1 and value[2][0][0] in SINGLE):
                yield value[2]
        elif code is codes.SUBPATTERN:
            parts = (value[3],)
        elif code is codes.BRANCH:
            parts = value[1]
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            parts = (value[1],)
        elif code is codes.ATOMIC_GROUP:
            parts = (value,)
        elif code is codes.GROUPREF_EXISTS:
            parts = [part for part in value[1:] if part is not None]
        for part in parts:
            yield from possessive_groups(part)


def is_matched_wrongly(pattern, flags=0):
    return any(map(may_fail_half_way, possessive_groups(parser.parse(pattern, flags))))


@pytest.mark.parametrize(
    ("pattern", "wrongly"),
    [
        (r"(?:\n[ \t]*+(?=\n))*+\n", True),
        (r"(?:<(?!/p)|[^<])*+", True),
        (r'(?:[^"\\]|\\.)*+"', False),
        (r"[^<]*+(?:\\.[^<]*+)*+", False),
        (r"(?>(?:\n[ \t]*+(?=\n))*)\n", False),
    ],
)
def test_it_is_known_which_patterns_are_matched_wrongly(pattern, wrongly):
    assert is_matched_wrongly(pattern) is wrongly


def test_no_pattern_of_ours_is_matched_wrongly_by_an_early_python_3_11(tmp_path):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "YESPO_CONSOLE_HOME": str(tmp_path)}
    command = [sys.executable, "-c", ALL_PATTERNS]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    patterns = json.loads(done.stdout)
    assert len(patterns) > 500, "all modules were looked at"
    wrong = []
    for text, of_bytes, flags in patterns:
        pattern = text.encode("latin-1") if of_bytes else text
        if is_matched_wrongly(pattern, flags if of_bytes else flags & ~re.UNICODE):
            wrong.append(pattern)
    assert wrong == []
