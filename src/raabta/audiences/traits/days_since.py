from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.question import Question
from raabta.audiences.trait import EventTrait, Value, by_person, day_of


class DaysSince(EventTrait):
    """Days of the calendar at the workspace: yesterday is one day ago at any hour."""

    key: ClassVar = "days_since"
    label: ClassVar = gettext_lazy("Days since the last time")
    kind: ClassVar = "number"
    flips_daily: ClassVar = True

    def of(self, rows: Any) -> Any:
        return by_person(rows, rows.occurred_at.max())

    def read(self, raw: Any, asked: Question) -> Value:
        return max(0, (asked.today - date.fromisoformat(day_of(raw, asked))).days)

    def sentence(self) -> str:
        return _("Days since they last did %(event)s %(filters)s %(when)s") % self.words()
