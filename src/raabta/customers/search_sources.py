from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.customers.identity_kind import EMAIL, PHONE
from raabta.customers.models import Company, CompanyDomain, Customer, Identity
from raabta.customers.queries import people
from raabta.search.source import Hit, SearchSource, Texts
from raabta.workspaces.models import Workspace


class People(SearchSource):
    key: ClassVar = "customers"
    label: ClassVar = _("Customers")
    icon: ClassVar = "user"
    permission: ClassVar = "customers.view"
    position: ClassVar = 10
    table: ClassVar = "customer"

    def rows(self, workspace: Workspace) -> QuerySet[Customer]:
        return people(workspace).filter(erased_at=None)

    def read(self, rows: QuerySet[Any]) -> Iterable[tuple[int, Texts]]:
        fields = ("pk", "first_name", "last_name", "external_id", "email", "phone")
        found = list(rows.values_list(*fields))
        addresses: dict[tuple[int, str], list[str]] = {}
        held = Identity.objects.filter(customer__in=[pk for pk, *_rest in found])
        for pk, kind, value in held.values_list("customer_id", "kind", "value"):
            addresses.setdefault((pk, kind), []).append(value)
        for pk, first, last, external, email, phone in found:
            yield (
                pk,
                Texts(
                    names=(first, last),
                    codes=(external,),
                    emails=(email, *addresses.get((pk, EMAIL), ())),
                    phones=(phone, *addresses.get((pk, PHONE), ())),
                ),
            )

    def hit(self, record: Customer) -> Hit:
        url = reverse("web:customers:show", args=[record.pk])
        return Hit(record.name, url, record.email or record.phone, id=record.pk)


class Companies(SearchSource):
    key: ClassVar = "companies"
    label: ClassVar = _("Companies")
    icon: ClassVar = "building-2"
    permission: ClassVar = "customers.view"
    position: ClassVar = 20
    table: ClassVar = "company"

    def rows(self, workspace: Workspace) -> QuerySet[Company]:
        return Company.objects.filter(workspace=workspace, deleted_at=None)

    def read(self, rows: QuerySet[Any]) -> Iterable[tuple[int, Texts]]:
        found = list(rows.values_list("pk", "name", "external_id", "phone"))
        owned: dict[int, list[str]] = {}
        held = CompanyDomain.objects.filter(company__in=[pk for pk, *_rest in found])
        for company_id, domain in held.values_list("company_id", "domain"):
            owned.setdefault(company_id, []).append(domain)
        for pk, name, external, phone in found:
            yield pk, Texts(names=(name,), codes=(*owned.get(pk, ()), external), phones=(phone,))

    def hit(self, record: Company) -> Hit:
        url = reverse("web:companies:show", args=[record.pk])
        return Hit(record.name, url, record.domain, id=record.pk)
