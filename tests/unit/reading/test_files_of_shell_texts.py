"""A file that a text of bash writes and then sends: it is read only where it surely holds what was written."""

import json

import pytest

from yespo_console.reading.reader import read_payload

BODY = '{"eventTypeKey":"note","keyValue":"u1","params":[{"name":"v","value":"x"}]}'
WRITE = f"cat > body.json <<'EOF'\n{BODY}\nEOF\n"
ECHO = f"echo '{BODY}' > body.json"
CURL = "curl -X POST https://yespo.io/api/v2/event -H 'Content-Type: application/json' -d @body.json"

NOT_SURE = {
    "in a branch": f'if [ -n "$LIVE" ]; then\n{WRITE}fi\n{CURL}',
    "in each of two branches": f'if [ -n "$A" ]; then\n{WRITE}else\n{WRITE}fi\n{CURL}',
    "in the other branch": f"if test -f a; then\n{ECHO}\nelse\n{CURL}\nfi",
    "in another case": f'case "$1" in\na) {ECHO} ;;\nb) {CURL} ;;\nesac',
    "in a loop that asks": f"while read -r line; do\n{ECHO}\ndone\n{CURL}",
    "behind and": f"test -f live && {ECHO}\n{CURL}",
    "behind or": f"[ -f body.json ] || {ECHO}\n{CURL}",
    "behind a pipe and and": f"test -f live && echo '{BODY}' | jq . > body.json\n{CURL}",
    "in a function that nobody calls": f"make() {{\n{WRITE}}}\n{CURL}",
    "in a function that is called sometimes": f"make() {{\n{WRITE}}}\ntest -f a && make\n{CURL}",
    "added to in a branch": f"{WRITE}if test -f a; then\necho x >> body.json\nfi\n{CURL}",
    "changed in a loop behind it": f"{WRITE}for i in 1 2; do\n{CURL}\nsed -i s/u1/u2/ body.json\ndone",
    "added to in a loop behind it": f"{WRITE}while true; do\n{CURL}\necho x >> body.json\ndone",
    "written in a loop behind it": f"{WRITE}for i in 1 2; do\n{CURL}\necho '{{}}' > ./body.json\ndone",
    "changed under another spelling": f"{WRITE}sed -i s/u1/u2/ ./body.json\n{CURL}",
}
SURE = {
    "before": f"{WRITE}{CURL}",
    "in the same branch": f"if test -f live; then\n{WRITE}{CURL}\nfi",
    "in the branch around": f"if test -f live; then\n{WRITE}if test -f b; then\n{CURL}\nfi\nfi",
    "in the same case": f'case "$1" in\na) {ECHO}\n{CURL} ;;\nesac',
    "in the same list": f"test -f live && {ECHO} && {CURL}",
    "behind what prepares": f"rm -f body.json && {ECHO}\n{CURL}",
    "behind a pipe": f"echo '{BODY}' | jq -c . > body.json\n{CURL}",
    "before a loop": f"{WRITE}for i in 1 2; do\n{CURL}\ndone",
    "in the loop": f"for i in 1 2; do\n{WRITE}{CURL}\nrm body.json\ndone",
    "in a loop through a list": f"for i in 1 2; do\n{WRITE}done\n{CURL}",
    "in the same function": f"main() {{\n{WRITE}{CURL}\n}}\nmain",
    "in a function that is called": f"make() {{\n{WRITE}}}\nmake\n{CURL}",
    "under another spelling": f"{ECHO}\ncurl -X POST https://yespo.io/api/v2/event -d @./body.json",
}


@pytest.mark.parametrize("name", NOT_SURE)
def test_a_file_that_may_hold_something_else_is_refused(name):
    reading = read_payload(NOT_SURE[name])

    assert reading.events == ()
    assert "in the file “body.json”" in reading.error


@pytest.mark.parametrize("name", SURE)
def test_a_file_that_surely_holds_what_the_text_wrote_is_read(name):
    reading = read_payload(SURE[name])

    [event] = reading.events
    assert json.loads(event.text) == json.loads(BODY)
    assert reading.error is None
