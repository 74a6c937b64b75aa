"""Texts that nearly match the patterns of the reader: whether twice the text takes more than twice the time.

``python -m benchmarks.reading_near_misses [--length 20000] [--whole] [--only WORD]``. Every compiled pattern of
``yespo_console/reading`` is taken apart, and from its parts texts are made that come as far as possible and then fail:
each repeat of it for very long, each of its alternatives again and again, all of it but for its last sign, its first
half, each with a sign behind it that fits nowhere. What takes longer than in proportion to its length is printed.
With ``--whole`` the reader itself is given those texts, with an event before them.
"""

import argparse
import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from yespo_console import reading
from yespo_console.reading.reader import read_payload

#: Fits in no pattern.
_WRONG: Final = "\x01"
_EVENT: Final = '{"eventTypeKey":"a","params":[{"name":"b","value":"c"}]}\n'
#: Twice the text may take so many times as long, and what takes less time than this is not looked at.
_MOST_TIMES: Final = 3.0
_SECONDS: Final = 0.004
_REPEATS: Final = (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT)
_OF_CATEGORY: Final = {
    signs.CATEGORY_DIGIT: "1",
    signs.CATEGORY_SPACE: " ",
    signs.CATEGORY_WORD: "a",
    signs.CATEGORY_NOT_DIGIT: "a",
    signs.CATEGORY_NOT_SPACE: "a",
    signs.CATEGORY_NOT_WORD: "-",
}


def patterns() -> dict[str, re.Pattern[str]]:
    """The compiled patterns of the reader, by module and name; those in dicts and tuples, too."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(reading.__path__, f"{reading.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, each in enumerate(_held(value)):
                if isinstance(each, re.Pattern) and isinstance(each.pattern, str):
                    place = f"{module.name.removeprefix('yespo_console.reading.')}.{name}"
                    found.setdefault(f"{place}[{number}]" if number else place, each)
    return found


def _held(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _held(each)
    elif hasattr(value, "pattern") and not isinstance(value, re.Pattern):
        yield value.pattern
    else:
        yield value


def near_misses(pattern: re.Pattern[str], length: int) -> Iterator[tuple[str, str]]:
    """What a near-miss is and its text, each about ``length`` characters long."""
    parts = list(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    whole = _sample(parts, 1)
    for name, repeated in {
        "all but the last sign": whole[:-1] + _WRONG,
        "all but the last sign, unbroken": whole[:-1],
        "its first half": whole[: len(whole) // 2],
        "all of it": whole,
    }.items():
        if repeated:
            yield name, (repeated * (length // len(repeated) + 1))[:length] + _WRONG
    for before, part in _repeats(parts, ""):
        yield "a repeat", before + (part * (length // len(part) + 1))[:length] + _WRONG
    for alternative in _alternatives(parts):
        yield "an alternative", (alternative * (length // len(alternative) + 1))[:length] + _WRONG


def _sample(parts: list[tuple[Any, Any]], alternative: int) -> str:
    """A text that fits, as far as it can be told without trying."""
    return "".join(_sample_of(operator, value, alternative) for operator, value in parts)


def _sample_of(operator: Any, value: Any, alternative: int) -> str:
    if operator is signs.LITERAL:
        return chr(value)
    if operator is signs.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if operator is signs.ANY:
        return "a"
    if operator is signs.IN:
        return _one_of(value)
    if operator in _REPEATS:
        least, most, inner = value
        return _sample(list(inner), alternative) * int(min(max(least, 1), most, 300))
    if operator is signs.SUBPATTERN:
        return _sample(list(value[-1]), alternative)
    if operator is signs.ATOMIC_GROUP:
        return _sample(list(value), alternative)
    if operator is signs.BRANCH:
        branches = value[1]
        return _sample(list(branches[alternative % len(branches)]), alternative)
    if operator is signs.AT:
        return "\n" if value in (signs.AT_BEGINNING, signs.AT_BEGINNING_LINE, signs.AT_BEGINNING_STRING) else ""
    return ""  # what is looked at and not taken


def _one_of(items: list[tuple[Any, Any]]) -> str:
    if items[0][0] is signs.NEGATE:
        taken = re.compile(f"[{''.join(map(_spelled, items[1:]))}]")
        return next(each for each in "a1 -:\"'{<\n\x02\u0416" if taken.match(each) is None)
    kind, value = items[0]
    if kind is signs.CATEGORY:
        return _OF_CATEGORY.get(value, "a")
    return chr(value[0] if kind is signs.RANGE else value)


def _spelled(item: tuple[Any, Any]) -> str:
    kind, value = item
    if kind is signs.CATEGORY:
        return {"1": r"\d", " ": r"\s", "a": r"\w", "-": r"\W"}[_OF_CATEGORY[value]]
    if kind is signs.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return re.escape(chr(value))


def _repeats(parts: list[tuple[Any, Any]], before: str) -> Iterator[tuple[str, str]]:
    """Each repeat in a pattern: what stands before it, and what is repeated."""
    for operator, value in parts:
        if operator in _REPEATS:
            inner = list(value[2])
            for alternative in range(4):
                if (part := _sample(inner, alternative)) and (alternative == 0 or part != _sample(inner, 0)):
                    yield before, part
            yield from _repeats(inner, before)
        elif operator is signs.SUBPATTERN:
            yield from _repeats(list(value[-1]), before)
        elif operator is signs.ATOMIC_GROUP:
            yield from _repeats(list(value), before)
        elif operator is signs.BRANCH:
            for branch in value[1]:
                yield from _repeats(list(branch), before)
        before += _sample_of(operator, value, 0)


def _alternatives(parts: list[tuple[Any, Any]]) -> Iterator[str]:
    for operator, value in parts:
        if operator is signs.BRANCH:
            for number in range(len(value[1])):
                if text := _sample(list(value[1][number]), number):
                    yield text
        elif operator is signs.SUBPATTERN:
            yield from _alternatives(list(value[-1]))
        elif operator in _REPEATS:
            yield from _alternatives(list(value[2]))


def _is_searched(place: str) -> bool:
    """Whether a pattern is looked for in a text, and not only tried at one place of it."""
    module, _dot, name = place.partition("[")[0].rpartition(".")
    used = re.compile(rf"\b{name}\b(?!\)?\.(?:full)?match\()(?!: Final)")
    lines = _lines(module) if name.startswith("_") else _lines("")
    return any(used.search(line) for line in lines if not line.startswith(("from ", "import ", f"    {name},")))


@cache
def _lines(module: str) -> tuple[str, ...]:
    """The lines of one module of the reader; without a name of all."""
    folder = Path(reading.__path__[0])
    files = [folder / f"{module.replace('.', '/')}.py"] if module else sorted(folder.rglob("*.py"))
    return tuple(line for file in files for line in file.read_text("utf-8").splitlines())


def look_for(pattern: re.Pattern[str], text: str, *, everywhere: bool) -> None:
    """What the reader does with a pattern."""
    if not everywhere:
        pattern.match(text)
        return
    for _match in pattern.finditer(text):
        pass


def _cost(work: Callable[[], object]) -> float:
    least = float("inf")
    for _attempt in range(3):
        begun = time.thread_time()
        work()
        least = min(least, time.thread_time() - begun)
        if least < _SECONDS:
            break
    return least


def grows_faster(short: Callable[[], object], long: Callable[[], object]) -> tuple[float, float] | None:
    """How many times as long the work on twice the text takes, and for how long; None when that is in proportion."""
    if (of_long := _cost(long)) < _SECONDS:
        return None
    times = of_long / max(_cost(short), 1e-9)
    if times <= _MOST_TIMES:
        return None
    times = _cost(long) / max(_cost(short), 1e-9)  # something else may have been running
    return (times, of_long) if times > _MOST_TIMES else None


def measure(length: int, only: str, *, whole: bool) -> int:
    """Print what grows faster than its text; how many texts do."""
    found = tried = 0
    every = {name: pattern for name, pattern in patterns().items() if only in name}
    for name, pattern in every.items():
        everywhere = _is_searched(name)
        look = partial(look_for, pattern, everywhere=everywhere)
        seen: set[str] = set()
        pairs = zip(near_misses(pattern, length), near_misses(pattern, 2 * length), strict=True)
        for (kind, short), (_kind, long) in pairs:
            if short in seen:
                continue
            seen.add(short)
            tried += 1
            if whole:
                grown = grows_faster(partial(read_payload, _EVENT + short), partial(read_payload, _EVENT + long))
            else:
                grown = grows_faster(partial(look, short), partial(look, long))
            if grown is not None:
                found += 1
                told = f"{grown[0]:.1f} times for twice {length:,} characters, {grown[1]:.2f} s: {short[:60]!r}"
                print(f"{name}, {kind}: {told}", flush=True)
    print(f"{tried:,} texts for {len(every):,} patterns, {found} of them super-linear")
    return found


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--length", type=int, default=20_000)
    arguments.add_argument("--only", default="", help="patterns whose place has this in it")
    arguments.add_argument("--whole", action="store_true", help="give the texts to the reader")
    given = arguments.parse_args()
    sys.exit(measure(given.length, given.only, whole=given.whole) > 0)
