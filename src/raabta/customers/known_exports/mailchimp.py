"""Mailchimp: the audience's subscribed, unsubscribed and cleaned files, and the API's members."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class Mailchimp(PeopleExport):
    """A confirmed time is the consent; the unsubscribed and cleaned files add the withdrawal."""

    key: ClassVar = "mailchimp"
    system: ClassVar = "Mailchimp"
    label: ClassVar = _("Mailchimp (audience)")
    takes: ClassVar = _(
        "Names, tags, country, time zone and language; when and from which address people "
        "confirmed, unsubscribed or were cleaned, with campaign and reason as evidence; merge "
        "fields become attributes. People without a confirmed time get no consent."
    )
    signatures: ClassVar = (
        ("Email Address", "MEMBER_RATING", "LEID", "EUID"),
        ("Email Address", "MEMBER_RATING", "OPTIN_TIME"),
        ("email_address", "list_id", "merge_fname", "status"),
    )
    columns: ClassVar = {
        "Email Address": "email",
        "First Name": "first_name",
        "merge_fname": "first_name",
        "Last Name": "last_name",
        "merge_lname": "last_name",
        "Phone Number": "phone",
        "Company": "company",
        "Tags": "tags",
        "CC": "country",
        "country_code": "country",
        "TIMEZONE": "time_zone",
        "language": "language",
        "OPTIN_TIME": "created_at",
        "timestamp_signup": "created_at",
        "CONFIRM_TIME": "agreed_at:marketing:email",
        "OPTIN_IP": "consent_ip",
        "CONFIRM_IP": "consent_ip",
        "ip_signup": "consent_ip",
        "ip_opt": "consent_ip",
        "UNSUB_TIME": "withdrew_at:marketing:email",
        "UNSUB_CAMPAIGN_TITLE": "consent_note",
        "UNSUB_REASON": "consent_note",
        "UNSUB_REASON_OTHER": "consent_note",
        "CLEAN_TIME": "withdrew_at:marketing:email",
        "CLEAN_CAMPAIGN_TITLE": "consent_note",
        "status": "consent:marketing:email",
        "timestamp_opt": "agreed_at:marketing:email",
        "last_changed": "consent_at:marketing:email",
        "NOTES": "new:text",
    }
    left_out: ClassVar = (
        "LATITUDE",
        "LONGITUDE",
        "GMTOFF",
        "DSTOFF",
        "LEID",
        "EUID",
        "UNSUB_CAMPAIGN_ID",
        "CLEAN_CAMPAIGN_ID",
        "id",
        "list_id",
        "_fivetran_synced",
        "unique_email_id",
        "email_client",
        "email_type",
    )
