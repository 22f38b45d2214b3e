"""The family of company timeline sources: each tells one kind of thing of a company's people."""

from typing import Any, ClassVar

from django.urls import reverse

from raabta.customers.models import Customer
from raabta.customers.timeline import Source
from raabta.kernel.registry import Registry

company_timeline_sources: "Registry[CompanyTimelineSource]" = Registry("company_timeline_sources")


class CompanyTimelineSource(Source):
    """Subclass it in `company_timeline_sources.py` of any context; one query for all people."""

    family: ClassVar = company_timeline_sources


def whose(customer: Customer | None) -> dict[str, Any]:
    """The fields of an entry that say whom it is about."""
    if customer is None:
        return {}
    url = reverse("web:customers:show", args=[customer.pk])
    return {"whose": customer.name, "whose_url": url}
