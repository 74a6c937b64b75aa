"""Code whose blocks, types and sums look like JSON, or like no code at all."""

import json

import pytest

from yespo_console.reading.reader import read_payload

EVENT = "{ eventTypeKey: 'vip', keyValue: 'a@b.ua', params: [] }"
BODY = '{"eventTypeKey":"vip","keyValue":"a@b.ua","params":[]}'
IRM = f"irm https://yespo.io/api/v2/event -Method Post -Body '{BODY}'"
POST = f'http.post("https://yespo.io/api/v2/event", {json.dumps(BODY)});'


def _read(code):
    [event] = read_payload(code).events
    return json.loads(event.text), [repair.code for repair in event.repairs]


@pytest.mark.parametrize(
    "code",
    [
        f"await this.http.post<void>(`${{env.api}}/v2/event`, {EVENT}).toPromise();",
        f"this.http.post<Reply>(url, {EVENT}).subscribe();",
        f"api.send<VipEvent>({EVENT});",
        f"const r = await api.post<Reply, Error>(url, {EVENT});",
        f"$r = {IRM}",
        f"{{ {POST} }}",
    ],
)
def test_an_event_in_a_typed_call_or_a_block_is_read(code):
    assert _read(code) == (json.loads(BODY), [])


@pytest.mark.parametrize(
    "code",
    [
        f"if ($x) {{ {IRM} }}",
        f"if ($x) {{ $n = 1; {IRM} }}",
        f"if (user != null) {{\n  {POST}\n}}",
        f"if (a < b && c > (d)) post({EVENT});",
    ],
)
def test_an_event_in_a_block_that_a_condition_opens_is_read_and_that_is_told(code):
    assert _read(code) == (json.loads(BODY), ["sent_on_condition"])


def test_a_text_that_node_prints_in_parts_is_put_together():
    code = """{
  eventTypeKey: 'vip',
  keyValue: 'a@b.ua',
  params: [
    { name: 'big', value: 'first line\\n' +
      'second "line"\\n' +
      "it's the last" }
  ]
}"""
    body, repairs = _read(code)
    assert body["params"] == [{"name": "big", "value": 'first line\nsecond "line"\nit\'s the last'}]
    assert repairs == []


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_backslashes_at_line_ends_within_the_quotes_of_a_shell_are_left_out(line_end):
    lines = ['{"eventTypeKey":"vip",\\', ' "keyValue":"a@b.ua"\\', ' ,"params":[]}']
    body, repairs = _read(f"curl https://yespo.io/api/v2/event -d '{line_end.join(lines)}'")
    assert body == json.loads(BODY)
    assert repairs == ["line_backslash"]
