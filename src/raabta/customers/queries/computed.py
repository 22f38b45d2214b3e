"""Who holds a computed value."""

from django.db.models import QuerySet

from raabta.customers.models import Customer
from raabta.workspaces.models import Workspace


def holders(
    workspace: Workspace, key: str, *, after: int, upto: int | None = None, limit: int | None = None
) -> list[int]:
    """Ids of the people who have a value of this attribute, ascending, above `after`."""
    found = _holding(workspace, key).filter(pk__gt=after)
    if upto is not None:
        found = found.filter(pk__lte=upto)
    return list(found.order_by("pk").values_list("pk", flat=True)[:limit])


def count_holders(workspace: Workspace, key: str) -> int:
    return _holding(workspace, key).count()


def _holding(workspace: Workspace, key: str) -> QuerySet[Customer]:
    return Customer.objects.filter(
        workspace=workspace, deleted_at=None, erased_at=None, attributes__has_key=key
    )
