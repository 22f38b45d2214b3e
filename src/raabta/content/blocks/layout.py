from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.content.block import BACKGROUND, PADDING, Block, BlockField
from raabta.content.mjml import Node
from raabta.content.models import Brand

TOP_MIDDLE_BOTTOM = (("top", _("Top")), ("middle", _("Middle")), ("bottom", _("Bottom")))


class Section(Block):
    key: ClassVar[str] = "section"
    tag: ClassVar[str] = "mj-section"
    label: ClassVar[str | Promise] = _("Row")
    icon: ClassVar[str] = "rectangle-horizontal"
    level: ClassVar[str] = "rows"
    order: ClassVar[int] = 60
    fields: ClassVar[tuple[BlockField, ...]] = (
        BACKGROUND,
        BlockField("background-url", "image", _("Picture behind")),
        BlockField("border-radius", "px", _("Round corners")),
        PADDING,
    )

    def make(self, brand: Brand) -> Node:
        return section(1)


class TwoColumns(Block):
    key: ClassVar[str] = "two_columns"
    tag: ClassVar[str] = "mj-section"
    label: ClassVar[str | Promise] = _("Two columns")
    icon: ClassVar[str] = "columns-2"
    level: ClassVar[str] = "rows"
    order: ClassVar[int] = 65
    is_preset: ClassVar[bool] = True

    def make(self, brand: Brand) -> Node:
        return section(2)


class ThreeColumns(Block):
    key: ClassVar[str] = "three_columns"
    tag: ClassVar[str] = "mj-section"
    label: ClassVar[str | Promise] = _("Three columns")
    icon: ClassVar[str] = "columns-3"
    level: ClassVar[str] = "rows"
    order: ClassVar[int] = 70
    is_preset: ClassVar[bool] = True

    def make(self, brand: Brand) -> Node:
        return section(3)


class Column(Block):
    key: ClassVar[str] = "column"
    tag: ClassVar[str] = "mj-column"
    label: ClassVar[str | Promise] = _("Column")
    icon: ClassVar[str] = "rectangle-vertical"
    level: ClassVar[str] = "columns"
    in_palette: ClassVar[bool] = False
    fields: ClassVar[tuple[BlockField, ...]] = (
        BlockField(
            "width",
            "text",
            _("Width"),
            help=_("Such as 300px or 50%; empty shares evenly."),
        ),
        BACKGROUND,
        BlockField("vertical-align", "choice", _("Height position"), choices=TOP_MIDDLE_BOTTOM),
        PADDING,
    )

    def make(self, brand: Brand) -> Node:
        return {"tagName": "mj-column", "attributes": {}, "children": []}


class Wrapper(Block):
    key: ClassVar[str] = "wrapper"
    tag: ClassVar[str] = "mj-wrapper"
    label: ClassVar[str | Promise] = _("Frame around rows")
    icon: ClassVar[str] = "frame"
    level: ClassVar[str] = "rows"
    order: ClassVar[int] = 80
    fields: ClassVar[tuple[BlockField, ...]] = (BACKGROUND, PADDING)

    def make(self, brand: Brand) -> Node:
        attributes = {"background-color": "#ffffff"}
        return {"tagName": "mj-wrapper", "attributes": attributes, "children": [section(1)]}


class Body(Block):
    key: ClassVar[str] = "body"
    tag: ClassVar[str] = "mj-body"
    label: ClassVar[str | Promise] = _("Whole mail")
    icon: ClassVar[str] = "mail"
    level: ClassVar[str] = "mail"
    in_palette: ClassVar[bool] = False
    fields: ClassVar[tuple[BlockField, ...]] = (
        BACKGROUND,
        BlockField("width", "px", _("Width")),
    )

    def make(self, brand: Brand) -> Node:
        return {"tagName": "mj-body", "attributes": {}, "children": []}


def section(columns: int) -> Node:
    made: list[Node] = [
        {"tagName": "mj-column", "attributes": {}, "children": []} for _at in range(columns)
    ]
    attributes = {"background-color": "#ffffff"}
    return {"tagName": "mj-section", "attributes": attributes, "children": made}
