import re
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.content.models import Variant
from raabta.customers.attribute_use import AttributeUse, names
from raabta.customers.models import AttributeDefinition
from raabta.workspaces.use import Use


class UseInTemplate(AttributeUse):
    """Templates that write it or ask for it, in any language."""

    key: ClassVar = "template"
    permission: ClassVar = "content.view"

    @classmethod
    def uses(cls, definition: AttributeDefinition) -> list[Use]:
        if definition.subject != AttributeDefinition.Subject.CUSTOMER:
            return []
        held = Variant.objects.filter(template__archived_at=None).select_related("template")
        found = {
            one.template.pk: one.template.name
            for one in held.order_by("template__name", "pk")
            if names(_text_of(one), definition.key)
        }
        return [Use(_("Template"), name, "web:templates:show", (pk,)) for pk, name in found.items()]


def _text_of(variant: Variant) -> str:
    parts = (variant.subject, variant.preheader, variant.plain_text, str(variant.tree))
    return re.sub(r"\s+", " ", " ".join(parts))
