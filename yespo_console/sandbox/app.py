"""The sandbox's answers: those of the Generate event contract where they are known, marked as ours where they are not.

Whatever an answer supposes about Yespo is named in its header ``X-Sandbox-Assumption``.
"""

import base64
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from yespo_console.events.catalog import Catalog
from yespo_console.events.checking import Check, check
from yespo_console.events.event import ApiVersion
from yespo_console.events.problems import Effect, Severity
from yespo_console.platform.i18n import _
from yespo_console.sandbox.address import IDENTITY_PATH, SandboxAddress
from yespo_console.sandbox.state import Received, SandboxState

ASSUMPTION_HEADER: Final = "X-Sandbox-Assumption"

#: Larger bodies are not read; they would only fill the memory.
BODY_LIMIT: Final = 5 * 1024 * 1024

#: Larger bodies are checked in another thread, so that the server goes on answering.
_CHECKED_HERE: Final = 32 * 1024

# Headers are for programs, so these are not translated. One per thing that Yespo's documentation leaves open.
REFUSAL_TEXT: Final = "the text of this refusal is the sandbox's own"
REFUSAL_STATUS: Final = "whether Yespo answers 400 or takes this event and cannot use it is not documented"
REQUIRED_PARAMS: Final = "Yespo documents this text for types whose params the account checks, not for this type"
REFUSAL_IGNORED: Final = "Yespo documents that it ignores such an event, not with which status"
NO_ENTRY: Final = "the body of Yespo's 401 is not documented"
NOT_THERE: Final = "what Yespo answers to other calls is not documented"
TOO_LARGE: Final = "Yespo documents a limit of 20 KB, not its answer; the sandbox reads at most 5 MB"


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    text: str = ""
    assumptions: tuple[str, ...] = ()
    media_type: str | None = "text/plain"


def create_app(state: SandboxState, address: SandboxAddress | None = None) -> Starlette:
    """The application. ``address`` is what it says of itself to programs that look for a running sandbox."""

    async def event(request: Request, api: ApiVersion) -> Response:
        seen = _seen(request)
        if not _has_good_key(request, state):
            return _answer(state, seen, _Reply(401, assumptions=(NO_ENTRY,), media_type=None))
        try:
            body = await _read_body(request)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        if len(body) > BODY_LIMIT:
            text = _("The sandbox reads at most 5 MB.")
            return _answer(state, replace(seen, body=body[:BODY_LIMIT]), _Reply(413, text, (TOO_LARGE,)))
        text = body.decode("utf-8", "replace")
        if len(body) > _CHECKED_HERE:
            result = await run_in_threadpool(check, text, state.catalog, api)
        else:
            result = check(text, state.catalog, api)
        reply = _Reply(200, media_type=None) if state.lenient else _judge(body, result, state.catalog)
        event_type = _event_type(result)
        return _answer(
            state,
            replace(
                seen,
                event_type=event_type,
                body=body,
                problems=result.problems,
                would_create=reply.status == 200 and event_type is not None and state.catalog.get(event_type) is None,
            ),
            reply,
        )

    async def account_info(request: Request) -> Response:
        seen = _seen(request)
        if not _has_good_key(request, state):
            return _answer(state, seen, _Reply(401, assumptions=(NO_ENTRY,), media_type=None))
        content = json.dumps({"userEmail": "sandbox@example.com", "organisationName": "Sandbox"})
        return _answer(state, seen, _Reply(200, content, media_type="application/json"))

    async def identity(_request: Request) -> Response:
        return Response(json.dumps(address.identity() if address else {}), media_type="application/json")

    async def other(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        response = _answer(state, _seen(request), _Reply(error.status_code, error.detail, (NOT_THERE,)))
        response.headers.update(error.headers or {})
        return response

    return Starlette(
        routes=[
            *(Route(f"/api/{api}/event", partial(event, api=api), methods=["POST"]) for api in ApiVersion),
            Route("/api/v1/account/info", account_info, methods=["GET"]),
            Route(IDENTITY_PATH, identity, methods=["GET"]),
        ],
        exception_handlers={HTTPException: other},
    )


def _seen(request: Request) -> Received:
    return Received(datetime.now(UTC), request.method, request.url.path, 0)


def _answer(state: SandboxState, seen: Received, reply: _Reply) -> Response:
    """The response, after the inbox has it."""
    assumption = "; ".join(reply.assumptions)
    state.add(replace(seen, status=reply.status, reply=reply.text, assumption=assumption))
    headers = {ASSUMPTION_HEADER: assumption} if assumption else {}
    return Response(reply.text, reply.status, headers, reply.media_type if reply.text else None)


async def _read_body(request: Request) -> bytes:
    """The body, or its beginning when it is over the limit: one byte more than the limit, then the rest is not kept."""
    kept = bytearray()
    async for chunk in request.stream():
        kept += chunk[: BODY_LIMIT + 1 - len(kept)]
    return bytes(kept)


def _has_good_key(request: Request, state: SandboxState) -> bool:
    key = _key(request.headers.get("authorization", ""))
    return key is not None and state.accepts_key(key)


def _key(authorization: str) -> str | None:
    """The key in an Authorization header: the password of Basic with any user name, or a Bearer token."""
    scheme, _space, rest = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(rest.strip(), validate=True).decode("utf-8", "surrogateescape")
    except ValueError:  # not Base64, or not even ASCII
        return None
    _user, colon, key = pair.partition(":")
    return key if colon else None


def _judge(body: bytes, result: Check, catalog: Catalog) -> _Reply:
    """What is answered to a body: 200 unless the rules call something in it an error."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _("The body is not UTF-8 text: byte {place} cannot be read.").format(place=error.start + 1)
        return _Reply(400, text, (REFUSAL_TEXT, REFUSAL_STATUS))
    errors = [problem for problem in result.problems if problem.severity is Severity.ERROR]
    if not errors:
        return _Reply(200, media_type=None)
    effects = {problem.effect for problem in errors}
    assumptions = []
    if Effect.REFUSED not in effects:
        assumptions.append(REFUSAL_IGNORED if Effect.IGNORED in effects else REFUSAL_STATUS)
    required = _required_params(result, catalog)
    if required:
        items = ", ".join(json.dumps({"name": name, "required": True}, separators=(",", ":")) for name in required)
        text = f"The event should have the following params: [ {items} ]"
        return _Reply(400, text, (*assumptions, REQUIRED_PARAMS))
    text = "\n".join(
        f"{problem.pointer}: {problem.message}" if problem.pointer else problem.message for problem in errors
    )
    return _Reply(400, text, (*assumptions, REFUSAL_TEXT))


def _required_params(result: Check, catalog: Catalog) -> tuple[str, ...]:
    """The params that the event's type requires, when at least one of them is not there."""
    key = _event_type(result)
    event_type = None if key is None else catalog.get(key)
    if event_type is None or result.event is None:
        return ()
    required = tuple(str(name) for name in event_type.schema.get("required", ()))
    present = {param.name for param in result.event.params}
    return required if set(required) - present else ()


def _event_type(result: Check) -> str | None:
    key = None if result.event is None else result.event.event_type_key
    return key if isinstance(key, str) else None
