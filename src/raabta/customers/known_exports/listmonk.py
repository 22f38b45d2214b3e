"""listmonk: subscribers, exported or as prepared for its import."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class Listmonk(PeopleExport):
    """Columns from a sample and from the manual of the subscribers' export."""

    key: ClassVar = "listmonk"
    system: ClassVar = "listmonk"
    label: ClassVar = _("listmonk (subscribers)")
    takes: ClassVar = _(
        "Names, created date, status (enabled is a consent, disabled and blocklisted a "
        "withdrawal), and each of the attributes as one of yours."
    )
    signatures: ClassVar = (
        ("email", "name", "attributes"),
        ("uuid", "email", "name", "status", "attributes"),
    )
    columns: ClassVar = {
        "email": "email",
        "name": "name",
        "attributes": "extras",
        "status": "consent:marketing:email",
        "lists": "tags",
        "created_at": "created_at",
        "updated_at": "consent_at:marketing:email",
    }
    left_out: ClassVar = ("id", "uuid")
