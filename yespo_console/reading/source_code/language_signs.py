"""What a source text of each language has in it. A look at plain words comes first: it costs little in a long text.

Each sign begins with a character of its own, so that the search goes from one of these to the next and looks at nothing
in between; what has to stand before that is looked back for.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one language.

    Attributes:
        words: one of them stands in every text that ``pattern`` is found in, in any case of letters.
        pattern: linear; found in a text of the language that has a line break before it.
    """

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def stand_in(self, text: str, end: int) -> bool:
        """Whether the language shows before ``end``."""
        beginning = text[:end]
        lowered = beginning.lower()
        return any(word in lowered for word in self.words) and self.pattern.search(f"\n{beginning}") is not None


def _any_of(*signs: str) -> re.Pattern[str]:
    return re.compile("|".join(signs), re.MULTILINE)


def _words(words: str, behind: str = "") -> str:
    """Words, parted by spaces, that begin as words do, and what stands behind each."""
    return "|".join([f"{word[0]}(?<=\\b{word[0]}){word[1:]}{behind}" for word in words.split()])


def _each(characters: str, behind: str) -> str:
    """Any of some characters, and what stands behind it."""
    return "|".join([f"{re.escape(character)}{behind}" for character in characters])


#: C#, Go, Java and Kotlin, whose texts look like those of JavaScript.
TYPED: Final = Signs(
    (
        "stringcontent(",
        "stringentity(",
        "httprequestmessage",
        "restrequest(",
        "addstringbody(",
        "torequestbody(",
        "jsonserializer",
        "jsonconvert",
        "jobject",
        "jsonnode",
        "requestbody",
        "bodypublishers",
        "bodyinserters",
        "objectmapper",
        "async(",
        "strings.new",
        "bytes.new",
        "json.marshal",
        "json.unmarshal",
        "json.newencoder",
        ".writevalueasstring(",
        ".readtree(",
        "setbody(",
        "string ",
        "stringbuilder(",
        "jsonobject(",
        "template.new(",
        "val ",
        ":=",
    ),
    _any_of(
        r"String(?:Content|Entity|Builder)\(|RestRequest\(|AddStringBody\(|toRequestBody\(|HttpRequestMessage",
        _words("JSONObject", r"\("),
        _words(r"template\.New", r"\("),
        r"JsonSerializer\.|JsonConvert\.|JObject\.|JsonNode\.",
        r"RequestBody\b|ObjectMapper\b|BodyPublishers\b|BodyInserters\b|As(?:Json)?Async\(",
        r"strings\.New|bytes\.New|json\.(?:Marshal|Unmarshal|NewEncoder)|\.(?:writeValueAsString|readTree)\(",
        _words("setBody", r"\("),
        _words("String string", r" \w{1,60} ?="),
        _words("val", r" \w{1,60}(?:: ?String)? ?="),
        r":= ?(?:\[\]byte\()?[\"`]",
    ),
)
#: How Kotlin begins a function or names a value, as no other of these languages does.
KOTLIN: Final = Signs(
    ("fun ", "val "),
    re.compile(
        r"^[ \t]{0,40}(?:(?:private|internal|override|suspend|inline) ){0,3}"
        r"(?:fun (?:[\w.<>]{1,60}\.)?\w{1,60}\(|val \w{1,60} ?[=:])",
        re.MULTILINE,
    ),
)
PHP: Final = Signs(
    ("<?", "curl_setopt", "json_encode(", "->eventtypekey", "$", "array(", "array ("),
    re.compile(
        r"<\?(?:php|=)|curl_setopt|\bjson_encode\(|->eventTypeKey\b|\$\w{1,60}\s{0,9}=[^=]|(?<![\"'\w.])[aA]rray ?\("
        r"|\$\w{1,60}->\w{1,60}\(",
        re.ASCII,
    ),
)
RUBY: Final = Signs(
    (
        "require",
        "net::http",
        ".to_json",
        "json.",
        "httparty",
        "faraday",
        "restclient",
        "http.",
        "excon",
        "typhoeus",
        "=>",
        "puts ",
        "[:",
        "do |",
        "<<",
        "end",
        "class ",
        "%w",
        "%i",
    ),
    _any_of(
        r"\n\s{0,40}require ['\"]|Net::HTTP|\.to_json\b|JSON\.(?:generate|dump)\b|HTTParty|Faraday|RestClient\b(?!\()",
        # What is named in a call without braces around it: Meteor has an HTTP of JavaScript.
        _words(
            "HTTP Excon Typhoeus",
            r"\.[a-z][^{}]{0,300}?[(,\s](?:(?:json|body|form): ?|:(?:json|body|form)\s{0,9}=>)",
        ),
        r":(?:eventTypeKey|eventKey|keyValue|params|parameters)\s{0,9}=>",
        _words("puts", " "),
        r"\[(?<=\w\[):\w{1,60}\]",
        _words("do", r" \|\w"),
        r"<<[~-]['\"]?[A-Z]",
        r"\n[ \t]{0,40}(?:end|class \w{1,60} < [\w:]{1,80})[ \t]*$|\n[ \t]{0,40}[\w.]{1,60} << [\[{\w]",
        _each("=>:,([", r"\s{0,9}%[wWiI][\[({]"),
    ),
)
PYTHON: Final = Signs(
    (
        "import ",
        "def ",
        "async def ",
        "print",
        ">>> ",
        "json.dumps(",
        "requests.",
        "httpx.",
        "urllib.",
        "aiohttp.",
        "ordereddict(",
        "in [",
        "json=",
        "data=",
        "headers=",
        "auth=",
    ),
    _any_of(
        r"\n[ \t]{0,40}(?:import [\w., ]{1,80}$|from [\w.]{1,80} import |def \w{1,60}\(|async def |print[ (]|>>> )",
        r"\n[ \t]{0,40}In \[\d{0,5}\]: ",
        _words(r"json\.dumps OrderedDict", r"\("),
        _words(r"requests", r"\.\w"),
        _words("httpx urllib aiohttp", r"\."),
        # An argument with a name, as the clients of Python call theirs; other languages part it from its value.
        _each("(,", r"\s{0,99}(?:(?:json|data|headers|auth)=[{(\[]|json=\w)"),
    ),
)
JAVASCRIPT: Final = Signs(
    (
        "fetch",
        "axios",
        "json.stringify",
        "xmlhttprequest",
        "$.ajax",
        "$.post",
        "jquery.",
        "sendbeacon(",
        "const ",
        "let ",
        "var ",
        "export ",
        "function",
        "import ",
        "require(",
        "=>",
        "got.post(",
    ),
    _any_of(
        _words("fetch", r"\s{0,9}\("),
        _words(r"axios JSON\.stringify XMLHttpRequest", r"\b"),
        r"\$\.(?:ajax|post)\b",
        _words("jQuery", r"\."),
        _words(r"sendBeacon require got\.post", r"\("),
        r"\n[ \t]{0,40}(?:const|let|var|async function) |\nimport [^\n]{1,80} from ['\"]",
        # A shell exports a variable that is set in the same place.
        r"\n[ \t]{0,40}export (?![A-Za-z_]\w{0,60}=)",
        r"=>\s{0,9}[{(]",
        _each(";{}", r"[ \t]{0,9}(?:const|let|var) \w"),
        _words("function", r"\s{0,9}\w{0,60}[<(]"),
    ),
)
POWERSHELL: Final = Signs(
    ("invoke-webrequest", "invoke-restmethod", "convertto-json", "irm", "iwr", "curl", "wget", "@'", '@"'),
    _any_of(
        r"[iI](?<![\"\w][iI])(?i:nvoke-(?:WebRequest|RestMethod))\b|[cC](?<![\"\w][cC])(?i:onvertTo-Json)\b",
        _each("\n{(;|=", r"[ \t]{0,40}(?i:irm|iwr)[ \t]"),
        # Names that Windows PowerShell gives the same command; curl and wget themselves have no such options.
        r"\n(?i:(?:PS [^>\n]{0,100}>)?[ \t]{0,40}(?:curl|wget)[ \t](?:[^\n]{0,400}[ \t])?"
        r"-(?:Uri|Body|Headers|ContentType))[ \t]",
        # A text of several lines that is given to a variable.
        r"\n[ \t]{0,40}\$\w{1,60}[ \t]{0,9}=[ \t]{0,9}@['\"][ \t]*\r?$",
    ),
)
