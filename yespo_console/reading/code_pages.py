"""Whether bytes that are not UTF-8 read as Ukrainian or Russian in Windows-1251, and as nothing as likely otherwise.

Each byte of the old code pages is a letter in all of them, so nothing but the words tells them apart. They are held
against what words look like: which letters follow each other, how capitals and signs stand. What that costs is roughly
a logarithm of how seldom it is. A word too short to tell is no proof, but for a unit or a sign that is one in no other.
"""

import codecs
import re
from itertools import islice, pairwise
from typing import Final

from yespo_console.reading.usual_words import USUAL_WORDS
from yespo_console.reading.word_set import word_set

#: What such files are in, beside Windows-1251: DOS, KOI8, Unix, those of the west of Europe, Macintosh; and how much
#: more a text must cost in each. The small letters of a Macintosh are nearly the same, so little tells those two apart.
_OTHERS: Final = {
    "cp866": 6.0,
    "cp1125": 6.0,
    "koi8-u": 6.0,
    "koi8-r": 6.0,
    "iso8859-5": 3.0,
    "cp1252": 6.0,
    "cp437": 6.0,
    "mac-roman": 6.0,
    "mac-cyrillic": -1.0,
}
#: So many different words decide.
_MOST_WORDS: Final = 2000
#: What stands between spaces and quotes; the letter of an escape before it is none of its own.
_TOKEN: Final = re.compile(rb"(?:\\[bfnrt])?([A-Za-z0-9'`]{0,40}[\x80-\xff][\x80-\xffA-Za-z0-9'`]{0,200})")
_NUMBERED: Final = re.compile(rb"\xb9[ \xa0]?[0-9]")
_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])['’`](?=[^\W\d_])")
_WORD: Final = re.compile(r"[\u0400-\u04ff]+")
_LETTERS: Final = "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя"
#: How unlikely each letter, in this order, and the end of the word are behind each letter, and at its beginning (^).
_BEHIND: Final = {
    row[0] + second: int(cost)
    for row in (
        "^44349467974555834434243455565699996769",
        "а65459456964896443427534366555679999542",
        "б27689839897439963643835839687965579975",
        "в18679639877339954733655549788689489974",
        "г26559639999449964651836739798999989993",
        "ґ25457437777547775774725337777777777572",
        "д26569629636339945632544648677799679764",
        "е66459468955799443325524477665679999872",
        "є97559499977996745239744277668899999481",
        "ё99669699955999775419934299699799999995",
        "ж26789429699249955734786739896799988984",
        "з14359449987449956433546748988699559965",
        "и66459549964599344336533395454669999642",
        "і55359376964985444435644477665579999642",
        "ї86569588956997754537745498587899999990",
        "й86679579997799955534763497988699999961",
        "к29599949998349974862744439759799988894",
        "л27769728679339965753896648898999729444",
        "м24689829999339966653486739998999489972",
        "н38749439797339958832994447777799359644",
        "о74249458954795544337433477675689999673",
        "п39999929999439974962626639778999789785",
        "р27569529868339956542765437678699579754",
        "с37589839989449934643465248677799639834",
        "т27499839999249956743734648787899539763",
        "у45359445955796643437433376685659997472",
        "ф29779939999229884662936545999999769984",
        "х28599849999439987652946648799999977991",
        "ц37679929996219958985796759879999649554",
        "ч29999929569249956824876549788799979995",
        "ш28599929599249945644865339987999979974",
        "щ29999919499159999975999839999999989996",
        "ъ77777717377777777777777777777777777727",
        "ы95369529985999255379555499295599999982",
        "ь97779665895897729624893498877599999542",
        "э96559599996699423439533364679499999994",
        "ю76369595967998767658746299983929999591",
        "я87569446985999755348756379567969999571",
    )
    for second, cost in zip(f"{_LETTERS}$", row[1:], strict=True)
}
#: The same for signs of print, for letters of the west without any of ours beside them, and for anything else.
_SIGNS: Final = dict.fromkeys("«»„“”’‘–—…№•°€™\u00a0", 4.0)
#: Signs of print where none of their kind stands: an opening one behind a letter, a space at the end.
_MISPLACED: Final = re.compile(r"(?<=[^\W\d_])[«„‘№•–—€]|[»”…€™°№•–—](?=[^\W\d_])|\A[’»”\u00a0]|[«„‘\u00a0]\Z")
#: Quotes of which one half asks for the other, and what that may be.
_PAIRS: Final = {"„": "“”", "“": "„”", "”": "„“", "‘": "’", "«": "»", "»": "«"}
_WESTERN: Final = 4.0
_STRANGE: Final = 10.0
#: Words of one letter.
_ALONE: Final = frozenset("авзійоуяикссєжбшгмл")
_CAPITALS: Final = 1.5
#: A word that people use, however its letters follow each other.
_USUAL: Final = 6.0
_UNIT: Final = 3.0
#: What contradicts how words are written.
_WRONG: Final = 6.0
#: No more than this a text may cost for each of its letters, and for each of its words.
_MOST_PER_LETTER: Final = 6.0
_MOST_PER_WORD: Final = 4.0
#: One of so many words may be written as no word is.
_MOST_WRONG: Final = 8
#: Shorter words tell nothing, but for units: ``çà`` would be one of ours, too.
_SHORTEST: Final = 3
_UNITS: Final = word_set("кг гр мг шт уп см мм км мл дн хв тв гб мб тб вт")


def reads_as_windows_1251(payload: bytes) -> bool:
    """Whether a file is in Windows-1251 beyond doubt; only its first words are looked at."""
    tokens = list(dict.fromkeys(islice((match[1] for match in _TOKEN.finditer(payload)), 10 * _MOST_WORDS)))
    del tokens[_MOST_WORDS:]
    texts = _decoded(tokens, "windows-1251")
    if texts is None:
        return False
    words = [word for text in texts for word in _WORD.findall(_APOSTROPHE.sub("", text))]
    if not any(len(word) >= _SHORTEST or word.lower() in _UNITS for word in words) and (
        words or any("№" in text for text in texts) != bool(_NUMBERED.search(payload))
    ):
        return False
    cost = _cost_of_all(texts)
    letters = sum(map(len, words))
    if _MOST_WRONG * sum(map(_is_wrong, texts)) > len(texts):
        return False
    if sum(map(_cost_of_word, words)) > _MOST_PER_LETTER * letters + _MOST_PER_WORD * len(texts):
        return False
    for name, margin in _OTHERS.items():
        others = _decoded(tokens, name)
        if others is not None and others != texts and _cost_of_all(others) < cost + margin:
            return False
    return True


def _decoded(tokens: list[bytes], name: str) -> list[str] | None:
    decode = codecs.getdecoder(name)
    try:
        return [decode(token)[0] for token in tokens]
    except UnicodeDecodeError:
        return None


def _cost_of_all(texts: list[str]) -> float:
    """How unlikely a text is, of which these are the words."""
    signs = set().union(*texts)
    alone = sum(half in signs and signs.isdisjoint(others) for half, others in _PAIRS.items())
    return sum(map(_cost, texts)) + _WRONG * alone


def _cost(token: str) -> float:
    """How unlikely what stands between spaces and quotes is."""
    cost = sum(map(_cost_of_word, _WORD.findall(_APOSTROPHE.sub("", token))))
    for character in token:
        if character > "\x7f" and not "\u0400" <= character <= "\u04ff":
            cost += _SIGNS.get(character, _WESTERN if "À" <= character <= "ɏ" and len(token) == 1 else _STRANGE)
    cost += _WRONG * sum(1 for _sign in _MISPLACED.finditer(token))
    return cost


def _is_well_written(word: str) -> bool:
    """Whether a word is all small, all capital, or capital only where it begins."""
    return word in (word.lower(), word.upper(), word.capitalize())


def _is_wrong(token: str) -> bool:
    """Whether a sign stands where none of its kind does, or capitals within a word, or what is no letter of ours."""
    if _MISPLACED.search(token) or any(each > "\x7f" and each not in _SIGNS and not each.isalpha() for each in token):
        return True
    words = _WORD.findall(token)
    return not all(map(_is_well_written, words)) or any(
        letter not in _LETTERS for word in words for letter in word.lower()
    )


def _cost_of_word(word: str) -> float:
    low = word.lower()
    cost: float = sum([_BEHIND.get(first + second, _STRANGE) for first, second in pairwise(f"^{low}$")])
    if len(low) == 1 and low not in _ALONE:
        cost += _WRONG
    if low in _UNITS and _is_well_written(word):
        return _UNIT
    if low in USUAL_WORDS:
        cost = min(cost, _USUAL)
    if word == low:
        return cost
    return cost + (_CAPITALS if _is_well_written(word) else _WRONG)
