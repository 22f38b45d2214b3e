"""The families of panels: cards beside the timeline of a person's page, and on a company's."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace


class CustomerPanel(BaseModel):
    """Subclass it in `customer_panels.py` (or the folder) of any context.

    `template` is drawn with the data; smaller positions stand higher.
    """

    key: ClassVar[str]
    label: ClassVar[Promise | str]
    template: ClassVar[str]
    position: ClassVar[int] = 50
    permission: ClassVar[str] = "customers.view"

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            customer_panels.register(cls.key, cls)

    def data(self, workspace: Workspace, customer_id: int) -> dict[str, Any] | None:
        """What the template shows, or None when there is nothing to show."""
        raise NotImplementedError


customer_panels: Registry[CustomerPanel] = Registry("customer_panels")


class CompanyPanel(BaseModel):
    """The same on a company's page; subclass it in `company_panels.py` of any context."""

    key: ClassVar[str]
    label: ClassVar[Promise | str]
    template: ClassVar[str]
    position: ClassVar[int] = 50
    permission: ClassVar[str] = "customers.view"

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            company_panels.register(cls.key, cls)

    def data(self, workspace: Workspace, company_id: int) -> dict[str, Any] | None:
        """What the template shows, or None when there is nothing to show."""
        raise NotImplementedError


company_panels: Registry[CompanyPanel] = Registry("company_panels")
