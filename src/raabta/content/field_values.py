"""A node's settings as a form shows them, and back. What nobody changed is not touched."""

import html
import re

from django.utils.translation import gettext as _

from raabta.content.block import BlockField
from raabta.content.liquid.environment import TOKEN
from raabta.content.mjml import Node
from raabta.content.rich_text import cleaned

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})|transparent|[a-z]{3,20}")
SPACING = re.compile(r"\d{1,3}(?:px|%)?(?: \d{1,3}(?:px|%)?){0,3}")
ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|sms:|/media/)\S*|#\S*", re.IGNORECASE)
LONGEST = 100_000


class BadValue(ValueError):
    """The value does not fit its field; the message says what would."""


def shown(node: Node, field: BlockField) -> str:
    """The value in the form's words: entities decoded, px taken off."""
    if field.name == "content":
        raw = node.get("content", "")
        return html.unescape(raw) if field.kind == "text" else raw
    value = html.unescape(node.get("attributes", {}).get(field.name, ""))
    return value.removesuffix("px") if field.kind == "px" else value


def changed(node: Node, field: BlockField, value: str) -> Node:
    """The node with the value, or the same node when it says what it said. Raises BadValue."""
    value = value.replace("\r\n", "\n")
    before = shown(node, field)
    if value in (before, before.replace("\r\n", "\n")):
        return node
    checked = _checked(field, value)
    if field.name == "content":
        return {**node, "content": checked}
    attributes = {name: v for name, v in node.get("attributes", {}).items() if name != field.name}
    if checked:
        # a value that stays keeps its place, so that the source does not jump about
        attributes = {**node.get("attributes", {}), field.name: _escaped(checked)}
    return {**node, "attributes": attributes}


def _checked(field: BlockField, value: str) -> str:
    if len(value) > LONGEST:
        raise BadValue(_("This is longer than 100,000 characters."))
    if field.kind == "rich":
        return cleaned(value)
    if field.kind == "code":
        return _content_text(value)
    if field.name == "content":
        return _words(value)
    value = value.strip()
    if not value:
        return ""
    return _attribute(field, value)


def _attribute(field: BlockField, value: str) -> str:
    has_liquid = bool(TOKEN.search(value))
    if field.kind == "px":
        if not (value.isascii() and value.isdigit() and int(value) <= 2000):
            raise BadValue(_("Enter a whole number of pixels, at most 2,000."))
        return f"{value}px"
    if field.kind == "colour" and not has_liquid and not COLOUR.fullmatch(value):
        raise BadValue(_("Enter a colour such as #1d4ed8."))
    if field.kind == "spacing" and not has_liquid and not SPACING.fullmatch(value):
        raise BadValue(_("Enter one to four numbers such as 10px 25px."))
    is_address = field.kind in {"url", "image"}
    if is_address and not has_liquid and not ADDRESS.fullmatch(value):
        raise BadValue(_("Enter an address that begins with https://, mailto: or tel:."))
    allowed = [choice for choice, _label in field.choices] or ["left", "center", "right"]
    if field.kind in {"choice", "align"} and value not in allowed:
        raise BadValue(_("Choose one of the offered values."))
    return value


def _content_text(value: str) -> str:
    if re.search(r"</?mj-", value):
        raise BadValue(_("MJML tags belong in the code tab, not inside a block."))
    return value


def _words(value: str) -> str:
    pieces, tokens = TOKEN.split(value), [*TOKEN.findall(value), ""]
    return "".join(
        html.escape(piece, quote=False) + token for piece, token in zip(pieces, tokens, strict=True)
    )


def _escaped(value: str) -> str:
    value = html.escape(value, quote=False)
    return value.replace('"', "&quot;") if '"' in value and "'" in value else value
