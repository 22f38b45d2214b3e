"""Values of the workspace's own attributes: parsed by their definitions."""

from collections.abc import Mapping
from typing import Any

from raabta.api.shapes import Text, refuse
from raabta.customers.attributes import InvalidValue, parse_value
from raabta.customers.fields import definitions_of
from raabta.workspaces.models import Workspace

AttributeValue = Text | int | float | bool | list[Text] | None
AttributeValues = dict[Text, AttributeValue]


def attributes_from(
    workspace: Workspace, subject: str, given: Mapping[str, AttributeValue]
) -> dict[str, Any]:
    """The values to store; None takes one away. Raises Problem 422 for each bad one."""
    if not given:
        return {}
    known = {definition.key: definition for definition in definitions_of(workspace, subject)}
    values, errors = {}, []
    for key, raw in given.items():
        try:
            values[key] = parse_value(known[key], raw)
        except KeyError:
            words = "The workspace has no such attribute."
            errors.append({"where": f"body.attributes.{key}", "message": words})
        except InvalidValue as error:
            errors.append({"where": f"body.attributes.{key}", "message": str(error)})
    refuse(errors)
    return values
