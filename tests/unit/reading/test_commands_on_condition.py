"""Commands of a script that are carried out only sometimes: the event is read, and it is told on what that depends."""

import json

import pytest

from yespo_console.reading.reader import read_payload

BODY = '{"eventTypeKey":"note","keyValue":"u1","params":[{"name":"v","value":"if x; then"}]}'
CURL = f"curl -X POST https://yespo.io/api/v2/event -H 'Content-Type: application/json' -d '{BODY}'"

EXE = CURL.replace("curl", "curl.exe").replace('"', '\\"')

#: Each with what it depends on.
SOMETIMES = {
    "if": (f'if [ -n "$LIVE" ]; then\n  {CURL}\nfi', '[ -n "$LIVE" ]'),
    "if in one line": (f"if test -f live; then {CURL}; fi", "test -f live"),
    "else": (f"if test -f dry\nthen\n  echo no\nelse\n  {CURL}\nfi", "test -f dry"),
    "elif": (f"if test -f a; then\n  echo a\nelif test -f b; then\n  {CURL}\nfi", "test -f b"),
    "while": (f"while read -r line; do\n  {CURL}\ndone", "read -r line"),
    "until": (f"until test -f done; do\n  {CURL}\ndone", "test -f done"),
    "case": (f"case $1 in\n--live)\n{CURL}\n;;\nesac", "$1"),
    "within another": (f"if test -f a; then\n for i in 1 2; do\n  {CURL}\n done\nfi", "test -f a"),
    "and": (f"test -f live && {CURL}", "test -f live"),
    "and on the next line": (f"test -f live && \\\n  {CURL}", "test -f live"),
    "and behind what prepares": (f"test -f live && cd shop && {CURL}", "test -f live"),
    "and behind a long text": (f"test -f live && echo '{'x' * 900}' && {CURL}", "test -f live"),
    "and within a pipe": (f"test -f live && cat a.txt | {CURL}", "test -f live"),
    "or": (f"make || {CURL}", "make"),
    "exit before": (f"if test -f dry; then\n  echo dry\n  exit 0\nfi\n{CURL}", "test -f dry"),
    "and a group": (f"test -f live && {{ {CURL}; }}", "test -f live"),
    "a group with brackets of another command": (
        f"test -f live && {{\n  find . -exec cat {{}} +\n  {CURL}\n}}",
        "test -f live",
    ),
    "and a group of several lines": (f"test -f live && {{\n  cd shop\n  {CURL}\n}}", "test -f live"),
    "and a shell of its own": (f"test -f live && (cd shop; {CURL})", "test -f live"),
    "and behind another command": (f"test $(id -u) = 0 && {CURL}", "test $(id -u) = 0"),
    "and behind a sum": (f"(( COUNT > 3 )) && {CURL}", "(( COUNT > 3 ))"),
    "or exit before": (f"test -f live || exit 0\n{CURL}", "test -f live"),
    "and exit before": (f"test -f dry && exit\n{CURL}", "test -f dry"),
    "exit in one line before": (f"if test -f dry; then exit 0; fi\n{CURL}", "test -f dry"),
    "continue before": (f"for u in a b; do\n  test -f $u || continue\n  {CURL}\ndone", "test -f $u"),
    "return before": (f"send() {{\n  test -f live || return 0\n  {CURL}\n}}\nsend", "test -f live"),
    "a function that is called sometimes": (f"send() {{\n  {CURL}\n}}\ntest -f live && send", "test -f live"),
    "a function that calls another": (
        f"send() {{\n  {CURL}\n}}\nfunction main {{\n  send\n}}\nif test -f live; then\n  main\nfi",
        "test -f live",
    ),
    "if of PowerShell": (f"if ($live) {{\n  {EXE}\n}}", "($live)"),
    "guard of PowerShell": (f"if (-not $live) {{ return }}\n{EXE}", "(-not $live)"),
    "else of PowerShell": (f"if ($dry) {{\n  'dry'\n}} else {{\n  {EXE}\n}}", "($dry)"),
    "if of JavaScript": (f"if (live) {{\n  execSync(`{CURL}`)\n}}", "(live)"),
    "wget": (f"test -f live && wget --post-data='{BODY}' https://yespo.io/api/v2/event", "test -f live"),
}
IN_ANY_CASE = {
    "alone": CURL,
    "behind another folder": f"cd shop && {CURL}",
    "behind a variable": f"export KEY=a && {CURL}",
    "before another": f"{CURL} && echo ok",
    "for": f"for i in 1 2 3; do\n  {CURL}\ndone",
    "while true": f"while true; do\n  {CURL}\n  sleep 5\ndone",
    "behind an if": f"if test -f a; then\n  echo a\nfi\n{CURL}",
    "behind an error": f'if [ -z "$KEY" ]; then\n  echo no key\n  exit 1\nfi\n{CURL}',
    "behind an error of PowerShell": f"if (-not $key) {{ throw 'no key' }}\n{EXE}",
    "behind an if of PowerShell": f"if ($debug) {{\n  'debug'\n}}\n{EXE}",
    "behind a group": f"test -f a && {{ echo a; }}\n{CURL}",
    "a function": f"send() {{\n  {CURL}\n}}\nsend",
    "a function that is called once more": f"send() {{\n  {CURL}\n}}\ntest -f a && send\nsend",
    "behind a function that is left": f"check() {{\n  test -f a || return 0\n  echo a\n}}\ncheck\n{CURL}",
    "behind a loop that is left": f"for i in 1 2; do\n  test -f a && break\ndone\n{CURL}",
    "behind an or with an error": f"test -f key || exit 1\n{CURL}",
    "behind a value": f"KEY=${{KEY:-a}}\n{CURL}",
    "words like it in a text": f"echo 'if a; then b'\n{CURL}",
    "words like it in a comment": f"# if all is well; then\n{CURL}",
}


def _repairs(payload):
    reading = read_payload(payload)
    [event] = reading.events
    assert json.loads(event.text) == json.loads(BODY)
    return event.repairs


@pytest.mark.parametrize("name", SOMETIMES)
def test_on_what_it_depends_whether_a_command_is_carried_out_is_told(name):
    payload, condition = SOMETIMES[name]

    told = [repair for repair in _repairs(payload) if repair.code == "sent_on_condition"]

    assert [f"depends on “{condition}”" in repair.message for repair in told] == [True]


@pytest.mark.parametrize("name", IN_ANY_CASE)
def test_nothing_is_told_of_a_command_that_is_carried_out_in_any_case(name):
    assert [repair for repair in _repairs(IN_ANY_CASE[name]) if repair.code == "sent_on_condition"] == []


#: Each with what is named.
IN_LOOP = {
    "for": (f"for i in 1 2 3; do\n  {CURL}\ndone", "for i in 1 2 3"),
    "for in one line": (f"for i in 1 2; do {CURL}; done", "for i in 1 2"),
    "while true": (f"while true; do\n  {CURL}\n  sleep 5\ndone", "while true"),
    "within a branch": (f"for i in 1 2; do\nif test -f a; then\n  {CURL}\nfi\ndone", "for i in 1 2"),
    "a function": (f"send() {{\n  {CURL}\n}}\nfor i in 1 2; do send; done", "for i in 1 2"),
    "an error": (f"for i in 1 2; do\n  {CURL} || exit 1\ndone", "for i in 1 2"),
    "left once full": (f"for u in $users; do\n  {CURL}\n  test -f full && break\ndone", "for u in $users"),
    "a key": (f"for i in sonechko; do\n  {CURL}\ndone", "for i in ***"),
}
NOT_IN_LOOP = {
    "alone": CURL,
    "behind one": f"for i in 1 2; do\n  make\ndone\n{CURL}",
    "tries again": f"for i in 1 2 3; do\n  {CURL} && break\n  sleep 5\ndone",
    "tries again without an end": f"while true; do\n  if {CURL}; then break; fi\ndone",
    "a function that is called once too": f"send() {{\n  {CURL}\n}}\nfor i in 1 2; do send; done\nsend",
}


@pytest.mark.parametrize("name", IN_LOOP)
def test_a_loop_that_carries_out_a_command_is_told(name):
    payload, found = IN_LOOP[name]

    [told] = [repair.message for repair in _repairs(payload) if repair.code == "sent_in_loop"]

    assert f"“{found}”" in told


@pytest.mark.parametrize("name", NOT_IN_LOOP)
def test_no_loop_is_told_of_a_command_that_is_carried_out_once(name):
    assert "sent_in_loop" not in [repair.code for repair in _repairs(NOT_IN_LOOP[name])]
