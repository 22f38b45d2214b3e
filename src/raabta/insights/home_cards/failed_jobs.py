from datetime import timedelta
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raabta.kernel import clock
from raabta.kernel.models import Job
from raabta.workspaces.home_card import HomeCard, Matter
from raabta.workspaces.models import Workspace

LATELY = timedelta(days=2)


class FailedJobs(HomeCard):
    key: ClassVar[str] = "failed_jobs"
    permission: ClassVar[str] = "workspace.system"
    place: ClassVar[int] = 20

    def matters(self, workspace: Workspace) -> list[Matter]:
        failed = Job.objects.filter(
            workspace_id=workspace.pk,
            state=Job.State.FAILED,
            finished_at__gte=clock.now() - LATELY,
        ).count()
        if not failed:
            return []
        words = ngettext(
            "%(number)d background job failed in the last two days.",
            "%(number)d background jobs failed in the last two days.",
            failed,
        )
        return [
            Matter(
                text=words % {"number": failed},
                url_name="web:jobs:index",
                tone="error",
                icon="circle-alert",
                action=_("See why"),
            )
        ]
