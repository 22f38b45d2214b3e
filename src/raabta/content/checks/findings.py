from dataclasses import dataclass

from django.utils.translation import get_language_info
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
    return _("%(language)s: %(block)s") % {
        "language": language_word(variant.language),
        "block": label,
    }


def language_word(code: str) -> str:
    """A language's name in the reader's language; the code where Django knows none."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def of_block(variant: Variant, path: Path, *, code: str, severity: str, message: str) -> Problem:
    where = in_block(variant, path)
    return Problem(code, severity, message, where, variant.pk, text_of(path))


def of_variant(
    variant: Variant, *, code: str, severity: str, message: str, place: str = ""
) -> Problem:
    language = language_word(variant.language)
    words = {"language": language, "place": place}
    where = _("%(language)s: %(place)s") % words if place else language
    return Problem(code, severity, message, where, variant.pk)
