"""The family of places that use an audience: whoever uses one says so, and it cannot vanish."""

from typing import Any, ClassVar

from pydantic import BaseModel

from raabta.kernel.registry import Registry
from raabta.workspaces.use import Use

__all__ = ["AudienceUse", "Use", "audience_uses"]


class AudienceUse(BaseModel):
    key: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        audience_uses.register(cls.key, cls)

    @classmethod
    def uses(cls, workspace_id: int, audience_id: int) -> list[Use]:
        """Where the audience is used; called inside the workspace."""
        raise NotImplementedError


audience_uses: Registry[AudienceUse] = Registry("audience_uses")
