"""The family of places that use an audience: whoever uses one says so, and it cannot vanish."""

from typing import Any, ClassVar, NamedTuple

from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.registry import Registry


class Use(NamedTuple):
    """One use: what it is called, and the page (URL name and arguments) that shows it.

    One that is over, such as a finished campaign, does not keep the audience from being put away.
    """

    kind: str | Promise
    label: str
    url_name: str
    url_args: tuple[Any, ...]
    is_over: bool = False
    audience_id: int | None = None  # when the user is an audience, used itself perhaps


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
