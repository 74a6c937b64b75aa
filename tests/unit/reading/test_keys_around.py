"""A key that a person wrote beside an event is shown in no sentence, and the words around it stay readable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yespo_console.reading import logins, named_keys
from yespo_console.reading.masking import word_without_secrets
from yespo_console.reading.reader import read_payload

KEYS = ("k7Jd93hfKq02", "qwerty12", "k7J/93+fKq0=")
EVENT = '{"eventTypeKey":"x","keyValue":"o@e.ua","params":[{"name":"a","value":"y"}]}'
ADDRESS = "https://yespo.io/api/v2/event"


def shown(reading):
    """Everything of a reading that stands on the screen or is printed, but the events themselves."""
    repairs = [repair for event in reading.events for repair in event.repairs]
    problems = [problem for event in reading.events for problem in event.problems()]
    return "\n".join(
        [
            reading.error or "",
            *(event.url or "" for event in reading.events),
            *(f"{repair.message} {repair.before} {repair.after} {repair.args}" for repair in repairs),
            *(f"{problem.args}" for problem in problems),
            *(left.message for left in reading.left_out),
        ]
    )


def read(text, key):
    text = text.replace("QUOTED", EVENT.replace('"', '\\"')).replace("DOUBLED", EVENT.replace('"', '""'))
    return read_payload(text.replace("EVENT", EVENT).replace("ADDRESS", ADDRESS).replace("KEY", key))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    "text",
    [
        "Ключ: KEY\nEVENT",
        "Ключ:\nKEY\nEVENT",
        "Пароль: KEY\nEVENT",
        "EVENT\nтокен KEY",
        "EVENT\nСекретний ключ до API - KEY",
        "api:KEY\nEVENT",
        "The user anna:KEY sends\nEVENT",
        "login api password KEY\nEVENT",
        "key KEY\nEVENT",
        "secret - KEY\nEVENT",
        "The API key for this one is KEY\nEVENT",
        "**Пароль:** KEY\nEVENT",
        "<b>Пароль</b>: KEY<br>EVENT",
        "|пароль|KEY|\nEVENT",
        "EVENT\nПароль\nKEY",
        "логін/пароль: api/KEY\nEVENT",
        "Доступ: api KEY\nEVENT",
        "Bearer KEY\nEVENT",
        "EVENT\nwith (ConvertTo-SecureString 'KEY' -AsPlainText -Force)",
        "// curl -uapi:KEY ADDRESS -d 'EVENT'",
        "+curl -uapi:KEY ADDRESS -d 'EVENT'",
        "<pre>curl -uapi:KEY ADDRESS -d 'EVENT'</pre>",
        "// curl -b sid=KEY ADDRESS -d 'EVENT'",
        "+curl -b 'sid=KEY; b=KEY' ADDRESS -d 'EVENT'",
        "<pre>curl --cookie sid=KEY ADDRESS -d 'EVENT'</pre>",
        "Hasło: KEY\nEVENT",
        "HASLO=KEY\nEVENT",
        "klucz API: KEY\nEVENT",
        "EVENT\nklucz dostępu - KEY",
        "send: b'POST / HTTP/1.1\\r\\nAuthorization: Basic KEY\\r\\n\\r\\n'\nsend: b'EVENT'",
        "send: b'POST / HTTP/1.1\\r\\nAuthorization: Basic KEY\\r\\n\\r\\n'\nsend: b'QUOTED'",
        'var json = @"DOUBLED";\nclient.Authorization = new AuthenticationHeaderValue("Basic", "KEY");',
        "subprocess.run(['curl', '-X', 'POST', 'ADDRESS', '-u', 'api:KEY', '-d', 'EVENT'])",
        "curl ADDRESS -H \"Authorization: Basic $(echo -n api:KEY | base64)\" -d 'EVENT'",
        "curl ADDRESS -H \"Authorization: Basic $(base64 <<< api:KEY)\" -d 'EVENT'",
        "curl ADDRESS -H 'X-Signature: KEY' -d 'EVENT'",
        "const a = `Basic ${encoding.b64encode('api:KEY')}`;\nhttp.post('ADDRESS', 'EVENT', {headers: {b: a}});",
    ],
)
def test_a_key_in_the_words_around_an_event_is_not_shown_but_offered(text, key):
    reading = read(text, key)
    assert len(reading.events) == 1
    assert key not in shown(reading)
    assert any(key in found.secret.reveal() for found in reading.secrets)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    "text",
    [
        '{"headers":{"Authorization": Basic KEY},"body":EVENT}',
        '{"eventTypeKey":"x","Authorization": Bearer KEY,"params":[]}',
        '{"token": KEY KEY,"eventTypeKey":"x","params":[]}',
        'Authorization: Basic KEY\n\n{"eventTypeKey":"x","keyValue":KEY,"params":[{"name":"a","value":"y"}]}',
        '{"eventTypeKey":"x","keyValue":"o@e.ua","password":KEY,"params":[{"name":"a","value":"y"}]}',
    ],
)
def test_a_sentence_about_what_cannot_be_read_does_not_name_the_key(text, key):
    reading = read(text, key)
    assert reading.error or reading.events[0].repairs
    assert key not in shown(reading)
    assert [found.secret.reveal() for found in reading.secrets] == [key]


@pytest.mark.parametrize(
    "text",
    [
        "user@shop.ua KEY\nEVENT",
        "EVENT\nuser@shop.ua KEY",
        "EVENT\n\nuser@shop.ua\nKEY",
        "user@shop.ua / KEY\nEVENT",
        "EVENT user@shop.ua KEY",
        "login user@shop.ua KEY EVENT",
        "Доступи: user@shop.ua KEY\nEVENT",
        "Creds: user KEY\nEVENT",
        "Login / password: user / KEY\nEVENT",
        "Логін / пароль: olena / KEY\nEVENT",
        "user:KEY@shop.ua\nEVENT",
        "olena:KEY@shop.ua\nEVENT",
        "https://olena:KEY@shop.ua/hook\nEVENT",
    ],
)
def test_a_password_beside_a_login_is_not_shown_but_offered_without_a_word_for_it(text):
    reading = read(text, "qwerty12")
    assert [event.text for event in reading.events] == [EVENT]
    assert "qwerty12" not in shown(reading)
    assert [found.secret.reveal() for found in reading.secrets] == ["qwerty12"]


@pytest.mark.parametrize(
    "text",
    [
        "Creds:\nanna\nKEY\nEVENT",
        "My credentials are user KEY\nEVENT",
        "EVENT\nтестовий акаунт test@example.com KEY",
        "пароль той самий, що й був: KEY\nEVENT",
        "u: anna p: KEY\nEVENT",
        "EVENT\nu=anna, p=KEY",
    ],
)
def test_a_password_in_a_line_that_speaks_of_an_account_is_not_shown(text):
    reading = read(text, "Pa55word!")
    assert [event.text for event in reading.events] == [EVENT]
    assert "Pa55word" not in shown(reading)


@pytest.mark.parametrize("text", ["EVENT\nolena:KEY", "user@shop.ua | KEY\nEVENT", "user@shop.ua;KEY\nEVENT"])
def test_what_may_be_a_password_beside_a_login_is_not_shown(text):
    assert "qwerty-12" not in shown(read(text, "qwerty-12"))


@pytest.mark.parametrize("key", ["Пасворд98", "кава", "летo", "п'ять55", "кіт", "qwe,rty(1)", "синій кит і 2 кави"])
@pytest.mark.parametrize(
    "text",
    [
        "Логін: api\nПароль: KEY\nEVENT",
        "EVENT\npass: KEY",
        "Пароль від кабінету (новий) - KEY\nEVENT",
        "EVENT\nпароль «KEY», а тип promo",
        "|Пароль|KEY|\nEVENT",
        "<b>Пароль</b>: KEY<br>EVENT",
        "EVENT\nPassword is KEY",
        "Гасло: KEY\nEVENT",
        "Код доступу = KEY\nEVENT",
        "// PIN: KEY\nEVENT",
        "EVENT\nPIN-код → KEY",
        "EVENT\nAPI-ключ: KEY",
        "Секретне слово: KEY\nEVENT",
    ],
)
def test_a_password_of_any_script_and_of_any_words_is_not_shown(text, key):
    reading = read(text, key)
    assert [event.text for event in reading.events] == [EVENT]
    assert re.search(rf"(?<!\w){re.escape(key)}", shown(reading)) is None
    assert not [part for part in re.findall(r"\w{3,}", key) if part in shown(reading)]


@pytest.mark.parametrize(
    "text",
    [
        "пароль KEY\nEVENT",
        "EVENT\nПароль\nKEY",
        "логін api, пароль KEY, надішліть це\nEVENT",
        "login: api pass KEY\nEVENT",
        "EVENT\nтокен: KEY",
        "EVENT\nключ до API = KEY",
        "/* пароль KEY */ EVENT",
        "Доступ: api / KEY\nEVENT",
    ],
)
def test_a_key_of_one_word_of_another_script_is_not_shown(text):
    for key in ("Пасворд98", "Кавоварка7", "летo2024"):
        reading = read(text, key)
        assert [event.text for event in reading.events] == [EVENT]
        assert key not in shown(reading)


def test_a_short_word_behind_the_word_for_a_password_is_not_shown():
    for text in ("пароль кава", "мій пароль кіт", "Пароль\nкіт", "login api pass літо", "Пароль там (новий) кіт"):
        reading = read(f"{text}\nEVENT", "")
        assert "***" in reading.events[0].repairs[0].message
        assert text.split()[-1] not in shown(reading)


@pytest.mark.parametrize("key", ["кава1", "кава", "кава з молоком", "п'ять55"])
@pytest.mark.parametrize(
    "text",
    [
        "key - KEY\nEVENT",
        "EVENT\nключ - KEY",
        "Ключ — KEY\nEVENT",
        "API key – KEY\nEVENT",
        "secret - KEY\nEVENT",
        "access token - KEY\nEVENT",
        "key: KEY\nEVENT",
        "ключ до API = KEY\nEVENT",
    ],
)
def test_a_key_of_words_of_any_script_behind_its_name_and_a_sign_is_not_shown(text, key):
    reading = read(text, key)
    assert [event.text for event in reading.events] == [EVENT]
    assert not [part for part in re.findall(r"\w{3,}", key) if part in shown(reading)]


@pytest.mark.parametrize("text", ["user@shop.ua KEY\nEVENT", "Логін / пароль: olena / KEY\nEVENT", "api:KEY\nEVENT"])
def test_a_password_of_another_script_beside_a_login_is_offered(text):
    reading = read(text, "Пасворд98")
    assert "Пасворд98" not in shown(reading)
    assert [found.secret.reveal() for found in reading.secrets] == ["Пасворд98"]


@pytest.mark.parametrize(
    "words",
    [
        "Hello user@shop.ua please check",
        "user@shop.ua got error 401",
        "for user@shop.ua order12",
        "order 12 user@shop.ua 2026-11-01",
        "user@shop.ua 380501234567",
        "user@shop.ua pageViewed",
        "user@shop.ua 12:30",
        "user@shop.ua Thanks!",
        "From: user@shop.ua To: john1985@shop.ua",
        "userEmail:john1985@shop.ua",
        "Login page of the shop, version 12",
    ],
)
def test_an_address_among_ordinary_words_is_no_login(words):
    reading = read(words + "\nEVENT", "")
    assert reading.secrets == ()
    assert [repair.before for repair in reading.events[0].repairs] == [words]


def test_a_login_in_an_event_stays_as_it_is():
    event = EVENT.replace('"y"', '"user@shop.ua qwerty12"')
    reading = read_payload(event)
    assert [each.text for each in reading.events] == [event]
    assert reading.secrets == ()
    reading = read_payload(f"user@shop.ua qwerty12\n{event}")
    assert [each.text for each in reading.events] == [event]


def test_a_key_is_offered_with_its_place():
    [found] = read("Вітаю!\nПароль: KEY\nEVENT", "qwerty12").secrets
    assert (found.kind, found.line, found.column) == ("password", 2, 9)
    [found] = read("EVENT\napi:KEY", "qwerty12").secrets
    assert (found.kind, found.user, found.line, found.column) == ("user", "api", 2, 5)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_hidden_in_every_part_of_an_address(key):
    for part in ("?token=KEY", "#token=KEY", "#a=b&token=KEY", "?a#key=KEY"):
        reading = read(f"curl 'ADDRESS{part}' -d 'EVENT'", key)
        assert reading.events[0].url == f"{ADDRESS}{part}".replace("KEY", "***")
        assert [found.secret.reveal() for found in reading.secrets] == [key]


def test_the_values_of_an_event_stay_even_if_the_key_is_one_of_them():
    [event] = read(f"Пароль: KEY\n{EVENT.replace('y', 'KEY')}", "qwerty12").events
    assert event.text == EVENT.replace("y", "qwerty12")


def test_a_short_key_hides_no_part_of_a_word():
    reading = read('curl -u api:text ADDRESS -d \'{"eventTypeKey":"x","params":[] contexts}\'', "")
    assert [found.secret.reveal() for found in reading.secrets] == ["text"]
    assert "contexts" in reading.error


def test_of_very_many_keys_none_is_shown():
    lines = "".join(f"Пароль: k7Jd93hfKq{number}\n" for number in range(2000))
    reading = read_payload(f"{lines}{EVENT}")
    assert len(reading.secrets) == 2000
    assert "k7Jd93hfKq" not in shown(reading)


def test_no_part_of_a_key_is_left_where_a_long_text_is_cut():
    key = "k7Jd93hfKq02"
    for length in range(20, 60):
        reading = read_payload(f"{'a' * length} пароль {key} {'b ' * 20}\n{EVENT}")
        assert reading.events
        assert key[:4] not in shown(reading)


@pytest.mark.parametrize(
    "words",
    [
        "The key of this event is not known",
        "Ключ події orderCreated, що був учора о 10:00:00",
        "Event key: orderCreated",
        "key: o@example.com",
        "event key - orderCreated",
        "Ключ події - orderCreated",
        "Ключ контакту email john1985@example.com",
        "Надішліть пароль окремо, будь ласка",
        "Please pass the event on to iPhone15 users",
        "Немає токена доступу",
        "The PIN of a card was asked for by the shop",
        "2026-11-28T10:00:00Z POST https://yespo.io/api/v2/event",
        "Order UA12345678 of john1985@example.com, page2.html",
        "The API v2/event, the API and other things",
        "the order key is in the field X, and so is the rest",
        "the key of the product is sku-1 in the list",
        "user 12345 of page ORDER-12345 was asked on 2026-11-28",
        "secret santa and token ring of the shop",
        "Klucz zdarzenia: orderCreated",
        "Proszę przysłać hasło osobno, dziękuję",
    ],
)
def test_ordinary_words_stay_as_they_are(words):
    assert word_without_secrets(words) == words


@pytest.mark.parametrize("key", [*KEYS, "KEY1"])
@pytest.mark.parametrize(
    "code",
    [
        'const KEY="VALUE"; fetch(`ADDRESS?x=${KEY}`, {method:"POST", body:JSON.stringify(EVENT)})',
        'const key = "VALUE"; axios.post("ADDRESS#" + key, EVENT)',
        "API_KEY='VALUE'\nrequests.post('ADDRESS'+'?k='+API_KEY, json=EVENT)",
        "KEY = 'VALUE'\nrequests.post(f'ADDRESS?a=1&x={KEY}', json=EVENT)",
    ],
)
def test_a_variable_with_the_key_in_the_address_is_hidden_there(code, key):
    reading = read_payload(code.replace("VALUE", key).replace("EVENT", EVENT).replace("ADDRESS", ADDRESS))
    assert "***" in reading.events[0].url
    assert key not in shown(reading)
    assert [found.secret.reveal() for found in reading.secrets] == [key]


def test_what_looks_like_a_key_in_an_address_is_hidden_and_the_rest_stays():
    [event] = read("requests.post('ADDRESS?x=k7Jd93hfKq02&order=A-12&page=2', json=EVENT)", "").events
    assert event.url == f"{ADDRESS}?x=***&order=A-12&page=2"


@pytest.mark.parametrize(
    "text",
    [
        "Event key: orderCreated\nEVENT",
        "Ключ події: orderCreated\nEVENT",
        "key: orderCreated\nEVENT",
        "1. Auth: basic auth\n2. Body:\nEVENT",
        "Authorization: Basic ***\n\nEVENT",
        '{"eventTypeKey":"x","key":"orderCreated","params":[',
    ],
)
def test_what_is_no_key_is_not_offered(text):
    assert read(text, "").secrets == ()


def test_a_key_with_half_a_character_is_a_key_like_any_other():
    header = r"{Authorization: 'Bearer k7Jd93hf\ude00Kq02'}"
    code = f"fetch('ADDRESS', {{method: 'POST', headers: {header}, body: JSON.stringify(EVENT)}})"
    reading = read(code, "")
    assert len(reading.events) == len(reading.secrets) == 1
    assert "\ude00" in reading.secrets[0].secret.reveal()


#: Parts of keys, logins and what stands around them, also as they are spelled where the case is ignored.
_PIECES = [
    "api:",
    "user",
    "key",
    "KEY: ",
    "toKen=",
    "ſecret ",
    "парОль ",
    "апі",
    "basıc ",
    "-b ",
    "--cookie=",
    "a=b1c2d3",
    "\n",
]
_PIECES += [
    "k7Jd93hfKq02",
    " ",
    ":",
    "@",
    "o@e.ua",
    "https://",
    "yespo.io",
    "qwerty12",
    '"',
    "login",
    "/",
    "pass",
    "доступ ",
    "Пароль: ",
    "pw = ",
    "кава",
    "гасло ",
    "Доступ: ",
    "токен ",
    "п'ять",
    "Hasło: ",
    "klucz ",
    "\\r\\n",
    "sshpass -p ",
    "htpasswd -b f ivan ",
    "net use Z: /user:ivan ",
    "use api/",
    "&mdash; ",
    " === ",
    "PGPASSWORD=",
    "mysql -p",
    "auth=('api', 'Qw3rty77')",
    "hash_equals(",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_no_key_is_missed_because_its_words_are_looked_for_first(text):
    found = list(named_keys.named_keys(text))
    with pytest.MonkeyPatch.context() as changed:
        for module in (logins, named_keys):
            changed.setattr(module, "mentions", lambda _text, _words: True)
        changed.setattr(named_keys, "_OF_A_PAIR", re.compile(""))
        changed.setattr(named_keys, "_OF_A_COOKIE", re.compile(""))
        assert list(named_keys.named_keys(text)) == found


@pytest.mark.parametrize("key", ["Qw3rty77", "Zażółć99", "кава"])
@pytest.mark.parametrize(
    "text",
    [
        "hasło KEY\nEVENT",
        "hasło do konta: KEY\nEVENT",
        "Login to api, hasło to KEY.\nEVENT",
        "klucz: KEY\nEVENT",
        "Пароль&nbsp;&mdash; KEY\nEVENT",
        "Пароль:&nbsp;KEY\nEVENT",
        "sshpass -p KEY ssh root@1.2.3.4\nEVENT",
        "mysql --password KEY shop\nEVENT",
        "htpasswd -b /etc/nginx/.htpasswd ivan KEY\nEVENT",
        "htpasswd -c -nbB ivan KEY > users\nEVENT",
        "net use Z: \\\\srv\\share /user:SHOP\\ivan KEY\nEVENT",
        "net use \\\\srv\\share KEY /user:ivan\nEVENT",
        "to curl https://yespo.io/api/v2/event use api/KEY\nEVENT",
    ],
)
def test_a_password_behind_words_of_polish_codes_of_html_or_an_option_is_not_shown(text, key):
    reading = read(text, key)
    assert len(reading.events) == 1
    assert key not in shown(reading)


def test_the_texts_that_a_computed_login_is_made_of_are_not_shown():
    code = "send({eventTypeKey: 'x', keyValue: login('admin', 'Qw3rty77'), params: []})"
    assert "Qw3rty77" not in shown(read_payload(code))


def test_what_a_program_without_a_secret_computes_is_shown():
    code = "send({eventTypeKey: 'x', keyValue: authorOf('Kobzar'), params: []})"
    assert "authorOf('Kobzar')" in shown(read_payload(code))


@pytest.mark.parametrize("key", ["Qw3rty77", "sonechko", "48213977", "кава"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("req.headers['x-api-key'] = 'KEY'", "req.headers['x-api-key'] = '***'"),
        ("$_POST['password'] === 'KEY'", "$_POST['password'] === '***'"),
        ("$key -eq 'KEY'", "$key -eq '***'"),
        ("token <> 'KEY'", "token <> '***'"),
        ("$token ne 'KEY'", "$token ne '***'"),
        ("key === 'KEY'", "key === '***'"),
        ("key!=='KEY'", "key!=='***'"),
        ('if secret == "KEY":', 'if secret == "***":'),
        ("password != 'KEY'", "password != '***'"),
        ('apiKey.equals("KEY")', 'apiKey.equals("***")'),
        ("hash_equals('KEY', $given)", "hash_equals('***', $given)"),
        ("PGPASSWORD=KEY psql", "PGPASSWORD=*** psql"),
        ("dbPassword: 'KEY'", "dbPassword: '***'"),
        ("mysql -pKEY -e x", "mysql -p*** -e x"),
        ("mysqldump -h db -p'KEY' shop", "mysqldump -h db -p'***' shop"),
        ('login("api","KEY")', 'login("api","***")'),
    ],
)
def test_a_key_in_a_line_of_code_or_a_command_is_hidden_and_the_rest_stays(text, told, key):
    assert word_without_secrets(text.replace("KEY", key)) == told
    assert key not in shown(read(f"{text}\n\nEVENT", key))


@pytest.mark.parametrize(
    "code",
    [
        "mysql -p shop < dump.sql",
        "docker run -p3306:3306 mysql",
        "price <> 100 and price != 200",
        "eventToken -equal pushToken",
        "$status -eq 'paid'",
    ],
)
def test_code_without_a_key_stays_as_it_is(code):
    assert word_without_secrets(code) == code


def test_what_a_key_is_compared_with_is_offered_only_where_it_is_a_text():
    assert read("token === undefined\n\nEVENT", "").secrets == ()
    [found] = read("token === 'Qw3rty77'\n\nEVENT", "").secrets
    assert found.secret.reveal() == "Qw3rty77"


def test_a_login_in_a_logged_dict_is_offered():
    body = "{'eventTypeKey': 'x', 'keyValue': 'o', 'params': []}"
    reading = read(f"INFO req={{'url': 'ADDRESS', 'json': {body}, 'auth': ('api', 'KEY')}}", "SEKRET42")
    assert len(reading.events) == 1
    [found] = reading.secrets
    assert (found.kind, found.user, found.secret.reveal()) == ("user", "api", "SEKRET42")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("PIN 4821, карта 4111 1111 1111 1111", "PIN ***, карта ***"),
        ("ПІН-код: 4821", "ПІН-код: ***"),
        ("cvv2 123 card 4111-1111-1111-1111", "cvv2 *** card ***"),
        ("card 4111111111111111, 3782 822463 10005", "card ***, ***"),
        ("Замовлення 1714560000000, тел. 380501234567", None),
        ("spinning 4821, pin the map", None),
    ],
)
def test_a_card_and_its_codes_are_hidden_among_words(words, told):
    assert word_without_secrets(words) == (told or words)
    [event] = read_payload(f"{words}\n{EVENT}").events
    assert (told or words) in event.repairs[0].message


@pytest.mark.parametrize("key", ["Qw3rty77", "sonechko", "48213977", "кава"])
def test_what_a_case_of_bash_compares_a_key_with_is_not_shown(key):
    body = '{"eventTypeKey": "note", "keyValue": "u1", "params": []}'
    curl = f"curl -X POST https://yespo.io/api/v2/event -d '{body}'"

    for pattern in (f"{key}) ", f"a|{key})\n", f"'{key}')\n"):
        reading = read_payload(f'case "$API_KEY" in\n  {pattern}{curl} ;;\nesac')

        assert len(reading.events) == 1
        assert key not in shown(reading)
