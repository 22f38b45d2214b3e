"""The people behind a number of a campaign report, as pages and as a file."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from raabta.campaigns.models import Campaign
from raabta.insights.queries import Person, behind, everybody_behind
from raabta.insights.queries.drill import PAGE, SALES
from raabta.messaging.contact_rule import rules
from raabta.web.campaigns.lookup import campaign_or_404
from raabta.web.campaigns.pages import powers
from raabta.web.http import HttpRequest, page, render
from raabta.web.insights.csv_file import Cell, csv_file
from raabta.web.insights.words import NUMBERS, STATES
from raabta.web.templatetags.campaigns import language_name

MOST_PAGES = 10_000


@page("insights.view")
def index(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    campaign = campaign_or_404(pk)
    if number not in NUMBERS:
        raise Http404
    at = request.GET.get("page", "1")
    current = min(MOST_PAGES, int(at)) if at.isdecimal() and len(at) < 7 and int(at) else 1
    value = request.GET.get("value", "")[:2_000]
    found = behind(campaign, number, value=value, page=current)
    context = {
        **powers(request),
        "campaign": campaign,
        "number": number,
        "words": NUMBERS[number],
        "value": value,
        "value_label": _value_label(number, value),
        "is_sales": number in SALES,
        "found": found,
        "states": STATES,
        "current": current,
        "has_next": found.total > current * PAGE,
        "previous_page": current - 1,
        "next_page": current + 1,
    }
    return render(request, "insights/people/index.html", context, part="rows")


@page("insights.export")
def export(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    campaign = campaign_or_404(pk)
    if number not in NUMBERS:
        raise Http404
    value = request.GET.get("value", "")[:2_000]
    name = slugify(f"{campaign.name} {number}") or "people"
    return csv_file(f"{name}.csv", _rows(campaign, number, value))


def _rows(campaign: Campaign, number: str, value: str) -> Iterator[list[Cell]]:
    yield [
        _("Name"),
        _("E-mail"),
        _("Language"),
        _("State"),
        _("Reason"),
        _("Sent"),
        _("Opened"),
        _("Clicked"),
        _("Orders"),
        _("Revenue (minor units)"),
    ]
    for person in everybody_behind(campaign, number, value=value):
        yield _row(person)


def _row(person: Person) -> list[Cell]:
    moments = (person.sent_at, person.opened_at, person.clicked_at)
    return [
        person.name,
        person.email,
        person.language,
        str(STATES.get(person.state, person.state)),
        _reason(person.reason),
        *(at.isoformat() if at else "" for at in moments),
        person.orders,
        person.revenue_minor,
    ]


def _reason(key: str) -> str:
    return str(rules[key].label) if key in rules else key


def _value_label(number: str, value: str) -> str:
    return _reason(value) if number == "refused" else language_name(value)
