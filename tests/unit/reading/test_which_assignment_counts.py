"""Which assignment of a variable counts in pasted code: the one that surely was carried out before, or none.

``SEND`` in the code below stands for a statement that sends an event with the variable ``email`` as its ``keyValue``,
``POST`` for one that sends the variable ``body``, ``EVENT`` for an event spelled out.
"""

import json

import pytest

from yespo_console.reading.reader import read_payload

_SEND = {
    "Python": "requests.post(URL, json={'eventTypeKey': 'c', 'keyValue': email, 'params': []})",
    "JavaScript": "fetch(URL, {body: JSON.stringify({eventTypeKey: 'c', keyValue: email, params: []})});",
    "PHP": "$client->post($url, ['json' => ['eventTypeKey' => 'c', 'keyValue' => $email, 'params' => []]]);",
    "Ruby": "HTTParty.post(url, body: { eventTypeKey: 'c', keyValue: email, params: [] }.to_json)",
    "PowerShell": "irm $url -Method Post -Body (@{ eventTypeKey = 'c'; keyValue = $email; params = @() } | "
    "ConvertTo-Json)",
}
_EVENT = {
    "Python": "{'eventTypeKey': 'c', 'keyValue': 'k', 'params': []}",
    "JavaScript": "{eventTypeKey: 'c', keyValue: 'k', params: []}",
    "PHP": "['eventTypeKey' => 'c', 'keyValue' => 'k', 'params' => []]",
    "Ruby": "{ eventTypeKey: 'c', keyValue: 'k', params: [] }",
    "PowerShell": "@{ eventTypeKey = 'c'; keyValue = 'k'; params = @() }",
}
_POST = {
    "Python": "requests.post(URL, json=body)",
    "JavaScript": "axios.post(URL, body);",
    "PHP": "$client->post($url, ['json' => $body]);",
    "Ruby": "HTTParty.post(url, body: body.to_json)",
    "PowerShell": "irm $url -Method Post -Body ($body | ConvertTo-Json)",
}


def _read(language, code):
    for word, spelled in (("SEND", _SEND), ("POST", _POST), ("EVENT", _EVENT)):
        code = code.replace(word, spelled[language])
    return read_payload(f"<?php\n{code}" if language == "PHP" else code)


def _key_values(reading):
    return [json.loads(event.text)["keyValue"] for event in reading.events]


def _changes(event):
    """What was changed of an event, whenever and however often it is sent."""
    return [repair.code for repair in event.repairs if repair.code not in ("sent_on_condition", "sent_in_loop")]


#: Another value may be sent, or none that the code shows.
_UNCERTAIN = [
    ("Python", "if vip:\n    email = 'new@b.ua'\nSEND"),
    ("Python", "if vip:\n    email = 'new@b.ua'\nelse:\n    SEND"),
    ("Python", "if vip:\n    pass\nelif old:\n    email = 'new@b.ua'\nSEND"),
    ("Python", "if vip:\n    pass\nelse:\n    email = 'new@b.ua'\nSEND"),
    ("Python", "if vip: email = 'new@b.ua'\nSEND"),
    ("Python", "try:\n    email = 'new@b.ua'\nexcept Exception:\n    pass\nSEND"),
    ("Python", "try:\n    ask()\nexcept Exception:\n    email = 'new@b.ua'\nSEND"),
    ("Python", "try:\n    email = 'new@b.ua'\nexcept Exception:\n    SEND"),
    ("Python", "for row in rows:\n    email = 'new@b.ua'\nSEND"),
    ("Python", "while more():\n    email = 'new@b.ua'\nSEND"),
    ("Python", "match kind:\n    case 1:\n        email = 'new@b.ua'\n    case _:\n        SEND"),
    ("Python", "SEND\nemail = 'new@b.ua'"),
    ("Python", "for row in rows:\n    SEND\n    email = 'new@b.ua'"),
    ("Python", "def a():\n    email = 'new@b.ua'\ndef b():\n    SEND"),
    ("Python", "class A:\n    email = 'new@b.ua'\n    def send(self):\n        SEND"),
    ("Python", "def send():\n    SEND\nsend()\nemail = 'new@b.ua'"),
    ("Python", "our code:\n\nemail = 'old@b.ua'\nif vip:\n    email = 'new@b.ua'\nSEND"),
    ("Python", "our code:\n\nemail = 'old@b.ua'\nSEND\nemail = 'new@b.ua'"),
    ("JavaScript", "if (vip) { email = 'new@b.ua'; }\nSEND"),
    ("JavaScript", "if (vip) email = 'new@b.ua';\nSEND"),
    ("JavaScript", "if (vip) email = 'new@b.ua'; else SEND"),
    ("JavaScript", "let email;\nif (vip) { email = 'new@b.ua'; }\nSEND"),
    ("JavaScript", "let email;\nif (vip) { email = 'new@b.ua'; } else { SEND }"),
    ("JavaScript", "let email;\ntry { email = 'new@b.ua'; } catch (e) { log(e); }\nSEND"),
    ("JavaScript", "let email;\ntry { email = 'new@b.ua'; } catch (e) { SEND }"),
    ("JavaScript", "let email;\nswitch (kind) { case 1: email = 'new@b.ua'; break; case 2: SEND }"),
    ("JavaScript", "let email;\nswitch (kind) { case 1: email = 'new@b.ua'; }\nSEND"),
    ("JavaScript", "let email;\nvip && (email = 'new@b.ua');\nSEND"),
    ("JavaScript", "let email;\nvip ? (email = 'new@b.ua') : 0;\nSEND"),
    ("JavaScript", "let email;\nfor (const row of rows) { email = 'new@b.ua'; }\nSEND"),
    ("JavaScript", "let email;\nload(() => { email = 'new@b.ua'; });\nSEND"),
    ("JavaScript", "{ const email = 'new@b.ua'; }\nSEND"),
    ("JavaScript", "SEND\nvar email = 'new@b.ua';"),
    ("JavaScript", "function a() { const email = 'new@b.ua'; }\nfunction b() { SEND }"),
    ("JavaScript", "class A { email = 'new@b.ua'; send() { SEND } }"),
    ("JavaScript", "function send() { SEND }\nsend();\nvar email = 'new@b.ua';"),
    ("PHP", "if ($vip) { $email = 'new@b.ua'; }\nSEND"),
    ("PHP", "if ($vip): $email = 'new@b.ua'; else: SEND endif;"),
    ("PHP", "$vip && $email = 'new@b.ua';\nSEND"),
    ("PHP", "switch ($kind) { case 1: $email = 'new@b.ua'; break; default: SEND }"),
    ("PHP", "try { $email = 'new@b.ua'; } catch (Exception $e) { SEND }"),
    ("PHP", "SEND\n$email = 'new@b.ua';"),
    ("PHP", "$email = 'new@b.ua';\nfunction send() { SEND }"),
    ("PHP", "function a() { $email = 'new@b.ua'; }\nfunction b() { SEND }"),
    ("PHP", "$email = 'new@b.ua';\n$send = function () { SEND };"),
    ("PHP", "$email = 'new@b.ua';\nload($email);\nSEND"),
    ("PHP", "function load(&$to) { $to = f(); }\n$email = 'new@b.ua';\n$ok = load($email);\nSEND"),
    (
        "PHP",
        (
            "class A { function load(&$to) { $to = f(); }\nfunction b($client, $url) {\n$email = 'new@b.ua';\n"
            "if ($this->load($email)) { SEND } } }"
        ),
    ),
    ("PHP", "$email = 'new@b.ua';\nif (preg_match($pattern, $text, $email)) { SEND }"),
    ("Ruby", "email = 'new@b.ua' if vip\nSEND"),
    ("Ruby", "email = 'new@b.ua' unless guest\nSEND"),
    ("Ruby", "if vip\n  email = 'new@b.ua'\nelse\n  SEND\nend"),
    ("Ruby", "case kind\nwhen 1\n  email = 'new@b.ua'\nend\nSEND"),
    ("Ruby", "begin\n  email = 'new@b.ua'\nrescue\n  SEND\nend"),
    ("Ruby", "vip && email = 'new@b.ua'\nSEND"),
    ("Ruby", "rows.each { |row| email = 'new@b.ua' }\nSEND"),
    ("Ruby", "SEND\nemail = 'new@b.ua'"),
    ("Ruby", "email = 'new@b.ua'\ndef send_it\n  SEND\nend"),
    ("Ruby", "def email\n  return 'old@b.ua' if old\n  'new@b.ua'\nend\nSEND"),
    ("PowerShell", "if ($vip) { $email = 'new@b.ua' }\nSEND"),
    ("PowerShell", "if ($vip) { $email = 'new@b.ua' } else { SEND }"),
    ("PowerShell", "switch ($kind) { 'a' { $email = 'new@b.ua' } 'b' { SEND } }"),
    ("PowerShell", "try { $email = 'new@b.ua' } catch { SEND }"),
    ("PowerShell", "foreach ($row in $rows) { $email = 'new@b.ua' }\nSEND"),
    ("PowerShell", "$vip -and ($email = 'new@b.ua')\nSEND"),
    ("PowerShell", "Test-It && $($email = 'new@b.ua')\nSEND"),
    ("PowerShell", "SEND\n$email = 'new@b.ua'"),
    ("PowerShell", "function A { $email = 'new@b.ua' }\nfunction B { SEND }"),
]


@pytest.mark.parametrize(("language", "code"), _UNCERTAIN)
def test_a_value_that_may_be_another_where_it_is_sent_is_emptied_and_named(language, code):
    reading = _read(language, code)
    assert _key_values(reading) == [""]
    [event] = reading.events
    told = ["text_around"] if code.startswith("our code:") else []
    assert _changes(event) == [*told, "computed_value"]


#: What cannot be read may set the variable anew.
_FAULTY = [
    ("Python", "email = 'old@b.ua'\n} email ? = 'new@b.ua' {{\nSEND"),
    ("JavaScript", "let email = 'old@b.ua';\nif (vip { email = 'new@b.ua'; \nSEND"),
    ("JavaScript", "let email = 'old@b.ua';\n#if VIP\n@ email := 'new@b.ua';\n#end\nSEND"),
    ("PHP", "$email = 'old@b.ua';\n%% $email := 'new@b.ua' %%;\nSEND"),
    ("Ruby", "email = 'old@b.ua'\n?? email := 'new@b.ua' )\nSEND"),
    ("PowerShell", "$email = 'old@b.ua'\n) $email := 'new@b.ua' ((\nSEND"),
]


@pytest.mark.parametrize(("language", "code"), _FAULTY)
def test_behind_code_that_cannot_be_read_nothing_set_before_it_counts(language, code):
    assert _key_values(_read(language, code)) in ([""], [])


_CERTAIN = [
    ("Python", "email = 'a@b.ua'\nSEND"),
    ("Python", "email = 'a@b.ua'\ndef send():\n    SEND\nsend()"),
    ("Python", "email = 'a@b.ua'\nif ready:\n    SEND"),
    ("Python", "if ready:\n    email = 'a@b.ua'\n    SEND"),
    ("Python", "if ready:\n    log()\nelse:\n    email = 'a@b.ua'\n    SEND"),
    ("Python", "try:\n    email = 'a@b.ua'\n    SEND\nexcept Exception as error:\n    print(error)"),
    ("Python", "def send():\n    email = 'a@b.ua'\n    with open(p) as f:\n        SEND"),
    (
        "Python",
        (
            "def send():\n    email = 'a@b.ua'\n    for n in range(3):\n        try:\n            SEND\n"
            "        except Exception:\n            pass"
        ),
    ),
    ("Python", "if __name__ == '__main__':\n    email = 'a@b.ua'\n    SEND"),
    ("Python", "with session() as s:\n    email = 'a@b.ua'\nSEND"),
    ("Python", "async def main():\n    email = 'a@b.ua'\n    SEND\nasyncio.run(main())"),
    ("JavaScript", "const email = 'a@b.ua';\nSEND"),
    ("JavaScript", "let email;\nemail = 'a@b.ua';\nSEND"),
    ("JavaScript", "const email = 'a@b.ua';\n$('#buy').on('click', () => { SEND });"),
    (
        "JavaScript",
        "async function main() {\n  try {\n    const email = 'a@b.ua';\n    SEND\n  } catch (e) { log(e); }\n}",
    ),
    ("JavaScript", "function send() { SEND }\nconst email = 'a@b.ua';\nsend();"),
    ("JavaScript", "(function () { var email = 'a@b.ua'; SEND })();"),
    ("JavaScript", "switch (kind) { case 1: email = 'a@b.ua'; SEND break; }"),
    ("JavaScript", "if (vip) { const email = 'a@b.ua'; SEND }"),
    ("PHP", "$email = 'a@b.ua';\nSEND"),
    ("PHP", "function send($client) { $email = 'a@b.ua'; SEND }"),
    ("PHP", "$email = 'a@b.ua';\n$send = function () use ($email, $client) { SEND };"),
    ("PHP", "$email = 'a@b.ua';\n$send = fn () => SEND"),
    ("PHP", "$email = 'a@b.ua';\nif (!validate($email)) { exit; }\nlog($email);\nSEND"),
    ("PHP", "try { $email = 'a@b.ua'; SEND } catch (Exception $e) { echo $e; }"),
    ("Ruby", "email = 'a@b.ua'\nSEND"),
    ("Ruby", "def send_it\n  email = 'a@b.ua'\n  SEND\nrescue => e\n  puts e\nend"),
    ("Ruby", "begin\n  email = 'a@b.ua'\n  SEND\nrescue => e\n  puts e\nend"),
    ("Ruby", "email = 'a@b.ua'\n3.times do |n|\n  SEND\nend"),
    ("Ruby", "if vip\n  email = 'a@b.ua'\n  SEND\nend"),
    ("Ruby", "def email\n  'a@b.ua'\nend\nSEND"),
    ("PowerShell", "$email = 'a@b.ua'\nSEND"),
    ("PowerShell", "$email = 'a@b.ua'\nfunction Send-It { SEND }\nSend-It"),
    ("PowerShell", "function Send-It {\n  $email = 'a@b.ua'\n  SEND\n}"),
    ("PowerShell", "try { $email = 'a@b.ua'; SEND } catch { Write-Host $_ }"),
    ("PowerShell", "$email = 'a@b.ua'\n1..3 | ForEach-Object { SEND }"),
    ("PowerShell", "if ($vip) { $email = 'a@b.ua'; SEND }"),
]


@pytest.mark.parametrize(("language", "code"), _CERTAIN)
def test_a_value_that_surely_was_set_before_is_read(language, code):
    reading = _read(language, code)
    assert _key_values(reading) == ["a@b.ua"]
    assert _changes(reading.events[0]) == []


_OF_OBJECT = [
    (
        "Python",
        "class Shop:\n    def __init__(self):\n        self.email = 'a@b.ua'\n    def send(self):\n        SEND",
    ),
    ("Python", "class Shop:\n    email = 'a@b.ua'\n    def send(self):\n        SEND"),
    (
        "Python",
        (
            "class ShopTest(TestCase):\n    def setUp(self):\n        self.email = 'a@b.ua'\n"
            "    def test_send(self):\n        SEND"
        ),
    ),
    ("JavaScript", "class Shop { constructor() { this.email = 'a@b.ua'; } send() { SEND } }"),
    ("JavaScript", "class Shop { send() { SEND } email = 'a@b.ua'; }"),
    ("PHP", "class Shop { private $email = 'a@b.ua'; function send() { SEND } }"),
    ("PHP", "class Shop { function __construct() { $this->email = 'a@b.ua'; } function send() { SEND } }"),
    ("Ruby", "class ShopTest\n  def setup\n    @email = 'a@b.ua'\n  end\n  def test_it\n    SEND\n  end\nend"),
    ("JavaScript", "class Shop { ngOnInit() { this.email = 'a@b.ua'; } send() { SEND } }"),
    ("Ruby", "class Shop\n  def initialize\n    @email = 'a@b.ua'\n  end\n  def send_it\n    SEND\n  end\nend"),
]
_MEMBER = {"Python": "self.email", "JavaScript": "this.email", "PHP": "$this->email", "Ruby": "@email"}


def _of_object(language, code):
    send = _SEND[language].replace("$email" if language == "PHP" else "email", _MEMBER[language])
    return _read(language, code.replace("SEND", send))


@pytest.mark.parametrize(("language", "code"), _OF_OBJECT)
def test_what_a_class_or_its_constructor_sets_is_known_to_its_methods(language, code):
    reading = _of_object(language, code)
    assert _key_values(reading) == ["a@b.ua"]
    assert reading.events[0].repairs == ()


@pytest.mark.parametrize(
    ("language", "code"),
    [
        (
            "Python",
            "class A:\n    def __init__(self):\n        self.email = 'x'\nclass B:\n    def b(self):\n        SEND",
        ),
        (
            "Python",
            (
                "class A:\n    def __init__(self, vip):\n        if vip:\n            self.email = 'new@b.ua'\n"
                "    def send(self):\n        SEND"
            ),
        ),
        (
            "Python",
            "class A:\n    def rename(self):\n        self.email = 'new@b.ua'\n    def send(self):\n        SEND",
        ),
        ("JavaScript", "class A { email = 'new@b.ua'; }\nclass B { send() { SEND } }"),
        ("JavaScript", "class A { constructor() { if (vip) { this.email = 'new@b.ua'; } } send() { SEND } }"),
        ("PHP", "class A { public $email = 'new@b.ua'; }\nclass B { function send() { SEND } }"),
        ("Ruby", "class A\n  def rename\n    @email = 'new@b.ua'\n  end\n  def send_it\n    SEND\n  end\nend"),
    ],
)
def test_what_another_class_or_method_sets_is_not(language, code):
    assert _key_values(_of_object(language, code)) == [""]


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("Python", "if test:\n    body = EVENT\nPOST"),
        ("Python", "try:\n    body = EVENT\nexcept Exception:\n    pass\nPOST"),
        ("Python", "body = build()\nif test:\n    body = EVENT\nPOST"),
        ("Python", "body = EVENT\nif test:\n    body = build()\nPOST"),
        ("Python", "body = EVENT\nbody = build()\nPOST"),
        ("Python", "POST\nbody = EVENT"),
        ("Python", "def a():\n    body = EVENT\ndef b():\n    POST"),
        ("Python", "if test:\n    event = EVENT\n    body = json.dumps(event)\nPOST"),
        ("Python", 'if test:\n    body = \'{"eventTypeKey":"c","keyValue":"k","params":[]}\'\nPOST'),
        ("Python", "body = EVENT if test else None\nPOST"),
        ("Python", "body = old or EVENT\nPOST"),
        ("Python", "if test:\n    body = EVENT\n    print(json.dumps(body))\nPOST"),
        ("JavaScript", "let body;\nif (test) { body = EVENT; console.log(body); }\nPOST"),
        ("PHP", "if ($test) { $body = EVENT; var_dump($body); }\nPOST"),
        ("Ruby", "if test\n  body = EVENT\n  puts body\nend\nPOST"),
        ("PowerShell", "if ($test) { $body = EVENT; Write-Host $body }\nPOST"),
        ("Python", "requests.post(URL, json=EVENT if test else build())"),
        ("JavaScript", "const body = test ? EVENT : build();\nPOST"),
        ("JavaScript", "const body = old || EVENT;\nPOST"),
        ("JavaScript", "let body = EVENT;\nif (test) { body = other; }\nPOST"),
        ("PHP", "$body = $test ? EVENT : null;\nPOST"),
        ("PHP", "$body = match ($kind) { 1 => EVENT, default => build() };\nPOST"),
        ("Ruby", "body = if test then EVENT else nil end\nPOST"),
        ("Ruby", "body = case kind when 1 then EVENT else build end\nPOST"),
        ("PowerShell", "$body = if ($test) { EVENT } else { $null }\nPOST"),
        ("PowerShell", "if ($test) { $all = @{ Uri = $url; Body = (EVENT | ConvertTo-Json) } }\nirm @all"),
        ("JavaScript", "let body;\nif (test) { body = EVENT; }\nPOST"),
        ("JavaScript", "let body;\nif (test) body = JSON.stringify(EVENT);\nPOST"),
        (
            "JavaScript",
            "let options;\nif (test) { options = {body: JSON.stringify(EVENT)}; }\nfetch(URL, options);",
        ),
        ("JavaScript", "function a() { const body = EVENT; }\nfunction b() { POST }"),
        ("PHP", "if ($test) { $body = EVENT; }\nPOST"),
        ("PHP", "$body = EVENT;\nfunction send($client) { POST }"),
        ("PHP", "if ($test) { $body['eventTypeKey'] = 'c'; $body['keyValue'] = 'k'; $body['params'] = []; }\nPOST"),
        ("Ruby", "body = EVENT if test\nPOST"),
        ("PowerShell", "if ($test) { $body = EVENT }\nPOST"),
        ("PowerShell", "if ($test) { $body = EVENT | ConvertTo-Json }\nirm $url -Method Post -Body $body"),
        ("Python", "body = EVENT if vip else EVENT\nPOST"),
        ("JavaScript", "const body = vip ? EVENT : EVENT;\nPOST"),
        ("JavaScript", "let body;\nif (vip) { body = EVENT; } else { body = EVENT; }\nPOST"),
        ("PHP", "$body = null;\nif ($vip) { $body = EVENT; } else { $body = EVENT; }\nPOST"),
        ("Ruby", "body = if vip then EVENT else EVENT end\nPOST"),
        ("PowerShell", "$body = if ($vip) { EVENT } else { EVENT }\nPOST"),
    ],
)
def test_an_event_that_may_be_another_where_it_is_sent_is_refused(language, code):
    reading = _read(language, code)
    assert reading.events == ()
    assert "Print the finished event" in reading.error


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("Python", "body = EVENT\nPOST"),
        ("Python", "if test:\n    body = EVENT\n    POST"),
        ("Python", "if test:\n    answer = requests.post(URL, json=EVENT)\nprint(answer.status_code)"),
        ("Python", "body = None\nbody = EVENT\nPOST\nbody = build()"),
        ("Python", "def test_one():\n    body = EVENT\n    POST\ndef test_two():\n    body = build()\n    send(body)"),
        (
            "Python",
            "try:\n    body = json.dumps(EVENT)\n    requests.post(URL, data=body)\nexcept Exception:\n    raise",
        ),
        ("Python", "def event():\n    return EVENT\nrequests.post(URL, json=event())"),
        ("Python", "def send(body):\n    POST\nif __name__ == '__main__':\n    body = EVENT\n    send(body)"),
        (
            "Python",
            "class T(TestCase):\n    BODY = EVENT\n    def test(self):\n        requests.post(URL, json=self.BODY)",
        ),
        ("Python", "if test:\n    body = EVENT"),
        ("Python", "if test:\n    body = EVENT\n    print(body)"),
        ("Python", "if test:\n    body = EVENT\n    POST\n    print(body)\nprint(body)"),
        ("JavaScript", "const body = EVENT;\nPOST"),
        ("JavaScript", "main();\nasync function main() { POST }\nconst body = EVENT;"),
        ("JavaScript", "if (test) { const body = EVENT; POST }"),
        ("JavaScript", "let body = null;\nbutton.onclick = () => { body = EVENT; POST };"),
        ("JavaScript", "if (test) { var xhr = new XMLHttpRequest(); xhr.send(JSON.stringify(EVENT)); }\nxhr.abort();"),
        ("JavaScript", "let answer;\nif (test) { answer = await axios.post(URL, EVENT); }\nconsole.log(answer);"),
        ("PHP", "$body = EVENT;\nPOST"),
        ("PHP", "function send($client) { $body = EVENT; POST }"),
        ("PHP", "if ($test) { $body['eventTypeKey'] = 'c'; $body['keyValue'] = 'k'; $body['params'] = []; POST }"),
        ("Ruby", "body = EVENT\nPOST"),
        ("Ruby", "def send_it\n  body = EVENT\n  POST\nend"),
        ("PowerShell", "$body = EVENT\nPOST"),
        ("PowerShell", "if ($test) { $body = EVENT\nPOST }"),
        ("PowerShell", "$all = @{ Uri = $url; Method = 'Post'; Body = (EVENT | ConvertTo-Json) }\nirm @all"),
        ("Python", "body = EVENT\nanswer = requests.post(URL, json=body) if ready else None"),
        ("JavaScript", "const body = EVENT;\nready && axios.post(URL, body);"),
        ("JavaScript", "const answer = ready ? await axios.post(URL, EVENT) : null;"),
        ("JavaScript", "const make = () => (EVENT);\naxios.post(URL, make());"),
        ("Ruby", "def event\n  EVENT\nend\nHTTParty.post(url, body: event.to_json)"),
        ("PowerShell", "if ($test) { $answer = EVENT | ConvertTo-Json | irm $url -Method Post }\n$answer.id"),
    ],
)
def test_an_event_that_is_sent_where_it_was_set_is_read(language, code):
    assert _key_values(_read(language, code)) == ["k"]


@pytest.mark.parametrize("space", [" ", "\u00a0"])
def test_of_two_branches_each_event_is_read_that_is_sent_in_its_own(space):
    code = "if vip:\n    body = EVENT\n    POST\nelse:\n    body = EVENT\n    POST"
    assert _key_values(_read("Python", code.replace("    ", 4 * space))) == ["k", "k"]
    code = "if vip:\n    body = EVENT\nelse:\n    body = EVENT\nPOST"
    assert _read("Python", code.replace("    ", 4 * space)).events == ()


def test_a_branch_indented_with_no_break_spaces_is_one():
    code = "if vip:\n\u00a0\u00a0email = 'new@b.ua'\nSEND"
    assert _key_values(_read("Python", code)) == [""]


def test_a_template_over_several_lines_has_the_line_breaks_that_javascript_gives_it():
    code = "axios.post(URL, {eventTypeKey: 'c', keyValue: 'k',\r\n params: [{name: 'a', value: `x\r\ny`}]});"
    [event] = read_payload(code).events
    assert json.loads(event.text)["params"][0]["value"] == "x\ny"
