"""Questions about the tree of companies: one query a level, and there are few levels."""

from dataclasses import dataclass

from django.db.models import QuerySet

from raabta.customers.models import Company
from raabta.workspaces.models import Workspace

LEVELS = 8
SHOWN = 100


@dataclass(frozen=True)
class Family:
    """A company's relatives: the top comes first; siblings and children by name, the first 100."""

    ancestors: list[Company]
    siblings: list[Company]
    children: list[Company]
    ids: list[int]  # the company and everything under it

    @property
    def is_alone(self) -> bool:
        return not (self.ancestors or self.siblings or self.children)


def family_of(workspace: Workspace, company: Company) -> Family:
    children = _alive(workspace).filter(parent=company).order_by("name", "pk")
    siblings = _alive(workspace).filter(parent=company.parent_id).exclude(pk=company.pk)
    return Family(
        ancestors=ancestors_of(workspace, company)[::-1],
        siblings=list(siblings.order_by("name", "pk")[:SHOWN]) if company.parent_id else [],
        children=list(children[:SHOWN]),
        ids=[pk for level in levels_under(workspace, company) for pk in level],
    )


def ancestors_of(workspace: Workspace, company: Company) -> list[Company]:
    """Its parent first, the top last."""
    found: list[Company] = []
    at = company.parent_id
    while at is not None and len(found) < LEVELS:
        one = _alive(workspace).filter(pk=at).first()
        if one is None:
            break
        found.append(one)
        at = one.parent_id
    return found


def levels_under(workspace: Workspace, company: Company) -> list[list[int]]:
    """The ids of the company, of its children, of theirs, and so on: one list a level."""
    levels = [[company.pk]]
    while len(levels) < LEVELS:
        below = _alive(workspace).filter(parent_id__in=levels[-1])
        ids = list(below.values_list("pk", flat=True))
        if not ids:
            break
        levels.append(ids)
    return levels


def height_of(workspace: Workspace, company: Company) -> int:
    """How many levels the company and everything under it take."""
    return len(levels_under(workspace, company))


def _alive(workspace: Workspace) -> QuerySet[Company]:
    return Company.objects.filter(workspace=workspace, deleted_at=None)
