"""beehiiv: subscribers."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class Beehiiv(PeopleExport):
    """Columns from a sample."""

    key: ClassVar = "beehiiv"
    system: ClassVar = "beehiiv"
    label: ClassVar = _("beehiiv (subscribers)")
    takes: ClassVar = _(
        "Names, created date and status (active is a consent, inactive a withdrawal) with the day "
        "they unsubscribed; tiers and your own fields become attributes."
    )
    signatures: ClassVar = (("email", "status", "tier", "unsubscribed_at"),)
    columns: ClassVar = {
        "email": "email",
        "First Name": "first_name",
        "Last Name": "last_name",
        "created_at": "created_at",
        "status": "consent:marketing:email",
        "unsubscribed_at": "consent_at:marketing:email",
    }
