"""Shopify: customers, from the admin's export (today's and the older one)."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class ShopifyCustomers(PeopleExport):
    """Columns from samples of both exports and of the connectors' table."""

    key: ClassVar = "shopify_customers"
    system: ClassVar = "Shopify"
    label: ClassVar = _("Shopify (customers)")
    takes: ClassVar = _(
        "Customer ids, names, phones, company, place and tags; who accepts e-mail and SMS "
        "marketing; address, total spent, number of orders and note become attributes."
    )
    signatures: ClassVar = (
        ("Email", "Accepts Email Marketing", "Total Spent", "Tax Exempt"),
        ("Email", "Accepts Marketing", "Total Spent", "Tax Exempt"),
        ("email", "orders_count", "total_spent", "verified_email"),
    )
    columns: ClassVar = {
        "Customer ID": "external_id",
        "id": "external_id",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Email": "email",
        "Phone": "phone",
        "Default Address Phone": "more_phones",
        "Company": "company",
        "Default Address Company": "company",
        "City": "city",
        "Default Address City": "city",
        "Country Code": "country",
        "Default Address Country Code": "country",
        "Accepts Email Marketing": "consent:marketing:email",
        "Accepts Marketing": "consent:marketing:email",
        "email_marketing_consent_state": "consent:marketing:email",
        "email_marketing_consent_updated_at": "consent_at:marketing:email",
        "email_marketing_consent_opt_in_level": "consent_note",
        "Accepts SMS Marketing": "consent:marketing:sms",
        "Tags": "tags",
        "created_at": "created_at",
    }
    left_out: ClassVar = (
        "Country",
        "Default Address Country",
        "_fivetran_synced",
        "default_address_id",
        "updated_at",
    )
