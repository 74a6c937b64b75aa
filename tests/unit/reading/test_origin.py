"""A decoded text still knows where each of its characters stood."""

from hypothesis import given
from hypothesis import strategies as st

from yespo_console.events.json_text import line_column
from yespo_console.reading.origin import Original, Traced, TracedBuilder, join


def test_a_decoded_string_points_into_the_command_it_was_cut_from():
    command = Traced.of("curl -d\n '{\"a\":\\'b\\'}'")
    builder = TracedBuilder(command.original)
    builder.copy(command, 10, 15)
    builder.put("'", 15, 2)
    builder.copy(command, 17, 18)
    body = builder.build()
    assert body.text == '{"a":\'b'
    assert [body.offset(index) for index in range(len(body) + 1)] == [10, 11, 12, 13, 14, 15, 17, 18]
    assert body.line_column(5) == (2, 8)
    assert body.original_text(4, 7) == ":\\'b"
    assert body.slice(4, 7).slice(1, 3).offset(1) == 17


def test_slices_of_slices_and_joins_keep_every_origin():
    text = Traced.of("0123456789")
    joined = join([text.slice(7, 9), text.slice(0, 2), text.slice(5)], text.original)
    assert joined.text == "780156789"
    assert [joined.offset(index) for index in range(9)] == [7, 8, 0, 1, 5, 6, 7, 8, 9]
    assert joined.slice(3, 6).offset(3) == 7
    assert Traced.of("  a ").strip().offset(0) == 2
    assert Traced.of("").offset(0) == 0


def test_the_text_itself_is_never_shown_by_accident():
    assert "secret" not in repr(Traced.of("secret"))


@given(st.text("ab\r\n\x0b\u2028é😀", max_size=30))
def test_lines_and_columns_are_those_of_the_json_errors(text):
    original = Original(text)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n":
            continue  # the middle of one line end
        assert original.line_column(offset) == line_column(text, offset)


@given(st.data())
def test_any_mixture_of_parts_and_escapes_maps_back(data):
    source = Traced.of("abcdefghij")
    builder = TracedBuilder(source.original)
    expected = []
    for _ in range(data.draw(st.integers(0, 6))):
        start = data.draw(st.integers(0, 9))
        if data.draw(st.booleans()):
            end = data.draw(st.integers(start, 10))
            builder.copy(source, start, end)
            expected += range(start, end)
        else:
            decoded = data.draw(st.sampled_from(["", "x", "xyz"]))
            builder.put(decoded, start)
            expected += [start] * len(decoded)
    built = builder.build()
    assert [built.offset(index) for index in range(len(built))] == expected
    cut = data.draw(st.integers(0, len(built)))
    part = built.slice(cut)
    assert [part.offset(index) for index in range(len(part))] == expected[cut:]
