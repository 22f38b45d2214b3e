"""Rows of this workspace by the ids of an address; anything else is a 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from raabta.content.models import Template, Variant
from raabta.content.queries import templates
from raabta.content.tree import NoSuchBlock, Path, find, path_of
from raabta.web.http import HttpRequest


def template_of(request: HttpRequest, template_id: int) -> Template:
    return get_object_or_404(templates(request.workspace), pk=template_id)


def variant_of(request: HttpRequest, variant_id: int) -> Variant:
    found = Variant.objects.select_related("template", "workspace")
    return get_object_or_404(found, workspace=request.workspace, pk=variant_id)


def block_path(variant: Variant, text: str) -> Path:
    try:
        path = path_of(text)
        find(variant.tree, path)
    except NoSuchBlock:
        raise Http404 from None
    return path


def number(text: str) -> int:
    """A number from a form; -1 for anything else, which no revision is."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def aims_at(request: HttpRequest, element_id: str) -> bool:
    """Whether htmx will put the answer into this element (it names them "tag#id")."""
    return request.headers.get("HX-Target", "").split("#")[-1] == element_id
