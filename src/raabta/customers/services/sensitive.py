"""Keep who read sensitive values: one line of the audit trail for each reading, however many people."""

from collections.abc import Collection

from django.db import transaction

from raabta.customers.models import Customer
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import AuditEntry, Workspace
from raabta.workspaces.services.audit import record_audit

READ = "sensitive.read"
MOST_NAMED = 500  # people in one line; of more it tells only how many
EVIDENCE = "consent_evidence"


@transaction.atomic
def record_reading(
    *,
    workspace: Workspace,
    actor: Actor,
    customer_ids: Collection[int],
    fields: Collection[str],
    place: str,
) -> AuditEntry | None:
    """`fields` are keys; `place` is page, form, export or api. None when nobody was read."""
    if not customer_ids or not fields:
        return None
    ids = sorted(set(customer_ids))
    target: Customer | str = ""
    if len(ids) == 1:
        target = Customer.objects.get(workspace=workspace, pk=ids[0])
    named = ids if 1 < len(ids) <= MOST_NAMED else []
    return record_audit(
        workspace=workspace, actor=actor, verb=READ, target=target,
        detail={
            "read": sorted(fields), "place": place, "count": len(ids), "customer_ids": named,
        },
    )  # fmt: skip
