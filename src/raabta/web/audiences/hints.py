"""Beside every condition: how many people it describes alone, and what to know about it."""

from django.http import HttpResponse

from raabta.audiences.queries import hints
from raabta.audiences.rules import BadRule, parse
from raabta.warehouse.engine import QueryStopped, WarehouseBusy
from raabta.web.audiences.asking import asker, number_of
from raabta.web.audiences.builder import read
from raabta.web.http import HttpRequest, page, render


@page("audiences.view", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    try:
        found = hints(
            request.workspace,
            parse(read(request.POST)),
            asker=asker(request, "hints"),
            number=number_of(request),
        )
    except (BadRule, QueryStopped, WarehouseBusy):
        return HttpResponse(status=204)
    rows = [
        (f"r-{path.replace('.', '-')}", count, found.warnings.get(path, []))
        for path, count in found.hints.items()
    ]
    return render(request, "audiences/previews/hints.html", {"rows": rows})
