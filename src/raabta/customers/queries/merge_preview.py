"""Two people side by side before they are merged: values, where these came from, what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from raabta.customers.field_values import fields_of_both, is_filled, value_of
from raabta.customers.fields import Field, fields_of
from raabta.customers.merge_follower import in_order
from raabta.customers.models import Company, Customer
from raabta.customers.queries.provenance import Source, origin_of, sources_of
from raabta.customers.trust import Trust, trust_of
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Compared:
    """One field of both; `side` is proposed: the only value, else the more trusted, else the
    later one.
    """

    field: Field
    survivor: Any
    other: Any
    survivor_source: Source
    other_source: Source
    trusts_other: int  # above 0: its source counts more, below: less

    @property
    def is_same(self) -> bool:
        return bool(self.survivor == self.other)

    @property
    def side(self) -> str:
        if is_filled(self.survivor) and is_filled(self.other):
            # the first address stays the first, for the other one is kept beside it
            is_later = self.other_source.at > self.survivor_source.at
            is_better = self.trusts_other > 0 or (self.trusts_other == 0 and is_later)
            return "other" if is_better and not self.field.is_address else "survivor"
        return "survivor" if is_filled(self.survivor) else "other"


def compare(workspace: Workspace, survivor: Customer, other: Customer) -> list[Compared]:
    """The fields in which at least one has a value."""
    known = fields_of(workspace)
    both = fields_of_both(survivor, other)
    trust = trust_of(workspace)
    mine, theirs = _sources(workspace, survivor), _sources(workspace, other)
    return [
        Compared(
            field,
            _readable(survivor, key),
            _readable(other, key),
            mine(key),
            theirs(key),
            _rank(trust, key, mine(key)) - _rank(trust, key, theirs(key)),
        )
        for key, field in known.items()
        if key in both and (is_filled(value_of(survivor, key)) or is_filled(value_of(other, key)))
    ]


def following(workspace: Workspace, customer_id: int) -> list[tuple[str, int]]:
    """What would go along with this person, in words with numbers; what is empty is left out."""
    counted = ((one.label, one.count(workspace, customer_id)) for one in in_order())
    return [(str(label), count) for label, count in counted if count]


def _sources(workspace: Workspace, customer: Customer) -> Callable[[str], Source]:
    found, origin = sources_of(workspace, customer), origin_of(workspace, customer)
    return lambda key: found.get(key, origin)


def _rank(trust: Trust, key: str, source: Source) -> int:
    return trust.rank(key, source.via, source.actor)


def _readable(customer: Customer, key: str) -> Any:
    if key != "company_id":
        return value_of(customer, key)
    company = (
        Company.objects.filter(pk=customer.company_id).first() if customer.company_id else None
    )
    return company.name if company else ""
