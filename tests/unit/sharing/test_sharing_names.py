"""Personal data told by the name it stands under, and what stands beside it and stays readable."""

import json

import pytest
from patience import assert_cost_grows_as_length

from yespo_console.events.catalog import load_catalog
from yespo_console.events.json_text import dump, parse
from yespo_console.platform.resources import resources_dir
from yespo_console.sharing.name_spelling import one_spelling
from yespo_console.sharing.personal_names import Place, kind_of
from yespo_console.sharing.redaction import Redactor

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcDEF123"


def told(node):
    """The same without personal data, strings that hold JSON decoded."""
    return decoded(json.loads(dump(Redactor().body(parse(json.dumps(node, ensure_ascii=False))))))


def decoded(node):
    if isinstance(node, str) and node[:1] in ("{", "["):
        return decoded(json.loads(node))
    if isinstance(node, dict):
        return {name: decoded(value) for name, value in node.items()}
    return [decoded(value) for value in node] if isinstance(node, list) else node


def event(**params):
    return {"eventTypeKey": "mine", "params": [{"name": name, "value": value} for name, value in params.items()]}


def params(**values):
    return {param["name"]: param["value"] for param in told(event(**values))["params"]}


@pytest.mark.parametrize(
    "written",
    ["прізвище", "Прізвище", "prizvyshche", "prizvishche", "Prizvysche", "prizvyshe", "PRIZVYSHCHE", "прізвище 2"],
)
def test_a_word_is_one_in_whatever_letters_it_is_written(written):
    assert one_spelling(written) == one_spelling("прізвище")


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            "name",
            """
            fio FIO ФИО ФІО ПІП pib ПІБ п.і.б. імʼя ім'я імя имя imya imia прізвище prizvyshche прізвище_ім'я
            фамилия familiya familia по_батькові po-batkovi pobatkovi отчество otchestvo surname fullName
            full_name middleName givenName name customerName customer_full_name client-name buyerName
            nameOfCustomer name_client ПІБ_клієнта імʼя_отримувача pib_otrymuvacha прізвище_та_ім'я nickname
            login логін username user customer client клієнт klient manager менеджер menedzher courier кур'єр
            kurier recipient отримувач otrymuvach одержувач получатель poluchatel buyer покупець pokupets
            покупатель замовник zamovnyk заказчик zakazchik contactPerson sender owner
            billing_first_name billing_last_name shipping_first_name payment_firstname payment_lastname billing_name
            shipping_name delivery_name billingName shippingRecipient deliveryRecipientName fname lname nameFirst
            loginName guest_name visitorName memberName accountName cardHolder cardHolderName holderName account_holder
            childName your-name
            """,
        ),
        (
            "address",
            """
            address addr address1 address_line_2 adresa адреса адрес deliveryAddress shipping_address
            billing-address адреса_доставки adresa_dostavky адреса_клієнта street вулиця vulytsia vulytsya
            vulitsa улица ulitsa house будинок budynok apartment квартира kvartyra zip zipCode postcode
            postal_code поштовий_індекс delivery shipping доставка dostavka deliveryInfo shipTo
            customer[address] billing_address_1 payment_address_1 payment_postcode
            """,
        ),
        (
            "coordinates",
            """
            lat lng lon latitude longitude Latitude deliveryLat geo_lng coordinates coords широта довгота
            """,
        ),
        (
            "userId",
            """
            userId user_id USER-ID userGuid customerId customer_code clientId clientNumber buyer_id uid
            visitorId deviceId accountId subscriberId managerId ід_клієнта код_клієнта ga_client_id loyaltyId crmId idfa
            """,
        ),
        (
            "messenger",
            """
            telegram telegramId tg tg_username viber instagram instagramUrl ig ig_link insta facebook
            facebook_profile fb whatsapp tiktok linkedin телеграм вайбер інстаграм
            """,
        ),
        (
            "email",
            """
            email e-mail mail customer_email emailClient email_клієнта електронна_пошта емейл emails userMail
            hashedEmail email_sha256 sha256_email_address
            """,
        ),
        (
            "phone",
            """
            phone телефон telefon телефон_клієнта telefon_otrymuvacha tel customerPhone phone2 mobile
            номер_телефону
            """,
        ),
        (
            "birthday",
            "birthday birthDate date_of_birth dob child_birthday дата_народження data_narodzhennia дата_рождения",
        ),
        ("passport", "passport паспорт passport_number"),
        ("taxNumber", "inn ІПН ipn ИНН РНОКПП rnokpp tax_number taxId"),
        ("card", "cardNumber card_no номер_картки loyaltyCard"),
        ("ip", "ip ipAddress userIp client_ip ipv6"),
        (
            "secret",
            """
            cookie cookies session sessionId PHPSESSID sid token authToken accessToken resetToken csrf jwt
            password userPassword pwd пароль parol api_key apiKey secret clientSecret authorization cvv otp bearer
            access_code
            """,
        ),
    ],
)
def test_a_name_tells_what_stands_under_it(kind, names):
    value = "вул. Саксаганського 44, кв 7"
    wrong = {name: found for name in names.split() if (found := kind_of(name, Place.PARAM, value)) != kind}
    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "hidden", "stays"),
    [("pin", "9876", "true"), ("refresh", "rfr998877", "30"), ("refresh", "a1b2c3d4e5", "never")],
)
def test_a_word_that_means_much_is_secret_by_its_value(name, hidden, stays):
    assert params(**{name: hidden})[name] == "***"
    assert params(**{name: stays})[name] == stays


#: Names of shops, products, carts and orders.
OF_THE_SHOP = """
    productId product_id productName categoryName category categoryId brand vendor producer author seller model
    size color url imageUrl image price oldPrice currency currencyCode quantity discount promoCode couponCode
    totalCost totalPrice taxes status statusDescription storeId storeName shopId shop externalOrderId orderId
    orderNumber order_no cartId recycleStateId recomVariantId externalItemId items products page location search
    query isFound isInStock deliveryMethod deliveryType deliveryPrice deliveryCost deliveryDate deliveryService
    shippingMethod shippingCost paymentMethod paymentName source medium utm_source utm_campaign city місто misto region
    область country warehouse warehouseId branch відділення storeAddress адреса_відділення language lang locale
    date time created_at updatedAt title description comment note text message type kind value count total
    weight volume sku ean barcode article артикул назва nazva ціна tsina кількість kilkist категорія товар tovar
    userAgent deviceType clientType customerType customerGroup userStatus userLevel segment managerCount
    companyName company ipRating latest platform plate lateFee longSleeve length inStock sidebar sides
    restoreUrl photoSession signal gps_module webhook tokens_count maxItems bonuses balance rating index
    position positionName offerId variantId eventTypeKey keyValue params gender age tag tags note2 mailing
    smsText phoneModel phoneBrand houseware streetwear zipper
"""


@pytest.mark.parametrize("place", Place)
def test_what_a_shop_tells_of_itself_means_nobody(place):
    value = "вул. Саксаганського 44, кв 7"
    assert {name: kind for name in OF_THE_SHOP.split() if (kind := kind_of(name, place, value))} == {}


#: Documented members that are personal.
OF_PEOPLE = {"firstName", "lastName", "deliveryAddress"}


def documented(schema, found):
    if isinstance(schema, dict):
        found.update(schema.get("properties", {}))
        for part in schema.values():
            documented(part, found)
    elif isinstance(schema, list):
        for part in schema:
            documented(part, found)
    return found


def test_no_documented_member_is_taken_for_personal():
    names = set()
    for known in load_catalog().types:
        documented(known.schema, names)
    assert {name for name in names if kind_of(name, Place.INSIDE, "Cup 44, blue")} - {"shipping"} == OF_PEOPLE
    assert kind_of("shipping", Place.PARAM, "60.50") is None


def ordinary():
    """An event of each documented type, and the samples: the name of each, and its params."""
    for schema in sorted((resources_dir() / "events").glob("*.json")):
        for example in json.loads(schema.read_bytes())["examples"]:
            yield schema.stem, example
    for sample in sorted((resources_dir() / "samples").glob("*.json")):
        body = json.loads(sample.read_bytes())
        yield sample.stem, {param["name"]: param["value"] for param in body["params"]}


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize(("event_type", "values"), list(ordinary()))
def test_an_ordinary_event_keeps_all_that_is_no_person(event_type, values, native):
    people = {"email", "phone", *OF_PEOPLE}
    if not native:
        values = {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}
    body = {**event(**values, contactId=12), "eventTypeKey": event_type}
    result = told(body)
    redacted = {param["name"]: param["value"] for param in result["params"]}
    assert result["eventTypeKey"] == event_type
    assert {name: redacted[name] for name in values if name not in people} == {
        name: decoded(value) for name, value in values.items() if name not in people
    }
    assert {values[name] for name in people if name in values and redacted[name] == values[name]} <= {"Test"}


CART = {
    "products": [
        {
            "productId": "WS01-L-Green",
            "name": "Horizon 44, green",
            "fullName": "Horizon 44 L green",
            "category": "Mugs",
            "url": "https://shop.example/p/horizon?variant=5&color=green&utm_source=mail",
            "imageUrl": "https://cdn.example/i/44/ws01.jpg",
            "price": 45.50,
            "quantity": 44,
            "discount": "5%",
            "ip": "67",
            "driver": "dynamic 40 mm",
            "delivery": "Free delivery from 500 UAH",
            "zip": "yes",
            "user": "for adults",
            "features": [{"name": "Size", "value": "44"}, {"name": "Owner's manual", "value": "2 pages"}],
        }
    ],
    "currencyCode": "UAH",
    "recycleStateId": "d59c6e6d-4123-4b0e-8c32-15f0656a8c60",
    "cartId": "554433",
    "storeId": "44",
    "shipping": "60.50",
    "delivery": "Nova Poshta",
    "deliveryMethod": "Courier",
    "city": "Львів",
    "statusDescription": "paid by card",
    "restoreUrl": "https://shop.example/cart?id=554433",
}


@pytest.mark.parametrize("native", [True, False])
def test_a_cart_stays_as_it_is(native):
    given = {
        name: value if native or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in CART.items()
    }
    assert params(**given) == CART


def test_a_cart_stays_readable_beside_a_person():
    person = {
        "email": "anna@client.ua",
        "userId": 44,
        "house": "44",
        "apartment": "5",
        "street": "Саксаганського",
        "ПІБ": "Марія Приймаченко",
        "session": "abc",
        "lat": "45.50",
        "login": "test",
    }
    result = params(**person, **CART)
    assert {name: result[name] for name in CART} == CART
    assert {name: result[name] for name in person} == {
        "email": "email-1@example.invalid",
        "userId": "userId-1",
        "house": "address-1",
        "apartment": "address-2",
        "street": "address-3",
        "ПІБ": "name-1",
        "session": "***",
        "lat": "coordinates-1",
        "login": "test",
    }


def test_an_order_tells_of_nobody():
    order = {
        "externalOrderId": "A-77",
        "totalCost": 258.0,
        "status": "INITIALIZED",
        "date": "2026-11-20T09:30:00",
        "client": {"id": 55, "name": "Ганна Барвінок", "phone": "0671234567", "city": "Львів", "group": "retail"},
        "manager": "Софія Окуневська",
        "buyer": {"first": "Ян", "last": "Ів"},
        "delivery": {
            "type": "Нова Пошта",
            "price": 60,
            "city": "Київ",
            "street": "Саксаганського",
            "line1": "кв. 5",
            "house": "44а",
            "recipient": {"firstName": "Леся", "по батькові": "Петрівна"},
            "lat": 50.4393,
            "lng": 30.5051,
        },
        "items": [{"externalItemId": "1", "name": "Cup", "quantity": 55, "cost": 30.5, "url": "https://s.ua/p/1"}],
        "comment": "для Ганна Барвінок, передати Софія Окуневська",
    }
    result = params(order=order)["order"]
    assert result == {
        **order,
        "client": {"id": "userId-1", "name": "name-1", "phone": "phone-1", "city": "Львів", "group": "retail"},
        "manager": "name-2",
        "buyer": {"first": "name-3", "last": "name-4"},
        "delivery": {
            "type": "Нова Пошта",
            "price": 60,
            "city": "Київ",
            "street": "address-1",
            "line1": "address-2",
            "house": "address-3",
            "recipient": {"firstName": "name-5", "по батькові": "name-6"},
            "lat": "coordinates-1",
            "lng": "coordinates-2",
        },
        "items": [{"externalItemId": "1", "name": "Cup", "quantity": 55, "cost": 30.5, "url": "https://s.ua/p/1"}],
        "comment": "для name-1, передати name-2",
    }


#: What holds the data of a person, and what holds those of a shop.
PERSONS = """
    shipping_address shippingAddress billing-address address default_address billing shipping customerInfo user_data
    contactDetails profile lead visitor contacts
"""
NO_PERSONS = "storeAddress warehouse category deliveryMethod promotion productInfo"


def test_a_name_in_what_describes_a_person_is_theirs():
    person = {"name": "Ганна Барвінок", "city": "Львів", "method": "Express", "price": 60}
    for container in PERSONS.split():
        result = params(**{container: [person, {"NAME": "Ян Ів"}]})
        assert result == {container: [{**person, "name": "name-1"}, {"NAME": "name-2"}]}


def test_a_name_in_what_describes_a_shop_stays():
    shop = {container: {"name": "Central"} for container in NO_PERSONS.split()}
    assert params(**shop) == shop


def test_a_name_in_parts_is_one():
    result = params(lead={"name": {"first": "Ян", "last": "Ів"}}, product={"name": {"first": "Cup", "uk": "Чашка"}})
    assert result["lead"] == {"name": {"first": "name-1", "last": "name-2"}}
    assert result["product"] == {"name": {"first": "Cup", "uk": "Чашка"}}


def test_whom_a_list_of_contacts_names_is_replaced_and_what_it_calls_their_fields_stays():
    contacts = [
        {"name": "Ганна", "value": "0671234567"},
        {"name": "Ян Ів", "value": "friend"},
        {"name": "viber", "value": "0671234568"},
        {"name": "city", "value": "Львів"},
    ]
    assert params(contacts=contacts)["contacts"] == [
        {"name": "name-1", "value": "phone-1"},
        {"name": "name-2", "value": "friend"},
        {"name": "viber", "value": "messenger-1"},
        {"name": "city", "value": "Львів"},
    ]


@pytest.mark.parametrize(
    ("value", "is_address"),
    [
        ("Нова Пошта, Київ, вул. Саксаганського 44, кв 7", True),
        ("Lviv, Shevchenka 12/3", True),
        ("221B Baker Street", True),
        ("Нова Пошта", False),
        ("courier", False),
        ("60 UAH", False),
        ("1-3 days", False),
        ("2026-11-20T09:30:00Z", False),
        ("60.50", False),
        (60, False),
        ("", False),
    ],
)
def test_a_delivery_is_an_address_when_it_tells_one(value, is_address):
    assert params(delivery=value)["delivery"] == ("address-1" if is_address else value)


@pytest.mark.parametrize("value", ["12", 3, "", "true", "null", "web", "Test", True, None])
def test_what_counts_people_or_names_nobody_stays(value):
    assert params(user=value, client=value)["user"] == value


@pytest.mark.parametrize(
    ("name", "value", "result"),
    [
        ("from", "Pavlo Tychyna <p.tychyna@client.ua>", "name-1 <email-1@example.invalid>"),
        ("from", '"Тичина, Павло" <p@client.ua>', '"Тичина, name-1" <email-1@example.invalid>'),
        ("note", "write to Pavlo Tychyna <p@client.ua>!", "write to name-1 <email-1@example.invalid>!"),
        ("note", "pavlo tychyna &lt;p@client.ua&gt;", "name-1 &lt;email-1@example.invalid&gt;"),
        ("note", "<p>p@client.ua</p>", "<p>email-1@example.invalid</p>"),
        (
            "note",
            "vasyl.stus(at)client.ua, vasyl.stus [at] client [dot] ua",
            "email-1@example.invalid, email-1@example.invalid",
        ),
        ("note", "vasyl.stus @ client-shop.ua", "email-1@example.invalid"),
        ("note", "vasyl.stus{собака}client(крапка)ua", "email-1@example.invalid"),
        ("note", "3 @ 45.50, look (at) this", "3 @ 45.50, look (at) this"),
        ("note", "at 49.839683,24.029717", "at coordinates-1"),
        ("page", "https://maps.example/?q=49.839683,24.029717", "https://maps.example/?q=coordinates-1"),
        ("page", "https://instagram.com/hannabarv", "https://instagram.com/messenger-1"),
        ("page", "see www.facebook.com/hanna.barv.", "see www.facebook.com/messenger-1."),
        ("page", "https://t.me/hannabarv?start=1", "https://t.me/messenger-1?start=1"),
        ("page", "https://instagram.com/p/Cx1/", "https://instagram.com/p/Cx1/"),
        ("page", "https://max.com/hannabarv", "https://max.com/hannabarv"),
        ("page", "https://x.ua/?v=1&user=hannabarv77&size=5", "https://x.ua/?v=1&user=name-1&size=5"),
        ("page", "https://x.ua/?session=abc12&PHPSESSID=1&size=5", "https://x.ua/?session=***&PHPSESSID=***&size=5"),
        (
            "page",
            "https://x.ua/?to=https%3A%2F%2Fy.ua%3Fuser%3Dhanna%26a%3D1",
            "https://x.ua/?to=https%3A%2F%2Fy.ua%3Fuser%3Dname-1%26a%3D1",
        ),
        ("page", "https://x.ua/reset?code=rst998877&sort=price", "https://x.ua/reset?code=***&sort=price"),
        ("page", "https://x.ua/sale?code=autumn&key=2", "https://x.ua/sale?code=autumn&key=2"),
        ("page", f"https://x.ua/m/{JWT}?size=5", "https://x.ua/m/***?size=5"),
        ("note", f"signed in with {JWT}.", "signed in with ***."),
        ("note", "session=abc; user=hanna; lang=uk", "session=***; user=name-1; lang=uk"),
        ("password", "p@ss.word", "***"),
        ("cookies", '{"_ga":"GA1.2.3","lang":"uk"}', "***"),
    ],
)
def test_a_person_in_a_text_is_replaced(name, value, result):
    assert params(**{name: value})[name] == result


def test_one_person_has_one_placeholder_wherever_they_stand():
    result = params(
        ig="https://instagram.com/hannabarv",
        instagram="@hannabarv",
        note="hannabarv, deadbeefcafe12, U-554433, vasyl.stus(at)client.ua, Pavlo Tychyna",
        page="https://x.ua/?userId=U-554433&s=deadbeefcafe12&e=vasyl.stus%40client.ua&n=Pavlo%20Tychyna",
        userId="U-554433",
        cookie="deadbeefcafe12",
        mail="Pavlo Tychyna <p@client.ua>",
        sender=json.dumps({"name": "Pavlo Tychyna"}),
    )
    assert result["ig"] == result["instagram"] == "messenger-1"
    assert result["note"] == "messenger-1, ***, userId-1, email-1@example.invalid, name-1"
    assert result["page"] == "https://x.ua/?userId=userId-1&s=***&e=email-1@example.invalid&n=name-1"
    assert result["cookie"] == "***"


def test_many_links_take_no_longer_than_each():
    def work(count):
        text = "".join(f"t.me/anna_{number} " for number in range(count))
        assert Redactor().text(text).count("messenger-") == count

    assert_cost_grows_as_length(work, 2_000)


def test_an_address_with_a_name_before_it_is_the_address():
    result = params(email="Pavlo Tychyna <p@client.ua>", note="p@client.ua, Pavlo Tychyna")
    assert result == {"email": "email-1@example.invalid", "note": "email-1@example.invalid, name-1"}


def test_what_is_replaced_is_counted():
    redactor = Redactor()
    redactor.body(parse(json.dumps(event(ПІБ="Марія", cookie="session=abc", lat=49.5, userId="U-1", note="Марія"))))
    assert {each.kind: (each.values, each.times) for each in redactor.summary()} == {
        "name": (1, 2),
        "coordinates": (1, 1),
        "userId": (1, 1),
        "secret": (0, 1),
    }
    assert all(each.title for each in redactor.summary())
