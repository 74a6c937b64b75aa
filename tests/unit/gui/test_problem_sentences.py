"""A problem's sentence in lines: nothing of it is left out but of a single word that is wider than the row."""

from yespo_console.gui.compose.verdict_panel import broken


class Metrics:
    """Every letter is 10 px wide, and a hair more where Qt asks what has to be left out."""

    def horizontalAdvance(self, text):
        return 10 * len(text)

    def elidedText(self, text, _mode, room):
        most = int(room / 10.01)
        return text if len(text) <= most else text[: most - 1] + "…"


def test_a_line_that_fits_exactly_is_left_whole():
    assert broken("one two three", Metrics(), 70) == ["one two", "three"]


def test_a_word_wider_than_the_row_is_shortened():
    assert broken("an incomprehensible one", Metrics(), 60) == ["an", "inco…", "one"]
