"""HTML from the rich-text editor: cleaned, with the styles that mail needs and the Liquid kept."""

import re
from html.parser import HTMLParser

import nh3

from raabta.content.liquid.environment import TOKEN

# what the visual editor can hold without loss; anything else is edited as HTML
KNOWN_TAGS = frozenset(
    "p br strong b em i u s a ul ol li h1 h2 h3 blockquote span".split()  # noqa: SIM905
)
KNOWN_ATTRIBUTES = frozenset({"style", "class", "dir", "href", "target", "title", "rel"})
TAGS = KNOWN_TAGS | {
    *("h4", "h5", "h6", "div", "img", "hr", "sub", "sup", "small", "code", "pre", "font", "center"),
    *("table", "thead", "tbody", "tfoot", "tr", "th", "td", "del", "ins", "mark", "abbr", "bdi"),
}
ATTRIBUTES = {
    "*": {"style", "class", "dir", "lang", "align", "title"},
    "a": {"href", "target"},
    "img": {"src", "alt", "width", "height"},
    "td": {"width", "height", "valign", "colspan", "rowspan", "bgcolor"},
    "th": {"width", "height", "valign", "colspan", "rowspan", "bgcolor"},
    "table": {"width", "border", "cellpadding", "cellspacing", "role", "bgcolor"},
    "font": {"color", "face", "size"},
}
STYLES = frozenset(
    [
        "color",
        "background",
        "background-color",
        "font",
        "font-family",
        "font-size",
        "font-style",
        "font-weight",
        "line-height",
        "letter-spacing",
        "text-align",
        "text-decoration",
        "text-transform",
        "direction",
        "margin",
        "margin-top",
        "margin-right",
        "margin-bottom",
        "margin-left",
        "padding",
        "padding-top",
        "padding-right",
        "padding-bottom",
        "padding-left",
        "border",
        "border-top",
        "border-bottom",
        "border-left",
        "border-right",
        "border-radius",
        "border-color",
        "border-collapse",
        "width",
        "max-width",
        "height",
        "vertical-align",
        "display",
        "white-space",
        "list-style-type",
    ]
)
ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p[\s>]).)*)</p>", re.DOTALL)
PLACEHOLDER = re.compile(r"raabtaliquid(\d+)z")


def cleaned(source: str) -> str:
    """Without scripts, handlers and foreign addresses; a single plain paragraph is unwrapped."""
    tokens: list[str] = []

    def hide(found: re.Match[str]) -> str:
        tokens.append(found.group())
        return f"raabtaliquid{len(tokens) - 1}z"

    clean = nh3.clean(
        TOKEN.sub(hide, source),
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        filter_style_properties=set(STYLES),
        url_schemes={"http", "https", "mailto", "tel", "sms"},
        link_rel=None,
    )
    restored = PLACEHOLDER.sub(lambda found: tokens[int(found[1])], clean)
    only = ONE_PARAGRAPH.fullmatch(restored.strip())
    return only[1] if only else restored


def is_visual(source: str) -> bool:
    """Whether the visual editor can hold this HTML without losing any of it."""
    reader = _TagReader()
    reader.feed(TOKEN.sub("x", source))
    reader.close()
    return reader.is_known


class _TagReader(HTMLParser):
    is_known = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attrs}
        if tag not in KNOWN_TAGS or names - KNOWN_ATTRIBUTES:
            self.is_known = False

    def handle_comment(self, data: str) -> None:
        self.is_known = False
