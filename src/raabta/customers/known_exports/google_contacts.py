"""Google Contacts: Google CSV, today's columns and those before 2024."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport

MANY = range(1, 6)


class GoogleContacts(PeopleExport):
    """Columns from Google's help on its CSV; no sample. A cell holds several with “ ::: ”."""

    key: ClassVar = "google_contacts"
    system: ClassVar = "Google Contacts"
    label: ClassVar = _("Google Contacts")
    takes: ClassVar = _(
        "Names, all e-mails and phones, company, place and labels as tags; birthday, notes and "
        "other filled columns become attributes. The file holds no consent."
    )
    signatures: ClassVar = (
        ("First Name", "E-mail 1 - Label", "E-mail 1 - Value"),
        ("Given Name", "E-mail 1 - Type", "E-mail 1 - Value"),
        ("Given Name", "Family Name", "Phone 1 - Value"),
        ("First Name", "Last Name", "Phone 1 - Label", "Phone 1 - Value"),
    )
    columns: ClassVar = {
        "First Name": "first_name",
        "Given Name": "first_name",
        "Last Name": "last_name",
        "Family Name": "last_name",
        "Organization Name": "company",
        "Organization 1 - Name": "company",
        "Labels": "tags",
        "Group Membership": "tags",
        "Address 1 - City": "city",
        "Address 1 - Country": "country",
        "Language": "language",
        **{f"E-mail {n} - Value": "more_emails" for n in MANY},
        **{f"Phone {n} - Value": "more_phones" for n in MANY},
    }
    left_out: ClassVar = (
        "Name",
        "File As",
        "Photo",
        "Address 1 - Formatted",
        *(f"E-mail {n} - {word}" for n in MANY for word in ("Label", "Type")),
        *(f"Phone {n} - {word}" for n in MANY for word in ("Label", "Type")),
        *(f"Address {n} - {word}" for n in MANY for word in ("Label", "Type")),
    )
