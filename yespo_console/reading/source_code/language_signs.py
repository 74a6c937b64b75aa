"""What a source text of each language has in it. A look at plain words comes first: it costs little in a long text."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one language.

    Attributes:
        words: one of them stands in every text that ``pattern`` is found in, in any case of letters.
        pattern: linear; found in a text of the language.
    """

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def stand_in(self, text: str, end: int) -> bool:
        """Whether the language shows before ``end``."""
        beginning = text[:end]
        lowered = beginning.lower()
        return any(word in lowered for word in self.words) and self.pattern.search(beginning) is not None


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
    re.compile(
        r"(?:StringContent|StringEntity|StringBuilder|RestRequest|AddStringBody|toRequestBody)\(|HttpRequestMessage|\bJSONObject\(|\btemplate\.New\(|JsonSerializer\.|JsonConvert\."
        r"|JObject\.|JsonNode\.|(?:RequestBody|ObjectMapper|BodyPublishers|BodyInserters)\b|As(?:Json)?Async\("
        r"|strings\.New|bytes\.New|json\.(?:Marshal|Unmarshal|NewEncoder)|\.(?:writeValueAsString|readTree)\(|\bsetBody\("
        r"|\b[Ss]tring \w{1,60} ?=|\bval \w{1,60}(?:: ?String)? ?=|:= ?(?:\[\]byte\()?[\"`]"
    ),
)
PHP: Final = Signs(
    ("<?", "curl_setopt", "json_encode(", "->eventtypekey", "$", "array(", "array ("),
    re.compile(
        r"<\?(?:php|=)|curl_setopt|\bjson_encode\(|->eventTypeKey\b|\$\w{1,60}\s{0,9}=[^=]|(?<![\"'\w])[aA]rray ?\("
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
    re.compile(
        r"^\s{0,40}require ['\"]|Net::HTTP|\.to_json\b|JSON\.(?:generate|dump)\b|HTTParty|Faraday|RestClient\b(?!\()"
        # What is named in a call without braces around it: Meteor has an HTTP of JavaScript.
        r"|\b(?:HTTP|Excon|Typhoeus)\.[a-z][^{}]{0,300}?[(,\s](?:(?:json|body|form): ?|:(?:json|body|form)\s{0,9}=>)"
        r"|:(?:eventTypeKey|eventKey|keyValue|params|parameters)\s{0,9}=>"
        r"|\bputs |\w\[:\w{1,60}\]|\bdo \|\w|<<[~-]['\"]?[A-Z]"
        r"|^[ \t]{0,40}(?:end|class \w{1,60} < [\w:]{1,80})[ \t]*$|^[ \t]{0,40}[\w.]{1,60} << [\[{\w]"
        r"|[=>:,(\[]\s{0,9}%[wWiI][\[({]",
        re.MULTILINE,
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
    re.compile(
        r"^[ \t]{0,40}(?:import [\w., ]{1,80}$|from [\w.]{1,80} import |def \w{1,60}\(|async def |print[ (]|>>> )"
        r"|^[ \t]{0,40}In \[\d{0,5}\]: |\bjson\.dumps\(|\brequests\.\w|\bhttpx\.|\burllib\."
        r"|\baiohttp\.|\bOrderedDict\("
        # An argument with a name, as the clients of Python call theirs; other languages part it from its value.
        r"|[(,]\s{0,99}(?:(?:json|data|headers|auth)=[{(\[]|json=\w)",
        re.MULTILINE,
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
    re.compile(
        r"\bfetch\s{0,9}\(|\baxios\b|\bJSON\.stringify\b|\bXMLHttpRequest\b|\$\.(?:ajax|post)\b|\bjQuery\."
        r"|\bsendBeacon\(|^[ \t]{0,40}(?:const|let|var|export|async function) |^import [^\n]{1,80} from ['\"]"
        r"|\brequire\(|=>\s{0,9}[{(]|\bgot\.post\(|[;{}][ \t]{0,9}(?:const|let|var) \w|\bfunction\s{0,9}\w{0,60}[<(]",
        re.MULTILINE,
    ),
)
POWERSHELL: Final = Signs(
    ("invoke-webrequest", "invoke-restmethod", "convertto-json", "irm", "iwr", "curl", "wget", "@'", '@"'),
    re.compile(
        r"(?<!\")\b(?:Invoke-(?:WebRequest|RestMethod)|ConvertTo-Json)\b|^[ \t]{0,40}(?:irm|iwr)[ \t]"
        # Names that Windows PowerShell gives the same command; curl and wget themselves have no such options.
        r"|^(?:PS [^>\n]{0,100}>)?[ \t]{0,40}(?:curl|wget)[ \t](?:[^\n]{0,400}[ \t])?"
        r"-(?:Uri|Body|Headers|ContentType)[ \t]"
        # A text of several lines that is given to a variable.
        r"|^[ \t]{0,40}\$\w{1,60}[ \t]{0,9}=[ \t]{0,9}@['\"][ \t]*\r?$",
        re.MULTILINE | re.IGNORECASE,
    ),
)
