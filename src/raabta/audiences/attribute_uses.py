from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.audiences.models import Audience
from raabta.customers.attribute_use import AttributeUse, names
from raabta.customers.models import AttributeDefinition
from raabta.workspaces.use import Use


class UseInRule(AttributeUse):
    """Audiences whose rule asks for it; archived ones too, for their rule counts."""

    key: ClassVar = "audience"
    permission: ClassVar = "audiences.view"

    @classmethod
    def uses(cls, definition: AttributeDefinition) -> list[Use]:
        return [
            Use(_("Audience"), one.name, "web:audiences:show", (one.pk,))
            for one in Audience.objects.order_by("name")
            if any(_asks(item, definition) for item in _items(one.rule))
        ]


def _items(rule: Any) -> list[dict[str, Any]]:
    """The conditions of a stored rule, those in groups too."""
    found: list[dict[str, Any]] = []
    for item in rule.get("items", []) if isinstance(rule, dict) else []:
        found += [item, *_items(item)]
    return found


def _asks(item: dict[str, Any], definition: AttributeDefinition) -> bool:
    """By the subject: a person's are named by "field", those of other records in filters."""
    params = item.get("params", {})
    if definition.subject == AttributeDefinition.Subject.CUSTOMER:
        return names(str(params.get("field", "")), definition.key)
    if item.get("key") != CONDITIONS.get(definition.subject, ""):
        return False
    filters = params.get("filters", [])
    asked = {str(params.get("attribute", "")), *(str(one.get("name", "")) for one in filters)}
    return definition.key in asked


CONDITIONS: dict[str, str] = {
    AttributeDefinition.Subject.ORDER: "order_attribute",
    AttributeDefinition.Subject.COMPANY: "company_attribute",
}
