"""Copy as ...: what is copied sends the same bytes, and the key only when asked for.

The bash, Python and PHP forms are run against a real server. Command prompt, PowerShell and PHP are read back by small
readers of their quoting rules, written here from the languages' own definitions and independent of the writers; what
PowerShell would hand to curl goes to a real curl.
"""

import base64
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from patience import PATIENCE_S

from yespo_console.platform.secret import Secret
from yespo_console.sharing.http_request import Credential, HttpRequest
from yespo_console.sharing.masking import PLACEHOLDER
from yespo_console.sharing.writers import WRITERS, cmd, php, posix_shell, powershell

KEY = "k3y-%PATH%-$HOME-'\"!&"
BODIES = {
    "compact": b'{"eventTypeKey":"pageViewed","params":[]}',
    "pretty": b'{\n  "eventTypeKey": "pageViewed",\n\t"params": []\n}\n',
    "windows line ends": b'{\r\n"a":1\r\n}',
    "inner JSON": rb'{"value":"{\"location\":\"https://example.com/?a=1&b=%20\"}"}',
    "Cyrillic and emoji": '{"name":"Чашка «їжак» 🎁"}'.encode(),
    "shell characters": b"'\"$HOME `id` $(id) !! %PATH% ^ & | < > \\ \\\\' @ # * ? ~ \xe2\x80\x98\xe2\x80\x9d",
    "at sign first": b"@/etc/passwd",
    "not JSON": b"hello",
    "empty": b"",
    "not UTF-8": b"\xff\xfe{}",
    "NUL": b"a\x00b",
    "control characters": bytes(range(1, 32)) + b"'\x7f",
    "trailing backslash": b"a\\",
    "unicode line ends": "a\u2028b\u0085c\x0bd".encode(),
    "large": ("{" + "x'\"" * 60_000 + "}").encode(),
}


needs_php = pytest.mark.skipif(shutil.which("php") is None, reason="needs php with its curl extension")


class Received(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[Received]:
    with Received() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def request_to(server: Received, body: bytes, method: str = "POST") -> HttpRequest:
    return HttpRequest(
        method,
        f"http://127.0.0.1:{server.server_port}/api/v2/event",
        (("Content-Type", "application/json; charset=UTF-8"), ("X-Empty", "")),
        body,
        Credential("api", Secret(KEY)),
    )


def run(command: list[str], stdin: str | None = None) -> None:
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, done.stderr


def run_bash(text: str) -> None:
    run(["bash", "-euo", "pipefail", "-s"], text.replace("curl ", "curl --silent --show-error --noproxy '*' ", 1))


def run_python(text: str) -> None:
    run([sys.executable, "-"], text)


def run_php(text: str) -> None:
    assert "\r" not in text
    done = subprocess.run(["php"], input=text, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "200\n\n", "")


def assert_arrived(server: Received, sent: HttpRequest) -> None:
    method, path, headers, body = server.seen.pop(0)
    assert (method, path, body) == ("POST", "/api/v2/event", sent.body)
    assert headers["content-type"] == "application/json; charset=UTF-8"
    assert headers["x-empty"] == ""
    assert headers["authorization"] == sent.credential.basic()


@pytest.mark.parametrize("name", BODIES)
def test_the_bash_command_really_sends_the_same_bytes(server, name):
    request = request_to(server, BODIES[name])
    run_bash(WRITERS["curl_bash"].write(request, reveal_secret=True))
    assert_arrived(server, request)


def test_the_python_program_really_sends_the_same_bytes(server):
    requests = [request_to(server, body) for body in BODIES.values()]
    run_python("\n".join(WRITERS["python_httpx"].write(request, reveal_secret=True) for request in requests))
    for request in requests:
        assert_arrived(server, request)


@pytest.mark.parametrize("name", BODIES)
@needs_php
def test_the_php_program_really_sends_the_same_bytes(server, no_proxy, name):
    request = request_to(server, BODIES[name])
    run_php(WRITERS["php"].write(request, reveal_secret=True))
    assert_arrived(server, request)


@pytest.mark.parametrize(
    ("writer", "runner"),
    [("curl_bash", run_bash), ("python_httpx", run_python), pytest.param("php", run_php, marks=needs_php)],
)
def test_a_question_without_body_stays_one(server, no_proxy, writer, runner):
    runner(WRITERS[writer].write(request_to(server, b"", "GET")))
    method, _path, headers, body = server.seen.pop()
    assert (method, body) == ("GET", b"")
    assert headers["authorization"] == Credential("api", Secret(PLACEHOLDER)).basic()


@pytest.mark.parametrize("writer", WRITERS)
def test_the_key_is_a_placeholder_unless_asked_for(server, writer):
    request = HttpRequest("POST", "https://x/v2/event", (), b"{}", Credential("api", Secret("5EC4E7")))
    hidden = WRITERS[writer].write(request)
    assert PLACEHOLDER in hidden
    assert "5EC4E7" not in hidden
    assert base64.b64encode(b"api:5EC4E7").decode() not in hidden
    assert "5EC4E7" in WRITERS[writer].write(request, reveal_secret=True)
    assert WRITERS[writer].title


@pytest.mark.parametrize("writer", WRITERS)
def test_a_request_without_credential_has_no_user(writer):
    text = WRITERS[writer].write(HttpRequest("POST", "https://x/v2/event", (), b"{}"))
    assert PLACEHOLDER not in text
    assert "auth" not in text.lower()


def test_an_address_with_brackets_is_not_taken_for_a_pattern():
    request = HttpRequest("POST", "http://[::1]:8377/api/v2/event", (), b"{}")
    assert " -g " in posix_shell.write(request)
    assert " -g " in cmd.write(request)


# --- bash: asked in one process, which prints each word back ---


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1, max_size=20))
def test_bash_reads_back_every_quoted_word(words):
    script = "printf '%s\\0' " + " ".join(map(posix_shell.quote, words))
    done = subprocess.run(["bash", "-s"], input=script.encode(), capture_output=True, timeout=PATIENCE_S, check=True)
    assert done.stdout == b"".join(word.encode() + b"\0" for word in words)


# --- Windows command prompt ---


def prompt_line(line: str) -> str:
    """What the prompt leaves of a line: ``%NAME%`` of known variables replaced, then carets and quotes obeyed."""
    line = re.sub(r"%(PATH|TEMP)%", lambda match: f"<{match[1]}>", line)
    out, quoted, at = [], False, 0
    while at < len(line):
        character = line[at]
        assert quoted or character not in "&|<>", f"the prompt would act on {character} in {line}"
        if character == "^" and not quoted:
            at += 1
            out.append(line[at])
        else:
            quoted ^= character == '"'
            out.append(character)
        at += 1
    assert not quoted
    return "".join(out)


def windows_arguments(line: str) -> list[str]:
    """The command line split as the C library of Windows does: 2n backslashes before a quote are n."""
    words: list[str] = []
    word, quoted, started, at = "", False, False, 0
    while at < len(line):
        backslashes = len(line[at:]) - len(line[at:].lstrip("\\"))
        following = line[at + backslashes : at + backslashes + 1]
        if backslashes:
            started = True
            word += "\\" * (backslashes // 2 if following == '"' else backslashes)
            if following == '"' and backslashes % 2:
                word += '"'
                at += 1
            at += backslashes
        elif line[at] == '"':
            quoted, started, at = not quoted, True, at + 1
        elif line[at] in " \t" and not quoted:
            if started:
                words.append(word)
            word, started, at = "", False, at + 1
        else:
            word, started, at = word + line[at], True, at + 1
    return [*words, word] if started else words


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"])))
def test_the_prompt_and_the_c_library_read_back_every_argument(text):
    assert windows_arguments(prompt_line(f"curl {cmd.quote(text)} end")) == ["curl", text, "end"]


def prompt_body(text: str) -> bytes:
    lines = text.split("\n")
    words = windows_arguments(prompt_line(lines[-1]))
    if "--data-raw" in words:
        assert len(lines) == 1
        return words[words.index("--data-raw") + 1].encode("ascii")
    assert words[words.index("--data-binary") + 1] == r"@<TEMP>\yespo-console-event.json"
    assert lines[0] == "("
    assert lines[-3] == r')>"%TEMP%\yespo-console-event.b64"'
    echoes = [line.removeprefix("echo ") for line in lines[1:-3]]
    assert all(re.fullmatch(r"[A-Za-z0-9+/=]{1,76}", echo) for echo in echoes)
    assert prompt_line(lines[-2].removesuffix(" >nul")).startswith("certutil -f -decode ")
    return base64.b64decode("".join(echoes), validate=True)


@pytest.mark.parametrize("name", BODIES)
def test_the_prompt_sends_the_same_bytes(server, name):
    text = cmd.write(request_to(server, BODIES[name]), reveal_secret=True)
    assert prompt_body(text) == BODIES[name]
    assert all(len(line) < 8191 for line in text.split("\n"))
    words = windows_arguments(prompt_line(text.split("\n")[-1]))
    assert words[words.index("-u") + 1] == f"api:{KEY}"
    assert "Content-Type: application/json; charset=UTF-8" in words
    assert "X-Empty;" in words


@given(st.binary() | st.text(st.characters(exclude_categories=["Cs"])).map(str.encode))
def test_any_body_comes_through_the_prompt(body):
    assert prompt_body(cmd.write(HttpRequest("POST", "https://x/v2/event", (), body))) == body


# --- PowerShell ---

_QUOTES = "'\u2018\u2019\u201a\u201b"


def powershell_text(expression: str) -> str:
    """The value of a quoted string or of ``[Regex]::Unescape`` of one."""
    inner = re.fullmatch(r"\[Regex\]::Unescape\((.*)\)", expression, re.DOTALL)
    literal = inner[1] if inner else expression
    assert literal.isascii()
    assert literal[0] == literal[-1] == "'"
    content = literal[1:-1]
    assert not re.search(f"[{_QUOTES}]", content.replace("''", "")), content
    text = content.replace("''", "'")
    if not inner:
        return text
    simple = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}
    units = re.sub(
        r"\\(?:u([0-9A-F]{4})|(.))", lambda match: chr(int(match[1], 16)) if match[1] else simple[match[2]], text
    )
    return units.encode("utf-16", "surrogatepass").decode("utf-16")


def old_powershell_line(words: list[str]) -> str:
    """The command line as Windows PowerShell 5.1 makes it: empty words are lost, quotes inside are not marked."""
    return " ".join(f'"{word}"' if re.search(r"\s", word) else word for word in words if word)


def powershell_command(text: str) -> tuple[dict[str, bytes], list[str]]:
    """The files that the commands write, by variable, and the words that curl gets; the same in both PowerShells."""
    assert text.isascii()
    lines = text.split("\n")
    files: dict[str, bytes] = {}
    if len(lines) > 1:
        names = [
            re.fullmatch(r"\$(\w+) = \[IO\.Path\]::GetTempFileName\(\)", line)[1]
            for line in lines[: lines.index("try {")]
        ]
        end = lines.index("} finally {")
        assert lines[end + 1 :] == [*(f"    [IO.File]::Delete(${name})" for name in names), "}"]
        inner = [line.removeprefix("    ") for line in lines[len(names) + 1 : end]]
        for name, line in zip(names, inner[:-1], strict=True):
            raw = re.fullmatch(
                r"\[IO\.File\]::WriteAllBytes\(\$(\w+), \[Convert\]::FromBase64String\('([A-Za-z0-9+/=]*)'\)\)", line
            )
            written = raw or re.fullmatch(r"\[IO\.File\]::WriteAllText\(\$(\w+), (.*)\)", line)
            assert written[1] == name
            files[name] = base64.b64decode(raw[2], validate=True) if raw else powershell_text(written[2]).encode()
        lines = inner[-1:]
    (command,) = lines
    assert re.fullmatch(r"""(([^\s'"]+|'([^']|'')*'|"@\$body")( |$))+""", command), command
    words = []
    for word in re.findall(r"""'(?:[^']|'')*'|"[^"]*"|\S+""", command):
        literal = powershell_text(word) if word[0] == "'" else word.strip('"')
        words.append(re.sub(r"\$(body|options)$", r"C:\\Temp files\\\1", literal) if word[0] != "'" else literal)
    assert windows_arguments(old_powershell_line(words)) == words
    return files, words


def run_powershell(text: str, folder: Path) -> None:
    """Hands curl what PowerShell would hand it."""
    files, words = powershell_command(text)
    assert words[0] == "curl.exe"
    for name, content in files.items():
        (folder / name).write_bytes(content)
    words = [word.replace("C:\\Temp files\\", f"{folder}/") for word in words[1:]]
    run(["curl", "--silent", "--show-error", "--noproxy", "*", *words])


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_powershell_reads_back_every_text(text):
    assert powershell_text(powershell.text_expression(text)) == text


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("key", [KEY, "k3y-$HOME-'`!&%PATH%", "ends with \\", "ключ"])
def test_the_powershell_command_really_sends_the_same_bytes(server, tmp_path, name, key):
    request = request_to(server, BODIES[name])
    request = replace(request, credential=Credential("api", Secret(key)))
    run_powershell(WRITERS["powershell"].write(request, reveal_secret=True), tmp_path)
    assert_arrived(server, request)


def test_an_ordinary_powershell_command_shows_address_and_headers_as_arguments(server):
    request = request_to(server, '{"name":"Чашка"}'.encode())
    files, words = powershell_command(WRITERS["powershell"].write(replace(request, credential=None)))
    assert files == {"body": request.body}
    assert words[1:] == [
        *(request.url, "-H", "Content-Type: application/json; charset=UTF-8", "-H", "X-Empty;"),
        *("--data-binary", "@C:\\Temp files\\body"),
    ]


def test_powershell_asks_a_question_without_body_in_one_line(server, tmp_path):
    text = WRITERS["powershell"].write(request_to(server, b"", "GET"))
    assert text.startswith("curl.exe 'http://127.0.0.1:")
    assert "\n" not in text
    run_powershell(text, tmp_path)
    method, _path, _headers, body = server.seen.pop()
    assert (method, body) == ("GET", b"")


@given(
    st.binary() | st.text(st.characters(exclude_categories=["Cs"])).map(str.encode),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1),
)
def test_any_body_and_any_key_come_through_powershell(body, key):
    request = HttpRequest("PUT", "https://x/[v2]/event", (), body, Credential("api", Secret(key)))
    files, words = powershell_command(WRITERS["powershell"].write(request, reveal_secret=True))
    assert files.get("body", b"") == body
    assert words[1:4] == ["-X", "PUT", "-g"]
    if "options" in files:
        url, user = files["options"].decode().split("\n")[:2]
        assert url == 'url = "https://x/[v2]/event"'
        assert re.sub(r"\\(.)", r"\1", user.removeprefix('user = "').removesuffix('"')) == f"api:{key}"
    else:
        assert words[words.index("-u") + 1] == f"api:{key}"


# --- PHP ---


def php_text(literal: str) -> str:
    quote, content = literal[0], literal[1:-1]
    assert literal[-1] == quote
    if quote == "'":
        assert not re.search(r"(?<!\\)(\\\\)*'", content)
        return re.sub(r"\\([\\'])", r"\1", content)
    assert not re.search(r'(?<!\\)(\\\\)*["$]', content)
    simple = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", '"': '"', "$": "$"}
    return re.sub(
        r"\\(?:x([0-9a-f]{2})|(.))", lambda match: chr(int(match[1], 16)) if match[1] else simple[match[2]], content
    )


def php_body(text: str) -> bytes:
    written = re.search(r"CURLOPT_POSTFIELDS => (.*?),\n\]\);\n", text, re.DOTALL)[1]
    raw = re.fullmatch(r"base64_decode\('([A-Za-z0-9+/=]*)'\)", written)
    if raw:
        return base64.b64decode(raw[1], validate=True)
    return "".join(map(php_text, written.split("\n        . "))).encode()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_php_reads_back_every_text(text):
    assert php_text(php.quote(text)) == text


@pytest.mark.parametrize("name", BODIES)
def test_php_sends_the_same_bytes(server, name):
    text = WRITERS["php"].write(request_to(server, BODIES[name]), reveal_secret=True)
    assert php_body(text) == BODIES[name]
    assert php.quote(f"api:{KEY}") in text
    assert "'X-Empty;'" in text


@given(st.binary() | st.text(st.characters(exclude_categories=["Cs"])).map(str.encode))
def test_any_body_comes_through_php(body):
    assert php_body(WRITERS["php"].write(HttpRequest("POST", "https://x/v2/event", (), body))) == body
