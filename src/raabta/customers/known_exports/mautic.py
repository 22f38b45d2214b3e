"""Mautic: contacts, from the list's export or as prepared for Mautic's own import."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class Mautic(PeopleExport):
    """Columns from samples, and from Mautic's default contact fields."""

    key: ClassVar = "mautic"
    system: ClassVar = "Mautic"
    id_prefix: ClassVar = "mautic:"
    label: ClassVar = _("Mautic (contacts)")
    takes: ClassVar = _(
        "Names, phones, company, place, language, tags, points, the date they were added and "
        "“do not contact”; other contact fields become attributes. The file holds no consent."
    )
    signatures: ClassVar = (
        ("firstname", "lastname", "email", "points"),
        ("firstname", "lastname", "email", "date_identified"),
        ("firstname", "lastname", "email", "preferred_locale"),
        ("firstname", "lastname", "email", "dateAdded"),
    )
    columns: ClassVar = {
        "id": "external_id",
        "email": "email",
        "firstname": "first_name",
        "lastname": "last_name",
        "phone": "phone",
        "mobile": "more_phones",
        "company": "company",
        "city": "city",
        "country": "country",
        "preferred_locale": "language",
        "timezone": "time_zone",
        "tags": "tags",
        "date_added": "created_at",
        "date_identified": "created_at",
        "doNotContact": "refusal:marketing:email",
        "doNotEmail": "refusal:marketing:email",
    }
    left_out: ClassVar = ("ip", "last_active", "is_published", "owner_id", "attribution_date")
