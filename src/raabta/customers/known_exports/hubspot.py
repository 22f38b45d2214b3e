"""HubSpot: contacts, as exported from the list of contacts or by the connectors' tables."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class HubSpot(PeopleExport):
    """Columns from a sample and from HubSpot's list of default contact properties."""

    key: ClassVar = "hubspot"
    system: ClassVar = "HubSpot"
    id_prefix: ClassVar = "hubspot:"
    label: ClassVar = _("HubSpot (contacts)")
    takes: ClassVar = _(
        "Names, further addresses, company, created date and opt-outs; every other property that "
        "is filled in becomes an attribute. Not having opted out is no consent."
    )
    signatures: ClassVar = (
        ("Record ID", "Lead Status", "Create Date"),
        ("Record ID", "First Name", "Last Name", "Email", "Create Date"),
        ("Record ID - Contact", "Email"),
        ("Record ID", "Lifecycle Stage"),
        ("id", "property_email", "property_firstname"),
    )
    columns: ClassVar = {
        "Record ID": "external_id",
        "Record ID - Contact": "external_id",
        "id": "external_id",
        "First Name": "first_name",
        "property_firstname": "first_name",
        "Last Name": "last_name",
        "property_lastname": "last_name",
        "Email": "email",
        "property_email": "email",
        "Additional email addresses": "more_emails",
        "property_email_1": "more_emails",
        "Phone Number": "phone",
        "property_phone": "phone",
        "Mobile Phone Number": "more_phones",
        "WhatsApp Phone Number": "more_phones",
        "Create Date": "created_at",
        "property_createdate": "created_at",
        "Company Name": "company",
        "Associated Company": "company",
        "property_company": "company",
        "Country/Region": "country",
        "City": "city",
        "Preferred language": "language",
        "Time Zone": "time_zone",
        "Unsubscribed from all email": "refusal:marketing:email",
        "Opted out of all email": "refusal:marketing:email",
        "Opted out of email: Marketing Information": "refusal:marketing:email",
    }
    left_out: ClassVar = (
        "Associated Company IDs",
        "_fivetran_deleted",
        "_fivetran_synced",
        "property_created_at",
        "property_hs_merged_object_ids",
    )
