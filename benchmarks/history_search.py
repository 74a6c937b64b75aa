"""How fast the history is found again, beside a plain ``LIKE`` over the same rows in the same run.

``python -m benchmarks.history_search [--rows 1000000] [--file PATH] [--repeat 100] [--all-ids]``; an existing file is
used again. All ids of every query take some minutes.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks.figures import p99, verdict
from benchmarks.history_data import NEEDLE, fill
from yespo_console.history.query import Position, Query
from yespo_console.history.query_text import parse_query
from yespo_console.history.store import HistoryStore

#: ``{n}`` is another number each time, so that not the same pages are read again.
QUERIES: Final = (
    "",
    "type:cartUpdated",
    'env:"Client Ltd"',
    "status:4xx",
    "status:none",
    "source:cli",
    "has:problems",
    "is:pinned",
    "tag:checked",
    'type:orderCreated env:"Client Ltd" status:400',
    "type:searchRequest type:pageViewed env:Yespo env:Staging status:2xx",
    "since:2026-02-01 before:2026-02-08",
    NEEDLE,
    "monitor",
    "ЧАШКА",
    "nothing-like-{n}",
    "olena{n}@example.com",
    "чо",
    "27",
    "ъъ",
    "щ",
    "olena крісло",
    'лампа env:"Client Ltd"',
    "крісло status:error",
    "крісло type:orderCreated",
    "nothing-like-{n} env:Sandbox",
    "lamp source:cli",
    "lamp has:problems",
    "lamp is:pinned",
    "lamp tag:checked",
    "lamp contact:olena{n}",
    "lamp cart:d59c",
    "lamp until:2026-02-01",
    "lamp -type:cartUpdated",
    "lamp since:2026-09-01",
    "lamp on:2026-02-01",
    "monitor email:olena{n}",
    "monitor phone:38050{n}",
    "monitor key:olena{n}",
    "monitor product:WS{n}",
    "чай type:orderCreated env:Yespo status:400",
    "lamp before:2026-02-01",
    "olena{n} before:2026-02-01",
)


#: Milliseconds of the first page and of a jump, and how much of the data the indexes may cost, in percent.
_PAGE_MS: Final = 50.0
_JUMP_MS: Final = 17.0
_SHARE: Final = 50.0


def milliseconds(call: Callable[[], Any], repeat: int) -> list[float]:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def like_scan(path: Path, word: str) -> float:
    """What the same word costs without an index: the first 100 rows by LIKE over the bodies, newest first."""
    connection = sqlite3.connect(path)
    try:
        start = time.perf_counter()
        connection.execute(
            "SELECT e.id FROM exchange e JOIN exchange_body b USING (id) WHERE CAST(b.request_body AS TEXT) LIKE ?"
            " ORDER BY e.sent_at DESC LIMIT 100",
            (f"%{word}%",),
        ).fetchall()
        return (time.perf_counter() - start) * 1000
    finally:
        connection.close()


def sizes(path: Path) -> str:
    """How much of the file is data and how much the indexes cost."""
    connection = sqlite3.connect(path)
    try:
        parts = dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
    finally:
        connection.close()
    data = sum(size for name, size in parts.items() if name in ("exchange", "exchange_body", "exchange_tag"))
    words = sum(size for name, size in parts.items() if name.startswith("trigram_index"))
    pairs = sum(size for name, size in parts.items() if name.startswith("pair_index"))
    rest = sum(parts.values()) - data - words - pairs
    share = (words + pairs + rest) / data
    return (
        f"data {data / 1e6:,.0f} MB; indexes {share:.0%} of it ({verdict(100 * share, _SHARE)} %):"
        f" words {words / 1e6:,.0f}, letters {pairs / 1e6:,.0f}, filters and order {rest / 1e6:,.0f} MB"
    )


def measure(path: Path, repeat: int, *, with_all_ids: bool) -> None:
    print(sizes(path))
    with HistoryStore.open(path) as store:
        print(f"{path.stat().st_size / 1e9:.2f} GB, {store.count(Query()):,} exchanges")
        yardstick = like_scan(path, "nothing-like-this")
        yardstick = min(yardstick, like_scan(path, "nothing-like-this"))
        print(f"yardstick: LIKE without a hit {yardstick:.0f} ms\n")
        print(f"{'first page of 100':42} {'median':>9} {'p99':>9} {'LIKE/p99':>9}", end="")
        print(f" {'all ids':>9} {'found':>10}" if with_all_ids else "")
        slowest = 0.0
        chance = random.Random(7)
        for name in QUERIES:
            queries = [parse_query(name.replace("{n}", str(chance.randrange(1_000, 10_000)))) for _ in range(repeat)]
            times = sorted(milliseconds(partial(store.page, query), 1)[0] for query in queries)
            print(
                f"{name or '(everything)':42} {statistics.median(times):6.1f} ms {p99(times):6.1f} ms"
                f" {yardstick / p99(times):8.0f}x",
                end="",
            )
            slowest = max(slowest, p99(times))
            start = time.perf_counter()
            found = len(store.ids(queries[0])) if with_all_ids else 0
            print(f" {(time.perf_counter() - start) * 1000:6.0f} ms {found:10,}" if with_all_ids else "", flush=True)
        print(f"\nthe slowest of these {slowest:.1f} ms ({verdict(slowest, _PAGE_MS)})")
        ids = store.ids(Query())
        steps = range(0, len(ids) - 100, max(1, len(ids) // 97))
        jumps = sorted(t for place in steps for t in milliseconds(lambda p=place: store.rows(ids[p : p + 100]), 1))  # type: ignore[misc]
        told = verdict(p99(jumps), _JUMP_MS)
        print(f"jump to any place: median {statistics.median(jumps):.1f} ms, p99 {p99(jumps):.1f} ms ({told})")
        row = store.rows(ids[len(ids) // 2 :][:1])[0]
        times = milliseconds(lambda: store.page(Query(), Position(row.sent_at, row.id)), repeat)
        print(f"page from the middle: median {statistics.median(times):.1f} ms, p99 {p99(times):.1f} ms")
        times = milliseconds(lambda: store.count(Query()), repeat)
        print(f"count of everything: median {statistics.median(times):.1f} ms")
        times = milliseconds(lambda: store.earlier_send("cartUpdated", row.key_value or "", row.environment), repeat)
        print(f"earlier send: median {statistics.median(times):.2f} ms")
        times = milliseconds(store.facets, repeat)
        print(f"facets: median {statistics.median(times):.2f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--repeat", type=int, default=100)
    parser.add_argument("--all-ids", action="store_true", help="also find all there is, not only the first page")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.file or Path(folder) / "history.sqlite3"
        if not path.exists():
            fill(path, arguments.rows)
        measure(path, arguments.repeat, with_all_ids=arguments.all_ids)


if __name__ == "__main__":
    main()
