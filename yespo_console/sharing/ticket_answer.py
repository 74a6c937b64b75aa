"""What came of sending an event, for its ticket: where and when it was sent, the answer, nobody's data in it."""

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import JsonTextError, dump, parse
from yespo_console.platform.i18n import _
from yespo_console.sharing.exchanges.headings import local, outcome
from yespo_console.sharing.exchanges.shape import SharedAnswer, SharedExchange
from yespo_console.sharing.markdown import fenced, plain
from yespo_console.sharing.redaction import Redactor


def learn_sent(sent: SharedExchange, redactor: Redactor) -> None:
    """Have the redactor know whom the request, which may be an older text of the event, and its answer name."""
    redactor.learn(_node(sent.request_body))
    if sent.answer is not None:
        redactor.learn(_node(sent.answer.body))


def answer_lines(sent: SharedExchange, redactor: Redactor, *, outdated: bool) -> list[str]:
    """Lines of Markdown; ``learn_sent`` comes first. ``outdated``: the event is not any more what was sent."""
    told = _("Sent to {environment} on {time}: {outcome}").format(
        environment=plain(redactor.text(sent.environment)),
        time=local(sent),
        outcome=plain(redactor.text(outcome(sent))),
    )
    lines = ["", f"**{_('Answer')}**", "", told]
    if outdated:
        lines += ["", _("The event was changed since: this is the answer to the text as it was sent.")]
    answer = sent.answer
    if answer is not None and answer.status is not None:
        is_told = _node(sent.request_body) is not None
        lines += ["", *fenced(_body(answer, redactor) if is_told else _left_out(answer), "")]
    return lines


def _body(answer: SharedAnswer, redactor: Redactor) -> str:
    """An answer is prose or JSON. Prose quotes at most what the request held, and that is known."""
    node = _node(answer.body)
    if node is not None:
        return dump(redactor.learned_body(node), indent=2)
    try:
        return redactor.text(answer.body.decode("utf-8")) or _("(empty body)")
    except UnicodeDecodeError:
        return _left_out(answer)


def _left_out(answer: SharedAnswer) -> str:
    """It may repeat parts of a request in which nobody could tell what was personal."""
    if not answer.body:
        return _("(empty body)")
    told = _("(left out: {size} bytes in which nobody can tell what is personal data)")
    return told.format(size=len(answer.body))


def _node(content: bytes) -> Node:
    """An object or a list, or None: a single text or number is as free as what is no JSON."""
    try:
        node = parse(content.decode("utf-8"))
    except (JsonTextError, UnicodeDecodeError):
        return None
    return node if isinstance(node, Object | tuple) else None
