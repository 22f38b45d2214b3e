"""Who read sensitive values of one person."""

from collections.abc import Iterator

from raabta.workspaces.models import AuditEntry, Workspace

READ = "sensitive.read"


def readings_of(workspace: Workspace, customer_id: int) -> Iterator[tuple[AuditEntry, bool]]:
    """Newest first, each with whether the person was surely among those who were read.

    Of readings of more people than were named, nobody can tell any more.
    """
    rows = AuditEntry.objects.filter(workspace=workspace, verb=READ).order_by("-pk")
    for entry in rows.iterator():
        ids = entry.detail.get("customer_ids") or []
        if entry.target_id:
            if entry.target_id == str(customer_id):
                yield entry, True
        elif customer_id in ids or not ids:
            yield entry, bool(ids)
