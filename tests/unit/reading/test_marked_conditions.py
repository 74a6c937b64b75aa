"""An event between the marks of a template, a makefile or a workflow that ask for something: that is told."""

import json

import pytest

from yespo_console.reading.reader import read_payload

BODY = '{"eventTypeKey":"note","keyValue":"u1","params":[{"name":"v","value":"{{#if a}}b{{/if}}"}]}'
URL = "https://yespo.io/api/v2/event"
CURL = f"curl -X POST {URL} -H 'Content-Type: application/json' -d '{BODY}'"
FETCH = f"fetch('{URL}', {{method: 'POST', body: JSON.stringify({BODY})}});"
SCRIPT = f"<script>\n{FETCH}\n</script>"
PYTHON = f"import requests\nrequests.post('{URL}', json={BODY})"
PHP = f"Http::withBody('{BODY}', 'application/json')->post('{URL}');"

#: Each with what it depends on.
SOMETIMES = {
    "Jinja": (f"{{% if live %}}\n{CURL}\n{{% endif %}}", "live"),
    "Jinja around Python": (f"{{%- if env == 'prod' -%}}\n{PYTHON}\n{{%- endif -%}}", "env == 'prod'"),
    "Twig, else": (f"{{% if dry %}}\ndry\n{{% else %}}\n{SCRIPT}\n{{% endif %}}", "dry"),
    "Twig, another": (f"{{% if a %}}\na\n{{% elseif b %}}\n{SCRIPT}\n{{% endif %}}", "b"),
    "Liquid": (f"{{% unless dry %}}{SCRIPT}{{% endunless %}}", "dry"),
    "Blade": (f"@if($live)\n{SCRIPT}\n@endif", "$live"),
    "Blade around PHP": (f"@if ($user->ok())\n@php\n{PHP}\n@endphp\n@endif", "$user->ok()"),
    "Blade around JSON": (f"@if ($live)\n{BODY}\n@endif", "$live"),
    "Blade, where it runs": (f"@production\n{SCRIPT}\n@endproduction", "production"),
    "Blade in a loop": (f"@if ($live)\n@foreach ($all as $one)\n{SCRIPT}\n@endforeach\n@endif", "$live"),
    "ERB": (f"<% if live %>\n{SCRIPT}\n<% end %>", "live"),
    "ERB in a loop": (f"<% if live %>\n<% all.each do |one| %>\n{SCRIPT}\n<% end %>\n<% end %>", "live"),
    "EJS": (f"<% if (live) {{ %>\n{SCRIPT}\n<% }} %>", "(live)"),
    "EJS, else": (f"<% if (dry) {{ %>\ndry\n<% }} else {{ %>\n{SCRIPT}\n<% }} %>", "(dry)"),
    "Handlebars": (f"{{{{#if live}}}}\n{SCRIPT}\n{{{{/if}}}}", "live"),
    "Handlebars, unless": (f"{{{{#unless dry}}}}\n{SCRIPT}\n{{{{/unless}}}}", "dry"),
    "a template of Go": (f"{{{{- if .Values.live }}}}\n{CURL}\n{{{{- end }}}}", ".Values.live"),
    "a template of Go in a loop": (
        f"{{{{ if .live }}}}{{{{ range .all }}}}\n{CURL}\n{{{{ end }}}}{{{{ end }}}}",
        ".live",
    ),
    "Smarty": (f"{{if $live}}\n{SCRIPT}\n{{/if}}", "$live"),
    "JSTL": (f'<c:if test="${{live}}">\n{SCRIPT}\n</c:if>', "${live}"),
    "make": (f"send:\nifdef LIVE\n\t{CURL}\nendif", "LIVE"),
    "the C shell": (f"if ($live) then\n  {CURL}\nendif", "($live)"),
    "fish": (f"if test -e live\n  for i in 1 2\n    {CURL}\n  end\nend", "test -e live"),
    "Ruby": (f"if live\n  system(%q({CURL}))\nend", "live"),
    "a step": (f"steps:\n  - name: send\n    if: inputs.live\n    run: |\n      {CURL}", "inputs.live"),
    "a job": (f"jobs:\n  a:\n    if: github.live\n    steps:\n      - run: |\n          {CURL}", "github.live"),
    "a job of GitLab": (f"send:\n  rules:\n    - if: $LIVE\n  script:\n    - |\n      {CURL}", "$LIVE"),
    "a key": (f"{{% if key == 'sonechko' %}}\n{CURL}\n{{% endif %}}", "key == ***"),
}
IN_ANY_CASE = {
    "behind it": f"{{% if live %}}\nlive\n{{% endif %}}\n{CURL}",
    "before it": f"{SCRIPT}\n@if ($live)\nlive\n@endif",
    "a loop of Jinja": f"{{% for i in all %}}\n{CURL}\n{{% endfor %}}",
    "a loop of Handlebars": f"{{{{#each all}}}}\n{SCRIPT}\n{{{{/each}}}}",
    "a loop of EJS behind a branch": f"<% if (a) {{ %>a<% }} %>\n<% for (const b of all) {{ %>\n{SCRIPT}\n<% }} %>",
    "behind a branch of bash": f"if test -e a; then\n  make\nfi\nend\n{CURL}",
    "behind EJS": f"<% if (a) {{ %>a<% }} %>\n{SCRIPT}",
    "one statement of PHP": f"<? if ($a) echo 1; ?>\n{SCRIPT}",
    "another step": f"steps:\n  - name: a\n    if: inputs.live\n    run: make\n  - run: |\n      {CURL}",
    "a step in any case": f"steps:\n  - if: always()\n    run: |\n      {CURL}",
    "another job of GitLab": f"a:\n  rules:\n    - if: $A\n  script:\n    - make\nb:\n  script:\n    - |\n      {CURL}",
    "another target of make": f"a:\nifdef LIVE\n\tmake b\nendif\nsend:\n\t{CURL}",
    "JSON": BODY,
}


def _told(payload):
    [event] = read_payload(payload).events
    assert json.loads(event.text)["keyValue"] == "u1"
    return [repair.message for repair in event.repairs if repair.code == "sent_on_condition"]


def test_a_template_in_a_value_of_another_event_asks_for_nothing():
    other = '{"eventTypeKey":"a","keyValue":"u2","params":[{"name":"v","value":"{%% if vip %%} %s"}]}'

    reading = read_payload("\n".join((other % "b", other % '\\"c\\"', BODY)))

    assert [repair.code for event in reading.events for repair in event.repairs].count("sent_on_condition") == 0
    assert len(reading.events) == 3


@pytest.mark.parametrize("name", SOMETIMES)
def test_what_the_marks_around_an_event_ask_for_is_told(name):
    payload, condition = SOMETIMES[name]

    [message] = _told(payload)

    assert f"depends on “{condition}”" in message


@pytest.mark.parametrize("name", IN_ANY_CASE)
def test_nothing_is_told_of_an_event_around_which_no_marks_ask(name):
    assert _told(IN_ANY_CASE[name]) == []
