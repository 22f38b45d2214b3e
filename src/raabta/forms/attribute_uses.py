from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.attribute_use import AttributeUse
from raabta.customers.models import AttributeDefinition
from raabta.forms.models import Form
from raabta.workspaces.use import Use


class UseInForm(AttributeUse):
    """Forms that ask visitors for it."""

    key: ClassVar = "form"
    permission: ClassVar = "forms.view"

    @classmethod
    def uses(cls, definition: AttributeDefinition) -> list[Use]:
        if definition.subject != AttributeDefinition.Subject.CUSTOMER:
            return []
        held = Form.objects.filter(deleted_at=None).order_by("name", "pk")
        return [
            Use(_("Form"), one.name, "web:forms:show", (one.pk,))
            for one in held
            if asks_for(one.fields, definition.key)
        ]


def asks_for(fields: list[dict[str, object]], key: str) -> bool:
    return any(f"attributes.{key}" in map(str, field.values()) for field in fields)
