"""Mails to begin with, as MJML files in `starters/`, in the brand's colours."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.content import mjml
from raabta.content.blocks.words import readable_on
from raabta.content.mjml import Node
from raabta.content.models import Brand

FOLDER = Path(__file__).parent / "starters"
OTHERWISE = "en"


@dataclass(frozen=True)
class Starter:
    key: str
    label: str | Promise
    text: str | Promise
    icon: str


STARTERS = (
    Starter("letter", _("Plain letter"), _("Words only, as a person would write them."), "mail"),
    Starter("newsletter", _("Newsletter"), _("A headline, stories and pictures."), "newspaper"),
    Starter("offer", _("Product offer"), _("One product, one price, one button."), "tag"),
    Starter("winback", _("We miss you"), _("For people who have not bought lately."), "undo-2"),
)


def starter_tree(key: str, *, language: str, brand: Brand) -> list[Node]:
    """The starter in the language if we have it, else in English. Raises LookupError."""
    if key not in {starter.key for starter in STARTERS}:
        raise LookupError(key)
    path = FOLDER / f"{key}.{language}.mjml"
    if not path.exists():
        path = FOLDER / f"{key}.{OTHERWISE}.mjml"
    logo = f"{settings.BASE_URL}/media/{brand.logo.token}" if brand.logo else ""
    source = path.read_text(encoding="utf-8")
    for word, value in {
        "BRAND_PRIMARY": brand.primary_colour,
        "BRAND_ON_PRIMARY": readable_on(brand.primary_colour),
        "BRAND_TEXT": brand.text_colour,
        "BRAND_BACKGROUND": brand.background_colour,
        "BRAND_FONT": brand.font.replace('"', "'"),
        "BRAND_HEADER": _header(logo),
        "BRAND_FOOTER": brand.footer + "<br>" if brand.footer else "",
    }.items():
        source = source.replace(f"[[{word}]]", value)
    return mjml.parse(source)


def _header(logo: str) -> str:
    if logo:
        return (
            f'<mj-image src="{logo}" alt="{{{{ workspace.name }}}}" width="140px" align="left" />'
        )
    return '<mj-text font-size="18px" font-weight="700">{{ workspace.name }}</mj-text>'
