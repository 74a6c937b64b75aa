"""An export with personal data replaced: nobody is told of, and one can still see which places name the same person."""

import io
import json
from array import array

import pytest
from exchange_words import exchange, exchanges
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import assert_cost_grows_as_length

from yespo_console.events.problems import Effect, Severity
from yespo_console.history.exchange import Answer, ExchangeError, StoredProblem
from yespo_console.history.transfer import exporting
from yespo_console.history.transfer.exporting import StoredExchanges, export, preview
from yespo_console.history.transfer.progress import Progress, TransferCancelledError
from yespo_console.platform.logs import hide
from yespo_console.sharing.exchanges.formats import FORMATS
from yespo_console.sharing.known_values import KnownValues
from yespo_console.sharing.personal_values import mostly_hidden
from yespo_console.sharing.redaction import Redactor


class Kept:
    """A history that holds these exchanges."""

    def __init__(self, *kept):
        self._kept = {number: one.model_copy(update={"id": number}) for number, one in enumerate(kept, start=1)}

    def get(self, number):
        return self._kept.get(number)

    @property
    def all(self):
        return StoredExchanges(self, array("q", self._kept))


def exported(format_id, *kept, redact=True):
    out = io.BytesIO()
    result = export(Kept(*kept).all, FORMATS[format_id], out, redact=redact)
    return out.getvalue(), result


def lines(content):
    return [json.loads(line) for line in content.splitlines()]


def event(*params, **more):
    return {"eventTypeKey": "mine", "params": [{"name": name, "value": value} for name, value in params], **more}


PERSON = event(("firstName", "Вікторія"), ("email", "Viktoria@Example.com"), ("phone", "380501234567"))
FIRST = exchange(
    event(("externalOrderId", "A-1")),
    note="Вікторія called from +38 (050) 123-45-67, write to viktoria@example.com",
    tags=("Вікторія",),
    key_value="viktoria@example.com",
    locators=(("EmailAddress", "VIKTORIA@example.com"),),
    url="https://yespo.io/api/v2/event?email=viktoria%40example.com",
    request_headers=(("X-Contact", "380501234567"),),
    problems=(
        StoredProblem(
            code="placeholder_emptied",
            severity=Severity.WARNING,
            effect=Effect.NONE,
            pointer="/params/0/value",
            args=(("value", "Вікторія"),),
        ),
    ),
    answer=Answer(
        status=400, headers=(("X-Who", "viktoria@example.com"),), body="No contact ВІКТОРІЯ 380501234567".encode()
    ),
)
LAST = exchange(PERSON, key_value=None, locators=(("email", "Viktoria@Example.com"), ("phone", "380501234567")))
TRACES = ("вікторія", "viktoria", "380501234567", "050) 123-45-67")


@pytest.mark.parametrize("format_id", FORMATS)
def test_a_person_who_is_known_only_in_the_last_exchange_is_nowhere_in_the_first(format_id):
    content, _ = exported(format_id, FIRST, exchange(event()), LAST)
    text = content.decode().casefold()
    assert [trace for trace in TRACES if trace in text] == []
    assert "a-1" in text
    plain, _ = exported(format_id, FIRST, exchange(event()), LAST, redact=False)
    assert "viktoria" in plain.decode().casefold()


def test_the_same_value_has_the_same_placeholder_in_the_whole_export():
    content, result = exported("jsonl", FIRST, LAST)
    first, last = lines(content)
    assert first["key_value"] == last["locators"][0][1] == "email-1@example.invalid"
    assert first["note"] == "name-1 called from phone-1, write to email-1@example.invalid"
    assert first["tags"] == ["name-1"]
    assert first["url"].endswith("?email=email-1@example.invalid")
    assert json.loads(last["request"]["body"])["params"][0]["value"] == "name-1"
    assert first["response"]["body"] == "No contact name-1 phone-1"
    counted = {each.kind: (each.values, each.times) for each in result.redaction.replaced}
    assert counted["name"] == (1, 5)
    assert counted["email"][0] == counted["phone"][0] == 1


def test_the_originals_stay_as_they_are():
    history = Kept(FIRST, LAST)
    before = history.get(1).model_dump_json()
    export(history.all, FORMATS["jsonl"], io.BytesIO(), redact=True)
    assert history.get(1).model_dump_json() == before


#: What browsers and servers say of themselves.
PLAIN_HEADERS = (
    ("Content-Type", "application/json; charset=utf-8"),
    ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36"),
    ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"),
    ("Host", "yespo.io"),
    ("Idempotency-Key", "8e03978e-40d5-43e8-bc93-6894a57f9324"),
    ("X-Request-Id", "7f0c2b9e-6a57-4f0d-9d0e-3b1f6c2a7d48"),
    ("ETag", 'W/"33a64df551425fcc55e4d42a148795d9f25f89d4"'),
    ("Cache-Control", "private, max-age=600"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ("Sec-Fetch-Site", "same-origin"),
    ("Sec-CH-UA-Mobile", "?0"),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
)


def test_the_headers_of_an_exchange_are_redacted_by_their_names():
    named = (
        ("X-User-Name", "hanna"),
        ("X-Customer-Name", "Ганна Барвінок"),
        ("X-Customer-Id", "CID-8812"),
        ("X-Forwarded-User", "barvinok77"),
        ("X-Contact-Id", "8812-77"),
        ("X-Device-Id", "dvc-8812"),
        ("X-Contact", "Ян Ів"),
        ("Tax-Number", "AA1234567"),
    )
    answered = (("X-User-Id", "usr-4455"), ("X-Session-Id", "sss-1"), *PLAIN_HEADERS)
    kept = exchange(
        event(),
        note="Ганна Барвінок, CID-8812, usr-4455",
        request_headers=(*named, *PLAIN_HEADERS),
        answer=Answer(status=200, headers=answered),
    )
    (line,) = lines(exported("jsonl", kept)[0])
    assert dict(line["request"]["headers"]) == {
        "X-User-Name": "name-1",
        "X-Customer-Name": "name-2",
        "X-Customer-Id": "userId-1",
        "X-Forwarded-User": "name-3",
        "X-Contact-Id": "userId-2",
        "X-Device-Id": "userId-3",
        "X-Contact": "name-4",
        "Tax-Number": "taxNumber-1",
        **dict(PLAIN_HEADERS),
    }
    assert dict(line["response"]["headers"]) == {
        "X-User-Id": "userId-4",
        "X-Session-Id": "***",
        **dict(PLAIN_HEADERS),
    }
    assert line["note"] == "name-2, userId-1, userId-4"


def test_what_is_no_json_is_left_out_and_so_is_an_answer_that_may_quote_it():
    broken = exchange('{"firstName": Вікторія', answer=Answer(status=400, body="near Вікторія".encode()))
    for content in ("jsonl", "har", "html"):
        text, result = exported(content, broken)
        assert "Вікторія" not in text.decode()
        assert "left out" in text.decode()
        assert result.redaction.left_out == 2


def test_bytes_that_are_no_text_are_not_told_in_base64():
    text, _ = exported("jsonl", exchange(b"\xffVIKTORIA", answer=Answer(status=200, body=b"\xffVIKTORIA")))
    assert "body_base64" not in text.decode()


@given(exchanges, st.sampled_from(["jsonl", "har"]))
@settings(max_examples=40, deadline=None)
def test_an_address_is_found_in_no_part_of_an_exchange(given, format_id):
    """Whatever part of an exchange a text stands in, an address in it is replaced."""
    address = "olha.kovalenko@example.com"
    everywhere = json.loads(given.model_dump_json())
    places = [name for name, value in everywhere.items() if isinstance(value, str) and name not in ("sent_at", "api")]
    filled = given.model_copy(
        update={
            **{name: f"{everywhere[name]} {address}" for name in places if name not in ("request_body", "url")},
            "url": f"https://yespo.io/{address}",
            "request_body": json.dumps({"eventTypeKey": address, address: [address, {"a": address}]}).encode(),
            "tags": (address,),
            "locators": ((address, address),),
            "request_headers": ((address, address),),
            "problems": (
                StoredProblem(
                    code=address,
                    severity=Severity.INFO,
                    effect=Effect.NONE,
                    pointer=address,
                    args=((address, address),),
                ),
            ),
            "answer": Answer(
                status=400,
                reason=address,
                headers=((address, address),),
                body=f"<p>{address}</p>".encode(),
                error=ExchangeError(kind=address, phase=address, args=((address, address),)),
            ),
        }
    )
    content, _ = exported(format_id, filled)
    assert b"kovalenko" not in content


def test_a_preview_says_what_an_export_replaces():
    history = Kept(FIRST, LAST)
    told = preview(history.all)
    _, result = exported("jsonl", FIRST, LAST)
    assert told == result.redaction
    names = {each.kind: each for each in told.replaced}
    assert names["email"].examples == ("VI…IA@ex…om",)
    assert names["name"].examples == ("Ві…ія",)
    assert all(each.title for each in told.replaced)


def test_a_preview_of_many_tells_of_the_first_before_it_has_counted_all(monkeypatch):
    monkeypatch.setattr(exporting, "FIRST_LOOKS", (1, 2, 10))
    told = []

    class Heard(Progress):
        def step(self):
            super().step()
            if self.so_far is not None and self.so_far not in told:
                told.append(self.so_far)

    many = [exchange(event(("email", f"a{number}@example.com")), key_value=None, locators=()) for number in range(4)]
    progress = Heard()
    whole = preview(Kept(*many).all, progress)
    assert [each.exchanges for each in told] == [1, 2]
    assert whole.exchanges == 4
    assert progress.so_far is whole
    assert progress.done == progress.total == 2 * (1 + 2 + 4)
    emails = [next(each.values for each in one.replaced if each.kind == "email") for one in (*told, whole)]
    assert emails == [1, 2, 4]


def test_an_example_shows_the_ends_of_a_value_only():
    assert mostly_hidden("viktoria@example.com") == "vi…ia@ex…om"
    assert mostly_hidden("Аня") == "А…"
    assert mostly_hidden("380501234567") == "38…67"


@given(
    st.text("ыъё", min_size=4, max_size=12), st.text("ыъё", min_size=4, max_size=12), st.sampled_from(sorted(FORMATS))
)
@settings(max_examples=60, deadline=None)
def test_no_value_is_told_wherever_it_stands(name, customer, format_id):
    about = event(("lastName", name), ("externalCustomerId", customer))
    before = exchange(
        event(("comment", f"for {name}:{customer}"), ("nested", json.dumps({"a": [name, {name: customer}]}))),
        note=f"{name}\n{customer}",
        answer=Answer(status=200, body=json.dumps({"who": [name, customer]}).encode()),
    )
    content, _ = exported(format_id, before, exchange(about))
    text = content.decode()
    for value in (name, customer):
        assert value not in text
        assert json.dumps(value)[1:-1] not in text


@pytest.mark.parametrize("format_id", sorted(FORMATS))
def test_what_is_told_by_its_shape_or_name_is_in_no_format(format_id):
    values = {
        "addr": "вул. Лесі 7",
        "card": "4111 1111 1111 1111",
        "iban": "UA213223130000026007233566001",
        "birthday": "1990-03-04",
        "passport": "АВ123456",
        "userIp": "93.75.12.8",
        "telegram": "@oksana_t",
        "ПІБ": "Коваленко Тарас Шевченкович",
        "manager": "Софія Окуневська",
        "delivery": "Нова Пошта, Київ, вул. Саксаганського 44, кв 7",
        "lat": "49.839683",
        "ig": "https://instagram.com/hannabarv",
        "cookie": "session=deadbeefcafebabe12345678",
        "userId": "U-554433",
        "obf": "vasyl.stus(at)gmail.com",
    }
    page = "https://shop.ua/u?name=Oksana&user=hannabarv&sid=deadbeefcafebabe12345678&b=b2tzYW5hLnNlY3JldEBzaG9wLnVh"
    about = event(("recipient", json.dumps(values, ensure_ascii=False)), ("page", json.dumps({"location": page})))
    content, _ = exported(format_id, exchange(about))
    text = content.decode()
    for value in (*values.values(), "Oksana", "hannabarv", "deadbeef", "b2tzYW5hLnNlY3JldEBzaG9wLnVh"):
        assert value not in text
        assert json.dumps(value)[1:-1] not in text


def test_a_short_id_does_not_eat_the_numbers_in_placeholders():
    body = event(("email", "a@example.com"), ("contactId", "1"), ("note", "1 a1 11"))
    content, _ = exported("jsonl", exchange(body, key_value=None, locators=()))
    params = json.loads(lines(content)[0]["request"]["body"])["params"]
    assert [param["value"] for param in params] == ["email-1@example.invalid", "contactId-1", "contactId-1 a1 11"]


def test_a_value_counts_in_another_case_only_as_a_word_of_its_own():
    known = KnownValues()
    known.add("Cart", "name-1")
    joined = "".join(known.split("cartUpdated for CART, cart. MyCart"))
    assert joined == "cartUpdated for name-1, name-1. Myname-1"
    assert "".join(known.split("Cartridge, Cartman, CARTS, aCart, shopCart, Cart_3")) == (
        "Cartridge, Cartman, CARTS, aname-1, shopname-1, name-1_3"
    )
    known.add("王小明先", "name-2")
    assert "".join(known.split("与王小明先生")) == "与name-2生"
    known.add("Straße", "address-1")
    assert "".join(known.split("STRAẞE straße İstraße")) == "address-1 address-1 İstraße"


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Ivan, Ivan's, IVAN; Ivanenko and Ivanov", "name-1, name-1's, name-1; Ivanenko and Ivanov"),
        ("Тарас, Тарасові, ТАРАСА; Тарасюченко", "name-2, name-2, name-2; Тарасюченко"),
        ("contact 2005512 of order 20055129 and U2005512", "contact contactId-1 of order 20055129 and UcontactId-1"),
    ],
)
def test_a_value_is_no_part_of_another_word_or_number(note, told):
    body = event(("firstName", "Ivan"), ("middleName", "Тарас"), ("contactId", "2005512"), ("note", note))
    content, _ = exported("jsonl", exchange(body, key_value=None, locators=()))
    assert json.loads(lines(content)[0]["request"]["body"])["params"][-1]["value"] == told


def test_a_key_is_hidden_within_other_words_too():
    redactor = Redactor()
    redactor.learn_value("session", "a1b2c3d4")
    assert redactor.text("sidea1b2c3d4f5") == "side***f5"


def test_a_price_stays_though_somebody_has_that_number():
    products = [{"productId": "A-1", "price": 200, "oldPrice": "200.00", "quantity": 200, "name": "Cup"}]
    params = [("contactId", 200), ("totalCost", "200"), ("discount", "200 UAH"), ("products", json.dumps(products))]
    headers = (("Content-Length", "200"), ("X-Ref", "200"))
    kept = exchange(event(*params, ("ref", "200")), key_value=None, locators=(), request_headers=headers)
    (line,) = lines(exported("jsonl", kept)[0])
    told = {param["name"]: param["value"] for param in json.loads(line["request"]["body"])["params"]}
    assert json.loads(told.pop("products")) == products
    assert told == {"contactId": "contactId-1", "totalCost": "200", "discount": "200 UAH", "ref": "contactId-1"}
    assert dict(line["request"]["headers"]) == {"Content-Length": "200", "X-Ref": "contactId-1"}


def test_many_people_take_no_longer_than_each():
    def work(count):
        redactor = Redactor()
        for number in range(count):
            redactor.learn_value("lastName", f"Коваленко{number}")
        for number in range(0, count, 10):
            assert redactor.text(f"Dear Коваленко{number} and others " * 3).count("name-") == 3

    assert_cost_grows_as_length(work, 2_000)


def test_a_key_is_in_no_export_even_without_redaction():
    key = "planted-key-0123456789"
    hide(key)
    leaky = exchange(
        {"eventTypeKey": "x", "note": key},
        url=f"https://yespo.io/api/v2/event?api_key={key}&a=1",
        request_headers=(("X-Odd", f"key {key}"),),
        answer=Answer(status=200, headers=(("X-Odd", key),), body=f"you are {key}".encode()),
        note=f"the key is {key}",
    )
    for format_id in FORMATS:
        content, _ = exported(format_id, leaky, redact=False)
        assert key.encode() not in content
        assert b"***" in content
    assert exported("jsonl", exchange(), redact=False)[0].count(b"***") == 1  # that of the Authorization header


def test_a_cancel_ends_an_export_at_its_next_exchange():
    progress = Progress()
    asked = []

    class Watched(Kept):
        def get(self, number):
            asked.append(number)
            if len(asked) == 2:
                progress.cancel()
            return super().get(number)

    history = Watched(FIRST, LAST, LAST)
    with pytest.raises(TransferCancelledError):
        export(history.all, FORMATS["jsonl"], io.BytesIO(), redact=False, progress=progress)
    assert asked == [1, 2]
