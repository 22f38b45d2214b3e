"""Weight, pictures and contrast."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from raabta.content.checks.findings import BLOCK, WARN, Problem, of_block, of_variant
from raabta.content.compiling import CompileError, compile_tree
from raabta.content.contrast import LEAST, LEAST_LARGE, ratio
from raabta.content.mjml import Node
from raabta.content.models import Image, Variant
from raabta.content.tree import Path, body_path, find, tag, walk
from raabta.workspaces.models import Workspace

GMAIL_CLIPS = 102 * 1024
HEAVY_PICTURE = 1_000_000
WIDE_PICTURE = 2_400
OWN_PICTURE = re.compile(r"/media/([\w-]{16,32})")
LARGE_LETTERS = 24


def look_problems(workspace: Workspace, variant: Variant) -> Iterator[Problem]:
    yield from _weight(variant)
    if not any(tag(node) in {"mj-text", "mj-image"} for _path, node in walk(variant.tree)):
        message = _("The mail has no text and no picture.")
        yield of_variant(variant, code="empty", severity=BLOCK, message=message)
    yield from _pictures(workspace, variant)
    yield from _contrast(variant)


def _weight(variant: Variant) -> Iterator[Problem]:
    try:
        page = compile_tree(variant.tree, language=variant.language, preheader="", title="")
    except CompileError:
        return
    if page.weight > GMAIL_CLIPS:
        message = _("The mail is %(weight)d KB of HTML; Gmail cuts off what is over 102 KB.")
        words = {"weight": page.weight // 1024}
        yield of_variant(variant, code="heavy", severity=WARN, message=message % words)


def _pictures(workspace: Workspace, variant: Variant) -> Iterator[Problem]:
    found = [(p, n["attributes"]) for p, n in walk(variant.tree) if tag(n) == "mj-image"]
    tokens = {m[1] for _path, a in found for m in OWN_PICTURE.finditer(a.get("src", ""))}
    own = {i.token: i for i in Image.objects.filter(workspace=workspace, token__in=tokens)}
    for path, attributes in found:
        source = attributes.get("src", "")
        if not source.strip():
            message = _("No picture is chosen.")
            yield of_block(variant, path, code="no_picture", severity=BLOCK, message=message)
        elif "alt" not in attributes or not attributes["alt"].strip():
            message = _("The picture has no description for readers who do not see it.")
            yield of_block(variant, path, code="no_alt", severity=WARN, message=message)
        if source.startswith("data:"):
            message = _("Pictures inside the code are not shown by Gmail; upload it instead.")
            yield of_block(variant, path, code="data_picture", severity=WARN, message=message)
        yield from _size(variant, path, source, own)


def _size(variant: Variant, path: Path, source: str, own: dict[str, Image]) -> Iterator[Problem]:
    found = OWN_PICTURE.search(source)
    image = own.get(found[1]) if found else None
    if found and image is None:
        message = _("This picture is no longer there.")
        yield of_block(variant, path, code="lost_picture", severity=BLOCK, message=message)
    elif image and (image.size > HEAVY_PICTURE or image.width > WIDE_PICTURE):
        message = _(
            "The picture is heavy (%(size)d KB, %(width)d pixels wide); phones load slowly."
        )
        words = {"size": image.size // 1024, "width": image.width}
        yield of_block(variant, path, code="heavy_picture", severity=WARN, message=message % words)


def _contrast(variant: Variant) -> Iterator[Problem]:
    start = body_path(variant.tree)
    for path, node in walk(variant.tree):
        if tag(node) not in {"mj-text", "mj-button"} or path[: len(start)] != start:
            continue
        colour = node["attributes"].get("color", "#ffffff" if tag(node) == "mj-button" else "")
        known = ratio(colour, _behind(variant.tree, path)) if colour else None
        if known is not None and known < _least(node):
            message = _("The letters are hard to read on this background (%(ratio)s to 1).")
            words = {"ratio": f"{known:.1f}"}
            yield of_block(variant, path, code="contrast", severity=WARN, message=message % words)


def _least(node: Node) -> float:
    size = node["attributes"].get("font-size", "13px").removesuffix("px")
    return LEAST_LARGE if size.isdigit() and int(size) >= LARGE_LETTERS else LEAST


def _behind(nodes: list[Node], path: Path) -> str:
    """The nearest background colour; "" where a picture lies between."""
    for length in range(len(path), 0, -1):
        node = find(nodes, path[:length])
        attributes = node.get("attributes", {})
        if tag(node) == "mj-text":
            colour = attributes.get("container-background-color", "")
        elif tag(node) == "mj-button":
            colour = attributes.get("background-color", "#414141")
        else:
            colour = attributes.get("background-color", "")
        if colour:
            return colour
        if attributes.get("background-url"):
            return ""
    return "#ffffff"
