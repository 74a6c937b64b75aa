"""Words of the documentation that were left in the place of a value, in quotes; and the same words as values."""

import json

import pytest

from yespo_console.events.catalog import load_catalog
from yespo_console.events.checking import check
from yespo_console.events.event import Encoding
from yespo_console.events.json_text import resolve
from yespo_console.events.wire import body_of, write
from yespo_console.reading.reader import read_payload


def _event(event_type, params, **members):
    listed = [{"name": name, "value": value} for name, value in params.items()]
    return {"eventTypeKey": event_type, "keyValue": "k-1", "params": listed, **members}


def _emptied(payload):
    """The words that became empty, each with a problem where it stood and nothing there."""
    [event] = read_payload(payload).events
    body = body_of(event.body().text)
    problems = event.problems()
    assert [problem.code for problem in problems] == ["placeholder_emptied"] * len(problems)
    assert all(resolve(body, problem.pointer) == "" for problem in problems)
    repairs = [repair for repair in event.repairs if repair.code == "placeholder"]
    assert len(repairs) == len(problems)
    return [dict(repair.args)["placeholder"] for repair in repairs]


#: Each value of the documentation that not every word can be: its event type and the way to it.
NARROW = [
    (event_type, (param, *way))
    for event_type, param, *way in (
        ("pageViewed", "page", "location"),
        ("productViewed", "product", "productId"),
        ("productViewed", "product", "price"),
        ("productViewed", "product", "isInStock"),
        ("productViewed", "currencyCode"),
        ("productCategoryViewed", "category", "productCategoryId"),
        ("cartUpdated", "products", 0, "productId"),
        ("cartUpdated", "products", 0, "quantity"),
        ("cartUpdated", "products", 0, "price"),
        ("cartUpdated", "products", 0, "discount"),
        ("cartUpdated", "recycleStateId"),
        ("productImpressions", "recomVariantId"),
        ("productImpressions", "products", 0, "productId"),
        ("productAddedToWishlist", "product", "price"),
        ("productAddedToWishlist", "product", 0, "price"),
        ("searchRequest", "isFound"),
        ("orderCreated", "externalOrderId"),
        ("orderCreated", "totalCost"),
        ("orderUpdated", "status"),
        ("orderDelivered", "date"),
        ("orderCancelled", "items", 0, "externalItemId"),
        ("orderCancelled", "items", 0, "cost"),
        ("orderCancelled", "items", 0, "imageUrl"),
        ("orderCreated", "restoreUrl"),
        ("orderCreated", "currency"),
        ("pageViewed", "phone"),
        ("pageViewed", "email"),
        ("searchRequest", "externalCustomerId"),
        ("x_of_our_own", "contactId"),
        ("x_of_our_own", "pushToken"),
    )
]


def _params(way, value):
    for step in reversed(way[1:]):
        value = [value] if step == 0 else {step: value}
    return {way[0]: value}


@pytest.mark.parametrize(("event_type", "way"), NARROW, ids=lambda part: str(part))
@pytest.mark.parametrize("word", ["string", "String", "Decimal", "int", "...", "its own name"])
@pytest.mark.parametrize("written", ["native", "as text", "as text in broken JSON", "version 3"])
def test_a_type_or_the_name_of_a_value_that_can_be_no_such_value_becomes_empty(event_type, way, word, written):
    if word == "its own name":
        word = way[-1][0].upper() + way[-1][1:]
    params = _params(way, word)
    if written == "version 3":
        payload = json.dumps({"eventTypeKey": event_type, "keyValue": "k-1", "params": params})
    else:
        if written != "native" and not isinstance(params[way[0]], str):
            params = {way[0]: json.dumps(params[way[0]])}
        payload = json.dumps(_event(event_type, params))
    if written == "as text in broken JSON":
        payload = payload[:-1] + ",}"
    assert _emptied(payload) == [word]


@pytest.mark.parametrize("word", ["string", "Email", "Phone", "ContactId", "ExternalCustomerId", "PushToken", "..."])
def test_a_word_of_the_documentation_is_no_key_of_an_event(word):
    assert _emptied(json.dumps(_event("pageViewed", {"email": "a@b.co"}, keyValue=word))) == [word]


@pytest.mark.parametrize("word", ["string", "Email", "Phone", "ContactId"])
def test_such_a_word_without_quotes_is_no_key_either(word):
    assert _emptied(f'{{"eventTypeKey":"a","keyValue":{word},"params":[]}}') == [word]


def test_a_placeholder_in_a_cell_is_shown_where_it_stands():
    [event] = read_payload("eventTypeKey,keyValue,search\nsearchRequest,Phone,string\n").events
    assert [(repair.line, repair.column, repair.before) for repair in event.repairs] == [
        (2, 15, "Phone"),
        (2, 21, "string"),
    ]


def test_an_example_of_an_interface_description_holds_no_value():
    payload = '{"eventTypeKey":"string","keyValue":"string","params":[{"name":"email","value":"string"}]}'
    assert _emptied(payload) == ["string", "string", "string"]


@pytest.mark.parametrize("value", ["name", "category"])
def test_where_any_word_can_be_the_value_a_type_is_a_placeholder_beside_others_only(value):
    product = {"productId": "7", "quantity": 1, "price": 5, value: "string"}
    params = {"email": "a@b.co", "products": [product], "recycleStateId": "r-1"}
    assert _emptied(json.dumps(_event("cartUpdated", params))) == []
    product["price"] = "decimal"
    assert sorted(_emptied(json.dumps(_event("cartUpdated", params)))) == ["decimal", "string"]


@pytest.mark.parametrize(
    ("event_type", "params"),
    [
        ("searchRequest", {"search": "phone"}),
        ("searchRequest", {"search": "Phone"}),
        ("searchRequest", {"search": "Email"}),
        ("searchRequest", {"search": "decimal"}),
        ("x_of_our_own", {"search": "string"}),
        ("x_of_our_own", {"topic": "string", "kind": "Email"}),
        ("cartUpdated", {"products": [{"productId": "7", "name": "Phone", "category": "string"}]}),
        ("cartUpdated", {"products": [{"productId": "7", "name": "Name"}]}),
        ("orderCreated", {"firstName": "Name", "lastName": "Int", "deliveryMethod": "Email"}),
        ("productViewed", {"product": {"productId": "String-7", "price": 5, "colour": "int"}}),
        ("productViewed", {"product": {"productId": "7", "price": 5, "email": "email"}}),
        ("pageViewed", {"page": {"location": "https://example.com/string"}}),
    ],
    ids=lambda part: part if isinstance(part, str) else "-".join(part),
)
def test_a_word_that_can_be_the_value_stays(event_type, params):
    payload = json.dumps(_event(event_type, {"phone": "380501234567", **params}))
    [event] = read_payload(payload).events
    assert event.repairs == ()
    assert event.text == payload


@pytest.mark.parametrize("key", ["email", "phone", "Emails", "string-7", "number"])
def test_a_word_that_can_be_the_key_of_an_event_stays(key):
    payload = json.dumps(_event("x_of_our_own", {}, keyValue=key))
    assert read_payload(payload).events[0].text == payload


@pytest.mark.parametrize("event_type", [known.key for known in load_catalog().types])
def test_the_sample_of_an_event_type_holds_no_placeholder(event_type):
    payload = write(load_catalog().get(event_type).sample, Encoding())
    [event] = read_payload(payload).events
    assert (event.text, event.repairs) == (payload, ())


@pytest.mark.parametrize(
    "payload",
    [
        "eventTypeKey;email;currencyCode\nproductViewed;a@b.co;CurrencyCode\n",
        (
            "fetch('https://yespo.io/api/v2/event', {method: 'POST', body: JSON.stringify({eventTypeKey: 'x', "
            "keyValue: 'k', params: [{name: 'email', value: 'Email'}]})})"
        ),
        (
            'curl https://yespo.io/api/v2/event -d \'{"eventTypeKey":"x","keyValue":"k","params":'
            '[{"name":"email","value":"Email"}]}\''
        ),
        (
            'requests.post("https://yespo.io/api/v2/event", json={"eventTypeKey": "x", "keyValue": "k", "params": '
            '[{"name": "email", "value": "Email"}]})'
        ),
    ],
    ids=["csv", "fetch", "curl", "python"],
)
def test_such_a_word_is_no_value_in_a_table_a_command_or_code_either(payload):
    assert len(_emptied(payload)) == 1


@pytest.mark.parametrize(
    "mark",
    [
        "{{product}}",
        "{{ product }}",
        "{{{product}}}",
        "{{$guid}}",
        "{% uuid 'v4' %}",
        "A-{{id}}",
        "{{first}} {{last}}",
        "<%= @user.email %>",
        "<%- title %>",
        "<?= $user->email ?? 'x' ?>",
        "<?php echo $email; ?>",
        "A-<%= id %>",
        "Order ${order.id}",
        "\u2116 {% now 'millis' %}",
    ],
)
@pytest.mark.parametrize(
    ("event_type", "way"),
    [
        ("productViewed", ("product",)),
        ("cartUpdated", ("products",)),
        ("cartUpdated", ("products", 0, "name")),
        ("x_of_our_own", ("greeting",)),
    ],
    ids=lambda part: part if isinstance(part, str) else "-".join(map(str, part)),
)
@pytest.mark.parametrize("tail", ["", ","], ids=["sound", "broken"])
@pytest.mark.parametrize("written", ["native", "as text"])
def test_a_text_with_a_mark_that_a_tool_was_to_fill_in_becomes_empty_and_that_is_told(
    mark, event_type, way, tail, written
):
    params = _params(way, mark)
    if written == "as text":
        params = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
    payload = json.dumps(_event(event_type, params), ensure_ascii=False)[:-1] + tail + "}"
    assert _emptied(payload) == [mark]


@pytest.mark.parametrize("mark", ["{{email}}", "{% uuid 'v4' %}", "olha+{{$guid}}@example.com", "{{a}}{{b}}"])
def test_a_key_with_such_a_mark_becomes_empty(mark):
    assert _emptied(json.dumps(_event("x_of_our_own", {}, keyValue=mark))) == [mark]


@pytest.mark.parametrize("mark", ['[{"productId": {{id}}, "price": 5}]', '[{"productId": "{{id}}", "price": 5}]'])
def test_of_the_json_in_a_text_only_the_value_with_the_mark_becomes_empty(mark):
    payload = json.dumps(_event("cartUpdated", {"products": mark}))
    assert _emptied(payload) == ["{{id}}"]
    assert resolve(body_of(read_payload(payload).events[0].body().text), "/params/0/value/0/price").spelling == "5"


@pytest.mark.parametrize(
    "value",
    [
        "{ {a} }",
        "{{}}",
        "{%}",
        "100% {of} it",
        "${}",
        "$5 {a}",
        "from ${1} on",
        "{{not\nfilled}}",
        "x <b>y</b>",
        "a}}{{b",
    ],
)
def test_brackets_that_are_no_such_mark_stay(value):
    payload = json.dumps(_event("x_of_our_own", {"note": value}))
    [event] = read_payload(payload).events
    assert (event.text, event.repairs) == (payload, ())


@pytest.mark.parametrize(
    "sentence",
    ["Order ${order.id} is on its way", "Dear {{name}}, <b>hello</b>", "Dear {{name}}, " + "all is well. " * 500],
)
def test_a_sentence_with_a_mark_stays_and_a_problem_is_told(sentence):
    payload = json.dumps(_event("x_of_our_own", {"note": sentence}))
    [event] = read_payload(payload).events
    assert (event.text, event.repairs) == (payload, ())
    problems = check(event.body().text, load_catalog()).problems
    assert "placeholder_left" in [problem.code for problem in problems]


def test_a_variable_is_a_placeholder_beside_another_and_a_value_by_itself():
    beside = json.dumps(
        _event("x_of_our_own", {"note": "$note", "price": "$5", "user": "${user.id}"}, keyValue="$email")
    )
    assert _emptied(beside) == ["$email", "$note", "${user.id}"]
    [event] = read_payload(json.dumps(_event("x_of_our_own", {"note": "$note"}))).events
    assert event.repairs == ()


@pytest.mark.parametrize("mark", ["#{user.email}", "#{c}", "#{order.total.to_s}"])
def test_what_ruby_was_to_put_in_is_a_placeholder_as_the_whole_of_a_text_alone(mark):
    assert _emptied(json.dumps(_event("x_of_our_own", {"note": mark}))) == [mark]
    payload = json.dumps(_event("x_of_our_own", {"note": f"for {mark}"}))
    assert read_payload(payload).events[0].text == payload
