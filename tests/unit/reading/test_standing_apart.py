"""An event among words that hold brackets and quotes is read, all of the words are told, and nothing of it is lost."""

import json
from pathlib import Path

import pytest

from yespo_console.reading.reader import read_payload

PRINTED = Path(__file__).parents[2] / "data" / "reading" / "printed"
EVENT = '{"eventTypeKey":"note","keyValue":"1","params":[{"name":"text","value":"a"}]}'
OTHER = EVENT.replace("note", "view")
PRETTY = json.dumps(json.loads(EVENT), indent=2)
BROKEN = PRETTY.replace('"a"', '"{"page":[1]}"')
ANSWER = 'The event should have the following params: [ {"name":"EmailAddress","required":true} ]'
#: ``EV`` is any event.
AMONG_WORDS = (
    f"EV\n400 {ANSWER}",
    f"Отримуємо помилку: {ANSWER}\n\nEV",
    f"Запит:\nEV\nВідповідь:\n{ANSWER}\n",
    'Надсилаю EV а приходить {"error":"Bad"}.',
    'Запит EV, відповідь {"error":"Bad"}',
    "[23.11.2026 10:15] Олена: ось\n[23.11.2026 10:15] Олена: EV\n[23.11.2026 10:16] Іван: дякую",
    "EV\n[10:16] Іван: дякую\n",
    "EV\n[image: logo.png]\n",
    "EV\n[cid:image001.png@01DB3C5A]\n",
    'Headers: {"Content-Type":"application/json"}\nBody: EV',
    'Headers:\n{\n  "Content-Type": "application/json"\n}\nBody:\nEV',
    'Request headers: {"a":"b"}\nRequest body: EV\nResponse body: {"c":"d"}',
    'EV\n\n(див. "опис")\n',
    'EV\n\nЛист: <a href="https://x.ua?a=b">тут</a>\n',
    "Змінна {{name}} порожня:\nEV",
    "{CRM} Олена\n\nEV",
    "{thread-1} INFO EV",
    '{thread-1} {"ctx":1} EV',
    "{main} EV\n{main} done",
    'EV\n\nError: Request failed {\n  status: 400,\n  data: "bad"\n}\n',
    "Варіант r{recomId}v{variantId}:\nEV",
    '«EV» не "йде"',
    "«EV»",
    "“EV”",
    "**EV**",
    "<EV>",
    "EV%",
    'Було так (EV): "порожньо"',
)
REFUSED = (
    f'{EVENT},"params":[]}}\n(див. "опис")',
    f'{EVENT}, "params": [] (див. "опис")',
    f'{EVENT}, keyValue: "5" (див. "опис")',
    f'{EVENT}\n"name":"x" (див. "опис")',
    f'{EVENT} "x": {{"a":1}}',
    f'{EVENT}{{"a":1}} "x"',
    f"{EVENT[:-1]}\n400 {ANSWER}",
    f"{EVENT[:-3]}\n400 {ANSWER}",
    f'{EVENT}\nвідповідь {{"error":"Bad',
    f'{EVENT}\nі "ще":\n{{"name":"b","value":"c"}}',
    f'{EVENT}\nі ще:\n{{"name":"b","value":"c"}}',
    '{"eventTypeKey":"note","keyValue":"1"}\nдалі "так"\n{"params":[{"name":"a","value":"b"}]}',
    '{"eventTypeKey":"note"}\nkeyValue = "5"',
    f'{EVENT}\ndata["keyValue"] = "5"',
    f'{EVENT};\ndata["keyValue"] = "5";',
    f'{EVENT}\ndata.params.push("x");',
    f'{EVENT} and then "something": [1]',
    f'{{"data":{EVENT}}}\n400 {ANSWER}',
    f'"{EVENT}" не "працює"',
    f"eventTypeKey: view\nparams: {EVENT} [x: y]",
    f'{EVENT}, "b": {OTHER}',
    f'{EVENT}, b: {{"a":1}}',
    f"{EVENT[:-1]}, другий: {OTHER}",
)


@pytest.mark.parametrize("event", [EVENT, PRETTY, BROKEN], ids=("line", "layout", "broken"))
@pytest.mark.parametrize("text", AMONG_WORDS)
def test_an_event_is_read_whatever_brackets_and_quotes_stand_in_the_words_around_it(text, event):
    payload = text.replace("EV", event)
    reading = read_payload(payload)
    assert reading.error is None
    [read] = reading.events
    wanted = json.loads(EVENT)
    if event is BROKEN:
        wanted["params"][0]["value"] = '{"page":[1]}'
    assert json.loads(read.text) == wanted
    assert untold(payload, reading.events).strip() == event


def untold(payload, events):
    """What of the text no repair says was left out."""
    told = set()
    for event in events:
        for repair in event.repairs:
            if repair.code == "text_around":
                told.update(range(repair.offset, repair.offset + repair.length))
    return "".join(character for place, character in enumerate(payload) if place not in told)


@pytest.mark.parametrize("payload", REFUSED)
def test_what_may_be_a_part_of_the_event_is_no_text_around_it(payload):
    reading = read_payload(payload)
    assert reading.events == ()
    assert reading.error


def test_words_are_told_with_the_event_before_them_and_the_first_with_the_first():
    payload = f'Подія "cart"\n{EVENT}\nПодія "view"\n{OTHER}\nкінець [1:2]'
    first, second = read_payload(payload).events
    assert (first.text.strip(), second.text.strip()) == (EVENT, OTHER)
    assert [repair.before for repair in first.repairs] == ['Подія "cart"', 'Подія "view"']
    assert [repair.before for repair in second.repairs] == ["кінець [1:2]"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("EV, другий: OTHER", [", другий:"]),
        ("перший EV, другий: OTHER", ["перший", ", другий:"]),
        ("a: EV, b: OTHER", ["a:", ", b:"]),
        ("перший EV; другий: OTHER, а третій (EV)!", ["перший", "; другий:", ", а третій (", ")!"]),
    ],
)
def test_events_in_one_sentence_are_read_one_by_one(text, told):
    payload = text.replace("EV", EVENT).replace("OTHER", OTHER)
    reading = read_payload(payload)
    assert reading.error is None
    assert [event.text for event in reading.events][:2] == [EVENT, OTHER]
    assert [repair.before for event in reading.events for repair in event.repairs] == told


def test_words_that_a_person_wants_to_keep_leave_no_event():
    payload = f"{EVENT}\n[image: logo.png]"
    [event] = read_payload(payload).events
    assert read_payload(payload, refused={event.repairs[0].identity}).events == ()


def test_a_label_before_the_body_of_a_request_is_no_header():
    for body in (EVENT, PRETTY):
        payload = f'POST https://yespo.io/api/v2/event\nBody: {body}\n\nHeaders: {{"Content-Type":"application/json"}}'
        [event] = read_payload(payload).events
        assert json.loads(event.text) == json.loads(EVENT)
        assert event.url == "https://yespo.io/api/v2/event"


def test_a_whole_page_of_the_documentation_gives_all_its_printed_examples():
    examples = [path.read_text(encoding="utf-8") for path in sorted(PRINTED.glob("*.in"))]
    assert len(examples) >= 7
    prose = "r{recomId}v{variantId}\n\nParameter Type\n\nphone String\n\nExample:\n\n"
    reading = read_payload("".join(f"{prose}{example}\n\n" for example in examples))
    assert reading.error is None
    alone = [read_payload(example).events[0].text.strip() for example in examples]
    assert [event.text.strip() for event in reading.events] == alone


def test_an_address_in_the_words_is_where_the_event_was_sent():
    url = "https://yespo.io/api/v2/event"
    for payload in (f"POST {url} failed: 400\nrequest body: {EVENT}", f'{EVENT}\nне йде на {url}. (див. "опис")'):
        [event] = read_payload(payload).events
        assert event.url == url


def test_words_in_the_line_of_an_event_are_told_where_they_look_like_code():
    payload = f"Надсилаю ({EVENT}), не працює"
    [event] = read_payload(payload).events
    assert [repair.before for repair in event.repairs] == ["Надсилаю (", "), не працює"]
