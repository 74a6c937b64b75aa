"""check() as a whole: it never fails, its pointers lead somewhere, its fixes mend, and a key press costs little."""

import json
import subprocess
import sys
from collections import Counter

import pytest
from event_strategies import bodies, layouts, nodes, texts
from event_words import CART_ITEM, CATALOG, EMAIL, V1, V2, V3, body, cart, checked, order
from hypothesis import example, given, settings
from hypothesis import strategies as st
from patience import PATIENCE_S

from yespo_console.events.catalog import documented_samples
from yespo_console.events.checking import warm_up
from yespo_console.events.event import ApiVersion, Encoding, Event, Number, Object, Param
from yespo_console.events.json_places import locate
from yespo_console.events.json_text import dump, from_plain
from yespo_console.events.problem_texts import FIXES, TEXTS
from yespo_console.events.problems import Effect, Severity
from yespo_console.events.rules.values import examined
from yespo_console.events.text_edit import apply, apply_fix
from yespo_console.events.wire import read, write

#: Enough for every run; a deeper search found nothing more in thousands.
EXAMPLES = 60
APIS = st.sampled_from(ApiVersion)

#: Values that people really send by mistake, beside everything JSON can hold.
TEXT_MISTAKES = """
null 45.5 45,5 true 1 Phone string decimal usd PLN [] {} {x {"a":1} "{\\"a\\":1}" [{"productId":"A"}] +380(50)1234567
0501234567 a@example.com 2026-11-20 initialized https://example.com r1v2 1763640000
"""
OTHER_MISTAKES = ["", " ", "754 USD", "2026-11-20 10:00:00", "Basic YXBpOnNlY3JldA==", True, False, None, (), Object()]
NUMBERS = [Number(spelling) for spelling in ("0", "1", "45.50", "1e999999999")]
MISTAKES = st.sampled_from([*TEXT_MISTAKES.split(), *OTHER_MISTAKES, *NUMBERS])
NAME_CHOICES = """
email EmailAddress Email phone externalCustomerId ContactKey page Page product products currencyCode productKey
tag_colour apiKey
contactJson isFound totalCost items search
"""
NAMES = st.sampled_from(NAME_CHOICES.split())
KEYS = st.sampled_from(
    [event_type.key for event_type in CATALOG.types] + ["PageViewed", "cartUpdate", "StatusCart", "bonus", "a,b", ""]
)


def _changed(draw, node):
    """``node`` with some of what it holds replaced, removed, renamed or doubled."""
    if isinstance(node, Object):
        pairs = []
        for name, value in node:
            match draw(st.sampled_from(["keep"] * 9 + ["drop", "twice", "rename"])):
                case "keep":
                    pairs.append((name, _changed(draw, value)))
                case "twice":
                    pairs += [(name, value), (name, draw(MISTAKES))]
                case "rename":
                    pairs.append((draw(NAMES | texts), value))
                case _:
                    pass
        return Object(tuple(pairs))
    if isinstance(node, tuple):
        return tuple(_changed(draw, value) for value in node)
    return draw(MISTAKES | nodes) if draw(st.integers(0, 5)) == 0 else node


@st.composite
def mistaken_events(draw):
    """A sample of some event type with a few mistakes, in some encoding and some layout."""
    event = draw(st.sampled_from(CATALOG.types)).sample
    params = [Param(param.name, _changed(draw, param.value)) for param in event.params]
    params += draw(st.lists(st.builds(Param, NAMES, MISTAKES | nodes), max_size=2))
    event = Event(draw(st.just(event.event_type_key) | KEYS), draw(st.just(event.key_value) | MISTAKES), tuple(params))
    encoding = draw(st.sampled_from([Encoding(V1), Encoding(V2), Encoding(V2, native=True), Encoding(V3, native=True)]))
    text = write(event, encoding, indent=draw(st.sampled_from([None, 2])))
    if draw(st.integers(0, 3)) == 0:
        for right, wrong in [("eventTypeKey", "eventKey"), ("params", "parameters"), ('"name"', '"Name"')]:
            if draw(st.booleans()):
                text = text.replace(right, wrong)
    return text


@st.composite
def any_bodies(draw):
    return draw(layouts(draw(bodies())))


ANY_TEXT = mistaken_events() | any_bodies() | nodes.map(dump) | st.text(max_size=30)


@settings(max_examples=EXAMPLES, deadline=None)
@given(ANY_TEXT, APIS)
def test_check_answers_for_any_text(text, api):
    result = checked(text, api)
    assert result.valid is not any(problem.severity is Severity.ERROR for problem in result.problems)
    ranks = [["error", "warning", "info"].index(problem.severity) for problem in result.problems]
    assert ranks == sorted(ranks)
    assert len(set(result.problems)) == len(result.problems)
    for problem in result.problems:
        assert (problem.effect is Effect.NONE) is (problem.severity is not Severity.ERROR)
        problem.message.encode()
        if problem.fix is not None:
            problem.fix.label.encode()
            json.dumps(problem.as_json(), default=str)
    if result.event is not None:
        assert result.event == read(text, api)


@settings(max_examples=EXAMPLES, deadline=None)
@given(mistaken_events() | any_bodies(), APIS)
@example('{"":[["\\ud83d"]],"":null}', ApiVersion.V1)
def test_every_pointer_leads_into_the_text_or_to_where_it_belongs(text, api):
    for problem in checked(text, api).problems:
        for pointer in (problem.pointer, problem.fix.pointer if problem.fix else ""):
            assert locate(text, pointer) or locate(text, pointer.rpartition("/")[0]), problem


def test_what_is_inside_a_member_that_does_not_count_is_told_at_its_name():
    text = '{"eventTypeKey":"own","params":[{"name":"p","value":{"a":{"b":[{"c":1,"c":2}],"b":null}}}]}'
    twice = [problem for problem in checked(text, ApiVersion.V2).problems if problem.code == "member_twice"]
    assert {problem.pointer for problem in twice} == {"/params/0/value/a/b"}


#: Fixes after which more of the event can be read, so that mistakes appear that nobody could see before.
OPENING = {"use_event_type", "rename", "decode", "decode_once", "params_as_list", "params_as_object"} | {
    "wrap_in_object",
    "wrap_in_list",
    "unwrap_list",
    "add_empty_params",
}


@settings(max_examples=EXAMPLES, deadline=None)
@given(mistaken_events(), APIS)
def test_every_fix_removes_its_problem_and_makes_no_error(text, api):
    before = checked(text, api).problems
    for problem in before:
        if problem.fix is None:
            continue
        after = checked(apply(text, [apply_fix(text, problem.fix)]), api).problems
        assert after != before
        if problem.fix.code in OPENING:
            continue
        count = Counter(each.code for each in after)[problem.code]
        assert count < Counter(each.code for each in before)[problem.code], (problem, after)
        assert not _errors(after) - _errors(before), (problem, after)


def _errors(problems):
    return Counter(problem.code for problem in problems if problem.severity is Severity.ERROR)


@pytest.mark.parametrize("key", documented_samples())
def test_the_documentations_own_examples_mended_have_no_errors(key):
    result = checked(documented_samples()[key])
    assert result.valid
    assert {problem.code for problem in result.problems} <= {"phone_impossible"}
    assert (key == "pageViewed") is (result.problems == ())


@pytest.mark.parametrize("encoding", [Encoding(V1), Encoding(V2), Encoding(V2, native=True), Encoding(V3, native=True)])
@pytest.mark.parametrize("event_type", CATALOG.types, ids=lambda each: each.key)
def test_every_sample_is_right_in_every_encoding(event_type, encoding):
    result = checked(write(event_type.sample, encoding), encoding.api)
    hints = {"impressions_by_script", "order_must_be_known"}
    if encoding.api is V1:
        hints.add("number_as_text_order")
    assert {problem.code for problem in result.problems} <= hints


def test_problems_stand_worst_first_and_then_in_order():
    items = [{**CART_ITEM, "price": "1"} for _item in range(11)] + [{**CART_ITEM, "name": 5}]
    problems = checked(cart(*items)).problems
    assert [problem.pointer for problem in problems] == [
        *(f"/params/1/value/{index}/price" for index in range(11)),
        "/params/1/value/11/name",
    ]


def test_every_code_of_a_rule_and_every_fix_has_a_sentence():
    from pathlib import Path

    from yespo_console.events import rules

    source = "".join(path.read_text("utf-8") for path in Path(rules.__file__).parent.glob("*.py"))
    used = {code for code in TEXTS if f'"{code}"' in source} | {"object_not_json", "list_not_json"}
    described = {code for code in TEXTS if not code.startswith(("not_json", "lost_"))}
    of_the_reader = {"placeholder_emptied", "bare_word_emptied", "computed_emptied"}
    assert described - used == {"text_not_utf8", "body_not_object", "body_is_list"} | of_the_reader
    assert {code for code in FIXES if f'"{code}"' not in source} == set()


def test_a_sentence_is_kept_as_code_and_arguments():
    (problem,) = checked(cart({**CART_ITEM, "price": "1.50"})).problems
    assert problem.as_json() == {
        "code": "number_as_text",
        "severity": "error",
        "effect": "unknown",
        "pointer": "/params/1/value/0/price",
        "message": "products #1: price is the text “1.50”; a number is expected, without quotes.",
        "fix": {
            "label": "Make it the number 1.50",
            "operation": "set",
            "pointer": "/params/1/value/0/price",
            "value": problem.as_json()["fix"]["value"],
        },
    }


def test_a_long_value_is_shortened_in_its_sentence():
    (problem,) = checked(cart({**CART_ITEM, "price": "x" * 5000})).problems
    assert len(problem.message) < 200


def test_a_key_press_in_one_product_looks_at_that_product_alone():
    items = [{**CART_ITEM, "productId": f"A{number}"} for number in range(300)]
    checked(cart(*items))
    before = examined.cache_info().misses
    checked(cart(*items[:150], {**items[150], "price": 7}, *items[151:]))
    assert examined.cache_info().misses - before == 1


def test_the_same_product_is_judged_anew_in_another_event_type():
    item = {"productId": "A"}
    assert not checked(cart(item)).valid
    assert checked(body("productImpressions", EMAIL, {"recomVariantId": "r1v1", "products": [item]})).valid


def test_the_libraries_wait_until_a_rule_needs_them():
    code = (
        "import sys\n"
        "from yespo_console.events import checking, outlook\n"
        "from yespo_console.events.catalog import load_catalog\n"
        "catalog = load_catalog()\n"
        "late = {'jsonschema', 'phonenumbers', 'referencing'}\n"
        "assert not late & set(sys.modules), late & set(sys.modules)\n"
        "checking.warm_up(catalog).join()\n"
        "assert late <= set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=PATIENCE_S)


def test_warming_up_leaves_no_thread_behind():
    thread = warm_up(CATALOG)
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def test_deep_and_long_bodies_are_answered():
    deep = "x"
    for _level in range(90):
        deep = {"a": deep}
    assert checked(body("bonus", EMAIL, {"data": deep}, native=True)).valid
    assert checked("[" * 100_000).problems[0].severity is Severity.ERROR
    assert checked(dump(from_plain({"eventTypeKey": "x" * 100_000, "params": []}))).problems
    assert checked(order({"items": [[]] * 50})).problems
