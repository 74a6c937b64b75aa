"""Tokens -> palette, fonts and style sheet, following the desktop by default and changing live.

The style is Fusion on every platform (``ARGUMENTS``), so that a screen looks the same wherever it runs and a test
sees what a user sees.
"""

import sys
from dataclasses import asdict
from string import Template
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from yespo_console.gui.tokens import BODY, CAPTION, DARK, GRID, HALF, HEADLINE, LIGHT, MOTION_MS, RADIUS, TITLE, Tokens
from yespo_console.platform.resources import resources_dir

#: For the QApplication. Set there and not by ``setStyle``, which hands the style back: to wrap it, PySide6 makes all of
#: its 500 names, for longer than the rest of the theme takes.
ARGUMENTS: Final = ("-style", "Fusion")

Choice = Literal["system", "light", "dark"]
Size = Literal["caption", "body", "title", "headline"]

_SIZES: Final[dict[str, int]] = {"caption": CAPTION, "body": BODY, "title": TITLE, "headline": HEADLINE}
#: After the desktop's own family; a bare machine has DejaVu and nothing better.
_FAMILIES: Final = ("Inter", "DejaVu Sans")
_FIXED_FAMILIES: Final = ("DejaVu Sans Mono", "Menlo", "Consolas", "Liberation Mono")


class Theme(QObject):
    """What is in force now.

    Attributes:
        tokens: the colours.
        choice: what the user chose; ``system`` follows the desktop.
        motion: False when the user wants nothing to move.
    Signals:
        changed(): palette, style sheet and fonts of the application are new; painters that cache colours drop them.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = LIGHT
        self.choice: Choice = "system"
        self.motion = True
        self._scale = 1.0
        self._following = False
        self._sheet_of: Tokens | None = None  # the colours that the style sheet in force was made for

    def begin(self, app: QApplication, choice: Choice = "system") -> None:
        """Set fonts and colours, all that widgets ask for while they are made, but not yet the style sheet.

        Put on a window that stands (``apply``), the sheet is worked out once for each widget; put on before, Qt works
        it out again whenever a widget gets a parent, which takes a third of the time in which a window is built.
        """
        if not self._following:
            self._following = True
            self._set_fonts(app)
            app.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        self.choice = choice
        self._take_colours(app)

    def apply(self, app: QApplication, choice: Choice = "system") -> None:
        """Dress ``app``; later changes of the desktop's scheme are followed while the choice is ``system``."""
        first = self._sheet_of is None
        self.begin(app, choice)
        if self._sheet_of is not self.tokens:
            self._sheet_of = self.tokens
            if not first:
                # In place of another sheet, Qt works one out for each widget once for every widget that it is in.
                app.setStyleSheet("")
            app.setStyleSheet(style_sheet(self.tokens, self._scale))
            if not first:  # whoever asked before the first sheet was given these colours already
                self.changed.emit()

    def set_motion(self, app: QApplication, motion: bool) -> None:
        """Let menus, lists and tool tips move (at most ``MOTION_MS``), or nothing at all."""
        self.motion = motion
        for effect in (
            Qt.UIEffect.UI_AnimateMenu,
            Qt.UIEffect.UI_FadeMenu,
            Qt.UIEffect.UI_AnimateCombo,
            Qt.UIEffect.UI_AnimateTooltip,
            Qt.UIEffect.UI_FadeTooltip,
        ):
            app.setEffectEnabled(effect, motion)

    @property
    def motion_ms(self) -> int:
        """How long a movement of ours takes: 0 when the user wants none."""
        return MOTION_MS if self.motion else 0

    def pixels(self, size: Size) -> int:
        """A type size in px, grown with the desktop's own text size."""
        return round(_SIZES[size] * self._scale)

    def font(self, size: Size = "body", *, strong: bool = False) -> QFont:
        """The interface font. ``strong`` (600) is for the current section and the verdict only."""
        font = QFont(QApplication.font())
        font.setPixelSize(self.pixels(size))
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def fixed_font(self, size: Size = "body") -> QFont:
        """The platform's fixed font, for JSON and ids."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setFamilies([*dict.fromkeys((font.family(), *_FIXED_FAMILIES))])
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPixelSize(self.pixels(size))
        return font

    def figures_font(self, size: Size = "body") -> QFont:
        """The interface font with figures of one width, for numbers in tables."""
        font = self.font(size)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def colour(self, name: str) -> QColor:
        """The colour of a token, such as ``muted``."""
        return QColor(getattr(self.tokens, name))

    def _set_fonts(self, app: QApplication) -> None:
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        size = system.pixelSize()
        if size <= 0 and (screen := app.primaryScreen()) is not None:
            size = round(system.pointSizeF() * screen.logicalDotsPerInch() / 72)
        # A desktop set to larger text is obeyed; one set smaller would go below what we drew for.
        self._scale = size / BODY if size > BODY + 1 else 1.0
        # An unconfigured Linux answers "Sans Serif", which may be anything at all: name good ones first.
        own = [] if sys.platform == "linux" and system.family() in {"", "Sans", "Sans Serif"} else [system.family()]
        font = QFont(system)
        font.setFamilies([*own, *_FAMILIES])
        font.setPixelSize(self.pixels("body"))
        app.setFont(font)

    def _scheme_changed(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and self.choice == "system":
            self.apply(app)

    def _take_colours(self, app: QApplication) -> None:
        self.tokens = _tokens_of(app, self.choice)
        app.setPalette(palette(self.tokens))


def _tokens_of(app: QApplication, choice: Choice) -> Tokens:
    dark = choice == "dark" or (choice == "system" and app.styleHints().colorScheme() is Qt.ColorScheme.Dark)
    return DARK if dark else LIGHT


def style_sheet(tokens: Tokens, scale: float = 1.0) -> str:
    """The style sheet of a theme, type sizes times ``scale``. Raises KeyError when it names an unknown token."""
    template = Template((resources_dir() / "qss" / "app.qss").read_text("utf-8"))
    sizes = {f"font_{name}": f"{round(px * scale)}px" for name, px in _SIZES.items()}
    return template.substitute(
        {name: value for name, value in asdict(tokens).items() if name != "dark"},
        **sizes,
        grid=f"{GRID}px",
        half=f"{HALF}px",
        radius=f"{RADIUS}px",
        qss=(resources_dir() / "qss").as_posix(),
        tone="dark" if tokens.dark else "light",
    )


def palette(tokens: Tokens) -> QPalette:
    """The Qt palette of a theme, for what the style sheet does not name."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: tokens.ground,
        roles.WindowText: tokens.text,
        roles.Base: tokens.surface,
        roles.AlternateBase: tokens.current_line,
        roles.Text: tokens.text,
        roles.PlaceholderText: tokens.muted,
        roles.Button: tokens.ground,
        roles.ButtonText: tokens.text,
        roles.ToolTipBase: tokens.raised,
        roles.ToolTipText: tokens.text,
        roles.BrightText: tokens.error,
        roles.Highlight: tokens.accent_soft,
        roles.HighlightedText: tokens.text,
        roles.Accent: tokens.accent,
        roles.Link: tokens.accent,
        roles.LinkVisited: tokens.accent,
        roles.Light: tokens.surface,
        roles.Midlight: tokens.raised,
        roles.Mid: tokens.line,
        roles.Dark: tokens.edge,
        roles.Shadow: tokens.edge,
    }
    result = QPalette()
    for role, colour in colours.items():
        result.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    return result


def redress(widget: QWidget) -> None:
    """Have the style sheet look again at a widget whose properties changed. One never shown is looked at anyway."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)


_theme: Theme | None = None


def theme() -> Theme:
    """The theme of this process; made on first use, when a QApplication exists."""
    global _theme
    if _theme is None:
        _theme = Theme()
    return _theme


def begin(app: QApplication, choice: Choice = "system") -> None:
    """Fonts and colours for what is about to be built (see ``Theme.begin``)."""
    theme().begin(app, choice)


def apply(app: QApplication, choice: Choice = "system") -> None:
    """Dress ``app`` (see ``Theme.apply``)."""
    theme().apply(app, choice)


def current() -> Tokens:
    """The colours in force now."""
    return theme().tokens
