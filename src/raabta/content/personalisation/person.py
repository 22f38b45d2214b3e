from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.content.personalisation_source import Field, PersonalisationSource
from raabta.customers.attribute_kind import kind_named
from raabta.customers.attributes import for_messages
from raabta.customers.fields import definitions_of
from raabta.customers.models import AttributeDefinition, AttributePath, Customer
from raabta.customers.queries.paths import paths_in_use
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
        held = [_attribute_field(definition) for definition in definitions_of(workspace)]
        inside = [_path_field(*found) for found in paths_in_use(workspace)]
        return [*own, *held, *inside]

    def data(self, workspace: Workspace, customer_ids: Iterable[int]) -> Mapping[int, Any]:
        people = Customer.objects.filter(workspace=workspace, pk__in=list(customer_ids))
        defined = {one.key: one for one in definitions_of(workspace)}
        found = {}
        for person in people:
            values = values_of(person)
            found[person.pk] = {**values, "attributes": for_messages(defined, person.attributes)}
        return found


def values_of(person: Customer) -> dict[str, Any]:
    values: dict[str, Any] = {column: getattr(person, column) for column in COLUMNS}
    return {**values, "name": person.name, "attributes": person.attributes}


def _attribute_field(definition: AttributeDefinition) -> Field:
    kind = kind_named(definition.kind)
    sample = definition.choices[0] if kind.choices == "must" and definition.choices else kind.sample
    if kind.holds_many and not isinstance(sample, list):
        sample = [sample]
    sample = for_messages({definition.key: definition}, {definition.key: sample})[definition.key]
    shown = kind.compared_as if kind.compared_as in {"number", "date", "list"} else "text"
    return Field(f"attributes.{definition.key}", definition.label, sample, kind=shown)


SAMPLES = {"number": 42, "date": "2026-03-31", "boolean": True, "list": ["…"]}


def _path_field(definition: AttributeDefinition, found: AttributePath) -> Field:
    """A place inside a free-form attribute."""
    shown = found.kind if found.kind in {"number", "date", "list"} else "text"
    return Field(
        f"attributes.{definition.key}.{found.path}",
        f"{definition.label} › {found.path}",
        SAMPLES.get(found.kind, "…"),
        kind=shown,
    )
