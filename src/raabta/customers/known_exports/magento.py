"""Magento and Adobe Commerce: customers, main file, address file or the grid's export."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class Magento(PeopleExport):
    """Columns from the samples that Magento ships. Secrets of the accounts are left out."""

    key: ClassVar = "magento_customers"
    system: ClassVar = "Magento"
    label: ClassVar = _("Magento (customers)")
    takes: ClassVar = _(
        "Names, created date, phone, company and place (from the address file); gender, birthday, "
        "group, store and tax number become attributes. Passwords are left out; the file holds no "
        "consent."
    )
    signatures: ClassVar = (
        ("email", "_website", "_store", "created_in", "group_id"),
        ("_website", "_email", "_entity_id", "country_id", "telephone"),
        ("ID", "Name", "Email", "Group", "Customer Since", "Web Site"),
    )
    columns: ClassVar = {
        "ID": "external_id",
        "email": "email",
        "_email": "email",
        "firstname": "first_name",
        "lastname": "last_name",
        "Name": "name",
        "created_at": "created_at",
        "Customer Since": "created_at",
        "telephone": "phone",
        "Phone": "phone",
        "company": "company",
        "city": "city",
        "country_id": "country",
        "Country": "country",
        "dob": "new:date",
    }
    left_out: ClassVar = (
        "password_hash",
        "password",
        "rp_token",
        "rp_token_created_at",
        "confirmation",
        "updated_at",
        "website_id",
        "store_id",
        "disable_auto_group_change",
        "reward_update_notification",
        "reward_warning_notification",
        "_entity_id",
        "region_id",
        "_address_default_billing_",
        "_address_default_shipping_",
    )
