"""Each sample can be written for every version of the call and says the same there."""

import json

import pytest

from yespo_console.events import wire
from yespo_console.events.catalog import documented_samples, load_catalog
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.events.event_type import EventType

FAITHFUL = [Encoding(), Encoding(ApiVersion.V2, native=True), Encoding(ApiVersion.V3, native=True)]


@pytest.mark.parametrize("event_type", load_catalog().types, ids=lambda known: known.key)
@pytest.mark.parametrize("encoding", FAITHFUL, ids=str)
def test_a_sample_reads_back_as_it_was(event_type: EventType, encoding: Encoding) -> None:
    text = wire.write(event_type.sample, encoding)
    assert wire.read(text, encoding.api) == event_type.sample
    conversion = wire.convert(text, encoding, Encoding())
    assert conversion.losses == ()
    assert wire.read(conversion.text) == event_type.sample


@pytest.mark.parametrize("event_type", load_catalog().types, ids=lambda known: known.key)
def test_version_1_carries_a_sample_as_text_alone(event_type: EventType) -> None:
    text = wire.write(event_type.sample, Encoding(ApiVersion.V1))
    items = json.loads(text)["params"]
    assert [item["name"] for item in items] == [param.name for param in event_type.sample.params]
    assert all(isinstance(item["value"], str) for item in items)
    for name in event_type.containers:
        assert wire.read(text, ApiVersion.V1).param(name) == event_type.sample.param(name)


@pytest.mark.parametrize("key", documented_samples())
def test_a_documented_sample_converts_both_ways(key: str) -> None:
    text = documented_samples()[key]
    native = wire.convert(text, Encoding(), Encoding(ApiVersion.V2, native=True))
    back = wire.convert(native.text, Encoding(ApiVersion.V2, native=True), Encoding())
    assert native.losses == back.losses == ()
    assert wire.read(back.text) == wire.read(native.text) == wire.read(text)
