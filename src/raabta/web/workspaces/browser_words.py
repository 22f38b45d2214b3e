"""Which browser a session is in, said in two words."""

import re

# the first that fits: most browsers also name the ones they descend from
BROWSERS = (
    ("Edg(?:e|A|iOS)?/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("(?:Firefox|FxiOS)/", "Firefox"),
    ("(?:Headless)?(?:Chrome|CriOS|Chromium)/", "Chrome"),
    (r"Version/[\d.]+.*Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone|iPad", "iOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """Such as "Firefox · Windows"; what is unknown is shown as it is, shortened."""
    found = [_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)]
    return " · ".join(filter(None, found)) or user_agent[:40] or "—"


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, text)), "")
