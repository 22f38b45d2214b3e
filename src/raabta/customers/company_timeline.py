"""The family of company timeline sources: each tells one kind of thing of a company's people."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.customers.models import Customer
from raabta.customers.timeline import PAGE, Entry, Timeline, Told, page_of
from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace


class CompanyTimelineSource(BaseModel):
    """Subclass it in `company_timeline_sources.py` of any context.

    The key is also the name of the filter chip in the page's address.
    """

    key: ClassVar[str]
    label: ClassVar[Promise | str]
    icon: ClassVar[str]
    permission: ClassVar[str] = "customers.view"

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            company_timeline_sources.register(cls.key, cls)

    def entries(
        self, workspace: Workspace, company_id: int, before: datetime | None, limit: int
    ) -> list[Entry]:
        """At most `limit` entries earlier than `before`, newest first; one query for all people."""
        raise NotImplementedError


company_timeline_sources: Registry[CompanyTimelineSource] = Registry("company_timeline_sources")


def company_sources_for(may: Callable[[str], bool]) -> list[type[CompanyTimelineSource]]:
    """The sources that somebody with these permissions may read."""
    return [member for member in company_timeline_sources.members() if may(member.permission)]


def read_company_timeline(
    workspace: Workspace,
    company_id: int,
    *,
    sources: Iterable[type[CompanyTimelineSource]],
    before: datetime | None = None,
    limit: int = PAGE,
) -> Timeline:
    """One page of everything that happened with the company and its people, newest first."""
    told = [
        Told(source, entry)
        for source in sources
        for entry in source().entries(workspace, company_id, before, limit + 1)
    ]
    return page_of(told, limit)


def whose(customer: Customer | None) -> dict[str, Any]:
    """The fields of an entry that say whom it is about."""
    if customer is None:
        return {}
    url = reverse("web:customers:show", args=[customer.pk])
    return {"whose": customer.name, "whose_url": url}
