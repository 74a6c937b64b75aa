"""``--self-check``: it says yes to a whole installation and no to one in which something is missing."""

import os
import subprocess
import sys

import pytest
from patience import PATIENCE_S

WHOLE = ""
NO_SECTION = """
from yespo_console.gui.history.page import HistoryPage
def missing(self, context):
    raise KeyError("a writer that is not packed")
HistoryPage.__init__ = missing
"""
NO_CIPHER = """
sys.modules["secretstorage.dhcrypto"] = None
"""
NO_AUTHORITIES = """
import httpx, ssl
httpx.create_ssl_context = lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
ssl.SSLContext.load_default_certs = lambda self, purpose=None: None
"""
NO_ICON = """
from yespo_console.gui import icons
from PySide6.QtGui import QPixmap
icons.pixmap = lambda *arguments: QPixmap()
"""


def self_check(missing, tmp_path):
    program = f"import sys\nfrom yespo_console.__main__ import main\n{missing}\nsys.exit(main(['--self-check']))"
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "YESPO_CONSOLE_HOME": str(tmp_path),
    }
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S)


def test_a_whole_installation_passes_and_nothing_of_the_users_is_touched(tmp_path):
    done = self_check(WHOLE, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("all well\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("missing", "step"),
    [
        (NO_SECTION, "window"),
        pytest.param(NO_CIPHER, "keychain", marks=pytest.mark.skipif(sys.platform != "linux", reason="Linux")),
        (NO_AUTHORITIES, "encryption"),
        (NO_ICON, "icons"),
    ],
)
def test_what_is_missing_is_named(tmp_path, missing, step):
    done = self_check(missing, tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{step}: FAILED: " in done.stdout
    assert "all well" not in done.stdout
