"""Variables of a script: only one that a plain assignment surely sets is put in, any other is emptied or refused."""

import json

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
EVENT = '{"eventTypeKey":"note","keyValue":"VALUE","params":[{"name":"T","value":"y"}]}'
ESCAPED = EVENT.replace('"', '\\"')
CURL = f'curl -X POST {URL} -d "{ESCAPED}"'.replace("VALUE", "$T")
WITH_BODY = f"BODY='{EVENT}'\n"
SENDS_BODY = f'curl {URL} -d "$BODY"'
POWERSHELL = (
    f'LINES\n$body = @"\n{EVENT}\n"@\nInvoke-RestMethod -Uri {URL} -Method Post -Body $body\n'.replace("VALUE", "$t")
)  # fmt: skip


def _read(payload):
    reading = read_payload(payload)
    assert reading.error is None
    [event] = reading.events
    return json.loads(event.text)["keyValue"], {repair.code for repair in event.repairs}


@pytest.mark.parametrize(
    "script",
    [
        "T=x\nfor T in $(cat keys.txt); do\nCURL\ndone",
        "T=x\nfor i in 1 2; do\nCURL\nT=z\ndone",
        "T=x\nwhile read -r T; do\nCURL\ndone < keys.txt",
        "T=x\ncat keys.txt | while IFS= read T; do CURL; done",
        'T=x\nread -p "Key: " T\nCURL',
        "T=x\nmapfile -t T < keys.txt\nCURL",
        "T=x\nif [ -n \"$1\" ]; then T=\"$1\"; fi\nCURL",
        "if [ \"$1\" = prod ]; then\n  T=x\nfi\nCURL",
        "if [ \"$1\" ]; then T=x; fi\nCURL",
        "[ -z \"$1\" ] && T=x\nCURL",
        "test -f a ||\n T=x\nCURL",
        "case $1 in\n a) T=x;;\nesac\nCURL",
        "T=x\nsource .env\nCURL",
        "T=x\nset -a; . ./env.sh; set +a\nCURL",
        "T=x\neval \"$(cat env)\"\nCURL",
        "source lib.sh\nT=x\nload_names\nCURL",
        "T=x\nexport $(grep -v '^#' .env | xargs)\nCURL",
        "T=x\nset_t() { T=z; }\nset_t\nCURL",
        "T=x\nf() { local T=$1\nCURL\n}\nf q",
        "T=x\nf() { local T=z; CURL; }\nf",
        "T=x\nT+=z\nCURL",
        "T=x\nunset T\nCURL",
        "T=x\nprintf -v T '%s' z\nCURL",
        "export T=x\nexport T=z\nCURL",
        "declare -u T=x\nCURL",
        "T=1\n(( T++ ))\nCURL",
        "T=1\nlet T=T+1\nCURL",
        "T=1\necho $((T+=1))\nCURL",
        "echo ${T:=x}\nT=z\nCURL",
        "(T=x)\nCURL",
        "(\nT=x\n)\nCURL",
        "X=$(T=x; echo a)\nCURL",
        "T=x | cat\nCURL",
        "T=x &\nCURL",
        "T=x sh run.sh\nCURL",
        "T=(x z)\nCURL",
        "T=x\nask_for T 'Which key?'\nCURL",
    ],
)  # fmt: skip
def test_a_variable_that_may_have_another_value_is_emptied_and_told(script):
    value, told = _read(script.replace("CURL", CURL))

    assert value == ""
    assert "computed_value" in told
    assert "variable" not in told


def test_a_variable_of_a_loop_is_emptied_in_a_here_document_too():
    script = f"T=x\nfor T in a b; do\ncurl {URL} -d @- <<EOF\n{EVENT}\nEOF\ndone".replace("VALUE", "$T")

    assert _read(script) == ("", {"computed_value", "sent_in_loop"})


@pytest.mark.parametrize(
    "script",
    [
        "T=x\nCURL",
        "#!/bin/bash\nset -e\nexport T=x   # whose\nCURL",
        "T=x\nexport T\nCURL",
        "A=1 T=x\nCURL",
        "T=x && CURL",
        "cd shop && T=x && CURL",
        "readonly T='x'\nif [ -z \"$T\" ]; then echo none; exit 1; fi\nCURL",
        "source .env\nT=x\nCURL",
        "T=x\nfor i in 1 2; do\nCURL\ndone",
        "T=x\nsend() {\nCURL\n}\nsend",
        "T=x\necho T is $T\nCURL\necho done",
        "{\n  echo a\n}\nT=x\nCURL",
        "echo $((1+2))\nT=x\nCURL",
    ],
)
def test_a_variable_that_is_set_once_in_plain_words_is_put_in(script):
    value, told = _read(script.replace("CURL", CURL))

    assert value == "x"
    assert "variable" in told


@pytest.mark.parametrize(
    "script",
    [
        f'{WITH_BODY}if [ "$1" ]; then BODY="$1"; fi\n{SENDS_BODY}',
        f"{WITH_BODY}for BODY in a b; do\n{SENDS_BODY}\ndone",
        f"{WITH_BODY}read BODY\n{SENDS_BODY}",
        f"{WITH_BODY}cat f | while read BODY; do\n{SENDS_BODY}\ndone",
        f"{WITH_BODY}prep() {{ BODY=$(cat f); }}\nprep\n{SENDS_BODY}",
        f"{WITH_BODY}send() {{ local BODY=$1; {SENDS_BODY}; }}\nsend '{EVENT}'",
        f"cat > b.json <<'EOF'\n{EVENT}\nEOF\nsed -i 's/y/z/' b.json\ncurl {URL} -d @b.json",
        f"cat > b.json <<'EOF'\n{EVENT}\nEOF\npython3 make.py > b.json\ncurl {URL} -d @b.json",
        f"cat > ./b.json <<'EOF'\n{EVENT}\nEOF\nmv other.json b.json\ncurl {URL} -d @./b.json",
        f"echo '[{EVENT},' > b.json\necho '{EVENT}' >> b.json\ncurl {URL} -d @b.json",
    ],
)
def test_a_body_that_may_be_another_one_is_refused(script):
    reading = read_payload(script)

    assert reading.events == ()
    assert reading.error


def test_a_file_that_is_only_looked_at_still_holds_the_body():
    value, _told = _read(f"cat > b.json <<'EOF'\n{EVENT}\nEOF\njq . b.json\nchmod 600 c\ncurl {URL} -d @b.json")

    assert value == "VALUE"


@pytest.mark.parametrize(
    "script",
    [
        "exit 0\nCURL",
        "#!/bin/sh\necho a\nexit\nCURL",
        "T=x\nreturn\nCURL",
        "if [ -z a ]; then echo b; fi\nexit 1\nCURL",
        f'@echo off\nexit /b 0\ncurl {URL} -d "{ESCAPED}"',
        f'@echo off\ngoto :eof\ncurl {URL} -d "{ESCAPED}"',
    ],
)
def test_an_event_behind_a_plain_exit_is_never_sent_and_refused(script):
    reading = read_payload(script.replace("CURL", CURL))

    assert reading.events == ()
    assert "leaves off before it sends the event" in reading.error


@pytest.mark.parametrize(
    "script",
    [
        "[ -z a ] && exit 0\nCURL",
        "(exit 0)\nCURL",
        "stop() { exit 0; }\nCURL",
        "$ ssh shop\n$ exit\n$ CURL",
        "CURL\nexit 0",
        f'@echo off\ngoto send\nexit /b 0\n:send\ncurl {URL} -d "{ESCAPED}"\n',
        f'@echo off\nif "%1"=="" exit /b 0\ncurl {URL} -d "{ESCAPED}"\n',
    ],
)
def test_an_event_that_an_exit_does_not_surely_stand_before_is_read(script):
    assert len(read_payload(script.replace("CURL", CURL)).events) == 1


@pytest.mark.parametrize(
    "lines",
    [
        "set T=x\ncall env.bat\nCURL",
        "setlocal\nset T=x\nendlocal\nCURL",
        "if not exist f goto on\nset T=x\n:on\nCURL",
        "set T=x\n:again\nCURL\nset T=z\ngoto again",
    ],
)
def test_a_variable_of_the_prompt_that_may_be_set_elsewhere_is_emptied(lines):
    command = f'curl {URL} -d "{ESCAPED}"'.replace("VALUE", "%T%")
    value, told = _read(f"@echo off\n{lines}\n".replace("CURL", command))

    assert value == ""
    assert "computed_value" in told


def test_a_value_of_the_prompt_is_put_in_where_the_words_of_an_event_look_like_commands():
    command = f'curl {URL} -d "{ESCAPED}"'.replace("VALUE", "%T% please call or goto")

    assert _read(f"@echo off\nset T=x\n{command}\n")[0] == "x please call or goto"


@pytest.mark.parametrize(
    "lines", ["$t='x'\n. ./names.ps1", "$t='x'\nGet-Item a -OutVariable t", "$t='x'\nGet-Item a -ov +t"]
)
def test_a_variable_of_powershell_that_another_script_or_command_may_set_is_emptied(lines):
    value, told = _read(POWERSHELL.replace("LINES", lines))

    assert value == ""
    assert "computed_value" in told


@pytest.mark.parametrize("lines", ["$t='x'\nGet-Item a -OutVariable u", ". ./names.ps1\n$t='x'", "$t='x'\n& ./run.ps1"])
def test_a_variable_of_powershell_that_nothing_else_sets_is_put_in(lines):
    assert _read(POWERSHELL.replace("LINES", lines))[0] == "x"


@pytest.mark.parametrize(
    "script",
    ["KEY=sonechko\nsource .env\n", 'if [ "$1" ]; then KEY=sonechko; fi\n', "KEY=sonechko\nread KEY\n"],
)
def test_a_key_in_a_variable_that_is_not_sure_is_found_all_the_same(script):
    reading = read_payload(f"{script}curl -u \"api:$KEY\" {URL} -d '{EVENT}'")

    assert len(reading.events) == 1
    assert [found.kind for found in reading.secrets] == ["user"]
