"""Drafts of several windows on one profile."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from yespo_console.gui.compose import drafts
from yespo_console.gui.compose.drafts import DraftStore, SavedDraft
from yespo_console.platform.profile import Profile, write_atomically


def _texts(drafts: tuple[SavedDraft, ...]) -> list[str]:
    return [draft.text for draft in drafts]


def _draft(text: str, position: int = 0) -> SavedDraft:
    return SavedDraft(text=text, saved_text="", position=position)


def test_a_window_that_lives_keeps_its_drafts(tmp_path: Path) -> None:
    profile = Profile.at(tmp_path)
    one = DraftStore(profile)
    one.save([_draft("mine")])
    other = DraftStore(profile)
    assert other.take_over() == ()
    other.save([_draft("theirs")])
    one.close()
    other.close()
    assert sorted(_texts(DraftStore(profile).take_over())) == ["mine", "theirs"]


def test_two_windows_that_start_together_do_not_both_take_what_was_left(tmp_path: Path) -> None:
    profile = Profile.at(tmp_path)
    gone = DraftStore(profile)
    gone.save([_draft("first", 0), _draft("\ud83d half", 1)])
    gone.close()
    one, other = DraftStore(profile), DraftStore(profile)
    assert _texts(one.take_over()) == ["first", "\ud83d half"]
    assert other.take_over() == ()
    # It ends before it wrote them anew: they are still there for the next one.
    one.close()
    assert _texts(other.take_over()) == ["first", "\ud83d half"]
    other.save([_draft("first")])
    other.close()
    assert _texts(DraftStore(profile).take_over()) == ["first"]


def test_a_draft_that_cannot_be_read_is_set_aside_and_said(tmp_path: Path) -> None:
    profile = Profile.at(tmp_path)
    gone = DraftStore(profile)
    gone.save([_draft("good"), _draft("bad", 1)])
    gone.close()
    broken = max(profile.drafts_dir.rglob("*.json"))
    broken.write_bytes(b"{")
    store = DraftStore(profile)
    assert _texts(store.take_over()) == ["good"]
    assert len(store.notices) == 1
    assert [file.read_bytes() for file in profile.drafts_dir.glob("*.broken")] == [b"{"]


def test_an_endless_draft_is_never_in_one_piece_on_its_way_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = Profile.at(tmp_path)
    text = "Сорочка \U0001f9e6 \ud83d" * 200_000
    parts: list[int] = []

    def written(path: Path, content: Iterable[bytes]) -> None:
        pieces = list(content)
        parts.extend(map(len, pieces))
        write_atomically(path, pieces)

    monkeypatch.setattr(drafts, "write_atomically", written)
    store = DraftStore(profile)
    store.save([_draft(text)])
    store.close()
    assert _texts(DraftStore(profile).take_over()) == [text]
    assert max(parts) < 3_000_000 < sum(parts)
