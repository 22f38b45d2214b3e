from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.company_follower import CompanyFollower, CompanyMove
from raabta.customers.models import Company
from raabta.customers.queries.company_tree import ancestors_of
from raabta.customers.services.company_tree import put_under
from raabta.workspaces.models import Workspace


class Children(CompanyFollower):
    """The companies right under the other one. A survivor from under it takes its place."""

    key: ClassVar[str] = "children"
    label: ClassVar[Promise | str] = _("Companies under it")
    models: ClassVar[tuple[str, ...]] = ("customers.company",)
    position: ClassVar[int] = 20

    def rows(self, workspace: Workspace, company_id: int) -> "QuerySet[Any]":
        return Company.objects.filter(workspace=workspace, parent=company_id)

    def move(self, move: CompanyMove) -> dict[str, Any]:
        survivor = Company.objects.get(pk=move.survivor_id)
        before = after = survivor.parent_id
        if move.other_id in {one.pk for one in ancestors_of(move.workspace, survivor)}:
            after = Company.objects.get(pk=move.other_id).parent_id
            put_under(move.workspace, [survivor.pk], after)
        mine = self.rows(move.workspace, move.other_id).exclude(pk=survivor.pk)
        ids = list(mine.order_by("pk").values_list("pk", flat=True))
        put_under(move.workspace, ids, survivor.pk)
        return {"ids": ids, "place": [before, after]}

    def take_back(self, move: CompanyMove, kept: dict[str, Any]) -> None:
        held = self.rows(move.workspace, move.survivor_id).filter(pk__in=kept["ids"])
        put_under(move.workspace, list(held.values_list("pk", flat=True)), move.other_id)
        before, after = kept["place"]
        survivor = Company.objects.get(pk=move.survivor_id)
        if before != after and survivor.parent_id == after:
            put_under(move.workspace, [survivor.pk], before)
        for pk in (move.survivor_id, move.other_id):
            self._open_cycle(move.workspace, pk)

    def _open_cycle(self, workspace: Workspace, company_id: int) -> None:
        """What was moved since may stand above it now, or be gone; then it stands at the top."""
        company = Company.objects.get(pk=company_id)
        above = [one.pk for one in ancestors_of(workspace, company)]
        is_dead = company.parent_id is not None and company.parent_id not in above
        if is_dead or company_id in above:
            put_under(workspace, [company_id], None)
