from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.audiences.condition import Condition
from raabta.audiences.controls import Input
from raabta.audiences.groups import COMPANY
from raabta.audiences.question import Question
from raabta.audiences.wording import quoted
from raabta.customers.models import Company
from raabta.customers.queries.company_tree import levels_under

WITHIN = {
    "tree": gettext_lazy("is this company or one under it"),
    "company": gettext_lazy("is this company"),
    "not_tree": gettext_lazy("is neither this company nor one under it"),
}
PATTERNS = {
    "tree": gettext_lazy("they belong to %(company)s or a company under it"),
    "company": gettext_lazy("they belong to %(company)s"),
    "not_tree": gettext_lazy("they belong neither to %(company)s nor to a company under it"),
}


class InCompany(Condition):
    """A company by its name; where several are called so, all of them. The tree is that of now."""

    key: ClassVar = "company_tree"
    label: ClassVar = gettext_lazy("Company and those under it")
    group: ClassVar = COMPANY
    icon: ClassVar = "network"
    reaches_others: ClassVar = True

    within: Annotated[
        Literal["tree", "company", "not_tree"],
        Input("select", gettext_lazy("Comparison"), names=WITHIN),
    ] = "tree"
    company: Annotated[
        str,
        Field(min_length=1, max_length=200),
        Input("text", gettext_lazy("Company"), suggests=True),
    ]

    def where(self, asked: Question) -> Any:
        ids = [pk for one in self._meant(asked) for pk in self._ids(asked, one)]
        found = asked.customer.company_id.isin(ids or [0]).fill_null(False)  # noqa: FBT003
        return ~found if self.within == "not_tree" else found

    def sentence(self, asked: Question) -> str:
        return PATTERNS[self.within] % {"company": quoted(self.company)}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        person = asked.customer.filter(asked.customer.customer_id == customer_id)
        return {_("Company"): person.select(value=person.company_name)}

    def warnings(self, asked: Question) -> list[str]:
        if self._meant(asked):
            return []
        return [_("There is no company “%(name)s”.") % {"name": self.company}]

    def _meant(self, asked: Question) -> list[Company]:
        held = Company.objects.filter(workspace=asked.workspace, deleted_at=None)
        return list(held.filter(name__iexact=self.company.strip()).order_by("pk")[:50])

    def _ids(self, asked: Question, company: Company) -> list[int]:
        if self.within == "company":
            return [company.pk]
        return [pk for level in levels_under(asked.workspace, company) for pk in level]

    @classmethod
    def suggests(cls, field: str, params: dict[str, Any], asked: Question) -> Any:
        if field != "company":
            return None
        rows = asked.tables.company
        return rows.select(value=rows.name)
