"""The blocks of the editor: an open family. A block says how its MJML tag is edited and made."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from raabta.content.mjml import Node
from raabta.content.models import Brand
from raabta.kernel.registry import Registry

# what may stand in what, in the editor's eyes; the code tab may do more
LEVELS = {
    "mj-body": "rows",
    "mj-wrapper": "rows",
    "mj-section": "columns",
    "mj-group": "columns",
    "mj-column": "blocks",
    "mj-hero": "blocks",
}
KINDS = ("text", "rich", "colour", "url", "image", "px", "align", "choice", "spacing", "code")


@dataclass(frozen=True)
class BlockField:
    """One setting: an attribute of the tag, or its `content`. `kind` is one of KINDS."""

    name: str
    kind: str
    label: str | Promise
    choices: tuple[tuple[str, str | Promise], ...] = ()
    help: str | Promise = ""


class Block(BaseModel, ABC):
    """A block of the palette, and the form for every node of its tag (unless it is a preset)."""

    key: ClassVar[str]
    tag: ClassVar[str]
    label: ClassVar[str | Promise]
    icon: ClassVar[str]
    level: ClassVar[str] = "blocks"  # the level of LEVELS that it stands in
    order: ClassVar[int] = 50
    is_preset: ClassVar[bool] = False  # made of a tag that another block edits
    in_palette: ClassVar[bool] = True
    fields: ClassVar[tuple[BlockField, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "key" in cls.__dict__:
            BLOCKS.register(cls.key, cls)

    @abstractmethod
    def make(self, brand: Brand) -> Node:
        """A new node in the brand's style."""


BLOCKS: Registry[Block] = Registry("blocks")

PADDING = BlockField(
    "padding", "spacing", _("Space around"), help=_("Such as 10px 25px: above and below, sides.")
)
BACKGROUND = BlockField("background-color", "colour", _("Background"))
ALIGN = BlockField("align", "align", _("Alignment"))


def palette() -> list[type[Block]]:
    offered = [member for member in BLOCKS.members() if member.in_palette]
    return sorted(offered, key=lambda member: member.order)


def block_for(node: Node) -> type[Block] | None:
    """The block whose form edits this node; None for what only the code tab knows."""
    name = node.get("tagName", "")
    own = (member for member in BLOCKS.members() if member.tag == name and not member.is_preset)
    return next(own, None)
