from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.question import Question
from raabta.audiences.trait import EventTrait, Value, by_person, day_of


class FirstDay(EventTrait):
    key: ClassVar = "first_day"
    label: ClassVar = gettext_lazy("Day of the first time")
    kind: ClassVar = "date"

    def of(self, rows: Any) -> Any:
        return by_person(rows, rows.occurred_at.min())

    def read(self, raw: Any, asked: Question) -> Value:
        return day_of(raw, asked)

    def sentence(self) -> str:
        return _("The day of their first %(event)s %(filters)s %(when)s") % self.words()
