"""Bodies that travel encoded as a whole: as the field of a web form, percent-encoded, or in Base64."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import dump, inner
from yespo_console.platform.i18n import _
from yespo_console.reading.bodies import is_left_open
from yespo_console.reading.budget import Budget
from yespo_console.reading.decoding import decode_payload
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, excerpt_around, repair_at

_FORM: Final = re.compile(r"[\w.~#!$&'()*+,;=:@/?%\[\]-]+", re.ASCII)
#: The fields of an event as ``curl -d`` joins them, whose JSON nobody encoded, and nothing in it would be decoded.
_RAW_NAME: Final = r"(?:eventTypeKey|keyValue|params(?:\[[^\[\]&=]{0,100}\]){0,8})="
_RAW_FORM: Final = re.compile(rf"{_RAW_NAME}[^&%+]*+(?>(?:&{_RAW_NAME}[^&%+]*+)+)")
_RAW_FORM_BEGINS: Final = re.compile(rf"{_RAW_NAME}[^&]*+&{_RAW_NAME}")
_ENCODED_OPENING: Final = re.compile(r"%(?:25){0,4}(?:7[Bb]|5[Bb])")
_ESCAPES: Final = re.compile(r"(?:%[0-9a-fA-F]{2})+|\+")
_BASE64: Final = re.compile(r"(?:data:[\w/;=.+-]{0,80};base64,)?([A-Za-z0-9+/_-][A-Za-z0-9+/_\s-]*={0,2}\s*)", re.ASCII)
_NO_FORM: Final = re.compile(r"%20|[:,]")
_SPACE: Final = re.compile(r"\s+")
_SHORTEST_BASE64: Final = 24
_FOUND: Final = 60
_STEP: Final = re.compile(r"\[([^\[\]]*)\]")
_FIELD_NAME: Final = re.compile(r"[\w.-]{1,100}(?:\[[^\[\]]{0,100}\]){0,8}")
#: Names of fields that make a form an event without any JSON in it.
_EVENT_FIELDS: Final = ("eventTypeKey", "params[", "keyValue")


#: The name of a field (decoded), its value, and the whole of it (as they stand).
_Field = tuple[str, Traced, Traced]


@dataclass(frozen=True, slots=True)
class EncodedBody:
    """What was encoded.

    Attributes:
        bodies: the decoded texts.
        repairs: what was done to get them.
        error: why they cannot be decoded, as a sentence; there are no bodies then.
    """

    bodies: tuple[Traced, ...] = ()
    error: str | None = None
    repairs: tuple[Repair, ...] = ()


def form_bodies(text: Traced, budget: Budget) -> EncodedBody | None:
    """The JSON in a percent-encoded text or in the fields of a form; None when it is neither."""
    whole = text.strip()
    if not whole.text:
        return None
    if not (_FORM.fullmatch(whole.text) or _RAW_FORM.fullmatch(whole.text)):
        return EncodedBody(error=_not_encoded()) if _RAW_FORM_BEGINS.match(whole.text) else None
    opening = _ENCODED_OPENING.search(whole.text)
    if opening is None and not whole.text.startswith(_EVENT_FIELDS):
        return None
    budget.spend(len(whole))
    if _ENCODED_OPENING.match(whole.text):  # perhaps as the name of a field without a value
        whole = whole.slice(0, len(whole.text.removesuffix("=")))
        fields = [("", whole, whole)]
    else:
        fields = _fields(whole, budget)
    names = [name for name, _value, _field in fields]
    told = repair_at(whole, 0, 1, "form_encoded")
    if any(name.startswith(_EVENT_FIELDS) for name in names):
        return _event_of_fields(text, fields, told, budget)
    if opening is None:
        return None
    is_form = bool(names[0])
    values = [value for _name, value, _field in fields if is_form and _ENCODED_OPENING.match(value.text)]
    others = [field for field in fields if values and not _ENCODED_OPENING.match(field[1].text)]
    # A form writes a space as +, encodeURI leaves : and , alone.
    bodies = [_percent_decoded(each, budget, not _NO_FORM.search(each.text)) for each in values or [whole]]
    if any(body is None for body in bodies):
        return EncodedBody(
            error=_(
                "The text is percent-encoded (%7B…), but damaged: it is no UTF-8 after decoding. Copy it again, whole."
            )
        )
    found = tuple(body for body in bodies if body is not None)
    if not any(body.text.lstrip().startswith(("{", "[", '"', "%")) for body in found):
        return None
    return EncodedBody(found, repairs=(told, *(_passed_over(*field) for field in others)))


def _passed_over(name: str, value: Traced, field: Traced) -> Repair:
    """What is said of a field beside those with an event."""
    shown = excerpt_around(f"{name}={value.text}", _FOUND)
    return repair_at(field, 0, len(field), "text_around", "", None, found=shown)


def _not_encoded() -> str:
    return _(
        "The fields of this form are not encoded, and what “&”, “+” or “%” means in one of them cannot be told. Encode "
        "them: curl does it with --data-urlencode in place of -d."
    )


def _fields(text: Traced, budget: Budget) -> list[_Field]:
    """The fields of a form; the name is empty where there is no ``=``."""
    fields: list[_Field] = []
    start = 0
    for part in text.text.split("&"):
        budget.spend(150)
        name, equals, _value = part.partition("=")
        field = text.slice(start, start + len(part))
        if not equals or _ENCODED_OPENING.match(name):
            fields.append(("", field, field))
        else:
            decoded_name = _percent_decoded(text.slice(start, start + len(name)), None, True)
            fields.append(
                (
                    "" if decoded_name is None else decoded_name.text,
                    field.slice(len(name) + 1),
                    field,
                )
            )
        start += len(part) + 1
    return fields


def _percent_decoded(text: Traced, budget: Budget | None, plus_is_space: bool) -> Traced | None:
    builder = TracedBuilder(text.original)
    raw = text.text
    position = 0
    for match in _ESCAPES.finditer(raw):
        if budget is not None:
            budget.spend(40)
        builder.copy(text, position, match.start())
        position = match.end()
        if match[0] == "+":
            builder.put(" " if plus_is_space else "+", text.offset(match.start()))
            continue
        codes = bytes.fromhex(match[0].replace("%", ""))
        try:
            decoded = codes.decode("utf-8")
        except UnicodeDecodeError:
            return None
        if len(decoded) == len(codes):
            builder.stride(decoded, text.offset(match.start()), 3)
        else:
            place = text.offset(match.start())
            for letter in decoded:
                length = 3 * len(letter.encode("utf-8"))
                builder.put(letter, place, length)
                place += length
    if "%" in raw[position:]:
        return None
    builder.copy(text, position)
    return builder.build()


def _event_of_fields(text: Traced, fields: list[_Field], told: Repair, budget: Budget) -> EncodedBody:
    """The body that a form spells field by field, as ``params[0][name]=phone``; every value is text.

    The whole list of params may stand in one field as JSON.
    """
    root: dict[str, object] = {}
    for name, value, _field in fields:
        decoded = _percent_decoded(value, budget, True)
        if name == "params" and decoded is not None and is_left_open(decoded.text):
            return EncodedBody(
                error=_("The form field “{name}” holds JSON that is cut off: copy all of it.").format(name=name)
            )
        steps = [name.split("[", 1)[0], *_STEP.findall(name)]
        if decoded is None or not _FIELD_NAME.fullmatch(name) or not _put(root, steps, decoded.text):
            return EncodedBody(
                error=_("The form field “{name}” cannot be read: it is damaged, or stands there twice.").format(
                    name=name
                )
            )
    builder = TracedBuilder(text.original)
    members = [(name, _params(value) if name == "params" else _node(value)) for name, value in root.items()]
    builder.put(dump(Object(tuple(members))), text.offset(0), len(text))
    return EncodedBody((builder.build(),), repairs=(told,))


def _put(root: dict[str, object], steps: list[str], value: str) -> bool:
    place = root
    for step in steps[:-1]:
        below = place.setdefault(step, {})
        if not isinstance(below, dict):
            return False
        place = below
    last = steps[-1] or str(len(place))
    if last in place:
        return False
    place[last] = value
    return True


def _params(value: object) -> Node:
    held = inner(value) if isinstance(value, str) else None
    return _node(value) if held is None else held


def _node(value: object) -> Node:
    if not isinstance(value, dict):
        return str(value)
    if value and list(value) == [str(index) for index in range(len(value))]:
        return tuple(_node(item) for item in value.values())
    return Object(tuple((name, _node(item)) for name, item in value.items()))


def base64_body(text: Traced, budget: Budget) -> EncodedBody | None:
    """The JSON in a Base64 text (either alphabet, broken into lines or not); None when it is none."""
    whole = text.strip()
    if len(whole) < _SHORTEST_BASE64:
        return None
    match = _BASE64.fullmatch(whole.text)
    if match is None:
        return None
    budget.spend(len(whole))
    digits = _SPACE.sub("", match[1]).rstrip("=").replace("-", "+").replace("_", "/")
    if not _decoded_base64(digits[:24]).lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[", b'"')):
        return None
    payload = _decoded_base64(digits)
    if len(digits) % 4 == 1 or not payload:
        return EncodedBody(
            error=_("The text is Base64, but it is cut off: one character is too many or some are missing.")
        )
    decoded = decode_payload(payload)
    if decoded.error is not None:
        return EncodedBody(error=_("The text is Base64, but not of a text in UTF-8. Copy it again, whole."))
    told = repair_at(whole, 0, 1, "base64_encoded")
    repairs = (told, *(repair_at(whole, 0, 1, repair.code) for repair in decoded.repairs))
    return EncodedBody((spread(decoded.text.text, text, whole),), repairs=repairs)


def _decoded_base64(digits: str) -> bytes:
    try:
        return base64.b64decode(
            digits[: len(digits) - (len(digits) % 4 == 1)] + "=" * (-len(digits) % 4), validate=True
        )
    except (binascii.Error, ValueError):
        return b""


def spread(decoded: str, text: Traced, whole: Traced) -> Traced:
    """The decoded text with the origin of each line: three bytes of it came from four characters."""
    builder = TracedBuilder(text.original)
    start, length = whole.offset(0), len(whole)
    place = 0
    for line in decoded.splitlines(keepends=True):
        builder.put(line, start + min(length - 1, place * length // max(1, len(decoded))), 1)
        place += len(line)
    return builder.build()
