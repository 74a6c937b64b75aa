"""Errors of the network, told apart: what failed, with whom, and whether the event may have arrived all the same.

An error is kept as kind and arguments (see ``history.exchange.ExchangeError``); its sentences are made when it is
shown, in ``outcome``.
"""

import enum
import errno
import socket
import ssl
from collections.abc import Iterator
from typing import Final

from yespo_console.delivery.settings import Settings
from yespo_console.history.exchange import ExchangeError


class Failure(enum.Enum):
    """What the HTTP client made of an error, as far as it is not told by the errors behind it."""

    TIMEOUT = enum.auto()
    PROXY_ANSWER = enum.auto()
    PROTOCOL = enum.auto()
    READ = enum.auto()
    OTHER = enum.auto()


class Step(enum.StrEnum):
    """What a request is doing."""

    CONNECT = "connect"
    PROXY = "proxy"
    TLS = "tls"
    WAIT = "wait"
    READ = "read"


class NetworkError(Exception):
    """No whole answer came.

    Attributes:
        kind: ``dns``, ``refused``, ``unreachable``, ``tls``, ``timeout``, ``reset``, ``closed``, ``not_http``,
            ``proxy``, ``too_large``, ``cancelled``, ``other``.
        step: where it failed.
        may_have_been_accepted: bytes had left.
        args_: arguments of the sentence.
    """

    def __init__(self, kind: str, step: Step, may_have_been_accepted: bool, args_: tuple[tuple[str, str], ...] = ()):
        super().__init__(kind, step, may_have_been_accepted, args_)
        self.kind = kind
        self.step = step
        self.may_have_been_accepted = may_have_been_accepted
        self.args_ = args_

    def stored(self) -> ExchangeError:
        """The same as history keeps it."""
        return ExchangeError(
            kind=self.kind,
            phase=self.step.value,
            args=self.args_,
            may_have_been_accepted=self.may_have_been_accepted,
        )


#: OpenSSL's verification codes (``X509_V_ERR_*``), as far as a user can do something different about them.
_CERTIFICATE: Final = {
    9: "not_yet_valid",
    10: "expired",
    18: "self_signed",
    19: "unknown_ca",
    20: "unknown_ca",
    21: "unknown_ca",
    62: "hostname",
    64: "hostname",
}
_UNREACHABLE: Final = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}


def classify(
    problem: Exception, failure: Failure, step: Step, bytes_left: bool, peer: tuple[str, bool], settings: Settings
) -> NetworkError:
    """What ``problem`` means.

    Args:
        peer: whom the step spoke to, and whether that is the proxy.
    """
    name, is_proxy = peer
    args = (("host", name),)

    def error(kind: str, *more: tuple[str, str]) -> NetworkError:
        return NetworkError(kind, step, bytes_left, (*args, *more))

    if failure is Failure.TIMEOUT:
        seconds = settings.connect_timeout if step in (Step.CONNECT, Step.TLS, Step.PROXY) else settings.read_timeout
        return error("timeout", ("seconds", f"{seconds:g}"))
    if failure is Failure.PROXY_ANSWER:
        return error("proxy", ("reason", str(problem)))
    chain = list(_causes(problem))
    if is_proxy:
        reasons = [str(cause) for cause in chain if isinstance(cause, OSError)]
        return error("proxy", ("reason", reasons[-1] if reasons else str(problem)))
    for cause in chain:
        if isinstance(cause, socket.gaierror):
            return error("dns")
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = _CERTIFICATE.get(cause.verify_code, "certificate")
            return error("tls", ("reason", reason), ("detail", cause.verify_message))
        if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return error("tls", ("reason", "closed"), ("detail", ""))
        if isinstance(cause, ssl.SSLError):
            code = getattr(cause, "reason", None) or str(cause)  # OpenSSL's own errors have a reason, others may not
            plain = code in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE")
            return error("tls", ("reason", "no_tls" if plain else "failed"), ("detail", code))
        if isinstance(cause, ConnectionRefusedError):
            return error("refused")
        if isinstance(cause, ConnectionResetError | BrokenPipeError | ConnectionAbortedError):
            return error("reset")
        if isinstance(cause, OSError) and cause.errno in _UNREACHABLE:
            return error("unreachable")
    if step is Step.TLS:
        return error("tls", ("reason", "closed"), ("detail", ""))
    if failure is Failure.PROTOCOL:
        closed = step is Step.READ or "disconnected" in str(problem)
        return error("closed") if closed else error("not_http", ("detail", str(problem)))
    if failure is Failure.READ:
        return error("reset" if step is Step.WAIT else "closed")
    return error("other", ("detail", str(problem) or type(problem).__name__))


def _causes(problem: BaseException) -> Iterator[BaseException]:
    """``problem`` and all that led to it, nearest first."""
    waiting, seen = [problem], set[int]()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
        waiting += [inner for inner in (cause.__cause__, cause.__context__) if inner is not None]
