"""What happens to an event on its way to support: each function damages a sound JSON text in one way.

A mangling draws its places from ``random``; it returns text or bytes, or None when the text has no place for it.
"""

import base64
import html
import json
import random
import re
import urllib.parse
from collections.abc import Callable

from yespo_console.events.event import Object
from yespo_console.events.json_text import dump, inner, parse

Mangling = Callable[[str, random.Random], str | bytes | None]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s"{}\[\]:,]+|\s+')


def tokens(text):
    return _TOKEN.findall(text)


def _is_string(token):
    return token[0] == '"'


def _gaps(parts):
    """Places between tokens outside of strings, from behind the first bracket to before the last."""
    return range(1, len(parts))


def _insert(parts, at, what):
    return "".join(parts[:at]) + what + "".join(parts[at:])


def inner_json_raw(text, random, stray=""):
    """The JSON inside a value pasted between quotes as it is."""
    parts = tokens(text)
    places = [
        index
        for index, part in enumerate(parts)
        if _is_string(part) and inner(parse(part)) is not None and '"' in parse(part)
    ]
    if not places:
        return None
    for index in places:
        parts[index] = f'"{parse(parts[index])}{stray}"'
    return "".join(parts)


def inner_json_raw_with_stray_brackets(text, random):
    """The same as the documentation prints it, with brackets too many before the closing quote."""
    return inner_json_raw(text, random, random.choice(["]}", "}", "]", "}]"]))


def inner_quotes_bare(text, random):
    """Every backslash before a quote lost."""
    return text.replace('\\"', '"') if '\\"' in text else None


def stray_bracket(text, random):
    parts = tokens(text)
    return _insert(parts, random.choice(range(2, len(parts) + 1)), random.choice("]}"))


def stray_bracket_behind_bracket(text, random):
    parts = tokens(text)
    places = [index + 1 for index, part in enumerate(parts) if part in "]}"]
    return _insert(parts, random.choice(places), random.choice(["]", "}", "]}"]))


def line_comments(text, random):
    parts = tokens(text)
    for _ in range(random.randint(1, 3)):
        at = random.choice(_gaps(parts))
        parts.insert(at, random.choice(['// required, "see" {below}\n', "# note: it's\r\n", "//\n"]))
    return "".join(parts)


def block_comments(text, random):
    parts = tokens(text)
    for _ in range(random.randint(1, 3)):
        parts.insert(random.choice(_gaps(parts)), random.choice(["/* a */", '/** "b": 1,\n * } */', "/**/"]))
    return "".join(parts)


def missing_comma(text, random):
    parts = tokens(text)
    places = [index for index, part in enumerate(parts) if part == ","]
    if not places:
        return None
    del parts[random.choice(places)]
    return "".join(parts)


def trailing_comma(text, random):
    parts = tokens(text)
    places = [
        index
        for index, part in enumerate(parts)
        if part in "]}" and next(before for before in reversed(parts[:index]) if before.strip()) not in "[{"
    ]
    return _insert(parts, random.choice(places), ",") if places else None


def doubled_comma(text, random):
    parts = tokens(text)
    places = [index for index, part in enumerate(parts) if part == ","]
    return _insert(parts, random.choice(places), ",") if places else None


def raw_line_breaks(text, random):
    changed = re.sub(
        r"\\\\|\\n|\\t|\\r", lambda match: {"\\n": "\n", "\\t": "\t", "\\r": "\r"}.get(match[0], match[0]), text
    )
    return changed if changed != text else None


def ellipsis(text, random):
    parts = tokens(text)
    places = [
        index
        for index, part in enumerate(parts)
        if part in "]}" and next(before for before in reversed(parts[:index]) if before.strip()) not in "[{"
    ]
    return (
        _insert(parts, random.choice(places), random.choice([", ...", ",\n...\n", " ...", ", …"])) if places else None
    )


def _requoted(text, quote):
    """Each string as another language writes it in quotes of its own."""
    result = []
    for part in tokens(text):
        if _is_string(part):
            inside = part[1:-1].replace('\\"', '"').replace(quote, "\\" + quote)
            result.append(quote + inside + quote)
        else:
            result.append(part)
    return "".join(result)


def single_quotes(text, random):
    return _requoted(text, "'")


def single_quotes_blunt(text, random):
    """Every double quote replaced; only for texts without apostrophes, which would make it another text."""
    return text.replace('"', "'") if "'" not in text else None


def typographic_quotes(text, random):
    """As a word processor does it: by what stands before the quote."""
    opening, closing = random.choice(["“”", "„“", "””", "«»"])
    if set(opening + closing) & set(text):
        return None
    return re.sub(r'(?<=[\s{\[(,:])"|"', lambda match: opening if _opens(text, match.start()) else closing, text)


def _opens(text, at):
    return text[at - 1] in " \t\r\n{[(,:"


def unquoted_names(text, random):
    parts = tokens(text)
    changed = False
    for index, part in enumerate(parts):
        follows = next((after for after in parts[index + 1 :] if after.strip()), "")
        if _is_string(part) and follows == ":" and re.fullmatch(r"[A-Za-z_$][\w$]*", part[1:-1]):
            parts[index] = part[1:-1]
            changed = True
    return "".join(parts) if changed else None


def html_entities(text, random):
    return html.escape(text)


def html_numbers(text, random):
    return html.escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")


def no_break_spaces(text, random):
    """Spaces between values, as a web page has them."""
    parts = tokens(text)
    changed = [
        part.replace(" ", random.choice(["\u00a0", "\u00a0", "\u2009"])) if part.isspace() else part for part in parts
    ]
    return "".join(changed) if changed != parts else None


def all_spaces_no_break(text, random):
    return text.replace(" ", "\u00a0") if " " in text else None


def code_fence(text, random):
    before, after = random.choice([("", ""), ("Hi, this is it:\n\n", "\n\nThanks!"), ("\n", "\n")])
    return f"{before}```{random.choice(['', 'json', 'JSON '])}\n{text}\n```{after}"


def mail_quoting(text, random):
    mark = random.choice(["> ", ">", "> > ", ">> "])
    lines = "\n".join(mark + line for line in text.split("\n"))
    return random.choice(["", "On Monday Olha wrote:\n"]) + lines


def byte_order_mark(text, random):
    return b"\xef\xbb\xbf" + text.encode("utf-8", "surrogatepass")


def utf_16(text, random):
    return text.encode(random.choice(["utf-16", "utf-16-le", "utf-16-be"]))


def windows_1251(text, random):
    try:
        return text.encode("windows-1251")
    except UnicodeEncodeError:
        return None


def carriage_returns(text, random):
    return text.replace("\n", "\r\n") if "\n" in text else None


def encoded_twice(text, random):
    return json.dumps(text, ensure_ascii=random.random() < 0.5)


def encoded_three_times(text, random):
    return json.dumps(json.dumps(text))


def escaped_without_quotes(text, random):
    return json.dumps(text, ensure_ascii=False)[1:-1]


def values_encoded_twice(text, random):
    """Objects and lists in params as texts of texts, as a program writes them that encodes what is encoded already."""

    def encoded(value):
        held = inner(value)
        return value if held is None else dump(dump(held))

    body = parse(text)
    if body.names.count("params") != 1:
        return None
    params = body.get("params")
    if isinstance(params, Object):
        made = Object(tuple((name, encoded(value)) for name, value in params))
    else:
        made = tuple(
            Object(tuple((name, encoded(value) if name == "value" else value) for name, value in param))
            for param in params
        )
    made = Object(tuple((name, made if name == "params" else value) for name, value in body))
    return None if made == body else dump(made)


def params_in_quotes(text, random):
    body = parse(text)
    if body.names.count("params") != 1:
        return None
    return dump(Object(tuple((name, dump(value) if name == "params" else value) for name, value in body)))


def percent_encoded(text, random):
    return random.choice([urllib.parse.quote, urllib.parse.quote_plus, encode_uri])(text)


def encode_uri(text):
    return urllib.parse.quote(text, safe="~@#$&()*!+=:;,?/'")


def form_field(text, random):
    return urllib.parse.urlencode({"token": "abc", "body": text})


def base_64(text, random):
    encoded = base64.b64encode(text.encode("utf-8")).decode()
    return random.choice(
        [encoded, encoded.replace("+", "-").replace("/", "_").rstrip("="), re.sub("(.{76})", r"\1\n", encoded)]
    )


def in_a_list(text, random):
    return f"[{text}]"


def among_words(text, random):
    return f"Hello, we send this and nothing happens:\n{text}\nPlease help"


def misnamed_members(text, random):
    """Members of the body by names that are known slips."""
    body = parse(text)
    assert isinstance(body, Object)
    if set(body.names) & {"eventKey", "parameters"} or text.count('"params"') != 1 or '"params"' not in text:
        return None
    return text.replace('"params"', '"parameters"')


MANGLINGS: dict[str, Mangling] = {
    function.__name__: function
    for function in (
        inner_json_raw,
        inner_json_raw_with_stray_brackets,
        inner_quotes_bare,
        stray_bracket,
        stray_bracket_behind_bracket,
        line_comments,
        block_comments,
        missing_comma,
        trailing_comma,
        doubled_comma,
        raw_line_breaks,
        ellipsis,
        single_quotes,
        single_quotes_blunt,
        typographic_quotes,
        unquoted_names,
        html_entities,
        html_numbers,
        no_break_spaces,
        all_spaces_no_break,
        code_fence,
        mail_quoting,
        byte_order_mark,
        utf_16,
        windows_1251,
        carriage_returns,
        encoded_twice,
        encoded_three_times,
        escaped_without_quotes,
        values_encoded_twice,
        params_in_quotes,
        percent_encoded,
        form_field,
        base_64,
        in_a_list,
        among_words,
        misnamed_members,
    )
}
