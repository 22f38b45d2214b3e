"""Questions about people and companies."""

from raabta.customers.queries.consent import consent_ledger, consent_states, consents_of
from raabta.customers.queries.counting import tags_with_people_count, with_people_count
from raabta.customers.queries.people import (
    customer_with,
    find_people,
    identities_of,
    notes_of,
    people,
    people_by_id,
    tags_of,
)

__all__ = [
    "consent_ledger",
    "consent_states",
    "consents_of",
    "customer_with",
    "find_people",
    "identities_of",
    "notes_of",
    "people",
    "people_by_id",
    "tags_of",
    "tags_with_people_count",
    "with_people_count",
]
