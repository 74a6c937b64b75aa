"""The JSON Schema validator as this program needs it. Imports ``jsonschema``, so import this module late.

Exact numbers (``Decimal``), missing properties named by their path, and our own keywords and formats: ``x-widget`` for
URLs and currencies, ``yespo-date-time``.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from referencing import Registry

from yespo_console.events.currencies import LISTED_BY_YESPO, currency
from yespo_console.events.event import Number

DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")

#: What a fault of a keyword may raise on values or schemas nobody foresaw: numbers beyond reach, endless references.
Fault = (ArithmeticError, RecursionError, TypeError, ValueError)


def validator(schema: dict[str, Any]) -> Any:
    """A validator of ``schema`` that fetches nothing from anywhere."""
    return _validator_class()(schema, format_checker=_formats(), registry=Registry())


def is_date_time(text: str) -> bool:
    """``YYYY-MM-DDTHH:mm:ss`` on a day and at a time that exist."""
    if not DATE_TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


@cache
def _validator_class() -> Any:
    checker = Draft202012Validator.TYPE_CHECKER.redefine_many({"number": _is_number, "integer": _is_integer})
    keywords = {"required": _required, "multipleOf": _multiple_of, "x-widget": _widget}
    return extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, validators=keywords, type_checker=checker
    )


def _is_number(_checker: Any, value: Any) -> bool:
    return isinstance(value, int | Decimal | Number) and not isinstance(value, bool)


def _is_integer(_checker: Any, value: Any) -> bool:
    if isinstance(value, Decimal):
        return value == value.to_integral_value()
    return isinstance(value, int) and not isinstance(value, bool)


def _required(validator: Any, required: Any, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """The standard's, with the missing name as the last step of the path; an empty text is as good as missing."""
    if not validator.is_type(instance, "object"):
        return
    for name in required:
        if name not in instance:
            yield ValidationError("missing", path=(name,))
        elif isinstance(instance[name], str) and not instance[name].strip():
            yield ValidationError("empty", path=(name,))


def _multiple_of(validator: Any, step: Any, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(instance, "number") and not isinstance(instance, Number):
        exact = instance if isinstance(instance, Decimal) else Decimal(instance)
        if exact % Decimal(str(step)):
            yield ValidationError("not a multiple")


def _widget(_validator: Any, widget: Any, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    if not isinstance(instance, str) or not instance.strip():
        return
    if (widget == "url" and not _URL.fullmatch(instance)) or (widget == "currency" and currency(instance) is None):
        yield ValidationError(widget)
    elif widget == "currency" and instance not in LISTED_BY_YESPO:
        yield ValidationError("currency elsewhere")


@cache
def _formats() -> FormatChecker:
    checker = FormatChecker(())
    checker.checks("yespo-date-time")(lambda value: not isinstance(value, str) or is_date_time(value))
    return checker
