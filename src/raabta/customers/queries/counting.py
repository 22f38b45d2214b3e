"""How many people belong to each row of a list, counted for the rows that are shown."""

from typing import Any

from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from raabta.customers.models import Company, Customer, CustomerTag, Tag


def with_people_count(companies: QuerySet[Company]) -> QuerySet[Company]:
    """Adds `people_count`: who works there and is not deleted."""
    employed = Customer.objects.filter(company=OuterRef("pk"), deleted_at=None)
    return companies.annotate(people_count=_count(employed, "company"))


def tags_with_people_count() -> QuerySet[Tag]:
    """The workspace's tags by name, with `people_count`: who carries each and is not deleted."""
    carried = CustomerTag.objects.filter(tag=OuterRef("pk"), customer__deleted_at=None)
    return Tag.objects.annotate(people_count=_count(carried, "tag")).order_by("name")


def _count(rows: QuerySet[Any, Model], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
