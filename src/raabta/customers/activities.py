"""Signs of activity that this context knows."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.activity import Activity
from raabta.customers.models import ConsentRecord, Customer
from raabta.workspaces.models import Workspace


class Arrived(Activity):
    key: ClassVar = "arrived"
    label: ClassVar[Promise | str] = _("Became a customer, or asked for a break")

    def since(
        self, workspace: Workspace, customer_ids: Collection[int], edge: datetime
    ) -> set[int]:
        rows = Customer.objects.filter(workspace=workspace, pk__in=customer_ids)
        found = rows.filter(Q(created_at__gte=edge) | Q(paused_until__gte=edge))
        return set(found.values_list("pk", flat=True))


class Answered(Activity):
    key: ClassVar = "answered"
    label: ClassVar[Promise | str] = _("Allowed or refused something")

    def since(
        self, workspace: Workspace, customer_ids: Collection[int], edge: datetime
    ) -> set[int]:
        rows = ConsentRecord.objects.filter(workspace=workspace, customer__in=customer_ids)
        return set(rows.filter(given_at__gte=edge).values_list("customer", flat=True))
