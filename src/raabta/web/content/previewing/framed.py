"""The document inside a preview frame."""

from django.utils.html import format_html

# what mail programs that force a dark look do, near enough to see what suffers
DARK = (
    "<style>html{background:#fff;filter:invert(1) hue-rotate(180deg)}"
    "img,video,[background],[style*='background-image']{filter:invert(1) hue-rotate(180deg)}</style>"
)
BASE = '<base target="_blank">'


def page(html: str, *, is_dark: bool) -> str:
    extra = BASE + (DARK if is_dark else "")
    head, found, rest = html.partition("</head>")
    return f"{head}{extra}{found}{rest}" if found else f"{extra}{html}"


def message(words: str) -> str:
    document = (
        '<!doctype html><html dir="auto"><head><meta charset="utf-8"><title>Raabta</title></head>'
        '<body style="font-family:sans-serif;padding:24px;color:#7a1a1a"><p>{}</p></body></html>'
    )
    return format_html(document, words)
