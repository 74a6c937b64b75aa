"""The version in the address of a request: what it does not take as it is written is told, and never passed over."""

import json

import pytest

from yespo_console.events.catalog import load_catalog
from yespo_console.events.checking import check
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.reading.reader import read_payload

LIST = '{"eventTypeKey":"a","keyValue":"k","params":[{"name":"n","value":"v"}]}'
NATIVE = '{"eventTypeKey":"a","keyValue":"k","params":[{"name":"n","value":{"a":1}}]}'
OBJECT = '{"eventTypeKey":"a","keyValue":"k","params":{"n":"v"}}'


def sent_to(version: str, body: str) -> str:
    return f"curl https://yespo.io/api/{version}/event -d '{body}'"


@pytest.mark.parametrize(
    ("version", "body", "encoding"),
    [
        ("v1", LIST, Encoding(ApiVersion.V1, native=False)),
        ("v2", LIST, Encoding(ApiVersion.V2, native=False)),
        ("v2", NATIVE, Encoding(ApiVersion.V2, native=True)),
        ("v3", OBJECT, Encoding(ApiVersion.V3, native=True)),
        ("v3", '{"eventTypeKey":"a","keyValue":"k"}', Encoding(ApiVersion.V3, native=True)),
    ],
)
def test_an_event_is_of_the_version_that_its_address_calls(version: str, body: str, encoding: Encoding) -> None:
    (event,) = read_payload(sent_to(version, body)).events
    assert (event.encoding, event.repairs, event.text) == (encoding, (), body)


@pytest.mark.parametrize(
    ("version", "body", "written_as"),
    [("v1", NATIVE, "v2"), ("v1", OBJECT, "v3"), ("v2", OBJECT, "v3"), ("v3", LIST, "v2"), ("v3", NATIVE, "v2")],
)
def test_an_event_that_its_address_does_not_take_is_read_and_told(version: str, body: str, written_as: str) -> None:
    payload = sent_to(version, body)
    (event,) = read_payload(payload).events
    (repair,) = event.repairs
    assert repair.code == "api_version"
    assert f"API {version}," in repair.message
    assert f"as {written_as} takes it" in repair.message
    assert (repair.line, repair.column) == (1, payload.index("params") + 1)
    assert str(event.encoding.api) == written_as
    assert json.loads(event.body().text) == json.loads(read_payload(body).events[0].body().text)


def test_refused_it_is_the_faulty_event_that_was_sent() -> None:
    payload = sent_to("v2", OBJECT)
    (repair,) = read_payload(payload).events[0].repairs
    (event,) = read_payload(payload, refused={repair.identity}).events
    assert (event.text, event.encoding.api, event.repairs) == (OBJECT, ApiVersion.V2, ())
    assert any(problem.pointer == "/params" for problem in check(event.text, load_catalog(), ApiVersion.V2).problems)
