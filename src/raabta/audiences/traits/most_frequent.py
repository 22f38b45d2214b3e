from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.question import Question
from raabta.audiences.trait import PropertyTrait, Value, as_text, foremost


class MostFrequent(PropertyTrait):
    """Of values that are as frequent as each other the first one by its letters."""

    key: ClassVar = "most_frequent"
    label: ClassVar = gettext_lazy("Most frequent value of a property")
    kind: ClassVar = "text"

    def of(self, rows: Any) -> Any:
        found = self.with_text(rows)
        return foremost(found, found.count())

    def read(self, raw: Any, asked: Question) -> Value:
        return as_text(raw)

    def sentence(self) -> str:
        words = _("The most frequent %(property)s of their %(event)s %(filters)s %(when)s")
        return words % self.words()
