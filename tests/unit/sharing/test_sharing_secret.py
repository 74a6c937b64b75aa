"""A key shows itself nowhere by accident."""

import copy
import pickle

import pytest

from yespo_console.platform.secret import Secret
from yespo_console.sharing.http_request import Credential, HttpRequest
from yespo_console.sharing.masking import mask_headers

KEY = "5EC4E7-the-key"


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{!r}".format, lambda secret: f"{[secret]}"])
def test_a_secret_is_hidden_wherever_it_is_printed(show):
    assert KEY not in show(Secret(KEY))
    assert KEY not in show(Credential("api", Secret(KEY)))
    assert KEY not in show(HttpRequest("POST", "https://x", (), b"", Credential("api", Secret(KEY))))


def test_a_secret_cannot_be_written_down():
    for write_down in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="not written down"):
            write_down(Secret(KEY))


def test_secrets_compare_by_their_text_and_do_not_hash():
    assert Secret(KEY) == Secret(KEY)
    assert Secret(KEY) != Secret("other")
    assert Secret(KEY) != KEY
    assert bool(Secret(KEY))
    assert not Secret("")
    with pytest.raises(TypeError):
        hash(Secret(KEY))


def test_the_wire_gets_the_real_thing():
    assert Credential("api", Secret("k:ey")).basic() == "Basic YXBpOms6ZXk="


def test_headers_with_secrets_are_masked_and_all_others_kept():
    headers = (
        ("Content-Type", "application/json"),
        ("AUTHORIZATION", "Basic YXBpOms6ZXk="),
        ("Authorization", "raw-token"),
        ("Cookie", "session=1; x=2"),
        ("X-Api-Key", "abc"),
        ("Proxy-Authorization", "bearer abc"),
    )
    assert mask_headers(headers) == (
        ("Content-Type", "application/json"),
        ("AUTHORIZATION", "Basic ***"),
        ("Authorization", "***"),
        ("Cookie", "***"),
        ("X-Api-Key", "***"),
        ("Proxy-Authorization", "bearer ***"),
    )
    assert mask_headers(mask_headers(headers)) == mask_headers(headers)


#: How programs call the headers that let somebody in.
SECRET_HEADERS = """
    X-CSRF-Token X-XSRF-TOKEN X-Session-Id X-Session-Token X-Session Session sessionid PHPSESSID X-Refresh-Token
    X-Id-Token X-Goog-Api-Key Ocp-Apim-Subscription-Key X-Shopify-Access-Token X-Amz-Security-Token X-Vault-Token
    X-JWT-Assertion X-Hub-Signature X-Hub-Signature-256 X-Shopify-Hmac-Sha256 ApiKey apikey api_key X-Client-Secret
    X-Auth X-Authorization X-Auth-Key x_auth_token CF-Access-Jwt-Assertion Password
"""
#: Others, of which some look like those.
PLAIN_HEADERS = """
    Content-Type Content-Length User-Agent Accept Accept-Language Host Idempotency-Key X-Idempotency-Key X-Request-Id
    X-Correlation-Id ETag Cache-Control Date Server Vary Via Origin Referer Location Sec-WebSocket-Key
    Sec-WebSocket-Accept Sec-Fetch-Site Sec-Fetch-Mode Sec-CH-UA Sec-CH-UA-Mobile X-Cache-Key Surrogate-Key
    Signature-Input WWW-Authenticate X-Frame-Options X-RateLimit-Remaining Strict-Transport-Security Public-Key-Pins
    X-Event-Type-Key Access-Control-Allow-Credentials traceparent CF-Ray X-Customer-Id
"""


def test_a_header_whose_name_says_that_it_is_secret_is_masked_however_short():
    headers = tuple((name, "abc") for name in SECRET_HEADERS.split())
    assert mask_headers(headers) == tuple((name, "***") for name, _value in headers)


def test_a_header_that_lets_nobody_in_is_not_masked():
    headers = tuple((name, "abc") for name in PLAIN_HEADERS.split())
    assert mask_headers(headers) == headers


def test_a_header_that_reads_as_a_signature_is_masked_whatever_its_name():
    headers = (
        ("X-Original-Authorization", "Basic YXBpOmtleQ=="),
        ("X-Forwarded", "Bearer 5EC4E7.key-0123"),
        ("WWW-Authenticate", 'Bearer error="invalid_token"'),
        ("X-Plan", "Basic plan"),
    )
    assert mask_headers(headers) == (
        ("X-Original-Authorization", "Basic ***"),
        ("X-Forwarded", "Bearer ***"),
        *headers[2:],
    )
