"""A campaign's report: its slower parts, loaded when they come into view, and the whole as CSV."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from raabta.campaigns.models import Campaign
from raabta.insights.queries import by_hour, by_language, by_link, by_rule
from raabta.insights.report import CampaignReport, report_of
from raabta.web.campaigns.lookup import campaign_or_404
from raabta.web.http import HttpRequest, page, render
from raabta.web.insights.csv_file import Cell, csv_file
from raabta.web.insights.words import NUMBERS
from raabta.web.templatetags import localised

SHOWN_HOURS = 48


@page("insights.view")
def breakdowns(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    languages, links, refusals = by_language(campaign), by_link(campaign), by_rule(campaign)
    context = {
        "campaign": campaign,
        "hours": hours_chart(campaign),
        "languages": languages,
        "links": links,
        "refusals": refusals,
        "refusals_chart": refusals_chart(campaign, refusals),
    }
    return render(request, "insights/campaign_reports/breakdowns.html", context, part="breakdowns")


@page("insights.export")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(pk)
    name = slugify(campaign.name) or "campaign"
    return csv_file(f"{name}.csv", _rows(report_of(campaign)))


def hours_chart(campaign: Campaign) -> dict[str, Any] | None:
    found = by_hour(campaign)
    if not any(found["opened"]) and not any(found["clicked"]):
        return None
    return {
        "kind": "bar",
        "axis": _("Hours after the mail"),
        "labels": [localised.number(hour) for hour in range(SHOWN_HOURS)],
        "series": [
            {"name": _("Opened"), "data": found["opened"][:SHOWN_HOURS]},
            {"name": _("Clicked"), "data": found["clicked"][:SHOWN_HOURS]},
        ],
    }


def refusals_chart(
    campaign: Campaign, refusals: list[tuple[str, str, int]]
) -> dict[str, Any] | None:
    if not refusals:
        return None
    return {
        "kind": "bar",
        "horizontal": True,
        "axis": _("Rule"),
        "labels": [label for _key, label, _people in refusals],
        "links": [people_url(campaign, "refused", key) for key, _label, _people in refusals],
        "series": [{"name": _("People"), "data": [people for _key, _label, people in refusals]}],
    }


def people_url(campaign: Campaign, number: str, value: str = "") -> str:
    url = reverse("web:reports:people", args=[campaign.pk, number])
    return f"{url}?{urlencode({'value': value})}" if value else url


def _rows(report: CampaignReport) -> Iterator[list[Cell]]:
    campaign, sales = report.campaign, report.sales
    yield [_("Section"), _("Name"), _("Value"), _("Unit")]
    yield [_("Campaign"), _("Name"), campaign.name, ""]
    for key, words in NUMBERS.items():
        if hasattr(report.delivery, key):
            people = getattr(report.delivery, key)
            yield [_("Messages"), str(words.label), people, _("people")]
    minor = _("minor units of %(currency)s") % {"currency": campaign.currency}
    yield [_("Sales"), str(NUMBERS["buyers"].label), sales.buyers, _("people")]
    yield [_("Sales"), _("Orders"), sales.orders, _("orders")]
    yield [_("Sales"), _("Revenue"), sales.revenue_minor, minor]
    yield [_("Costs"), _("Planned"), report.costs.planned_minor, minor]
    yield [_("Costs"), _("Spent"), report.costs.actual_minor, minor]
    yield [_("Costs"), _("Return on investment"), report.roi, _("share")]
    yield [_("Costs"), _("Cost per order"), report.cost_per_order_minor, minor]
    yield from _comparison_rows(report, minor)
    for language in by_language(campaign):
        yield [_("Languages"), language.language, language.sent, _("people")]
    for link in by_link(campaign):
        yield [_("Links"), link.url, link.people, _("people")]
    for _key, label, people in by_rule(campaign):
        yield [_("Refused by rule"), label, people, _("people")]


def _comparison_rows(report: CampaignReport, minor: str) -> Iterator[list[Cell]]:
    found = report.comparison
    if found is None:
        return
    section = _("Comparison")
    for name, group in ((_("Mailed"), found.mailed), (_("Held out"), found.held_out)):
        yield [section, f"{name}: {_('people')}", group.people, _("people")]
        yield [section, f"{name}: {_('bought')}", group.buyers, _("people")]
        yield [section, f"{name}: {_('revenue')}", group.revenue_minor, minor]
    if not found.has_enough:
        return
    rate, money = found.conversion_difference, found.revenue_difference
    yield [section, _("Difference in buyers"), rate.estimate, _("share")]
    yield [section, _("Lowest with 95 per cent confidence"), rate.low, _("share")]
    yield [section, _("Highest with 95 per cent confidence"), rate.high, _("share")]
    if money is not None:
        yield [section, _("Difference in revenue per person"), money.estimate, minor]
        yield [section, _("Lowest with 95 per cent confidence"), money.low, minor]
        yield [section, _("Highest with 95 per cent confidence"), money.high, minor]
