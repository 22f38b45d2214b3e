from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.audiences.use import AudienceUse, Use
from raabta.campaigns.models import Campaign

OVER = frozenset({Campaign.State.SENT, Campaign.State.CANCELLED})


class UseByCampaign(AudienceUse):
    """Campaigns that mail the audience or leave it out; also those put away, for their report."""

    key: ClassVar = "campaign"

    @classmethod
    def uses(cls, workspace_id: int, audience_id: int) -> list[Use]:
        rows = Campaign.objects.filter(workspace_id=workspace_id, audiences__audience=audience_id)
        return [
            Use(
                _("Campaign"),
                one.name,
                "web:campaigns:show",
                (one.pk,),
                is_over=one.archived_at is not None or one.state in OVER,
            )
            for one in rows.distinct().order_by("-pk")
        ]
