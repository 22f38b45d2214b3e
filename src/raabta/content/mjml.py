"""MJML text to block tree and back, in MJML's own JSON shape.

What the editor does not know (other tags, comments, text between blocks) is kept word for word,
attribute values and contents with their entities as written.
"""

import re
from dataclasses import dataclass, field
from typing import TypedDict

from django.utils.translation import gettext as _


class Node(TypedDict, total=False):
    """A container with children, a leaf with content, a void tag, or a literal."""

    tagName: str
    attributes: dict[str, str]
    children: "list[Node]"
    content: str  # HTML as it was written
    literal: str  # text or a comment between blocks; then no other key is there


MOST_CHARACTERS = 500_000
DEEPEST = 40
MOST_NODES = 5_000
LEAVES = frozenset(
    [
        "mj-text",
        "mj-button",
        "mj-table",
        "mj-raw",
        "mj-style",
        "mj-title",
        "mj-preview",
        "mj-social-element",
        "mj-navbar-link",
        "mj-accordion-title",
        "mj-accordion-text",
    ]
)
TAG = re.compile(
    r"<!--.*?-->"
    r"|<(?P<close>/?)(?P<name>mjml|mj-[\w-]+)"
    r"""(?P<attributes>(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(?P<void>/?)>""",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.DOTALL)
BROKEN = re.compile(r"</?mj(?:ml\b|-)")


class MjmlError(ValueError):
    """The text is not MJML that we can keep: `line` (from 1) and `reason` say where and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(_("Line %(line)d: %(reason)s") % {"line": line, "reason": reason})
        self.line = line
        self.reason = reason


def parse(text: str) -> list[Node]:
    """The block tree of an MJML document or fragment. Raises MjmlError."""
    if len(text) > MOST_CHARACTERS:
        raise MjmlError(1, _("The mail is longer than 500,000 characters."))
    return _Parser(text).run()


def render(nodes: list[Node]) -> str:
    """The MJML text of a tree; `parse(render(nodes))` is the same tree."""
    return "".join(map(_render, nodes))


def laid_out(nodes: list[Node], depth: int = 0) -> str:
    """The same for people to edit: a block in a line, its children indented; the same tree again.

    Where text stands between blocks nothing is moved, because blanks may count there.
    """
    if _has_text(nodes):
        return render(nodes)
    return "".join("  " * depth + _laid_out(node, depth) + "\n" for node in nodes)


def _laid_out(node: Node, depth: int) -> str:
    children = node.get("children", [])
    if not children or _has_text(children):
        return _render(node)
    opening, closing = _render({**node, "children": []}).rsplit("</", 1)
    return f"{opening}\n{laid_out(children, depth + 1)}{'  ' * depth}</{closing}"


def _has_text(nodes: list[Node]) -> bool:
    return any("literal" in node and not node["literal"].startswith("<!--") for node in nodes)


def _render(node: Node) -> str:
    if "literal" in node:
        return node["literal"]
    name = node["tagName"]
    opening = name + "".join(map(_attribute, node.get("attributes", {}).items()))
    if "content" in node:
        return f"<{opening}>{node['content']}</{name}>"
    if "children" in node:
        return f"<{opening}>{render(node['children'])}</{name}>"
    return f"<{opening} />"


def _attribute(pair: tuple[str, str]) -> str:
    name, value = pair
    return f" {name}='{value}'" if '"' in value else f' {name}="{value}"'


@dataclass
class _Parser:
    text: str
    at: int = 0
    count: int = 0
    root: list[Node] = field(default_factory=list)
    open_nodes: list[tuple[Node, int]] = field(default_factory=list)  # with where each began

    def run(self) -> list[Node]:
        while found := TAG.search(self.text, self.at):
            self.literal(self.at, found.start())
            self.at = found.end()
            if found["name"] is None:
                self.add({"literal": found.group()})
            elif found["close"]:
                self.close(found)
            else:
                self.open(found)
        self.literal(self.at, len(self.text))
        if self.open_nodes:
            node, began = self.open_nodes[-1]
            raise self.error(began, _("<%(tag)s> is never closed.") % {"tag": node["tagName"]})
        return self.root

    def open(self, found: re.Match[str]) -> None:
        name = found["name"]
        if name == "mj-include":
            raise self.error(found.start(), _("<mj-include> is not allowed; paste the blocks in."))
        node: Node = {"tagName": name, "attributes": self.attributes(found)}
        self.add(node)
        if found["void"]:
            return
        if name in LEAVES and not self.in_attributes():
            self.content(node, found)
            return
        node["children"] = []
        self.open_nodes.append((node, found.start()))
        if len(self.open_nodes) > DEEPEST:
            raise self.error(found.start(), _("The blocks are nested too deep."))

    def attributes(self, found: re.Match[str]) -> dict[str, str]:
        values: dict[str, str] = {}
        for name, double, single in ATTRIBUTE.findall(found["attributes"]):
            if name in values:
                reason = _("The attribute %(name)s is given twice.") % {"name": name}
                raise self.error(found.start(), reason)
            values[name] = double or single
        return values

    def content(self, node: Node, found: re.Match[str]) -> None:
        name = node["tagName"]
        end = re.compile(rf"</{name}\s*>").search(self.text, self.at)
        if end is None:
            raise self.error(found.start(), _("<%(tag)s> is never closed.") % {"tag": name})
        node["content"] = self.text[self.at : end.start()]
        self.at = end.end()

    def close(self, found: re.Match[str]) -> None:
        name = found["name"]
        if not self.open_nodes:
            raise self.error(found.start(), _("</%(tag)s> closes nothing.") % {"tag": name})
        node, _began = self.open_nodes.pop()
        if node["tagName"] != name:
            words = {"tag": name, "open": node["tagName"]}
            reason = _("</%(tag)s> stands where </%(open)s> should be.") % words
            raise self.error(found.start(), reason)

    def literal(self, start: int, end: int) -> None:
        text = self.text[start:end]
        if broken := BROKEN.search(text):
            reason = _("This tag is not written correctly: check its quotes and brackets.")
            raise self.error(start + broken.start(), reason)
        if text.strip():
            self.add({"literal": text})

    def add(self, node: Node) -> None:
        self.count += 1
        if self.count > MOST_NODES:
            raise self.error(self.at, _("The mail has more than 5,000 blocks."))
        place = self.open_nodes[-1][0]["children"] if self.open_nodes else self.root
        place.append(node)

    def in_attributes(self) -> bool:
        return any(node["tagName"] == "mj-attributes" for node, _began in self.open_nodes)

    def error(self, at: int, reason: str) -> MjmlError:
        return MjmlError(self.text.count("\n", 0, at) + 1, reason)
