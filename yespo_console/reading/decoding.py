"""The bytes of a file as text: UTF-8, UTF-16 with and without its mark, Windows-1251; anything else is refused."""

import re
from dataclasses import dataclass, replace
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.code_pages import reads_as_windows_1251
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, repair_at

_MARK: Final = "\ufeff"
#: How much of a file is looked at to tell UTF-16 without a mark.
_SAMPLE: Final = 4096
#: Letters of two scripts in one word: not what a file in Windows-1251 reads like. The letter of an escape is no such.
_MIXED_WORD: Final = re.compile(
    r"(?<!\\)[A-Za-zÀ-ÿ][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-zÀ-ÿ]|[\u0400-\u04ff][¤¦§©¬®\xad][\u0400-\u04ff]"
    r"|[¤¬\xad][\u0400-\u04ff]|[\u0400-\u04ff][¤¬\xad]"
)
#: Letters of the south and of the north: no language has both, but files of DOS and of Macs read like that.
_SOUTHERN: Final = re.compile("[ЂђЃѓЉљЊњЌќЋћЏџЈјЅѕ]")
_NORTHERN: Final = re.compile("[ыэъщюяёіїєґЫЭЪЩЮЯЁІЇЄҐЎў]")
#: UTF-8 sequences: when most of the odd bytes are such, the file is damaged UTF-8.
_UTF_8_PAIR: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
#: No text has these; a file that has them is a picture, an archive or the like.
_BINARY: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class DecodedPayload:
    """A payload as text.

    Attributes:
        text: without a byte order mark.
        repairs: what was done to get it.
        error: why it is no text, as a sentence; the text is then empty.
    """

    text: Traced
    repairs: tuple[Repair, ...] = ()
    error: str | None = None


def decode_payload(payload: str | bytes) -> DecodedPayload:
    """The text of a payload. Never raises."""
    if isinstance(payload, str):
        return _without_mark(payload, None)
    if payload.endswith(b"\x00") and b"\x00" not in (content := payload.rstrip(b"\x00")):
        return _without_end_mark(decode_payload(content))
    if payload.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf_16(payload, "utf-16")
    if b"\x00" in payload[:_SAMPLE]:
        even, odd = payload[:_SAMPLE:2].count(0), payload[1:_SAMPLE:2].count(0)
        return _utf_16(payload, "utf-16-le" if odd > even else "utf-16-be")
    try:
        return _without_mark(payload.decode("utf-8"), None)
    except UnicodeDecodeError as error:
        return _windows_1251(payload, error)


def _without_mark(text: str, code: str | None) -> DecodedPayload:
    traced = Traced.of(text)
    repairs: list[Repair] = []
    if code is not None:
        repairs.append(repair_at(traced, 0, 0, code))
    if text.startswith(_MARK):
        if code is None:  # part of UTF-16 as it should be
            repairs.append(repair_at(traced, 0, 1, "byte_order_mark"))
        traced = traced.slice(1)
    return DecodedPayload(traced, tuple(repairs))


def _without_end_mark(decoded: DecodedPayload) -> DecodedPayload:
    """Of a text that a program in C has written with the byte that ends it there."""
    end = len(decoded.text.text)
    told = repair_at(decoded.text, end, end, "end_mark")
    return decoded if decoded.error is not None else replace(decoded, repairs=(*decoded.repairs, told))


def _refused(error: str) -> DecodedPayload:
    return DecodedPayload(Traced.of(""), error=error)


def _utf_16(payload: bytes, encoding: str) -> DecodedPayload:
    try:
        text = payload.decode(encoding)
    except UnicodeDecodeError:
        text = "\x00"
    if _BINARY.search(text):
        return _refused(
            _(
                "The content is not text, or damaged: it is neither UTF-8 nor UTF-16. Open it in the program it is "
                "from, and copy the event out of it."
            )
        )
    return _without_mark(text, "utf_16")


def _windows_1251(payload: bytes, error: UnicodeDecodeError) -> DecodedPayload:
    line = payload.count(b"\n", 0, error.start) + 1
    refusal = _(
        "The text is not UTF-8: a byte in line {line} does not belong there. Save it as UTF-8 and read it again."
    ).format(line=line)
    unsure = _(
        "The text is not UTF-8: a byte in line {line} does not belong there. It may be in Windows-1251 or in another "
        "old encoding, which cannot be told. Save it as UTF-8 and read it again."
    ).format(line=line)
    high = len(_HIGH.findall(payload))
    if 2 * sum(len(pair) for pair in _UTF_8_PAIR.findall(payload)) > high:
        return _refused(refusal)
    try:
        text = payload.decode("windows-1251")
    except UnicodeDecodeError:
        return _refused(refusal)
    if _BINARY.search(text) or _MIXED_WORD.search(text):
        return _refused(refusal)
    if _SOUTHERN.search(text) and _NORTHERN.search(text):
        return _refused(refusal)
    if not reads_as_windows_1251(payload):
        return _refused(unsure)
    return _without_mark(text, "windows_1251")
