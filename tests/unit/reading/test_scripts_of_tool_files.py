"""A body that a script of the file sets anew before it is sent is not taken for the one that was sent."""

import json

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
EVENT = '{"eventTypeKey":"a","keyValue":"k","params":[]}'
POSTMAN = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def bruno(script, block="script:pre-request"):
    return (
        f"meta {{\n  name: x\n}}\n\npost {{\n  url: {URL}\n}}\n\n"
        f"body:json {{\n  {EVENT}\n}}\n\n{block} {{\n  {script}\n}}\n"
    )


def postman(script, listen="prerequest", holder="request"):
    item = {"name": "r", "request": {"method": "POST", "url": URL, "body": {"mode": "raw", "raw": EVENT}}}
    folder = {"name": "f", "item": [item]}
    collection = {"info": {"schema": POSTMAN}, "item": [folder]}
    held = {"request": item, "folder": folder, "collection": collection}[holder]
    held["event"] = [{"listen": listen, "script": {"exec": script.split("\n")}}]
    return json.dumps(collection, indent=1)


def insomnia(script, member="preRequestScript", holder="request"):
    folder = {"_id": "fld_1", "_type": "request_group", "parentId": "wrk_1"}
    request = {"_id": "req_1", "_type": "request", "parentId": "fld_1", "url": URL, "body": {"text": EVENT}}
    (request if holder == "request" else folder)[member] = script
    return json.dumps({"_type": "export", "__export_format": 4, "resources": [folder, request]}, indent=1)


def insomnia_5(script, member="preRequest"):
    return (
        f"type: collection.insomnia.rest/5.0\nname: x\ncollection:\n  - url: {URL}\n    name: r\n    method: POST\n"
        f"    body:\n      mimeType: application/json\n      text: '{EVENT}'\n    scripts:\n      {member}: |-\n"
        f"        {script}\n"
    )


def editor(script):
    return f"### Кошик\n< {{%\n  {script}\n%}}\nPOST {URL}\nContent-Type: application/json\n\n{EVENT}\n"


SET_ANEW = {
    "Bruno": (bruno("req.setBody({ a: 1 });"), 14),
    "Bruno, a member of the body": (bruno("req.getBody().keyValue = 5;"), 14),
    "Bruno, the body under another name": (bruno("const body = req.getBody();\n  body.keyValue = 5;"), 14),
    "Bruno, a function of its own": (bruno("sign(req);"), 14),
    "Postman": (postman("pm.request.body.raw = JSON.stringify({});"), None),
    "Postman, update": (postman("pm.request.body.update('{}');"), None),
    "Postman, in brackets": (postman("pm.request['body'].raw = '{}';"), None),
    "Postman, the request under another name": (postman("const r = pm.request;\nr.body.raw = '{}';"), None),
    "Postman, behind a text": (postman('x.replace(/"/g, \'\'); pm.request.body.raw = "{}";'), None),
    "a folder of Postman": (postman("pm.request.body.raw = '{}';", holder="folder"), None),
    "a collection of Postman": (postman("pm.request.body.raw = '{}';", holder="collection"), None),
    "Insomnia": (insomnia("insomnia.request.body.update({mode: 'raw', raw: '{}'});"), None),
    "a folder of Insomnia": (insomnia("insomnia.request.body.raw = '{}';", holder="folder"), None),
    "Insomnia 5": (insomnia_5("insomnia.request.body.raw = '{}';"), 11),
    "a file of an editor": (editor("request.body = '{}';"), 2),
    "a file of an editor, in one line": (f"< {{% request.body = '' %}}\nPOST {URL}\n\n{EVENT}\n", 1),
}
KEPT = {
    "Bruno, a variable": bruno("bru.setVar('id', 1);\n  req.setHeader('X-Id', '1');"),
    "Bruno, shown": bruno("console.log(req.getBody());\n  console.log('Sending the request now');"),
    "Bruno, after the answer": bruno("res.setBody({});\n  sign(req);", "script:post-response"),
    "Bruno, a test": bruno("expect(req.getBody()).to.equal(1);", "tests"),
    "Postman, a signature": postman(
        "const sign = CryptoJS.HmacSHA256(pm.request.body.raw, 'k').toString();\n"
        "pm.request.headers.add({key: 'X-Sign', value: sign});"
    ),
    "Postman, a comment": postman("// pm.request.body.raw = '{}';\npm.environment.set('id', 1);"),
    "Postman, a test": postman("pm.test('ok', () => pm.request.body.update('{}'));", listen="test"),
    "Postman, another request": postman("pm.sendRequest({url: 'https://a.b', body: {mode: 'raw', raw: ''}});"),
    "Insomnia, after the answer": insomnia("insomnia.request.body.raw = '{}';", member="afterResponseScript"),
    "Insomnia 5, after the answer": insomnia_5("insomnia.request.body.raw = '{}';", member="afterResponse"),
    "a file of an editor": editor("request.variables.set('id', 1);"),
}


@pytest.mark.parametrize("kind", SET_ANEW)
def test_a_body_that_a_script_may_set_anew_is_refused_at_the_script(kind):
    payload, line = SET_ANEW[kind]
    reading = read_payload(payload)
    assert reading.events == ()
    assert "this script may set another body before the request is sent" in reading.error
    if line is not None:
        assert f"Line {line}," in reading.error


@pytest.mark.parametrize("kind", KEPT)
def test_a_body_that_no_script_sets_is_read(kind):
    reading = read_payload(KEPT[kind])
    assert reading.error is None
    [event] = reading.events
    assert event.text.strip() == EVENT


def test_a_script_of_one_request_says_nothing_of_another():
    payload = f"{editor('request.body = 1;')}\n### Друга\nPOST {URL}\n\n{EVENT.replace('a', 'b', 1)}\n"
    reading = read_payload(payload.replace('"eventTypeKey":"a"', '"eventTypeKey":"first"'))
    assert len(reading.events) == 1
    assert reading.events[0].url == URL
    assert "Line 2" in reading.error


def test_a_script_before_a_request_is_told():
    payload = editor("request.variables.set('id', 1);")
    [event] = read_payload(payload).events
    assert event.url == URL
    assert [repair.before[:4] for repair in event.repairs] == ["< {%"]
