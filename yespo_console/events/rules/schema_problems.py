"""From what a validator finds to what a person reads: one problem for each place, with a fix where it is mechanical."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from yespo_console.events.currencies import currency
from yespo_console.events.event import ABSENT, Node, Number, Object, Value
from yespo_console.events.json_text import inner, plain
from yespo_console.events.problems import Effect, Fix, Problem
from yespo_console.events.rules.findings import (
    error,
    info,
    inside,
    pointer_of,
    remove_fix,
    rename_fix,
    set_fix,
    shown,
    warning,
)
from yespo_console.events.rules.script_names import meant_name

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d{1,4})?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"-?(0|[1-9]\d*),\d\d?", re.ASCII)
#: Letters and currency signs before or after an amount.
_UNIT = r"(?:[^\W\d_]|[$¢£¤¥֏؋৲৳฿៛\u20a0-\u20cf.]|\s)"
_MONEY = re.compile(rf"(?P<sign>-?)(?P<before>{_UNIT}{{0,8}}?)(?P<amount>\d[\d\s.,'’]*\d|\d)(?P<after>{_UNIT}{{0,8}})")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a breach of a schema is judged.

    Attributes:
        schema: the part that the validator works with.
        own: the user's description: every breach is an error, because the user made the rule.
        order: an order event: what is missing makes Yespo ignore it; numbers as text are a warning.
        required: the value itself has to be there.
    """

    schema: dict[str, Any]
    own: bool
    order: bool
    required: bool

    def inside_list(self) -> "Reading":
        return replace(self, schema=self.schema.get("items", {}), required=True)

    @property
    def wants_number(self) -> bool:
        return bool({"number", "integer"} & set(_types(self.schema)))

    @property
    def wants_single(self) -> bool:
        """The value is a text, a number or the like, so a text that looks like a list is just a text."""
        wanted = set(_types(self.schema))
        return bool(wanted) and not wanted & {"object", "array"}

    @property
    def effect(self) -> Effect:
        return Effect.IGNORED if self.order else Effect.UNKNOWN

    def is_required(self, path: Path) -> bool:
        """Whether what stands at ``path`` has to be there."""
        if not path:
            return self.required
        part = self._part(path[:-1])
        return isinstance(path[-1], int) or path[-1] in part.get("required", ())

    def extra_at(self, path: Path) -> int | None:
        """How many steps of ``path`` lead to a property that the schema does not name; None when all are named."""
        for steps, step in enumerate(path):
            part = self._part(path[:steps])
            if isinstance(step, str) and "properties" in part and step not in part["properties"]:
                return steps + 1
        return None

    def _part(self, path: Path) -> dict[str, Any]:
        part: Any = self.schema
        for step in path:
            part = part.get("items", {}) if isinstance(step, int) else part.get("properties", {}).get(step, {})
            if not isinstance(part, dict):
                return {}
        return dict(part)

    def breach(self, code: str, path: Path, *, fix: Fix | None = None, **args: object) -> Problem:
        """An error where the value is required or the rule is the user's own, else a warning."""
        if self.own or self.is_required(path):
            return error(code, pointer_of(path), effect=self.effect, fix=fix, place=inside(path), **args)
        return warning(code, pointer_of(path), fix=fix, place=inside(path), **args)


def read_errors(validator: Any, node: Node, reading: Reading) -> tuple[Problem, ...]:
    """The problems of ``node``, relative to it. A schema or a value that no validator can take gives none."""
    from yespo_console.events.rules.validator import Fault

    try:
        errors = list(validator.iter_errors(plain(node)))
    except Fault:
        return ()
    by_path: dict[Path, list[Any]] = {}
    for each in errors:
        path = tuple(each.absolute_path)
        extra = None if reading.own else reading.extra_at(path)
        by_path.setdefault(path[:extra] if extra else path, []).append(each)
    problems: list[Problem] = []
    for path, found in by_path.items():
        first = min(found, key=_order)
        if not any(path[:steps] in by_path for steps in range(1, len(path)) if first.validator != "required"):
            problems += _problem(first, path, node, reading)
    return tuple(problems)


def _order(each: Any) -> int:
    """One cause, one problem: what is missing speaks before a wrong type, and that before everything else."""
    order = ("required", "type", "enum", "const", "pattern", "format")
    return order.index(each.validator) if each.validator in order else len(order)


def _problem(each: Any, path: Path, node: Node, reading: Reading) -> Iterator[Problem]:
    value = _at(node, path)
    part = each.schema if isinstance(each.schema, dict) else {}
    match each.validator:
        case "required":
            yield _missing(each, path, node, reading)
        case "type":
            yield from _wrong_type(part, path, value, node, reading)
        case _ if not reading.own and reading.extra_at(path):
            yield _extra(path, value)
        case "enum":
            yield _not_a_choice(part["enum"], path, value, reading)
        case "pattern" | "format" if part.get("format") == "yespo-date-time":
            yield _date(path, value, reading)
        case "pattern" if part.get("pattern") == "^r[0-9]+v[0-9]+$":
            yield reading.breach("recom_variant_format", path, value=value)
        case "pattern":
            yield reading.breach("pattern_mismatch", path, value=value, pattern=part["pattern"])
        case "x-widget":
            yield _widget(each.message, path, value)
        case "additionalProperties" | "unevaluatedProperties":
            named = part.get("properties", {})
            names = [name for name in value.names if name not in named] if isinstance(value, Object) else []
            yield reading.breach("property_not_described", path, names=", ".join(dict.fromkeys(names)))
        case _:
            rule = (
                f"{each.validator} {each.validator_value}" if not isinstance(each.validator_value, dict | list) else ""
            )
            yield reading.breach("schema_mismatch", path, rule=rule or each.validator)


def _at(node: Node, path: Path) -> Value:
    value: Value = node
    for step in path:
        if isinstance(value, Object) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return ABSENT
    return value


def _missing(each: Any, path: Path, node: Node, reading: Reading) -> Problem:
    name = str(path[-1])
    if each.message == "empty":
        return error("required_empty", pointer_of(path), effect=reading.effect, place=inside(path))
    holder = _at(node, path[:-1])
    names = holder.names if isinstance(holder, Object) else ()
    for other in names:
        script = not reading.own and meant_name(other) == name
        if script or other.strip().casefold() == name.casefold():
            place = (*path[:-1], other)
            fix = rename_fix("rename", pointer_of(place), name, name=name)
            code = "script_name_for_required" if script else "property_misnamed"
            return error(code, pointer_of(place), effect=reading.effect, fix=fix, place=inside(place), name=name)
    return error("required_missing", pointer_of(path), effect=reading.effect, place=inside(path))


def _wrong_type(part: dict[str, Any], path: Path, value: Value, node: Node, reading: Reading) -> Iterator[Problem]:
    extra = None if reading.own else reading.extra_at(path)
    if extra:
        yield _extra(path, _at(node, path))
        return
    wanted = set(_types(part))
    also = set(part.get("x-also-accepts", ()))
    fix: Fix | None = None
    if isinstance(value, bool) and part.get("enum") == [0, 1]:
        number = Number("1" if value else "0")
        fix = set_fix("use_value", pointer_of(path), number, value=number)
        yield warning("boolean_for_zero_one", pointer_of(path), fix=fix, place=inside(path), value=value, better=number)
    elif isinstance(value, str) and wanted & {"number", "integer"}:
        yield _text_for_number(part, path, value, "string" in also, reading)
    elif isinstance(value, Number) and "string" in wanted:
        fix = set_fix("make_text", pointer_of(path), value.spelling) if takes_any_text(part) else None
        if "number" in also or "integer" in also:
            yield info("also_number", pointer_of(path), fix=fix, place=inside(path), value=value)
        else:
            yield reading.breach("number_for_text", path, fix=fix, value=value)
    elif isinstance(value, str) and (container := inner(value)) is not None and _json_type(container) in wanted:
        yield reading.breach("text_for_container", path, fix=set_fix("decode", pointer_of(path), container))
    else:
        if value is None and path and isinstance(path[-1], str) and not reading.is_required(path):
            fix = remove_fix("remove_value", pointer_of(path), name=path[-1])
        yield reading.breach(_EXPECTED.get(tuple(sorted(wanted)), "wrong_type"), path, fix=fix, value=value)


_EXPECTED: dict[tuple[str, ...], str] = {
    ("number",): "number_expected",
    ("integer",): "integer_expected",
    ("string",): "text_expected",
    ("object",): "object_expected_inside",
    ("array",): "list_expected_inside",
    ("boolean",): "boolean_expected",
}


def _json_type(node: Node) -> str:
    return "object" if isinstance(node, Object) else "array" if isinstance(node, tuple) else "string"


def _types(part: dict[str, Any]) -> list[str]:
    kind = part.get("type", [])
    return [kind] if isinstance(kind, str) else list(kind)


def takes_any_text(part: dict[str, Any]) -> bool:
    """False where a text has to have a form, so that the text of a number would only be the next mistake."""
    return not part.keys() & {"enum", "const", "pattern", "format"}


def as_number(text: str) -> Number | None:
    """The number that ``text`` spells, white space around it aside."""
    return Number(text.strip()) if _NUMBER.fullmatch(text.strip()) else None


def _text_for_number(part: dict[str, Any], path: Path, text: str, accepted: bool, reading: Reading) -> Problem:
    number = as_number(text)
    integer = "number" not in _types(part)
    if number is not None and not (integer and number.value != number.value.to_integral_value()):
        choices = part.get("enum")
        if choices and plain(number) not in choices:
            return _not_a_choice(choices, path, text, reading)
        fix = set_fix("make_number", pointer_of(path), number, value=number)
        place = inside(path)
        if reading.order:
            return warning("number_as_text_order", pointer_of(path), fix=fix, place=place, value=text)
        if accepted:
            return info("also_text", pointer_of(path), fix=fix, place=place, value=text)
        return reading.breach("number_as_text", path, fix=fix, value=text)
    if part.get("enum") and not integer:
        return _not_a_choice(part["enum"], path, text, reading)
    money = _MONEY.fullmatch(text.strip())
    if money is not None and (money["before"].strip() or money["after"].strip()):
        return reading.breach(
            "price_with_currency", path, fix=_amount_fix(money["sign"] + money["amount"], part, path), value=text
        )
    code = "integer_expected" if integer else "number_expected"
    return reading.breach(code, path, fix=_amount_fix(text.strip(), part, path), value=text)


def _amount_fix(amount: str, part: dict[str, Any], path: Path) -> Fix | None:
    """The fix that leaves the number alone, when it can be read in one way only (``1,234`` cannot) and is wanted so."""
    number = as_number(amount.replace(",", ".") if _DECIMAL_COMMA.fullmatch(amount) else amount)
    if number is None or "number" not in _types(part) or not takes_any_text(part):
        return None
    return set_fix("make_number", pointer_of(path), number, value=number)


def _not_a_choice(choices: list[Any], path: Path, value: Value, reading: Reading) -> Problem:
    fix = None
    if isinstance(value, str):
        wanted = value.strip().casefold().replace(" ", "_").replace("-", "_")
        same = [choice for choice in choices if isinstance(choice, str) and choice.casefold() == wanted]
        if len(same) == 1:
            fix = set_fix("use_value", pointer_of(path), same[0], value=same[0])
    listed = ", ".join(str(choice) for choice in choices)
    problem = reading.breach("not_a_choice", path, fix=fix, value=value)
    return replace(problem, args=(*problem.args, ("choices", listed)))


def _date(path: Path, value: Value, reading: Reading) -> Problem:
    from yespo_console.events.rules.validator import is_date_time

    fix = None
    if isinstance(value, str):
        better = value.strip().replace(" ", "T", 1)
        if is_date_time(better):
            fix = set_fix("use_value", pointer_of(path), better, value=better)
    return reading.breach("date_format", path, fix=fix, value=value)


def _widget(found: str, path: Path, value: Value) -> Problem:
    place, pointer = inside(path), pointer_of(path)
    if found == "url":
        return warning("url_shape", pointer, place=place, value=value)
    if found == "currency":
        better = value.strip().upper() if isinstance(value, str) else ""
        fix = set_fix("use_value", pointer, better, value=better) if currency(better) is not None else None
        return warning("currency_unknown", pointer, fix=fix, place=place, value=value)
    return info("currency_elsewhere", pointer, place=place, value=value)


def _extra(path: Path, value: Value) -> Problem:
    fix = None
    if isinstance(value, Number):
        fix = set_fix("make_text", pointer_of(path), value.spelling)
    elif value is None:
        fix = remove_fix("remove_value", pointer_of(path), name=path[-1])
    return warning("extra_property_type", pointer_of(path), fix=fix, place=inside(path), value=shown(value))
