from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.question import Question
from raabta.audiences.trait import Value, by_person, day_of
from raabta.commerce.order_trait import OrderTrait


class OrderLastDay(OrderTrait):
    key: ClassVar = "order_last_day"
    label: ClassVar = gettext_lazy("Day of the last order")
    kind: ClassVar = "date"

    def of(self, rows: Any) -> Any:
        return by_person(rows, rows.placed_at.max())

    def read(self, raw: Any, asked: Question) -> Value:
        return day_of(raw, asked)

    def sentence(self) -> str:
        return _("The day of their last order %(when)s") % self.words()
