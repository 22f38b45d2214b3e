"""How many people audiences have in common: a table, and circles for two or three."""

import json
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from raabta.audiences import queries
from raabta.audiences.models import Audience
from raabta.audiences.queries import Overlap, Region, overlap, region_rule
from raabta.audiences.queries.overlap import MOST
from raabta.audiences.rules import BadRule, to_json
from raabta.warehouse.engine import QueryStopped, WarehouseBusy
from raabta.web.audiences.venn import HEIGHT, WIDTH, circles, places
from raabta.web.http import HttpRequest, page, render
from raabta.web.templatetags import localised

DRAWN = (2, 3)  # so many circles can be in proportion


@page("audiences.view")
def show(request: HttpRequest) -> HttpResponse:
    every = list(queries.audiences(request.workspace))
    asked = set(request.GET.getlist("audience"))
    chosen = [one for one in every if str(one.pk) in asked]
    context: dict[str, Any] = {"every": every, "chosen": chosen, "most": MOST}
    if len(chosen) > MOST:
        context["problem"] = _("Choose at most %(most)s audiences.") % {"most": MOST}
    elif len(chosen) > 1:
        context |= _compared(request, chosen)
    return render(request, "audiences/overlaps/show.html", context)


def _compared(request: HttpRequest, chosen: list[Audience]) -> dict[str, Any]:
    try:
        found = overlap(request.workspace, chosen)
    except BadRule as error:
        return {"problem": str(error)}
    except (QueryStopped, WarehouseBusy):
        return {"problem": _("This takes too long right now. Please try again.")}
    may_edit = request.may("audiences.edit")
    regions = [
        {
            "people": one.people,
            "in": [chosen[at].name for at in one.inside],
            "not_in": [row.name for at, row in enumerate(chosen) if at not in one.inside],
            "url": region_url(chosen, one) if may_edit else "",
        }
        for one in found.regions
    ]
    drawing = _drawing(found) if len(chosen) in DRAWN else None
    return {"matrix": _matrix(found), "regions": regions, "drawing": drawing}


def region_url(chosen: list[Audience], region: Region) -> str:
    """The builder, filled in with who is in the region."""
    rule = to_json(region_rule(chosen, region.inside))
    return f"{reverse('web:audiences:new')}?{urlencode({'rule': json.dumps(rule)})}"


def _matrix(found: Overlap) -> list[tuple[Audience, list[dict[str, Any]]]]:
    """A row for each audience: how many it shares with each, and which part of it that is."""
    sizes = [found.shared(at) for at in range(len(found.audiences))]
    return [
        (
            audience,
            [
                {
                    "people": (both := found.shared(at, other)),
                    "share": both / sizes[at] if sizes[at] else 0.0,
                    "is_own": at == other,
                }
                for other in range(len(sizes))
            ],
        )
        for at, audience in enumerate(found.audiences)
    ]


def _drawing(found: Overlap) -> dict[str, Any]:
    sizes = [found.shared(at) for at in range(len(found.audiences))]
    drawn = circles(sizes, found.pairs())
    spots = places(drawn)
    numbers = [
        {"x": round(spots[one.inside][0], 1), "y": round(spots[one.inside][1], 1),
         "people": localised.number(one.people)}
        for one in found.regions
        if one.inside in spots
    ]  # fmt: skip
    rounded = [
        {"x": round(one.x, 1), "y": round(one.y, 1), "r": round(one.r, 1), "number": at + 1}
        for at, one in enumerate(drawn)
    ]
    return {"width": WIDTH, "height": HEIGHT, "circles": rounded, "numbers": numbers}
