"""The files that prove answers of the consent ledger."""

from django.db.models import QuerySet

from raabta.customers.models import ConsentFile
from raabta.customers.queries.merges import members_of
from raabta.workspaces.models import Workspace

ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
}


def consent_files(workspace: Workspace, customer_id: int) -> QuerySet[ConsentFile]:
    """Of the person and of who was merged into them."""
    chains = members_of(workspace, customer_id)
    return ConsentFile.objects.filter(workspace=workspace, customer__in=chains).order_by("pk")
