"""The plain-text part of a mail, made from its block tree, with the Liquid still in it."""

import html
import re
from html.parser import HTMLParser

from raabta.content.liquid.environment import TOKEN, plain_tokens
from raabta.content.mjml import Node
from raabta.content.tree import tag

SKIPPED = frozenset({"mj-head", "mj-style", "mj-spacer", "mj-preview", "mj-title"})
LINKED = frozenset({"mj-button", "mj-social-element", "mj-navbar-link"})
RULE = "-" * 40
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = frozenset({"p", "div", "table", "ul", "ol", "blockquote"}) | HEADINGS
PLACEHOLDER = re.compile("\ue000(\\d+)\ue001")


def plain_text(nodes: list[Node]) -> str:
    """Paragraphs in reading order, links as "text (address)", lists and tables as lines."""
    text = "\n\n".join(part for part in map(_part, nodes) if part)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _part(node: Node) -> str:
    if "literal" in node:
        return "\n".join(TOKEN.findall(plain_tokens(node["literal"])))
    name, attributes = tag(node), node.get("attributes", {})
    if name in SKIPPED:
        return ""
    if name in {"mj-image", "mj-carousel-image"}:
        return with_address(_decoded(attributes.get("alt", "")), attributes.get("href", ""))
    if name == "mj-divider":
        return RULE
    if "content" in node:
        words = from_html(node["content"])
        return with_address(words, attributes.get("href", "")) if name in LINKED else words
    return plain_text(node.get("children", []))


def with_address(words: str, href: str) -> str:
    address = _decoded(href).strip()
    if not address or address == "#" or not words:
        return words
    bare = address.removeprefix("mailto:").removeprefix("tel:")
    return address if words == bare else f"{words} ({bare})"


def from_html(source: str) -> str:
    """The words of a piece of HTML; Liquid is kept as it is, wherever text may stand."""
    tokens: list[str] = []

    def hide(found: re.Match[str]) -> str:
        tokens.append(html.unescape(found.group()))
        return f"\ue000{len(tokens) - 1}\ue001"

    reader = _Reader()
    reader.feed(TOKEN.sub(hide, source))
    reader.close()
    return PLACEHOLDER.sub(lambda found: tokens[int(found[1])], reader.text())


def _decoded(value: str) -> str:
    return html.unescape(plain_tokens(value))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.lists: list[int | None] = []  # the next number, or None for bullets
        self.links: list[tuple[str, int]] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"style", "script"}:
            self.hidden += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag == "img":
            self.pieces.append(given.get("alt", ""))
        elif tag == "a":
            self.links.append((given.get("href", ""), len(self.pieces)))
        elif tag in {"li", "tr"}:
            self.pieces.append("\n" + (self._bullet() if tag == "li" else ""))
        elif tag in BLOCKS:
            self._open_block(tag)

    def _open_block(self, tag: str) -> None:
        self.pieces.append("\n" if self.lists else "\n\n")
        if tag in {"ul", "ol"}:
            self.lists.append(1 if tag == "ol" else None)

    def _bullet(self) -> str:
        indent = "  " * (len(self.lists) - 1)
        number = self.lists[-1] if self.lists else None
        if number is None:
            return f"{indent}- "
        self.lists[-1] = number + 1
        return f"{indent}{number}. "

    def handle_endtag(self, tag: str) -> None:
        if tag in {"style", "script"}:
            self.hidden = max(0, self.hidden - 1)
        elif tag == "a" and self.links:
            href, began = self.links.pop()
            words = "".join(self.pieces[began:]).strip()
            linked = with_address(words, href)
            if linked != words:
                self.pieces[began:] = [linked]
        elif tag in {"td", "th"}:
            self.pieces.append(" ")
        elif tag in BLOCKS:
            if tag in {"ul", "ol"} and self.lists:
                self.lists.pop()
            self.pieces.append("\n" if self.lists else "\n\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(re.sub(r"[ \t\r\n]+", " ", data))

    def text(self) -> str:
        lines = [re.sub(r" {2,}", " ", line).strip(" ") for line in self._joined().split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def _joined(self) -> str:
        # a paragraph inside a list item begins on the item's own line
        return re.sub(r"(\n *(?:-|\d+\.)) *\n+", r"\1 ", "".join(self.pieces))
