from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.question import Question
from raabta.audiences.trait import PropertyTrait, Value, as_text, outermost


class Last(PropertyTrait):
    key: ClassVar = "last"
    label: ClassVar = gettext_lazy("Last value of a property")
    kind: ClassVar = "text"

    def of(self, rows: Any) -> Any:
        found = self.with_text(rows)
        return outermost(found, found.text, last=True)

    def read(self, raw: Any, asked: Question) -> Value:
        return as_text(raw)

    def sentence(self) -> str:
        words = _("The %(property)s of their last %(event)s %(filters)s %(when)s")
        return words % self.words()
