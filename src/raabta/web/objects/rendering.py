"""Render with what this person may do, and find what an address names."""

from django.shortcuts import get_object_or_404

from raabta.objects.models import ObjectKind, ObjectRecord
from raabta.objects.queries import kinds, records
from raabta.web.http import HttpRequest, Renderer

render = Renderer(
    {
        "may_edit": "objects.edit",
        "may_delete": "objects.delete",
        "may_define": "objects.kinds",
        "may_export": "customers.export",
        "may_import": "customers.import",
    }
)


def kind_of(request: HttpRequest, kind_id: int) -> ObjectKind:
    return get_object_or_404(kinds(request.workspace), pk=kind_id)


def record_of(request: HttpRequest, record_id: int) -> ObjectRecord:
    return get_object_or_404(records(request.workspace).select_related("kind"), pk=record_id)
