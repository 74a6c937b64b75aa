"""Events of a type that the text of Go, C# or Java declares: read where the text tells what its members are in JSON."""

import json

import pytest

from yespo_console.reading.reader import read_payload

_EVENT = {"eventTypeKey": "a", "keyValue": "k", "params": [{"name": "n", "value": "1"}]}
_GO_TYPES = """package main

type Param struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type Event struct {
	EventTypeKey string  `json:"eventTypeKey"`
	KeyValue     string  `json:"keyValue"` // who it is about
	Params       []Param `json:"params"`
}

"""
_GO = 'Event{EventTypeKey: "a", KeyValue: "k", Params: []Param{{Name: "n", Value: "1"}}}'
_GO_SENDING = f"{_GO_TYPES}func main() {{\n\tevent := {_GO}\n\tbody, err := json.Marshal(event)\n}}\n"
_CLASSES = """public class YespoEvent
{
    [JsonPropertyName("eventTypeKey")]
    public string EventTypeKey { get; set; }
    [JsonPropertyName("keyValue")]
    public string? KeyValue { get; set; }
    [JsonPropertyName("params")] public List<Param> Params { get; set; } = new();
}
public class Param
{
    [JsonProperty("name")] public string Name { get; init; }
    [JsonProperty(PropertyName = "value")] public string Value { get; init; }
}
"""
_CSHARP = """new YespoEvent
{
    EventTypeKey = "a",
    KeyValue = "k",
    Params = new List<Param> { new Param { Name = "n", Value = "1" } }
}"""
_CSHARP_SENDING = f"{_CLASSES}var e = {_CSHARP};\nvar json = JsonSerializer.Serialize(e);\n"
_RECORDS = """record Param(string name, string value);
record Event(string eventTypeKey, string keyValue, Param[] @params);
"""
_RECORD = 'new Event("a", "k", new Param[] { new Param("n", "1") })'
_JAVA_RECORDS = """record Param(String name, String value) {}
record Event(String eventTypeKey, String keyValue, List<Param> params) {}
"""
_JAVA = 'new Event("a", "k", List.of(new Param("n", "1")))'


@pytest.mark.parametrize(
    "code",
    [
        _GO_SENDING,
        _GO_SENDING.replace("event := Event", "event := &Event"),
        _GO_SENDING.replace("[]Param{{", "[]Param{Param{"),
        _GO_SENDING.replace("json.Marshal(event)", "json.Marshal(event)\n\tfmt.Println(event)"),
        f"{_GO_TYPES}func main() {{\n\tbody, _ := json.Marshal({_GO})\n}}",
        _CSHARP_SENDING,
        _CSHARP_SENDING.replace("new YespoEvent\n", "new YespoEvent()\n"),
        f"{_CLASSES}await client.PostAsJsonAsync(url, {_CSHARP});",
        f"{_RECORDS}var e = {_RECORD};\nvar json = JsonSerializer.Serialize(e);",
        f"{_JAVA_RECORDS}String json = mapper.writeValueAsString({_JAVA});",
    ],
)
def test_an_event_of_a_declared_type_is_read_under_its_names_in_json(code):
    reading = read_payload(code)

    assert [json.loads(event.text) for event in reading.events] == [_EVENT], reading.error
    assert reading.events[0].repairs == ()


def test_go_sends_the_zero_value_of_a_member_that_is_not_set_unless_its_tag_leaves_it_out():
    without = _GO_SENDING.replace(' KeyValue: "k",', "")
    [sent] = read_payload(without).events
    [left_out] = read_payload(without.replace('json:"keyValue"', 'json:"keyValue,omitempty"')).events

    assert json.loads(sent.text) == {**_EVENT, "keyValue": ""}
    assert "keyValue" not in json.loads(left_out.text)


@pytest.mark.parametrize(
    "code",
    [
        _GO_SENDING.replace("\tbody,", '\tevent.KeyValue = "z"\n\tbody,'),
        _GO_SENDING.replace("\tbody,", "\tfill(&event)\n\tbody,"),
        _GO_SENDING + "func (e Event) MarshalJSON() ([]byte, error) { return nil, nil }",
        _GO_SENDING.replace('json:"keyValue"', 'json:"keyValue,string"'),
        _GO_SENDING.replace("type Event struct {", "type Event struct {\n\tBase"),
        _CSHARP_SENDING.replace('    KeyValue = "k",\n', ""),
        _CSHARP_SENDING.replace('    [JsonPropertyName("keyValue")]\n', ""),
        _CSHARP_SENDING.replace("var json", 'e.KeyValue = "z";\nvar json'),
        _CSHARP_SENDING.replace("var json", "Fill(e);\nvar json"),
        _CSHARP_SENDING.replace("[JsonProperty", "[JsonConverter(typeof(X))] [JsonProperty"),
        f"{_RECORDS}var e = {_RECORD} with {{ keyValue = Next() }};\nvar json = JsonSerializer.Serialize(e);",
        f"{_RECORDS}var e = {_RECORD};\nvar json = JsonSerializer.Serialize(e with {{ keyValue = Next() }});",
    ],
)
def test_an_event_of_a_type_is_refused_where_it_may_be_another_one_or_its_names_are_not_told(code):
    reading = read_payload(code)

    assert [event.text for event in reading.events] == []
    assert reading.error
