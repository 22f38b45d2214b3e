"""Before an attribute is retired, whoever uses it is told."""

from typing import Any

import pytest

from raabta.audiences.models import Audience
from raabta.content.models import Template, Variant
from raabta.customers.attribute_use import names
from raabta.customers.models import AttributeDefinition, SavedView
from raabta.customers.queries.attribute_uses import uses_of_definition
from raabta.customers.services.attributes import define_attribute
from raabta.forms.models import Form
from raabta.kernel import clock
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace


def define(workspace: Workspace, **values: Any) -> AttributeDefinition:
    given = {"kind": "number", **values}
    return define_attribute(workspace=workspace, actor=SYSTEM, values=given)


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("{{ attributes.size }}", True),
        ("{{ attributes['size'] }}", True),
        ("{{ attributes.size_eu }}", False),
        ("sort=-attributes.size", True),
        ("my size", False),
    ],
)
def test_a_text_names_an_attribute_by_its_whole_key(text: str, *, is_named: bool) -> None:
    assert names(text, "size") is is_named
    assert names([{"text": text}], "size") is is_named


def test_every_kind_of_use_is_found(workspace: Workspace) -> None:
    size = define(workspace, label="Size")
    define(workspace, label="Double", formula="size * 2")
    now = clock.now()
    item = {"key": "attribute_number", "params": {"field": "attributes.size"}}
    rule = {"match": "all", "items": [{"match": "any", "items": [item]}]}
    moments = {"created_at": now, "updated_at": now}
    Audience.objects.create(workspace=workspace, name="Tall", rule=rule, **moments)
    template = Template.objects.create(workspace=workspace, name="Hello", **moments)
    tree = [{"type": "text", "html": "<p>{{ attributes.size }}</p>"}]
    Variant.objects.create(
        workspace=workspace, template=template, language="en", tree=tree, updated_at=now
    )
    fields = [{"type": "number", "writes": "attributes.size"}]
    Form.objects.create(workspace=workspace, name="Ask", fields=fields, **moments)
    query = "columns=name,attributes.size"
    SavedView.objects.create(
        workspace=workspace, name="Sizes", query=query, owner_id=1, is_shared=True
    )
    uses, hidden = uses_of_definition(size, lambda _permission: True)
    assert sorted(one.label for one in uses) == ["Ask", "Double", "Hello", "Sizes", "Tall"]
    assert hidden == 0
    seen, hidden = uses_of_definition(size, lambda permission: permission == "forms.view")
    assert ([one.label for one in seen], hidden) == (["Ask"], 4)
    other = define(workspace, label="Other")
    assert uses_of_definition(other, lambda _permission: True) == ([], 0)


def test_attributes_of_orders_are_used_by_their_own_condition(workspace: Workspace) -> None:
    branch = define(workspace, label="Branch", kind="text", subject="order")
    same = define(workspace, label="Branch", kind="text")
    params = {"filters": [{"name": "branch", "operator": "is", "value": "Lahore"}]}
    rule = {"match": "all", "items": [{"key": "order_attribute", "params": params}]}
    now = clock.now()
    Audience.objects.create(
        workspace=workspace, name="Lahore", rule=rule, created_at=now, updated_at=now
    )
    for definition, count in ((branch, 1), (same, 0)):
        uses, _hidden = uses_of_definition(definition, lambda _permission: True)
        assert len(uses) == count
