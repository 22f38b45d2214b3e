from datetime import datetime
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.models import Import
from raabta.customers.services.import_upkeep import forget_file
from raabta.workspaces.models import Workspace
from raabta.workspaces.retention import Progress, Retained


class ImportFiles(Retained):
    key: ClassVar = "import_files"
    label: ClassVar[Promise | str] = _("Files of imports")
    text: ClassVar[Promise | str] = _(
        "The uploaded file and the rejected rows. What was imported stays, and the report too."
    )
    least_days: ClassVar = 1

    def count(self, workspace: Workspace, before: datetime) -> int:
        return _old(workspace, before).count()

    def remove(self, workspace: Workspace, before: datetime, progress: Progress) -> int:
        removed = 0
        for row in list(_old(workspace, before).order_by("pk")):
            forget_file(row)
            removed += 1
            progress(removed)
        return removed


def _old(workspace: Workspace, before: datetime) -> QuerySet[Import]:
    return Import.objects.filter(workspace=workspace, finished_at__lt=before).exclude(path="")
