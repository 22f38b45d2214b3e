from django.http import HttpResponse

from raabta.content import services
from raabta.web.content.editor import conflict, saved
from raabta.web.content.found import block_path, number, variant_of
from raabta.web.http import HttpRequest, page


@page("content.edit", methods="POST")
def create(request: HttpRequest, variant_id: int, path: str) -> HttpResponse:
    variant = variant_of(request, variant_id)
    at = block_path(variant, path)
    try:
        variant, copy = services.duplicate_block(
            variant=variant, revision=number(request.POST.get("revision", "")), path=at
        )
    except services.EditConflict:
        return conflict(request, variant)
    return saved(request, variant, path=copy, focus="choose")
