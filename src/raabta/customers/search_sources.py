from collections.abc import Iterable, Sequence
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raabta.customers.identity_kind import EMAIL, PHONE
from raabta.customers.models import Company, Customer, Identity
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

    def ids(self, workspace: Workspace, *, after: int, limit: int) -> list[int]:
        alive = people(workspace).filter(pk__gt=after, erased_at=None).order_by("pk")
        return list(alive.values_list("pk", flat=True)[:limit])

    def texts(self, workspace: Workspace, ids: Sequence[int]) -> Iterable[tuple[int, Texts]]:
        addresses: dict[tuple[int, str], list[str]] = {}
        held = Identity.objects.filter(workspace=workspace, customer__in=ids)
        for pk, kind, value in held.values_list("customer_id", "kind", "value"):
            addresses.setdefault((pk, kind), []).append(value)
        alive = people(workspace).filter(pk__in=ids, erased_at=None)
        fields = ("pk", "first_name", "last_name", "external_id", "email", "phone")
        for pk, first, last, external, email, phone in alive.values_list(*fields):
            yield (
                pk,
                Texts(
                    names=(first, last),
                    codes=(external,),
                    emails=(email, *addresses.get((pk, EMAIL), ())),
                    phones=(phone, *addresses.get((pk, PHONE), ())),
                ),
            )

    def hits(self, workspace: Workspace, ids: Sequence[int]) -> list[Hit]:
        alive: dict[int, Customer] = people(workspace).filter(erased_at=None).in_bulk(list(ids))
        return [
            Hit(one.name, reverse("web:customers:show", args=[pk]), one.email or one.phone, id=pk)
            for pk in ids
            if (one := alive.get(pk))
        ]


class Companies(SearchSource):
    key: ClassVar = "companies"
    label: ClassVar = _("Companies")
    icon: ClassVar = "building-2"
    permission: ClassVar = "customers.view"
    position: ClassVar = 20
    table: ClassVar = "company"

    def ids(self, workspace: Workspace, *, after: int, limit: int) -> list[int]:
        alive = Company.objects.filter(workspace=workspace, deleted_at=None, pk__gt=after)
        return list(alive.order_by("pk").values_list("pk", flat=True)[:limit])

    def texts(self, workspace: Workspace, ids: Sequence[int]) -> Iterable[tuple[int, Texts]]:
        alive = Company.objects.filter(workspace=workspace, deleted_at=None, pk__in=ids)
        for one in alive:
            codes = (one.domain, one.external_id)
            yield one.pk, Texts(names=(one.name,), codes=codes, phones=(one.phone,))

    def hits(self, workspace: Workspace, ids: Sequence[int]) -> list[Hit]:
        known = Company.objects.filter(workspace=workspace, deleted_at=None).in_bulk(list(ids))
        return [
            Hit(one.name, reverse("web:companies:show", args=[pk]), one.domain, id=pk)
            for pk in ids
            if (one := known.get(pk))
        ]
