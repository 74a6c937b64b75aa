"""The look as numbers: colours of the light and the dark theme, type sizes, spacing. No Qt in here.

One dataclass, two instances; palette, style sheet and painters read nothing else, so a colour is decided in one place.
"""

from dataclasses import dataclass
from typing import Final

#: The grid: everything stands on multiples of 8 px; 4 px inside a group of controls that belong together.
GRID: Final = 8
HALF: Final = 4
RADIUS: Final = 6
#: Type sizes in px for a desktop whose own text is 13 px: captions, text, titles, the one headline of a screen.
CAPTION, BODY, TITLE, HEADLINE = 11, 13, 15, 20
#: The longest any movement may take, in milliseconds.
MOTION_MS: Final = 120


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, each ``#rrggbb``.

    Attributes:
        ground: behind everything; surface: fields, tables, texts; raised: tool tips, what lies under the pointer.
        line: between areas; edge: around a control (at least 3:1 against ``surface``).
        text, muted, disabled: words by importance; ``disabled`` is the only one below 4.5:1.
        accent, accent_hover, on_accent: the one accent and the words on it; accent_soft: behind what is selected.
        error, warning, info, success: words and icons of that meaning; ``*_soft``: the surface behind them.
        real, real_hover, on_real, on_real_muted: the header while a real account is chosen.
        syntax_*: the parts of a JSON text.
        current_line, match: backgrounds in a text.
    """

    dark: bool
    ground: str
    surface: str
    raised: str
    line: str
    edge: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    error: str
    error_soft: str
    warning: str
    warning_soft: str
    info: str
    info_soft: str
    success: str
    success_soft: str
    real: str
    real_hover: str
    on_real: str
    on_real_muted: str
    syntax_name: str
    syntax_text: str
    syntax_number: str
    syntax_word: str
    syntax_mark: str
    current_line: str
    match: str


LIGHT: Final = Tokens(
    dark=False,
    ground="#f4f5f7",
    surface="#ffffff",
    raised="#e9ecf1",
    line="#d9dde4",
    edge="#8a94a4",
    text="#1a2230",
    muted="#545f70",
    disabled="#8d96a3",
    accent="#2456d3",
    accent_hover="#1c47b3",
    on_accent="#ffffff",
    accent_soft="#dfe8fc",
    error="#b0221a",
    error_soft="#fcebe9",
    warning="#815000",
    warning_soft="#fff2d9",
    info="#1b5a92",
    info_soft="#e5f0fa",
    success="#17673a",
    success_soft="#e3f4e9",
    real="#93370a",
    real_hover="#7a2c05",
    on_real="#ffffff",
    on_real_muted="#ffe3d1",
    syntax_name="#1b4f9c",
    syntax_text="#17673a",
    syntax_number="#8a3b00",
    syntax_word="#7a2a8f",
    syntax_mark="#545f70",
    current_line="#f0f3f8",
    match="#ffe9a8",
)

DARK: Final = Tokens(
    dark=True,
    ground="#15181e",
    surface="#1c2028",
    raised="#2a303b",
    line="#323945",
    edge="#707b8d",
    text="#e5e8ee",
    muted="#a4aebd",
    disabled="#6d7787",
    accent="#7ea6ff",
    accent_hover="#9cbaff",
    on_accent="#0d1322",
    accent_soft="#26355c",
    error="#ff938a",
    error_soft="#3a2022",
    warning="#f0b75f",
    warning_soft="#382c18",
    info="#84c3f5",
    info_soft="#1a2f40",
    success="#74d39b",
    success_soft="#1a3428",
    real="#8a3a12",
    real_hover="#a1471a",
    on_real="#ffffff",
    on_real_muted="#ffe3d1",
    syntax_name="#8fb8ff",
    syntax_text="#8ed6a6",
    syntax_number="#f0b27a",
    syntax_word="#d3a4ef",
    syntax_mark="#a4aebd",
    current_line="#232833",
    match="#5a4a14",
)

#: Every pair of (words, surface) that the window puts together; the contrast test and the palette hold to it.
TEXT_PAIRS: Final[tuple[tuple[str, str], ...]] = (
    *((words, ground) for words in ("text", "muted", "accent") for ground in ("ground", "surface")),
    *((words, ground) for words in ("error", "warning", "info", "success") for ground in ("ground", "surface")),
    *((words, f"{words}_soft") for words in ("error", "warning", "info", "success")),
    *(("text", f"{meaning}_soft") for meaning in ("accent", "error", "warning", "info", "success")),
    ("text", "raised"),
    ("muted", "raised"),
    ("text", "current_line"),
    ("text", "match"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_real", "real"),
    ("on_real", "real_hover"),
    ("on_real_muted", "real"),
    *(
        (f"syntax_{part}", ground)
        for part in ("name", "text", "number", "word", "mark")
        # The last three stand behind what differs between two texts.
        for ground in ("surface", "current_line", "error_soft", "warning_soft", "success_soft")
    ),
)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` as WCAG 2 defines it: 0 for black, 1 for white."""

    def linear(part: str) -> float:
        share = int(part, 16) / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two ``#rrggbb`` colours, from 1 (alike) to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
