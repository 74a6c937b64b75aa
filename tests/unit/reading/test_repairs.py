"""Every repair says what, where, before and after; it can be refused; and keys are in none of it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yespo_console.events.json_text import resolve
from yespo_console.events.wire import body_of, read
from yespo_console.reading.decoding import decode_payload
from yespo_console.reading.reader import read_payload
from yespo_console.reading.reading import Repair, excerpt

CORPUS = Path(__file__).parents[2] / "data" / "reading"
PRINTED = sorted((CORPUS / "printed").glob("*.in"))
ALL = sorted(CORPUS.glob("*/*.in"))
MENDED = sorted(path for folder in ("printed", "json") for path in (CORPUS / folder).glob("*.in"))


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_without_a_refused_repair_the_text_is_read_another_way_or_not_at_all(path):
    payload = path.read_bytes()
    repairs = {repair.identity for event in read_payload(payload).events for repair in event.repairs}
    for identity in repairs:
        again = read_payload(payload, refused=frozenset([identity]))
        assert identity not in {repair.identity for event in again.events for repair in event.repairs}
        assert again.events or again.error


def test_a_code_block_that_was_left_out_is_not_when_that_is_refused():
    event = '{"eventTypeKey": "a", "keyValue": "k", "params": []}'
    payload = f"```\nsome notes\n```\n\n```json\n{event}\n```"
    told = {repair.identity for repair in read_payload(payload).events[0].repairs if "notes" in (repair.before or "")}
    assert len(told) == 1
    again = read_payload(payload, refused=frozenset(told))
    assert again.events == ()
    assert "some notes" in again.error


def test_a_member_keeps_its_name_when_the_new_one_is_refused():
    text = '{"eventKey": "pageViewed", "parameters": []}'
    [event] = read_payload(text).events
    assert event.text == '{"eventTypeKey": "pageViewed", "params": []}'
    [event] = read_payload(text, refused=frozenset(["misnamed_member@1:2"])).events
    assert event.text == '{"eventKey": "pageViewed", "params": []}'


def test_a_refused_repair_that_is_needed_is_named_with_its_place():
    reading = read_payload(
        '{"eventTypeKey": "pageViewed",\n "params": [],}', refused=frozenset(["trailing_comma@2:14"])
    )
    assert reading.events == ()
    assert reading.error.startswith("Line 2, column 14: without the change that you refused")
    assert "comma with nothing after it" in reading.error


def test_before_and_after_stand_side_by_side():
    [event] = read_payload(
        '{"eventTypeKey": "a", "params": [{"name": "b", "value": "{"c":"d"}"}, {"name": "e", "value": Phone}]}'
    ).events
    inner, placeholder = event.repairs
    assert (inner.before, inner.after) == ('"{"c":"d"}"', '"{\\"c\\":\\"d\\"}"')
    assert (placeholder.before, placeholder.after) == ("Phone", '""')
    assert "Phone" in placeholder.message


@pytest.mark.parametrize("path", MENDED, ids=lambda path: path.stem)
def test_repairs_stand_in_the_order_of_the_text_and_before_is_what_stands_there(path):
    payload = path.read_bytes()
    text = decode_payload(payload).text.original.text
    for event in read_payload(payload).events:
        offsets = [repair.offset for repair in event.repairs]
        assert offsets == sorted(offsets)
        for repair in event.repairs:
            if repair.before and len(repair.before) < 100 and read_payload(payload).source == "json":
                assert all(part in text for part in repair.before.split("***")), "what may be a key is hidden"
                assert text.split("\n")[repair.line - 1][repair.column - 1 :].startswith(
                    repair.before.split("\n")[0].partition("***")[0]
                )


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_each_placeholder_is_an_empty_text_with_a_problem_at_its_place(path):
    [event] = read_payload(path.read_bytes()).events
    placeholders = [dict(repair.args)["placeholder"] for repair in event.repairs if repair.code == "placeholder"]
    problems = event.problems()
    body = body_of(event.body().text)
    assert [dict(problem.args)["value"] for problem in problems] == placeholders
    for problem in problems:
        assert problem.code == "placeholder_emptied"
        assert resolve(body, problem.pointer) == ""
        assert dict(problem.args)["value"] in problem.message


def test_a_placeholder_in_version_3_is_pointed_at_where_version_2_has_it():
    [event] = read_payload('{"eventTypeKey": "a", "params": {"email": "x@y.z", "page": {"location": Url}}}').events
    [problem] = event.problems()
    assert problem.pointer == "/params/1/value/location"
    assert resolve(body_of(event.body().text), problem.pointer) == ""


def test_a_placeholder_in_the_second_of_several_events_is_pointed_at_in_that_event():
    first, second = read_payload('[{"eventTypeKey": "a"}, {"eventTypeKey": "b", "keyValue": <key>}]').events
    assert first.problems() == ()
    [problem] = second.problems()
    assert problem.pointer == "/keyValue"


KEY = "5EC4E7A1B2C3D4E5F6"


@pytest.mark.parametrize(
    "payload",
    [
        f'Authorization: Basic {KEY}== sent:\n{{"eventTypeKey": "a", "params": []}}',
        f'{{"eventTypeKey": "a", // token: {KEY}\n"params": []}}',
        f'{{"eventTypeKey": "a", "params": [], }} my key is {KEY}',
        f'{{"eventTypeKey": "a", "params": []}} "-u api:{KEY}"',
        f'{{"eventTypeKey": "a", "token": {KEY} }}',
        f'{{"eventTypeKey": "a", {KEY} }}',
        f'{{"eventTypeKey": "a", "params": "https://api:{KEY}@yespo.io/" x }}',
    ],
)
def test_a_key_beside_the_event_is_in_no_sentence_and_no_excerpt(payload):
    reading = read_payload(payload)
    shown = [reading.error or ""]
    for event in reading.events:
        for repair in event.repairs:
            shown += [repair.message, repair.before, repair.after, repr(repair)]
    assert shown
    assert not any(KEY in text for text in shown), shown


def test_a_key_is_not_shown_by_halves_where_an_excerpt_is_cut():
    for length in range(40, 400, 7):
        assert KEY[-6:] not in excerpt("x" * length + f" token={KEY} " + "y" * 600)


def test_a_repair_shows_itself_in_words():
    repair = Repair("trailing_comma", 3, 7)
    assert (repair.identity, repair.message) == ("trailing_comma@3:7", "A comma with nothing after it was left out.")


def test_a_placeholder_in_numbered_params_is_pointed_at_in_their_list():
    [event] = read_payload('{"eventTypeKey": "a", "params": {"3": {"name": "phone", "value": Phone}}}').events
    [problem] = event.problems()
    assert problem.pointer == "/params/0/value"
    assert resolve(body_of(event.body().text), problem.pointer) == ""


def test_numbered_params_whose_list_is_refused_are_no_event():
    payload = '{"eventTypeKey": "a", "params": {"3": {"name": "phone", "value": "380"}}}'
    [event] = read_payload(payload).events
    reading = read_payload(payload, refused={event.repairs[0].identity})
    assert reading.events == ()
    assert "Write the params as a list" in reading.error


def test_a_word_without_quotes_is_not_called_a_placeholder_of_an_example():
    [event] = read_payload('{"eventTypeKey": "a", "params": [{"name": "currency", "value": USD}]}').events
    [problem] = event.problems()
    assert problem.code == "bare_word_emptied"
    assert "“USD” stood here without quotes" in problem.message


def test_a_placeholder_in_quotes_that_is_refused_is_a_value_again():
    payload = (
        '{"eventTypeKey": "searchRequest", "params": '
        '[{"name": "search", "value": "string"}, {"name": "phone", "value": "{{phone}}"}]}'
    )
    [event] = read_payload(payload).events
    search, phone = event.repairs
    assert [search.message, phone.before] == [
        "“string” is a placeholder and no value. It became an empty text: fill it in.",
        '"{{phone}}"',
    ]
    [again] = read_payload(payload, refused={search.identity}).events
    assert [param.value for param in read(again.body().text).params] == ["string", ""]
    assert [problem.pointer for problem in again.problems()] == ["/params/1/value"]
    [as_pasted] = read_payload(payload, refused={search.identity, phone.identity}).events
    assert as_pasted.text == payload


@pytest.mark.parametrize("value", ["Phone", '"Phone"'])
def test_a_placeholder_in_a_renamed_member_is_pointed_at_under_its_new_name(value):
    payload = f'[{{"eventKey": "a", "parameters": [{{"name": "phone", "value": {value}}}]}}]'
    [event] = read_payload(payload).events
    [problem] = event.problems()
    assert problem.pointer == "/params/0/value"
    assert resolve(body_of(event.body().text), problem.pointer) == ""


ESCAPED = (
    r'{ "eventTypeKey":"productAddedToWishlist" , "params":[{"name":"product", "value": '
    r'"{ \"productId\":\"string\", \"price\" : \"decimal\",\n\"url\":\"https:\/\/a.b\/\u0457\"}"}]}'
)


def test_a_placeholder_in_escaped_json_becomes_empty_and_all_else_stays_as_it_was_written():
    [event] = read_payload(ESCAPED).events
    assert event.text == ESCAPED.replace("string", "").replace("decimal", "")
    product, price = event.repairs
    assert (product.before, price.before) == (r"\"string\"", r"\"decimal\"")
    assert ESCAPED[product.column - 1 :].startswith(product.before)
    assert ESCAPED[price.column - 1 :].startswith(price.before)
    assert [problem.pointer for problem in event.problems()] == ["/params/0/value/productId", "/params/0/value/price"]
    assert [resolve(body_of(event.body().text), problem.pointer) for problem in event.problems()] == ["", ""]


@pytest.mark.parametrize("refused", ["string", "decimal"])
def test_a_placeholder_in_escaped_json_that_is_refused_is_a_value_again_and_the_other_stays_empty(refused):
    other = {"string": "decimal", "decimal": "string"}[refused]
    repairs = {dict(repair.args)["placeholder"]: repair for repair in read_payload(ESCAPED).events[0].repairs}
    [again] = read_payload(ESCAPED, refused={repairs[refused].identity}).events
    assert again.text == ESCAPED.replace(other, "")
    assert again.repairs == (repairs[other],)


@pytest.mark.parametrize(
    "nested", [r"{\"productId\":\"string\",\"price\":\"decimal\"}", '{"productId":"string","price":"decimal"}']
)
def test_a_placeholder_in_the_json_of_a_broken_event_that_is_refused_is_a_value_again(nested):
    payload = (
        '{"eventTypeKey":"productAddedToWishlist","params":[{"name":"product","value":"'
        + nested
        + '"},{"name":"a","value":1},]}'
    )
    [event] = read_payload(payload).events
    assert resolve(body_of(event.body().text), "/params/0/value/productId") == ""
    product = next(repair for repair in event.repairs if repair.before in (r"\"string\"", '"string"'))
    [again] = read_payload(payload, refused={product.identity}).events
    assert resolve(body_of(again.body().text), "/params/0/value/productId") == "string"
    assert resolve(body_of(again.body().text), "/params/0/value/price") == ""
    assert [problem.pointer for problem in again.problems()] == ["/params/0/value/price"]


def test_a_mark_in_a_member_that_stands_twice_does_not_empty_the_other():
    payload = '{"eventTypeKey": "a", "keyValue": "{{key}}", "keyValue": "olha", "params": [],}'
    [event] = read_payload(payload).events
    assert '"keyValue": "", "keyValue": "olha"' in event.text


def test_sound_json_keeps_its_writing_where_a_member_is_renamed():
    payload = '{ "eventKey":"a\\u0457" ,\n\t"parameters" : [{"name":"phone" , "value":"Phone"}] }\n'
    [event] = read_payload(payload).events
    assert event.text == '{ "eventTypeKey":"a\\u0457" ,\n\t"params" : [{"name":"phone" , "value":""}] }\n'
    assert [problem.pointer for problem in event.problems()] == ["/params/0/value"]


def test_broken_json_in_a_text_of_sound_json_stays_as_it_is_when_mending_it_is_refused():
    payload = (
        r'{"eventTypeKey":"productViewed", "params":[{"name":"product","value":'
        r'"{\"productId\":\"A\", \"price\":5,}"},{"name":"currencyCode" ,"value":"\u0055AH"}]}'
    )
    [event] = read_payload(payload).events
    assert event.text == payload.replace("5,}", "5}")
    [comma] = event.repairs
    assert (comma.code, comma.before) == ("trailing_comma", ",")
    assert payload[comma.column - 1 :].startswith(",}")
    [again] = read_payload(payload, refused={comma.identity}).events
    assert (again.text, again.repairs) == (payload, ())


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<{$"), max_size=20)


@given(
    st.dictionaries(TEXTS, TEXTS | st.integers() | st.lists(TEXTS, max_size=2), max_size=4),
    st.sampled_from(("string", "{{id}}", "<your id>", "${id}")),
    st.tuples(st.booleans(), st.booleans()),
    st.sampled_from((None, 2)),
)
def test_a_placeholder_in_escaped_json_becomes_empty_and_no_other_character_changes(others, mark, ascii_only, indent):
    def payload(product_id):
        product = json.dumps({**others, "productId": product_id}, ensure_ascii=ascii_only[0], indent=indent)
        body = {"eventTypeKey": "productAddedToWishlist", "params": [{"name": "product", "value": product}]}
        return json.dumps(body, ensure_ascii=ascii_only[1], indent=indent)

    [event] = read_payload(payload(mark)).events
    assert event.text == payload("")
    [repair] = event.repairs
    [kept] = read_payload(payload(mark), refused={repair.identity}).events
    assert kept.text == payload(mark)


def test_a_control_character_is_not_called_a_line_break():
    for place in ('"keyValue":"1\x01"', '"key\x01Value":"1"'):
        [event] = read_payload('{"eventTypeKey":"note",' + place + ',"params":[]}').events
        [repair] = event.repairs
        assert (repair.code, repair.before, repair.after) == ("control_character", "\x01", "\\u0001")
        assert "\\u0001" in event.text
