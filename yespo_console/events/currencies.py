"""The active currency codes of ISO 4217, funds, metals and test codes included (``resources/currencies.json``)."""

import json
from dataclasses import dataclass
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.platform.resources import resources_dir

#: The codes that another official page lists as the only ones for ``currencyCode``.
LISTED_BY_YESPO: Final = ("USD", "EUR", "UAH")


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency.

    Attributes:
        code: three capital letters.
        english_name: the name in English; ``name`` is the same in the reader's language.
    """

    code: str
    english_name: str

    @property
    def name(self) -> str:
        return _(self.english_name)


def _read() -> tuple[Currency, ...]:
    names: dict[str, str] = json.loads((resources_dir() / "currencies.json").read_bytes())
    return tuple(Currency(code, name) for code, name in names.items())


#: All of them, by code.
CURRENCIES: Final = _read()

_BY_CODE: Final = {known.code: known for known in CURRENCIES}


def currency(code: str) -> Currency | None:
    """The currency with exactly this code, or None: lower case is not a code."""
    return _BY_CODE.get(code)
