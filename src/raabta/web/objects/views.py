"""Saved views of the list of a kind."""

from django.http import HttpResponse
from django.urls import reverse

from raabta.objects.models import ObjectKind
from raabta.web.customers.views import drop_view, keep_view
from raabta.web.http import HttpRequest, page
from raabta.web.objects.rendering import kind_of


def resource_of(kind: ObjectKind) -> str:
    return kind.subject  # by its key, which stays the same in another Raabta


@page("objects.view", methods="POST")
def create(request: HttpRequest, kind_id: int) -> HttpResponse:
    """A shared view needs the right to edit."""
    kind = kind_of(request, kind_id)
    back, shares = reverse("web:objects:index", args=[kind.pk]), request.may("objects.edit")
    return keep_view(request, resource_of(kind), back=back, may_share=shares)


@page("objects.view", methods="POST")
def delete(request: HttpRequest, kind_id: int, view_id: int) -> HttpResponse:
    kind = kind_of(request, kind_id)
    back = reverse("web:objects:index", args=[kind.pk])
    return drop_view(request, resource_of(kind), view_id, back=back)
