from collections.abc import Sequence
from typing import ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _

from raabta.customers.company_figure import CompanyFigures, Figure
from raabta.customers.models import Customer, Note
from raabta.workspaces.models import Workspace


class PeopleFigures(CompanyFigures):
    """The people, who of them has an e-mail address, and the notes about them and the companies."""

    key: ClassVar = "people"
    position: ClassVar = 10

    def figures(self, workspace: Workspace, company_ids: Sequence[int]) -> list[Figure]:
        people = Customer.objects.filter(
            workspace=workspace, company_id__in=company_ids, deleted_at=None
        )
        notes = Note.objects.filter(
            Q(company_id__in=company_ids) | Q(customer_id__in=people.values("pk")),
            workspace=workspace,
        )
        return [
            Figure(_("People"), count=people.count()),
            Figure(_("With e-mail"), count=people.exclude(email="").count()),
            Figure(_("Notes"), count=notes.count()),
        ]
