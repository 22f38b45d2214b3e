"""How well letters are read on a colour: the contrast ratio of WCAG 2.2."""

import re

HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
NAMES = {"white": "#ffffff", "black": "#000000", "red": "#ff0000", "gray": "#808080"}
LEAST = 4.5
LEAST_LARGE = 3.0


def ratio(one: str, other: str) -> float | None:
    """From 1 to 21, or None when a colour is not #rgb or #rrggbb."""
    first, second = luminance(one), luminance(other)
    if first is None or second is None:
        return None
    light, dark = max(first, second), min(first, second)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float | None:
    found = HEX.fullmatch(NAMES.get(colour.strip().lower(), colour.strip()))
    if not found:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(d * 2 for d in found[1])
    channels = [_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4)]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
