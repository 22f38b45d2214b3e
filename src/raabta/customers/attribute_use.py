"""The family of places that use an attribute: whoever uses one says so before it is retired."""

import json
import re
from typing import Any, ClassVar

from pydantic import BaseModel

from raabta.customers.models import AttributeDefinition
from raabta.kernel.registry import Registry
from raabta.workspaces.use import Use


class AttributeUse(BaseModel):
    """Subclass it in `attribute_uses.py` of any context."""

    key: ClassVar[str]
    permission: ClassVar[str]  # to see what these uses are called

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        attribute_uses.register(cls.key, cls)

    @classmethod
    def uses(cls, definition: AttributeDefinition) -> list[Use]:
        """Where the attribute is used; called inside the workspace."""
        raise NotImplementedError


attribute_uses: Registry[AttributeUse] = Registry("attribute_uses")


def names(kept: Any, key: str) -> bool:
    """Whether stored text or JSON names "attributes.size" or attributes["size"]."""
    text = kept if isinstance(kept, str) else json.dumps(kept, ensure_ascii=False)
    name = re.escape(key)
    return bool(re.search(rf"\battributes(\.{name}(?![\w-])|\[\W{{1,3}}{name}\W{{1,3}}\])", text))
