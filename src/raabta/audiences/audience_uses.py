from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.audiences.models import Audience
from raabta.audiences.use import AudienceUse, Use


class UseByAudience(AudienceUse):
    """Audiences whose rule asks "is in the audience"; archived ones too, for their rule counts."""

    key: ClassVar = "audience"

    @classmethod
    def uses(cls, workspace_id: int, audience_id: int) -> list[Use]:
        others = Audience.objects.filter(workspace_id=workspace_id)
        return [
            Use(
                _("Audience"),
                one.name,
                "web:audiences:show",
                (one.pk,),
                is_over=one.archived_at is not None,
                audience_id=one.pk,
            )
            for one in others.exclude(pk=audience_id).order_by("name")
            if audience_id in mentioned(one.rule)
        ]


def mentioned(rule: Any) -> set[int]:
    """The audiences that a stored rule names."""
    found: set[int] = set()
    for item in rule.get("items", []) if isinstance(rule, dict) else []:
        if item.get("key") == "in_audience":
            found.add(int(item.get("params", {}).get("audience") or 0))
        found |= mentioned(item)
    return found
