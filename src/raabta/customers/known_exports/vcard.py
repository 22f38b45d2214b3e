"""vCards: every program writes the same properties, so no column is mapped by hand."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class VCards(PeopleExport):
    """Columns are those that the vCard format makes of a card."""

    key: ClassVar = "vcard"
    system: ClassVar = "vCard"
    label: ClassVar = _("vCard (address book)")
    takes: ClassVar = _(
        "Names, all e-mails and phones (the preferred one first), company, place, language and "
        "categories as tags; the UID is the customer id. Birthday, notes, address, web page and "
        "job become attributes. Photos and fax numbers stay out. The file holds no consent."
    )
    signatures: ClassVar = (("vCard UID", "Formatted name", "E-mails", "Phones"),)
    keeps_rest: ClassVar = False
    columns: ClassVar = {
        "vCard UID": "external_id",
        "Formatted name": "name",
        "Given name": "first_name",
        "Family name": "last_name",
        "E-mails": "more_emails",
        "Phones": "more_phones",
        "Organisation": "company",
        "Department": "new:text",
        "Job title": "new:text",
        "Nickname": "new:text",
        "Street": "new:text",
        "City": "city",
        "Region": "new:text",
        "Postcode": "new:text",
        "Country": "country",
        "Categories": "tags",
        "Birthday": "new:date",
        "Birthday without year": "new:text",
        "Note": "new:text",
        "Web": "new:text",
        "Preferred language": "language",
        "Time zone": "time_zone",
        "Other properties": "extras",
    }
