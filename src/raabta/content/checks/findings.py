from dataclasses import dataclass

from django.utils.translation import gettext as _

from raabta.content.block import block_for
from raabta.content.models import Variant
from raabta.content.tree import Path, find, text_of

BLOCK, WARN = "block", "warn"


@dataclass(frozen=True)
class Problem:
    """`where` is for a reader; `variant_id` and `path` lead the editor to the block."""

    code: str
    severity: str
    message: str
    where: str
    variant_id: int = 0
    path: str = ""
    line: int = 0


def in_block(variant: Variant, path: Path) -> str:
    member = block_for(find(variant.tree, path))
    label = str(member.label) if member else _("Code")
    return _("%(language)s: %(block)s") % {"language": variant.language, "block": label}


def of_block(variant: Variant, path: Path, *, code: str, severity: str, message: str) -> Problem:
    where = in_block(variant, path)
    return Problem(code, severity, message, where, variant.pk, text_of(path))


def of_variant(
    variant: Variant, *, code: str, severity: str, message: str, place: str = ""
) -> Problem:
    words = {"language": variant.language, "place": place}
    where = _("%(language)s: %(place)s") % words if place else variant.language
    return Problem(code, severity, message, where, variant.pk)
