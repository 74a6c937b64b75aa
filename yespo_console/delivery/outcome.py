"""What an answer means here, in words a person can act on. Says nothing about Yespo that is not known."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from yespo_console.delivery.environments import reached_by
from yespo_console.history.exchange import Answer, Exchange, ExchangeError
from yespo_console.platform.i18n import N_, _

#: Documented, for all versions of the call together, per account.
_EVENTS_PER_SECOND: Final = 350


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of a send.

    Attributes:
        title: one short line.
        sentences: what it means.
        next_steps: what to do or where to look now, most useful first.
        is_success: the event was accepted, as far as the answer tells.
    """

    title: str
    sentences: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    is_success: bool = False


def explain(exchange: Exchange) -> Explanation:
    """What the answer to ``exchange`` means, or what its absence means."""
    answer = exchange.answer
    if answer is None:
        return Explanation(
            _("No answer recorded"),
            (_("The request was about to leave. It is still under way, or the program ended before an answer came."),),
            (_("Before sending it again, check whether the event has arrived: a second send can count twice."),),
        )
    if answer.status is None:
        assert answer.error is not None
        return explain_error(answer.error)
    explanation = _explain_status(answer.status, answer, exchange)
    if answer.error is None:
        return explanation
    broken = explain_error(answer.error)
    return Explanation(
        explanation.title,
        (*explanation.sentences, broken.title + ".", *broken.sentences),
        explanation.next_steps,
        explanation.is_success,
    )


def _explain_status(status: int, answer: Answer, exchange: Exchange) -> Explanation:
    if 200 <= status < 300:
        return _accepted(status, answer, exchange)
    if status < 400:
        return _redirect(status, answer)
    match status:
        case 400:
            return _bad_request(answer)
        case 401:
            return _unauthorized()
        case 403:
            return _forbidden()
        case 429:
            return _too_many(answer)
    if status in (404, 405):
        return Explanation(
            _("{status}: there is no such call at this address").format(status=status),
            (_("The event was not taken. Most likely the base URL of the environment is wrong."),),
            (_("Compare the base URL with Yespo's: https://yespo.io/api."),),
        )
    if status >= 500:
        return Explanation(
            _("{status}: the server failed").format(status=status),
            (_("Yespo documents nothing about such answers. Whether the event was recorded is not known."),),
            (
                _("Check in the account whether the event has arrived before sending it again."),
                _("If it stays so, show this exchange to Yespo's support."),
            ),
        )
    return Explanation(
        _("{status}: refused").format(status=status),
        (_("Yespo does not document this answer. Its text, if there is one, stands in the body."),),
    )


def _accepted(status: int, answer: Answer, exchange: Exchange) -> Explanation:
    reached = reached_by(exchange)
    if status == 200 and not answer.body and reached != "local":
        title = _("200: accepted, empty body as usual")
        first = _("The event was recorded.")
    else:
        title = _("{status}: accepted").format(status=status)
        first = _("Yespo's documentation takes every 2xx for success.")
    if reached == "sandbox":
        return Explanation(
            title, (first, _("It went to this computer, not to Yespo: nobody was written to.")), (), True
        )
    if reached == "local":
        message = _("It went to another server on this computer. What that does with it, this program does not know.")
        return Explanation(title, (first, message), (), True)
    return Explanation(
        title,
        (
            first,
            not_known_when_accepted(),
        ),
        where_to_look(),
        True,
    )


def _redirect(status: int, answer: Answer) -> Explanation:
    target = _header(answer, "location")
    sentence = _("The server points elsewhere. The program does not follow, so that the key goes nowhere else.")
    step = (
        _("If {target} is right, make it the base URL of the environment.").format(target=target)
        if target
        else _("Check the base URL of the environment.")
    )
    return Explanation(_("{status}: not followed").format(status=status), (sentence,), (step,))


def not_known_when_accepted() -> str:
    """What the answer of a real account leaves open."""
    return _("Accepted does not mean linked to a contact, and not that a workflow has started.")


def where_to_look() -> tuple[str, ...]:
    """Where a real account shows what became of what it accepted."""
    return (
        _("Look in the account: Automation, Event history; its tab With errors shows what failed there."),
        _("Event types, Analytics counts contacts not found and errors in parameters."),
    )


def _bad_request(answer: Answer) -> Explanation:
    text = answer.text.strip()
    sentences = [_("The event was refused.")]
    steps = [_("Compare the event with the problems shown beside it, mend it and send it again.")]
    if params := expected_params(text):
        sentences.append(_("The account wants an event of this type to have these params:"))
        sentences += params
        steps.insert(0, _("Add the params that are required and not in the event."))
    elif text:
        sentences.append(_("The answer says: {text}").format(text=_shortened(text)))
    else:
        sentences.append(_("The answer does not say why."))
    return Explanation(_("400: refused"), tuple(sentences), tuple(steps))


def _unauthorized() -> Explanation:
    return Explanation(
        _("401: the key is wrong or switched off"),
        (_("The event was not taken. Yespo switches a key off when it has not been used for 90 days."),),
        (
            _("Check the key of this environment against the one in the account."),
            _("Check that the key belongs to this base URL."),
        ),
    )


def _forbidden() -> Explanation:
    return Explanation(
        _("403: the key has not the right to do this"),
        (_("The event was not taken. A key that can be checked well need not be allowed to post events."),),
        (_("Ask whoever manages the account for a key that may post events."),),
    )


def _too_many(answer: Answer) -> Explanation:
    steps = [_("Wait a moment and send it again.")]
    if wait := _header(answer, "retry-after"):
        steps = [_("The server asks to wait: Retry-After {wait}.").format(wait=wait), *steps]
    return Explanation(
        _("429: too many events at once"),
        (
            _("Yespo takes {count} events a second for an account, all programs together.").format(
                count=_EVENTS_PER_SECOND
            ),
            _("The event was not taken."),
        ),
        tuple(steps),
    )


_REQUIRED_PARAMS: Final = re.compile(r"should have the following params:\s*(\[.*\])", re.IGNORECASE | re.DOTALL)


def expected_params(text: str) -> tuple[str, ...]:
    """The params that a documented 400 lists, a line each; empty when ``text`` is not that answer."""
    match = _REQUIRED_PARAMS.search(text)
    if match is None:
        return ()
    try:
        listed: Any = json.loads(match[1])
    except (ValueError, RecursionError):
        return ()
    if not all(isinstance(item, dict) and isinstance(item.get("name"), str) for item in listed):
        return ()
    required, optional = _("{name} (required)"), _("{name} (may be left out)")
    return tuple((required if item.get("required") else optional).format(name=item["name"]) for item in listed)


#: Kind of error -> title and what it means; ``{host}`` and so on come from the error's arguments.
_ERRORS: Final[dict[str, tuple[str, str, str]]] = {
    "dns": (
        N_("{host} was not found"),
        N_("No computer of this name is known here."),
        N_("Check the host in the base URL, and whether this computer is online."),
    ),
    "refused": (
        N_("{host} refused the connection"),
        N_("The computer is there, but nothing takes requests at this port."),
        N_("Check the port in the base URL. For the sandbox: check that it runs."),
    ),
    "unreachable": (
        N_("{host} cannot be reached"),
        N_("There is no way to it through the network."),
        N_("Check that this computer is online, and its VPN if you use one."),
    ),
    "reset": (
        N_("{host} cut the connection"),
        N_("The connection was reset before an answer came."),
        N_("Something in between, such as a firewall, may have cut it."),
    ),
    "closed": (
        N_("{host} closed the connection before its answer was complete"),
        N_("The server, or something in between, ended the connection early."),
        N_("Try again later. If it stays so, show this exchange to Yespo's support."),
    ),
    "not_http": (
        N_("What answered at {host} does not speak HTTP"),
        N_("Something else than a web server listens there, or https:// and http:// are mixed up."),
        N_("Check host, port and https:// in the base URL."),
    ),
    "proxy": (
        N_("The proxy {host} did not let the request through"),
        N_("It said: {reason}."),
        N_("Check the proxy in Settings, or choose No proxy."),
    ),
    "too_large": (
        N_("The answer was too large"),
        N_("The first {kept} KB are kept, the rest was not read."),
        N_("Check the base URL: Yespo's answers are short."),
    ),
    "cancelled": (
        N_("Cancelled"),
        N_("The send was stopped by you, or because the program was closing."),
        "",
    ),
    "other": (
        N_("The request failed"),
        N_("The network said: {detail}."),
        N_("Try again. If it stays so, check the base URL and the proxy in Settings."),
    ),
}

_TLS: Final[dict[str, str]] = {
    "expired": N_("Its certificate has expired."),
    "not_yet_valid": N_("Its certificate is not valid yet. Check this computer's clock."),
    "self_signed": N_("Its certificate is self-signed, so nobody vouches for who it is."),
    "unknown_ca": N_("Its certificate is signed by an authority that this computer does not know."),
    "hostname": N_("Its certificate belongs to another host name."),
    "certificate": N_("Its certificate was not accepted: {detail}."),
    "no_tls": N_("It answered, but not over TLS. Perhaps the port is one for http://."),
    "closed": N_("It ended the connection while it was being secured."),
    "failed": N_("A secure connection could not be agreed: {detail}."),
}

_TIMEOUTS: Final[dict[str, str]] = {
    "connect": N_("No connection stood within {seconds} seconds."),
    "tls": N_("The connection was not secured within {seconds} seconds."),
    "proxy": N_("The proxy did not open a way within {seconds} seconds."),
    "wait": N_("The request left, but no answer came within {seconds} seconds."),
    "read": N_("The answer began but was not complete within {seconds} seconds."),
}


def explain_error(error: ExchangeError) -> Explanation:
    """What an error of the network means, and whether the event may have arrived all the same."""
    args = {"host": "?", "reason": "", "detail": "", "seconds": "?", "kept": "?", **dict(error.args)}
    if error.kind == "tls":
        unsecured = args["reason"] in ("no_tls", "closed", "failed")
        title = N_("No secure connection to {host}") if unsecured else N_("{host} could not prove who it is")
        meaning = _TLS.get(args["reason"], _TLS["failed"])
        step = N_("Check the base URL. In a company network, its own CA file may have to be chosen in Settings.")
    elif error.kind == "timeout":
        title, meaning = N_("{host} took too long"), _TIMEOUTS.get(error.phase, _TIMEOUTS["wait"])
        step = N_("Check that this computer is online. The time-outs can be changed in Settings.")
    else:
        title, meaning, step = _ERRORS.get(error.kind, _ERRORS["other"])
    sentences = [_(meaning).format_map(args)]
    steps = [_(step).format_map(args)] if step else []
    if error.may_have_been_accepted and error.kind != "too_large":
        sentences.append(
            _("The request had left, so the event may have been accepted. Nothing is sent again by itself.")
        )
        steps.insert(0, _("Check in the account whether it has arrived before sending it again."))
    elif not error.may_have_been_accepted:
        sentences.append(_("Nothing had left this computer, so the event was not accepted."))
    return Explanation(_(title).format_map(args), tuple(sentences), tuple(steps))


def _header(answer: Answer, name: str) -> str | None:
    return next((value for key, value in answer.headers if key.lower() == name), None)


def _shortened(text: str, most: int = 500) -> str:
    return text if len(text) <= most else text[:most] + "…"
