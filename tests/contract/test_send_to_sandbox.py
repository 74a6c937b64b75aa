"""The send path against the real sandbox: the same client, the same rules, real HTTP on loopback."""

import asyncio
import contextlib
import io
import json

import pytest

from yespo_console.cli import main
from yespo_console.delivery.credentials import Credentials
from yespo_console.delivery.environments import Environment, EnvironmentStore
from yespo_console.delivery.outcome import explain
from yespo_console.delivery.send import Sender
from yespo_console.delivery.settings import SettingsStore
from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.events.wire import write
from yespo_console.history.store import HistoryStore
from yespo_console.platform.profile import Profile
from yespo_console.platform.secret import Secret
from yespo_console.sandbox.server import SandboxServer
from yespo_console.sandbox.state import SandboxState

CATALOG = load_catalog()


class Desk:
    def __init__(self, profile: Profile, history: HistoryStore) -> None:
        self.profile = profile
        self.history = history
        self.environments = EnvironmentStore(profile)
        self.credentials = Credentials(override=Secret("any-key"))
        self.state = SandboxState(CATALOG)

    @contextlib.asynccontextmanager
    async def sandbox(self, port=0):
        """The sandbox on the very loop that sends, as in the window."""
        server = SandboxServer(self.state)
        await server.start(self.profile, port)
        try:
            yield server
        finally:
            await server.stop()

    @contextlib.asynccontextmanager
    async def sender(self):
        sender = Sender(self.environments, self.credentials, SettingsStore(self.profile), self.history, CATALOG)
        try:
            yield sender
        finally:
            await sender.aclose()

    def send(self, *texts, api=None):
        async def story():
            async with self.sandbox(), self.sender() as sender:
                environment = self.environments.get("sandbox")
                return [await sender.send(text, environment, source="test", api=api) for text in texts]

        return asyncio.run(story())


@pytest.fixture
def desk(tmp_path):
    profile = Profile.at(tmp_path).ensure()
    with HistoryStore.open(profile.history_file) as history:
        yield Desk(profile, history)


@pytest.mark.parametrize(
    "encoding",
    [
        Encoding(),
        Encoding(ApiVersion.V2, native=True),
        Encoding(ApiVersion.V1),
        Encoding(ApiVersion.V3).normal(),
    ],
    ids=["v2 text", "v2 native", "v1", "v3"],
)
def test_the_sample_of_every_type_is_accepted_and_found_again(desk, encoding):
    texts = [write(event_type.sample, encoding) for event_type in CATALOG.types]
    exchanges = desk.send(*texts, api=encoding.api)
    assert [exchange.answer.status for exchange in exchanges] == [200] * len(CATALOG.types)
    for event_type, text, exchange in zip(CATALOG.types, texts, exchanges, strict=True):
        assert exchange.answer.body == b""
        assert exchange.event_type == event_type.key
        assert explain(exchange).is_success
        assert desk.history.get(exchange.id).request_body == text.encode()
    assert [received.body for received in desk.state.received] == [text.encode() for text in texts]


def test_a_refusal_comes_with_its_text(desk):
    nobody = json.dumps({"eventTypeKey": "pageViewed", "params": []})
    refused, no_json = desk.send(nobody, "{")
    assert refused.answer.status == no_json.answer.status == 400
    assert refused.answer.text
    assert explain(refused).title.startswith("400")
    assert not refused.is_real


def test_a_blocked_key_is_a_401(desk):
    desk.state.block_keys(["any-key"])
    (exchange,) = desk.send("{}")
    assert exchange.answer.status == 401


def test_the_sandbox_needs_no_key(desk):
    desk.credentials = Credentials()
    (exchange,) = desk.send(write(CATALOG.types[0].sample, Encoding()))
    assert exchange.answer.status == 200


def test_the_account_of_the_sandbox(desk):
    async def story():
        async with desk.sandbox(), desk.sender() as sender:
            return await sender.check_account(desk.environments.get("sandbox"))

    account = asyncio.run(story())
    assert account.ok
    assert account.organisation


def test_a_sandbox_that_starts_again_elsewhere_is_found(desk):
    text = write(CATALOG.types[0].sample, Encoding())

    async def story():
        async with desk.sender() as sender:
            environment = desk.environments.get("sandbox")
            statuses = []
            for _ in range(2):
                async with desk.sandbox() as server:
                    exchange = await sender.send(text, environment, source="test")
                    statuses.append(exchange.answer.status)
                    assert f":{server.address.port}/" in exchange.url
                    assert desk.environments.get("sandbox").base_url == server.address.base_url
            return statuses

    assert asyncio.run(story()) == [200, 200]


def test_a_note_of_a_dead_sandbox_is_not_believed(desk):
    async def story():
        async with desk.sandbox(), desk.sender() as sender:
            await sender.send("{}", desk.environments.get("sandbox"), source="test")
            note = desk.profile.sandbox_file.read_bytes()
        desk.profile.sandbox_file.write_bytes(note)
        return desk.environments.all()[0].base_url

    assert asyncio.run(story()) == "http://127.0.0.1:8377/api"


def test_the_command_line_asks_about_a_text_that_can_be_read_in_two_ways(desk, monkeypatch, capsys):
    """The host is reserved and never resolves, so nothing could leave even if the question were forgotten."""
    monkeypatch.setenv("YESPO_CONSOLE_HOME", str(desk.profile.config.parent))
    monkeypatch.setenv("YESPO_API_KEY", "any-key")
    tester = '[{"name":"email","value":"test@example.com"}]'
    twins = f'{{"eventTypeKey":"x","params":[{{"name":"email","value":"a@customer.test"}}],"params":{tester}}}'
    shop = Environment(name="Shop", base_url="https://shop.invalid/api", test_contacts=("test@example.com",))
    desk.environments.save(shop)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(twins.encode())))
    assert main(["send", "-", "--env", "shop", "--format", "json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert result["history_id"] is None
    assert "somebody unknown" in result["error"]
