from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.audiences.condition import Condition
from raabta.audiences.controls import Input
from raabta.audiences.field_filter import FieldFilter, filters_in_words
from raabta.audiences.groups import COMPANY
from raabta.audiences.property_filter import VALUE_FIELD, filtered
from raabta.audiences.question import Question
from raabta.customers.fields import definitions_of
from raabta.customers.models import AttributeDefinition
from raabta.warehouse.functions import from_json
from raabta.warehouse.warehouse_tables.company import BUILT_IN

SUBJECT = AttributeDefinition.Subject.COMPANY


class CompanyAttribute(Condition):
    """Fields and attributes of the person's company; who has none fits no filter."""

    key: ClassVar = "company_attribute"
    label: ClassVar = gettext_lazy("Field of the company")
    group: ClassVar = COMPANY
    icon: ClassVar = "building-2"
    reaches_others: ClassVar = True

    filters: Annotated[
        list[FieldFilter],
        Field(min_length=1, max_length=5),
        Input("filters", gettext_lazy("Of which it is true that")),
    ]

    def where(self, asked: Question) -> Any:
        fitting = filtered(asked.tables.company, self.filters)
        return asked.customer.company_id.isin(fitting.company_id).fill_null(False)  # noqa: FBT003

    def sentence(self, asked: Question) -> str:
        words = {"filters": filters_in_words(self.filters)}
        return _("they belong to a company %(filters)s") % words

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        person = asked.customer.filter(asked.customer.customer_id == customer_id)
        return {_("Company"): person.select(value=person.company_name)}

    def warnings(self, asked: Question) -> list[str]:
        known = [*BUILT_IN, *(one.key for one in definitions_of(asked.workspace, SUBJECT))]
        words = _("There is no field of companies “%(key)s”. There are: %(known)s.")
        return [
            words % {"key": one.name, "known": ", ".join(known)}
            for one in self.filters
            if one.name not in known
        ]

    @classmethod
    def suggests(cls, field: str, params: dict[str, Any], asked: Question) -> Any:
        place, filters = VALUE_FIELD.fullmatch(field), params.get("filters") or []
        if not place or int(place[1]) >= len(filters):
            return None
        rows, name = asked.tables.company, str(filters[int(place[1])].get("name", ""))
        if not name or '"' in name or "\\" in name:
            return None
        return rows.select(value=from_json(rows.properties, name).fill_null(""))
