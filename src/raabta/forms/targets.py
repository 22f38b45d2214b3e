"""Fields of a person that an answer may be written to."""

from raabta.customers.fields import Field, writable_fields
from raabta.workspaces.models import Workspace

# addresses have kinds of their own; the others say who somebody is, which a stranger must not
NO_TARGET = {"company_id", "external_id", "email", "phone"}


def targets(workspace: Workspace) -> dict[str, Field]:
    return {key: one for key, one in writable_fields(workspace).items() if key not in NO_TARGET}
