from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.content.personalisation_source import Field, PersonalisationSource
from raabta.customers.models import Company as CompanyRow
from raabta.customers.models import Customer
from raabta.workspaces.models import Workspace


class Company(PersonalisationSource):
    key: ClassVar[str] = "company"
    label: ClassVar[str | Promise] = _("Company")

    def fields(self, workspace: Workspace) -> list[Field]:
        return [
            Field("name", _("Company name"), "Karachi Traders"),
            Field("city", _("City of the company"), "Karachi"),
            Field("country", _("Country of the company"), "PK"),
        ]

    def data(self, workspace: Workspace, customer_ids: Iterable[int]) -> Mapping[int, Any]:
        pairs = dict(
            Customer.objects.filter(workspace=workspace, pk__in=list(customer_ids))
            .exclude(company=None)
            .values_list("pk", "company_id")
        )
        found = CompanyRow.objects.filter(workspace=workspace, pk__in=set(pairs.values()))
        values = {c.pk: {"name": c.name, "city": c.city, "country": c.country} for c in found}
        return {person: values[company] for person, company in pairs.items() if company in values}
