"""The tabs of a variant and what every one of them shows."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.content.models import Variant
from raabta.content.queries import variants_of
from raabta.web.content.overviews import name_of
from raabta.web.http import HttpRequest


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    icon: str
    url: str
    is_current: bool
    count: int | None = None


def tabs(request: HttpRequest, variant: Variant, current: str) -> list[Tab]:
    offered = [
        ("edit", "edit", _("Blocks"), "layout-template", "content.edit"),
        ("code", "code", _("Code"), "code", "content.edit"),
        ("text", "plain_text", _("Plain text"), "text-align-start", "content.edit"),
        ("preview", "preview", _("Preview"), "eye", "content.view"),
        ("test", "test", _("Test"), "send", "content.edit"),
    ]
    return [
        Tab(key, label, icon, reverse(f"web:variants:{name}", args=[variant.pk]), key == current)
        for key, name, label, icon, permission in offered
        if request.may(permission)
    ]


def tab_context(request: HttpRequest, variant: Variant, current: str) -> dict[str, Any]:
    template = variant.template
    return {
        "variant": variant,
        "template": template,
        "language_name": name_of(variant.language),
        "tabs": tabs(request, variant, current),
        "current_tab": current,
        "variants": [
            (one, name_of(one.language)) for one in variants_of(request.workspace, template)
        ],
    }
