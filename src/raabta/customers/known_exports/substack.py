"""Substack: the list of e-mails."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class Substack(PeopleExport):
    """Columns from a sample."""

    key: ClassVar = "substack"
    system: ClassVar = "Substack"
    label: ClassVar = _("Substack (e-mails)")
    takes: ClassVar = _(
        "E-mails, created date and who switched mails off; subscription and expiry become "
        "attributes. Not having switched mails off is no consent."
    )
    signatures: ClassVar = (("email", "email_disabled", "expiry"),)
    columns: ClassVar = {
        "email": "email",
        "created_at": "created_at",
        "email_disabled": "refusal:marketing:email",
    }
