from collections.abc import Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.company_follower import CompanyFollower, CompanyMove
from raabta.customers.models import Customer
from raabta.customers.services.field_edit import set_fields

BATCH = 1_000


class People(CompanyFollower):
    """With a line in each person's history; the deleted too, who may come back."""

    key: ClassVar[str] = "people"
    label: ClassVar[Promise | str] = _("People")
    models: ClassVar[tuple[str, ...]] = ("customers.customer",)

    def give(self, move: CompanyMove, ids: Sequence[int], *, giver: int, taker: int) -> None:
        for at in range(0, len(ids), BATCH):
            mine = Customer.objects.filter(
                workspace=move.workspace, company=giver, pk__in=ids[at : at + BATCH]
            )
            mine.exclude(deleted_at=None).update(company=taker)
            living = mine.filter(deleted_at=None).values_list("pk", flat=True)
            set_fields(
                workspace=move.workspace,
                actor=move.actor,
                targets={pk: {"company_id": taker} for pk in living},
            )
