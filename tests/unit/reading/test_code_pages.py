"""Files that are not UTF-8: Windows-1251 is read where nothing else is meant, and anything else is refused."""

import json

import pytest

from yespo_console.reading.reader import read_payload


def event(value: str) -> str:
    params = [{"name": "search", "value": value}]
    return json.dumps(
        {"eventTypeKey": "searchRequest", "keyValue": "a@example.com", "params": params}, ensure_ascii=False
    )


@pytest.mark.parametrize(
    "value",
    [
        "дім",
        "стіл",
        "шафа",
        "Київ",
        "Шафа",
        "КИЇВ",
        "ВЕЛОСИПЕД ДИТЯЧИЙ",
        "iPhone 15 ЧОРНИЙ",
        "ШАФА «ЛЮКС» №5",
        "ціна\u00a0100\u00a0грн — п’ять",
        "м'яка іграшка",
        "Детский велосипед",
        "Доставка «Новою поштою», 3–5 днів…",
        "Монітор 27 дюймів, чорний",
        "телефон",
        "ноутбук Lenovo",
        "чохол",
        "фен",
        "м'яч",
        "5 кг",
        "2 шт.",
        "8 ГБ",
        "ТВ",
        "№5",
        "№ 12",
        "«x»",
        "–—…",
        "рядок\nрядок",
        "таб\tтут",
        "ціна:\n– 5",
    ],
)
def test_a_file_in_windows_1251_is_read_and_told(value):
    [read] = read_payload(event(value).encode("windows-1251")).events
    assert json.loads(read.text) == json.loads(event(value))
    assert [repair.code for repair in read.repairs] == ["windows_1251"]


@pytest.mark.parametrize("encoding", ["cp1125", "cp866", "koi8-u", "koi8-r", "mac-cyrillic", "iso8859-5"])
@pytest.mark.parametrize(
    "value",
    [
        *("шафа", "ДИВАН", "Шафа", "Чай", "сир", "ноутбук", "велосипед", "Велосипед детский", "кавоварка"),
        *("Хлеб и чай", "МЯЧ", "ХЛЕБ", "сыр", "телефон", "ФЕН", "5 кг", "2 шт."),
    ],
)
def test_another_encoding_of_our_letters_is_never_read_as_windows_1251(value, encoding):
    data = event(value).encode(encoding)
    reading = read_payload(data)
    if data == event(value).encode("windows-1251"):  # the small letters of a Mac are the same
        assert [json.loads(each.text) for each in reading.events] in ([], [json.loads(event(value))])
        return
    assert reading.events == ()
    assert "not UTF-8" in (reading.error or "")


@pytest.mark.parametrize("value", ["стіл", "їжа", "тарілка"])
def test_a_word_of_a_ukrainian_console_is_refused(value):
    assert read_payload(event(value).encode("cp1125")).events == ()


@pytest.mark.parametrize("value", ["Ü", "à", "É", "Ö Ä", "çà", "Café", "Größe", "où", "Straße", "Malmö"])
@pytest.mark.parametrize("encoding", ["windows-1252", "cp437", "mac-roman"])
def test_letters_of_the_west_are_not_taken_for_ours(value, encoding):
    assert read_payload(event(value).encode(encoding, "ignore")).events == ()


def test_the_error_says_that_windows_1251_was_thought_of():
    reading = read_payload(event("шафа").encode("koi8-u"))
    assert "Windows-1251" in (reading.error or "")
