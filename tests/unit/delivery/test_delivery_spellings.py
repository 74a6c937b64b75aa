"""The question before a real account, the redaction and the search for a contact see the same spellings of somebody."""

import json
from io import BytesIO

import pytest
from spelled import MAIL, MAILS, PHONE, PHONES

from yespo_console.delivery.environments import Environment
from yespo_console.delivery.test_contacts import held_outside
from yespo_console.events.json_text import dump, parse
from yespo_console.history.traces import Traces
from yespo_console.sharing.addresses import digits, everybody_in, from_abroad
from yespo_console.sharing.redaction import Redactor

REAL = Environment(name="Shop", base_url="https://yespo.io/api", test_contacts=("test@example.com",))
EVERY = [pytest.param(value, text, id=f"{value}: {name}") for value, texts in ((MAIL, MAILS), (PHONE, PHONES))
         for name, text in texts.items()]  # fmt: skip


def event(text: str, *, ascii_only: bool = False) -> str:
    params = [{"name": "email", "value": "test@example.com"}, {"name": "note", "value": text}]
    return json.dumps({"eventTypeKey": "mine", "params": params}, ensure_ascii=ascii_only)


@pytest.mark.parametrize(("value", "text"), EVERY)
def test_the_question_names_whoever_is_spelled(value: str, text: str) -> None:
    (held,) = held_outside(event(text), REAL)
    place, told = held.split(" ", 1)
    assert place == "note"
    assert told.casefold() == value or from_abroad(digits(told)) == value
    of_ours = REAL.model_copy(update={"test_contacts": ("test@example.com", value)})
    assert held_outside(event(text), of_ours) == ()


@pytest.mark.parametrize(("value", "text"), EVERY)
def test_the_redaction_leaves_nobody_who_is_spelled(value: str, text: str) -> None:
    redactor = Redactor()
    told = json.loads(dump(redactor.body(parse(event(text)))))["params"][1]["value"]
    assert [found for kind, found in everybody_in(told) if not found.endswith("@example.invalid")] == []
    assert not Traces(value).is_part_of(told)
    assert sum(each.values for each in redactor.summary() if each.kind != "name") == 2


@pytest.mark.parametrize(("value", "text"), EVERY)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_the_search_for_a_contact_finds_it_in_rows_and_in_bytes(value: str, text: str, ascii_only: bool) -> None:
    traces, body = Traces(value), event(text, ascii_only=ascii_only).encode()
    assert traces.may_stand_in(b"\0" + body)
    assert traces.in_content(body)
    assert traces.is_part_of(text)
    assert len(list(traces.spans(BytesIO(b"\0\xff" * 700 + body + b"\0\xff" * 700)))) == 1


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in MAILS.items()])
def test_nobody_else_is_taken_for_the_contact(text: str) -> None:
    body = event(text).encode()
    assert not Traces("hanna@client.ua").in_content(body)
    assert not Traces("anna@client.uk").may_stand_in(body)
    assert not Traces("nna@client.ua").in_content(body)
    assert Traces("nna@client.ua").may_stand_in(body)
