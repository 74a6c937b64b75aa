"""Commands as people and browsers write them: what the program would have sent is what is read."""

import json

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
EVENT = '{"eventTypeKey":"a","params":[]}'


def _only(text):
    reading = read_payload(text)
    assert reading.error is None
    [event] = reading.events
    return event


@pytest.mark.parametrize(
    ("quoted", "value"),
    [
        (r"""'{"eventTypeKey":"a","params":[],"n":"it'\''s"}'""", "it's"),
        (r"""'{"eventTypeKey":"a","params":[],"n":"it'"'"'s"}'""", "it's"),
        (r"""$'{"eventTypeKey":"a","params":[],"n":"it\'s"}'""", "it's"),
        (r"""$'{"eventTypeKey":"a","params":[],"n":"\u0447\x41\101"}'""", "чAA"),
        (r"""$'{"eventTypeKey":"a","params":[],"n":"\xd1\x87"}'""", "ч"),
        (r"""$'{"eventTypeKey":"a","params":[],"n":"\ud83d\ude00"}'""", "😀"),
        (r'''"{\"eventTypeKey\":\"a\",\"params\":[],\"n\":\"5\$\"}"''', "5$"),
        (r"""{\"eventTypeKey\":\"a\",\"params\":[],\"n\":\"x\"}""", "x"),
    ],
)
def test_each_way_to_quote_in_bash(quoted, value):
    event = _only(f"curl {URL} -d {quoted}")
    assert f'"n":"{value}"' in event.text


def test_a_body_that_is_not_utf_8_in_bash_is_refused_with_its_place():
    reading = read_payload(f"curl {URL} -d $'\\xcf\\xee'")
    assert reading.events == ()
    assert "line 1, column 41" in reading.error


def test_the_program_may_stand_in_a_folder_and_have_an_ending():
    assert _only(f"/usr/bin/curl -d '{EVENT}' {URL}").url == URL
    assert _only(f"sudo curl.exe -d '{EVENT}' {URL}").url == URL


@pytest.mark.parametrize("named", ["ConvertTo-Json", "Invoke-RestMethod"])
def test_an_event_that_is_named_as_a_command_of_powershell_is_none(named):
    reading = read_payload(
        f"""curl 'https://yespo.io/api/v2/event' --data-raw '{{"eventTypeKey":"{named}","params":[]}}'"""
    )
    assert (reading.source, reading.error) == ("curl", None)


def test_a_user_agent_that_names_curl_is_no_command():
    reading = read_payload('203.0.113.7 - - [01/Nov/2026:10:00:00 +0200] "GET / HTTP/1.1" 200 5 "-" "curl/8.5.0"')
    assert reading.source != "curl"


def test_a_line_break_that_is_not_marked_is_a_repair_and_can_be_refused():
    text = f"curl {URL}\n  -d '{EVENT}'"
    [repair] = _only(text).repairs
    assert repair.identity == "continuation@1:35"
    assert "backslash" in repair.message
    refused = read_payload(text, refused={repair.identity})
    assert refused.events == ()
    assert "line 1, column 35" in refused.error.lower()


KEY = "9F8E7D6C5B4A39281706F5E4D3C2B1A0"


@pytest.mark.parametrize(
    "text",
    [
        f"> curl -u api:{KEY}\n> {URL} -d '{EVENT}'",
        f"> curl -u api:{KEY}\n> {URL}\n> -d '{EVENT}'",
        f"curl -u api:{KEY}\n{URL} \\\n-d '{EVENT}'",
        f"curl -X POST\n{URL}\n-d '{EVENT}'",
        f"curl -X POST\r\n  '{URL}'\r\n  -d '{EVENT}'",
        f"curl\n{URL} -d '{EVENT}'",
        f"docker exec app curl -s\n{URL} -d '{EVENT}'",
    ],
)
def test_an_address_that_a_mail_wrapped_belongs_to_its_curl(text):
    event = _only(text)
    repairs = [repair for repair in event.repairs if repair.code == "continuation"]
    assert (event.text, event.url, repairs[0].line) == (EVENT, URL, 1)
    assert KEY not in repr(read_payload(text).events)
    refused = read_payload(text, refused={repairs[0].identity})
    assert refused.events == ()
    assert KEY not in refused.error


@pytest.mark.parametrize(
    "text",
    [
        f"curl {URL}\nhttps://yespo.io/api/v1/event -d '{EVENT}'",
        f"curl -s yespo.io/api/v2/event\n{URL} -d '{EVENT}'",
        f"curl -X\n{URL}\n-d '{EVENT}'",
        f"curl -u api:{KEY}\n{URL} is the address, the body is '{EVENT}'",
        f"curl -d '{EVENT}'\n{URL}",
    ],
)
def test_an_address_below_a_curl_that_has_one_or_that_no_option_follows_is_no_part_of_it(text):
    reading = read_payload(text)
    assert "continuation" not in [repair.code for event in reading.events for repair in event.repairs]
    assert KEY not in repr(reading.events) + str(reading.error)


@pytest.mark.parametrize(
    "command",
    [
        'curl ^"{url}^" -d ^"^{{^\\^"eventTypeKey^\\^":^\\^"a^\\^",^\\^"params^\\^":^[^]^}}^"',
        'curl "{url}" -d "{{""eventTypeKey"":""a"",""params"":[]}}"',
        'curl "{url}" ^\n  -d "{{\\"eventTypeKey\\":\\"a\\",\\"params\\":[]}}"',
        'curl "{url}" ^\r\n  -d "{{\\"eventTypeKey\\":\\"a\\",\\"params\\":[]}}"\r\n',
    ],
)
def test_each_way_to_quote_for_the_windows_prompt(command):
    assert _only(command.format(url=URL)).text == EVENT


@pytest.mark.parametrize("value", ["", "x^", " ^", '^"', "a&b", "100%", "C:\\new", "a\nb", '{"":""}', "“x”"])
def test_values_that_look_like_another_shell_do_not_change_a_bash_command(value):
    from yespo_console.events.json_text import dumps_plain

    body = dumps_plain({"eventTypeKey": "a", "params": [{"name": "n", "value": value}]})
    assert _only(f"curl '{URL}' --data-raw '{body}'").text == body


def test_several_data_options_are_joined_as_curl_joins_them():
    reading = read_payload(f"curl {URL} -d 'a=1' -d 'b=2'")
    assert reading.source == "curl"
    assert reading.events == ()


def test_the_place_in_a_body_is_the_place_in_what_was_pasted():
    event = _only(f"""curl {URL} \\
  -d '{{"eventTypeKey": "a",
    "params": [
      {{"name": "x", "value": "y"}},
    ]}}'""")
    assert [repair.identity for repair in event.repairs] == ["trailing_comma@4:34"]


@pytest.mark.parametrize(
    ("printing", "key"),
    [
        (r"""echo -e '{"eventTypeKey":"a","keyValue":"C:\\\\temp and a \"b\"","params":[]}'""", 'C:\\temp and a "b"'),
        (r"""echo -e '{"eventTypeKey":"a","keyValue":"x\\ny","params":[]}'""", "x\ny"),
        (r"""echo '{"eventTypeKey":"a","keyValue":"x\\ny","params":[]}'""", "x\\ny"),
        (r"""printf '{"eventTypeKey":"a","keyValue":"50%% of C:\\\\temp","params":[]}'""", "50% of C:\\temp"),
        (r"""printf '{"eventTypeKey":"a","keyValue":"%s"}\n' 'x@y.z'""", "x@y.z"),
        (r"""echo '{"eventTypeKey":"a","keyValue":"O'\''Neil"}'""", "O'Neil"),
    ],
)
def test_what_a_shell_prints_for_a_command_is_read_without_its_escapes(printing, key):
    [event] = read_payload(f"{printing} | curl https://yespo.io/api/v2/event -d @-").events
    assert json.loads(event.text)["keyValue"] == key
    [alone] = read_payload(printing).events
    assert alone.text == event.text


@pytest.mark.parametrize(
    "printing",
    [
        """printf '{"eventTypeKey":"a","keyValue":"%s","params":[]}' "$EMAIL" """,
        """printf '{"eventTypeKey":"a","keyValue":"%s","params":[]}'""",
        """cat <<EOF\n{"eventTypeKey":"a","keyValue":"$EMAIL","params":[]}\nEOF""",
    ],
)
def test_a_variable_in_what_a_shell_prints_is_empty_and_said_to_be(printing):
    [event] = read_payload(printing).events
    assert json.loads(event.text)["keyValue"] == ""
    assert [repair.code for repair in event.repairs] == ["computed_value"]


def test_what_a_shell_prints_in_more_than_one_way_is_refused():
    for printing in (
        r"""printf '{"eventTypeKey":"a","keyValue":"\x41"}'""",
        """echo -e '{"eventTypeKey":"a","keyValue":"O'Neil"}'""",
    ):
        reading = read_payload(printing)
        assert reading.events == ()
        assert reading.error


@pytest.mark.parametrize("behind", ["", " -H 'Content-Type: application/json'", " | cat"])
@pytest.mark.parametrize("key", ["O'Neil", 'O\'Neil","x":"it\'s'])
def test_an_apostrophe_that_ends_the_body_of_a_command_is_refused(key, behind):
    reading = read_payload(f"""curl {URL} -d '{{"eventTypeKey":"a","keyValue":"{key}","params":[]}}'{behind}""")
    assert reading.events == ()
    assert "a quote within it is not escaped" in reading.error


def test_quotes_that_a_shell_takes_out_of_a_word_are_no_apostrophes():
    event = _only(f"""curl {URL} -d '{{"eventTypeKey":"a","keyValue":"user'abc'x","params":[]}}'""")
    assert json.loads(event.text)["keyValue"] == "userabcx"
    assert event.repairs == ()


def test_an_apostrophe_at_the_end_of_a_word_may_be_a_quote_and_is_refused():
    body = """{"eventTypeKey":"a","keyValue":"the users' list","params":[]}"""
    assert read_payload(f"curl {URL} -d '{body}'").events == ()


@pytest.mark.parametrize(
    ("item", "value"),
    [
        (r"a\=b", "a=b"),
        (r"10\:30", "10:30"),
        (r"olha\@b.ua\;c", "olha@b.ua;c"),
        (r"a\\=b", r"a\\=b"),
        (r"C:\new", r"C:\new"),
        (r"a=b", "a=b"),
    ],
)
def test_a_backslash_before_a_sign_of_an_item_of_httpie_is_no_part_of_the_value(item, value):
    [event] = read_payload(
        f"http POST https://yespo.io/api/v2/event eventTypeKey=a 'keyValue={item}' params:='[]'"
    ).events
    assert json.loads(event.text)["keyValue"] == value


def test_what_curl_says_is_no_request():
    body = '{"eventTypeKey":"x","keyValue":"k","params":[]}'
    reading = read_payload(
        f"curl https://yespo.io/api/v2/event -d '{body}'\ncurl: (6) Could not resolve host: yespo.io"
    )
    assert [event.text for event in reading.events] == [body]
    assert reading.left_out == ()
