"""A block tree made ready for its language: direction, mirrored sides, fonts that have its letters.

A tree is written as if it read from left to right; `left` means "where lines begin". A tree that
says its own direction (`dir` on mjml, or a `direction` attribute) is taken as its author wrote it.
"""

import re
from copy import deepcopy
from unicodedata import bidirectional

from raabta.content.mjml import Node
from raabta.content.tree import Path, children_at, first, tag, walk

RIGHT_TO_LEFT = frozenset(
    [
        "ar",
        "arc",
        "ckb",
        "dv",
        "fa",
        "he",
        "ks",
        "lrc",
        "mzn",
        "pnb",
        "ps",
        "sd",
        "skr",
        "syr",
        "ug",
        "ur",
        "yi",
    ]
)
LATIN_STACK = "Inter, Helvetica, Arial, sans-serif"
STACKS = {
    "ur": "'Noto Nastaliq Urdu', 'Jameel Noori Nastaleeq', 'Urdu Typesetting', Tahoma, sans-serif",
    "bn": "'Noto Sans Bengali', 'Nirmala UI', Kalpurush, Vrinda, sans-serif",
    "ar": "'Noto Naskh Arabic', 'Segoe UI', Tahoma, sans-serif",
}
LINE_HEIGHTS = {"ur": "2", "bn": "1.65"}
SIDES = {"left": "right", "right": "left"}
SIDED = frozenset({"align", "text-align", "icon-position"})
FOUR_SIDES = frozenset({"padding", "inner-padding", "border-radius"})
TAG_OR_TOKEN = re.compile(r"<[^>]*>|\{\{.*?\}\}|\{%.*?%\}|&\w+;", re.DOTALL)


def base_language(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def is_right_to_left(language: str) -> bool:
    return base_language(language) in RIGHT_TO_LEFT


def localised(nodes: list[Node], language: str) -> list[Node]:
    """A copy of the tree as a reader of the language should get it."""
    copy = deepcopy(nodes)
    root_path = first(copy, "mjml")
    if root_path is None:
        return copy
    is_rtl = is_right_to_left(language)
    if is_rtl and not says_direction(copy):
        for _path, node in walk(copy):
            _mirror(node)
    _own_directions(copy, is_rtl=is_rtl)
    _extend_fonts(copy, base_language(language))
    root = children_at(copy, root_path[:-1])[root_path[-1]]
    root["attributes"] = {
        "lang": language,
        "dir": "rtl" if is_rtl else "ltr",
        **root.get("attributes", {}),
    }
    head_of(copy, root_path).insert(0, _defaults(base_language(language), is_rtl=is_rtl))
    return copy


def head_of(nodes: list[Node], root_path: Path) -> list[Node]:
    """The children of mj-head, which is made when the tree has none."""
    inside = children_at(nodes, root_path)
    for node in inside:
        if tag(node) == "mj-head":
            return node.setdefault("children", [])
    inside.insert(0, {"tagName": "mj-head", "attributes": {}, "children": []})
    return inside[0]["children"]


def says_direction(nodes: list[Node]) -> bool:
    return any(
        "direction" in node.get("attributes", {})
        or (tag(node) == "mjml" and "dir" in node["attributes"])
        for _path, node in walk(nodes)
    )


def text_direction(html: str) -> str:
    """By the first letter that has a direction: "rtl", "ltr", or "" when there is none."""
    for letter in TAG_OR_TOKEN.sub(" ", html):
        kind = bidirectional(letter)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return ""


def _mirror(node: Node) -> None:
    attributes = node.get("attributes", {})
    mirrored: dict[str, str] = {}
    for name, value in attributes.items():
        if name in SIDED:
            value = SIDES.get(value, value)  # noqa: PLW2901
        elif name in FOUR_SIDES:
            value = _mirrored_shorthand(name, value)  # noqa: PLW2901
        for side, other in SIDES.items():
            if name.endswith(f"-{side}"):
                name = f"{name.removesuffix(side)}{other}"  # noqa: PLW2901
                break
        mirrored[name] = value
    node["attributes"] = mirrored


def _mirrored_shorthand(name: str, value: str) -> str:
    parts = value.split()
    if len(parts) != 4:
        return value
    a, b, c, d = parts
    return " ".join((b, a, d, c) if name == "border-radius" else (a, d, c, b))


def _own_directions(nodes: list[Node], *, is_rtl: bool) -> None:
    """A text whose letters run against the mail's direction gets a `dir` and side of its own."""
    usual = "rtl" if is_rtl else "ltr"
    for _path, node in walk(nodes):
        if tag(node) != "mj-text" or "content" not in node:
            continue
        own = text_direction(node["content"])
        if own and own != usual:
            node["content"] = f'<div dir="{own}">{node["content"]}</div>'
            node["attributes"].setdefault("align", "right" if own == "rtl" else "left")


def _extend_fonts(nodes: list[Node], language: str) -> None:
    extra = STACKS.get(language, STACKS["ar"] if language in RIGHT_TO_LEFT else "")
    if not extra:
        return
    for _path, node in walk(nodes):
        attributes = node.get("attributes", {})
        if own := attributes.get("font-family"):
            attributes["font-family"] = f"{extra.removesuffix(', sans-serif')}, {own}"
        if language == "ur" and is_tight(attributes.get("line-height", "")):
            attributes["line-height"] = LINE_HEIGHTS["ur"]


def is_tight(height: str) -> bool:
    """Whether lines of Nastaliq, whose strokes reach far up and down, would touch."""
    factor = height.removesuffix("%")
    try:
        value = float(factor) / (100 if height.endswith("%") else 1)
    except ValueError:
        return False
    return value < 1.8


def _defaults(language: str, *, is_rtl: bool) -> Node:
    """Attributes that every mail of the language starts from; the tree's own come later and win."""
    stack = STACKS.get(language, STACKS["ar"] if is_rtl else "")
    families = f"{stack.removesuffix(', sans-serif')}, {LATIN_STACK}" if stack else LATIN_STACK
    made: list[Node] = [_default("mj-all", {"font-family": families})]
    if height := LINE_HEIGHTS.get(language):
        made.append(_default("mj-text", {"line-height": height}))
        made.append(_default("mj-button", {"line-height": height}))
    if is_rtl:
        made += [_default(name, {"direction": "rtl"}) for name in ("mj-section", "mj-column")]
        made.append(_default("mj-group", {"direction": "rtl"}))
        made += [_default(name, {"align": "right"}) for name in ("mj-text", "mj-table")]
    return {"tagName": "mj-attributes", "attributes": {}, "children": made}


def _default(name: str, attributes: dict[str, str]) -> Node:
    return {"tagName": name, "attributes": attributes}
