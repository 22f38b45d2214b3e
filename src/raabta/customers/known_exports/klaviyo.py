"""Klaviyo: profiles of a list or segment, and the connectors' table of persons."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class Klaviyo(PeopleExport):
    """Columns from Klaviyo's help on exporting lists, and from a sample of the table."""

    key: ClassVar = "klaviyo"
    system: ClassVar = "Klaviyo"
    id_prefix: ClassVar = "klaviyo:"
    label: ClassVar = _("Klaviyo (profiles)")
    takes: ClassVar = _(
        "Names, phone, place, language and time zone; e-mail and SMS consent with its time, and "
        "method and source as evidence; your own properties become attributes. Profiles that "
        "never subscribed get no consent."
    )
    signatures: ClassVar = (
        ("Email", "Klaviyo ID"),
        ("Email", "Email Marketing Consent", "Email Marketing Consent Timestamp"),
        ("Email", "$consent", "$source"),
        ("id", "organization", "phone_number", "custom_source", "email"),
        ("id", "custom_consent", "email"),
    )
    columns: ClassVar = {
        "Klaviyo ID": "external_id",
        "id": "external_id",
        "Email": "email",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Phone Number": "phone",
        "Organization": "company",
        "City": "city",
        "Country": "country",
        "Locale": "language",
        "Timezone": "time_zone",
        "Date Added": "created_at",
        "Profile Created On": "created_at",
        "created": "created_at",
        "Email Marketing Consent": "consent:marketing:email",
        "Email Marketing Consent Timestamp": "consent_at:marketing:email",
        "Email Suppressions": "consent_note",
        "SMS Marketing Consent": "consent:marketing:sms",
        "SMS Marketing Consent Timestamp": "consent_at:marketing:sms",
        "custom_accepts_marketing": "consent:marketing:email",
        "custom_consent_method": "consent_note",
        "custom_source": "consent_note",
        "Tags": "tags",
        "custom_shopify_tags": "tags",
    }
    left_out: ClassVar = (
        "_fivetran_deleted",
        "_fivetran_synced",
        "latitude",
        "longitude",
        "updated",
        "custom_email",
        "custom_object",
    )
