from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.company_follower import CompanyFollower, CompanyMove
from raabta.customers.models import CompanyDomain
from raabta.customers.services.company_domains import lead_domain


class Domains(CompanyFollower):
    """The survivor's primary domain stays the primary one."""

    key: ClassVar[str] = "domains"
    label: ClassVar[Promise | str] = _("E-mail domains")
    models: ClassVar[tuple[str, ...]] = ("customers.companydomain",)

    def move(self, move: CompanyMove) -> dict[str, Any]:
        mine = self.rows(move.workspace, move.other_id)
        first = mine.filter(is_primary=True).values_list("pk", flat=True).first()
        mine.update(is_primary=False)
        ids = super().move(move)
        lead_domain(move.workspace, move.survivor_id)
        return {"ids": ids, "first": first}

    def take_back(self, move: CompanyMove, kept: dict[str, Any]) -> None:
        held = CompanyDomain.objects.filter(company=move.survivor_id, pk__in=kept["ids"])
        held.update(is_primary=False)
        super().take_back(move, kept["ids"])
        lead_domain(move.workspace, move.survivor_id)
        lead_domain(move.workspace, move.other_id, wanted=kept["first"])
