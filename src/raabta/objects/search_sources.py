from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.objects.models import ObjectRecord
from raabta.objects.queries import records
from raabta.search.source import Hit, SearchSource, Texts
from raabta.workspaces.models import Workspace


class Objects(SearchSource):
    key: ClassVar = "objects"
    label: ClassVar = _("Custom objects")
    icon: ClassVar = "box"
    permission: ClassVar = "objects.view"
    position: ClassVar = 42
    table: ClassVar = "object_record"

    def rows(self, workspace: Workspace) -> QuerySet[ObjectRecord]:
        return records(workspace).select_related("kind")

    def read(self, rows: QuerySet[Any]) -> Iterable[tuple[int, Texts]]:
        for pk, title, external_id in rows.values_list("pk", "title", "external_id"):
            yield pk, Texts(names=(title,), codes=(external_id,))

    def hit(self, record: ObjectRecord) -> Hit:
        url = reverse("web:objects:show", args=[record.pk])
        return Hit(str(record), url, record.kind.name, icon=record.kind.icon, id=record.pk)
