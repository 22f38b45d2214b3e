from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raabta.content.block import ALIGN, BACKGROUND, PADDING, Block, BlockField
from raabta.content.contrast import ratio
from raabta.content.mjml import Node
from raabta.content.models import Brand


class Text(Block):
    key: ClassVar[str] = "text"
    tag: ClassVar[str] = "mj-text"
    label: ClassVar[str | Promise] = _("Text")
    icon: ClassVar[str] = "type"
    order: ClassVar[int] = 10
    fields: ClassVar[tuple[BlockField, ...]] = (
        BlockField("content", "rich", _("Text")),
        ALIGN,
        BlockField("color", "colour", _("Colour")),
        BlockField("font-size", "px", _("Size of letters")),
        BlockField("line-height", "text", _("Line height"), help=_("Such as 1.6.")),
        PADDING,
    )

    def make(self, brand: Brand) -> Node:
        attributes = {"color": brand.text_colour, "font-size": "16px", "line-height": "1.6"}
        return {"tagName": "mj-text", "attributes": attributes, "content": gettext("Write here.")}


class Heading(Block):
    key: ClassVar[str] = "heading"
    tag: ClassVar[str] = "mj-text"
    label: ClassVar[str | Promise] = _("Heading")
    icon: ClassVar[str] = "heading"
    order: ClassVar[int] = 5
    is_preset: ClassVar[bool] = True

    def make(self, brand: Brand) -> Node:
        attributes = {"color": brand.text_colour, "font-size": "28px", "line-height": "1.25"}
        words = gettext("A heading")
        content = f'<h1 style="margin:0;font-size:28px">{words}</h1>'
        return {"tagName": "mj-text", "attributes": attributes, "content": content}


class Button(Block):
    key: ClassVar[str] = "button"
    tag: ClassVar[str] = "mj-button"
    label: ClassVar[str | Promise] = _("Button")
    icon: ClassVar[str] = "mouse-pointer-click"
    order: ClassVar[int] = 20
    fields: ClassVar[tuple[BlockField, ...]] = (
        BlockField("content", "rich", _("Words on the button")),
        BlockField("href", "url", _("Link")),
        ALIGN,
        BACKGROUND,
        BlockField("color", "colour", _("Colour of the words")),
        BlockField("font-size", "px", _("Size of letters")),
        BlockField("border-radius", "px", _("Round corners")),
        BlockField("inner-padding", "spacing", _("Space inside")),
        PADDING,
    )

    def make(self, brand: Brand) -> Node:
        attributes = {
            "href": "#",
            "background-color": brand.primary_colour,
            "color": readable_on(brand.primary_colour),
            "font-size": "16px",
            "font-weight": "600",
            "border-radius": "6px",
            "inner-padding": "12px 24px",
        }
        return {"tagName": "mj-button", "attributes": attributes, "content": gettext("See more")}


class Footer(Block):
    """Who sends it and from where, and the way out: what the law asks of every mail."""

    key: ClassVar[str] = "footer"
    tag: ClassVar[str] = "mj-section"
    label: ClassVar[str | Promise] = _("Footer")
    icon: ClassVar[str] = "panel-bottom"
    level: ClassVar[str] = "rows"
    order: ClassVar[int] = 90
    is_preset: ClassVar[bool] = True

    def make(self, brand: Brand) -> Node:
        words = {"out": gettext("Unsubscribe"), "choose": gettext("Choose what you get")}
        own = f"{brand.footer}<br>" if brand.footer else ""
        content = (
            f"{own}{{{{ workspace.name }}}} · {{{{ workspace.postal_address }}}}<br>"
            f'<a href="{{{{ unsubscribe_url }}}}" style="color:inherit">{words["out"]}</a> · '
            f'<a href="{{{{ preferences_url }}}}" style="color:inherit">{words["choose"]}</a>'
        )
        text: Node = {
            "tagName": "mj-text",
            "attributes": {"align": "center", "font-size": "13px", "color": "#5b6472"},
            "content": content,
        }
        column: Node = {"tagName": "mj-column", "attributes": {}, "children": [text]}
        return {"tagName": "mj-section", "attributes": {}, "children": [column]}


def readable_on(colour: str) -> str:
    """White or near-black, whichever is read better on this #rrggbb."""
    light, dark = ratio("#ffffff", colour), ratio("#111827", colour)
    return "#ffffff" if (light or 0) >= (dark or 0) else "#111827"
