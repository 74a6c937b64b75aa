"""Variables that a file of another tool sets: put in and told, or left open; secret ones never in an event."""

import json

import pytest

from yespo_console.events.json_text import parse, resolve
from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
SECRET = "k3Y9f2Qw7Lm4Zx8T"


def body_with(value, key="{{email}}"):
    return f'{{"eventTypeKey":"note","keyValue":"{key}","params":[{{"name":"n","value":{value}}}]}}'


def postman(body, variables=(), *, url=URL, folder=(), elsewhere=(), **parts):
    """A collection with the request in a folder, and a second folder beside it."""
    request = {"method": "POST", "url": {"raw": url}, "body": {"mode": "raw", "raw": body}}
    return json.dumps(
        {
            "info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
            "item": [
                {"name": "f", "item": [{"name": "r", "request": request, **parts}], "variable": listed(folder)},
                {"name": "g", "item": [], "variable": listed(elsewhere)},
            ],
            "variable": listed(variables),
        },
        ensure_ascii=False,
    )


def listed(variables):
    return [{"key": name, "value": value, **more} for name, value, *rest in variables for more in (rest or [{}])]


def bruno(body, variables="", *, url=URL):
    return (
        f"meta {{\n  name: a\n}}\n\npost {{\n  url: {url}\n  body: json\n}}\n\nbody:json {{\n  {body}\n}}\n{variables}"
    )


def insomnia(body, base, *, url=URL, sub=(), folder=None):
    resources = [
        {"_id": "w", "_type": "workspace", "parentId": None},
        {"_id": "f", "_type": "request_group", "parentId": "w", "environment": folder or {}},
        {"_id": "r", "_type": "request", "parentId": "f", "url": url, "method": "POST", "body": {"text": body}},
        {"_id": "b", "_type": "environment", "parentId": "w", "data": base},
        *({"_id": f"s{n}", "_type": "environment", "parentId": "b", "data": data} for n, data in enumerate(sub)),
    ]
    return json.dumps({"_type": "export", "__export_format": 4, "resources": resources}, ensure_ascii=False)


def insomnia_5(body, base, *, url=URL, sub=(), folder=None):
    file = {
        "collection": [
            {
                "name": "f",
                "children": [{"url": url, "name": "a", "method": "POST", "body": {"text": body}}],
                "environment": folder or {},
            }
        ],
        "environments": {
            "name": "Base",
            "data": base,
            "subEnvironments": [{"name": "s", "data": each} for each in sub],
        },
    }
    lines = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in file.items())
    return f"type: collection.insomnia.rest/5.0\n{lines}\n"


def http_file(body, settings="", *, url=URL):
    return f"{settings}\nPOST {url}\nContent-Type: application/json\n\n{body}\n"


def _only(payload):
    reading = read_payload(payload)
    assert reading.error is None
    [event] = reading.events
    return event


def _told(event):
    return [dict(repair.args)["name"] for repair in event.repairs if repair.code == "variable"]


@pytest.mark.parametrize(
    "payload",
    [
        postman(body_with("{{num}}"), [("email", "olha@b.ua"), ("num", "45.50")]),
        postman(body_with("{{num}}"), [("email", "olha@b.ua")], folder=[("num", "45.50")]),
        postman(body_with("{{num}}"), [("email", "other@b.ua"), ("num", "45.50")], folder=[("email", "olha@b.ua")]),
        postman(body_with("{{num}}"), [("email", "{{name}}@b.ua"), ("name", "olha"), ("num", "45.50")]),
        bruno(body_with("{{num}}"), "\nvars:pre-request {\n  email: olha@b.ua\n  num: 45.50\n}\n"),
        insomnia(body_with("{{ _.num }}", "{{ _.email }}"), {"email": "olha@b.ua", "num": "45.50"}),
        insomnia(body_with("{{ num }}"), {"num": "45.50"}, sub=[{"email": "olha@b.ua"}, {"email": "olha@b.ua"}]),
        insomnia(
            body_with("{{ _.shop.num }}"), {"email": "x", "shop": {"num": "45.50"}}, folder={"email": "olha@b.ua"}
        ),
        insomnia_5(body_with("{{ _.num }}", "{{ _.email }}"), {"email": "olha@b.ua", "num": "45.50"}),
        insomnia_5(body_with("{{ _.num }}"), {"email": "x", "num": "45.50"}, folder={"email": "olha@b.ua"}),
        http_file(body_with("{{num}}"), "@email = olha@b.ua\n@num = 45.50\n"),
    ],
)
def test_a_variable_that_the_file_sets_is_put_in_and_told(payload):
    event = _only(payload)
    assert event.text.strip() == body_with("45.50", "olha@b.ua")
    assert [name.strip("{} ").rpartition(".")[2] for name in _told(event)] == ["email", "num"]
    email, _num = event.repairs
    assert (email.after, email.is_needed) == ("olha@b.ua", True)
    assert email.message == f"The text sets the variable {_told(event)[0]}, so its value was put in: olha@b.ua"
    assert payload.splitlines()[email.line - 1][email.column - 1 :].startswith("{{")
    assert event.problems() == ()


@pytest.mark.parametrize(
    "payload",
    [
        postman(body_with("1")),
        postman(body_with("1"), [("email", "")]),
        postman(body_with("1"), [("email", "a@b.ua", {"disabled": True})]),
        postman(body_with("1"), elsewhere=[("email", "a@b.ua")]),
        postman(body_with("1"), [("email", "a@b.ua"), ("email", "c@b.ua")]),
        postman(body_with("1"), [("email", "{{email}}")]),
        postman(body_with("1"), [("email", "{{other}}")]),
        postman(body_with("1"), [("email", 'say "a"')]),
        postman(body_with("1"), [("email", "C:\\new")]),
        postman(
            body_with("1"),
            [("email", "a@b.ua")],
            event=[{"listen": "prerequest", "script": {"exec": ["let x;", "pm.variables.set('email', x)"]}}],
        ),
        postman(
            body_with("1"),
            [("email", "a@b.ua")],
            event=[{"listen": "test", "script": {"exec": "pm.environment.set(name, x)"}}],
        ),
        bruno(body_with("1"), "\nvars:post-response {\n  email: res.body.email\n}\n"),
        bruno(body_with("1"), "\nvars:pre-request {\n  ~email: a@b.ua\n}\n"),
        bruno(
            body_with("1"),
            "\nvars:pre-request {\n  email: a@b.ua\n}\n\nscript:pre-request {\n  bru.setVar('email', 1)\n}\n",
        ),
        insomnia(body_with("1"), {}, sub=[{"email": "a@b.ua"}, {"email": "c@b.ua"}]),
        insomnia(body_with("1"), {"email": ["a@b.ua"]}),
        insomnia_5(body_with("1"), {}, sub=[{"email": "a@b.ua"}, {"email": "c@b.ua"}]),
        http_file(body_with("1"), "@email = a@b.ua\n@email = c@b.ua\n"),
    ],
)
def test_a_variable_whose_value_is_not_certain_is_left_open_and_told(payload):
    event = _only(payload)
    assert event.text.strip() == body_with("1", "")
    assert (_told(event), [repair.code for repair in event.repairs]) == ([], ["placeholder"])
    assert [problem.pointer for problem in event.problems()] == ["/keyValue"]


@pytest.mark.parametrize(
    ("value", "put_in"),
    [
        ('{"id": 7}', '{"id": 7}'),
        ("true", "true"),
        ('"text"', '"text"'),
        ("olha", '""'),
        ('1, "x": 2', '""'),
    ],
)
def test_outside_of_quotes_a_variable_is_put_in_where_it_holds_json(value, put_in):
    assert _only(postman(body_with("{{v}}", "k"), [("v", value)])).text == body_with(put_in, "k")


def test_a_variable_is_put_in_within_a_text_and_within_json_in_a_text():
    nested = json.dumps('[{"id": "A-{{id}}", "to": "{{first}} {{last}}"}]')
    event = _only(postman(body_with(nested, "k"), [("id", 7), ("first", "Olha"), ("last", "Bil")]))
    value = resolve(parse(event.text), "/params/0/value")
    assert json.loads(value) == [{"id": "A-7", "to": "Olha Bil"}]
    assert _told(event) == ["{{id}}", "{{first}}", "{{last}}"]


@pytest.mark.parametrize(
    "payload",
    [
        postman(body_with("1", "k"), [("base", "https://yespo.io/api")], url="{{base}}/v2/event"),
        bruno(body_with("1", "k"), "\nvars:pre-request {\n  base: https://yespo.io/api\n}\n", url="{{base}}/v2/event"),
        insomnia(body_with("1", "k"), {"base": "https://yespo.io/api"}, url="{{ _.base }}/v2/event"),
        insomnia_5(body_with("1", "k"), {"base": "https://yespo.io/api"}, url="{{ _.base }}/v2/event"),
    ],
)
def test_the_address_is_known_by_the_variables_in_it(payload):
    event = _only(payload)
    assert (event.url, event.repairs) == (URL, ())


@pytest.mark.parametrize(
    "payload",
    [
        postman(body_with("1", "{{apiKey}}"), [("apiKey", SECRET)]),
        postman(body_with("1", "{{apiKey}}"), [("apiKey", SECRET, {"disabled": True})]),
        postman(body_with("1", "{{mine}}"), [("mine", SECRET, {"type": "secret"})]),
        postman(body_with("1", "{{mine}}"), [("mine", SECRET), ("apiKey", SECRET)]),
        postman(body_with("1", "{{mine}}"), [("mine", "{{apiKey}}"), ("apiKey", SECRET)]),
        postman(body_with("1", ""), [("apiKey", SECRET)], url=URL + "?token={{apiKey}}"),
        bruno(body_with("1", "{{apiKey}}"), f"\nvars:pre-request {{\n  apiKey: {SECRET}\n}}\n"),
        insomnia(body_with("1", "{{ _.shop.token }}"), {"shop": {"token": SECRET}}),
        insomnia_5(body_with("1", "{{ _.token }}"), {"token": SECRET}),
        http_file(body_with("1", "{{token}}"), f"@token = {SECRET}\n"),
    ],
)
def test_what_is_secret_is_put_in_nowhere_and_shown_nowhere(payload):
    reading = read_payload(payload)
    [event] = reading.events
    assert event.text.strip() == body_with("1", "")
    assert SECRET in [each.secret.reveal() for each in reading.secrets]
    assert SECRET not in repr((event, [repair.message for repair in event.repairs], reading.left_out))


def test_variables_that_hold_each_other_many_times_come_to_an_end():
    chain = [(f"v{n}", f"{{{{v{n + 1}}}}}" * 40) for n in range(40)]
    event = _only(postman(body_with("1", "{{v0}}"), [*chain, ("v40", "x")]))
    assert event.text.strip() == body_with("1", "")


@pytest.mark.parametrize("body", ["{{a}}" * 20_000, '"' + '\\"' * 50_000, '"{{a}}"' * 5_000])
def test_a_body_full_of_variables_is_read_or_given_up(body):
    text = '{"eventTypeKey":"a","params":[' + body
    reading = read_payload(postman(text, [("a", "b" * 4_000)]))
    assert reading.events == ()
    assert reading.error
