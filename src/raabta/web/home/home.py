"""The first page: what needs somebody, how the shop does, what is running."""

from datetime import date
from typing import Any

from babel.numbers import get_currency_precision
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from raabta.campaigns.queries import listed, progress_of
from raabta.insights.queries import Period, best_campaigns, lately, new_customers, revenue
from raabta.insights.queries.overview import Step
from raabta.web.campaigns.lookup import TONES
from raabta.web.home.first_steps import first_steps
from raabta.web.http import HttpRequest, page, render
from raabta.web.templatetags import localised
from raabta.workspaces.home_card import HomeCard, Matter, home_cards

RUNNING = 5
BEST = 5
STEPS = {"week": 12, "month": 12}


@page("home.view")
def index(request: HttpRequest) -> HttpResponse:
    steps = first_steps(request)
    running = list(listed(request.workspace, state="running")[:RUNNING])
    context = {
        "matters": matters(request),
        "lately": lately(request.workspace),
        "running": [(one, progress_of(one), TONES[one.state]) for one in running],  # type: ignore[index]
        "best": best_campaigns(request.workspace, BEST),
        "steps": steps,
        "is_new": not all(step.is_done for step in steps),
    }
    return render(request, "home/home/index.html", context)


@page("home.view")
def growth(request: HttpRequest) -> HttpResponse:
    """The two charts, loaded when they come into view."""
    step: Step = "month" if request.GET.get("step") == "month" else "week"
    money = revenue(request.workspace, step, STEPS[step])
    people = new_customers(request.workspace, step, STEPS[step])
    context = {
        "step": step,
        "revenue": revenue_chart(request, step, money),
        "customers": customers_chart(step, people),
        "has_revenue": any(one.value or one.before for one in money),
        "has_customers": any(one.value for one in people),
    }
    return render(request, "home/home/growth.html", context, part="growth")


def matters(request: HttpRequest) -> list[tuple[Matter, str]]:
    """What needs this person, each with its address."""
    members: list[type[HomeCard]] = sorted(home_cards.members(), key=lambda one: one.place)
    found = [
        matter
        for member in members
        if request.may(member.permission)
        for matter in member().matters(request.workspace)
    ]
    return [(matter, address(matter.url_name, *matter.url_args)) for matter in found]


def address(url_name: str, *args: int | str) -> str:
    """Of a page that may not exist in this installation: empty then."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def revenue_chart(request: HttpRequest, step: str, periods: list[Period]) -> dict[str, Any]:
    orders = address("web:orders:index")
    before = _("A year earlier") if step == "month" else _("Twelve weeks earlier")
    return {
        "kind": "bar",
        "format": "money",
        "currency": request.workspace.currency,
        "places": get_currency_precision(request.workspace.currency),
        "axis": _("Month") if step == "month" else _("Week of"),
        "labels": [label(step, one.begins_on) for one in periods],
        "links": [f"{orders}?since={one.begins_on}" for one in periods] if orders else None,
        "series": [
            {"name": _("Revenue"), "data": [one.value for one in periods]},
            {"name": before, "type": "line", "data": [one.before for one in periods]},
        ],
    }


def customers_chart(step: str, periods: list[Period]) -> dict[str, Any]:
    return {
        "kind": "bar",
        "axis": _("Month") if step == "month" else _("Week of"),
        "labels": [label(step, one.begins_on) for one in periods],
        "series": [{"name": _("New customers"), "data": [one.value for one in periods]}],
    }


def label(step: str, day: date) -> str:
    return localised.month(day) if step == "month" else localised.short_day(day)
