"""What a program does with a history until it is killed; each tells by a pipe what it was promised.

Rows are numbered by their ids; ``asked`` are those whose deletion was asked for.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from yespo_console.events.event import ApiVersion
from yespo_console.history import forgetting, recovery, removing, retention, space
from yespo_console.history.exchange import Answer, NewExchange
from yespo_console.history.pages import Pages
from yespo_console.history.query import Query
from yespo_console.history.retention import Rule
from yespo_console.history.store import HistoryStore
from yespo_console.history.traces import of_all
from yespo_console.platform.profile import Profile

MAIL = "olena@example.com"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
RELEASED = Path(__file__).parents[1] / "data" / "history"
ROWS = 300

Tell = Callable[[str, int], None]


def request(number: int) -> NewExchange:
    about = MAIL if number % 3 == 0 else f"contact-{number}@example.com"
    return NewExchange(
        sent_at=NOON + timedelta(minutes=number),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1/",
        api=ApiVersion.V2,
        event_type="cartUpdated",
        request_body=f'{{"email":"{about}","n":{number},"text":"{"чашка " * (number % 200)}"}}'.encode(),
        source="test",
        tags=("imported",) if number % 5 == 0 else (),
        note="a note" if number % 7 == 0 else "",
        pinned=number % 100 == 0,
    )


def send(profile: Profile, tell: Tell) -> None:
    """One after the other, a program for each."""
    for number in range(25):
        with HistoryStore.open(profile.history_file) as store:
            row = store.begin(request(number)).result()
            tell("begun", row)
            store.complete(row, Answer(status=200, body=b"{}")).result()
            tell("done", row)


def series(profile: Profile, tell: Tell) -> None:
    """As fast as they can be recorded, many at a time."""
    with HistoryStore.open(profile.history_file) as store:
        for start in range(0, 600, 10):
            begun = [store.begin(request(start + number)) for number in range(10)]
            for one in begun:
                tell("begun", one.result())
            for one, done in [(one, store.complete(one.result(), Answer(status=200))) for one in begun]:
                done.result()
                tell("done", one.result())


def bring_in(profile: Profile, tell: Tell) -> None:
    """A file of exchanges with their answers, tags, notes and pins, without waiting for each."""
    with HistoryStore.open(profile.history_file) as store:
        waiting: list[Future[None]] = []
        for number in range(400):
            row = store.begin(request(number)).result() if number % 50 == 0 else None
            if row is None:
                continue
            tell("begun", row)
            begun = [store.begin(request(number + more)) for more in range(1, 50)]
            for one in begun:
                one.add_done_callback(lambda done: tell("begun", done.result()))
            waiting += [store.complete(one.result(), Answer(status=200)) for one in begun]
        wait(waiting)


def migrate(profile: Profile, tell: Tell) -> None:
    """Open a file of the first version."""
    with HistoryStore.open(profile.history_file) as store:
        tell("opened", 0)
        store.wait_until_indexed(20)


def delete(profile: Profile, tell: Tell) -> None:
    """Remove what was asked for."""
    with HistoryStore.open(profile.history_file) as store:
        removing.remove(store, asked("delete"), pinned_too=True)
        space.give_back(store, thoroughly=True)
        tell("removed", 0)


def keep_less(profile: Profile, tell: Tell) -> None:
    """Retention, while something is sent."""
    with HistoryStore.open(profile.history_file) as store:
        tell("begun", store.begin(request(ROWS + 1)).result())
        retention.carry_out(store, Rule(exchanges=ROWS // 2), NOON)
        tell("removed", 0)


def forget(profile: Profile, tell: Tell) -> None:
    """Everything about a contact, in the file and in a copy."""
    traces = of_all([MAIL])
    with HistoryStore.open(profile.history_file) as store:
        found = forgetting.look(profile, store, traces)
        done = forgetting.forget(profile, store, traces, found)
        assert done.proof is not None
        assert done.proof.is_clean
        tell("removed", 0)


def forget_in_damaged(profile: Profile, tell: Tell) -> None:
    """The same where a copy is damaged, and what can be read of it takes its place."""
    forget(profile, tell)


def repair(profile: Profile, tell: Tell) -> None:
    """Put what can be read of a damaged history in its place."""
    tell("repaired", recovery.repair(profile.history_file).kept)


JOBS: dict[str, Callable[[Profile, Tell], None]] = {
    "send": send,
    "series": series,
    "import": bring_in,
    "migrate": migrate,
    "delete": delete,
    "retention": keep_less,
    "forget": forget,
    "forget in damaged": forget_in_damaged,
    "repair": repair,
}


def asked(job: str) -> list[int]:
    """The ids that may be gone."""
    rows = range(1, ROWS + 1)  # request(number) has the id number + 1
    if job == "delete":
        return [row for row in rows if row % 2]
    if job == "retention":
        return [row for row in rows if row <= ROWS // 2 + 1 and (row - 1) % 100]
    if job.startswith("forget"):
        return [row for row in rows if (row - 1) % 3 == 0]
    return []


def work(job: str, folder: str, pipe: int) -> None:
    """The whole life of a program that is killed; to be called in a process of its own."""

    def tell(word: str, number: int) -> None:
        os.write(pipe, f"{word} {number}\n".encode())

    tell("started", 0)
    JOBS[job](Profile.at(Path(folder)), tell)
    tell("ended", 0)


def prepare(job: str, folder: Path) -> Profile:
    """The history the job begins with."""
    profile = Profile.at(folder).ensure()
    if job == "migrate":
        grow_first_version(profile.history_file)
    elif job in ("delete", "retention", "forget", "forget in damaged", "repair"):
        with HistoryStore.open(profile.history_file) as store:
            begun = [store.begin(request(number)) for number in range(ROWS)]
            wait([store.complete(one.result(), Answer(status=200)) for one in begun])
            assert store.wait_until_indexed(60)
        if job == "forget":
            copy = profile.history_file.with_name("history.version-2.20260101T000000000000Z.sqlite3")
            shutil.copy(profile.history_file, copy)
        if job == "forget in damaged":
            copy = profile.history_file.with_name("history.damaged.20260101T000000000000Z.sqlite3")
            shutil.copy(profile.history_file, copy)
            damage(copy)
        if job == "repair":
            with HistoryStore.open(profile.history_file) as store:
                leave_journal(store, profile.data / "left.sqlite3")
            for ending in ("", "-wal"):
                left = profile.data / f"left.sqlite3{ending}"
                left.replace(profile.history_file.with_name(profile.history_file.name + ending))
            damage(profile.history_file)
    return profile


def leave_journal(store: HistoryStore, path: Path) -> None:
    """Record some more, and make ``path`` a copy of what a program leaves that is ended now: journal and all."""
    assert space.empty_journal(store.path)
    wait([store.begin(request(ROWS + number)) for number in range(5)])
    for ending in ("", "-wal"):
        shutil.copy(store.path.with_name(store.path.name + ending), path.with_name(path.name + ending))


def damage(path: Path) -> None:
    """Destroy the page on which the body of an exchange in the middle begins."""
    with closing(Pages(path)) as pages:
        page = next(
            cell.page for cell in pages.cells() if cell.rowid == ROWS // 2 and len(pages.columns(cell) or ()) == 8
        )
        size = pages.size
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def grow_first_version(path: Path, rows: int = 1_000) -> None:
    """A file of version 1 with so many rows, some of which are not in its index."""
    shutil.copy(RELEASED / "schema-1.sqlite3", path)
    with closing(sqlite3.connect(path)) as connection:
        for table, key in (("exchange", "id"), ("exchange_body", "id"), ("search_text", "id")):
            names = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
            rest = ", ".join(name for name in names if name != key)
            for number in range(6, rows + 1):
                connection.execute(
                    f"INSERT INTO {table} ({key}, {rest}) SELECT ?, {rest} FROM {table} WHERE id = ?",
                    (number, (number - 1) % 5 + 1),
                )
        connection.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")
        connection.execute("INSERT OR IGNORE INTO unindexed (id) SELECT id FROM exchange WHERE id % 50 = 0")
        connection.commit()


def all_ids(job: str, path: Path) -> Sequence[int]:
    """The ids that are there before the job begins, and can be read. Changes nothing."""
    if job == "repair":
        fresh = path.with_name("counted.sqlite3")
        recovery.recover(path, fresh)
        ids = all_ids("count", fresh)
        fresh.unlink()
        return ids
    with closing(sqlite3.connect(path)) as connection:
        return [number for (number,) in connection.execute("SELECT id FROM exchange")]


def everything(path: Path) -> dict[int, tuple[bytes, int | None]]:
    """What the history has now: each exchange read whole, its body and its status."""
    with HistoryStore.open(path) as store:
        found = {number: store.get(number) for number in store.ids(Query())}
    assert None not in found.values()
    return {
        number: (one.request_body, one.answer.status if one.answer else None)
        for number, one in found.items()
        if one is not None
    }
