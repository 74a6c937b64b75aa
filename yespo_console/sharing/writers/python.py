"""A Python program with httpx."""

from yespo_console.sharing.http_request import HttpRequest
from yespo_console.sharing.writers.parts import body_text, has_body, user_and_secret


def write(request: HttpRequest, *, reveal_secret: bool = False) -> str:
    """A program of one call that sends the request with the same bytes and prints status and answer."""
    lines = ["import httpx", "", "response = httpx.request("]
    lines += [f"    {request.method!r},", f"    {request.url!r},"]
    pair = user_and_secret(request, reveal_secret)
    if pair is not None:
        lines.append(f"    auth={pair!r},")
    lines.append("    headers=[")
    lines += [f"        {header!r}," for header in request.headers]
    lines.append("    ],")
    if has_body(request):
        lines += _content(request)
    lines += [")", "print(response.status_code, response.text)", ""]
    return "\n".join(lines)


def _content(request: HttpRequest) -> list[str]:
    text = body_text(request)
    if text is None:
        return [f"    content={request.body!r},"]
    parts = text.splitlines(keepends=True) or [""]
    if len(parts) == 1:
        return [f"    content={text!r}.encode(),"]
    return ["    content=(", *(f"        {part!r}" for part in parts), "    ).encode(),"]
