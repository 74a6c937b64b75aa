"""A key that can be found again in any form, a search for it, and a server that does its worst to bring it to light."""

import base64
import json
import re
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

#: Every letter of the core survives URL and JSON encoding, so whatever is written in either holds the core.
CORE = "pLaNt3d5EC4E7c0re"
KEY = f"k3y/{CORE}+?&= \"'\\%end"
#: Keys that look like something else: an encoding, a pair, a mask, or that are simply long.
ODD_KEYS = (
    CORE,
    f"{CORE}==",
    f"<{CORE}&amp;>",
    f"%41{CORE}%zz%",
    f"\\u0041{CORE}\\n\\\\",
    f"api:{CORE}:api",
    f"Basic {CORE}",
    f"***{CORE}***",
    f"{CORE} {CORE}",
    "long-" * 800 + CORE,
)


#: How a server may escape even what needs no escape.
ESCAPES = (
    lambda sign: f"\\u{ord(sign):04x}",
    lambda sign: f"\\\\u{ord(sign):04x}",
    lambda sign: f"%{ord(sign):02x}",
    lambda sign: f"&#{ord(sign)};",
)


def traces(text: str = CORE) -> list[bytes]:
    """What a file holds that has ``text`` in it: as it is, escaped, in UTF-16, hexadecimal, or anywhere in base64."""
    content = text.encode()
    found = [content, text.encode("utf-16-le"), text.encode("utf-16-be"), content.hex().encode()]
    found += ["".join(map(escape, text)).encode() for escape in ESCAPES]
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + content).rstrip(b"=")
        # The first and the last letters also depend on what stands before and after.
        found.append(encoded[4 if shift else 0 : -2])
    return found


def echoes(key: str, authorization: str) -> bytes:
    """A key as servers say it back, in every way that there is, and the header that it came in."""
    quoted = quote(key, safe="")
    lower = re.sub("%[0-9A-F]{2}", lambda escape: escape[0].lower(), quoted)
    texts = [key, quoted, lower, json.dumps(json.dumps(key)), *("".join(map(escape, key)) for escape in ESCAPES)]
    for word in (authorization, f"Authorization: {authorization}", json.dumps({"key": key})):
        texts.append(base64.b64encode(word.encode()).decode())
    texts.append(base64.urlsafe_b64encode(f"?{key}".encode()).decode())
    said = "\n".join(texts)
    return said.encode() + b"\n" + key.encode("utf-16-le") + b"\n" + key.encode("utf-16-be")


def holders(folder: Path) -> list[Path]:
    """The files under ``folder`` that hold the planted key in whatever form, in any case of its letters."""
    needles = [trace.lower() for trace in traces()]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files, "nothing was written, so nothing was searched"
    return [path for path in files if any(needle in path.read_bytes().lower() for needle in needles)]


def shown_in(output: str | bytes) -> list[bytes]:
    """The lines of ``output`` that hold the planted key in whatever form."""
    lines = (output.encode("utf-8", "surrogateescape") if isinstance(output, str) else output).splitlines()
    return [line for line in lines if any(trace.lower() in line.lower() for trace in traces())]


class Server(ThreadingHTTPServer):
    """Answers by the first part of the path: ``ok``, ``wrong`` (401), ``echo`` (400, with all it was sent), ``slow``.

    Attributes:
        keys: how often each environment's request came with the planted key, by that part of the path.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.keys: dict[str, int] = {}
        self.over = threading.Event()

    def url(self, behaviour: str, scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.server_port}/{behaviour}/api"


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        behaviour = self.path.split("/")[1]
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        scheme, _, pair = self.headers.get("Authorization", "").partition(" ")
        key = base64.b64decode(pair).decode().partition(":")[2] if scheme == "Basic" else ""
        if CORE in key:
            self.server.keys[behaviour] = self.server.keys.get(behaviour, 0) + 1
        if behaviour == "slow":
            self.server.over.wait(30)
            self.close_connection = True
        elif behaviour == "wrong":
            self._answer(401, b'{"error":"bad key"}')
        elif behaviour == "echo":
            told = {"headers": dict(self.headers), "key": key, "url": f"https://x/?key={quote(key, safe='')}"}
            self._answer(
                400, json.dumps(told).encode() + b"\n" + echoes(key, self.headers["Authorization"] or "") + body, key
            )
        elif self.path.endswith("/account/info"):
            self._answer(200, b'{"userEmail":"me@example.com","organisationName":"Test Shop"}')
        else:
            self._answer(200, b"")

    def do_GET(self) -> None:
        self.do_POST()

    def _answer(self, status: int, body: bytes, note: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if note:
            self.send_header("X-Note", note)
            if re.fullmatch(r"[\w*-]+", note):
                self.send_header(f"X-{note}", "said")
            self.send_header("Location", f"/api?key={quote(note, safe='')}")
            self.send_header("X-Authorization", self.headers["Authorization"])
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


class _Parrot(socketserver.BaseRequestHandler):
    """Not HTTP at all: says back every byte."""

    def handle(self) -> None:
        time.sleep(0.05)
        self.request.sendall(self.request.recv(65536))


@contextmanager
def running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def environments_to_fear() -> Iterator[tuple[Server, dict[str, str]]]:
    """A server, and base URLs by name: every way in which a send ends."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as free:
        refused = free.getsockname()[1]
    server, parrot = Server(), socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Parrot)
    with running(server), running(parrot):
        try:
            yield (
                server,
                {
                    **{name: server.url(name) for name in ("ok", "wrong", "echo", "slow")},
                    "tls": server.url("tls", "https"),
                    "refused": f"http://127.0.0.1:{refused}/api",
                    "parrot": f"http://127.0.0.1:{parrot.server_address[1]}/api",
                    "unknown": "https://shop.invalid/api",
                },
            )
        finally:
            server.over.set()
