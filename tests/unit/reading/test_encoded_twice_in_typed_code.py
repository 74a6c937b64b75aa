"""Code of C#, Go, Java and Kotlin that makes JSON of what is JSON already: read, and told where it does so."""

import json

import pytest

from yespo_console.reading.reader import read_payload

EVENT = {"eventTypeKey": "clubJoined", "keyValue": "a@b.ua", "params": [{"name": "email", "value": "a@b.ua"}]}
ONCE = json.dumps(EVENT)
TWICE = json.dumps(ONCE)
#: As the literal of a text that holds JSON of JSON.
LITERAL = json.dumps(TWICE)
VERBATIM = TWICE.replace('"', '""')
URL = "https://yespo.io/api/v2/event"
CSHARP = (
    'new { eventTypeKey = "clubJoined", keyValue = "a@b.ua", '
    '@params = new[] { new { name = "email", value = "a@b.ua" } } }'
)
GO = (
    'map[string]any{"eventTypeKey": "clubJoined", "keyValue": "a@b.ua", '
    '"params": []map[string]string{{"name": "email", "value": "a@b.ua"}}}'
)
JAVA = (
    'Map.of("eventTypeKey", "clubJoined", "keyValue", "a@b.ua", '
    '"params", List.of(Map.of("name", "email", "value", "a@b.ua")))'
)
KOTLIN = (
    'mapOf("eventTypeKey" to "clubJoined", "keyValue" to "a@b.ua", '
    '"params" to listOf(mapOf("name" to "email", "value" to "a@b.ua")))'
)

#: Each with what stands where that is told.
TOLD = {
    "C#, Serialize within Serialize": (
        (
            f"var json = JsonSerializer.Serialize(JsonSerializer.Serialize({CSHARP}));\n"
            "await client.PostAsync(url, new StringContent(json));"
        ),
        "JsonSerializer.Serialize(JsonSerializer",
    ),
    "C#, a text sent as JSON": (
        f'var json = JsonSerializer.Serialize({CSHARP});\nawait client.PostAsJsonAsync("{URL}", json);',
        "await client.PostAsJsonAsync",
    ),
    "C#, by way of two variables": (
        (
            f"var body = {CSHARP};\nvar json = JsonConvert.SerializeObject(body);\n"
            "var content = new StringContent(JsonConvert.SerializeObject(json), Encoding.UTF8);\n"
            "await client.PostAsync(url, content);"
        ),
        "JsonConvert.SerializeObject(json)",
    ),
    "C#, AddJsonBody": (
        f"var json = JsonSerializer.Serialize({CSHARP});\nrequest.AddJsonBody(json);",
        "request.AddJsonBody",
    ),
    "C#, JsonContent": (
        f"var json = JsonSerializer.Serialize({CSHARP});\nawait client.PostAsync(url, JsonContent.Create(json));",
        "JsonContent.Create",
    ),
    "C#, a text that holds JSON": (
        (
            f"string json = {TWICE};\nvar body = JsonConvert.SerializeObject(json);\n"
            "await client.PostAsync(url, new StringContent(body));"
        ),
        "JsonConvert.SerializeObject(json)",
    ),
    "C#, a text that holds JSON of JSON": (
        f"string json = {LITERAL};\nawait client.PostAsync(url, new StringContent(json));",
        '\\"{',
    ),
    "C#, such a text with doubled quotes": (
        f'string json = @"{VERBATIM}";\nawait client.PostAsync(url, new StringContent(json));',
        '""{',
    ),
    "Go, Marshal of the text": (
        (
            f"b, _ := json.Marshal({GO})\nc, _ := json.Marshal(string(b))\n"
            'http.Post(url, "application/json", bytes.NewBuffer(c))'
        ),
        "json.Marshal(string(b))",
    ),
    "Go, by way of variables": (
        (
            f"p := {GO}\nb, err := json.Marshal(p)\nif err != nil {{\n\treturn err\n}}\ns := string(b)\n"
            'c, err := json.Marshal(s)\nhttp.Post(url, "application/json", bytes.NewReader(c))'
        ),
        "json.Marshal(s)",
    ),
    "Go, a text between backquotes": (f"body := `{ONCE}`\nb, _ := json.Marshal(body)", "json.Marshal(body)"),
    "Go, a text that holds JSON of JSON": (
        f'body := `{TWICE}`\nhttp.Post(url, "application/json", strings.NewReader(body))',
        '"{',
    ),
    "Java, writeValueAsString within itself": (
        f"String json = mapper.writeValueAsString(mapper.writeValueAsString({JAVA}));\nsend(json);",
        "mapper.writeValueAsString(mapper",
    ),
    "Java, by way of variables": (
        (
            f"String json = mapper.writeValueAsString({JAVA});\nString again = mapper.writeValueAsString(json);\n"
            "HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(again)).build();"
        ),
        "mapper.writeValueAsString(json)",
    ),
    "Java, toJson in what is sent": (
        (
            f"Map<String, Object> e = {JAVA};\nString json = gson.toJson(e);\n"
            "RequestBody body = RequestBody.create(gson.toJson(json), JSON);"
        ),
        "gson.toJson(json)",
    ),
    "Java, a text that holds JSON": (
        f"String json = {TWICE};\nRequestBody body = RequestBody.create(gson.toJson(json), JSON);",
        "gson.toJson(json)",
    ),
    "Java, what a method gives": (
        f"String body() {{\n    return gson.toJson({JAVA});\n}}\nvoid send() {{\n    post(gson.toJson(body()));\n}}",
        "gson.toJson(body())",
    ),
    "Kotlin, toJson within toJson": (
        f"val json = gson.toJson(gson.toJson({KOTLIN}))\nclient.post(json)",
        "gson.toJson(gson",
    ),
    "Kotlin, a body of a text": (
        f"val json = Json.encodeToString({KOTLIN})\nclient.post(url) {{ setBody(Json.encodeToString(json)) }}",
        "Json.encodeToString(json)",
    ),
    "Kotlin, a text between three quotes": (
        f'val json = """{ONCE}"""\nclient.post(url) {{ setBody(Json.encodeToString(json)) }}',
        "Json.encodeToString(json)",
    ),
    "Kotlin, a text that holds JSON of JSON": (
        f'val json = """{TWICE}"""\nclient.post(url) {{ setBody(json) }}',
        '"{',
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_an_event_that_typed_code_encodes_twice_is_read_and_told(name):
    payload, spelled = TOLD[name]
    reading = read_payload(payload)
    assert [json.loads(event.text) for event in reading.events] == [EVENT], reading.error
    [told] = reading.events[0].repairs
    assert told.code == "encoded_twice"
    assert payload.splitlines()[told.line - 1][told.column - 1 :].startswith(spelled)


@pytest.mark.parametrize("name", TOLD)
def test_without_that_repair_there_is_no_such_event(name):
    payload, _spelled = TOLD[name]
    [event] = read_payload(payload).events
    refused = read_payload(payload, refused=frozenset(each.identity for each in event.repairs))
    assert refused.events == ()
    assert refused.error is not None


def test_a_key_beside_a_text_that_is_encoded_twice_is_offered_and_none_within_it():
    once = json.dumps({**EVENT, "params": [{"name": "token", "value": "s3cr3tInTheEvent"}]})
    code = f'apiKey := "k7Jd93hfKq02"\nbody := `{once}`\nb, _ := json.Marshal(body)\nhttp.Post("{URL}", t, b)'
    reading = read_payload(code)
    assert [secret.secret.reveal() for secret in reading.secrets] == ["k7Jd93hfKq02"]
    assert reading.events[0].url == URL
    assert "s3cr3tInTheEvent" in reading.events[0].text
