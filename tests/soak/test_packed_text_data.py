"""The packed program has a smaller library of text data: Qt must give the same answers with it, in every language."""

import os
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from packing.icu_data import smaller_library

#: Everything that Qt asks the data for: order, case, encodings and names of time zones.
QUESTIONS = """
import hashlib
from functools import cmp_to_key
from PySide6.QtCore import QCollator, QLocale, QStringConverter, QStringDecoder, Qt, QTimeZone

WORDS = (
    *("ґрунт", "гора", "їжак", "ірис", "йод", "Apfel", "äpfel", "zebra", "Öl", "ñandu", "nz", "æ", "å", "ch", "cz"),
    *("中文", "日本", "한국", "אב", "عرب", "ไทย", "क", "a1", "a10", "a2", "İ", "ı", "ß", "ss", "lj", "dž", "č"),
)
answers = []
for locale in QLocale.matchingLocales(QLocale.AnyLanguage, QLocale.AnyScript, QLocale.AnyTerritory):
    for numeric, case, punctuation in ((False, Qt.CaseSensitive, False), (True, Qt.CaseInsensitive, True)):
        collator = QCollator(locale)
        collator.setNumericMode(numeric)
        collator.setCaseSensitivity(case)
        collator.setIgnorePunctuation(punctuation)
        answers.append((locale.name(), sorted(WORDS, key=cmp_to_key(collator.compare))))
    answers.append([(locale.toUpper(word), locale.toLower(word)) for word in WORDS])
answers += [(name, QStringDecoder(name).isValid()) for name in QStringConverter.availableCodecs()]
for zone in QTimeZone.availableTimeZoneIds():
    for locale in map(QLocale, ("en_GB", "uk_UA", "de_DE", "ja_JP", "ar_EG")):
        for kind in (QTimeZone.StandardTime, QTimeZone.DaylightTime, QTimeZone.GenericTime):
            for form in (QTimeZone.LongName, QTimeZone.ShortName, QTimeZone.OffsetName):
                answers.append(QTimeZone(zone).displayName(kind, form, locale))
with open("/proc/self/maps") as maps:
    loaded, = {line.split()[-1] for line in maps if "libicudata" in line}
print(len(answers), hashlib.sha256(repr(answers).encode()).hexdigest(), loaded)
"""

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux", reason="Qt uses the system's text library elsewhere"),
]


def ask(**environment):
    command = [sys.executable, "-c", QUESTIONS]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    count, answers, loaded = done.stdout.split()
    return int(count), answers, loaded


def test_qt_gives_the_same_answers_with_the_smaller_data(tmp_path):
    (library,) = (Path(PySide6.__path__[0]) / "Qt" / "lib").glob("libicudata.so.*")
    smaller = smaller_library(library, tmp_path)
    assert smaller.stat().st_size < 0.6 * library.stat().st_size

    count, expected, whole_library = ask()
    assert Path(whole_library).samefile(library)
    assert count > 20_000
    assert ask(LD_PRELOAD=str(smaller)) == (count, expected, str(smaller))
