"""Files of the user's are replaced whole, where they are and as they are."""

import os
import stat
from pathlib import Path

import pytest

from yespo_console.platform.user_file import replace_content, what_is_at


@pytest.fixture
def mask():
    before = os.umask(0o027)
    yield
    os.umask(before)


def test_a_new_file_gets_the_permissions_of_any_new_file(tmp_path: Path, mask):
    replace_content(tmp_path / "event.json", b"{}")
    assert (tmp_path / "event.json").read_bytes() == b"{}"
    assert stat.S_IMODE((tmp_path / "event.json").stat().st_mode) == 0o640
    assert os.umask(0o027) == 0o027


def test_a_file_that_is_there_keeps_its_permissions(tmp_path: Path):
    file = tmp_path / "event.json"
    file.write_bytes(b"old")
    file.chmod(0o604)
    replace_content(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o604


def test_a_link_goes_on_leading_to_its_file(tmp_path: Path):
    (tmp_path / "far").mkdir()
    file, link = tmp_path / "far" / "event.json", tmp_path / "link.json"
    file.write_bytes(b"old")
    link.symlink_to(file)
    replace_content(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_a_folder_is_not_made(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        replace_content(tmp_path / "drive" / "event.json", b"{}")
    assert list(tmp_path.iterdir()) == []


def test_when_it_goes_wrong_the_old_content_stays_and_nothing_is_left_behind(tmp_path: Path, monkeypatch):
    file = tmp_path / "event.json"
    file.write_bytes(b"old")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_content(file, b"new")
    assert file.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["event.json"]


def test_what_is_at_a_place_is_told_and_nothing_where_nobody_can_say(tmp_path: Path):
    file = tmp_path / "event.json"
    file.write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    assert what_is_at(file) == "file"
    assert what_is_at(tmp_path) == "folder"
    assert what_is_at(tmp_path / "pipe") == "other"
    assert what_is_at(tmp_path / "gone") == what_is_at(tmp_path / ("long" * 100)) == ""
