"""Zoho CRM: leads and contacts."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class Zoho(PeopleExport):
    """Columns from Zoho's help on standard fields; no sample."""

    key: ClassVar = "zoho"
    system: ClassVar = "Zoho CRM"
    id_prefix: ClassVar = "zoho:"
    label: ClassVar = _("Zoho CRM (leads and contacts)")
    takes: ClassVar = _(
        "Names, further e-mail and phones, company, place, tags, created time and opt-outs; other "
        "fields become attributes. Not having opted out is no consent."
    )
    signatures: ClassVar = (
        ("Record Id", "Email Opt Out", "Last Name"),
        ("Lead Id", "Lead Owner Id", "First Name", "Last Name", "Company"),
        ("Contact Id", "Contact Owner Id", "First Name", "Last Name", "Account Name"),
        ("Record Id", "Lead Owner", "Last Name"),
        ("Record Id", "Contact Owner", "Last Name"),
    )
    columns: ClassVar = {
        "Record Id": "external_id",
        "Lead Id": "external_id",
        "Contact Id": "external_id",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Email": "email",
        "Secondary Email": "more_emails",
        "Phone": "phone",
        "Mobile": "more_phones",
        "Other Phone": "more_phones",
        "Home Phone": "more_phones",
        "Company": "company",
        "Account Name": "company",
        "City": "city",
        "Mailing City": "city",
        "Country": "country",
        "Mailing Country": "country",
        "Tag": "tags",
        "Created Time": "created_at",
        "Email Opt Out": "refusal:marketing:email",
        "SMS Opt Out": "refusal:marketing:sms",
        "Unsubscribed Mode": "consent_note",
        "Unsubscribed Time": "withdrew_at:marketing:email",
    }
    left_out: ClassVar = (
        "Lead Owner Id",
        "Contact Owner Id",
        "Created By Id",
        "Created By",
        "Modified By Id",
        "Modified By",
        "Modified Time",
        "Full Name",
        "Locked",
        "Account Name Id",
    )
