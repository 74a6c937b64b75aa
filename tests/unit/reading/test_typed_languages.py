"""Events that C#, Go, Java and Kotlin spell out as objects: read where they are sent as they are."""

import json

import pytest

from yespo_console.reading.reader import read_payload

_EVENT = {"eventTypeKey": "a", "keyValue": "k", "params": [{"name": "n", "value": "1"}]}

_ANONYMOUS = 'new { eventTypeKey = "a", keyValue = "k", @params = new[] { new { name = "n", value = "1" } } }'
_INDEXED = """new Dictionary<string, object>
{
    ["eventTypeKey"] = "a", // the type
    ["keyValue"] = "k",
    ["params"] = new List<object> { new Dictionary<string, object> { ["name"] = "n", ["value"] = "1" } },
}"""
_ADDED = """new Dictionary<string, object> {
    { "eventTypeKey", "a" }, { "keyValue", "k" }, { "params", new object[] { new { name = "n", value = "1" } } } }"""
_GO = """map[string]interface{}{
    "eventTypeKey": "a",
    "keyValue": `k`,
    "params": []map[string]string{{"name": "n", "value": "1"}},
}"""
_JAVA = """Map.of("eventTypeKey", "a", "keyValue", "k", "params", List.of(Map.of("name", "n", "value", "1")))"""
_KOTLIN = 'mapOf("eventTypeKey" to "a", "keyValue" to "k", "params" to listOf(mapOf("name" to "n", "value" to "1")))'

_CODE = [
    f"var body = {_ANONYMOUS};\nvar answer = await client.PostAsJsonAsync(url, body);",
    f"var json = JsonSerializer.Serialize({_ANONYMOUS});",
    f"var body = {_INDEXED};\nvar json = JsonConvert.SerializeObject(body);",
    f"var body = {_ADDED};",
    f"body, _ := json.Marshal({_GO})",
    f"payload := {_GO}\nbody, err := json.Marshal(payload)\nif err != nil {{\n    panic(err)\n}}",
    f"Map<String, Object> body = {_JAVA};\nString json = mapper.writeValueAsString(body);",
    f"val json = gson.toJson({_KOTLIN})",
]


@pytest.mark.parametrize("code", _CODE)
def test_an_object_that_is_sent_as_it_is_becomes_its_event(code):
    (event,) = read_payload(code).events
    assert json.loads(event.text) == _EVENT
    assert event.repairs == ()


@pytest.mark.parametrize(
    "expression", ["user.Email", "Get(1, 2)", '"k" + id', '$"k{id}"', 'x ? "k" : "l"', "fn(map[1])"]
)
@pytest.mark.parametrize("code", _CODE[:4])
def test_a_value_that_such_code_computes_is_empty_and_named(code, expression):
    (event,) = read_payload(code.replace('"k"', expression)).events
    assert json.loads(event.text) == {**_EVENT, "keyValue": ""}
    assert [(repair.code, repair.before) for repair in event.repairs] == [("computed_value", expression)]


@pytest.mark.parametrize(
    "code",
    [
        f'var body = {_INDEXED};\nbody["keyValue"] = "z";\nvar json = JsonConvert.SerializeObject(body);',
        f'var body = {_INDEXED};\nvar other = body;\nother["keyValue"] = "z";',
        f"var body = {_INDEXED};\nFix(body);\nvar json = JsonConvert.SerializeObject(body);",
        f"var json = JsonSerializer.Serialize(Sealed({_ANONYMOUS}));",
        f'var body = {_ANONYMOUS} with {{ keyValue = "z" }};',
        f'body := {_GO}\nbody["keyValue"] = "z"\nout, _ := json.Marshal(body)',
        f'var body = new HashMap<>({_JAVA});\nbody.put("keyValue", "z");',
        f"var body = {_ANONYMOUS[:-2]}",
        f"var body = {_INDEXED[:-20]}",
        f"Map<String, Object> body = {_JAVA[:-1]}",
        f"var body = {_JAVA.replace(', List.of', ', 1, List.of')};",
    ],
)
def test_an_object_that_is_changed_sealed_or_cut_off_is_refused(code):
    reading = read_payload(code)
    assert reading.events == ()
    assert reading.error


def test_a_list_of_pairs_is_no_object():
    code = _ANONYMOUS.replace('"1"', 'new[] { new[] { "a", "b" } }')
    (event,) = read_payload(f"var body = {code};").events
    assert json.loads(event.text)["params"][0]["value"] == [["a", "b"]]


@pytest.mark.parametrize("behind", ["", "\nreq, err := http.NewRequest(method, url, strings.NewReader(body))\n"])
def test_a_text_of_go_between_backquotes_is_taken_as_it_is(behind):
    body = {**_EVENT, "keyValue": 'C:\\temp "x"'}
    (event,) = read_payload(f"body := `{json.dumps(body)}`{behind}").events
    assert json.loads(event.text) == body


def test_a_text_of_go_to_which_something_is_added_is_refused():
    body = json.dumps(_EVENT).replace('"k"', '"` + email + `"')
    assert read_payload(f"body := `{body}`\nreq, err := http.NewRequest(method, url, nil)").events == ()


CS_EVENT = 'new { eventTypeKey = "x", keyValue = "o@e.ua", @params = new[] { new { name = "token", value = "y" } } }'
GO_EVENT = (
    'd := map[string]interface{}{"eventTypeKey":"x","keyValue":"o@e.ua",'
    '"params":[]map[string]string{{"name":"token","value":"y"}}}\nb, _ := json.Marshal(d)\n'
)
JAVA_EVENT = 'Map.of("eventTypeKey","x","keyValue","o@e.ua","params",List.of(Map.of("name","token","value","a: b")))'
KOTLIN_EVENT = (
    'mapOf("eventTypeKey" to "x", "keyValue" to "o@e.ua", "params" to listOf(mapOf("name" to "token", "value" to "y")))'
)


@pytest.mark.parametrize("key", ["k7Jd93hfKq02", "qwerty12", "k7J/93+fKq0="])
@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (f'const string ApiKey = "KEY";\nawait client.PostAsJsonAsync(url, {CS_EVENT});', "token"),
        (
            f'x.Authorization = new AuthenticationHeaderValue("Bearer", "KEY");\nc.PostAsJsonAsync(u, {CS_EVENT});',
            "token",
        ),
        (
            f'x = Convert.ToBase64String(Encoding.UTF8.GetBytes("api:KEY"));\nc.PostAsJsonAsync(u, {CS_EVENT});',
            "user",
        ),
        (
            GO_EVENT + 'req, _ := http.NewRequest("POST", url, bytes.NewBuffer(b))\nreq.SetBasicAuth("api", "KEY")',
            "user",
        ),
        (GO_EVENT + 'req.Header.Set("X-Api-Key", "KEY")', "token"),
        ('apiKey := "KEY"\n' + GO_EVENT, "token"),
        (f'String apiKey = "KEY";\nsend(mapper.writeValueAsString({JAVA_EVENT}));', "token"),
        (f'var auth = Credentials.basic("api", "KEY");\nsend(mapper.writeValueAsString({JAVA_EVENT}));', "user"),
        (f'var b = enc.encodeToString("api:KEY".getBytes());\nsend(mapper.writeValueAsString({JAVA_EVENT}));', "user"),
        (f'val apiKey: String = "KEY"\nclient.post(Json.encodeToString({KOTLIN_EVENT}))', "token"),
        (f'request.header("Authorization", "Bearer KEY")\nclient.post(Json.encodeToString({KOTLIN_EVENT}))', "token"),
    ],
)
def test_a_key_beside_the_object_is_offered(code, kind, key):
    reading = read_payload(code.replace("KEY", key))
    assert len(reading.events) == 1, reading.error
    assert [(found.kind, found.secret.reveal()) for found in reading.secrets] == [(kind, key)]
    assert key not in repr(reading)


@pytest.mark.parametrize("value", ["$email", "${user.email}", "to $email"])
def test_a_value_that_kotlin_puts_into_a_text_between_three_quotes_is_emptied_and_named(value):
    json_text = f'{{"eventTypeKey":"x","keyValue":"{value}","params":[{{"name":"a","value":"$5"}}]}}'
    [event] = read_payload(f'val json = """{json_text}""".trimIndent()').events
    body = json.loads(event.text)
    assert (body["keyValue"], body["params"][0]["value"]) == ("", "$5")
    assert [repair.code for repair in event.repairs] == ["computed_value"]


@pytest.mark.parametrize(
    "code",
    [
        "final body = {'eventTypeKey': 'x', 'keyValue': '$email', 'params': []};",
        "final body = {'eventTypeKey': 'x', 'keyValue': 'for $email', 'params': []};",
        'final Map<String, Object> body = {"eventTypeKey": "x", "keyValue": "${u.email}", "params": []};',
    ],
)
def test_values_that_dart_puts_into_texts_are_never_sent_as_they_are_spelled(code):
    reading = read_payload(code)
    assert reading.events == ()
    assert "put together by the code" in reading.error
