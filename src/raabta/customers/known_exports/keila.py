"""Keila: contacts."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class Keila(PeopleExport):
    """Columns from samples of Keila's own tests."""

    key: ClassVar = "keila"
    system: ClassVar = "Keila"
    label: ClassVar = _("Keila (contacts)")
    takes: ClassVar = _(
        "Names, ids, status (active is a consent, unsubscribed and unreachable a withdrawal), and "
        "each value of the data field as an attribute."
    )
    signatures: ClassVar = (
        ("Email", "First name", "Last name", "Data"),
        ("Email", "First name", "Last name", "Status"),
    )
    is_exact: ClassVar = True
    words: ClassVar = {"Status": ("active", "unsubscribed", "unreachable", "")}
    columns: ClassVar = {
        "Email": "email",
        "First name": "first_name",
        "Last name": "last_name",
        "External ID": "external_id",
        "Data": "extras",
        "Status": "consent:marketing:email",
    }
