"""The addresses in a template, with where they stand."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from raabta.content.liquid.environment import TOKEN
from raabta.content.models import Template, Variant
from raabta.content.tree import Path, walk

HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """An address as written (entities decoded, Liquid in it) and the block that holds it."""

    address: str
    path: Path

    @property
    def is_static(self) -> bool:
        return not TOKEN.search(self.address)


def links_of(variant: Variant) -> Iterator[Link]:
    for path, node in walk(variant.tree):
        if "href" in node.get("attributes", {}):
            yield Link(html.unescape(node["attributes"]["href"]).strip(), path)
        text = node.get("content", node.get("literal", ""))
        for found in HREF.finditer(text):
            yield Link(html.unescape(found[1] or found[2] or "").strip(), path)


def static_links(template: Template) -> list[str]:
    """Every http(s) address without Liquid, once."""
    variants = Variant.objects.filter(template=template).order_by("id")
    found = (link for variant in variants for link in links_of(variant) if link.is_static)
    web = (link.address for link in found if link.address.lower().startswith(("http:", "https:")))
    return list(dict.fromkeys(web))
