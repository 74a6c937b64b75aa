"""Mistakes in the skeleton of a body: its members and the items of params."""

import json

import pytest
from event_words import EMAIL, PAGE, V1, V2, V3, body, checked, codes, mended, only, page, raw

from yespo_console.events.problems import Effect, Severity

PAGE_ITEM = {"name": "page", "value": '{"location":"https://example.com/"}'}
EMAIL_ITEM = {"name": "email", "value": "test@example.com"}


def page_body(*items, **members):
    return raw({"eventTypeKey": "pageViewed", "params": [EMAIL_ITEM, PAGE_ITEM, *items], **members})


def test_a_right_event_has_nothing_to_complain_about():
    for api in (V1, V2, V3):
        assert checked(page(api=api), api).problems == ()


@pytest.mark.parametrize(
    ("text", "code", "offset"),
    [
        ("", "not_json_empty", 0),
        ("{", "not_json_end", 1),
        ('{"page": "{"location"', "not_json_inner_quotes", 12),
        ('{"a": 1,}', "not_json_trailing_comma", 7),
        ('{"email": example@email.com}', "not_json_value", 10),
        ('{"a": 1} // comment', "not_json_comment", 9),
    ],
)
def test_a_text_that_is_not_json_is_told_with_its_place(text, code, offset):
    result = checked(text)
    (problem,) = result.problems
    assert (problem.code, problem.severity, problem.effect) == (code, Severity.ERROR, Effect.UNKNOWN)
    assert (problem.pointer, problem.offset) == ("", offset)
    assert result.event is None
    assert not result.valid


def test_line_and_column_count_characters_from_one():
    problem = only('{"a": "😀",\n "b": }', "not_json_value")
    assert dict(problem.args)["line"] == "2"
    assert dict(problem.args)["column"] == "7"


@pytest.mark.parametrize(
    ("text", "code"),
    [("[]", "body_is_list"), ("1", "body_not_object"), ('"x"', "body_not_object"), ("null", "body_not_object")],
)
def test_a_body_has_to_be_an_object(text, code):
    assert only(text, code).severity is Severity.ERROR


def test_half_a_character_cannot_be_sent():
    problem = checked('{"a": "\ud83d"}').problems[0]
    assert (problem.code, problem.severity, problem.offset) == ("text_not_utf8", Severity.ERROR, 7)


def test_half_a_character_written_as_a_code_is_a_warning_with_a_sentence_that_can_be_stored():
    problem = only(page({"note\ud83d": "x"}), "lone_surrogate")
    assert problem.severity is Severity.WARNING
    problem.message.encode()
    assert only(page({"note": "x \ud83d"}), "lone_surrogate").pointer == "/params/2/value"


def test_twenty_kilobytes_are_20480_bytes_of_what_is_sent():
    empty = len(page({"note": ""}).encode())
    assert checked(page({"note": "x" * (20_480 - empty)})).problems == ()
    problem = only(page({"note": "x" * (20_481 - empty)}), "body_too_big")
    assert (problem.severity, problem.pointer) == (Severity.WARNING, "")
    assert "20,481" in problem.message
    assert codes(page({"note": "щ" * 10_200})) == {"body_too_big"}


def test_eventkey_for_eventtypekey_is_renamed_with_one_click():
    text = raw({"eventKey": "pageViewed", "params": [EMAIL_ITEM, PAGE_ITEM]})
    problem = only(text, "member_misnamed")
    assert (problem.severity, problem.effect, problem.pointer) == (Severity.ERROR, Effect.UNKNOWN, "/eventKey")
    assert checked(mended(text, problem)).problems == ()


def test_parameters_for_params_is_renamed_and_read_all_the_same():
    text = raw({"eventTypeKey": "pageViewed", "parameters": [EMAIL_ITEM, {**PAGE_ITEM, "value": "{}"}]})
    found = {problem.code: problem for problem in checked(text).problems}
    assert found.keys() == {"member_misnamed", "required_missing"}
    assert found["required_missing"].pointer == "/parameters/1/value/location"
    assert codes(mended(text, found["member_misnamed"])) == {"required_missing"}


@pytest.mark.parametrize("spelling", ["Params", "PARAMS", "Parameters"])
def test_another_case_of_params_is_told(spelling):
    assert only(raw({"eventTypeKey": "pageViewed", spelling: [EMAIL_ITEM, PAGE_ITEM]}), "member_misnamed")


def test_keyvalue_in_another_case_is_a_warning():
    problem = only(
        raw({"eventTypeKey": "pageViewed", "key_value": "k", "params": [EMAIL_ITEM, PAGE_ITEM]}), "member_misnamed"
    )
    assert problem.severity is Severity.WARNING


def test_both_spellings_at_once_leave_one_unknown_member():
    text = raw({"eventTypeKey": "pageViewed", "eventKey": "x", "params": [EMAIL_ITEM, PAGE_ITEM]})
    assert only(text, "member_unknown").pointer == "/eventKey"


def test_a_member_that_nobody_documents_is_a_hint():
    problem = only(page_body(priority=3), "member_unknown")
    assert (problem.severity, problem.pointer) == (Severity.INFO, "/priority")


def test_names_that_stand_twice_are_told_at_every_level():
    text = (
        '{"eventTypeKey":"pageViewed","eventTypeKey":"pageViewed","params":[{"name":"email","name":"email",'
        '"value":"test@example.com"},{"name":"page","value":"{\\"location\\":\\"https://a.com\\",\\"location\\":\\"https://b.com\\"}"}]}'
    )
    pointers = {problem.pointer for problem in checked(text).problems if problem.code == "member_twice"}
    assert pointers == {"/eventTypeKey", "/params/0/name", "/params/1/value/location"}


def test_params_may_be_empty_but_not_missing():
    assert checked('{"eventTypeKey":"x","keyValue":"k","params":[]}').valid
    text = '{"eventTypeKey":"x","keyValue":"k"}'
    problem = next(problem for problem in checked(text).problems if problem.code == "params_missing")
    assert (problem.severity, problem.pointer) == (Severity.ERROR, "/params")
    assert checked(mended(text, problem)).valid
    assert "params_missing_v3" in codes(text, V3)
    assert "params_missing" not in codes(text, V3)


@pytest.mark.parametrize("api", [V1, V2])
def test_params_as_an_object_become_a_list(api):
    text = body("pageViewed", EMAIL, PAGE, api=V3)
    problem = only(text, "params_not_list", api)
    assert (problem.severity, problem.effect, problem.pointer) == (Severity.ERROR, Effect.UNKNOWN, "/params")
    assert checked(mended(text, problem), api).problems == ()


def test_params_as_a_list_become_an_object_for_v3():
    text = page()
    problem = only(text, "params_not_object", V3)
    after = mended(text, problem)
    assert json.loads(after)["params"]["page"] == {"location": "https://example.com/sale"}
    assert checked(after, V3).problems == ()


def test_params_that_an_object_cannot_hold_have_no_fix():
    twice = raw({"eventTypeKey": "x", "keyValue": "k", "params": [EMAIL_ITEM, EMAIL_ITEM]})
    problem = next(problem for problem in checked(twice, V3).problems if problem.code == "params_not_object")
    assert problem.fix is None


@pytest.mark.parametrize(("params", "has_fix"), [(None, True), ("", True), (3, False), ("abc", False), (True, False)])
def test_params_of_another_kind_are_no_list(params, has_fix):
    problem = next(
        p for p in checked(raw({"eventTypeKey": "x", "params": params})).problems if p.code == "params_not_list"
    )
    assert (problem.fix is not None) is has_fix


def test_params_in_quotes_are_taken_out_of_them():
    text = raw({"eventTypeKey": "pageViewed", "params": json.dumps([EMAIL_ITEM, PAGE_ITEM])})
    problem = only(text, "params_are_text")
    assert checked(mended(text, problem)).problems == ()


@pytest.mark.parametrize(
    ("item", "code", "pointer", "severity"),
    [
        ("email", "item_not_object", "/params/2", Severity.ERROR),
        (None, "item_not_object", "/params/2", Severity.ERROR),
        ({"value": "x"}, "item_without_name", "/params/2/name", Severity.ERROR),
        ({"name": "note"}, "item_without_value", "/params/2/value", Severity.ERROR),
        ({"Name": "note", "value": "x"}, "item_misnamed", "/params/2/Name", Severity.ERROR),
        ({"name": "note", "value": "x", "type": "text"}, "item_member_unknown", "/params/2/type", Severity.INFO),
        ({"name": 5, "value": "x"}, "name_not_text", "/params/2/name", Severity.ERROR),
        ({"name": None, "value": "x"}, "name_not_text", "/params/2/name", Severity.ERROR),
        ({"name": "", "value": "x"}, "name_empty", "/params/2/name", Severity.ERROR),
        ({"name": "  ", "value": "x"}, "name_empty", "/params/2/name", Severity.ERROR),
        ({"name": "n" * 101, "value": "x"}, "name_too_long", "/params/2/name", Severity.ERROR),
        ({"name": "note ", "value": "x"}, "name_spaces", "/params/2/name", Severity.WARNING),
        ({"name": "email", "value": "other@example.com"}, "name_twice", "/params/2/name", Severity.ERROR),
        ({"name": "Page", "value": "x"}, "name_twice_case", "/params/2/name", Severity.WARNING),
    ],
)
def test_every_item_is_a_name_with_a_value(item, code, pointer, severity):
    problem = only(page_body(item), code)
    assert (problem.pointer, problem.severity) == (pointer, severity)
    assert problem.effect is (Effect.UNKNOWN if severity is Severity.ERROR else Effect.NONE)


def test_a_name_of_a_hundred_characters_is_fine():
    assert checked(page_body({"name": "n" * 100, "value": "x"})).problems == ()


@pytest.mark.parametrize(
    "item",
    [
        "email",
        {"Name": "note", "value": "x"},
        {"name": "note", "VALUE": "x"},
        {"name": "note ", "value": "x"},
        EMAIL_ITEM,
    ],
)
def test_what_is_mechanical_about_an_item_is_mended(item):
    text = page_body(item)
    (problem,) = checked(text).problems
    assert checked(mended(text, problem)).problems == ()


def test_two_values_under_one_name_are_the_users_choice():
    assert only(page_body({**EMAIL_ITEM, "value": "other@example.com"}), "name_twice").fix is None


def test_a_name_that_stands_twice_in_v3_is_an_error_too():
    text = '{"eventTypeKey":"x","params":{"email":"a@example.com","email":"a@example.com"}}'
    assert "name_twice" in codes(text, V3)


def test_v3_has_no_known_place_for_keyvalue():
    problem = only(page(key="k", api=V3), "key_value_in_v3", V3)
    assert (problem.severity, problem.pointer) == (Severity.WARNING, "/keyValue")
    assert "not known" in problem.message
