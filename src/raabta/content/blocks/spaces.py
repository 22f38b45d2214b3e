from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.content.block import PADDING, Block, BlockField
from raabta.content.mjml import Node
from raabta.content.models import Brand

STYLES = (("solid", _("Solid")), ("dashed", _("Dashed")), ("dotted", _("Dotted")))


class Divider(Block):
    key: ClassVar[str] = "divider"
    tag: ClassVar[str] = "mj-divider"
    label: ClassVar[str | Promise] = _("Line")
    icon: ClassVar[str] = "minus"
    order: ClassVar[int] = 35
    fields: ClassVar[tuple[BlockField, ...]] = (
        BlockField("border-color", "colour", _("Colour")),
        BlockField("border-width", "px", _("Thickness")),
        BlockField("border-style", "choice", _("Kind of line"), choices=STYLES),
        PADDING,
    )

    def make(self, brand: Brand) -> Node:
        attributes = {"border-color": "#d9dde3", "border-width": "1px"}
        return {"tagName": "mj-divider", "attributes": attributes}


class Spacer(Block):
    key: ClassVar[str] = "spacer"
    tag: ClassVar[str] = "mj-spacer"
    label: ClassVar[str | Promise] = _("Space")
    icon: ClassVar[str] = "unfold-vertical"
    order: ClassVar[int] = 40
    fields: ClassVar[tuple[BlockField, ...]] = (BlockField("height", "px", _("Height")),)

    def make(self, brand: Brand) -> Node:
        return {"tagName": "mj-spacer", "attributes": {"height": "24px"}}


class Code(Block):
    """HTML or Liquid of the author's own, word for word."""

    key: ClassVar[str] = "code"
    tag: ClassVar[str] = "mj-raw"
    label: ClassVar[str | Promise] = _("Code")
    icon: ClassVar[str] = "code"
    order: ClassVar[int] = 55
    fields: ClassVar[tuple[BlockField, ...]] = (
        BlockField("content", "code", _("HTML or Liquid"), help=_("Kept word for word.")),
    )

    def make(self, brand: Brand) -> Node:
        return {"tagName": "mj-raw", "attributes": {}, "content": ""}


class Table(Block):
    key: ClassVar[str] = "table"
    tag: ClassVar[str] = "mj-table"
    label: ClassVar[str | Promise] = _("Table")
    icon: ClassVar[str] = "table"
    order: ClassVar[int] = 50
    fields: ClassVar[tuple[BlockField, ...]] = (
        BlockField("content", "code", _("Rows in HTML"), help=_("Kept word for word.")),
        PADDING,
    )

    def make(self, brand: Brand) -> Node:
        rows = "<tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr>"
        return {"tagName": "mj-table", "attributes": {"font-size": "15px"}, "content": rows}
