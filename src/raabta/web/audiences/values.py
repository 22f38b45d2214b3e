"""Values that occur in the data, while somebody types one."""

from django.http import HttpResponse

from raabta.audiences.queries import suggestions
from raabta.kernel.registry import UnknownMember
from raabta.warehouse.engine import QueryStopped, WarehouseBusy
from raabta.web.audiences.asking import asker
from raabta.web.audiences.builder import at, read
from raabta.web.http import HttpRequest, page, render


@page("audiences.view", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    path, field = request.GET.get("at", ""), request.GET.get("field", "")
    node = at(read(request.POST), path) or {}
    typed = request.POST.get(request.GET.get("typed", ""), "").replace("\x00", "").strip()
    try:
        found = suggestions(
            request.workspace,
            key=node.get("key", ""),
            field=field,
            params=node.get("params", {}),
            typed=typed,
            asker=asker(request, "values"),
        )
    except (UnknownMember, QueryStopped, WarehouseBusy):
        return HttpResponse(status=204)
    return render(request, "audiences/values/create.html", {"suggestions": found})
