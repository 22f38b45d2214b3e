"""What one audience's page tells."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.audiences import queries
from raabta.audiences.models import Audience
from raabta.audiences.queries import Preview, preview, rule_of, uses_of
from raabta.audiences.rules import BadRule
from raabta.audiences.services import count_audience
from raabta.warehouse.engine import QueryStopped, WarehouseBusy
from raabta.web.audiences.asking import asker
from raabta.web.http import HttpRequest
from raabta.web.templatetags import localised

LEAST_HISTORY = 2


def shown(request: HttpRequest, audience: Audience) -> dict[str, Any]:
    looked, problem = _look(request, audience)
    return {
        "audience": audience,
        "may_edit": request.may("audiences.edit"),
        "customers_url": customers_url(audience),
        "sentence": queries.sentence_of(request.workspace, audience),
        "preview": looked,
        "problem": problem,
        "uses": [
            (use.kind, use.label, reverse(use.url_name, args=use.url_args))
            for use in uses_of(request.workspace, audience)
        ],
        "history": _history(request, audience),
    }


def customers_url(audience: Audience) -> str:
    """The customer list, filtered to the audience."""
    return f"{reverse('web:customers:index')}?audience={audience.pk}"


def _look(request: HttpRequest, audience: Audience) -> tuple[Preview | None, str]:
    try:
        count_audience(workspace=request.workspace, audience=audience)
        looked = preview(
            request.workspace,
            rule_of(audience),
            asker=asker(request, f"audience-{audience.pk}"),
            number=audience.pk,
        )
    except BadRule as error:
        return None, str(error)
    except (QueryStopped, WarehouseBusy):
        return None, _("Counting takes too long right now. Nothing is lost; please try again.")
    return looked, ""


def _history(request: HttpRequest, audience: Audience) -> dict[str, Any] | None:
    counts = queries.counts_of(request.workspace, audience)
    if len(counts) < LEAST_HISTORY:
        return None
    return {
        "kind": "line",
        "axis": _("Day"),
        "labels": [localised.day(on) for on, _count in counts],
        "series": [{"name": _("People"), "data": [count for _on, count in counts]}],
    }
