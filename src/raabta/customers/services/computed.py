"""Write values that were computed: only what changed, many people at once, without a history line.

The definition of the attribute says where such a value came from.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from raabta.customers.models import Customer
from raabta.kernel import changes, rows
from raabta.workspaces.models import Workspace


@transaction.atomic
def put_computed(*, workspace: Workspace, key: str, values: Mapping[int, Any]) -> int:
    """Give people (by id) this value of the attribute, None for none. Returns how many changed."""
    held = Customer.objects.select_for_update().filter(
        workspace=workspace, pk__in=list(values), deleted_at=None, erased_at=None
    )
    changed = []
    for pk, attributes in held.order_by("pk").values_list("pk", "attributes"):
        value = values[pk]
        if attributes.get(key) == value and type(attributes.get(key)) is type(value):
            continue
        kept = {name: other for name, other in attributes.items() if name != key}
        changed.append((rows.as_json(kept if value is None else {**kept, key: value}), pk))
    if changed:
        rows.update(Customer, ["attributes"], changed)
        changes.mark(workspace_id=workspace.pk, table="customer", ids=[pk for _text, pk in changed])
    return len(changed)
