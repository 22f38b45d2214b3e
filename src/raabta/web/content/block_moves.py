"""Moving a block: a step up or down by button, or to any place by dragging."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from raabta.content import services
from raabta.content.models import Variant
from raabta.content.placing import WrongPlace
from raabta.content.tree import NoSuchBlock, Path
from raabta.web.content.editor import conflict, refused, saved
from raabta.web.content.found import block_path, number, variant_of
from raabta.web.http import HttpRequest, page


@page("content.edit", methods="POST")
def create(request: HttpRequest, variant_id: int, path: str) -> HttpResponse:
    variant = variant_of(request, variant_id)
    at = block_path(variant, path)
    try:
        variant, new = moved(request, variant, at)
    except services.EditConflict:
        return conflict(request, variant)
    except (WrongPlace, NoSuchBlock):
        return refused(request, variant, _("This block does not fit there. Nothing was moved."))
    way = request.POST.get("way", "")
    return saved(request, variant, path=new, focus=way or "choose")


def moved(request: HttpRequest, variant: Variant, at: Path) -> tuple[Variant, Path]:
    revision = number(request.POST.get("revision", ""))
    if way := request.POST.get("way"):
        by = -1 if way == "up" else 1
        return services.shift_block(variant=variant, revision=revision, path=at, by=by)
    return services.move_block(
        variant=variant,
        revision=revision,
        path=at,
        parent=block_path(variant, request.POST.get("parent", "")),
        at=number(request.POST.get("at", "")),
    )
