"""The family of company figures: what a company and everything under it add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel

from raabta.kernel.money import Money
from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace


@dataclass(frozen=True)
class Figure:
    """One label with what stands under it: a count, sums (one a currency), or a moment."""

    label: str
    count: int | None = None
    sums: tuple[Money, ...] = ()
    moment: datetime | None = None


class CompanyFigures(BaseModel):
    """Subclass it in `company_figures.py` of any context; smaller positions come first."""

    key: ClassVar[str]
    position: ClassVar[int] = 50
    permission: ClassVar[str] = "customers.view"

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            company_figures.register(cls.key, cls)

    def figures(self, workspace: Workspace, company_ids: Sequence[int]) -> list[Figure]:
        """Over the people of these companies, all together."""
        raise NotImplementedError


company_figures: Registry[CompanyFigures] = Registry("company_figures")
