"""What is not needed any more ends on the window's thread, whoever makes new things on others."""

import gc
import threading

import pytest
from patience import PATIENCE_MS

from yespo_console.gui.garbage import GarbageCollection


class Ring:
    """Holds itself, so that only a search for garbage finds it; like a dialog whose button calls a method of it."""

    def __init__(self, ends):
        self.ends = ends
        self.me = self

    def __del__(self):
        self.ends.append(threading.current_thread())


@pytest.fixture
def collection(qapp):
    was_on = gc.isenabled()
    collection = GarbageCollection()
    collection.begin()
    yield collection
    collection.end()
    gc.unfreeze()
    if was_on:
        gc.enable()


def make_many(kept):
    """So many that Python's own collection would begin."""
    kept += [[number] for number in range(5_000)]


def test_rings_end_on_the_thread_of_the_window(collection, qtbot):
    ends = []
    for _ in range(100):
        Ring(ends)
    kept = []
    worker = threading.Thread(target=make_many, args=(kept,))
    worker.start()
    worker.join()
    assert ends == []
    qtbot.waitUntil(lambda: len(ends) == 100, timeout=PATIENCE_MS)
    assert set(ends) == {threading.main_thread()}


def test_what_outlived_a_look_is_looked_at_later(collection):
    ends = []
    ring = Ring(ends)
    kept = []
    make_many(kept)
    collection.look()
    del ring
    for _ in range(100):
        make_many(kept)
        collection.look()
    assert len(ends) == 1
