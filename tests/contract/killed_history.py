"""What a program does with a history until it is killed; each tells by a pipe what it was promised.

Rows are numbered by their ids; ``asked`` are those whose deletion was asked for. What is sent goes to the sandbox that
the profile names, by the way of every command; what is brought in comes by the way of every import.
"""

import asyncio
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, wait
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from yespo_console.cli.station import open_station
from yespo_console.delivery.environments import SANDBOX
from yespo_console.delivery.judging import judge_with
from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import ApiVersion
from yespo_console.history import forgetting, recovery, removing, retention, space
from yespo_console.history.exchange import Answer, Exchange, NewExchange, Timing
from yespo_console.history.pages import Pages
from yespo_console.history.query import Query
from yespo_console.history.retention import Rule
from yespo_console.history.store import HistoryStore
from yespo_console.history.traces import of_all
from yespo_console.history.transfer.importing import import_file
from yespo_console.platform.profile import HOME_VARIABLE, Profile
from yespo_console.sharing.exchanges.formats import FORMATS

MAIL = "olena@example.com"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
RELEASED = Path(__file__).parents[1] / "data" / "history"
ROWS = 300

Tell = Callable[[str, int], None]


def event(number: int, program: str = "") -> str:
    """The body number so and so; ``program`` tells who sends it."""
    about = MAIL if number % 3 == 0 else f"contact-{number}@example.com"
    params = {"email": about, "n": str(number), "text": "чашка " * (number % 200)}
    content = {"eventTypeKey": "shopVisited", "params": [{"name": name, "value": params[name]} for name in params]}
    return json.dumps(content | {"program": program}, ensure_ascii=False)


def request(number: int) -> NewExchange:
    return NewExchange(
        sent_at=NOON + timedelta(minutes=number),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1/",
        api=ApiVersion.V2,
        event_type="shopVisited",
        request_body=event(number).encode(),
        source="test",
        tags=("imported",) if number % 5 == 0 else (),
        note="a note" if number % 7 == 0 else "",
        pinned=number % 100 == 0,
    )


def handed_on(number: int) -> Exchange:
    """What others send along in a file: with its answer."""
    answer = Answer(status=200, reason="OK", body=b"{}", timing=Timing(first_byte_ms=3, total_ms=number))
    return Exchange(**dict(request(number)), id=number + 1, answer=answer)


def send(profile: Profile, tell: Tell) -> None:
    """One after the other, a command for each."""
    for number in range(15):
        asyncio.run(_send(profile, tell, [[number]]))


def series(profile: Profile, tell: Tell) -> None:
    """As fast as they can be sent, many at a time."""
    asyncio.run(_send(profile, tell, [range(start, start + 10) for start in range(0, 150, 10)]))


async def _send(profile: Profile, tell: Tell, groups: Iterable[Iterable[int]]) -> None:
    os.environ[HOME_VARIABLE] = str(profile.config.parent)
    async with open_station(SANDBOX) as station:

        async def one(number: int) -> None:
            text = event(number, str(profile.data))
            recorded = partial(tell, "begun")
            sent = await station.sender.send(text, station.environment, source="test", on_recorded=recorded)
            tell("done", sent.id)

        for group in groups:
            await asyncio.gather(*map(one, group))


class _Receiving(HistoryStore):
    """Tells of what is brought in that it is on the disk. The exchanges come in order, into an empty history."""

    def __init__(self, path: Path, tell: Tell) -> None:
        super().__init__(path)
        self._tell = tell
        self._there = 0

    def bring_in(self, exchanges: Sequence[Exchange]) -> "Future[int]":
        written = super().bring_in(exchanges)
        written.add_done_callback(self._count)
        return written

    def _count(self, written: "Future[int]") -> None:
        for _each in range(written.result()):
            self._there += 1
            self._tell("begun", self._there)


#: Files in the profile that others handed on, and which exchanges each holds.
CAME = {"came.jsonl": ("jsonl", range(250)), "came.har": ("har", range(250, ROWS))}


def bring_in(profile: Profile, tell: Tell) -> None:
    """Files of exchanges with their answers, tags, notes and pins."""
    HistoryStore.open(profile.history_file).close()
    with _Receiving(profile.history_file, tell) as store:
        take_in(profile, store)
    tell("imported", ROWS)


def take_in(profile: Profile, store: HistoryStore) -> int:
    """Import what others handed on; how many exchanges came in."""
    judge = judge_with(load_catalog())
    done = [import_file(store, profile.data / name, judge) for name in CAME]
    assert all(one.unreadable_count == one.elsewhere == one.keys_hidden == 0 for one in done)
    assert sum(one.added + one.known for one in done) == ROWS
    return sum(one.added for one in done)


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
    if job == "import":
        for name, (format_id, numbers) in CAME.items():
            with (profile.data / name).open("w", encoding="utf-8", newline="") as file:
                FORMATS[format_id].write(map(handed_on, numbers), file)
    elif job == "migrate":
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


def everything(path: Path) -> dict[int, Exchange]:
    """What the history has now, each exchange read whole."""
    with HistoryStore.open(path) as store:
        found = [store.get(number) for number in store.ids(Query())]
    assert None not in found
    return {one.id: one for one in found if one is not None}
