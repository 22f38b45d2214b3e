"""Tags of the campaign pages."""

from decimal import Decimal
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from raabta.campaigns.launch_check import Finding
from raabta.campaigns.models import Campaign
from raabta.messaging.contact_rule import rules
from raabta.web.templatetags import localised
from raabta.web.templatetags.ui import money

register = template.Library()


@register.simple_tag
def fix_url(finding: Finding, campaign: Campaign) -> str:
    """The page where what a check found is put right; empty when that page does not exist."""
    if not finding.fix_url_name:
        return ""
    for args in ([campaign.pk] if finding.fix_args is None else list(finding.fix_args), []):
        try:
            return reverse(finding.fix_url_name, args=args)
        except NoReverseMatch:
            continue
    return ""


@register.simple_tag
def width_of(part: int, whole: int) -> int:
    """Per cent of a bar, at least one for anybody at all."""
    if not whole or not part:
        return 0
    return max(1, part * 100 // whole)


@register.filter
def of_key(mapping: dict[str, Any], key: str) -> Any:
    return mapping.get(key, "")


@register.simple_tag
def number_of(delivery: Any, key: str) -> int | None:
    """A number of the delivery by its key; None when it belongs elsewhere."""
    return getattr(delivery, key, None)


@register.simple_tag
def share_of(part: float | None, whole: float | None) -> float | None:
    return part / whole if whole and part is not None else None


@register.simple_tag
def money_each(minor: float | None, currency: str) -> SafeString:
    """An average amount, to the whole minor unit."""
    return money(None if minor is None else round(minor), currency)


@register.simple_tag
def points(share: float) -> SafeString:
    """A difference of two rates in percentage points: 0.021 is +2.1."""
    amount = localised.number(Decimal(str(round(abs(share) * 100, 1))))
    sign = "+" if share > 0 else "−" if share < 0 else ""
    words = _("%(number)s points") % {"number": "\N{ZERO WIDTH SPACE}"}
    before, _gap, after = words.partition("\N{ZERO WIDTH SPACE}")
    return format_html('{}<bdi dir="ltr">{}{}</bdi>{}', before, sign, amount, after)


@register.simple_tag
def language_name(code: str) -> str:
    """A language in itself; the code when it is not one of ours."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code or "—"


@register.simple_tag
def rule_name(key: str) -> str:
    """The reason of a refused message in words."""
    return str(rules[key].label) if key in rules else key
