from raabta.customers.models.attributes import AttributeDefinition, SavedView, Tag
from raabta.customers.models.companies import Company
from raabta.customers.models.consent import Consent, ConsentRecord
from raabta.customers.models.imports import Import, RejectedRow
from raabta.customers.models.people import (
    Customer,
    CustomerChange,
    CustomerTag,
    Identity,
    Note,
)

__all__ = [
    "AttributeDefinition",
    "Company",
    "Consent",
    "ConsentRecord",
    "Customer",
    "CustomerChange",
    "CustomerTag",
    "Identity",
    "Import",
    "Note",
    "RejectedRow",
    "SavedView",
    "Tag",
]
