"""A person at a second window, in a process of its own: does what is written to them, line by line, and answers each.

Lines are JSON: a list with a word and what it needs; each answer is one line of JSON.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "contract"))
from person_at_window import person_at_window


def sent(user, event_type, count):
    """Send so many events; their numbers in the history."""
    user.open_compose()
    numbers = []
    for _time in range(count):
        params = [{"name": "email", "value": "taras@example.com"}]
        user.write_text(json.dumps({"eventTypeKey": event_type, "params": params}))
        numbers.append(user.send().id)
    return numbers


def listed(user, words, count):
    """What the history lists for these words, once it is so many."""
    user.open_history()
    user.search(words)
    user.wait(lambda: len(user.listed()) == count)
    return user.listed()


def notice(user):
    return user.notice()


JOBS = {"send": sent, "listed": listed, "notice": notice}


def tell(answer):
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with person_at_window() as (user, _profile, _faults):
        tell("ready")
        for line in sys.stdin:
            job, *words = json.loads(line)
            tell(JOBS[job](user, *words))
