"""WooCommerce: customers, from Analytics or from the usual customer exporters."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class WooCommerceCustomers(PeopleExport):
    """Columns from the manuals of Analytics and of the Customer/Order CSV export; no sample."""

    key: ClassVar = "woocommerce_customers"
    system: ClassVar = "WooCommerce"
    label: ClassVar = _("WooCommerce (customers)")
    takes: ClassVar = _(
        "Customer ids, names, phone, company, place and the day they signed up; user name, "
        "address, orders and spending become attributes. The file holds no consent."
    )
    signatures: ClassVar = (
        ("Name", "Username", "Last Active", "Sign Up", "Email"),
        ("Username", "Sign Up", "Total Spend", "AOV"),
        ("customer_id", "email", "billing_first_name", "billing_email"),
        ("customer_id", "billing_city", "billing_country", "email"),
    )
    columns: ClassVar = {
        "customer_id": "external_id",
        "user_id": "external_id",
        "Name": "name",
        "first_name": "first_name",
        "last_name": "last_name",
        "billing_first_name": "first_name",
        "billing_last_name": "last_name",
        "Email": "email",
        "billing_email": "more_emails",
        "billing_phone": "phone",
        "billing_company": "company",
        "City": "city",
        "billing_city": "city",
        "Country / Region": "country",
        "billing_country": "country",
        "Sign Up": "created_at",
        "date_registered": "created_at",
    }
    left_out: ClassVar = ("password", "role", "user_pass")
