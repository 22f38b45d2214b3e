"""One step back or forward in the history of a variant."""

from django.http import HttpResponse

from raabta.content import services
from raabta.web.content.editor import chosen_path, conflict, saved
from raabta.web.content.found import number, variant_of
from raabta.web.http import HttpRequest, page


@page("content.edit", methods="POST")
def create(request: HttpRequest, variant_id: int) -> HttpResponse:
    variant = variant_of(request, variant_id)
    go = services.redo if request.POST.get("way") == "forward" else services.undo
    try:
        variant = go(variant=variant, revision=number(request.POST.get("revision", "")))
    except services.EditConflict:
        return conflict(request, variant)
    path = chosen_path(variant, request.POST.get("near", ""))
    return saved(request, variant, path=path)
