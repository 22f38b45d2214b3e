from raabta.customers.models.attributes import AttributeDefinition, AttributePath, SavedView, Tag
from raabta.customers.models.companies import (
    Company,
    CompanyDomain,
    CompanyMerge,
    LinkingSettings,
)
from raabta.customers.models.consent import AppendOnly, Consent, ConsentRecord, ConsentState
from raabta.customers.models.consent_files import ConsentFile
from raabta.customers.models.consent_heads import ConsentAnchor, ConsentHead
from raabta.customers.models.imports import Import, RejectedRow
from raabta.customers.models.matching import CandidatePair, MatchingRun, MatchingSettings
from raabta.customers.models.merging import EventOwner, Merge, SourceRule
from raabta.customers.models.people import (
    Customer,
    CustomerChange,
    CustomerTag,
    Identity,
    Note,
)
from raabta.customers.models.rights import ErasureRequest, LegalHold, RightsPolicy
from raabta.customers.models.topics import Topic

__all__ = [
    "AppendOnly",
    "AttributeDefinition",
    "AttributePath",
    "CandidatePair",
    "Company",
    "CompanyDomain",
    "CompanyMerge",
    "Consent",
    "ConsentAnchor",
    "ConsentFile",
    "ConsentHead",
    "ConsentRecord",
    "ConsentState",
    "Customer",
    "CustomerChange",
    "CustomerTag",
    "ErasureRequest",
    "EventOwner",
    "Identity",
    "Import",
    "LegalHold",
    "LinkingSettings",
    "MatchingRun",
    "MatchingSettings",
    "Merge",
    "Note",
    "RejectedRow",
    "RightsPolicy",
    "SavedView",
    "SourceRule",
    "Tag",
    "Topic",
]
