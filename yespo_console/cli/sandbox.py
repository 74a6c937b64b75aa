"""``sandbox``: the local Yespo for other programs, until Ctrl+C."""

import argparse
import asyncio
import functools

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.output import ForPeople, print_json
from yespo_console.cli.results import PrintedProblem, ReceivedRequest, RunningSandbox
from yespo_console.cli.unusable import UnusableInputError
from yespo_console.events.catalog import load_catalog
from yespo_console.platform.i18n import _
from yespo_console.platform.local_time import local
from yespo_console.platform.profile import Profile
from yespo_console.sandbox.address import DEFAULT_PORT
from yespo_console.sandbox.server import SandboxError, SandboxServer, serve_until_stopped
from yespo_console.sandbox.state import Received, SandboxState


def serve(arguments: argparse.Namespace) -> ExitCode:
    """Serve until told to stop; one that already runs for this profile is named instead."""
    profile = Profile.default()
    state = SandboxState(load_catalog(profile.event_types_dir), lenient=arguments.lenient)
    as_json = arguments.format == "json"
    state.listen(functools.partial(_report, as_json=as_json))
    port = DEFAULT_PORT if arguments.port is None else arguments.port
    try:
        asyncio.run(serve_until_stopped(profile, state, port, functools.partial(_announce, as_json=as_json)))
    except SandboxError as error:
        raise UnusableInputError(str(error)) from None
    return ExitCode.FINE


def _announce(server: SandboxServer, *, as_json: bool) -> None:
    assert server.address is not None
    if as_json:
        print_json([RunningSandbox(base_url=server.address.base_url, joined=server.joined)], rows=True)
        return
    if server.joined:
        ForPeople.say(
            _("A sandbox of this profile already runs at {url}. Nothing was started.").format(
                url=server.address.base_url
            )
        )
        return
    if server.is_elsewhere and server.wanted_port:
        ForPeople.complain(
            _("Port {port} belongs to another program, so another one was taken.").format(port=server.wanted_port)
        )
    ForPeople.say(
        _("Sandbox: {url}").format(url=server.address.base_url),
        _("Post events to {url}/v2/event with any user name and any key. Ctrl+C ends it.").format(
            url=server.address.base_url
        ),
    )


def _report(received: Received, *, as_json: bool) -> None:
    """A line for each request that arrives. The key it came with is not part of it."""
    if as_json:
        arrived = ReceivedRequest(
            at=received.at.isoformat(),
            method=received.method,
            path=received.path,
            status=received.status,
            event_type=received.event_type,
            reply=received.reply,
            problems=tuple(map(PrintedProblem.of, received.problems)),
        )
        print_json([arrived], rows=True)
        return
    first = received.problems[0].message if received.problems else ""
    moment = local(received.at).strftime("%H:%M:%S")
    request = f"{received.method} {received.path}"
    ForPeople.say(f"{moment}  {received.status}  {request}  {received.event_type or '-'}  {first}".rstrip())
