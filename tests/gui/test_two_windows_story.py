"""Two windows of one profile: the sandbox of the second does not end with the first."""

import pytest

KINDS = ["by sending", "by choosing it"]


@pytest.mark.parametrize("how", KINDS)
def test_the_second_window_has_a_sandbox_after_the_first_was_closed(start, how):
    first, second = start(), start()
    sandbox = second.console.backend.services.sandbox
    assert sandbox.joined
    assert second.send().answer.status == 200
    start.end(first)
    if how == "by choosing it":
        second.console.selection.choose("Sandbox")
        second.wait(lambda: not sandbox.joined)
    assert second.send().answer.status == 200
    assert not sandbox.joined
    assert second.send().answer.status == 200


def test_a_second_window_goes_on_with_the_sandbox_of_the_first_while_that_lives(start):
    first, second = start(), start()
    for _time in range(2):
        assert second.send().answer.status == 200
    assert second.console.backend.services.sandbox.joined
    assert not first.console.backend.services.sandbox.joined
