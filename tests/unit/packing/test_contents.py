import shutil
import sys
from pathlib import Path

import pytest

from packing.contents import named_by, used, used_libraries

QT = "PySide6/Qt"


def binary(name, kind="BINARY"):
    return name, f"/from/{name}", kind


def names(entries):
    return [name for name, _source, _kind in entries]


@pytest.mark.parametrize(
    "name",
    [
        f"{QT}/lib/libQt6Quick.so.6",
        "libQt6Network.so.6",
        f"{QT}/plugins/platforms/libqeglfs.so",
        f"{QT}/plugins/tls/libqopensslbackend.so",
        f"{QT}/plugins/platformthemes/libqgtk3.so",
        f"{QT}/translations/qtbase_uk.qm",
        "PySide6/QtDBus.abi3.so",
        "resources/translations/yespo_console.pot",
    ],
)
def test_parts_for_other_kinds_of_windows_stay_out(name):
    assert used([binary(name)]) == []


@pytest.mark.parametrize(
    "name",
    [
        f"{QT}/lib/libQt6DBus.so.6",
        f"{QT}/plugins/platforms/libqxcb.so",
        f"{QT}/plugins/platforms/libqwayland.so",
        f"{QT}/plugins/platforms/libqoffscreen.so",
        f"{QT}/plugins/platformthemes/libqxdgdesktopportal.so",
        f"{QT}/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        f"{QT}/plugins/iconengines/libqsvgicon.so",
        "resources/samples/cartUpdated.json",
        "resources/translations/uk/LC_MESSAGES/yespo_console.mo",
        "certifi/cacert.pem",
        "keyring-25.7.0.dist-info/entry_points.txt",
    ],
)
def test_what_a_window_of_widgets_may_ask_for_comes_along(name):
    assert used([binary(name)]) == [binary(name)]


def test_a_library_stays_as_long_as_something_that_stays_names_it():
    asks = {
        "/from/lib-dynload/_ssl.so": {"libssl.so.3", "libc.so.6"},
        "/from/libssl.so.3": {"libcrypto.so.3"},
        "/from/PySide6/Qt/plugins/platformthemes/libqgtk3.so": {"libgtk-3.so.0"},
        "/from/PySide6/Qt/lib/libQt6DBus.so.6": {"libdbus-1.so.3"},
        "/from/libdbus-1.so.3": {"libsystemd.so.0"},
    }
    found = [
        binary("lib-dynload/_ssl.so", "EXTENSION"),
        binary("libssl.so.3"),
        binary("libcrypto.so.3"),
        binary(f"{QT}/plugins/platformthemes/libqgtk3.so"),
        binary("libgtk-3.so.0"),
        binary(f"{QT}/lib/libQt6DBus.so.6"),
        ("libQt6DBus.so.6", f"{QT}/lib/libQt6DBus.so.6", "SYMLINK"),
        binary("libdbus-1.so.3"),
        binary("libsystemd.so.0"),
        binary("libpython3.11.so.1.0"),
    ]
    kept = used_libraries(found, lambda files: set().union(*(asks.get(file, set()) for file in files)))
    assert names(kept) == [
        "lib-dynload/_ssl.so",
        "libssl.so.3",
        "libcrypto.so.3",
        f"{QT}/lib/libQt6DBus.so.6",
        "libQt6DBus.so.6",
        "libpython3.11.so.1.0",
    ]


@pytest.mark.skipif(shutil.which("readelf") is None or sys.platform != "linux", reason="needs readelf")
def test_the_libraries_a_file_names_are_read_from_it():
    import PySide6

    named = named_by([str(next(Path(PySide6.__path__[0]).glob("QtWidgets*.so")))])
    assert "libQt6Widgets.so.6" in named
    assert "libicudata.so.73" not in named  # it comes through others
