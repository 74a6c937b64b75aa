"""The program as it is started, on a real X server with a window manager, driven by the keys of a keyboard."""

import json
import os
import shutil
import subprocess
import sys
import time

import pytest
from patience import PATIENCE_S

TOOLS = ("Xvfb", "openbox", "xdotool")

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason=f"needs {', '.join(TOOLS)}"),
]


def _until(condition):
    """What ``condition`` gives once it is true; fails when that takes longer."""
    end = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
    return found


@pytest.fixture
def desktop(tmp_path):
    """A screen with a window manager; gives a function that starts programs on it, all ended at the end."""
    programs = []
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "xcb",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "YESPO_CONSOLE_HOME": str(tmp_path / "profile"),
    }

    def start(*command, **more):
        with (tmp_path / f"{len(programs)}.log").open("wb") as output:
            programs.append(subprocess.Popen(command, env=environment, stdout=output, stderr=output, **more))

    reading, writing = os.pipe()
    start("Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp", pass_fds=(writing,))
    os.close(writing)
    with os.fdopen(reading) as told:
        environment["DISPLAY"] = f":{told.readline().strip()}"
    start("openbox", "--sm-disable")
    start.environment, start.programs = environment, programs
    yield start
    for program in reversed(programs):
        program.terminate()
        try:
            program.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait(PATIENCE_S)


def _xdotool(desktop, *words):
    done = subprocess.run(
        ("xdotool", *words), env=desktop.environment, capture_output=True, text=True, timeout=PATIENCE_S
    )
    return done.stdout.split() if done.returncode == 0 else []


def _sent(desktop, *query):
    command = (sys.executable, "-m", "yespo_console", "history", "search", "--format", "json", *query)
    done = subprocess.run(command, env=desktop.environment, capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_cart_is_typed_sent_and_found_with_the_keyboard_alone(desktop, tmp_path):
    desktop(sys.executable, "-m", "yespo_console")
    window = _until(lambda: _xdotool(desktop, "search", "--onlyvisible", "--name", "Yespo Console"))[0]
    _until(lambda: _xdotool(desktop, "windowactivate", "--sync", window, "getactivewindow") == [window])
    _until((tmp_path / "profile" / "state" / "sandbox.json").exists)
    drafts = tmp_path / "profile" / "data" / "drafts"

    def typed(words):
        return any(words in file.read_text() for file in drafts.glob("*/*.json"))

    # The field of the event type has the keys from the start; an untouched sample becomes a cart's.
    _xdotool(desktop, "key", "--clearmodifiers", "ctrl+a")
    _xdotool(desktop, "type", "--delay", "40", "cartUpdated")
    _xdotool(desktop, "key", "--clearmodifiers", "Return")
    _until(lambda: typed("recycleStateId"))
    # F6 goes on to the text, where a price is looked for and another one typed over it.
    _xdotool(desktop, "key", "--clearmodifiers", "F6")
    _xdotool(desktop, "key", "--clearmodifiers", "ctrl+f")
    _xdotool(desktop, "type", "--delay", "40", "45.5")
    _xdotool(desktop, "key", "--clearmodifiers", "Escape")
    _xdotool(desktop, "type", "--delay", "40", "39.90")
    _until(lambda: typed("39.90"))
    _xdotool(desktop, "key", "--clearmodifiers", "ctrl+Return")
    (exchange,) = _until(lambda: [one for one in _sent(desktop, "type:cartUpdated") if one["status"] is not None])
    assert exchange["status"] == 200
    assert exchange["environment"] == "Sandbox"
    assert exchange["source"] == "window"
    # Found again in the window: Enter on the only row opens it as a draft of its own.
    _xdotool(desktop, "key", "--clearmodifiers", "ctrl+2")
    _xdotool(desktop, "type", "--delay", "40", "39.90")
    _xdotool(desktop, "key", "--clearmodifiers", "Return")
    before = len(list(drafts.glob("*/*.json")))
    _until(lambda: _xdotool(desktop, "key", "--clearmodifiers", "Return") == [] and _grown(drafts, before))
    _xdotool(desktop, "key", "--clearmodifiers", "ctrl+q")
    _until(lambda: desktop.programs[-1].poll() is not None)
    assert desktop.programs[-1].returncode == 0
    copies = [json.loads(file.read_bytes())["text"] for file in drafts.glob("*/*.json")]
    assert len(copies) == 2
    assert len(set(copies)) == 1
    assert "39.90" in copies[0]


def _grown(folder, before):
    time.sleep(1)  # drafts are written when typing pauses
    return len(list(folder.glob("*/*.json"))) > before


def test_a_key_that_is_held_down_sends_once(desktop, tmp_path):
    desktop(sys.executable, "-m", "yespo_console")
    window = _until(lambda: _xdotool(desktop, "search", "--onlyvisible", "--name", "Yespo Console"))[0]
    _until(lambda: _xdotool(desktop, "windowactivate", "--sync", window, "getactivewindow") == [window])
    _until((tmp_path / "profile" / "state" / "sandbox.json").exists)
    _xdotool(desktop, "keydown", "ctrl", "keydown", "Return")
    _until(lambda: _sent(desktop))
    for _look in range(3):  # each takes so long that the key repeats itself meanwhile
        assert len(_sent(desktop)) == 1
    _xdotool(desktop, "keyup", "Return", "keyup", "ctrl")
    _until(lambda: _xdotool(desktop, "key", "ctrl+Return") == [] and len(_sent(desktop)) > 1)


def test_events_that_are_typed_as_quick_as_a_program_types_are_all_sent_as_they_were_typed(desktop, tmp_path):
    count, at_once = 25, ("--delay", "0")
    desktop(sys.executable, "-m", "yespo_console")
    window = _until(lambda: _xdotool(desktop, "search", "--onlyvisible", "--name", "Yespo Console"))[0]
    _until(lambda: _xdotool(desktop, "windowactivate", "--sync", window, "getactivewindow") == [window])
    _until((tmp_path / "profile" / "state" / "sandbox.json").exists)
    _xdotool(desktop, "key", "ctrl+Return")
    _until(lambda: _sent(desktop))  # from now on it is sent at once
    for at in range(count):
        words = "type", "--args", "1", *at_once
        # Into the field of the type; then, by F6, into the text, where the whole is typed anew.
        keys = ("key", *at_once, "ctrl+t"), (*words, f"quick{at}"), ("key", *at_once, "Tab", "F6", "ctrl+a")
        text = json.dumps({"eventTypeKey": f"quick{at}", "keyValue": f"cart-{at}", "params": []})
        _xdotool(desktop, *(word for part in keys for word in part), *words, text, "key", *at_once, "ctrl+Return")
    _until(lambda: len(_sent(desktop, "type:quick*")) == count)
    sent = [(one["event_type"], one["key_value"]) for one in _sent(desktop, "type:quick*")]
    assert sent == [(f"quick{at}", f"cart-{at}") for at in reversed(range(count))]
    _xdotool(desktop, "key", "ctrl+q")
    _until(lambda: desktop.programs[-1].poll() is not None)
    assert desktop.programs[-1].returncode == 0
