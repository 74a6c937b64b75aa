"""The list of currencies."""

import re

from yespo_console.events.currencies import CURRENCIES, LISTED_BY_YESPO, currency


def test_every_currency_has_a_code_and_a_name() -> None:
    assert len(CURRENCIES) > 150
    codes = [known.code for known in CURRENCIES]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)
    assert all(known.name for known in CURRENCIES)


def test_codes_in_force_are_known_and_withdrawn_or_misspelled_ones_are_not() -> None:
    hryvnia = currency("UAH")
    assert hryvnia is not None
    assert hryvnia.name == "Ukrainian hryvnia"
    assert all(currency(code) for code in (*LISTED_BY_YESPO, "XCG", "ZWG", "SLE", "XXX"))
    assert not any(currency(code) for code in ("uah", "HRK", "DEM", "BTC", "", "ГРН"))
