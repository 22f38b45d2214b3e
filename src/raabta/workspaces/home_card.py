"""The family of matters that the home page brings up: what somebody should do today."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Matter:
    """One line: what it is about, how urgent, and the page (URL name and arguments) for it."""

    text: str
    url_name: str
    url_args: tuple[int | str, ...] = ()
    tone: Literal["info", "warning", "error"] = "info"
    icon: str = "circle-dot"
    action: str | Promise = ""


class HomeCard(BaseModel):
    """Brings up matters of one kind. Members live in `home_cards` of any context.

    Few and quick: the page asks all of them, and a person reads all of it.
    """

    key: ClassVar[str] = ""
    permission: ClassVar[str]  # whoever lacks it is spared the matter
    place: ClassVar[int] = 50  # lower comes first

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.key:
            home_cards.register(cls.key, cls)

    def matters(self, workspace: Workspace) -> list[Matter]:
        """What there is now, worst first; called inside the workspace."""
        raise NotImplementedError


home_cards: Registry[HomeCard] = Registry("home_cards")
