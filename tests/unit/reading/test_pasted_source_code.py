"""Source code: values that stand there are read, values that are computed are named, and nothing is run."""

import json

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"


def _value(text):
    """The value of the one param of the one event."""
    reading = read_payload(text)
    assert reading.error is None
    [event] = reading.events
    return event.text.partition('"value":')[2].removesuffix("}]}")


@pytest.mark.parametrize(
    ("spelled", "json"),
    [
        ("45.50", "45.50"), ("-0.10", "-0.10"), ("1e2", "1e2"), ("1_000", "1000"), ("0x1F", "31"), (".5", "0.5"),
        ("123456789012345", "123456789012345"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "language",
    [
        "axios.post(u, {{eventTypeKey: 'a', params: [{{name: 'n', value: {0}}}]}})",
        "import requests\nrequests.post(u, json={{'eventTypeKey': 'a', 'params': [{{'name': 'n', 'value': {0}}}]}})",
        "<?php send(['eventTypeKey' => 'a', 'params' => [['name' => 'n', 'value' => {0}]]]);",
    ],
)
def test_numbers_keep_their_spelling_where_json_has_it(language, spelled, json):
    assert _value(language.format(spelled)) == json


@pytest.mark.parametrize(
    "text",
    [
        "axios.post(u, {eventTypeKey: 'a', params: [{name: 'n', value: 010}]})",
        "axios.post(u, {eventTypeKey: 'a', params: [{name: 'n', value: NaN}]})",
        "import requests\nrequests.post(u, json={'eventTypeKey': 'a', 'params': [{'name': 'n', 'value': 1j}]})",
        "<?php send(['eventTypeKey' => 'a', 'params' => [['name' => 'n', 'value' => 017]]]);",
    ],
)
def test_a_number_that_json_has_not_is_named(text):
    reading = read_payload(text)
    assert reading.events == ()
    assert "“n”" in reading.error


def test_an_event_of_which_nothing_is_spelled_out_is_refused_with_the_first_places():
    params = ", ".join(f"{{name: 'p{n}', value: f{n}()}}" for n in range(8))
    reading = read_payload(f"axios.post(u, {{eventTypeKey: t(), params: [{params}]}})")
    assert reading.events == ()
    assert "“eventTypeKey” (t())" in reading.error
    for number in range(4):
        assert f"“p{number}” (f{number}())" in reading.error
    assert "p4" not in reading.error
    assert "…" in reading.error


def test_a_variable_set_once_is_followed_wherever_it_is_used():
    event = "{eventTypeKey: 'a', params: [{name: 'n', value: email}]}"
    code = f"const email = 'a@example.com';\nfunction send() {{ axios.post(u, {event}); }}"
    assert _value(code) == '"a@example.com"'


def test_variables_that_hold_each_other_end_in_a_reason():
    reading = read_payload("const a = [b]; const b = [a]; axios.post(u, {eventTypeKey: 'x', params: a})")
    assert reading.events == ()
    assert "“params” (a)" in reading.error


@pytest.mark.parametrize(
    "change",
    [
        "if (x) { p.keyValue = 'k'; }",
        "for (const i of l) { p.params.push(i); }",
        "delete p.keyValue;",
        "p.params.sort();",
        "Object.assign(p, extra);",
        "p.params.push(...more);",
        "p[name] = 'k';",
        "const q = p; q.keyValue = 'k';",
        "p = other;\np.keyValue = 'k';",
        "prepare(p);",
        "x && (p.keyValue = f());",
    ],
)
def test_a_change_that_cannot_be_followed_is_a_refusal(change):
    reading = read_payload(f"let p = {{eventTypeKey: 'a', params: []}};\n{change}\naxios.post(u, p);")
    assert reading.events == ()
    assert reading.error


def test_plain_changes_beside_the_variable_are_followed():
    reading = read_payload(
        "const p = {eventTypeKey: 'a'};\np.keyValue = 'k';\np['params'] = [];\n"
        "p.params.push({name: 'n', value: 'v'});\n"
        "p.keyValue = 'l';\naxios.post(u, p);"
    )
    [event] = reading.events
    assert event.text == '{"eventTypeKey":"a","keyValue":"l","params":[{"name":"n","value":"v"}]}'


def test_what_stands_in_a_comment_is_not_read():
    reading = read_payload(f"// axios.post('{URL}', {{eventTypeKey: 'old', params: []}})\nconst x = 1;")
    assert reading.events == ()


def test_the_address_of_an_event_is_the_one_beside_it():
    reading = read_payload(
        "axios.post('https://yespo.io/api/v2/event', {eventTypeKey: 'a', params: []});\n"
        "axios.post('https://esputnik.com/api/v1/event', {eventTypeKey: 'b', params: []});\n"
    )
    assert [event.url for event in reading.events] == [URL, "https://esputnik.com/api/v1/event"]


def test_a_page_that_refers_is_no_address():
    reading = read_payload(
        """fetch(target, {referrer: "https://shop.example/", body: '{"eventTypeKey":"a","params":[]}'})"""
    )
    [event] = reading.events
    assert event.url is None


def test_broken_json_in_a_text_is_mended_at_its_place_in_the_source():
    reading = read_payload(
        "import requests\nrequests.post(u, data='''{\n  \"eventTypeKey\": \"a\",\n  \"params\": [],\n}''')"
    )
    [event] = reading.events
    assert [repair.identity for repair in event.repairs] == ["trailing_comma@4:15"]


def test_an_attempt_to_make_the_reader_run_something_is_only_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text in (
        "import requests\nrequests.post(u, json={'eventTypeKey': __import__('os').system('touch ran'), 'params': []})",
        "<?php send(['eventTypeKey' => `touch ran`, 'params' => []]);",
        "require 'json'\nputs({eventTypeKey: `touch ran`, params: []}.to_json)",
        'curl https://yespo.io/api/v2/event -d "{\\"eventTypeKey\\": \\"$(touch ran)\\"}"',
    ):
        assert read_payload(text).events == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "code",
    [
        "$e = @{ eventTypeKey = ‘a’; keyValue = “k” }\nirm $u -Method Post -Body ($e | ConvertTo-Json)",
        "$e = @{ eventTypeKey = ’a’; keyValue = „k” }\nirm $u –Method Post –Body ($e | ConvertTo-Json)",
        'Invoke-RestMethod –Uri “https://yespo.io/api/v2/event” –Body ‘{"eventTypeKey":"a","keyValue":"k"}’',
        'irm $u -Method Post -Body @‘\n{"eventTypeKey":"a","keyValue":"k"}\n’@',
    ],
)
def test_typographic_quotes_are_quotes_to_powershell(code):
    (event,) = read_payload(code).events
    assert json.loads(event.text) == {"eventTypeKey": "a", "keyValue": "k"}
    assert event.repairs == ()


def test_typographic_quotes_within_a_text_of_powershell_stay():
    code = "irm $u -Body (@{ eventTypeKey = 'a'; keyValue = '“k” – 1' } | ConvertTo-Json) # don’t"
    (event,) = read_payload(code).events
    assert json.loads(event.text)["keyValue"] == "“k” – 1"


@pytest.mark.parametrize("comment", ["# тип", "<# тип #>", '# eventTypeKey="z"', "# не 'так'"])
@pytest.mark.parametrize("end", [" ", "; "])
def test_a_comment_behind_a_value_of_powershell_is_left_alone(comment, end):
    code = (
        f'$b=@{{ # b\n eventTypeKey="x"{end}{comment}\n keyValue="a # b"{end}{comment}\n params=@( {comment}\n'
        f"  @{{name=\"n\"{end}{comment}\n  value='#1'}}, {comment}\n"
        f'  @{{name="h"; value=@"\nq # w\n"@ {comment}\n  }}\n )\n'
        "} <# p #> | ConvertTo-Json -Depth 5\n"
        "Invoke-RestMethod -Uri https://yespo.io/api/v2/event -Method Post -Body $b"
    )
    [event] = read_payload(code).events
    params = [{"name": "n", "value": "#1"}, {"name": "h", "value": "q # w"}]
    assert json.loads(event.text) == {"eventTypeKey": "x", "keyValue": "a # b", "params": params}


@pytest.mark.parametrize(
    "code",
    [
        "$e['eventTypeKey'] = 'a';\n$e['keyValue'] = 'k';\n$e['params'][] = ['name' => 'n', 'value' => '1'];",
        "$e['eventTypeKey'] = 'a'; $e['keyValue'] = 'k';$e['params'][0]['name'] = 'n'; $e['params'][0]['value'] = '1';",
        "$e['params'] = [['name' => 'n', 'value' => '1']];\n$e['eventTypeKey'] = 'a';\n$e['keyValue'] = 'k';",
    ],
)
def test_php_makes_an_array_for_the_first_member_that_a_variable_is_given(code):
    event = {"eventTypeKey": "a", "keyValue": "k", "params": [{"name": "n", "value": "1"}]}
    (read,) = read_payload(f"<?php\n{code}\ncurl_setopt($c, CURLOPT_POSTFIELDS, json_encode($e));").events
    assert json.loads(read.text) == event


@pytest.mark.parametrize(
    "code",
    [
        "fill($e); $e['eventTypeKey'] = 'a'; $e['keyValue'] = 'k';",
        "$e['eventTypeKey'] = 'a'; if ($x) { $e['keyValue'] = 'k'; }",
        "$e['eventTypeKey'] = 'a'; send($e); $e['keyValue'] = 'k';",
        "$e = load(); $e['eventTypeKey'] = 'a'; $e['keyValue'] = 'k';",
        "global $e; $e['eventTypeKey'] = 'a'; $e['keyValue'] = 'k';",
        "function f(&$e) { $e['eventTypeKey'] = 'a'; $e['keyValue'] = 'k'; }",
        "$e['eventTypeKey'] = 'a'; $e['keyValue'] = 'k'; $e = sealed($e);",
        "$e['eventTypeKey'] = 'a'; $e['keyValue'] = 'k'; $e['params'",
    ],
)
def test_a_variable_of_php_that_may_hold_more_than_its_members_is_refused(code):
    assert read_payload(f"<?php\n{code}\ncurl_setopt($c, CURLOPT_POSTFIELDS, json_encode($e));").events == ()


@pytest.mark.parametrize(
    "code",
    [
        "const n = 7; axios.post(u, {eventTypeKey: 'a', params: [{name: 'n', value: `k${n}`}]});",
        "require 'json'\nputs({ eventTypeKey: 'a', params: [{ name: 'n', value: \"k#{7}\" }] }.to_json)",
        "import requests\nrequests.post(u, json={'eventTypeKey': 'a', 'params': [{'name': 'n', 'value': f'k{7}'}]})",
        "<?php $n = 7; send(['eventTypeKey' => 'a', 'params' => [['name' => 'n', 'value' => \"k{$n}\"]]]);",
    ],
)
def test_a_whole_number_that_is_put_into_a_text_is_its_digits(code):
    assert _value(code) == '"k7"'


RUBY_HASH = "{eventTypeKey: 'x', keyValue: 'o@e.ua', params: [{name: 'a', value: 'y'}]}"


@pytest.mark.parametrize(
    "code",
    [
        f"payload = {RUBY_HASH}\nHTTP.post('https://yespo.io/api/v2/event', json: payload)",
        f"payload = {RUBY_HASH}\nHTTP.post 'https://yespo.io/api/v2/event', :json => payload",
        f"payload = {RUBY_HASH}\nHTTP.auth('x').post(\n  'https://yespo.io/api/v2/event',\n  json: payload\n)",
        f"HTTP.post('https://yespo.io/api/v2/event', json: {RUBY_HASH})",
    ],
)
def test_a_client_of_ruby_shows_the_language_without_its_require(code):
    reading = read_payload(code)
    assert (reading.source, reading.error) == ("ruby", None)
    [event] = reading.events
    assert event.url == "https://yespo.io/api/v2/event"


def test_http_of_meteor_is_javascript():
    code = f"const payload = {RUBY_HASH};\nHTTP.post('https://yespo.io/api/v2/event', {{ data: payload }});"
    reading = read_payload(code)
    assert (reading.source, reading.error, len(reading.events)) == ("javascript", None, 1)


@pytest.mark.parametrize("assignment", ["const d = {};", "let event = {}", "d = {}"])
def test_json_given_to_a_name_is_mended_where_one_comma_is_all_that_it_lacks(assignment):
    event = '{"eventTypeKey":"x","keyValue":"o@e.ua" "params":[{"name":"a","value":"y"}]}'
    reading = read_payload(assignment.replace("{}", event))
    assert reading.error is None
    [read] = reading.events
    assert json.loads(read.text) == json.loads(event.replace('" "', '","'))
    assert [repair.code for repair in read.repairs] == ["text_around", "missing_comma"]


@pytest.mark.parametrize(
    "faulty",
    [
        'const d = {"eventTypeKey":"x" "keyValue":email,"params":[]};',
        'const d = {"eventTypeKey":"x" "keyValue":"o@e.ua","params":[]};\nd.keyValue = "b@e.ua";',
        'const d = {"eventTypeKey":"x" "keyValue":`${email}`,"params":[]};',
    ],
)
def test_code_that_lacks_a_comma_is_refused_where_it_computes_or_goes_on(faulty):
    reading = read_payload(faulty)
    assert reading.events == ()
    assert reading.error


SENT = {
    "JavaScript": "axios.post(u, {eventTypeKey: 'a', params: [{name: 'n', value: VALUE}]})",
    "Python": "requests.post(u, json={'eventTypeKey': 'a', 'params': [{'name': 'n', 'value': VALUE}]})",
    "PHP": "<?php f(['eventTypeKey' => 'a', 'params' => [['name' => 'n', 'value' => VALUE]]]);",
    "Ruby": "Faraday.post(u, {eventTypeKey: 'a', params: [{name: 'n', value: VALUE}]}.to_json)",
    "C#": 'await http.Post(u, new { eventTypeKey = "a", @params = new[] { new { name = "n", value = VALUE } } });',
}


@pytest.mark.parametrize(
    ("language", "spelled", "json"),
    [
        *((language, spelled, json)
          for language in ("JavaScript", "Python", "PHP", "Ruby")
          for spelled, json in (("0x1F", "31"), ("1_000", "1000"), ("+5", "5"))),
        *((language, ".5", "0.5") for language in ("JavaScript", "Python", "PHP")),
        ("JavaScript", "5.", "5"), ("Python", "5.", "5.0"), ("C#", "5.50m", "5.50"),
    ],
)  # fmt: skip
def test_a_number_of_code_that_json_spells_otherwise_is_told(language, spelled, json):
    payload = SENT[language].replace("VALUE", spelled)
    [event] = read_payload(payload).events
    assert event.text == f'{{"eventTypeKey":"a","params":[{{"name":"n","value":{json}}}]}}'
    [repair] = event.repairs
    assert (repair.code, repair.before, repair.after) == ("loose_number", spelled, json)
    assert payload.splitlines()[repair.line - 1][repair.column - 1 :].startswith(spelled)
    assert repair.message == f"The number {spelled} was written as {json}, as JSON has it."


@pytest.mark.parametrize("language", SENT)
@pytest.mark.parametrize("value", ["5", "1.10", "-7", "'0x1F'"])
def test_of_a_number_that_json_has_too_and_of_a_text_nothing_is_told(language, value):
    value = value.replace("'", '"') if language == "C#" else value
    [event] = read_payload(SENT[language].replace("VALUE", value)).events
    assert event.repairs == ()


def test_a_number_in_a_variable_is_told_once_wherever_it_is_used():
    payload = (
        "const n = .5;\naxios.post(u, {eventTypeKey: 'a', params: [{name: 'n', value: n}, {name: 'm', value: n}]})"
    )
    [event] = read_payload(payload).events
    assert [(repair.code, repair.line, repair.column) for repair in event.repairs] == [("loose_number", 1, 11)]


@pytest.mark.parametrize(
    ("spelled", "json", "holes"),
    [
        ("[1,,2]", "[1,null,2]", 1),
        ("[, 1]", "[null,1]", 1),
        ("[1, /* two */, 3,]", "[1,null,3]", 1),
        ("[1,,,]", "[1,null,null]", 2),
        ("[...[1,,2], 3]", "[1,null,2,3]", 1),
        ("[1,]", "[1]", 0),
        ("[]", "[]", 0),
    ],
)
def test_an_item_of_javascript_that_is_not_there_is_null_as_it_is_sent_and_told(spelled, json, holes):
    [event] = read_payload(SENT["JavaScript"].replace("VALUE", spelled)).events
    assert event.text == f'{{"eventTypeKey":"a","params":[{{"name":"n","value":{json}}}]}}'
    assert [repair.code for repair in event.repairs] == ["empty_item"] * holes


def test_a_param_of_javascript_that_is_not_there_is_null_as_it_is_sent_and_told():
    payload = "axios.post(u, {eventTypeKey: 'a', params: [{name: 'n', value: 1},, {name: 'm', value: 2}]})"
    [event] = read_payload(payload).events
    assert event.text == '{"eventTypeKey":"a","params":[{"name":"n","value":1},null,{"name":"m","value":2}]}'
    [repair] = event.repairs
    assert payload[repair.column - 2 : repair.column] == ",,"


@pytest.mark.parametrize(
    ("spelled", "value"),
    [
        (r"'\N{EM DASH} a'", "— a"),
        (r"'\N{bullet}'", "•"),
        (r"f'\N{EM DASH}'", "—"),
        (r"r'\N{EM DASH}'", r"\N{EM DASH}"),
    ],
)
def test_a_character_that_python_calls_by_its_name_is_that_character(spelled, value):
    [event] = read_payload(SENT["Python"].replace("VALUE", spelled)).events
    assert event.text.endswith(f'"value":{json.dumps(value, ensure_ascii=False)}}}]}}')


@pytest.mark.parametrize("name", ["NO SUCH SIGN", "", "KEYCAP DIGIT ONE"])
def test_a_name_of_python_that_no_character_has_is_a_refusal_with_its_place(name):
    reading = read_payload(SENT["Python"].replace("VALUE", f"'a \\N{{{name}}}'"))
    assert reading.events == ()
    assert "“n” line 1" in reading.error


@pytest.mark.parametrize(
    "payload",
    [
        "const e = {eventTypeKey: 'a', keyValue: 'k', params: []};\ne.eventTypeKey = `${e.eventTypeKey}X`;\nsend(e);",
        "e = {'eventTypeKey': 'a', 'keyValue': 'k', 'params': []}\ne['eventTypeKey'] = f\"{e['eventTypeKey']}X\"\nf(e)",
        "$e = ['eventTypeKey'=>'a','keyValue'=>'k','params'=>[]];$e['eventTypeKey']=\"{$e['eventTypeKey']}X\";f($e);",
    ],
    ids=["JavaScript", "Python", "PHP"],
)
def test_a_text_made_of_a_member_of_the_event_is_no_event_of_its_own(payload):
    reading = read_payload(payload)
    [event] = reading.events
    assert (event.text, reading.error) == ('{"eventTypeKey":"","keyValue":"k","params":[]}', None)
    assert [repair.code for repair in event.repairs] == ["computed_value"]


@pytest.mark.parametrize(
    "members",
    [
        "eventTypeKey: 'a', 'keyValue' => 'k', :params => []",
        "eventTypeKey: 'a', :keyValue => 'k', params: []",
        "eventTypeKey: 'a', keyValue: 'k', \"params\" => []",
        ":eventTypeKey => 'a', keyValue: 'k', 'params': []",
    ],
)
@pytest.mark.parametrize("written", ["e = {{ {} }}", "e = {{\n  {}\n}}\nsend_event(e)", "{{ {} }}", "send_event({})"])
def test_a_hash_of_ruby_may_mix_all_its_ways_to_write_a_member(members, written):
    reading = read_payload(written.format(members))
    [event] = reading.events
    assert (reading.source, event.text) == ("ruby", '{"eventTypeKey":"a","keyValue":"k","params":[]}')


@pytest.mark.parametrize("words", ["не працює", 'Не працює (див. "опис")', "\nчому, не знаю"])
@pytest.mark.parametrize(
    "code",
    [
        "$e={};",
        "{}",
        "Array\n(\n    [eventTypeKey] => x\n    [keyValue] => 1\n    [params] => Array\n        (\n        )\n\n)",
    ],
)
def test_a_sentence_below_an_event_of_php_is_left_out_and_told(code, words):
    literal = "['eventTypeKey'=>'x','keyValue'=>'1','params'=>[]]"
    [event] = read_payload(code.replace("{}", literal) + "\n" + words).events
    assert event.text == '{"eventTypeKey":"x","keyValue":"1","params":[]}'
    assert [repair.before for repair in event.repairs if repair.code == "text_around"] == [words.strip()]
