"""Salesforce: leads and contacts, by the API's names, reports' labels or the connectors' tables."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.people_export import PeopleExport


class Salesforce(PeopleExport):
    """Columns from a sample and from the object reference of Lead and Contact."""

    key: ClassVar = "salesforce"
    system: ClassVar = "Salesforce"
    id_prefix: ClassVar = "salesforce:"
    label: ClassVar = _("Salesforce (leads and contacts)")
    takes: ClassVar = _(
        "Names, phones, company, mailing city and country, created date and opt-outs; status, "
        "source, owner and your own fields become attributes. Not having opted out is no consent."
    )
    signatures: ClassVar = (
        ("Lead ID", "FirstName", "LastName", "LeadSource"),
        ("Id", "FirstName", "LastName", "IsDeleted"),
        ("Id", "FirstName", "LastName", "OwnerId"),
        ("Lead ID", "First Name", "Last Name", "Lead Source"),
        ("Contact ID", "First Name", "Last Name", "Account Name"),
        ("id", "_fivetran_synced", "first_name", "last_name", "is_deleted", "owner_id"),
    )
    columns: ClassVar = {
        "Lead ID": "external_id",
        "Contact ID": "external_id",
        "Id": "external_id",
        "FirstName": "first_name",
        "LastName": "last_name",
        "Email": "email",
        "Phone": "phone",
        "MobilePhone": "more_phones",
        "HomePhone": "more_phones",
        "OtherPhone": "more_phones",
        "Mobile": "more_phones",
        "Company": "company",
        "Account Name": "company",
        "Company / Account": "company",
        "City": "city",
        "MailingCity": "city",
        "Country": "country",
        "MailingCountry": "country",
        "CreatedDate": "created_at",
        "Create Date": "created_at",
        "HasOptedOutOfEmail": "refusal:marketing:email",
        "Email Opt Out": "refusal:marketing:email",
        "DoNotCall": "refusal:marketing:phone",
    }
    left_out: ClassVar = (
        "IsDeleted",
        "MasterRecordId",
        "SystemModstamp",
        "LastModifiedById",
        "LastModifiedDate",
        "LastReferencedDate",
        "LastViewedDate",
        "PhotoUrl",
        "Name",
        "CreatedById",
        "_fivetran_synced",
    )
