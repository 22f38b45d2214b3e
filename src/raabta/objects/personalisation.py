from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.content.personalisation_source import Field, PersonalisationSource
from raabta.customers.fields import definitions_of
from raabta.objects.queries import kinds, links_of_people
from raabta.workspaces.models import Workspace

MOST = 20  # of one kind, for one person
SAMPLES: dict[str, Any] = {"number": 12, "date": "2026-10-17", "boolean": True, "list": ["A", "B"]}


class Objects(PersonalisationSource):
    """The records that somebody has, a list for each kind: `objects.vehicle`."""

    key: ClassVar[str] = "objects"
    label: ClassVar[str | Promise] = _("Custom objects")

    def fields(self, workspace: Workspace) -> list[Field]:
        found = []
        for kind in kinds(workspace):
            sample = {"title": kind.name, "external_id": "A-1", "role": "owner"}
            for one in definitions_of(workspace, kind.subject):
                sample[one.key] = SAMPLES.get(one.kind, one.label)
            found.append(Field(kind.key, kind.plural, [sample], kind="list"))
        return found

    def data(self, workspace: Workspace, customer_ids: Iterable[int]) -> Mapping[int, Any]:
        found: dict[int, dict[str, list[Any]]] = {}
        for link in links_of_people(workspace, customer_ids):
            record = link.record
            mine = found.setdefault(link.customer_id or 0, {}).setdefault(record.kind.key, [])
            if len(mine) < MOST:
                own = {"title": str(record), "external_id": record.external_id}
                mine.append({**record.attributes, **own, "role": link.role.key})
        return found
