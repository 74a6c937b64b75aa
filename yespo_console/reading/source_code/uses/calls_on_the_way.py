"""What the calls make of an event through which it goes on its way to its sending, as their names tell it."""

import re
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.source_code.uses.changed_text import PARSES
from yespo_console.reading.source_code.uses.use_kinds import doing_of

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: Functions, methods and commands that make JSON of what they are given, as they are spelled.
_ENCODES: Final = re.compile(
    r"(?:.*json\w*(?:\.|::|->))?(?:dumps?|encode|(?:pretty_|fast_)?generate|serialize|marshal)\Z"
    r"|(?:Oj|Yajl::Encoder)\.\w+\Z|(?:.*[.:>\\])?(?:stringify|to_?json|wp_json_encode"
    r"|json_encode|convertto-json|serializeobject|writevalueasstring|encodetostring)\Z",
    re.IGNORECASE,
)
#: Without the name of a library before them these may make anything.
_OF_LIBRARY: Final = ("encode", "generate", "serialize", "marshal", "dump")
_LIBRARY: Final = re.compile(r"json|\bOj\b|\bYajl\b", re.IGNORECASE)
#: What leaves a text as it is, or gives the same members or items.
_KEEPS: Final = re.compile(
    r"(?:list|dict|ordereddict|array|object|seal|copy|deepcopy|structuredclone|resolve|iter|enumerate|zip|sorted|reversed"
    r"|fromentries|encode|strip|trim|freeze|dup|clone|to_s|tostring|str|string|bytes|from|itself|utf8_encode|getbytes)\Z"
)
#: Methods that hand what they are called on to a function, and not each part of it.
HANDS_ON: Final = re.compile(r"\.(?:then|tap|then_tap|yield_self|also|let)\Z")
#: Those that give a list of what a function makes of each.
MAPS: Final = re.compile(r"(?:map|flatmap|flat_map|collect|array_map)\Z")
#: Those that give of a list what a function chooses.
CHOOSES: Final = re.compile(
    r"(?:filter|array_filter|select|reject|find_all|grep|where|where-object|\?|takewhile|dropwhile)\Z"
)
#: What gives the members of an object, as a list of names or values or both.
PARTS: Final = re.compile(r"(?:entries|items|keys|values|to_a|each_pair)\Z")


def times_made_json(called: str) -> int | None:
    """By how much what is called changes how often something is JSON; None when it is another thing that it gives."""
    word = last_word(called)
    if PARSES.match(word):
        return -1
    if _ENCODES.match(called) and not (word in _OF_LIBRARY and not _LIBRARY.search(called)):
        return 1
    return 0 if _KEEPS.match(word) else None


def takes_body(called: str) -> bool:
    """Whether what is called sends what it is given, or is a class whose objects are sent."""
    word = last_word(called, folded=False)
    doing = doing_of(word)
    return doing in ("sends", "encodes") or (doing == "unknown" and word[:1].isupper())


def last_word(called: str, *, folded: bool = True) -> str:
    """The last word of a name, in small letters if it is ``folded``: that of a method, without what it is one of."""
    word = re.split(r"\.|::|->|\\", called)[-1]
    return word.lower() if folded else word


def what_chooses(reader: "CodeReader", called: tuple[Node, str], place: Node) -> Node | None:
    """What tells which items of the list at ``place`` a call gives; None where it gives all, or something else."""
    call, name = called
    if CHOOSES.match(last_word(name)) is None:
        return None
    others = [each for each in reader.call(call)[1] if not each.start_byte <= place.start_byte < each.end_byte]
    return others[0] if others else call.child_by_field_name("block")
