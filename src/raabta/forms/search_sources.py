from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.forms.models import Form
from raabta.search.source import Hit, SearchSource, Texts
from raabta.workspaces.models import Workspace


class Forms(SearchSource):
    key: ClassVar = "forms"
    label: ClassVar = _("Forms")
    icon: ClassVar = "clipboard-list"
    permission: ClassVar = "forms.view"
    position: ClassVar = 45

    def rows(self, workspace: Workspace) -> QuerySet[Form]:
        return Form.objects.filter(workspace=workspace, deleted_at=None)

    def read(self, rows: QuerySet[Any]) -> Iterable[tuple[int, Texts]]:
        for pk, name in rows.values_list("pk", "name"):
            yield pk, Texts(names=(name,))

    def hit(self, record: Form) -> Hit:
        return Hit(record.name, reverse("web:forms:show", args=[record.pk]), id=record.pk)
