"""What hypothesis makes nodes, layouts and events from."""

from hypothesis import strategies as st

from yespo_console.events.event import ABSENT, ApiVersion, Encoding, Event, Number, Object, Param
from yespo_console.events.json_text import inner

V1 = Encoding(ApiVersion.V1)
V2 = Encoding()
V2_NATIVE = Encoding(ApiVersion.V2, native=True)
V3 = Encoding(ApiVersion.V3, native=True)
ENCODINGS = (V1, V2, V2_NATIVE, V3)

SPELLINGS = ("0", "-0", "1", "45.50", "1.0", "1e2", "1E+400", "-0.0e-7", "9" * 40, "12345678901234567890.10")
TROUBLE = ("", " ", "Чай", "😀", 'a"b', "a\\b", "a\nb\t\x00", "\ud83d", "null", "[", "{", "a/b~c", "-", "0", "\u2028")

numbers = st.sampled_from(SPELLINGS).map(Number) | st.integers(-(10**20), 10**20).map(lambda n: Number(str(n)))
#: Half of a character may stand alone, but not two halves side by side: as escapes they would be one character.
texts = st.sampled_from(TROUBLE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
plain_texts = texts.filter(lambda text: inner(text) is None)
scalars = st.none() | st.booleans() | plain_texts | numbers


def _containers(values):
    return st.lists(values, max_size=4).map(tuple) | st.lists(st.tuples(texts, values), max_size=4).map(
        lambda pairs: Object(tuple(pairs))
    )


nodes = st.recursive(scalars, _containers, max_leaves=12)
containers = _containers(nodes)


@st.composite
def layouts(draw, node):
    """The same node in some legal layout: spaces, lines and escapes anywhere."""
    space = draw(st.sampled_from(("", " ", "\n", "\r\n\t", "  \n    ")))
    escape_all = draw(st.booleans())
    return _laid_out(node, space, escape_all)


def _laid_out(node, space, escape_all):
    import json

    from yespo_console.events.json_text import dump

    if isinstance(node, Object):
        inside = ("," + space).join(
            f"{_laid_out(name, space, escape_all)}{space}:{space}{_laid_out(value, space, escape_all)}{space}"
            for name, value in node
        )
        return f"{{{space}{inside}}}"
    if isinstance(node, tuple):
        return f"[{space}{(space + ',').join(_laid_out(value, space, escape_all) for value in node)}{space}]"
    if isinstance(node, str) and escape_all:
        return json.dumps(node).replace("/", "\\/")
    return dump(node)


values = scalars | containers
params = st.builds(Param, plain_texts, values | st.just(ABSENT))
names_of_others = plain_texts.filter(lambda name: name not in ("eventTypeKey", "keyValue", "params"))
events = st.builds(
    Event,
    scalars | st.just(ABSENT),
    scalars | st.just(ABSENT),
    st.lists(params, max_size=5).map(tuple),
    st.lists(st.tuples(names_of_others, values), max_size=2).map(tuple),
)


@st.composite
def bodies(draw):
    """Any JSON object that may pass for the body of an event, good or bad."""
    item = (
        st.builds(lambda name, value: Object((("name", name), ("value", value))), texts, nodes)
        | st.builds(lambda name, held: Object((("name", name), ("value", _text_of(held)))), texts, containers)
        | nodes
    )
    params_node = st.lists(item, max_size=4).map(tuple) | containers | nodes
    member = (
        st.tuples(st.just("params"), params_node)
        | st.tuples(st.sampled_from(("eventTypeKey", "keyValue")), nodes)
        | st.tuples(texts, nodes)
    )
    return Object(tuple(draw(st.lists(member, max_size=5))))


def _text_of(node):
    from yespo_console.events.json_text import dump

    return dump(node, indent=2)
