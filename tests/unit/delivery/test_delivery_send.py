"""A send: what leaves, what is kept, what is said when the network fails."""

import asyncio
import datetime
import errno
import ipaddress
import socket
import ssl
import time
from contextlib import closing
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from delivery_desk import EVENT, KEY, Conversation, Desk, answering, serve
from patience import PATIENCE_S

from yespo_console import __version__
from yespo_console.delivery.credentials import Credentials
from yespo_console.delivery.environments import Environment
from yespo_console.delivery.http import LARGEST_ANSWER
from yespo_console.delivery.network_errors import Failure, Step, classify
from yespo_console.delivery.outcome import explain, explain_error
from yespo_console.delivery.send import AnswerNotRecordedError, MissingKeyError, NotSentError
from yespo_console.delivery.settings import Settings
from yespo_console.events.checking import check
from yespo_console.events.event import ApiVersion
from yespo_console.history.errors import HistoryClosedError, HistoryFullError
from yespo_console.history.exchange import Exchange
from yespo_console.history.query import Query
from yespo_console.history.schema import connect
from yespo_console.history.store import HistoryStore
from yespo_console.platform.secret import Secret


async def send_once(desk: Desk, behaviour, text=EVENT, tls=None, **changes) -> Exchange:
    async with serve(behaviour, tls) as server, desk.sender() as sender:
        return await sender.send(text, server.environment(**changes), source="test")


# --- what leaves ---


def test_exactly_these_bytes_travel_to_the_call_of_the_version(desk):
    body = '{\n "eventTypeKey": "Їжак",\r\n "params": [] }\n'

    async def story():
        async with serve(answering()) as server, desk.sender() as sender:
            for api in ApiVersion:
                await sender.send(body, server.environment(), source="test", api=api)
            await sender.send(b"\xff\x00", server.environment(api="v1"), source="test")
        return server

    server = asyncio.run(story())
    assert [line for line, _, _ in server.requests] == [
        "POST /api/v1/event HTTP/1.1",
        "POST /api/v2/event HTTP/1.1",
        "POST /api/v3/event HTTP/1.1",
        "POST /api/v1/event HTTP/1.1",
    ]
    assert [sent for _, _, sent in server.requests] == [body.encode()] * 3 + [b"\xff\x00"]
    headers = server.requests[0][1]
    assert headers["content-type"] == "application/json; charset=UTF-8"
    assert headers["authorization"] == "Basic YXBpOjVFQzRFN0tFWTAxMjM0NTY3ODk="
    assert headers["accept-encoding"] == "identity"
    assert headers["user-agent"] == f"yespo-console/{__version__}"
    assert server.connections == 1


def test_history_has_the_whole_exchange_and_no_key(desk):
    exchange = asyncio.run(send_once(desk, answering("400 Bad", b"no", "X-A: 1\r\nSet-Cookie: s=1\r\n"), user="me"))
    assert exchange == desk.history.get(exchange.id)
    assert exchange.request_body == EVENT.encode()
    assert (exchange.event_type, exchange.key_value) == ("pageViewed", "a@example.com")
    assert exchange.locators == (("email", "a@example.com"),)
    assert "page" in str(exchange.problems)
    assert ("Authorization", "Basic ***") in exchange.request_headers
    assert exchange.answer.status == 400
    assert exchange.answer.reason == "Bad"
    assert exchange.answer.body == b"no"
    assert exchange.answer.headers == (("X-A", "1"), ("Set-Cookie", "***"), ("Content-Length", "2"))
    files = b"".join(path.read_bytes() for path in desk.profile.data.iterdir())
    assert KEY.encode() not in files
    assert b"bWU6" not in files


def test_cookies_and_redirects_are_not_followed(desk):
    async def story():
        elsewhere = answering("302 Found", b"", "Location: https://else/\r\nSet-Cookie: a=b\r\n")
        async with serve(elsewhere) as server, desk.sender() as sender:
            first = await sender.send(EVENT, server.environment(), source="test")
            await sender.send(EVENT, server.environment(), source="test")
        return first, server

    first, server = asyncio.run(story())
    assert first.answer.status == 302
    assert "https://else/" in explain(first).next_steps[0]
    assert len(server.requests) == 2
    assert "cookie" not in server.requests[1][1]


def test_the_row_is_there_before_the_first_byte_leaves(desk):
    seen = []

    async def look(conversation: Conversation) -> None:
        await conversation.request()
        seen.append(desk.history.get(1))
        await conversation.say(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    asyncio.run(send_once(desk, look))
    assert seen[0].request_body == EVENT.encode()
    assert seen[0].answer is None
    assert explain(seen[0]).title == "No answer recorded"


def test_without_history_nothing_is_sent(desk):
    desk.history.close()

    async def story():
        async with serve(answering()) as server, desk.sender() as sender:
            with pytest.raises(NotSentError, match=r"Nothing was sent.*history"):
                await sender.send(EVENT, server.environment(), source="test")
        return server

    assert asyncio.run(story()).connections == 0


def test_an_answer_that_cannot_be_recorded_is_not_lost(desk, monkeypatch):
    def fail(*_args):
        future = desk.history.begin.__self__._writer.submit(lambda _connection: None)
        future.result()
        raise HistoryFullError(desk.history.path)

    monkeypatch.setattr(desk.history, "complete", fail)
    with pytest.raises(AnswerNotRecordedError, match=r"200.*no room.*Do not send the event again") as caught:
        asyncio.run(send_once(desk, answering()))
    assert caught.value.exchange.answer.status == 200


def test_a_check_that_is_already_there_is_used_for_its_own_text_only(desk, catalog):
    known = check(EVENT, catalog)

    async def story(text, api):
        async with serve(answering()) as server, desk.sender() as sender:
            return await sender.send(text, server.environment(), source="test", api=api, known=known)

    assert asyncio.run(story(EVENT, ApiVersion.V2)).event_type == "pageViewed"
    assert asyncio.run(story(EVENT.replace("page", "p"), ApiVersion.V2)).event_type == "pViewed"


def test_a_text_that_is_no_event_travels_all_the_same(desk):
    exchange = asyncio.run(send_once(desk, answering("400 Bad Request"), text="not JSON " + "x" * 40_000))
    assert exchange.event_type is None
    assert exchange.key_value is None
    assert exchange.locators == ()
    assert exchange.answer.status == 400
    assert exchange.problems[0].severity == "error"


def test_half_a_character_cannot_travel(desk):
    with pytest.raises(NotSentError, match="character 3 is half of a character"):
        asyncio.run(send_once(desk, answering(), text='{"\ud83d"}'))


def test_half_characters_inside_the_json_travel_and_are_recorded(desk):
    half = r'"\ud83d"'
    text = f'{{"eventTypeKey":{half},"keyValue":{half},"params":{{{half}:1,"email":{half},{half}:{{{half}:{half}}}}}}}'
    exchange = asyncio.run(send_once(desk, answering(), text=text, api="v3"))
    assert exchange.request_body == text.encode()
    assert exchange.event_type == r"\ud83d"
    assert exchange.locators == (("email", r"\ud83d"),)
    assert desk.history.get(exchange.id) == exchange


def test_an_address_that_is_none_and_settings_that_cannot_be_read_stop_the_send(desk):
    with pytest.raises(NotSentError, match=r"Nothing was sent\. https://☃\.net/api/v2/event is not a web address"):
        send_to(desk, "https://☃.net/api")
    desk.profile.settings_file.mkdir()
    with pytest.raises(NotSentError, match=r"Nothing was sent\. .*settings\.json could not be read"):
        send_to(desk, "https://yespo.io/api")


# --- the key ---


def test_an_account_without_a_key_is_not_sent_to(desk):
    desk.credentials = Credentials()
    with pytest.raises(MissingKeyError, match=r"Local has no API key.*Enter its key in Environments"):
        asyncio.run(send_once(desk, answering()))


def test_a_refused_key_is_asked_for_again(desk):
    desk.credentials = Credentials()
    desk.credentials.set("Local", Secret("old"))
    exchange = asyncio.run(send_once(desk, answering("401 Unauthorized")))
    assert "90 days" in " ".join(explain(exchange).sentences)
    assert desk.credentials.get("Local").reveal() == "old"  # only this session has it, so it stays


# --- time ---


def test_time_is_split_and_a_second_send_reuses_the_connection(desk):
    async def slow(conversation: Conversation) -> None:
        while True:
            await conversation.request()
            await asyncio.sleep(0.05)
            await conversation.say(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
            await asyncio.sleep(0.05)
            await conversation.say(b"ok")

    async def story():
        async with serve(slow) as server, desk.sender() as sender:
            return [await sender.send(EVENT, server.environment(), source="test") for _ in range(2)]

    first, second = (exchange.answer.timing for exchange in asyncio.run(story()))
    assert not first.reused
    assert first.connect_ms > 0
    assert first.tls_ms is None
    assert 45 < first.first_byte_ms < first.total_ms
    assert first.total_ms > 95
    assert second.reused
    assert second.connect_ms is None
    assert second.first_byte_ms > 45


# --- errors of the network, told apart ---


def error_of(exchange: Exchange) -> tuple[str, bool, str]:
    error = exchange.answer.error
    told = explain(exchange)
    return error.kind, error.may_have_been_accepted, " ".join((told.title, *told.sentences, *told.next_steps))


def send_to(desk: Desk, base_url: str) -> Exchange:
    async def story():
        async with desk.sender() as sender:
            return await sender.send(EVENT, Environment(name="Away", base_url=base_url), source="test")

    return asyncio.run(story())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_refused_connection(desk):
    kind, accepted, words = error_of(send_to(desk, f"http://127.0.0.1:{free_port()}/api"))
    assert (kind, accepted) == ("refused", False)
    assert "refused the connection" in words
    assert "not accepted" in words


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b"])
def test_an_unknown_host(desk, host):
    kind, accepted, words = error_of(send_to(desk, f"https://{host}/api"))
    assert (kind, accepted) == ("dns", False)
    assert f"{host} was not found" in words


async def reset(conversation: Conversation) -> None:
    await conversation.request()
    sock = conversation.writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    conversation.reset()


async def close_early(conversation: Conversation) -> None:
    await conversation.request()


async def close_in_the_body(conversation: Conversation) -> None:
    await conversation.request()
    await conversation.say(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")


async def speak_smtp(conversation: Conversation) -> None:
    await conversation.say(b"220 mail.example.com ESMTP\r\n")
    await conversation.reader.readuntil(b"\r\n\r\n")
    await conversation.say(b"500 unknown command\r\n\r\n")


async def say_nothing(conversation: Conversation) -> None:
    await conversation.request()
    await conversation.reader.read()


async def stop_in_the_body(conversation: Conversation) -> None:
    await conversation.request()
    await conversation.say(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    await conversation.reader.read()


@pytest.mark.parametrize(
    ("behaviour", "kind", "words"),
    [
        (reset, "reset", "cut the connection"),
        (close_early, "closed", "closed the connection"),
        (speak_smtp, "not_http", "does not speak HTTP"),
        (say_nothing, "timeout", "no answer came within 0.2 seconds"),
    ],
)
def test_a_failure_after_the_bytes_left_says_that_it_may_have_been_accepted(desk, behaviour, kind, words):
    desk.settle(read_timeout=0.2)

    async def story():
        async with serve(behaviour) as server, desk.sender() as sender:
            return await sender.send(EVENT, server.environment(), source="test"), server

    exchange, server = asyncio.run(story())
    assert exchange.answer.status is None
    told = error_of(exchange)
    assert told[:2] == (kind, True)
    assert words in told[2]
    assert "may have been accepted" in told[2]
    assert server.connections == 1  # nothing is sent again by itself
    assert desk.history.get(exchange.id) == exchange


@pytest.mark.parametrize(
    ("behaviour", "kind", "words"),
    [
        (close_in_the_body, "closed", "before its answer was complete"),
        (stop_in_the_body, "timeout", "not complete within 0.2 seconds"),
    ],
)
def test_an_answer_that_breaks_off_keeps_its_status_and_what_came(desk, behaviour, kind, words):
    desk.settle(read_timeout=0.2)
    exchange = asyncio.run(send_once(desk, behaviour))
    assert (exchange.answer.status, exchange.answer.body) == (200, b"half")
    told = error_of(exchange)
    assert told[0] == kind
    assert words in told[2]
    assert explain(exchange).is_success


def test_an_endless_answer_ends_at_the_limit_and_at_the_deadline(desk):
    async def endless(conversation: Conversation) -> None:
        await conversation.request()
        await conversation.say(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await conversation.say(b"x" * 65_536)

    async def dripping(conversation: Conversation) -> None:
        await conversation.request()
        await conversation.say(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await conversation.say(b"x")
            await asyncio.sleep(0.02)

    exchange = asyncio.run(send_once(desk, endless))
    assert len(exchange.answer.body) == LARGEST_ANSWER
    assert error_of(exchange)[0] == "too_large"
    assert "first 1024 KB are kept" in error_of(exchange)[2]
    desk.settle(read_timeout=0.2, connect_timeout=0.1)
    assert error_of(asyncio.run(send_once(desk, dripping)))[0] == "timeout"


def test_a_connection_that_died_while_idle_is_replaced_without_sending_twice(desk):
    async def once(conversation: Conversation) -> None:
        await conversation.request()
        await conversation.say(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    async def story():
        async with serve(once) as server, desk.sender() as sender:
            first = await sender.send(EVENT, server.environment(), source="test")
            await asyncio.sleep(0.05)
            return first, await sender.send(EVENT, server.environment(), source="test"), server

    first, second, server = asyncio.run(story())
    assert first.answer.status == second.answer.status == 200
    assert not second.answer.timing.reused
    assert len(server.requests) == 2


def test_a_connection_that_dies_under_the_request_is_not_tried_again(desk):
    async def once_then_eat(conversation: Conversation) -> None:
        await conversation.request()
        await conversation.say(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        await conversation.request()

    async def story():
        async with serve(once_then_eat) as server, desk.sender() as sender:
            await sender.send(EVENT, server.environment(), source="test")
            return await sender.send(EVENT, server.environment(), source="test"), server

    second, server = asyncio.run(story())
    assert error_of(second)[:2] == ("closed", True)
    assert second.answer.timing.reused
    assert (server.connections, len(server.requests)) == (1, 2)


@pytest.mark.parametrize(
    ("problem", "failure", "step", "kind"),
    [
        (OSError(errno.ENETUNREACH, "Network is unreachable"), Failure.OTHER, Step.CONNECT, "unreachable"),
        (ExceptionGroup("all", [OSError(errno.EHOSTUNREACH, "x")]), Failure.OTHER, Step.CONNECT, "unreachable"),
        (BrokenPipeError(), Failure.OTHER, Step.WAIT, "reset"),
        (ssl.SSLError(1, "x"), Failure.OTHER, Step.READ, "tls"),
        (RuntimeError("broken"), Failure.READ, Step.WAIT, "reset"),
        (RuntimeError("broken"), Failure.READ, Step.READ, "closed"),
        (RuntimeError("broken"), Failure.OTHER, Step.TLS, "tls"),
        (RuntimeError("strange"), Failure.OTHER, Step.WAIT, "other"),
    ],
)
def test_errors_that_a_test_cannot_cause_on_loopback_are_told_apart_too(problem, failure, step, kind):
    error = classify(problem, failure, step, True, ("yespo.io", False), Settings()).stored()
    assert error.kind == kind
    assert "{" not in str(explain_error(error))


# --- cancel ---


def test_a_cancel_after_the_bytes_left_is_recorded_as_such(desk):
    numbers = []

    async def story():
        arrived = asyncio.Event()

        async def wait(conversation: Conversation) -> None:
            await conversation.request()
            arrived.set()
            await conversation.reader.read()

        async with serve(wait) as server, desk.sender() as sender:
            sending = sender.send(EVENT, server.environment(), source="test", on_recorded=numbers.append)
            task = asyncio.create_task(sending)
            await arrived.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(story())
    told = error_of(desk.history.get(numbers[0]))
    assert told[:2] == ("cancelled", True)
    assert "may have been accepted" in told[2]


def test_a_cancel_before_anything_left_says_so(desk, monkeypatch):
    """The cancel comes while the row is being written."""
    begin, waiting = desk.history.begin, []

    def begin_and_cancel(new):
        future = begin(new)
        future.result(PATIENCE_S)
        waiting[0].cancel()
        return future

    monkeypatch.setattr(desk.history, "begin", begin_and_cancel)

    async def story():
        async with serve(answering()) as server, desk.sender() as sender:
            waiting.append(asyncio.create_task(sender.send(EVENT, server.environment(), source="test")))
            with pytest.raises(asyncio.CancelledError):
                await waiting[0]
        return server

    server = asyncio.run(story())
    assert server.connections == 0
    told = error_of(desk.history.get(1))
    assert told[:2] == ("cancelled", False)
    assert "not accepted" in told[2]


def test_a_cancel_is_one_even_when_the_history_is_just_being_opened_again(desk, monkeypatch):
    def refuse(*_arguments):
        raise HistoryClosedError(desk.history.path)

    async def story():
        arrived = asyncio.Event()

        async def wait(conversation: Conversation) -> None:
            await conversation.request()
            arrived.set()
            await conversation.reader.read()

        async with serve(wait) as server, desk.sender() as sender:
            task = asyncio.create_task(sender.send(EVENT, server.environment(), source="test"))
            await arrived.wait()
            monkeypatch.setattr(desk.history, "complete", refuse)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(story())
    assert desk.history.get(1).answer is None


def until_it_waits(history: HistoryStore) -> None:
    while not history.waits_for_another:
        time.sleep(0.01)


def test_a_cancel_while_another_program_holds_the_history_waits_for_nobody_and_leaves_nothing(desk):
    async def story(another):
        async with serve(answering()) as server, desk.sender() as sender:
            sending = asyncio.create_task(sender.send(EVENT, server.environment(), source="test"))
            await asyncio.to_thread(until_it_waits, desk.history)
            sending.cancel()
            with pytest.raises(asyncio.CancelledError):
                await sending
            assert desk.history.waits_for_another  # still: nobody has let go of it
            another.execute("ROLLBACK")
            after = await sender.send(EVENT, server.environment(), source="test")
        return server, after

    with closing(connect(desk.history.path)) as another:
        another.execute("BEGIN IMMEDIATE")
        server, after = asyncio.run(story(another))
    assert len(server.requests) == 1
    assert desk.history.ids(Query()).tolist() == [after.id]


# --- TLS ---


def certificate(
    folder: Path, host: str = "localhost", days: tuple[int, int] = (-1, 1), sign_by_ca: bool = False
) -> Path:
    """A PEM file with key and certificate; its CA, when it has one, beside it as ``ca.pem``."""
    now = datetime.datetime.now(datetime.UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    ca_key, ca_name = key, name
    if sign_by_ca:
        ca_key = ec.generate_private_key(ec.SECP256R1())
        ca_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test CA")])
        authority = _signed(ca_name, ca_name, ca_key.public_key(), ca_key, now, (-1, 1), ca=True)
        (folder / "ca.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    signed = _signed(name, ca_name, key.public_key(), ca_key, now, days, host=host)
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return pem


def _signed(name, issuer, public_key, signer, now, days, ca=False, host=None):
    builder = x509.CertificateBuilder(issuer, name, public_key, x509.random_serial_number())
    builder = builder.not_valid_before(now + datetime.timedelta(days=days[0]))
    builder = builder.not_valid_after(now + datetime.timedelta(days=days[1]))
    builder = builder.add_extension(x509.BasicConstraints(ca, None), critical=True)
    identifier = x509.SubjectKeyIdentifier.from_public_key(public_key)
    builder = builder.add_extension(identifier, critical=False)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    builder = builder.add_extension(authority, critical=False)
    if host is not None:
        names = [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    if ca:
        use = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        builder = builder.add_extension(use, critical=True)
    return builder.sign(signer, hashes.SHA256())


def tls_with(pem: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return context


def test_an_own_ca_file_is_trusted_and_tls_is_timed(desk, tmp_path):
    tls = tls_with(certificate(tmp_path, sign_by_ca=True))
    unknown = asyncio.run(send_once(desk, answering(), tls=tls, scheme="https", host="localhost"))
    assert error_of(unknown)[:2] == ("tls", False)
    assert "authority that this computer does not know" in error_of(unknown)[2]
    desk.settle(ca_file=tmp_path / "ca.pem")
    exchange = asyncio.run(send_once(desk, answering(), tls=tls, scheme="https", host="localhost"))
    assert exchange.answer.status == 200
    assert exchange.answer.timing.tls_ms > 0


@pytest.mark.parametrize(
    ("host", "days", "trusted", "words"),
    [
        ("localhost", (-1, 1), False, "self-signed"),
        ("localhost", (-3, -1), True, "has expired"),
        ("localhost", (1, 3), True, "not valid yet"),
        ("other.example", (-1, 1), True, "belongs to another host name"),
    ],
)
def test_a_certificate_that_is_not_accepted(desk, tmp_path, host, days, trusted, words):
    tls = tls_with(certificate(tmp_path, host, days, sign_by_ca=trusted))
    desk.settle(ca_file=tmp_path / "ca.pem" if trusted else None)
    told = error_of(asyncio.run(send_once(desk, answering(), tls=tls, scheme="https", host="localhost")))
    assert told[:2] == ("tls", False)
    assert words in told[2]
    assert "could not prove who it is" in told[2]


def test_https_to_a_server_without_tls(desk):
    async def plain(conversation: Conversation) -> None:
        await conversation.reader.read(10)
        await conversation.say(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async def hang_up(conversation: Conversation) -> None:
        await conversation.reader.read(10)

    told = error_of(asyncio.run(send_once(desk, plain, scheme="https")))
    assert told[:2] == ("tls", False)
    assert "not over TLS" in told[2]
    told = error_of(asyncio.run(send_once(desk, hang_up, scheme="https")))
    assert told[:2] == ("tls", False)
    assert "while it was being secured" in told[2]
    assert "No secure connection" in told[2]


def test_a_handshake_that_never_ends(desk):
    async def silent(conversation: Conversation) -> None:
        await conversation.reader.read()

    desk.settle(connect_timeout=0.2)
    told = error_of(asyncio.run(send_once(desk, silent, scheme="https")))
    assert told[:2] == ("timeout", False)
    assert "not secured within 0.2 seconds" in told[2]


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_ca_file_that_cannot_be_used(desk, tmp_path, content):
    path = tmp_path / "my.pem"
    if content is not None:
        path.write_bytes(content)
    desk.settle(ca_file=path)
    with pytest.raises(NotSentError, match=r"Nothing was sent. The CA file .*my\.pem cannot be used"):
        send_to(desk, "https://localhost:1/api")


# --- proxies ---


def proxied(desk: Desk, behaviour, base_url: str):
    async def story():
        async with serve(behaviour) as proxy, desk.sender() as sender:
            desk.settle(proxy="own", proxy_url=f"http://127.0.0.1:{proxy.port}")
            return await sender.send(EVENT, Environment(name="Away", base_url=base_url), source="test"), proxy

    return asyncio.run(story())


def test_https_goes_through_the_proxy_and_a_refusal_is_told(desk):
    exchange, proxy = proxied(desk, answering("407 Proxy Authentication Required"), "https://away.invalid/api")
    assert proxy.requests[0][0] == "CONNECT away.invalid:443 HTTP/1.1"
    assert "authorization" not in proxy.requests[0][1]
    told = error_of(exchange)
    assert told[:2] == ("proxy", False)
    assert f"The proxy 127.0.0.1:{proxy.port} did not let the request through" in told[2]
    assert "407 Proxy Authentication Required" in told[2]


def test_a_proxy_that_opens_the_way_is_counted_as_connecting(desk, tmp_path):
    """The proxy is the server at once: after CONNECT it is spoken to in TLS, whose certificate is not accepted."""
    tls = tls_with(certificate(tmp_path, "away.invalid"))

    async def tunnel(conversation: Conversation) -> None:
        await conversation.reader.readuntil(b"\r\n\r\n")
        await conversation.say(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await conversation.writer.start_tls(tls)

    exchange, _proxy = proxied(desk, tunnel, "https://away.invalid/api")
    told = error_of(exchange)
    assert told[:2] == ("tls", False)
    assert "away.invalid could not prove who it is" in told[2]
    assert exchange.answer.timing.connect_ms > 0


def test_a_proxy_that_is_not_there(desk):
    desk.settle(proxy="own", proxy_url=f"http://127.0.0.1:{free_port()}")
    told = error_of(send_to(desk, "https://away.invalid/api"))
    assert told[:2] == ("proxy", False)
    assert "Check the proxy in Settings" in told[2]


def test_a_proxy_that_never_answers(desk):
    desk.settle(read_timeout=0.2)

    async def silent(conversation: Conversation) -> None:
        await conversation.reader.read()

    told = error_of(proxied(desk, silent, "https://away.invalid/api")[0])
    assert told[0] == "timeout"
    assert "The proxy did not open a way" in told[2]


@pytest.mark.parametrize("base", ["http://127.0.0.1:{}/api", "http://localhost:{}/api"])
@pytest.mark.parametrize("way", ["system", "own"])
def test_loopback_never_goes_through_a_proxy(desk, monkeypatch, base, way):
    dead = f"http://127.0.0.1:{free_port()}"
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, dead)
    desk.settle(proxy=way, proxy_url=dead if way == "own" else "")

    async def story():
        async with serve(answering()) as server, desk.sender() as sender:
            environment = Environment(name="Local", base_url=base.format(server.port))
            return await sender.send(EVENT, environment, source="test")

    assert asyncio.run(story()).answer.status == 200


def test_the_systems_proxy_is_used_unless_it_is_excepted_or_switched_off(desk, monkeypatch):
    async def story(**settings):
        async with serve(answering("403 Forbidden")) as proxy, desk.sender() as sender:
            monkeypatch.setenv("https_proxy", f"127.0.0.1:{proxy.port}")
            desk.settle(**settings)
            away = Environment(name="Away", base_url="https://away.invalid/api")
            return (await sender.send(EVENT, away, source="test")).answer.error.kind, proxy.connections

    assert asyncio.run(story()) == ("proxy", 1)
    assert asyncio.run(story(proxy="none")) == ("dns", 0)
    monkeypatch.setenv("no_proxy", "away.invalid")
    assert asyncio.run(story(proxy="system")) == ("dns", 0)


@pytest.mark.parametrize(
    ("proxy", "words"), [("socks5://127.0.0.1:1", "a socks5 proxy"), ("http://[bad", "proxy's address is not valid")]
)
def test_a_system_proxy_that_cannot_be_used(desk, monkeypatch, proxy, words):
    monkeypatch.setenv("https_proxy", proxy)
    with pytest.raises(NotSentError, match=words):
        send_to(desk, "https://away.invalid/api")


def test_the_password_of_a_proxy_is_shown_nowhere(desk, monkeypatch):
    monkeypatch.setenv("https_proxy", f"http://me:pa55word@127.0.0.1:{free_port()}")
    exchange = send_to(desk, "https://away.invalid/api")
    assert exchange.answer.error.kind == "proxy"
    assert "pa55word" not in repr(exchange) + str(explain(exchange))


# --- the check of a key ---


@pytest.mark.parametrize(
    ("status", "body", "ok", "words"),
    [
        ("200 OK", b'{"userEmail":"me@example.com","organisationName":"Shop"}', True, "belongs to Shop. This does not"),
        ("200 OK", b"<html>", False, "not the way Yespo does"),
        ("200 OK", b"[]", False, "not the way Yespo does"),
        ("401 Unauthorized", b"", False, "wrong or switched off"),
        ("403 Forbidden", b"", False, "may not be checked this way"),
        ("404 Not Found", b"", False, "no such call"),
        ("429 Too Many", b"", False, "Too many requests"),
        ("503 Down", b"", False, "the answer was 503"),
    ],
)
def test_the_check_of_a_key(desk, status, body, ok, words):
    async def story():
        async with serve(answering(status, body)) as server, desk.sender() as sender:
            return await sender.check_account(server.environment()), server

    found, server = asyncio.run(story())
    assert server.requests[0][0] == "GET /api/v1/account/info HTTP/1.1"
    assert (found.ok, found.status) == (ok, int(status[:3]))
    assert words in found.message
    assert found.organisation == ("Shop" if ok else None)
    assert found.user_email == ("me@example.com" if ok else None)


def test_the_check_of_a_key_without_a_network(desk):
    async def story():
        async with desk.sender() as sender:
            return await sender.check_account(Environment(name="L", base_url=f"http://127.0.0.1:{free_port()}/api"))

    found = asyncio.run(story())
    assert (found.ok, found.status) == (False, None)
    assert "refused the connection" in found.message
    assert "event" not in found.message


# --- copy as ---


def test_the_request_to_copy_is_the_one_that_would_be_sent(desk):
    async def story():
        async with desk.sender() as sender:
            environment = Environment(name="Away", base_url="https://yespo.io/api", user="me")
            return sender.request_for("Ї", environment), sender.request_for(
                "", environment, key=Secret(KEY), api=ApiVersion.V1
            )

    hidden, shown = asyncio.run(story())
    assert (hidden.method, hidden.url, hidden.body) == ("POST", "https://yespo.io/api/v2/event", "Ї".encode())
    assert hidden.headers == (("Content-Type", "application/json; charset=UTF-8"),)
    assert hidden.credential.user == "me"
    assert not hidden.credential.secret
    assert shown.credential.secret.reveal() == KEY
    assert shown.url.endswith("/v1/event")


def test_a_server_that_says_back_what_it_was_sent_gets_no_key_into_history(desk):
    async def parrot(conversation: Conversation) -> None:
        await conversation.request()
        sent = conversation.server.requests[-1][1]["authorization"]
        body = f"you sent {sent}, that is {KEY}".encode()
        await conversation.say(
            f"HTTP/1.1 400 Bad {KEY}\r\nX-Sent: {sent}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        )
        await conversation.say(body)

    answer = asyncio.run(send_once(desk, parrot)).answer
    assert answer.body == b"you sent Basic ***, that is ***"
    assert (answer.reason, answer.headers[0]) == ("Bad ***", ("X-Sent", "Basic ***"))
    assert desk.history.get(1).answer == answer
