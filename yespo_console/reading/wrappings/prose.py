"""Whether a line is what a person wrote to another one, and neither code, data nor a command.

No language that is read here has two bare words in a row, but behind a keyword or the name of a program: that is what
tells ``and then this one`` from ``return this``. A line may have quotes, brackets and other signs in it and still be a
sentence, as long as words outweigh them.
"""

import re
from functools import lru_cache
from typing import Final

from yespo_console.reading.reading import Source
from yespo_console.reading.word_set import word_set

_QUOTED: Final = re.compile(r"\"[^\"\r\n]*+\"|(?<!\w)'[^'\r\n]*+'(?!\w)|`[^`\r\n]*+`|«[^»\r\n]*+»|[“„][^”“\r\n]*+[”“]")
_ADDRESS: Final = re.compile(r"https?://\S{1,2000}+|[\w.+-]{1,60}+@[\w.-]{1,60}+")
_SMILEY: Final = re.compile(r"[:;]-?[()D]")
#: A line without one of these has none of what follows.
_SIGN: Final = re.compile(r"[^\w \t.,!?'’…]|(?<!\w)'|'(?!\w)")
#: A member of an object, an arrow, a call, a variable, a tag, an argument, a block of Ruby, an argument of a program.
_IN_CODE: Final = re.compile(
    r"[\"'][ \t]{0,9}:[ \t]*+\S|=>|->|(?:\#|//|--)[ \t]|\{[ \t]*+[\"']?\w{1,60}[\"']?[ \t]*+:|(?<=\w)\(\S|\$\w{2}"
    r"|<[/\w]|-(?:Uri|Body|Method)\b|[\"')][ \t]+do\b"
    r"|\b(?:curl|wget|https?|xhs?)(?:\.exe)?[ \t]+(?:-|[\"']?https?:|[A-Z]{3,}[ \t]|:)"
)
#: An assignment, or a member of an object.
_FIRST_IN_CODE: Final = re.compile(
    r"[ \t]*+(?:[^\s:]{1,60}(?:,[ \t]*[^\s:,]{1,60}){0,9}[ \t]{0,9}[-+*/.|:?]{0,2}=|[\w-]{1,60}:[ \t]*[\"'{\[])"
)
#: A line that goes on, or the end of a statement.
_LAST_IN_CODE: Final = re.compile(r"(?:[\\^`{(\[]|[)\]}];)[ \t]*\Z")
_REMARK: Final = re.compile(r"[ \t]*+(?i:rem)\b")
#: What a client prints of the requests that it sends and of the answers to them.
_MESSAGE: Final = re.compile(r"(?P<request>[A-Z]{3,10} \S{1,2000} HTTP/[\d.]{1,3})[ \t]*\Z|HTTP/[\d.]{1,3} \d{3}\b")
_SIGNATURE: Final = re.compile(r"--[ \t]*\Z")
_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,80}:[ \t]")
_BULLET: Final = re.compile(r"[ \t]*+(?:[-•–—][ \t]++|\d{1,3}[.)][ \t]++)?")
_WORD: Final = re.compile(r"[(«„“\"'‘]*+([^\W\d_]+(?:['’ʼ`-][^\W\d_]+)*)[)»”\"'’]*[.,:!?…]*+[)»”\"']?")
#: A letter that no program is written in.
_OTHER_LETTER: Final = re.compile(r"[^\W\d_a-zA-Z]")
_MARKED_ALONE: Final = re.compile(r"[ \t]*+[^\W\d_a-z][^\W\d_]*+[:!?.,…]+[ \t]*+\Z")
_NAME_ALONE: Final = re.compile(r"[ \t]*+[^\W\d_a-z][^\W\d_A-Z]+[:!?.,…]*+[ \t]*+\Z")
_COMMANDS: Final = ("curl", "wget", "httpie")
_LONGEST: Final = 4000
#: Words that sentences are full of, and code is not.
_OF_SENTENCES: Final = word_set(
    "a an the this that these those it its it's we they you i he she me us them my our your their his her is are was "
    "were be been am to of at on here there does did doesn't didn't don't has had have not can can't cannot could "
    "should would will won't what why how who which when where please thanks hello hi dear below above also but "
    "because after before again still said says say isn't aren't wasn't i'm we're"
)
_GREETINGS: Final = word_set("hello hi hey thanks cheers regards thx")
#: Those of them that may be names in code.
_NAMES: Final = word_set(
    "a an i me he us am is be to of at on has have had her his our not but before after there "
    "here above below where when who which also again still what how hi"
)
#: What bare words stand behind in some language, or on some command line.
_OF_CODE: Final = word_set(
    "abstract alias and any array as assert async await awk base begin body bool boolean break bundle byte call case "
    "cat catch cd chmod class clone composer const continue critical curl data date debug declare def default defer "
    "defined del delete desc dim do docker done double dynamic echo elif else elseif elsif end ensure enum eof error "
    "esac eval except exec exit export extend extends fail fatal fi final finally float fn for foreach from fun func "
    "function get git global go goto grep helm host http https if implements import in include info instanceof insert "
    "int interface into is java join key kubectl lambda let list local log long loop make map match meta method mkdir "
    "module namespace native new next nil node none not notice npm npx null object of open operator option or order "
    "override package param params pass php pip post print printf private process protected protocol public put puts "
    "python python3 rails raise read readonly record redo ref render request require rescue response result retry "
    "return ruby run sealed select self send server set severe short sleep ssh static string struct sudo super switch "
    "synchronized template test then throw throws time trace trait trap true try type typedef typeof uint undef union "
    "unless unset until update url use using val value values var virtual void volatile wait warn warning wget when "
    "where while with yarn yield"
)
#: Those of them that sentences begin with too, and nothing in code behind which a word of sentences could be a name.
_BEGINNINGS: Final = word_set("and or then not no now by with")


@lru_cache(maxsize=64)  # a line is asked for as a line and as a statement
def is_prose(line: str, source: Source) -> bool:
    """Whether a line is a sentence or a part of one for certain, the mark of a signature, or the first of what an HTTP
    client printed.

    ``source`` is what the text is: an HTTP request is none of such prints where it is what is read, and a name alone is
    no cut off code behind a command.
    """
    if (message := _MESSAGE.match(line)) is not None:
        return source != "http" or message["request"] is None
    if _SIGNATURE.match(line) is not None:
        return True
    if len(line) > _LONGEST or _REMARK.match(line) is not None:
        return False
    said = line
    if _SIGN.search(line) is not None:
        if _FIRST_IN_CODE.match(line) or _IN_CODE.search(line) or _LAST_IN_CODE.search(line, max(0, len(line) - 40)):
            return False
        line = line[_BULLET.match(line).end() :]  # type: ignore[union-attr] # it matches nothing too
        said = _SMILEY.sub(" ", _ADDRESS.sub(" ", _QUOTED.sub(" ", line)))
        if any(said.count(one) != said.count(other) for one, other in ("()", "[]", "{}")):
            return False
    tokens = [token for token in said.split() if token.strip(".,:!?…–—-()")]
    words = [word[1].lower().replace("’", "'") for token in tokens if (word := _WORD.fullmatch(token))]
    if not words or _WORD.fullmatch(tokens[0]) is None or not line.lstrip("(«„“\"'‘").startswith(tokens[0].lstrip("(")):
        return False
    if len(words) == 1 and _OTHER_LETTER.search(words[0]) is None:
        alone = _NAME_ALONE if source in _COMMANDS and words[0] not in _OF_CODE else _MARKED_ALONE
        return len(tokens) == 1 and (words[0] in _GREETINGS or alone.match(line) is not None)
    if words[0] in _OF_CODE:
        return _is_said(words, len(tokens))
    if any(_OTHER_LETTER.search(word) for word in words):
        return 2 * len(words) >= len(tokens)
    certain = sum(word in _OF_SENTENCES and word not in _NAMES for word in words)
    if certain > tokens[0].endswith(":"):
        return 2 * len(words) >= len(tokens)
    if "=" in said or tokens[0].endswith(":") or words[-1] == "do":
        return False  # an assignment, a header or a member, a block of Ruby
    return len(tokens) <= (2 * len(words) if len(words) > 4 else len(words))


def is_surely_said(part: str, source: Source) -> bool:
    """The same of a part of a line beside code, where a word alone that may be a name makes no sentence."""
    words = [word.strip(".,:!?…–—-").lower().replace("’", "'") for word in part.split()]
    said = any(word in _OF_SENTENCES and word not in _NAMES for word in words) or _OTHER_LETTER.search(part) is not None
    return len(words) > 1 and said and is_prose(part, source)


def _is_said(words: list[str], tokens: int) -> bool:
    """Whether a line that begins with a word of some language is a sentence all the same: ``and then this one``."""
    of_sentences = [word for word in words[1:] if word in _OF_SENTENCES]
    certain = sum(word not in _NAMES for word in of_sentences)
    if len(words) == tokens > 2 and words[0] in _BEGINNINGS and certain:
        return True
    return certain > 0 and len(of_sentences) > 1 and len(words) > 3 and 5 * len(words) >= 4 * tokens


def goes_on(line: str, below: str) -> bool:
    """Whether the line below ends a sentence or a greeting, or is a header of what a client printed."""
    if _MESSAGE.match(line) is not None:
        return _HEADER.match(below) is not None
    words = below.split()
    is_short = 0 < len(words) < 4 and all(_WORD.fullmatch(word) for word in words)
    return is_short and words[0].strip(".,:!?…()").lower() not in _OF_CODE
