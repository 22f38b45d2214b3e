from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.question import Question
from raabta.audiences.trait import PropertyTrait, Value, as_text


class MostFrequent(PropertyTrait):
    """Of values that are as frequent as each other the first one by its letters."""

    key: ClassVar = "most_frequent"
    label: ClassVar = gettext_lazy("Most frequent value of a property")
    kind: ClassVar = "text"

    def of(self, rows: Any) -> Any:
        import ibis

        found = self.with_text(rows)
        counted = found.group_by("customer_id", "text").aggregate(times=found.count())
        window = ibis.window(group_by="customer_id", order_by=[ibis.desc("times"), "text"])
        ranked = counted.select(
            "customer_id", value=counted.text, place=ibis.row_number().over(window)
        )
        return ranked.filter(ranked.place == 0).select("customer_id", "value")

    def read(self, raw: Any, asked: Question) -> Value:
        return as_text(raw)

    def sentence(self) -> str:
        words = _("The most frequent %(property)s of their %(event)s %(filters)s %(when)s")
        return words % self.words()
