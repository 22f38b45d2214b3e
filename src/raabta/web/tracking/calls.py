"""The calls of a source as they come, with what became of each."""

import json
from dataclasses import dataclass

from django.http import HttpResponse

from raabta.tracking import queries
from raabta.tracking.models import SeenCall
from raabta.tracking.words import OUTCOMES
from raabta.web.http import HttpRequest, page, render
from raabta.web.tracking.outcomes import Outcome, outcome, reasons
from raabta.web.tracking.sources import find

SHOWN = 50


@dataclass(frozen=True)
class Row:
    call: SeenCall
    outcome: Outcome
    reason: str
    payload: str


@page("tracking.view")
def index(request: HttpRequest, source_id: int) -> HttpResponse:
    """The newest ones; the page asks again by itself."""
    source, wanted = find(request, source_id), request.GET.get("outcome", "")
    found = queries.calls(request.workspace, source_id=source.pk, outcome=wanted)[:SHOWN]
    context = {
        "source": source,
        "rows": [
            Row(call, outcome(call.outcome), reasons(call.reason), pretty(call.payload))
            for call in found
        ],
        "outcomes": [(key, words) for key, (words, _tone) in OUTCOMES.items() if key != "private"],
        "wanted": wanted,
    }
    return render(request, "tracking/calls/index.html", context, part="rows")


def pretty(payload: str) -> str:
    try:
        return json.dumps(json.loads(payload), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return payload
