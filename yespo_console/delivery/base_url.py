"""What a base URL must be, so that a key goes only where the user means it to."""

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

from yespo_console.platform.i18n import _

_CALL: Final = re.compile(r"/v\d+(/event|/account/info)?$")


def is_loopback(host: str | None) -> bool:
    """Whether ``host`` is this computer itself: ``localhost``, a name under it, or a loopback address."""
    if not host:
        return False
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name.strip("[]").partition("%")[0]).is_loopback
    except ValueError:
        return False


def checked_base_url(text: str) -> str:
    """``text`` without blanks around it and slashes at its end. Raises ValueError with a sentence for the user."""
    url = text.strip()
    if not url:
        raise ValueError(_("The base URL is empty. Yespo's own is https://yespo.io/api."))
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise ValueError(_("The base URL must not contain blanks, line breaks or backslashes."))
    if "@" in url:  # asked before anything else, for every other sentence repeats the address
        raise ValueError(_("The base URL must not contain a user name or a key. Enter them in their own fields."))
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(_("{url} is not a web address. Check the host and the port.").format(url=url)) from None
    if parts.scheme.lower() not in ("http", "https"):
        raise ValueError(_("{url} does not start with https://.").format(url=url))
    if not host or port == 0:
        raise ValueError(_("{url} is not a web address. Check the host and the port.").format(url=url))
    if re.search("[?#;]", url):  # parameters, among which somebody may put the key
        raise ValueError(_("The base URL must end before any ?, # or ;, as in https://yespo.io/api."))
    if parts.scheme.lower() == "http" and not is_loopback(host):
        raise ValueError(
            _("http:// would send the key to {host} readable for everyone on the way. Use https://.").format(host=host)
        )
    url = url.rstrip("/")
    if call := _CALL.search(url):
        raise ValueError(
            _("Leave out {path}: the program adds it. Enter {base}.").format(path=call[0], base=url[: call.start()])
        )
    return url
