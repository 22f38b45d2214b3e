from functools import reduce
from operator import and_, or_
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.audiences.condition import Condition
from raabta.audiences.controls import Input
from raabta.audiences.groups import MEMBERSHIP
from raabta.audiences.question import Question
from raabta.audiences.wording import listed, quoted
from raabta.customers.models import Tag

OPERATORS = {
    "any": gettext_lazy("has any of"),
    "all": gettext_lazy("has all of"),
    "none": gettext_lazy("has none of"),
}
PATTERNS = {
    "any": gettext_lazy("they have the tag %(tags)s"),
    "all": gettext_lazy("they have the tags %(tags)s"),
    "none": gettext_lazy("they do not have the tag %(tags)s"),
}


class Tagged(Condition):
    key: ClassVar = "tag"
    label: ClassVar = gettext_lazy("Tag")
    group: ClassVar = MEMBERSHIP
    icon: ClassVar = "tag"

    operator: Annotated[
        Literal["any", "all", "none"],
        Input("select", gettext_lazy("Comparison"), names=OPERATORS),
    ] = "any"
    tags: Annotated[
        list[Annotated[str, Field(max_length=60)]],
        Field(min_length=1, max_length=50),
        Input("choices", gettext_lazy("Tags")),
    ]

    def where(self, asked: Question) -> Any:
        found = [asked.customer.tags.contains(tag) for tag in self.tags]
        if self.operator == "all":
            return reduce(and_, found)
        some = reduce(or_, found)
        return some if self.operator == "any" else ~some

    def sentence(self, asked: Question) -> str:
        style = "standard" if self.operator == "all" else "or"
        pattern = "any" if self.operator == "all" and len(self.tags) == 1 else self.operator
        return PATTERNS[pattern] % {"tags": listed([quoted(t) for t in self.tags], style)}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        person = asked.customer.filter(asked.customer.customer_id == customer_id)
        return {str(self.label): person.select("tags")}

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Any]]:
        if field != "tags":
            return []
        names = Tag.objects.filter(workspace=asked.workspace).order_by("name")
        return [(name, name) for name in names.values_list("name", flat=True)]
