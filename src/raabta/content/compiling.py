"""A block tree to the HTML that mail programs show, with the Liquid still in it."""

import html
import re
import secrets
from dataclasses import dataclass

import mrml
from django.utils.translation import gettext as _

from raabta.content import mjml
from raabta.content.directions import head_of, localised
from raabta.content.liquid.environment import TOKEN, plain_tokens
from raabta.content.mjml import Node
from raabta.content.tree import first

# no web fonts that the author did not ask for: they tell another host who reads
OPTIONS = mrml.RenderOptions(fonts={})
PLACEHOLDER = re.compile(r"raabtaliquid(\d{6})z")
LINK = re.compile(
    r"""<(?:a|area)\b(?:[^>"']|"[^"]*"|'[^']*')*?\shref="(?P<url>[^"]*)\"""", re.IGNORECASE
)
OWN_LINKS = re.compile(r"\b(?:unsubscribe_url|preferences_url|view_url)\b")
# around every address that is looked at while rendering; nobody outside can guess it
START, END = f"\x02{secrets.token_hex(6)}:", "\x03"


class CompileError(ValueError):
    """The tree is not MJML that a mail can be made of; the message says why."""


@dataclass(frozen=True)
class Page:
    """Compiled HTML: `source` with marks around its links, and the links as written."""

    source: str
    links: tuple[str, ...]

    @property
    def weight(self) -> int:
        return len(without_marks(self.source).encode())


def compile_tree(nodes: list[Node], *, language: str, preheader: str, title: str) -> Page:
    """Raises CompileError."""
    ready = _headed(localised(nodes, language), preheader=preheader, title=title)
    tokens: list[str] = []

    def hide(found: re.Match[str]) -> str:
        tokens.append(plain_tokens(found.group()))
        return f"raabtaliquid{len(tokens) - 1:06d}z"

    hidden = TOKEN.sub(hide, mjml.render(ready))
    try:
        made: str = mrml.to_html(hidden, None, OPTIONS).content
    except OSError as error:
        words = {"said": str(error)}
        raise CompileError(_("This is not a complete MJML mail (%(said)s).") % words) from error
    links: list[str] = []

    def mark(found: re.Match[str]) -> str:
        url = found["url"]
        shown = PLACEHOLDER.sub(lambda token: tokens[int(token[1])], url)
        links.append(html.unescape(shown))
        if OWN_LINKS.search(shown):
            return found.group()
        start, end = found.span("url")
        whole, at = found.group(), found.start()
        return f"{whole[: start - at]}{START}{url}{END}{whole[end - at :]}"

    marked = LINK.sub(mark, made)
    source = PLACEHOLDER.sub(lambda token: tokens[int(token[1])], marked)
    return Page(source, tuple(links))


def without_marks(text: str) -> str:
    return text.replace(START, "").replace(END, "")


def _headed(nodes: list[Node], *, preheader: str, title: str) -> list[Node]:
    """The tree with the mail's own title and preview line, where it has none."""
    root_path = first(nodes, "mjml")
    if root_path is None:
        raise CompileError(_("The mail has no <mjml> block around it."))
    if first(nodes, "mj-body") is None:
        raise CompileError(_("The mail has no <mj-body> block."))
    head = head_of(nodes, root_path)
    if preheader and first(nodes, "mj-preview") is None:
        head.append(_leaf("mj-preview", preheader))
    if title and first(nodes, "mj-title") is None:
        head.append(_leaf("mj-title", title))
    return nodes


def _leaf(name: str, text: str) -> Node:
    pieces = TOKEN.split(text)
    tokens = [*TOKEN.findall(text), ""]
    escaped = "".join(
        html.escape(piece, quote=False) + token for piece, token in zip(pieces, tokens, strict=True)
    )
    return {"tagName": name, "attributes": {}, "content": escaped}
