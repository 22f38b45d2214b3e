"""Blocks of a variant: add, change, remove."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from raabta.content import services
from raabta.content.block import BLOCKS
from raabta.content.placing import WrongPlace
from raabta.content.services.editing import BadValues
from raabta.web.content.editor import chosen_path, conflict, refused, saved
from raabta.web.content.found import block_path, number, variant_of
from raabta.web.http import HttpRequest, page


@page("content.edit", methods="POST")
def create(request: HttpRequest, variant_id: int) -> HttpResponse:
    variant = variant_of(request, variant_id)
    key, near = request.POST.get("block", ""), request.POST.get("near", "")
    if key not in BLOCKS:
        raise Http404
    try:
        variant, path = services.add_block(
            variant=variant,
            revision=number(request.POST.get("revision", "")),
            key=key,
            near=chosen_path(variant, near) if near else None,
        )
    except services.EditConflict:
        return conflict(request, variant)
    return saved(request, variant, path=path, focus="choose")


@page("content.edit", methods="POST")
def update(request: HttpRequest, variant_id: int, path: str) -> HttpResponse:
    variant = variant_of(request, variant_id)
    at = block_path(variant, path)
    try:
        variant = services.change_block(
            variant=variant,
            revision=number(request.POST.get("revision", "")),
            path=at,
            values={name: str(value) for name, value in request.POST.items()},
        )
    except services.EditConflict:
        return conflict(request, variant)
    except BadValues as bad:
        return saved(request, variant, path=at, errors=bad.errors, status=422)
    return saved(request, variant, path=at, keep_form=True)


@page("content.edit", methods="POST")
def delete(request: HttpRequest, variant_id: int, path: str) -> HttpResponse:
    variant = variant_of(request, variant_id)
    at = block_path(variant, path)
    try:
        variant, left = services.remove_block(
            variant=variant, revision=number(request.POST.get("revision", "")), path=at
        )
    except services.EditConflict:
        return conflict(request, variant)
    except WrongPlace:
        return refused(request, variant, _("The whole mail cannot be removed."))
    return saved(request, variant, path=left, focus="choose")
