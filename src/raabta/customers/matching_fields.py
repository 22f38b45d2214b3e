"""Where the fields that are compared come from: people's own ones and attributes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.fields import definitions_of
from raabta.customers.matching.fields import FIELDS
from raabta.customers.models import MatchingSettings
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Compared:
    """A field that is compared; `usual` are the attributes that hold it in most workspaces."""

    key: str
    label: Promise
    usual: tuple[str, ...] = ()

    @property
    def is_attribute(self) -> bool:
        return bool(self.usual)


COMPARED = (
    Compared("first_name", _("First name")),
    Compared("last_name", _("Last name")),
    Compared("email", _("E-mail")),
    Compared("phone", _("Phone")),
    Compared("city", _("City")),
    Compared("birth_date", _("Date of birth"), ("birth_date", "birthday", "date_of_birth", "dob")),
    Compared(
        "id_number",
        _("Identity number"),
        ("cnic", "nid", "national_id", "id_number", "passport", "tax_id", "ssn"),
    ),
    Compared("street", _("Street"), ("street", "address", "street_address", "address_1")),
    Compared("postcode", _("Postcode"), ("postcode", "postal_code", "zip", "zip_code")),
    Compared("region", _("Province or state"), ("region", "province", "state")),
)
LABELS = {one.key: one.label for one in COMPARED}


def attributes_for(workspace: Workspace, settings: MatchingSettings) -> dict[str, str]:
    """Field -> attribute that holds it: as the settings say, else by its usual name."""
    known = {definition.key for definition in definitions_of(workspace)}
    found = {}
    for one in COMPARED:
        wanted = settings.fields.get(one.key)
        usual = next((key for key in one.usual if key in known), "")
        chosen = usual if wanted is None else wanted
        if one.is_attribute and chosen in known:
            found[one.key] = chosen
    return found


def used_fields(settings: MatchingSettings) -> list[str]:
    return [field for field in FIELDS if field not in settings.unused]
