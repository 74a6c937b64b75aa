"""Files: opened and saved as they are, and never overwritten unasked."""

import os
import stat
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QLineEdit, QMessageBox
from vocabulary import CTRL

EVENT = '{"eventTypeKey": "mine", "params": [{"name": "email", "value": "a@example.com"}]}'
MARK = b"\xef\xbb\xbf"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "event.json"
    path.write_bytes(EVENT.encode())
    return path


def test_a_byte_order_mark_stays_in_the_file_and_does_not_travel(user, file):
    file.write_bytes(MARK + EVENT.encode())
    user.open_file(file)
    assert user.text == EVENT
    exchange = user.send()
    assert exchange.answer.status == 200
    assert exchange.request_body == EVENT.encode()
    user.write_text(EVENT.replace("mine", "yours"))
    user.save()
    assert file.read_bytes() == MARK + EVENT.replace("mine", "yours").encode()
    assert not user.compose.draft.modified


def test_windows_line_ends_are_not_seen_travel_and_are_saved_as_they_were(user, file):
    text = '{\r\n  "eventTypeKey": "mine",\r\n  "params": [{"name": "email", "value": "a@example.com"}]\r\n}\r\n'
    file.write_bytes(text.encode())
    user.open_file(file)
    shown = user.compose.editor.view.toPlainText()
    assert shown == text.replace("\r\n", "\n")
    user.fill("email", "somebody.else@example.com")
    assert user.send().request_body == text.replace("a@example", "somebody.else@example").encode()
    user.save()
    assert file.read_bytes() == text.replace("a@example", "somebody.else@example").encode()


def test_a_new_draft_is_saved_under_the_name_that_is_typed_and_then_without_asking(user, tmp_path):
    target = tmp_path / "кошик.json"
    user.write_text(EVENT)
    user.save()
    user.name_file(target)
    assert target.read_text("utf-8") == EVENT
    user.write_text(EVENT + "\n")
    user.save()
    assert target.read_text("utf-8") == EVENT + "\n"
    assert user.question() is None
    assert user.compose.tabs.tabText(user.compose.tabs.currentIndex()) == "кошик.json"


def test_a_file_is_opened_by_its_name(user, file):
    user.compose.editor.view.setFocus()
    user.key(Qt.Key.Key_O, CTRL)
    user.name_file(file)
    user.wait(lambda: user.compose.draft.path == file)
    assert user.text == EVENT
    assert not user.compose.draft.modified


def test_another_programs_change_is_not_overwritten_unasked(user, file):
    user.open_file(file)
    times = file.stat()
    user.write_text(EVENT.replace("mine", "ours"))
    theirs = EVENT.replace("mine", "them")
    file.write_text(theirs)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))  # same length, same time: only the content tells
    user.save()
    user.wait(lambda: user.question() is not None)
    assert "event.json" in user.question().text()
    assert user.question().defaultButton().text().replace("&", "") == "Cancel"
    user.question().reject()
    user.wait(lambda: user.question() is None)
    assert file.read_text() == theirs
    assert user.text == EVENT.replace("mine", "ours")
    assert user.compose.draft.modified


def test_the_other_version_opens_beside_the_draft(user, file):
    user.open_file(file)
    user.write_text(EVENT.replace("mine", "ours"))
    file.write_text(EVENT.replace("mine", "theirs"))
    tabs = user.compose.tabs.count()
    user.save()
    user.wait(lambda: user.question() is not None)
    user.press("Open the other version", user.question())
    user.wait(lambda: user.compose.tabs.count() == tabs + 1)
    assert user.text == EVENT.replace("mine", "theirs")
    assert user.compose.drafts[tabs - 1].text == EVENT.replace("mine", "ours")
    assert file.read_text() == EVENT.replace("mine", "theirs")


def test_overwrite_means_overwrite_and_is_not_asked_again(user, file):
    user.open_file(file)
    user.write_text(EVENT.replace("mine", "ours"))
    file.write_text("something else")
    user.save()
    user.wait(lambda: user.question() is not None)
    user.press("Overwrite", user.question())
    user.wait(lambda: user.question() is None)
    assert file.read_text() == EVENT.replace("mine", "ours")
    user.write_text(EVENT)
    user.save()
    assert user.question() is None
    assert file.read_text() == EVENT


def test_a_file_that_already_holds_the_text_is_simply_saved(user, file):
    user.open_file(file)
    user.write_text(EVENT.replace("mine", "ours"))
    file.write_text(EVENT.replace("mine", "ours"))
    user.save()
    assert user.question() is None
    assert not user.compose.draft.modified


def test_a_change_on_disk_is_noticed_after_a_restart_too(start, file):
    first = start()
    first.open_file(file)
    first.write_text(EVENT.replace("mine", "ours"))
    start.end(first)
    file.write_text(EVENT.replace("mine", "theirs"))
    second = start()
    assert second.text == EVENT.replace("mine", "ours")
    second.save()
    second.wait(lambda: second.question() is not None)
    second.question().reject()
    assert file.read_text() == EVENT.replace("mine", "theirs")


def test_a_file_that_became_something_else_is_asked_about_and_cannot_be_opened(user, file):
    user.open_file(file)
    user.write_text(EVENT + " ")
    file.write_bytes(b"\xff\xfe\x00")
    user.save()
    user.wait(lambda: user.question() is not None)
    assert sorted(one.text().replace("&", "") for one in user.question().buttons()) == ["Cancel", "Overwrite"]
    user.question().reject()
    assert file.read_bytes() == b"\xff\xfe\x00"


def test_a_file_that_is_gone_is_written_again(user, file):
    user.open_file(file)
    user.write_text(EVENT + "\n")
    file.unlink()
    user.save()
    assert file.read_text() == EVENT + "\n"


def test_a_folder_that_is_gone_is_named_and_the_text_can_be_saved_elsewhere(user, tmp_path):
    folder = tmp_path / "drive"
    folder.mkdir()
    file = folder / "event.json"
    file.write_text(EVENT)
    user.open_file(file)
    user.write_text(EVENT + "\n")
    file.unlink()
    folder.rmdir()
    user.save()
    assert str(folder) in user.notice()
    assert "Ctrl+Shift+S" in user.notice()
    assert not folder.exists()
    assert user.compose.draft.modified
    user.save_as(tmp_path / "elsewhere.json")
    assert (tmp_path / "elsewhere.json").read_text() == EVENT + "\n"
    assert user.compose.draft.path == tmp_path / "elsewhere.json"
    assert not user.compose.draft.modified


@pytest.fixture
def read_only_folder():
    """A folder that this process may look into and not write to, the superuser's process included."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "event.json").write_text(EVENT)
        folder.chmod(0o555)
        superuser = os.geteuid() == 0
        if superuser:
            os.seteuid(65534)
        yield folder
        if superuser:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="permissions of folders are another thing elsewhere")
def test_a_folder_that_cannot_be_written_to_is_said_and_nothing_is_lost(user, read_only_folder):
    file = read_only_folder / "event.json"
    user.open_file(file)
    user.write_text(EVENT + "\n")
    user.save()
    assert f"{file} cannot be written" in user.notice()
    assert user.text == EVENT + "\n"
    assert user.compose.draft.modified
    assert file.read_text() == EVENT
    assert [one.name for one in read_only_folder.iterdir()] == ["event.json"]


def test_saving_keeps_the_permissions_and_follows_a_link(user, file, tmp_path):
    file.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(file)
    user.open_file(link)
    user.write_text(EVENT + "\n")
    user.save()
    assert link.is_symlink()
    assert file.read_text() == EVENT + "\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_what_cannot_be_read_is_said(user, tmp_path):
    tabs = user.compose.tabs.count()
    user.compose.files.open([tmp_path / "nothing.json"])
    user.wait(lambda: "nothing.json cannot be read" in user.notice())
    user.window.notices.dismiss()
    latin = tmp_path / "latin.json"
    latin.write_bytes("Київ".encode("cp1251"))
    user.compose.files.open([latin])
    user.wait(lambda: user.notice().startswith("latin.json: No event was found"))
    assert user.compose.tabs.count() == tabs


def test_a_broken_body_is_opened_as_it_is_and_stays_with_its_file(user, file):
    broken = "only words, and nothing that could be an event"
    file.write_text(broken)
    user.compose.files.open([file])
    user.wait(lambda: "No event was found" in user.notice())
    user.press("Open it as it is")
    assert (user.text, user.compose.draft.path) == (broken, file)


def test_what_the_reader_had_to_mend_is_not_tied_to_the_file(user, file):
    file.write_text(EVENT[:-1] + ",}")
    user.compose.files.open([file])
    user.wait_for_bar()
    assert user.text == EVENT
    assert user.compose.draft.path is None
    user.press("Open the original")
    assert user.text == EVENT[:-1] + ",}"


def test_a_sound_event_that_is_too_large_to_be_parsed_at_once_is_still_tied_to_its_file(user, file):
    large = EVENT.replace("mine", "m" * 60_000)
    file.write_text(large)
    user.compose.files.open([file])
    user.wait(lambda: user.text == large)
    assert user.compose.draft.path == file


@pytest.mark.parametrize("place", ["the text", "the form", "the history"])
def test_files_dropped_anywhere_on_the_window_open_in_the_composer(user, file, tmp_path, place):
    other = tmp_path / "other.json"
    other.write_text(EVENT.replace("mine", "other"))
    before = [draft.text for draft in user.compose.drafts]
    if place == "the history":
        user.open_history()
    targets = {
        "the text": user.compose.editor.view.viewport(),
        "the form": user.compose.form,
        "the history": user.history.table.viewport(),
    }
    assert user.drop_files(targets[place], file, other) is Qt.DropAction.CopyAction
    user.wait(lambda: user.window.page is user.compose)
    assert [draft.text for draft in user.compose.drafts] == [*before, EVENT, EVENT.replace("mine", "other")]


def test_words_dropped_on_the_text_are_still_text(user):
    data = QMimeData()
    data.setText("dropped words")
    user.drop(user.compose.editor.view.viewport(), data)
    assert "dropped words" in user.text


# -- what is dragged over the window


def test_before_files_are_let_go_it_is_said_what_will_happen(user, file):
    assert user.drop_sign() == ""
    assert user.drag(user.compose.form, user.dragged_files(file))
    assert user.drop_sign() == f"Let go to read {file.name}: what it holds opens in the composer."
    user.drag_away()
    assert user.drop_sign() == ""
    user.drop(user.compose.form, user.dragged_files(file))
    assert user.drop_sign() == ""
    assert user.text == EVENT


def test_a_file_over_a_field_is_opened_and_its_name_is_not_written_there(user, file):
    field = user.find(QLineEdit, "email", user.compose.form)
    before = user.text
    user.drag(field, user.dragged_files(file))
    assert "Let go to read" in user.drop_sign()
    user.drop_files(field, file)
    assert [draft.text for draft in user.compose.drafts] == [before, EVENT]


def test_of_a_folder_it_is_said_that_it_is_not_opened_before_and_after(user, file, tmp_path):
    folder = tmp_path / "events"
    folder.mkdir()
    assert not user.drag(user.compose.form, user.dragged_files(folder))
    words = "The folder events is not opened: drop the files that are in it."
    assert user.drop_sign() == words
    words_of_sign = user.window.drag.sign.words
    assert words_of_sign.height() >= words_of_sign.heightForWidth(words_of_sign.width()), "it is seen as a whole"
    user.drag_away()
    user.drop_files(user.compose.form, file, folder)
    assert user.text == EVENT
    assert user.notice() == words


def test_of_many_folders_it_is_said_how_many_more_are_not_opened(user, file, tmp_path):
    folders = [tmp_path / f"folder {number}" for number in range(6)]
    for folder in folders:
        folder.mkdir()
    data = user.dragged_files(file, *folders)
    data.setUrls([*data.urls(), QUrl("https://example.com/event.json")])
    user.drag(user.compose.form, data)
    told = " ".join(f"The folder folder {number} is not opened: drop the files that are in it." for number in range(3))
    told += " 3 more are not opened. What is not on this computer is not opened."
    assert user.drop_sign().endswith(told)
    user.drag_away()


def test_nothing_is_taken_while_a_question_stands_open(user, file):
    before = user.text
    box = QMessageBox(user.window)
    box.open()
    words = QMimeData()
    words.setText("dragged words")
    for data in (user.dragged_files(file), words):
        assert not user.drag(user.compose.editor.view.viewport(), data)
        assert user.drop_sign() == ""
        user.drag_away()
    box.close()
    assert user.text == before
    assert user.drag(user.compose.form, user.dragged_files(file))
    user.drag_away()


def test_of_what_is_no_text_it_is_said_that_it_perhaps_cannot_be_read(user, file, tmp_path):
    picture = tmp_path / "shot.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    wide = tmp_path / "wide.json"
    wide.write_bytes('{"eventTypeKey": "mine"}'.encode("utf-16-le"))
    assert user.drag(user.compose.form, user.dragged_files(picture))
    assert "shot.png does not look like a text: perhaps it cannot be read." in user.drop_sign()
    user.drag_away()
    user.drag(user.compose.form, user.dragged_files(wide, file))
    assert "does not look" not in user.drop_sign()
    user.drag_away()


def test_of_two_files_it_is_said_which_one_opened_nothing(user, tmp_path):
    picture = tmp_path / "shot.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    command = tmp_path / "curl.txt"
    command.write_text(f"curl -X POST https://yespo.io/api/v2/event -d '{EVENT}'")
    user.drop_files(user.compose.form, picture, command)
    user.wait(lambda: '"mine"' in user.text and not user.console.desk.is_reading)
    user.wait(lambda: "shot.png" in user.notice())
    assert "Nothing was opened from this file." in user.notice()
    assert "Nothing was opened." not in user.notice()


def test_words_that_are_dragged_bring_no_sign(user):
    data = QMimeData()
    data.setText("dragged words")
    user.drag(user.compose.form, data)
    assert user.drop_sign() == ""
    user.drag_away()
