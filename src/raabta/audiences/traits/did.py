from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.question import Question
from raabta.audiences.trait import EventTrait, Value, by_person


class Did(EventTrait):
    """Yes for those who did it; the others have no value."""

    key: ClassVar = "did"
    label: ClassVar = gettext_lazy("Whether they did it")
    kind: ClassVar = "boolean"

    def of(self, rows: Any) -> Any:
        return by_person(rows, rows.count())

    def read(self, raw: Any, asked: Question) -> Value:
        return True

    def sentence(self) -> str:
        return _("Whether they did %(event)s %(filters)s %(when)s") % self.words()
