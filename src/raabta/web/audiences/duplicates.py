from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from raabta.audiences.models import Audience
from raabta.audiences.services import duplicate_audience
from raabta.web.http import HttpRequest, page, redirect


@page("audiences.edit", methods="POST")
def create(request: HttpRequest, pk: int) -> HttpResponse:
    audience = get_object_or_404(Audience, pk=pk)
    made = duplicate_audience(workspace=request.workspace, actor=request.actor, audience=audience)
    return redirect(request, reverse("web:audiences:edit", args=[made.pk]))
