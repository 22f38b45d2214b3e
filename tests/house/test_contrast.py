"""Text on its ground has enough contrast in both themes (WCAG 2.2, 1.4.3: 4.5 to 1)."""

import re
from math import cos, radians, sin
from pathlib import Path

import pytest

STYLES = Path(__file__).resolve().parents[2] / "assets/src"
COLOUR = re.compile(r"--color-([\w-]+):\s*oklch\(\s*([\d.]+)%\s+([\d.]+)\s+([\d.]+)\s*\)")
STATES = ("primary", "secondary", "accent", "neutral", "info", "success", "warning", "error")
PAIRS = [
    *((f"{name}-content", name) for name in STATES),
    *(("base-content", f"base-{step}") for step in (100, 200, 300)),
    *(
        (name, ground)
        for name in STATES
        if name != "neutral"
        for ground in ("base-100", "base-200")
    ),
]


def themes() -> dict[str, dict[str, tuple[float, float, float]]]:
    css = "\n".join(path.read_text() for path in sorted(STYLES.glob("*.css")))
    found = {}
    for block in re.findall(r'@plugin "daisyui/theme" \{(.*?)\n\}', css, re.DOTALL):
        name = re.search(r'name:\s*"([\w-]+)"', block)
        assert name
        found[name[1]] = {
            colour: (float(light) / 100, float(chroma), float(hue))
            for colour, light, chroma, hue in COLOUR.findall(block)
        }
    return found


THEMES = themes()


def test_there_is_a_light_and_a_dark_theme() -> None:
    assert len(THEMES) == 2


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_text_can_be_read(theme: str, pair: tuple[str, str]) -> None:
    text, ground = (luminance(*THEMES[theme][name]) for name in pair)
    ratio = (max(text, ground) + 0.05) / (min(text, ground) + 0.05)
    assert ratio >= 4.5


def luminance(light: float, chroma: float, hue: float) -> float:
    """Relative luminance of an OKLCH colour (Ottosson's OKLab matrices, sRGB primaries)."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    clipped = [min(1.0, max(0.0, channel)) for channel in (red, green, blue)]
    return 0.2126 * clipped[0] + 0.7152 * clipped[1] + 0.0722 * clipped[2]
