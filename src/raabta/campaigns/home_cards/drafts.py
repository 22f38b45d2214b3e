from typing import ClassVar

from django.utils.translation import gettext as _

from raabta.campaigns.models import Campaign
from raabta.campaigns.queries import setup_of
from raabta.workspaces.home_card import HomeCard, Matter
from raabta.workspaces.models import Workspace

SHOWN = 3


class FilledDrafts(HomeCard):
    """Drafts with an audience, a message and a time: one look and they can go."""

    key: ClassVar[str] = "filled_drafts"
    permission: ClassVar[str] = "campaigns.launch"
    place: ClassVar[int] = 30

    def matters(self, workspace: Workspace) -> list[Matter]:
        drafts = Campaign.objects.filter(
            workspace=workspace,
            state=Campaign.State.DRAFT,
            archived_at=None,
            template__isnull=False,
            sender__isnull=False,
            audiences__is_excluded=False,
        )
        found = drafts.distinct().order_by("-updated_at")[:SHOWN]
        words = _("“%(name)s” is filled in and waits for its launch.")
        return [
            Matter(
                text=words % {"name": draft.name},
                url_name="web:campaigns:show",
                url_args=(draft.pk,),
                icon="rocket",
                action=_("Look at it"),
            )
            for draft in found
            if setup_of(draft).schedule
        ]
