"""What is done to templates, their variants and blocks, the brand and its pictures."""

from raabta.content.services.brand import brand_of, change_brand
from raabta.content.services.editing import (
    EditConflict,
    add_block,
    change_block,
    change_details,
    change_source,
    duplicate_block,
    move_block,
    redo,
    remove_block,
    shift_block,
    undo,
)
from raabta.content.services.images import BadImage, remove_image, store_image
from raabta.content.services.link_answers import check_links, record_answers
from raabta.content.services.templates import (
    archive_template,
    change_template,
    create_template,
    duplicate_template,
    restore_template,
)
from raabta.content.services.variants import LastVariant, VariantExists, add_variant, remove_variant

__all__ = [
    "BadImage",
    "EditConflict",
    "LastVariant",
    "VariantExists",
    "add_block",
    "add_variant",
    "archive_template",
    "brand_of",
    "change_block",
    "change_brand",
    "change_details",
    "change_source",
    "change_template",
    "check_links",
    "create_template",
    "duplicate_block",
    "duplicate_template",
    "move_block",
    "record_answers",
    "redo",
    "remove_block",
    "remove_image",
    "remove_variant",
    "restore_template",
    "shift_block",
    "store_image",
    "undo",
]
