from typing import ClassVar

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.content.block import ALIGN, BACKGROUND, PADDING, Block, BlockField
from raabta.content.mjml import Node
from raabta.content.models import Brand

ALT = BlockField(
    "alt", "text", _("Description"), help=_("Read aloud, and shown while pictures are blocked.")
)


class Picture(Block):
    key: ClassVar[str] = "image"
    tag: ClassVar[str] = "mj-image"
    label: ClassVar[str | Promise] = _("Picture")
    icon: ClassVar[str] = "image"
    order: ClassVar[int] = 30
    fields: ClassVar[tuple[BlockField, ...]] = (
        BlockField("src", "image", _("Picture")),
        ALT,
        BlockField("href", "url", _("Link")),
        BlockField("width", "px", _("Width")),
        ALIGN,
        BlockField("border-radius", "px", _("Round corners")),
        PADDING,
    )

    def make(self, brand: Brand) -> Node:
        return {"tagName": "mj-image", "attributes": {"src": "", "alt": ""}}


class Logo(Block):
    key: ClassVar[str] = "logo"
    tag: ClassVar[str] = "mj-image"
    label: ClassVar[str | Promise] = _("Logo")
    icon: ClassVar[str] = "badge"
    order: ClassVar[int] = 2
    is_preset: ClassVar[bool] = True

    def make(self, brand: Brand) -> Node:
        source = f"{settings.BASE_URL}/media/{brand.logo.token}" if brand.logo else ""
        attributes = {"src": source, "alt": "{{ workspace.name }}", "width": "140px"}
        return {"tagName": "mj-image", "attributes": attributes}


class Hero(Block):
    key: ClassVar[str] = "hero"
    tag: ClassVar[str] = "mj-hero"
    label: ClassVar[str | Promise] = _("Words on a picture")
    icon: ClassVar[str] = "gallery-vertical"
    level: ClassVar[str] = "rows"
    order: ClassVar[int] = 75
    fields: ClassVar[tuple[BlockField, ...]] = (
        BlockField("background-url", "image", _("Picture behind")),
        BACKGROUND,
        PADDING,
    )

    def make(self, brand: Brand) -> Node:
        attributes = {"background-color": brand.primary_colour, "padding": "60px 25px"}
        return {"tagName": "mj-hero", "attributes": attributes, "children": []}


class Social(Block):
    key: ClassVar[str] = "social"
    tag: ClassVar[str] = "mj-social"
    label: ClassVar[str | Promise] = _("Social links")
    icon: ClassVar[str] = "share-2"
    order: ClassVar[int] = 45
    fields: ClassVar[tuple[BlockField, ...]] = (
        ALIGN,
        BlockField("icon-size", "px", _("Size of the icons")),
        PADDING,
    )

    def make(self, brand: Brand) -> Node:
        names = ("facebook", "instagram")
        children: list[Node] = [
            {
                "tagName": "mj-social-element",
                "attributes": {"name": f"{name}-noshare", "href": "#"},
                "content": name.capitalize(),
            }
            for name in names
        ]
        attributes = {"mode": "horizontal", "font-size": "13px"}
        return {"tagName": "mj-social", "attributes": attributes, "children": children}


class SocialLink(Block):
    key: ClassVar[str] = "social_link"
    tag: ClassVar[str] = "mj-social-element"
    label: ClassVar[str | Promise] = _("Social link")
    icon: ClassVar[str] = "link"
    level: ClassVar[str] = "social"
    in_palette: ClassVar[bool] = False
    fields: ClassVar[tuple[BlockField, ...]] = (
        BlockField("content", "text", _("Words")),
        BlockField("href", "url", _("Link")),
        BlockField(
            "name",
            "choice",
            _("Network"),
            choices=tuple(
                (f"{name}-noshare", name.capitalize())
                for name in ("facebook", "instagram", "x", "linkedin", "youtube", "pinterest")
            ),
        ),
    )

    def make(self, brand: Brand) -> Node:
        attributes = {"name": "facebook-noshare", "href": "#"}
        return {"tagName": self.tag, "attributes": attributes, "content": "Facebook"}
