"""Medusa: customers."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class Medusa(PeopleExport):
    """Columns from the reference of Medusa's Customer; Medusa has no export of its own for them."""

    key: ClassVar = "medusa_customers"
    system: ClassVar = "Medusa"
    label: ClassVar = _("Medusa (customers)")
    takes: ClassVar = _(
        "Customer ids, names, phone, company and created date; each value of the metadata becomes "
        "an attribute. The file holds no consent."
    )
    signatures: ClassVar = (
        ("id", "email", "first_name", "last_name", "has_account"),
        ("id", "email", "company_name", "has_account"),
    )
    columns: ClassVar = {
        "id": "external_id",
        "email": "email",
        "first_name": "first_name",
        "last_name": "last_name",
        "company_name": "company",
        "phone": "phone",
        "created_at": "created_at",
        "metadata": "extras",
    }
    left_out: ClassVar = ("updated_at", "deleted_at", "created_by")
