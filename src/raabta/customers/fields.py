"""What can be known of a person: built-in fields and the workspace's own attributes, by one name.

The names are those of `services.people`: "city", "email", "company_id", "attributes.size".
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers import normalise, places
from raabta.customers.attributes import InvalidValue, parse_value
from raabta.customers.models import AttributeDefinition, Company
from raabta.workspaces.models import Workspace

ATTRIBUTE = "attributes."


@dataclass(frozen=True)
class Field:
    """`kind` chooses the input: text, email, phone, country, language, zone, company, or the
    kind of an attribute.
    """

    key: str
    label: Promise | str
    kind: str = "text"
    longest: int = 150
    definition: AttributeDefinition | None = None

    @property
    def is_computed(self) -> bool:
        """Whether its value follows from something else, so that nobody writes it."""
        return bool(self.definition and self.definition.is_computed)

    @property
    def is_sensitive(self) -> bool:
        """Whether it is masked until somebody who may asks for it."""
        return bool(self.definition and self.definition.is_sensitive)

    @property
    def is_address(self) -> bool:
        return self.definition is None and self.kind in {"email", "phone"}


BUILT_IN = (
    Field("first_name", gettext_lazy("First name")),
    Field("last_name", gettext_lazy("Last name")),
    Field("email", gettext_lazy("E-mail"), "email", 254),
    Field("phone", gettext_lazy("Phone"), "phone", 40),
    Field("company_id", gettext_lazy("Company"), "company"),
    Field("language", gettext_lazy("Language"), "language", 8),
    Field("country", gettext_lazy("Country"), "country", 2),
    Field("city", gettext_lazy("City"), "text", 100),
    Field("time_zone", gettext_lazy("Time zone"), "zone", 64),
    Field("external_id", gettext_lazy("External id"), "text", 100),
)


def definitions_of(
    workspace: Workspace, subject: str = AttributeDefinition.Subject.CUSTOMER
) -> list[AttributeDefinition]:
    """The attributes in use, in their order."""
    held = AttributeDefinition.objects.filter(
        workspace=workspace, subject=subject, archived_at=None
    )
    found = list(held.order_by("position", "pk"))
    for definition in found:
        definition.workspace = workspace  # kinds ask for its country, zone and currency
    return found


def attribute_field(definition: AttributeDefinition) -> Field:
    return Field(ATTRIBUTE + definition.key, definition.label, definition.kind, 2_000, definition)


def fields_of(workspace: Workspace) -> dict[str, Field]:
    """Every field of a person in this workspace."""
    own = [attribute_field(definition) for definition in definitions_of(workspace)]
    return {field.key: field for field in (*BUILT_IN, *own)}


def writable_fields(workspace: Workspace) -> dict[str, Field]:
    """The fields that somebody may fill in."""
    return {key: one for key, one in fields_of(workspace).items() if not one.is_computed}


def parse_field(workspace: Workspace, field: Field, raw: Any) -> Any:
    """What `edit_customer` takes for this field. Raises InvalidValue.

    Addresses are checked by the service, which knows the person's country.
    """
    if field.definition is not None:
        return parse_value(field.definition, raw)
    text = normalise.line("" if raw is None else str(raw))
    if field.kind == "company":
        return _company_id(workspace, text)
    if field.kind in READ:
        try:
            return READ[field.kind](text)
        except normalise.Invalid:
            words = _("%(label)s: “%(text)s” is not known.")
            raise InvalidValue(words % {"label": field.label, "text": text[:60]}) from None
    if len(text) > field.longest:
        words = _("%(label)s has more than %(most)s letters.")
        raise InvalidValue(words % {"label": field.label, "most": field.longest})
    return text


READ: dict[str, Callable[[str], str]] = {
    "country": places.country,
    "language": places.language,
    "zone": places.time_zone,
}


def _company_id(workspace: Workspace, text: str) -> int | None:
    if not text:
        return None
    known = Company.objects.filter(workspace=workspace, deleted_at=None)
    found = known.filter(name__iexact=text).order_by("pk").first()
    if found is None and text.isascii() and text.isdigit() and len(text) < 18:
        found = known.filter(pk=int(text)).first()
    if found is None:
        raise InvalidValue(_("There is no company called “%(text)s”.") % {"text": text[:60]})
    return found.pk
