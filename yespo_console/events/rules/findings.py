"""How rules speak: short makers of problems, and problems that are relative to a place until they are shown.

A finding inside one product is worked out (and cached) without knowing where the product stands: its pointer and its
``place`` argument are relative, and ``rebase`` puts both in front of it. The place is written without words, so that it
reads the same in every language: ``page: location``, ``products #2: price`` (counted from 1), ``currencyCode``.
"""

from collections.abc import Iterable

from yespo_console.events.event import Node, Number, Object
from yespo_console.events.problems import Effect, Fix, Operation, Problem, Severity

SHOWN = 60


def shown(value: object) -> str:
    """``value`` as a sentence quotes it: one line, at most ``SHOWN`` characters, always encodable as UTF-8."""
    text = value if isinstance(value, str) else spelled(value)
    if len(text) <= SHOWN and text.isascii() and text.isprintable():
        return text
    text = " ".join(text.split()) if any(mark in text for mark in "\r\n\t") else text
    if len(text) > SHOWN:
        text = text[: SHOWN - 1] + "…"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def spelled(value: object) -> str:
    """A scalar node as JSON spells it; containers by their shape alone."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Number():
            return value.spelling
        case Object():
            return "{…}"
        case tuple():
            return "[…]"
        case _:
            return str(value)


def error(
    code: str, pointer: str, /, *, effect: Effect = Effect.UNKNOWN, fix: Fix | None = None, **args: object
) -> Problem:
    """A breach of a documented requirement. ``args`` are shortened for showing."""
    return Problem(code, Severity.ERROR, pointer, _args(args), effect, fix)


def warning(code: str, pointer: str, /, *, fix: Fix | None = None, **args: object) -> Problem:
    """Documented as accepted or left open, but likely wrong."""
    return Problem(code, Severity.WARNING, pointer, _args(args), Effect.NONE, fix)


def info(code: str, pointer: str, /, *, fix: Fix | None = None, **args: object) -> Problem:
    """A hint."""
    return Problem(code, Severity.INFO, pointer, _args(args), Effect.NONE, fix)


def set_fix(code: str, pointer: str, value: Node, /, **args: object) -> Fix:
    return Fix(code, Operation.SET, pointer, value, _args(args))


def remove_fix(code: str, pointer: str, /, **args: object) -> Fix:
    return Fix(code, Operation.REMOVE, pointer, None, _args(args))


def rename_fix(code: str, pointer: str, name: str, /, **args: object) -> Fix:
    return Fix(code, Operation.RENAME, pointer, name, _args(args))


def _args(args: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, shown(value)) for name, value in args.items())


def token(text: str | int) -> str:
    """One step of a JSON Pointer (RFC 6901), with its slash."""
    return "/" + str(text).replace("~", "~0").replace("/", "~1")


def pointer_of(tokens: Iterable[str | int]) -> str:
    return "".join(map(token, tokens))


def inside(tokens: Iterable[str | int]) -> str:
    """The relative place of ``tokens`` within a param's value: ``#2: price``, ``details.size``, empty for the value."""
    place = ""
    for step in tokens:
        if isinstance(step, int):
            place += f" #{step + 1}:"
        else:
            place += f".{step}" if place and not place.endswith(":") else f" {step}" if place else step
    return place.removesuffix(":").strip()


def rebase(problems: Iterable[Problem], pointer: str, place: str) -> Iterable[Problem]:
    """``problems`` found relative to a value that stands at ``pointer`` and is called ``place``."""
    for problem in problems:
        fix = problem.fix
        if fix is not None:
            fix = Fix(fix.code, fix.operation, pointer + fix.pointer, fix.value, _placed(fix.args, place))
        yield Problem(
            problem.code,
            problem.severity,
            pointer + problem.pointer,
            _placed(problem.args, place),
            problem.effect,
            fix,
        )


def _placed(args: tuple[tuple[str, str], ...], place: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, joined(place, value) if name == "place" else value) for name, value in args)


def joined(place: str, inner: str) -> str:
    """``products`` and ``#2: price`` make ``products #2: price``; ``page`` and ``location`` make ``page: location``."""
    if not inner or not place:
        return shown(place or inner)
    if inner.startswith("#"):
        return shown(f"{place} {inner}")
    return shown(f"{place}: {inner}" if ": " not in place else f"{place}.{inner}")
