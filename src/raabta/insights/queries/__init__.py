"""Questions of reports, asked in Ibis through the warehouse."""

from raabta.insights.queries.breakdowns import (
    LanguageRow,
    LinkRow,
    by_hour,
    by_language,
    by_link,
    by_rule,
)
from raabta.insights.queries.campaign import Delivery, Sales, delivery_of, sales_of
from raabta.insights.queries.comparison import Comparison, Group, comparison_of
from raabta.insights.queries.drill import Page, Person, behind, everybody_behind
from raabta.insights.queries.overview import (
    Lately,
    Period,
    Result,
    best_campaigns,
    campaign_results,
    lately,
    new_customers,
    revenue,
)
from raabta.insights.queries.saved import saved_analyses

__all__ = [
    "Comparison",
    "Delivery",
    "Group",
    "LanguageRow",
    "Lately",
    "LinkRow",
    "Page",
    "Period",
    "Person",
    "Result",
    "Sales",
    "behind",
    "best_campaigns",
    "by_hour",
    "by_language",
    "by_link",
    "by_rule",
    "campaign_results",
    "comparison_of",
    "delivery_of",
    "everybody_behind",
    "lately",
    "new_customers",
    "revenue",
    "sales_of",
    "saved_analyses",
]
