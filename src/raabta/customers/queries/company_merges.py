"""Companies that may be one, two of them side by side, and where a merged one is now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from raabta.customers.company_follower import in_order
from raabta.customers.company_values import fields_of_both, value_of
from raabta.customers.fields import BUILT_IN, Field, attribute_field, definitions_of
from raabta.customers.mail_domains import domain_in
from raabta.customers.models import AttributeDefinition, Company, CompanyMerge
from raabta.search.folding import words
from raabta.workspaces.models import Workspace

# forms of companies, which are written or left out
FORMS = frozenset(
    """ltd limited pvt private inc incorporated llc llp plc corp corporation co company gmbh ag kg
    ug ohg bv nv sa sas sarl srl spa ab as oy aps pty the""".split()  # noqa: SIM905
)
SHOWN = 200  # groups


@dataclass(frozen=True)
class Compared:
    field: Field
    survivor: Any
    other: Any

    @property
    def is_same(self) -> bool:
        return bool(self.survivor == self.other)

    @property
    def side(self) -> str:
        return "other" if self.survivor in (None, "", []) else "survivor"


def compare_companies(workspace: Workspace, survivor: Company, other: Company) -> list[Compared]:
    """The fields in which at least one has a value; retired attributes follow unseen."""
    own = definitions_of(workspace, AttributeDefinition.Subject.COMPANY)
    known = {one.key: one for one in (*BUILT_IN, *map(attribute_field, own))}
    known["name"] = Field("name", _("Name"))
    found = []
    for key in fields_of_both(survivor, other):
        values = value_of(survivor, key), value_of(other, key)
        if key in known and any(value not in (None, "", []) for value in values):
            found.append(Compared(known[key], *values))
    return found


def following_company(workspace: Workspace, company_id: int) -> list[tuple[str, int]]:
    """What would go along, in words with numbers; what is empty is left out."""
    counted = ((one.label, one.count(workspace, company_id)) for one in in_order())
    return [(str(label), count) for label, count in counted if count]


def merges_of_company(workspace: Workspace, company_id: int) -> QuerySet[CompanyMerge]:
    """The merges that the company took part in, the newest first."""
    mine = Q(survivor=company_id) | Q(other=company_id)
    held = CompanyMerge.objects.filter(mine, workspace=workspace)
    return held.select_related("survivor", "other").order_by("-at", "-pk")


def company_survivor(workspace: Workspace, company_id: int) -> int:
    """The id of which company has its things now: its own, when it was not merged."""
    found, into = company_id, company_id
    while into:
        found = into
        held = Company.objects.filter(workspace=workspace, pk=found, merged_into__isnull=False)
        into = held.values_list("merged_into", flat=True).first() or 0
    return found


def duplicate_companies(workspace: Workspace) -> list[list[Company]]:
    """Groups of companies with one name, whatever its spelling and legal form, or one domain.

    The largest groups first; within one, the company that is known longest.
    """
    held = Company.objects.filter(workspace=workspace, deleted_at=None).order_by("pk")
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for pk, name, domain in held.values_list("pk", "name", "domain").iterator():
        for key in {name_key(name), domain_in(domain) if domain else ""} - {""}:
            groups[key].append(pk)
    alike = _distinct(ids for ids in groups.values() if len(ids) > 1)
    companies = held.in_bulk([pk for ids in alike for pk in ids])
    return [[companies[pk] for pk in ids] for ids in alike]


def name_key(name: str) -> str:
    """What two spellings of a company's name have in common: "acme" of "The ACME Pvt. Ltd."."""
    every = words(name.replace(".", ""))
    return " ".join([word for word in every if word not in FORMS] or every)


def _distinct(groups: Iterable[list[int]]) -> list[list[int]]:
    every = dict.fromkeys(map(tuple, groups))
    return [list(ids) for ids in sorted(every, key=lambda ids: (-len(ids), ids))][:SHOWN]
