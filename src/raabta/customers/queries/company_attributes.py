"""Companies by the value of one of their attributes."""

from django.db.models import QuerySet

from raabta.customers.fields import definitions_of
from raabta.customers.models import AttributeDefinition, Company
from raabta.workspaces.models import Workspace


def with_attribute(
    workspace: Workspace, companies: QuerySet[Company], key: str, value: str
) -> QuerySet[Company]:
    """Those whose attribute contains the text, or has any value; all, for no attribute."""
    if not key:
        return companies
    known = definitions_of(workspace, AttributeDefinition.Subject.COMPANY)
    if key not in {one.key for one in known}:
        return companies.none()
    text = value.replace("\x00", "").strip()
    if not text:
        return companies.filter(attributes__has_key=key)
    return companies.filter(**{f"attributes__{key}__icontains": text})
