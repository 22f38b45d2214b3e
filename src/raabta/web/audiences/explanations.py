"""Why somebody is in an audience, or is not."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from raabta.audiences.models import Audience
from raabta.audiences.queries import Line, explain, rule_of
from raabta.audiences.rules import BadRule
from raabta.customers.models import Customer
from raabta.customers.queries import find_people, people
from raabta.warehouse.engine import QueryStopped, WarehouseBusy
from raabta.web.http import HttpRequest, page, render
from raabta.web.paging import whole
from raabta.web.templatetags import localised

MOST = 12


@page("audiences.view")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    audience = get_object_or_404(Audience, pk=pk)
    typed, chosen = request.GET.get("q", "").strip(), request.GET.get("customer", "")
    found = find_people(request.workspace, typed, MOST) if typed else []
    person = None
    if (asked := whole(chosen)) is not None:
        person = get_object_or_404(people(request.workspace), pk=asked)
    line, problem = _explained(request, audience, person) if person else (None, "")
    context = {"audience": audience, "found": found, "person": person, "typed": typed}
    context |= {"line": line, "problem": problem}
    return render(request, "audiences/explanations/show.html", context)


def _explained(
    request: HttpRequest, audience: Audience, person: Customer
) -> tuple[dict[str, Any] | None, str]:
    try:
        line = explain(request.workspace, rule_of(audience), person.pk)
    except BadRule as error:
        return None, str(error)
    except (QueryStopped, WarehouseBusy):
        return None, _("This takes too long right now. Please try again.")
    if line is None:
        return None, _("This person has just been added. Look again in a few seconds.")
    return told(line), ""


def told(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "holds": line.holds,
        "match": line.match,
        "least": line.least,
        "seen": [(name, _written(value)) for name, value in line.seen.items()],
        "lines": [told(one) for one in line.lines],
    }


def _written(value: Any) -> str:
    """A value that a condition saw, for the reader."""
    if value is None or value in ("", []):
        return _("nothing")
    if isinstance(value, datetime):
        return localised.moment(value.replace(tzinfo=UTC) if value.tzinfo is None else value)
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(value, int | float):
        return localised.number(value)
    return str(value)
