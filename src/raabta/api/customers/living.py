"""A customer who is there; one who was merged points to whom they are now."""

from django.http import Http404

from raabta.api.problems import Problem
from raabta.customers.models import Customer
from raabta.customers.queries import people
from raabta.customers.queries.merges import survivor_of
from raabta.workspaces.models import Workspace


def living(workspace: Workspace, customer_id: int) -> Customer:
    """Raises Http404, or Problem 410 with `merged_into`."""
    found = people(workspace).filter(pk=customer_id).first()
    if found is not None:
        return found
    survivor_id = survivor_of(workspace, customer_id)
    if survivor_id == customer_id:
        raise Http404
    says = f"This customer was merged into {survivor_id}. Nothing was changed; ask for that one."
    raise Problem(410, says, merged_into=survivor_id)
