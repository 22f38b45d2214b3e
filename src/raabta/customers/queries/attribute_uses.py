"""Where an attribute is used."""

from collections.abc import Callable

from raabta.customers.attribute_use import attribute_uses
from raabta.customers.models import AttributeDefinition
from raabta.workspaces.use import Use


def uses_of_definition(
    definition: AttributeDefinition, may: Callable[[str], bool]
) -> tuple[list[Use], int]:
    """The uses that somebody may see, and how many more there are."""
    seen: list[Use] = []
    hidden = 0
    for member in attribute_uses.members():
        found = member.uses(definition)
        if may(member.permission):
            seen += found
        else:
            hidden += len(found)
    return seen, hidden
