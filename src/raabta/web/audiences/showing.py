"""What one audience's page tells."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.audiences import queries
from raabta.audiences.models import Audience
from raabta.audiences.queries import Preview, Reach, preview, reach_of
from raabta.audiences.queries.history import Day
from raabta.audiences.queries.membership import fresh_as_of, kept, members_rule
from raabta.audiences.rules import BadRule
from raabta.audiences.services import count_audience
from raabta.warehouse.engine import QueryStopped, WarehouseBusy
from raabta.web.audiences.asking import asker
from raabta.web.http import HttpRequest
from raabta.web.templatetags import localised

LEAST_HISTORY = 2


def shown(request: HttpRequest, audience: Audience) -> dict[str, Any]:
    looked, problem = _look(request, audience)
    days = queries.history_of(request.workspace, audience)
    return {
        "audience": audience,
        "may_edit": request.may("audiences.edit"),
        "customers_url": customers_url(audience),
        "sentence": queries.sentence_of(request.workspace, audience),
        "preview": looked,
        "problem": problem,
        "may_export": request.may("customers.export"),
        "uses": used_by(request, audience),
        "history": _history(days),
        "moves": _moves(days),
        "kept": kept_for(request, audience),
    }


@dataclass(frozen=True)
class Kept:
    """How the members stand: of when, how many, who came and went today."""

    as_of: datetime
    size: int
    entered: int
    left: int


def kept_for(request: HttpRequest, audience: Audience) -> Kept | None:
    standing = kept(audience)
    if standing is None:
        return None
    today = queries.today_of(request.workspace, audience)
    as_of = fresh_as_of(request.workspace)
    return Kept(as_of, standing.size, today.entered, today.left)


def used_by(request: HttpRequest, audience: Audience) -> list[dict[str, Any]]:
    return [_reach(one) for one in reach_of(request.workspace, audience.pk)]


def _reach(found: Reach) -> dict[str, Any]:
    use = found.use
    return {
        "kind": use.kind,
        "label": use.label,
        "url": reverse(use.url_name, args=use.url_args),
        "is_over": use.is_over,
        "reaches": [_reach(one) for one in found.reaches],
    }


def customers_url(audience: Audience) -> str:
    """The customer list, filtered to the audience."""
    return f"{reverse('web:customers:index')}?audience={audience.pk}"


def _look(request: HttpRequest, audience: Audience) -> tuple[Preview | None, str]:
    try:
        count_audience(workspace=request.workspace, audience=audience)
        looked = preview(
            request.workspace,
            members_rule(audience),
            asker=asker(request, f"audience-{audience.pk}"),
        )
    except BadRule as error:
        return None, str(error)
    except (QueryStopped, WarehouseBusy):
        return None, _("Counting takes too long right now. Nothing is lost; please try again.")
    return looked, ""


def _history(days: list[Day]) -> dict[str, Any] | None:
    if len(days) < LEAST_HISTORY:
        return None
    return {
        "kind": "line",
        "axis": _("Day"),
        "labels": [localised.day(day.on) for day in days],
        "series": [{"name": _("People"), "data": [day.count for day in days]}],
    }


def _moves(days: list[Day]) -> dict[str, Any] | None:
    if len(days) < LEAST_HISTORY or not any(day.entered or day.left for day in days):
        return None
    return {
        "kind": "bar",
        "axis": _("Day"),
        "labels": [localised.day(day.on) for day in days],
        "series": [
            {"name": _("Came"), "data": [day.entered for day in days]},
            {"name": _("Went"), "data": [day.left for day in days]},
        ],
    }
