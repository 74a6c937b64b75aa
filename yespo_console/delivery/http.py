"""The one module that speaks HTTP: a request goes out once, and what came back is told exactly.

The transport of httpx is used without its client: nothing is redirected, no cookie is kept, no credential is taken from
``.netrc``, and nothing is ever sent a second time. When a kept connection turns out to be dead after bytes have left,
that is an error that says so; only a connection seen closed before is replaced.

A server may say back what it was sent. The credential of the request is hidden in whatever comes back, so that it gets
neither into history nor onto the screen.
"""

import asyncio
import ssl
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from yespo_console import __version__
from yespo_console.delivery.base_url import is_loopback
from yespo_console.delivery.network_errors import Failure, NetworkError, Step, classify
from yespo_console.delivery.settings import Settings
from yespo_console.history.exchange import Timing
from yespo_console.platform.i18n import _
from yespo_console.platform.logs import hide
from yespo_console.sharing.http_request import Credential, HttpRequest
from yespo_console.sharing.known_keys import KnownKeys
from yespo_console.sharing.masking import written_forms

#: No more of an answer is kept, in bytes.
LARGEST_ANSWER: Final = 1_048_576
#: How long an idle connection is kept, in seconds: longer than the pause between two sends of a person at work.
_KEEP_IDLE: Final = 30.0


class UnusableRequestError(Exception):
    """The request cannot even be tried with these settings; ``str()`` says why. Nothing has been sent."""


@dataclass(frozen=True, slots=True)
class Route:
    """How a request travels.

    Attributes:
        proxy: the proxy's URL, perhaps with its user and password (never shown), or None.
        tls: the other side must prove who it is.
        ca_file: further certificate authorities that may vouch for it.
    """

    proxy: str | None = field(default=None, repr=False)
    tls: bool = False
    ca_file: Path | None = None


@dataclass(slots=True)
class Trip:
    """What is seen of one request while it is under way; readable at any moment, also after a cancel.

    Attributes:
        step: what is happening now.
        bytes_left: the first byte of the request may have left this computer.
    """

    step: Step = Step.CONNECT
    bytes_left: bool = False
    _began: float = field(default_factory=time.perf_counter)
    _marks: dict[str, float] = field(default_factory=dict)
    _spent: dict[str, float] = field(default_factory=dict)

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        """Take in an event of httpcore's trace extension."""
        _origin, name, stage = event.split(".")
        now = time.perf_counter()
        if name == "connect_tcp":
            self._measure("connect", stage, now, Step.CONNECT)
        elif name == "start_tls":
            self._measure("tls", stage, now, Step.TLS)
        elif name in ("send_request_headers", "receive_response_headers"):
            tunnel = info["request"].method == b"CONNECT" if "request" in info else self.step is Step.PROXY
            if name == "send_request_headers" and stage == "started":
                self._marks["tunnel" if tunnel else "sent"] = now
                self.step = Step.PROXY if tunnel else Step.WAIT
                self.bytes_left = self.bytes_left or not tunnel
            elif name == "receive_response_headers" and stage == "complete":
                if tunnel:
                    self._spent["connect"] = self._spent.get("connect", 0.0) + now - self._marks["tunnel"]
                else:
                    self._spent["first_byte"] = now - self._marks["sent"]
                    self.step = Step.READ

    def _measure(self, what: str, stage: str, now: float, step: Step) -> None:
        if stage == "started":
            self.step = step
            self._marks[what] = now
        elif stage == "complete":
            self._spent[what] = self._spent.get(what, 0.0) + now - self._marks[what]

    def timing(self) -> Timing:
        """The times so far. ``first_byte_ms`` runs from the first byte sent to the head of the answer."""
        spent = {f"{what}_ms": round(seconds * 1000, 3) for what, seconds in self._spent.items()}
        total = round((time.perf_counter() - self._began) * 1000, 3)
        return Timing(**spent, total_ms=total, reused=self.bytes_left and "connect" not in self._spent)


@dataclass(frozen=True, slots=True)
class Response:
    """What came back.

    Attributes:
        headers: in order, as received but for the credential.
        body: the bytes as they travelled but for the credential, at most ``LARGEST_ANSWER``.
        timing: see ``Trip.timing``.
        error: set when the answer broke off or was too large; head and the body so far are there.
    """

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    timing: Timing
    error: NetworkError | None = None


class Prepared:
    """A request that is ready to leave.

    Attributes:
        headers: all of them as they will travel, Authorization included: mask before showing.
    """

    def __init__(
        self,
        request: httpx.Request,
        transport: httpx.AsyncHTTPTransport,
        route: Route,
        settings: Settings,
        hidden: KnownKeys,
    ) -> None:
        self._request = request
        self._hidden = hidden
        self._transport = transport
        self._route = route
        self._settings = settings

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (name.decode("ascii"), value.decode("utf-8", "replace")) for name, value in self._request.headers.raw
        )

    async def send(self, trip: Trip) -> Response:
        """Send it, once. Raises NetworkError when no head of an answer came; a cancel is for the caller to record."""
        settings = self._settings
        wait = {"connect": settings.connect_timeout, "pool": settings.connect_timeout}
        wait |= {"read": settings.read_timeout, "write": settings.read_timeout}
        self._request.extensions = {"trace": trip.trace, "timeout": wait}
        response: httpx.Response | None = None
        body = bytearray()
        error: NetworkError | None = None
        try:
            async with asyncio.timeout(2 * settings.connect_timeout + settings.read_timeout):
                response = await self._transport.handle_async_request(self._request)
                try:
                    error = await _read(response, body)
                finally:
                    await response.aclose()
        except (httpx.TransportError, ssl.SSLError, OSError) as problem:  # TimeoutError is an OSError
            error = classify(problem, _failure(problem), trip.step, trip.bytes_left, self._peer(trip.step), settings)
            error.args_ = tuple((name, self._hidden.text(value)) for name, value in error.args_)
            if response is None:
                raise error from problem
        hidden = self._hidden.content
        return Response(
            response.status_code,
            hidden(response.extensions.get("reason_phrase", b"")).decode("ascii", "replace"),
            tuple(
                (hidden(name).decode("latin-1"), hidden(value).decode("utf-8", "replace"))
                for name, value in response.headers.raw
            ),
            hidden(bytes(body)),
            trip.timing(),
            error,
        )

    def _peer(self, step: Step) -> tuple[str, bool]:
        """Whom the step is about, and whether that is the proxy."""
        if self._route.proxy is not None and step in (Step.CONNECT, Step.PROXY):
            parts = urlsplit(self._route.proxy)
            return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname), True
        return self._request.url.netloc.decode("ascii"), False


def _failure(problem: Exception) -> Failure:
    match problem:
        case httpx.TimeoutException() | TimeoutError():
            return Failure.TIMEOUT
        case httpx.ProxyError():
            return Failure.PROXY_ANSWER
        case httpx.RemoteProtocolError():
            return Failure.PROTOCOL
        case httpx.ReadError():
            return Failure.READ
    return Failure.OTHER


async def _read(response: httpx.Response, body: bytearray) -> NetworkError | None:
    stream = response.stream
    assert isinstance(stream, httpx.AsyncByteStream)
    async for chunk in stream:
        body += chunk
        if len(body) > LARGEST_ANSWER:
            del body[LARGEST_ANSWER:]
            return NetworkError("too_large", Step.READ, True, (("kept", str(LARGEST_ANSWER // 1024)),))
    return None


class HttpConnections:
    """Connections kept warm, one pool per route. Belongs to one event loop; ``aclose`` when it ends."""

    def __init__(self) -> None:
        self._transports: dict[tuple[Route, int], httpx.AsyncHTTPTransport] = {}
        self._hidden: tuple[Credential, KnownKeys] | None = None

    def prepare(self, request: HttpRequest, settings: Settings) -> Prepared:
        """Make everything that can fail without a network fail now. Raises UnusableRequestError."""
        headers = [("Accept", "*/*"), ("Accept-Encoding", "identity"), ("User-Agent", f"yespo-console/{__version__}")]
        headers += request.headers
        hidden = KnownKeys()
        if request.credential is not None:
            headers.append(("Authorization", request.credential.basic()))
            hidden = self._hide(request.credential)
        try:
            prepared = httpx.Request(request.method, request.url, headers=headers, content=request.body)
        except httpx.InvalidURL as error:
            message = _("{url} is not a web address ({reason}). Mend the base URL of the environment.")
            raise UnusableRequestError(message.format(url=request.url, reason=error)) from error
        route = route_to(request.url, settings)
        return Prepared(prepared, self._transport(route), route, settings, hidden)

    def _hide(self, credential: Credential) -> KnownKeys:
        """What hides ``credential``; in logs it is hidden from now on. Kept for the next send with it."""
        if self._hidden is None or self._hidden[0] != credential:
            self._hidden = credential, KnownKeys(credential)
            for form in written_forms(credential):
                hide(form)
        return self._hidden[1]

    async def aclose(self) -> None:
        """Close all connections."""
        transports = list(self._transports.values())
        self._transports.clear()
        for transport in transports:
            await transport.aclose()

    def _transport(self, route: Route) -> httpx.AsyncHTTPTransport:
        try:
            key = route, route.ca_file.stat().st_mtime_ns if route.ca_file else 0
            if key not in self._transports:
                self._transports[key] = httpx.AsyncHTTPTransport(
                    verify=trust(route.ca_file) if route.tls else _TRUSTS_NOBODY,
                    proxy=route.proxy,
                    retries=0,
                    limits=httpx.Limits(max_connections=None, keepalive_expiry=_KEEP_IDLE),
                )
        except OSError as error:  # ssl.SSLError is one
            message = _("The CA file {path} cannot be used: {reason}. Choose a PEM file in Settings.")
            reason = error.strerror or str(error)
            raise UnusableRequestError(message.format(path=route.ca_file, reason=reason)) from error
        return self._transports[key]


def route_to(url: str, settings: Settings) -> Route:
    """How a request to ``url`` travels. Raises UnusableRequestError for a proxy of a kind that is not spoken here."""
    parts = urlsplit(url)
    tls = parts.scheme.lower() == "https"
    ca_file = settings.ca_file if tls else None
    if settings.proxy == "none" or is_loopback(parts.hostname):
        return Route(None, tls, ca_file)
    proxy: str | None = settings.proxy_url
    if settings.proxy == "system":
        system = getproxies()
        proxy = None if proxy_bypass(parts.netloc) else system.get(parts.scheme) or system.get("all")
    if not proxy:
        return Route(None, tls, ca_file)
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    try:
        kind = urlsplit(proxy).scheme.lower()
        httpx.URL(proxy)
    except (ValueError, httpx.InvalidURL) as error:
        raise UnusableRequestError(_("The proxy's address is not valid. Mend it in Settings.")) from error
    if kind not in ("http", "https"):
        message = _(
            "The system's proxy is a {kind} proxy, but only http and https are possible. Choose one in Settings."
        )
        raise UnusableRequestError(message.format(kind=kind))
    return Route(proxy, tls, ca_file)


#: For plain HTTP, where no context is used: making a trusting one would take 20 ms for nothing.
_TRUSTS_NOBODY: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_contexts: dict[tuple[Path, int] | None, ssl.SSLContext] = {}


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """The one context for a CA file: making one takes 20 ms. Trusts the usual authorities, the system's, the user's."""
    key = (ca_file, ca_file.stat().st_mtime_ns) if ca_file else None
    if key not in _contexts:
        context = httpx.create_ssl_context()
        context.load_default_certs()
        if ca_file is not None:
            context.load_verify_locations(cafile=ca_file)
        _contexts[key] = context
    return _contexts[key]
