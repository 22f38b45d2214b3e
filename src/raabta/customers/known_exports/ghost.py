"""Ghost: members, and the newsletters that are moved to Ghost in the same columns."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class Ghost(PeopleExport):
    """Columns from Ghost's help on exporting members; no sample of its own export."""

    key: ClassVar = "ghost"
    system: ClassVar = "Ghost"
    id_prefix: ClassVar = "ghost:"
    label: ClassVar = _("Ghost (members)")
    takes: ClassVar = _(
        "Names, labels as tags, created date and who gets the newsletter; note, plan, tiers and "
        "the id at the payment provider become attributes."
    )
    signatures: ClassVar = (
        ("email", "subscribed_to_emails", "complimentary_plan"),
        ("email", "subscribed_to_emails", "stripe_customer_id"),
    )
    columns: ClassVar = {
        "id": "external_id",
        "email": "email",
        "name": "name",
        "labels": "tags",
        "created_at": "created_at",
        "subscribed_to_emails": "consent:marketing:email",
    }
    left_out: ClassVar = ("deleted_at", "import_tiers")
