from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raabta.audiences.amounts import Compared, in_words
from raabta.audiences.facts import by_company
from raabta.audiences.groups import COMPANY
from raabta.audiences.question import Question
from raabta.audiences.wording import number


class CompanyPeople(Compared):
    """How many people the person's company has, themselves included; who has none has 0."""

    key: ClassVar = "company_people"
    label: ClassVar = gettext_lazy("People of the company")
    group: ClassVar = COMPANY
    icon: ClassVar = "users"
    reaches_others: ClassVar = True
    order: ClassVar = ("comparison", "amount", "upper")

    def where(self, asked: Question) -> Any:
        people = asked.tables.customer
        employed = people.filter(people.company_id.notnull())
        counted = employed.group_by("company_id").aggregate(total=employed.count())
        return by_company(asked, counted, wanted=self)

    def sentence(self, asked: Question) -> str:
        amount = in_words(self.comparison, number(self.amount), number(self.upper or 0))
        return ngettext(
            "their company has %(amount)s person",
            "their company has %(amount)s people",
            self.plural,
        ) % {"amount": amount}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        people = asked.tables.customer
        mine = people.filter(people.customer_id == customer_id)
        same = people.filter(people.company_id.isin(mine.company_id))
        return {_("People of the company"): same.aggregate(value=same.count())}
