"""The rules over a body: small functions, registered in one table, that never fail on any JSON.

A rule takes a ``Body`` and yields problems. Where two rules see the same fault at the same place, one of them speaks
for both: ``SPEAKS_FOR`` says which.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from yespo_console.events.problems import Problem, Severity
from yespo_console.events.rules import contact, event_type, orders, structure, values
from yespo_console.events.rules.body import Body

Rule = Callable[[Body], Iterable[Problem]]

#: Every rule, those over the skeleton first.
RULES: Final[tuple[Rule, ...]] = (
    *structure.RULES,
    *event_type.RULES,
    *contact.RULES,
    *values.RULES,
    *orders.RULES,
)

_WRONG_VALUES = """
    number_expected integer_expected text_expected object_expected list_expected not_a_choice currency_unknown
    date_format recom_variant_format pattern_mismatch schema_mismatch url_shape phone_not_number email_shape
"""

_WRONG_IN_V1 = """
    locator_empty external_id_ignored locator_not_text text_expected number_for_text boolean_for_zero_one
"""

#: A code, and the codes it speaks for at the same place. The more severe of the two judgements stays.
SPEAKS_FOR: Final[dict[str, frozenset[str]]] = {
    "placeholder_left": frozenset(_WRONG_VALUES.split()),
    "written_for_nothing": frozenset(_WRONG_VALUES.split()),
    "required_empty": frozenset(_WRONG_VALUES.split()),
    "lone_surrogate": frozenset(("event_type_unknown", "phone_not_number", "email_shape", "url_shape")),
    "script_name_for_required": frozenset(("script_name", "extra_property_type")),
    "script_name": frozenset(("extra_property_type",)),
    "script_event_as_name": frozenset(("extra_property_type",)),
    "member_of_the_event": frozenset(("extra_property_type",)),
    "property_misnamed": frozenset(("extra_property_type",)),
    "text_for_container": frozenset(("text_holds_json",)),
    "extra_property_type": frozenset(("too_deep",)),
    "contact_json_invalid": frozenset(("placeholder_left", "written_for_nothing")),
    "not_text_in_v1": frozenset(_WRONG_IN_V1.split()),
    "native_in_v1": frozenset(("locator_not_text",)),
    "name_twice": frozenset(("member_twice",)),
}

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def run_rules(body: Body) -> list[Problem]:
    """What all rules find in ``body``, in no particular order, one problem for one cause."""
    found = [problem for rule in RULES for problem in rule(body)]
    return settle(found)


def settle(found: list[Problem]) -> list[Problem]:
    """``found`` without what another problem at the same place says already, and without repetitions."""
    codes = {problem.code for problem in found}
    if codes.isdisjoint(SPEAKS_FOR) or not any(SPEAKS_FOR[code] & codes for code in codes if code in SPEAKS_FOR):
        return found if len(codes) == len(found) else list(dict.fromkeys(found))
    places: dict[str, list[Problem]] = {}
    for problem in dict.fromkeys(found):
        places.setdefault(problem.pointer, []).append(problem)
    return [problem for here in places.values() for problem in _settle_place(here)]


def _settle_place(here: list[Problem]) -> list[Problem]:
    kept = here
    for code, silenced in SPEAKS_FOR.items():
        if any(problem.code == code for problem in kept):
            quiet = [problem for problem in kept if problem.code in silenced]
            kept = [
                _worst(problem, quiet) if problem.code == code else problem
                for problem in kept
                if problem.code not in silenced
            ]
    return kept


def _worst(speaker: Problem, quiet: list[Problem]) -> Problem:
    """``speaker`` with the judgement of the most severe among itself and those it speaks for."""
    worst = min([speaker, *quiet], key=lambda problem: _RANK[problem.severity])
    return replace(speaker, severity=worst.severity, effect=worst.effect)
