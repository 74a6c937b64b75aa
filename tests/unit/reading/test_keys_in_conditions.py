"""A condition is quoted without what may be a key: a word, digits and what is short cannot be told from one."""

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
BODY = '{"eventTypeKey":"note","keyValue":"u1","params":[{"name":"v","value":"x"}]}'
JS = f"fetch('{URL}', {{method: 'POST', body: '{BODY}'}})"
PHP = f"$client->post('{URL}', ['body' => '{BODY}']);"
PY = f"requests.post('{URL}', data='{BODY}')"
RUBY = f"HTTP.post('{URL}', body: '{BODY}')"
PS = f"Invoke-RestMethod {URL} -Method Post -Body '{BODY}'"
CURL = f"curl -d '{BODY}' {URL}"

#: Each with how its condition is quoted.
COMPARED = [
    (f"if (req.headers['x-api-key'] !== 'KEY') return;\n{JS}", "(req.headers['x-api-key'] !== '***')"),
    (f"key === 'KEY' && {JS}", "key === '***'"),
    (f"switch (secret) {{ case 'KEY': {JS} }}", "case '***'"),
    (f"if (/^KEY$/.test(given)) {JS}", "(/***/.test(given))"),
    (f"if (`KEY${{salt}}` === given) {JS}", "(`***${salt}` === given)"),
    (f"if (given /* KEY */) {JS}", "(given )"),
    (f"<?php\nif (check('api', 'KEY')) {{ {PHP} }}", "(check('***', '***'))"),
    (f"<?php\nif ($_GET['token'] === \"KEY\") {PHP}", "($_GET['token'] === \"***\")"),
    (f"import requests\nif given in ('KEY', 'a'):\n    {PY}", "given in ('***', 'a')"),
    (f"require 'http'\n{RUBY} if %w[KEY].include?(given)", "%w[***].include?(given)"),
    (f"if ($key -eq 'KEY') {{ {PS} }}", "$key -eq '***'"),
    (f'if ($given -eq "KEY") {{ {PS} }}', '$given -eq "***"'),
    (f"mysql -pKEY -e 'select 1' && {CURL}", "mysql *** -e ***"),
    (f"mysql -p'a;KEY' && {CURL}", "mysql ***"),
    (f"login --password=KEY || {CURL}", "login --password=***"),
    (f'if [ "$GIVEN" = KEY ]; then {CURL}; fi', '[ "$GIVEN" = *** ]'),
    (f"if [[ $given =~ ^(a|KEY)$ ]]; then {CURL}; fi", "[[ $given =~ ***(a|***)$ ]]"),
    (f"if PGPASSWORD=KEY psql; then {CURL}; fi", "PGPASSWORD=*** psql"),
    (f"while read -r line <<< KEY; do {CURL}; done", "read -r line <<< ***"),
    (f"case KEY in\nx)\n{CURL};;\nesac", "***"),
]
HARMLESS = [
    (f"if (req.query['dry_run']) {JS}", "(req.query['dry_run'])"),
    (f"if (status === 200 && env !== 'production') {JS}", "(status === 200 && env !== 'production')"),
    (f"if (typeof given === 'function') {JS}", "(typeof given === 'function')"),
    (f"if ($given.Count -gt 10) {{ {PS} }}", "$given.Count -gt 10"),
    (f"if test -f ./live.flag; then {CURL}; fi", "test -f ./live.flag"),
    (f'if [ "$1" = --live ]; then {CURL}; fi', '[ "$1" = --live ]'),
]


@pytest.mark.parametrize("key", ["Qw3rty77", "sonechko", "48213977", "кіт", "Zx81Kq0pLm55"])
@pytest.mark.parametrize(("payload", "condition"), COMPARED)
def test_what_a_condition_compares_with_is_not_shown(payload, condition, key):
    [event] = read_payload(payload.replace("KEY", key)).events

    [repair] = [each for each in event.repairs if each.code == "sent_on_condition"]

    assert f"depends on “{condition}”" in repair.message
    assert key not in f"{repair.message} {repair.before} {repair.args}"


@pytest.mark.parametrize(("payload", "condition"), HARMLESS)
def test_what_is_surely_no_key_is_shown_in_a_condition(payload, condition):
    [event] = read_payload(payload).events

    [repair] = [each for each in event.repairs if each.code == "sent_on_condition"]

    assert f"depends on “{condition}”" in repair.message
