"""Code of C#, Go, Rust or Swift that sends an event only sometimes: it is read, and on what that depends is told."""

import json

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
BODY = '{"eventTypeKey":"note","keyValue":"u1","params":[{"name":"v","value":"if (x) { return; }"}]}'
QUOTED = json.dumps(BODY)
GO = f'http.Post("{URL}", "application/json", strings.NewReader({QUOTED}))'
CSHARP = f'await client.PostAsync("{URL}", new StringContent({QUOTED}));'
SWIFT = f"send({QUOTED})"
CS_SET = f"var json = {QUOTED};\nvar content = new StringContent(json, Encoding.UTF8);\n"
CS_SEND = f'await client.PostAsync("{URL}", content);'
CS_CLASS = f"class P\n{{\n  static async Task Send()\n  {{\n    {CS_SET}    {CS_SEND}\n  }}\n"
JAVA_SET = f'HttpPost post = new HttpPost("{URL}");\npost.setEntity(new StringEntity({QUOTED}));\n'
JAVA_SEND = "httpClient.execute(post);"
KT_SET = f"val json = {QUOTED}\nval body = json.toRequestBody(type)\n"
KT_SEND = f'client.newCall(Request.Builder().url("{URL}").post(body).build()).execute()'
GO_SET = f'req, err := http.NewRequest("POST", "{URL}", strings.NewReader({QUOTED}))\n'
GO_SEND = "client.Do(req)"
RUST_SET = f'let client = reqwest::Client::new();\nlet body = r#"{BODY}"#;\n'
RUST_SEND = f'client.post("{URL}").body(body).send().await?;'
SWIFT_SET = (
    f'var request = URLRequest(url: URL(string: "{URL}")!)\nlet json = {QUOTED}\n'
    "request.httpBody = json.data(using: .utf8)\n"
)
SWIFT_SEND = "URLSession.shared.dataTask(with: request).resume()"
PERL_SET = f"use strict;\nuse LWP::UserAgent;\nmy $json = '{BODY}';\n"
PERL_SEND = f"$ua->post('{URL}', Content => $json)"
DART_SEND = f"await http.post(Uri.parse('{URL}'), body: jsonEncode({BODY}));"
OBJC = (
    f"NSString *json = @{QUOTED};\nNSMutableURLRequest *req = [NSMutableURLRequest new];\n"
    "[req setHTTPBody:[json dataUsingEncoding:NSUTF8StringEncoding]];\n"
)

#: Each with what it depends on.
SOMETIMES = [
    (f"if user.ID > 0 {{\n\t{GO}\n}}", "user.ID > 0"),
    (f"if a {{\n\tlog()\n}} else {{\n\t{GO}\n}}", "a"),
    (f"if a {{\n\tlog()\n}} else if b {{\n\t{GO}\n}}", "b"),
    (f"if dry {{\n\treturn\n}}\n{GO}", "dry"),
    (f"switch kind {{\ncase 1:\n\t{GO}\n}}", "kind"),
    (f'if key == "sonechko" {{\n\t{GO}\n}}', "key == ***"),
    (f"if (user /* sonechko */ == 1) {{\n    {CSHARP}\n}}", "(user == 1)"),
    (f"if (user != null)\n{{\n    {CSHARP}\n}}", "(user != null)"),
    (f"if (user == null) return;\n{CSHARP}", "user == null"),
    (f"if (user == null)\n{{\n    return;\n}}\n{CSHARP}", "(user == null)"),
    (f"if (code == 48213977) {{\n    {CSHARP}\n}}", "(code == ***)"),
    (f"if (live) {{ // {{\n    foreach (var x in y) {{\n    {CSHARP}\n}}\n}}", "(live)"),
    (f"if loggedIn {{\n  {SWIFT}\n}}", "loggedIn"),
    (f"if !loggedIn {{\n  return\n}}\n{SWIFT}", "!loggedIn"),
    # what is spelled out before, and sent in a branch
    (f"{CS_SET}if (live)\n{{\n    {CS_SEND}\n}}", "(live)"),
    (f"{CS_SET}if (live) {CS_SEND}", "(live)"),
    (f"{CS_SET}if (dry) Console.WriteLine(json);\nelse {CS_SEND}", "(dry)"),
    (f"{CS_SET}if (dry)\n{{\n    Log(1);\n}}\nelse\n    {CS_SEND}", "(dry)"),
    (f"{CS_SET}var r = live ? {CS_SEND[:-1]} : null;", "live"),
    (f"{CS_SET}try {{ Init(); }}\ncatch (Exception e)\n{{\n    {CS_SEND}\n}}", "catch (Exception e)"),
    (f"foreach (var u in users)\n{{\n    if (u.Blocked) continue;\n    {CS_SET}    {CS_SEND}\n}}", "u.Blocked"),
    (f"{CS_CLASS}  static void Main()\n  {{\n    if (live) Send();\n  }}\n}}", "(live)"),
    (f"{JAVA_SET}if (live) {{\n    {JAVA_SEND}\n}}", "(live)"),
    (f"{KT_SET}if (live) {KT_SEND}", "(live)"),
    (f"{KT_SET}when (env) {{\n    Env.PROD -> {KT_SEND}\n}}", "(env)"),
    (f"fun send(u: User?) {{\n    val user = u ?: return\n    {KT_SET}    {KT_SEND}\n}}", "u"),
    (f"{GO_SET}if err != nil {{\n\tlog.Fatal(err)\n}}\nif live {{\n\t{GO_SEND}\n}}", "live"),
    (f"{GO_SET}if *dry {{\n\tos.Exit(0)\n}}\n{GO_SEND}", "*dry"),
    (f"func send() {{\n\t{GO_SET}\t{GO_SEND}\n}}\n\nfunc main() {{\n\tif *live {{\n\t\tsend()\n\t}}\n}}", "*live"),
    (f"{RUST_SET}if live {{\n    {RUST_SEND}\n}}", "live"),
    (f"{RUST_SET}match env {{\n    Env::Prod => {{ {RUST_SEND} }}\n    _ => {{}}\n}}", "env"),
    (f"{RUST_SET}if let Some(key) = key {{\n    {RUST_SEND}\n}}", "let Some(key) = key"),
    (
        f"async fn send() -> R {{\n  if !live {{\n    return Ok(());\n  }}\n{RUST_SET}{RUST_SEND}\n}}",
        "!live",
    ),
    (f"fn url<'a>(x: &'a str) -> &'a str {{ x }}\n{RUST_SET}if live {{\n    {RUST_SEND}\n}}", "live"),
    (f"{SWIFT_SET}if live {{\n    {SWIFT_SEND}\n}}", "live"),
    (
        f"func send() {{\n    guard let user = user else {{ return }}\n    {SWIFT_SET}    {SWIFT_SEND}\n}}",
        "let user = user",
    ),
    (f"{PERL_SET}if ($live) {{\n    {PERL_SEND};\n}}", "($live)"),
    (f"{PERL_SET}unless ($dry) {{\n    {PERL_SEND};\n}}", "($dry)"),
    (f"{PERL_SET}{PERL_SEND} if $live;", "$live"),
    (f"{PERL_SET}exit(0) if $dry;\n{PERL_SEND};", "$dry"),
    (f"if (live) {{\n  {DART_SEND}\n}}", "(live)"),
    (f"{OBJC}if (live) {{\n    [[session dataTaskWithRequest:req] resume];\n}}", "(live)"),
    (f"if err != nil {{\n\t{GO}\n}}", "err != nil"),
    (f"select {{\ncase <-c:\n\t{GO}\n}}", "select"),
    (f"{CS_SET}var r = env switch {{ Env.Prod => {CS_SEND[:-1]}, _ => null }};", "env"),
]
JAVA_BUILD = f'HttpRequest.newBuilder(URI.create("{URL}")).POST(BodyPublishers.ofString(json)).build()'
JAVA_ASK = f"String json = {QUOTED};\n"
#: Each with the code and what is named.
IN_TURN = [
    (f"for i := 0; i < 3; i++ {{\n\t{GO}\n}}", "sent_in_loop", "for i := 0; i < 3; i++"),
    (f"for _, u := range users {{\n\t{GO}\n}}", "sent_in_loop", "for _, u := range users"),
    (f"for {{\n\t{GO}\n\ttime.Sleep(5)\n}}", "sent_in_loop", "for"),
    (f"{CS_SET}foreach (var u in users)\n{{\n    {CS_SEND}\n}}", "sent_in_loop", "foreach (var u in users)"),
    (f"{CS_SET}foreach (var u in users) {CS_SEND}", "sent_in_loop", "foreach (var u in users)"),
    (f"while (true)\n{{\n    {CSHARP}\n}}", "sent_in_loop", "while (true)"),
    (f"do\n{{\n    {CSHARP}\n}} while (more);", "sent_in_loop", "do"),
    (
        f"{CS_CLASS}  static void Main()\n  {{\n    foreach (var u in us) {{ Send(); }}\n  }}\n}}",
        "sent_in_loop",
        "foreach",
    ),
    (f"{JAVA_SET}for (User u : users) {{\n    {JAVA_SEND}\n}}", "sent_in_loop", "for (User u : users)"),
    (f"{KT_SET}users.forEach {{ {KT_SEND} }}", "sent_in_loop", "users.forEach"),
    (f"{KT_SET}repeat(5) {{ {KT_SEND} }}", "sent_in_loop", "repeat(5)"),
    (f"{RUST_SET}for u in users {{\n    {RUST_SEND}\n}}", "sent_in_loop", "for u in users"),
    (f"{PERL_SET}foreach my $u (@users) {{\n    {PERL_SEND};\n}}", "sent_in_loop", "foreach my $u (@users)"),
    (f"{JAVA_ASK}user.ifPresent(u -> http.send({JAVA_BUILD}));", "sent_when_called", "user.ifPresent"),
    (f"{KT_SET}user?.let {{ {KT_SEND} }}", "sent_when_called", "user?.let"),
]
NOT_IN_TURN = [
    GO,
    f"for i := 0; i < 3; i++ {{\n\tr, err := {GO}\n\tif err == nil {{\n\t\tbreak\n\t}}\n}}",
    f"for i := 0; i < 3; i++ {{\n\tlog()\n}}\n{GO}",
    f'let bodies = [r#"{BODY}"#];\nfor body in bodies {{\n    {RUST_SEND}\n}}',
    f"use strict;\nmy @all = ('{BODY}');\nforeach my $json (@all) {{\n  {PERL_SEND};\n}}",
    f"var all = [{BODY}];\nfor (var e in all) {{\n  await http.post(Uri.parse('{URL}'), body: jsonEncode(e));\n}}",
    f"{SWIFT_SET}do {{\n    {SWIFT_SEND}\n}} catch {{\n    print(error)\n}}",
    f"{JAVA_SET}for (User u : users) {{\n    log(u);\n}}\n{JAVA_SEND}",
]
IN_ANY_CASE = [
    GO,
    CSHARP,
    f"resp, err := load()\nif err != nil {{\n\treturn\n}}\n{GO}",
    f"if dry {{\n\tlog()\n}}\n{GO}",
    f"func send() {{\n\t{GO}\n}}",
    f"while (true)\n{{\n    {CSHARP}\n}}",
    f'if (key == null) throw new Exception("no key");\n{CSHARP}',
    f"void A() {{\n    if (dry) return;\n}}\nvoid B() {{\n    {CSHARP}\n}}",
    f"/*\nif (dry) return;\n*/\n{CSHARP}",
    f"{CS_SET}if (debug) Console.WriteLine(json);\n{CS_SEND}",
    f"{CS_SET}if (debug)\n{{\n    logger.LogInformation(json);\n}}\nvar r = {CS_SEND}\nif (!r.Ok) return;",
    f"{CS_SET}if (live) {CS_SEND}\n{CS_SEND}",
    f"{CS_CLASS}  static async Task Main()\n  {{\n    if (debug) Send();\n    await Send();\n  }}\n}}",
    f"{JAVA_SET}{JAVA_SEND}\nif (debug) {{\n    log.info(post);\n}}",
    f"{KT_SET}{KT_SEND}.use {{ r ->\n    if (!r.isSuccessful) return\n    println(r)\n}}",
    f"{GO_SET}if resp, err := {GO_SEND}; err != nil {{\n\tlog.Fatal(err)\n}}",
    f"{GO_SET}res, err := {GO_SEND}\nif err != nil {{\n\treturn\n}}\nif res.StatusCode != 200 {{\n\treturn\n}}",
    f"{RUST_SET}if let Err(e) = {RUST_SEND[:-2]} {{\n    eprintln!(e);\n}}",
    f"{RUST_SET}match {RUST_SEND[:-2]} {{\n    Ok(r) => println!(r),\n    Err(e) => eprintln!(e),\n}}",
    f"{SWIFT_SET}{SWIFT_SEND[:-9]} {{ d, r, e in\n    if let e = e {{\n        return\n    }}\n}}.resume()",
    f"{PERL_SET}my $r = {PERL_SEND};\nif ($r->is_success) {{\n    print 1;\n}}",
]


def _told(payload):
    [event] = read_payload(payload).events
    assert json.loads(event.text) == json.loads(BODY)
    return [repair for repair in event.repairs if repair.code == "sent_on_condition"]


@pytest.mark.parametrize(("payload", "condition"), SOMETIMES)
def test_on_what_it_depends_whether_an_event_is_sent_is_told(payload, condition):
    [repair] = _told(payload)

    assert f"depends on “{condition}”" in repair.message


@pytest.mark.parametrize("payload", IN_ANY_CASE)
def test_nothing_is_told_of_an_event_that_is_sent_in_any_case(payload):
    assert _told(payload) == []


def _in_turn(payload):
    [event] = read_payload(payload).events
    assert json.loads(event.text) == json.loads(BODY)
    return [repair for repair in event.repairs if repair.code in ("sent_in_loop", "sent_when_called")]


@pytest.mark.parametrize(("payload", "code", "found"), IN_TURN)
def test_what_carries_out_a_sending_more_than_once_is_told(payload, code, found):
    [repair] = _in_turn(payload)

    assert repair.code == code
    assert f"“{found}" in repair.message


@pytest.mark.parametrize("payload", NOT_IN_TURN)
def test_nothing_is_told_of_an_event_that_is_sent_once(payload):
    assert _in_turn(payload) == []


def test_functions_that_call_each_other_without_end_are_read():
    functions = "".join(f"func f{number}() {{ f{number + 1}() }}\n" for number in range(2000))

    assert _told(f"{functions}func f2000() {{ f1999()\n{GO} }}") == []


#: JSON over several lines, with brackets, quotes and an apostrophe in it.
LINES = json.dumps(
    {**json.loads(BODY), "params": [{"name": "v", "value": '[{"name":"Здоров\'я {"}]'}]}, ensure_ascii=False, indent=4
)
DOUBLED = LINES.replace('"', '""')
WITHOUT = LINES.replace("'", "")
PARSED = "let json: serde_json::Value = serde_json::from_str(&data)?;"
#: Each with how it is sent.
OVER_LINES = [
    (
        f'let client = reqwest::Client::new();\nlet data = r#"{LINES}"#;\n{PARSED}\n',
        f'client.post("{URL}").json(&json).send().await?;',
    ),
    (f'var content = new StringContent(@"{DOUBLED}");\n', CS_SEND),
    (f'var content = new StringContent("""\n{LINES}\n""");\n', CS_SEND),
    (f"use strict;\nuse LWP::UserAgent;\nmy $json = '{WITHOUT}';\n", f"{PERL_SEND};"),
]


@pytest.mark.parametrize(("setting", "send"), OVER_LINES)
def test_json_over_several_lines_is_a_text_whose_brackets_count_for_nothing(setting, send):
    for sending, conditions in ((send, 0), (f"if (live) {{\n{send}\n}}", 1)):
        [event] = read_payload(f"void main() {{\n{setting}{sending}\n}}\n").events
        codes = [repair.code for repair in event.repairs]

        assert codes == ["sent_on_condition"] * conditions
