from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.customers.models import Company
from raabta.customers.queries import find_people
from raabta.customers.search import Hit, PaletteSource
from raabta.workspaces.models import Workspace


class People(PaletteSource):
    key: ClassVar = "customers"
    label: ClassVar = _("Customers")
    icon: ClassVar = "user"
    permission: ClassVar = "customers.view"
    position: ClassVar = 10

    def hits(self, workspace: Workspace, text: str, limit: int) -> list[Hit]:
        return [
            Hit(c.name, reverse("web:customers:show", args=[c.pk]), c.email or c.phone)
            for c in find_people(workspace, text, limit)
        ]


class Companies(PaletteSource):
    key: ClassVar = "companies"
    label: ClassVar = _("Companies")
    icon: ClassVar = "building-2"
    permission: ClassVar = "customers.view"
    position: ClassVar = 20

    def hits(self, workspace: Workspace, text: str, limit: int) -> list[Hit]:
        known = Company.objects.filter(workspace=workspace, deleted_at=None)
        found = known.filter(name__istartswith=text) | known.filter(domain__istartswith=text)
        return [
            Hit(company.name, reverse("web:companies:show", args=[company.pk]), company.domain)
            for company in found.order_by("name")[:limit]
        ]
