"""``kill -9`` at random moments of everything that writes to a history: nothing acknowledged is lost, nothing half."""

import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from killed_history import JOBS, MAIL, ROWS, all_ids, asked, everything, handed_on, prepare, request, take_in, work
from patience import PATIENCE_S

from yespo_console.history import checking, forgetting, recovery
from yespo_console.history.errors import HistoryDamagedError
from yespo_console.history.query import Query
from yespo_console.history.search_text import decoded
from yespo_console.history.store import HistoryStore
from yespo_console.history.traces import of_all
from yespo_console.platform.profile import Profile
from yespo_console.sandbox.address import register
from yespo_console.sandbox.server import SandboxServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")

#: Kills of each job in the long form; together more than 200.
SOAK_KILLS = 30


@dataclass
class Life:
    """What a program told before it was killed.

    Attributes:
        told: its words and numbers, in order.
        killed: False: it had come to its end before.
        seconds: how long it worked.
        arrived: the bodies of its requests that arrived in the sandbox.
    """

    told: list[tuple[str, int]]
    killed: bool
    seconds: float
    arrived: set[bytes]

    def numbers(self, word: str) -> set[int]:
        return {number for told, number in self.told if told == word}


@pytest.fixture(scope="module")
def programs():
    """Starts programs within milliseconds: all modules are imported once, in the process they are forked from."""
    context = multiprocessing.get_context("forkserver")
    rooms = ("cli.station", "history.forgetting", "history.recovery", "history.retention", "history.transfer.importing")
    context.set_forkserver_preload([f"yespo_console.{room}" for room in rooms])
    return context


@pytest.fixture(scope="module")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each job the profile it begins with."""
    folder = tmp_path_factory.mktemp("beginnings")
    for job in JOBS:
        prepare(job, folder / job)
    return {job: folder / job for job in JOBS}


def live(programs, sandbox: SandboxServer, job: str, folder: Path, seconds: float | None) -> Life:
    """Have the job done in ``folder``, and kill it so long after it has begun; None: let it come to its end."""
    assert sandbox.address is not None
    register(Profile.at(folder), sandbox.address)
    sandbox.state.clear()
    reader, writer = os.pipe()
    try:
        process = programs.Process(target=work, args=(job, str(folder), _Inherited(writer)))
        process.start()
        os.close(writer)
        with os.fdopen(reader, "rb", closefd=False) as pipe:
            assert pipe.readline() == b"started 0\n"
            started = time.monotonic()
            if seconds is not None:
                time.sleep(seconds)
                process.kill()
            lines = pipe.read().splitlines(keepends=True)
        process.join(PATIENCE_S)
        took = time.monotonic() - started
    finally:
        os.close(reader)
    assert process.exitcode in (0, -signal.SIGKILL)
    told = [line.decode().split() for line in lines if line.endswith(b"\n")]
    mine = f'"{Profile.at(folder).data}"'.encode()
    arrived = {one.body for one in sandbox.state.received if mine in one.body}  # one of an earlier life may come late
    return Life([(word, int(number)) for word, number in told], process.exitcode != 0, took, arrived)


class _Inherited:
    """A file descriptor that travels to the program."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __reduce__(self):
        from multiprocessing.reduction import DupFd

        return _detached, (DupFd(self.number),)


def _detached(duplicate) -> int:
    return int(duplicate.detach())


def verify(job: str, profile: Profile, before: set[int], life: Life) -> None:
    """The history after the kill."""
    path = profile.history_file
    if job == "repair":
        finish_repair(path)
    HistoryStore.open(path).close()
    health = checking.check(path)
    assert health.faults == (), f"after {life.seconds:.3f} s of {job}"
    now = everything(path)
    may_be_gone = set(asked(job))
    assert before - may_be_gone <= now.keys(), "an exchange is gone that nobody asked to remove"
    assert life.numbers("begun") - may_be_gone <= now.keys(), "an acknowledged request is gone"
    answers = {number: one.answer.status for number, one in now.items() if one.answer is not None}
    assert all(answers[number] == 200 for number in life.numbers("done")), "an acknowledged answer is gone"
    bodies = {one.request_body for one in now.values()}
    assert life.arrived <= bodies, "a request left before it was on the disk"
    if job == "import":
        assert list(now.values()) == [handed_on(number) for number in reversed(range(len(now)))]
        assert not life.numbers("imported") or len(now) == ROWS
        finish_import(profile, len(now))
    if job in ("delete", "retention", "forget", "forget in damaged"):
        assert all(now[number].request_body == request(number - 1).request_body for number in before & now.keys())
        assert not life.numbers("removed") or not may_be_gone & now.keys()
    with HistoryStore.open(path) as store:
        assert store.wait_until_indexed(PATIENCE_S)
        now = everything(path)
        expected = {number for number, one in now.items() if "чашка" in decoded(one.request_body).casefold()}
        assert set(store.ids(Query("чашка"))) == expected
        if job.startswith("forget"):  # begun again, it comes to its end
            traces = of_all([MAIL])
            found = forgetting.look(profile, store, traces)
            done = forgetting.forget(profile, store, traces, found)
            assert done.proof is not None
            assert done.proof.is_clean
    assert checking.check(path).faults == ()


def finish_import(profile: Profile, there: int) -> None:
    """Whoever imports the files again has all of them, and nothing twice."""
    with HistoryStore.open(profile.history_file) as store:
        assert take_in(profile, store) == ROWS - there
        assert store.count(Query()) == ROWS


def finish_repair(path: Path) -> None:
    """Whoever looks at the history next finds it whole, or is told that it is damaged and repairs it."""
    try:
        HistoryStore.open(path).close()
        is_sound = checking.check(path).is_sound
    except HistoryDamagedError:
        is_sound = False
    if not is_sound:
        recovery.repair(path)
    kept = list(path.parent.glob("history.damaged.*.sqlite3"))
    assert kept, "the damaged file is kept"
    assert not list(path.parent.glob("history.recovered.*")), "nothing is left lying about"


def kill_often(
    programs, sandbox: SandboxServer, job: str, beginning: Path, folder: Path, kills: int, seed: int
) -> Counter[str]:
    """Kill the job so often at work, each time from its beginning; how it went."""
    chance = random.Random(seed)
    whole = folder / "whole"
    shutil.copytree(beginning, whole)
    longest = live(programs, sandbox, job, whole, None).seconds
    counts: Counter[str] = Counter()
    for number in range(3 * kills):
        root = folder / str(number)
        shutil.copytree(beginning, root)
        profile = Profile.at(root)
        before = set(all_ids(job, profile.history_file)) if profile.history_file.exists() else set()
        life = live(programs, sandbox, job, root, chance.uniform(0, longest))
        verify(job, profile, before, life)
        shutil.rmtree(root)
        counts["killed at work" if life.killed else "ended before"] += 1
        if not life.killed:
            longest = min(longest, life.seconds)
        counts["acknowledged"] += len(life.told)
        if counts["killed at work"] == kills:
            break
    return counts


@pytest.mark.parametrize("job", JOBS)
def test_a_kill_at_a_random_moment_loses_nothing(programs, sandbox, beginnings, tmp_path: Path, job: str) -> None:
    seed = int(time.time())
    assert kill_often(programs, sandbox, job, beginnings[job], tmp_path, 2, seed)["killed at work"] == 2, f"seed {seed}"


@pytest.mark.soak
def test_two_hundred_kills_lose_nothing(programs, sandbox, beginnings, tmp_path: Path, capsys) -> None:
    total = 0
    for job in JOBS:
        seed = random.randrange(1_000_000)
        counts = kill_often(programs, sandbox, job, beginnings[job], tmp_path / job, SOAK_KILLS, seed)
        total += counts["killed at work"]
        with capsys.disabled():
            sys.stdout.write(f"\n  {job}: {dict(counts)} (seed {seed})")
            sys.stdout.flush()
    with capsys.disabled():
        sys.stdout.write(f"\n  {total} kills at work, nothing lost\n")
    assert total >= 200
