from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.content.personalisation_source import Field, PersonalisationSource
from raabta.customers.models import AttributeDefinition, Customer
from raabta.workspaces.models import Workspace

COLUMNS = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "language",
    "country",
    "city",
    "time_zone",
    "external_id",
)
SAMPLES = {"text": "…", "number": 3, "date": "2026-03-14", "boolean": True, "list": ["…"]}


class Person(PersonalisationSource):
    key: ClassVar[str] = "person"
    label: ClassVar[str | Promise] = _("Person")

    def fields(self, workspace: Workspace) -> list[Field]:
        own = [
            Field("first_name", _("First name"), "Ayesha"),
            Field("last_name", _("Last name"), "Khan"),
            Field("name", _("Full name"), "Ayesha Khan", may_be_empty=False),
            Field("email", _("E-mail"), "ayesha@example.com"),
            Field("phone", _("Phone"), "+923001234567"),
            Field("language", _("Language"), "ur"),
            Field("country", _("Country"), "PK"),
            Field("city", _("City"), "Lahore"),
            Field("time_zone", _("Time zone"), "Asia/Karachi"),
            Field("external_id", _("Customer number"), "C-1042"),
        ]
        defined = AttributeDefinition.objects.filter(
            workspace=workspace, subject=AttributeDefinition.Subject.CUSTOMER, archived_at=None
        ).order_by("position", "id")
        return own + [_attribute_field(definition) for definition in defined]

    def data(self, workspace: Workspace, customer_ids: Iterable[int]) -> Mapping[int, Any]:
        people = Customer.objects.filter(workspace=workspace, pk__in=list(customer_ids))
        return {person.pk: values_of(person) for person in people}


def values_of(person: Customer) -> dict[str, Any]:
    values: dict[str, Any] = {column: getattr(person, column) for column in COLUMNS}
    return {**values, "name": person.name, "attributes": person.attributes}


def _attribute_field(definition: AttributeDefinition) -> Field:
    kind = definition.kind
    sample = definition.choices[0] if kind == "choice" and definition.choices else SAMPLES.get(kind)
    shown = kind if kind in {"number", "date", "list"} else "text"
    return Field(f"attributes.{definition.key}", definition.label, sample or "…", kind=shown)
