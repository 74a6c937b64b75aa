"""The sandbox answers over real HTTP as the Generate event contract says, and marks what is only assumed."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from yespo_console.sandbox import app as app_module
from yespo_console.sandbox.address import IDENTITY_PATH
from yespo_console.sandbox.app import ASSUMPTION_HEADER, BODY_LIMIT
from yespo_console.sandbox.server import SandboxServer
from yespo_console.sandbox.state import SandboxState

KEY = ("api", "any-key")
GOOD = {
    "eventTypeKey": "pageViewed",
    "keyValue": "example@email.com",
    "params": [
        {"name": "email", "value": "example@email.com"},
        {"name": "page", "value": '{"location":"https://example.com"}'},
    ],
}
SAMPLES = (
    r'{"eventTypeKey":"pageViewed","keyValue":"example@email.com","params":[{"name":"phone","value":"380501234567"},{"name":"email","value":"example@email.com"},{"name":"page","value":"{\"location\":\"https://example.com\"}"}]}',
    r'{"eventTypeKey":"productViewed","keyValue":"example@email.com","params":[{"name":"phone","value":"411786452"},{"name":"email","value":"example@email.com"},{"name":"product","value":"{\"productId\":\"WS01-L-Green\",\"price\":45.5,\"isInStock\":1,\"someProductProperty\":[\"green\"]}"},{"name":"currencyCode","value":"USD"}]}',
    r'{"eventTypeKey":"productCategoryViewed","keyValue":"example@email.com","params":[{"name":"phone","value":"7411324763"},{"name":"email","value":"example@email.com"},{"name":"category","value":"{\"productCategoryId\":\"Mugs\"}"}]}',
    r'{"eventTypeKey":"cartUpdated","keyValue":"example@email.com","params":[{"name":"phone","value":"73456712"},{"name":"email","value":"example@email.com"},{"name":"products","value":"[{\"productId\":\"WS01-L-Green\",\"quantity\":1,\"price\":45.5}]"},{"name":"currencyCode","value":"USD"},{"name":"recycleStateId","value":"d59c6e6d-4123-4b0e-8c32-15f0656a8c60"}]}',
)


@pytest.fixture
def state(sandbox: SandboxServer) -> Iterator[SandboxState]:
    yield sandbox.state
    sandbox.state.clear()
    sandbox.state.lenient = False
    sandbox.state.block_keys(())


@pytest.fixture
def client(sandbox: SandboxServer, state: SandboxState) -> Iterator[httpx.Client]:
    assert sandbox.address is not None
    with httpx.Client(base_url=sandbox.address.base_url, trust_env=False, auth=KEY) as opened:
        yield opened


def without(name: str) -> dict[str, Any]:
    return {**GOOD, "params": [param for param in GOOD["params"] if param["name"] != name]}  # type: ignore[index]


@pytest.mark.parametrize("body", SAMPLES)
def test_a_good_event_is_an_empty_200_without_a_content_type(client: httpx.Client, body: str) -> None:
    response = client.post("/v2/event", content=body, headers={"Content-Type": "application/json; charset=UTF-8"})
    assert (response.status_code, response.content) == (200, b"")
    assert "content-type" not in response.headers
    assert ASSUMPTION_HEADER not in response.headers
    assert "server" not in response.headers


@pytest.mark.parametrize(
    ("version", "body"),
    [
        ("v1", GOOD),
        ("v2", {**GOOD, "params": [GOOD["params"][0], {"name": "page", "value": {"location": "https://a.com"}}]}),  # type: ignore[index]
        (
            "v3",
            {"eventTypeKey": "pageViewed", "params": {"email": "a@example.com", "page": {"location": "https://a.com"}}},
        ),
    ],
)
def test_each_version_takes_its_own_shape(client: httpx.Client, version: str, body: dict[str, Any]) -> None:
    assert client.post(f"/{version}/event", json=body).status_code == 200
    other = {"v1": "v3", "v2": "v1", "v3": "v2"}[version]
    assert client.post(f"/{other}/event", json=body).status_code == 400


def test_a_missing_param_is_told_in_the_documented_words(client: httpx.Client) -> None:
    response = client.post("/v2/event", json=without("page"))
    assert response.status_code == 400
    assert response.headers["content-type"].startswith("text/plain")
    assert response.text == 'The event should have the following params: [ {"name":"page","required":true} ]'
    assert app_module.REQUIRED_PARAMS in response.headers[ASSUMPTION_HEADER]


def test_neither_key_nor_locator_is_refused_as_documented(client: httpx.Client) -> None:
    body = without("email")
    del body["keyValue"]
    response = client.post("/v2/event", json=body)
    assert response.status_code == 400
    assert response.text
    assert response.headers[ASSUMPTION_HEADER] == app_module.REFUSAL_TEXT


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"{}", b'{"eventTypeKey":5}', b"[" * 10_000, b"\x00"])
def test_what_is_no_event_is_a_400_that_says_what_is_assumed(client: httpx.Client, body: bytes) -> None:
    response = client.post("/v2/event", content=body)
    assert response.status_code == 400
    assert response.text
    assert app_module.REFUSAL_TEXT in response.headers[ASSUMPTION_HEADER]


def test_a_body_that_is_not_utf_8_says_where(client: httpx.Client, state: SandboxState) -> None:
    body = json.dumps(GOOD).encode().replace(b"example.com", b"ex\xffample.com")
    response = client.post("/v2/event", content=body)
    assert response.status_code == 400
    assert f"byte {body.index(0xFF) + 1}" in response.text
    assert state.received[-1].body == body


def test_an_ignored_order_is_marked_as_such(client: httpx.Client) -> None:
    body = {
        "eventTypeKey": "orderCreated",
        "keyValue": "key",
        "params": [{"name": "email", "value": "a@example.com"}, {"name": "externalOrderId", "value": "1"}],
    }
    response = client.post("/v2/event", json=body)
    assert response.status_code == 400
    assert response.text.startswith('The event should have the following params: [ {"name":"externalOrderId"')
    assert app_module.REFUSAL_IGNORED in response.headers[ASSUMPTION_HEADER]


def test_a_wrong_value_names_its_place(client: httpx.Client) -> None:
    body = {**GOOD, "params": [*GOOD["params"], {"name": "email", "value": "b@example.com"}]}  # type: ignore[misc]
    response = client.post("/v2/event", json=body)
    assert response.status_code == 400
    assert response.text.startswith("/params/2")


def test_a_lenient_sandbox_takes_everything(client: httpx.Client, state: SandboxState) -> None:
    state.lenient = True
    for body in (b"{", b"\xff", json.dumps(without("page")).encode()):
        response = client.post("/v2/event", content=body)
        assert (response.status_code, response.content) == (200, b"")
    assert [received.status for received in state.received] == [200, 200, 200]
    assert all(received.problems for received in state.received)


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Basic",
        "Basic !!!",
        "Basic YXBp",
        "Basic YXBpOg==",
        "Basic ÿ".encode("latin-1"),
        "Bearer",
        "Bearer blocked",
        "Digest x",
    ],
)
@pytest.mark.parametrize("call", [("POST", "/v2/event"), ("GET", "/v1/account/info")])
def test_no_key_or_a_blocked_one_is_a_401(
    client: httpx.Client, state: SandboxState, authorization: str | bytes | None, call: tuple[str, str]
) -> None:
    state.block_keys(["blocked"])
    headers = {} if authorization is None else {"Authorization": authorization}
    client.auth = None  # type: ignore[assignment]
    response = client.request(*call, json=GOOD, headers=headers)
    assert (response.status_code, response.content) == (401, b"")
    assert response.headers[ASSUMPTION_HEADER] == app_module.NO_ENTRY


@pytest.mark.parametrize("user", ["api", "", "somebody"])
def test_any_user_with_any_key_and_a_token_may_enter(client: httpx.Client, state: SandboxState, user: str) -> None:
    state.block_keys(["blocked"])
    assert client.post("/v2/event", json=GOOD, auth=(user, "k:ey")).status_code == 200
    assert client.post("/v2/event", json=GOOD, auth=(user, "blocked")).status_code == 401
    client.auth = None  # type: ignore[assignment]
    assert client.post("/v2/event", json=GOOD, headers={"Authorization": "Bearer token"}).status_code == 200


def test_the_account_tells_its_name(client: httpx.Client) -> None:
    response = client.get("/v1/account/info")
    assert response.status_code == 200
    assert response.json() == {"userEmail": "sandbox@example.com", "organisationName": "Sandbox"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v2/event", 405),
        ("PUT", "/v1/event", 405),
        ("POST", "/v1/account/info", 405),
        ("POST", "/v4/event", 404),
        ("POST", "/v2/events", 404),
        ("GET", "/", 404),
    ],
)
def test_other_calls_are_not_there(
    client: httpx.Client, state: SandboxState, method: str, path: str, status: int
) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.headers[ASSUMPTION_HEADER] == app_module.NOT_THERE
    assert ("allow" in response.headers) is (status == 405)
    assert (state.received[-1].status, state.received[-1].method) == (status, method)


def test_a_body_over_20_kb_is_only_a_warning_and_one_over_5_mb_is_not_read(
    client: httpx.Client, state: SandboxState
) -> None:
    long = {**GOOD, "params": [*GOOD["params"], {"name": "note", "value": "x" * 40_000}]}  # type: ignore[misc]
    assert client.post("/v2/event", json=long).status_code == 200
    assert [problem.severity.value for problem in state.received[-1].problems] == ["warning"]
    exact = b'{"a":"' + b"x" * (BODY_LIMIT - 8) + b'"}'
    assert client.post("/v2/event", content=exact).status_code == 400
    response = client.post("/v2/event", content=exact + b" " * 300_000)
    assert response.status_code == 413
    assert response.headers[ASSUMPTION_HEADER] == app_module.TOO_LARGE
    assert state.received[-1].body == exact


def test_the_inbox_shows_what_arrived_and_what_an_account_would_have_created(
    client: httpx.Client, state: SandboxState
) -> None:
    heard = []
    end = state.listen(heard.append)
    client.post("/v2/event", json=GOOD)
    client.post("/v2/event", json={**GOOD, "eventTypeKey": "PageViewed"})
    client.post("/v2/event", json=without("page"))
    client.get("/v1/account/info")
    end()
    assert [(one.status, one.event_type, one.would_create) for one in state.received] == [
        (200, "pageViewed", False),
        (200, "PageViewed", True),
        (400, "pageViewed", False),
        (200, None, False),
    ]
    assert heard == list(state.received)
    assert state.created_types == {"PageViewed": 1}
    assert state.received[2].reply.startswith("The event should have")
    assert json.loads(state.received[0].body) == GOOD
    assert state.received[0].path == "/api/v2/event"


def test_nothing_the_sandbox_keeps_or_logs_holds_a_key(
    client: httpx.Client, state: SandboxState, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    client.post("/v2/event", json=GOOD, auth=("api", "planted-key"))
    kept = "".join(repr(one) + one.body.decode() for one in state.received)
    assert "planted-key" not in kept
    assert "planted-key" not in "".join(
        record.getMessage() for record in caplog.records if "httpcore" not in record.name
    )


def test_it_says_who_it_is_and_that_is_not_in_the_inbox(sandbox: SandboxServer, client: httpx.Client) -> None:
    assert sandbox.address is not None
    found = httpx.get(f"http://127.0.0.1:{sandbox.address.port}{IDENTITY_PATH}", trust_env=False).json()
    assert found == sandbox.address.identity()
    assert sandbox.state.received == ()


def test_the_address_is_loopback_only(sandbox: SandboxServer) -> None:
    assert sandbox._server is not None
    (listening,) = sandbox._server.servers
    assert [one.getsockname()[0] for one in listening.sockets] == ["127.0.0.1"]


def test_a_client_that_goes_away_in_the_middle_harms_nobody(
    sandbox: SandboxServer, client: httpx.Client, state: SandboxState, caplog: pytest.LogCaptureFixture
) -> None:
    assert sandbox.address is not None
    with socket.create_connection(("127.0.0.1", sandbox.address.port)) as broken:
        broken.sendall(
            b"POST /api/v2/event HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k\r\nContent-Length: 99\r\n\r\n{"
        )
    assert client.post("/v2/event", json=GOOD).status_code == 200
    assert [received.status for received in state.received] == [200]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
