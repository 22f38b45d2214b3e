"""Values of the workspace's own attributes: parsed by their definitions."""

from collections.abc import Mapping
from typing import Any

from raabta.api.shapes import Text, refuse
from raabta.customers.attributes import InvalidValue, parse_value
from raabta.customers.fields import definitions_of
from raabta.customers.models import AttributeDefinition
from raabta.workspaces.models import Workspace

AttributeValue = Text | int | float | bool | list[Any] | dict[str, Any] | None
AttributeValues = dict[Text, AttributeValue]


def attributes_from(
    workspace: Workspace, subject: str, given: Mapping[str, AttributeValue]
) -> dict[str, Any]:
    """The values to store; None takes one away. Raises Problem 422 for each bad one."""
    known = known_attributes(workspace, subject) if given else {}
    values, errors = parsed(known, given)
    refuse([{"where": f"body.attributes.{key}", "message": says} for key, says in errors.items()])
    return values


def with_needed(workspace: Workspace, subject: str, given: AttributeValues) -> AttributeValues:
    """For new rows: None for each attribute that must be filled in and is absent, so it is told."""
    needed = [known.key for known in definitions_of(workspace, subject) if known.is_required]
    return {**dict.fromkeys(needed), **given}


def known_attributes(workspace: Workspace, subject: str) -> dict[str, AttributeDefinition]:
    return {definition.key: definition for definition in definitions_of(workspace, subject)}


def parsed(
    known: Mapping[str, AttributeDefinition], given: Mapping[str, AttributeValue]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the good ones, and what is wrong with each bad one."""
    values, errors = {}, {}
    for key, raw in given.items():
        try:
            values[key] = parse_value(known[key], raw)
        except KeyError:
            errors[key] = "The workspace has no such attribute."
        except InvalidValue as error:
            errors[key] = str(error)
    return values, errors
