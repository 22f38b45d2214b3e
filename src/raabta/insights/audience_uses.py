import json
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.audiences.models import Audience
from raabta.audiences.use import AudienceUse, Use
from raabta.insights.models import SavedAnalysis


class UseByAnalysis(AudienceUse):
    """Analyses among the people of an audience: saved ones, and those that audiences are made of."""

    key: ClassVar = "analysis"

    @classmethod
    def uses(cls, workspace_id: int, audience_id: int) -> list[Use]:
        saved = SavedAnalysis.objects.filter(workspace_id=workspace_id, is_shared=True)
        found = [
            Use(_("Analysis"), one.name, "web:analyses:show", (one.pk,))
            for one in saved.order_by("name")
            if one.settings.get("audience") == audience_id
        ]
        others = Audience.objects.filter(workspace_id=workspace_id).exclude(pk=audience_id)
        return found + [
            Use(_("Audience"), one.name, "web:audiences:show", (one.pk,))
            for one in others.order_by("name")
            if audience_id in _asked_among(one.rule)
        ]


def _asked_among(rule: Any) -> set[int]:
    """The audiences that a stored rule names within analyses."""
    found: set[int] = set()
    for item in rule.get("items", []) if isinstance(rule, dict) else []:
        if item.get("key") == "in_analysis":
            settings = json.loads(item.get("params", {}).get("settings") or "{}")
            found.add(int(settings.get("audience") or 0))
        found |= _asked_among(item)
    return found
