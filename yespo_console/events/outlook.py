"""What Yespo will do with an event, in plain words: as much as is documented, and a plain "not known" for the rest."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yespo_console.events.catalog import Catalog, EventType
from yespo_console.events.checking import Check
from yespo_console.events.event import ABSENT, KEY_PARAMS, ApiVersion
from yespo_console.events.problems import Effect, Problem, Severity
from yespo_console.events.rules.body import KEY_VALUE, Body, Located
from yespo_console.events.rules.contact import key_of
from yespo_console.events.rules.findings import shown
from yespo_console.platform.i18n import _, ngettext
from yespo_console.platform.local_time import local
from yespo_console.platform.window_state import Kind

#: At most so many errors are named as the reason of a verdict; all of them stand in the list of problems.
_NAMED_ERRORS = 3


class Verdict(enum.StrEnum):
    """What becomes of an event, as far as that is documented.

    ``UNKNOWN``: it breaks a documented requirement, and nobody knows whether Yespo answers 400 or takes it in vain.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EarlierSend:
    """The latest earlier send with the same event type and key.

    Attributes:
        sent_at: when; aware.
        environment: where to, by name.
        count: how many such sends there were.
    """

    sent_at: datetime
    environment: str
    count: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """The prospects of an event.

    Attributes:
        verdict: in one word.
        headline: in one sentence.
        key_value: the key that would count, or None when there is none or it is not known.
        key_source: ``keyValue``, or the name of the param it is taken from.
        locators: name and value of each param that can find the contact.
        type_known: the event type is documented, or one that the user described.
        suggestion: the event type that was probably meant, when this one is not known.
        sentences: the whole story: verdict and why, key, contact, type, repetition, what it could set off.
        after: where to look once the answer was a 200.
        reaches_account: it would reach an account of Yespo's, of which ``after`` then says what cannot be seen here.
        is_doubtful: accepted or not, it is likely not what was meant.
    """

    verdict: Verdict
    headline: str
    key_value: str | None
    key_source: str | None
    locators: tuple[tuple[str, str], ...]
    type_known: bool
    suggestion: str | None
    sentences: tuple[str, ...]
    after: tuple[str, ...]
    is_doubtful: bool = False
    reaches_account: bool = False

    @property
    def story(self) -> tuple[str, ...]:
        """All that there is to say before a send: ``sentences``, and what an account alone can tell."""
        return (*self.sentences, *self.after) if self.reaches_account else self.sentences


def outlook(check: Check, catalog: Catalog, *, goes_to: Kind, earlier: EarlierSend | None = None) -> Outlook:
    """What would become of the checked event.

    Args:
        check: of the text as it stands.
        catalog: the known event types.
        goes_to: what it would reach: the sandbox, another server on this computer, or an account of Yespo's.
        earlier: the latest send with the same type and key, when there was one.
    """
    errors = [problem for problem in check.problems if problem.severity is Severity.ERROR]
    verdict = _verdict(errors)
    body = check.body
    if body is None:
        sentences = (*_reasons(verdict, errors), _consequences(goes_to, None, None))
        headline = _("This is not an event that can be read. How Yespo answers to it is not documented.")
        return Outlook(verdict, headline, None, None, (), False, None, sentences, ())
    key = key_of(body)
    found = [each for each in body.located if each.text is not None]
    suggestion = _suggestion(check.problems)
    is_too_large = any(problem.code == "body_too_big" for problem in check.problems)
    event_type = catalog.get(body.event_type_key) if isinstance(body.event_type_key, str) else None
    sentences = (
        *_reasons(verdict, errors),
        *_about_key(body, key, found),
        *_about_contact(body, found),
        *_about_type(body, event_type, suggestion),
        *_about_repetition(earlier),
        _consequences(goes_to, body, event_type),
    )
    return Outlook(
        verdict,
        _headline(verdict, errors, body, event_type, suggestion, is_too_large),
        key[0] if key else None,
        key[1] if key else None,
        tuple((each.param.label, each.text or "") for each in found),
        event_type is not None,
        suggestion,
        sentences,
        _after(goes_to),
        suggestion is not None or is_too_large,
        goes_to == "account",
    )


def _verdict(errors: list[Problem]) -> Verdict:
    effects = {problem.effect for problem in errors}
    if Effect.REFUSED in effects:
        return Verdict.REFUSED
    if Effect.IGNORED in effects:
        return Verdict.IGNORED
    return Verdict.UNKNOWN if errors else Verdict.ACCEPTED


def _suggestion(problems: tuple[Problem, ...]) -> str | None:
    for problem in problems:
        if problem.code in ("event_type_near", "event_type_of_script"):
            return dict(problem.args)["name"]
        if problem.code == "event_type_forbidden" and problem.fix is not None:
            return str(problem.fix.value)
    return None


def _headline(
    verdict: Verdict,
    errors: list[Problem],
    body: Body,
    event_type: EventType | None,
    suggestion: str | None,
    is_too_large: bool,
) -> str:
    if verdict is Verdict.REFUSED:
        if any(problem.code == "no_key_no_locator" for problem in errors):
            return _("Yespo would refuse this: it has neither a key nor a contact.")
        return _("Yespo would refuse this: contactJson is not JSON.")
    if verdict is Verdict.IGNORED:
        return _("Yespo would ignore this order: something that it needs is missing or wrong.")
    if verdict is Verdict.UNKNOWN:
        return _(
            "Something is wrong. Whether Yespo would answer 400, or take this and not be able to use it, is not known."
        )
    if is_too_large:
        return _("Yespo would take this only if support raised the limit of 20 KB for your account.")
    key = shown(body.event_type_key)
    if event_type is None and suggestion is not None:
        return _("Yespo would probably create a new event type “{key}”. Did you mean {name}?").format(
            key=key, name=suggestion
        )
    if event_type is None:
        return _("Yespo would accept this. If your account has no event type “{key}”, it would create one.").format(
            key=key
        )
    return _("Yespo would accept this.")


def _reasons(verdict: Verdict, errors: list[Problem]) -> Iterator[str]:
    match verdict:
        case Verdict.ACCEPTED:
            yield _("Nothing in it breaks what Yespo documents, so Yespo should accept it.")
        case Verdict.REFUSED:
            yield _("Yespo documents that it does not accept such an event.")
        case Verdict.IGNORED:
            yield _("Yespo documents that it ignores an order event that lacks something required.")
        case Verdict.UNKNOWN:
            yield _(
                "It breaks a documented requirement. It is not known whether Yespo answers 400, "
                "or takes it and cannot use it."
            )
    for problem in errors[:_NAMED_ERRORS]:
        yield problem.message
    more = len(errors) - _NAMED_ERRORS
    if more > 0:
        yield ngettext(
            "And {count} more error, in the list of problems.",
            "And {count} more errors, in the list of problems.",
            more,
        ).format(count=more)


def _about_key(body: Body, key: tuple[str, str] | None, found: list[Located]) -> Iterator[str]:
    if body.api is ApiVersion.V3 and body.key_value is not ABSENT:
        yield _("Version v3 of the call has no known place for keyValue, so whether it counts is not known.")
    if key is None:
        if found and body.key_value is ABSENT:
            yield _("It has no keyValue, and as far as is known Yespo takes none from {names}.").format(
                names=_names(found)
            )
        elif body.key_value is ABSENT:
            names = ", ".join(KEY_PARAMS)
            yield _("It has no key: there is no keyValue, and none of {names}.").format(names=names)
        return
    value, source = shown(key[0]), key[1]
    if source == KEY_VALUE:
        yield _("Its key is “{value}”, from keyValue.").format(value=value)
    elif body.key_value is ABSENT or body.api is ApiVersion.V3:
        yield _("Yespo takes its key from {source}: “{value}”.").format(source=source, value=value)
    else:
        yield _("keyValue says nothing. Yespo would perhaps take the key from {source}: “{value}”.").format(
            source=source, value=value
        )
    yield _("Events of one type with one key may count as one.")


def _about_contact(body: Body, found: list[Located]) -> Iterator[str]:
    if found:
        yield _("Yespo can look for the contact by {names}.").format(names=_names(found))
        if len(found) > 1:
            yield _("Which of them counts when they belong to different contacts is not known.")
        if any(each.locator.name == "phone" for each in found):
            yield _("How Yespo compares phone numbers that are written differently is not known.")
    elif body.key_value is ABSENT:
        yield _("Nothing in it can find a contact.")
    else:
        yield _("No param can find a contact, and a keyValue alone is hardly linked to one.")


def _names(found: list[Located]) -> str:
    return ", ".join(dict.fromkeys(each.param.label for each in found))


def _about_type(body: Body, event_type: EventType | None, suggestion: str | None) -> Iterator[str]:
    if event_type is None:
        if isinstance(body.event_type_key, str) and body.event_type_key.strip():
            key = shown(body.event_type_key)
            yield _("“{key}” is not an event type that Yespo documents or that you described.").format(key=key)
            yield _("If your account does not have it, Yespo probably creates it, and no workflow waits for it.")
            if suggestion is not None and suggestion.casefold() == body.event_type_key.casefold():
                yield _("Whether capital letters count in an event type is not known; assume that they do.")
        return
    if event_type.source == "user":
        yield _("{key} is an event type that you described yourself.").format(key=event_type.key)
        return
    yield _("{key} is an event type that Yespo documents.").format(key=event_type.key)
    if event_type.is_order:
        yield _ORDERS[event_type.key]() if event_type.key in _ORDERS else _("It belongs to an order.")
    else:
        yield _("Whether Yespo checks the fields of this event when it arrives is not known.")
    if event_type.key == "cartUpdated":
        yield _(
            "recycleStateId ties the events of one cart to its purchase. Yespo's documents disagree on whether it "
            "stays the same while the cart changes."
        )
    elif event_type.key == "searchRequest":
        yield _("It is meant for searches without a result: those start the trigger.")
    elif event_type.key == "productImpressions":
        yield _("Yespo's script on your site sends it by itself.")


_ORDERS = {
    "orderCreated": lambda: _("With it Yespo learns of the order."),
    "orderUpdated": lambda: _("If Yespo does not know the order yet, this event creates it."),
    "orderDelivered": lambda: _("Yespo ignores it for an order that it does not know."),
    "orderCancelled": lambda: _("Yespo ignores it for an order that it does not know."),
}


def _about_repetition(earlier: EarlierSend | None) -> Iterator[str]:
    if earlier is None:
        return
    when = local(earlier.sent_at).strftime("%Y-%m-%d %H:%M")
    yield ngettext(
        "An event of this type with this key was sent before: to {environment} on {when}.",
        "Events of this type with this key were sent {count} times before, the latest to {environment} on {when}.",
        earlier.count,
    ).format(count=earlier.count, environment=earlier.environment, when=when)
    yield ngettext(
        "The two may count as one: Yespo's documents disagree on whether repeated events are dropped.",
        "All of them may count as one: Yespo's documents disagree on whether repeated events are dropped.",
        earlier.count,
    )


def _consequences(goes_to: Kind, body: Body | None, event_type: EventType | None) -> str:
    if goes_to == "local":
        return _(
            "It goes to another server on this computer. What that server does with it, this program does not know."
        )
    if goes_to == "sandbox":
        return _("Sent to the sandbox, it stays on this computer: no contact, no workflow, no message.")
    if body is None:
        return _("The account is real: whatever Yespo makes of the text, it makes of it for real.")
    if event_type is None:
        return _(
            "The account is real: a send may create an event type that cannot be taken back, create or change a "
            "contact, start workflows, and send messages to real people."
        )
    return _(
        "The account is real: a send may create or change a contact, start workflows, and send messages to real people."
    )


def _after(goes_to: Kind) -> tuple[str, ...]:
    if goes_to == "local":
        return (_("Look at that server for what arrived, and in History at the whole exchange."),)
    if goes_to == "sandbox":
        return (_("In History stands the whole exchange: what was sent, and what the sandbox answered."),)
    return (
        _(
            "This program cannot see whether the account has a workflow for this event type, nor whether it is "
            "switched on."
        ),
        _("A 200 means that Yespo took the event: not that it found the contact, and not that a workflow started."),
        _("In the account, Automation, Event history shows whether it arrived; its tab “With errors” what went wrong."),
        _("In Event types, Analytics counts “Contact not found” and “Parameters errors” of the type."),
    )
