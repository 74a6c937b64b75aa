"""How people and programs spell an address and a number, for the tests of all who must see it in each."""

import html
import json
from base64 import b64encode, encodebytes, urlsafe_b64encode
from urllib.parse import quote

MAIL = "anna@client.ua"
PHONE = "380509998877"

_QUOTED = quote(MAIL, safe="")
_TOLD = json.dumps({"to": MAIL, "ї": 1}, ensure_ascii=False).encode()


def _of_every_sign(escape: str, value: str = MAIL) -> str:
    return "".join(escape.format(ord(sign)) for sign in value)


def _in_lines(somebody: str, end: str = "\n") -> str:
    """Base64 as it stands in a mail: the end of its first line cuts through somebody."""
    before = "Dear client, thank you for the order".ljust(57 - len(somebody) // 2)
    return encodebytes(f"{before}{somebody}, we know".encode()).decode().replace("\n", end)


MAILS = {
    "as it is": MAIL,
    "in another case": "Anna@CLIENT.ua",
    "with a display name": f'"Anna" <{MAIL}>',
    "JSON": "anna\\u0040client.ua",
    "JSON of every sign": "".join(f"\\u{ord(sign):04x}" for sign in MAIL),
    "JSON in JSON in JSON": json.dumps(json.dumps("anna\\u0040client.ua")),
    "a link": f"https://shop.ua/?to={_QUOTED}&x=1",
    "a link in a link": f"https://shop.ua/?next={quote(f'https://shop.ua/?to={_QUOTED}', safe='')}",
    "a link, three times": f"https://shop.ua/?to={quote(quote(_QUOTED))}",
    "HTML": "write to anna&#64;client.ua",
    "HTML in hexadecimal": "write to anna&#X40;client.ua",
    "HTML by name": "write to anna&commat;client&period;ua",
    "HTML in HTML": html.escape("write to anna&#64;client.ua"),
    "HTML in HTML in JSON": "anna\\u0026amp;#64;client.ua",
    "HTML in a link": quote("anna&#64;client.ua"),
    "HTML in a link in a link": quote(quote("anna&#64;client.ua", safe=""), safe=""),
    "JSON in a link": quote('{"to":"anna\\u0040client.ua"}', safe=""),
    "wide signs": "anna＠client．ua",
    "signs that nobody sees": "anna\u200b@cli\u00adent.ua",
    "base64": b64encode(MAIL.encode()).decode(),
    "base64 in a link": f"https://shop.ua/u?e={quote(b64encode(MAIL.encode()).decode())}&x=1",
    "base64 in another case": b64encode(b"ANNA@Client.ua").decode(),
    "base64 behind one sign": b64encode(f"x {MAIL}".encode()).decode(),
    "base64 behind two": b64encode(f"to={MAIL}&x=1".encode()).decode(),
    "base64 of JSON": b64encode(_TOLD).decode(),
    "base64 of links": urlsafe_b64encode(f"?ї={_QUOTED}".encode()).decode().rstrip("="),
    "base64 in a path": f"https://shop.ua/u/{urlsafe_b64encode(MAIL.encode()).decode()}/off",
    "base64 of HTML": b64encode(b"<p>anna&#64;client.ua</p>").decode(),
    "base64 of HTML of every sign": b64encode(f"<p>{_of_every_sign('&#{};')}</p>".encode()).decode(),
    "base64 of JSON that escapes": b64encode(b'{"at":"shop\\/ua","to":"anna\\u0040client.ua"}').decode(),
    "base64 of JSON of every sign": b64encode(f'{{"to":"{_of_every_sign(chr(92) + "u{:04x}")}"}}'.encode()).decode(),
    "base64 of JSON in JSON of every sign": b64encode(
        json.dumps(json.dumps({"to": _of_every_sign(chr(92) + "u{:04X}")})).encode()
    ).decode(),
    "base64 with escaped slashes": b64encode(f"???{MAIL}???".encode()).decode().replace("/", "\\/"),
    "base64 in lines": _in_lines(MAIL),
    "base64 in lines of Windows": _in_lines(MAIL, "\r\n"),
    "base64 in lines in JSON": json.dumps(_in_lines(MAIL)),
    "base64 in lines in a link": quote(_in_lines(MAIL)),
    "base64 in lines in JSON in a link": quote(json.dumps(_in_lines(MAIL, "\r\n"))),
    "base64 in lines, indented": _in_lines(MAIL, "\n    "),
    "base64 that spaces part": _in_lines(MAIL, " "),
    "base64 that spaces part, in a link": quote(_in_lines(MAIL, "  ")),
    "base64 that tabs part, in JSON": json.dumps(_in_lines(MAIL, "\t")),
}

PHONES = {
    "as it is": PHONE,
    "as people write it": "+38 (050) 999-88-77",
    "as at home": "0509998877",
    "as at home, spaced": "0 50 999 88 77",
    "as at home, with dots": "050.999.88.77",
    "as it was dialled once": "8 050 999 88 77",
    "spaces that do not break": "050\u00a0999\u00a088\u00a077",
    "a link": "viber://chat?number=%2B380509998877",
    "a link of a spaced one": "tel:%2B38%20050%20999%2088%2077",
    "HTML": "+38&nbsp;050&nbsp;999&nbsp;88&nbsp;77",
    "JSON": "+38\\u00a0050\\u2009999-88-77",
    "digits of another script": "+٣٨٠٥٠٩٩٩٨٨٧٧",
    "wide digits": "０５０９９９８８７７",
    "base64": b64encode(b"tel +380509998877").decode(),
    "base64 of a spaced one": b64encode(b"call 050 999-88-77!").decode(),
    "base64 of a link": b64encode(b"tel:050%20999%2088%2077").decode(),
    "base64 as at home": b64encode(b"to:0509998877").decode(),
    "base64 with dots": b64encode(b"call 050.999.88.77!").decode(),
    "base64 grouped otherwise": b64encode(b"call 050 99 98 877!").decode(),
    "base64 of JSON": b64encode(b'{"to":"+38\\u00a0(050)\\u00a0999\\u00a088\\u00a077"}').decode(),
    "base64 of JSON of every sign": b64encode(
        f'{{"to":"{_of_every_sign(chr(92) + "u{:04x}", PHONE)}"}}'.encode()
    ).decode(),
    "base64 in lines": _in_lines(PHONE),
    "base64 in lines in JSON": json.dumps(_in_lines("+38 (050) 999-88-77", "\r\n")),
}
