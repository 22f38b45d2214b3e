"""Values that only some colleagues may see: which fields they are, and what stands in their place."""

from raabta.customers.models import AttributeDefinition
from raabta.workspaces.models import Workspace

MASK = "••••"
PERMISSION = "customers.sensitive"


def sensitive_keys(workspace: Workspace) -> set[str]:
    """The keys of people's attributes that are masked, archived ones too."""
    rows = AttributeDefinition.objects.filter(
        workspace=workspace, subject=AttributeDefinition.Subject.CUSTOMER, is_sensitive=True
    )
    return set(rows.values_list("key", flat=True))
